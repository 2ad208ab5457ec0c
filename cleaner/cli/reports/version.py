"""`cleaner --version`; with --verbose what a bug report should say."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version

import click

from cleaner import __version__

# what output may depend on, and what an extra brings
PACKAGES = (
    "ftfy", "beautifulsoup4", "rapidfuzz", "ahocorasick-rs", "chardet", "charset-normalizer", "numpy", "lxml", "trafilatura",
    "resiliparse", "pyarrow", "zstandard", "ray", "pyspark", "datasets", "polars", "duckdb", "datatrove", "harper-py",
    "quire-grammar", "starlette", "uvicorn", "pypdf", "pypdfium2",
)  # fmt: skip


def tell_version(verbose: bool = False) -> int:
    """Print the version."""
    click.echo(f"cleaner {__version__}")
    if verbose:
        _tell_more()
    return 0


def tell_missing_kernel() -> None:
    """Say on standard error that Python does the work of the kernel, if it does."""
    from cleaner.core.kernel import kernel

    if kernel() is None:
        click.echo("cleaner: without its compiled kernel; the results are the same, short texts take longer", err=True)


def _tell_more() -> None:
    """Engines, models and their versions, for reports of bugs."""
    from cleaner.core.kernel import kernel
    from cleaner.core.resources import data_folder, rules_folder
    from cleaner.rulebook.catalogue import shipped_rules
    from cleaner.rulebook.presets import preset_names

    click.echo(f"python {platform.python_version()} ({platform.python_implementation()}), {platform.platform()}")
    installed = [f"{name} {found}" for name in PACKAGES if (found := _version_of(name))]
    click.echo(f"packages: {', '.join(installed)}")
    missing = [name for name in PACKAGES if not _version_of(name)]
    click.echo(f"not installed: {', '.join(missing) or 'none'}")
    click.echo(f"kernel: {'compiled' if kernel() else 'none, Python does its work'}")
    click.echo(f"rules: {sum(1 for _ in shipped_rules())} in {rules_folder()}, presets {', '.join(preset_names())}")
    for path in sorted(data_folder().rglob("*")):
        if path.is_file() and path.suffix not in (".py", ".md", ".pyc"):
            click.echo(f"model: {path.relative_to(data_folder())} {path.stat().st_size:,} bytes, {_digest(path)}")


def _digest(path: object) -> str:
    import hashlib
    from pathlib import Path

    return f"sha256 {hashlib.sha256(Path(str(path)).read_bytes()).hexdigest()[:12]}"


def _version_of(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
