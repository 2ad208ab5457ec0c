"""Where the files that ship with the package are: rule packs (`rules/`) and models, lexicons, weights (`data/`).

Both are folders of an installed package. In a checkout `rules/` stands beside the package; a zip is unpacked to a temporary
folder, for models and word lists are memory-mapped.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from cleaner.core.errors import RuleError

PACKAGE = Path(__file__).parent.parent


@cache
def rules_folder() -> Path:
    """The shipped rule packs. A folder `rules` beside the package counts only next to our own pyproject.toml: in
    site-packages it would be another project's. Raises RuleError if there are none.
    """
    if (PACKAGE / "rules").is_dir():
        return PACKAGE / "rules"
    checkout = PACKAGE.parent
    if (checkout / "pyproject.toml").is_file() and (checkout / "rules").is_dir():
        return checkout / "rules"
    return _in_archive("rules")


@cache
def data_folder() -> Path:
    """The shipped models, lexicons and weights. Raises RuleError if there are none."""
    return PACKAGE / "data" if (PACKAGE / "data").is_dir() else _in_archive("data")


def data_file(*parts: str) -> Path:
    """One file of :func:`data_folder`.

    >>> data_file("english.words").name
    'english.words'
    """
    return data_folder().joinpath(*parts)


def _in_archive(name: str) -> Path:
    """A folder of the zip that the package runs from, unpacked."""
    archive = getattr(globals().get("__loader__"), "archive", None)
    if not archive:
        raise RuleError(f"the shipped {name} are missing", where=str(PACKAGE), remedy="install cleaner-text again")
    return _unpacked(archive) / name


@cache
def _unpacked(archive: str) -> Path:
    """Rules and data of a zip, in a temporary folder for as long as the process lives."""
    import atexit
    import shutil
    import tempfile
    import zipfile

    folder = Path(tempfile.mkdtemp(prefix="cleaner-files-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with zipfile.ZipFile(archive) as file:
        file.extractall(folder, [name for name in file.namelist() if name.startswith(("cleaner/rules/", "cleaner/data/"))])
    return folder / "cleaner"
