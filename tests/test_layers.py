"""The layout: imports point down only, every module says what it is for, no folder and no module grows too large."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import cleaner
from cleaner.filters import BUILT_IN
from cleaner.rulebook.presets import load_preset

PACKAGE = Path(cleaner.__file__).parent
# Bottom up. A module may import from its own folder and from those below; never from one above.
FOLDERS = (
    "core", "decoding", "rulebook", "models", "html", "documents", "filters", "pipeline", "changelog", "formats", "batch",
    "integrations",
    "corpus", "serve", "cli",
)  # fmt: skip
LONGEST = 350  # lines
MOST_FILES = 17  # modules of one folder
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path.relative_to(PACKAGE).parts[0] not in ("rules", "data"))
# Result.log() and Result.diff() are conveniences of the library: they import the change log when they are called.
UPWARD = {("pipeline.result", "changelog.write"), ("pipeline.result", "changelog.diff"), ("pipeline.result", "changelog.html")}


def name_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


NAMES = {name_of(path): path for path in MODULES}


def imported_by(path: Path) -> set[str]:
    """Our own modules that a module imports, in whatever form and place; imports for type checking alone do not count."""
    found: set[str] = set()
    nodes: list[ast.AST] = [ast.parse(path.read_text(encoding="utf-8"))]
    while nodes:
        node = nodes.pop()
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            nodes += node.orelse
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: relative import"
            if node.module and node.module.split(".")[0] == "cleaner":
                base = node.module.removeprefix("cleaner").lstrip(".")
                below = [f"{base}.{alias.name}".lstrip(".") for alias in node.names]
                found |= {name if name in NAMES else base for name in below}
        elif isinstance(node, ast.Import):
            found |= {alias.name.removeprefix("cleaner.") for alias in node.names if alias.name.startswith("cleaner.")}
        else:
            nodes += ast.iter_child_nodes(node)
    return found - {""}


IMPORTS = {name: imported_by(path) for name, path in NAMES.items()}


def folder_of(name: str) -> int:
    return FOLDERS.index(name.split(".", maxsplit=1)[0])


@pytest.mark.parametrize("name", sorted(set(NAMES) - {"", "__main__"}))
def test_imports_point_down_between_folders(name: str) -> None:
    for imported in IMPORTS[name]:
        if (name, imported) not in UPWARD:
            assert folder_of(imported) <= folder_of(name), f"{name} imports {imported}, which is above it"


def test_no_module_imports_itself_through_others() -> None:
    """Inside of folders as well there are no circles: modules can be sorted so that each imports earlier ones only."""
    left = {name: {other for other in IMPORTS[name] if (name, other) not in UPWARD} - {name} for name in NAMES}
    while left:
        free = {name for name, others in left.items() if not others & set(left)}
        assert free, f"import circles among {sorted(left)}"
        left = {name: others for name, others in left.items() if name not in free}


def test_a_package_says_nothing_but_what_it_is_for_or_what_it_offers() -> None:
    folders = {path.parent for path in MODULES}
    assert all((folder / "__init__.py").is_file() for folder in folders)
    for folder in folders - {PACKAGE}:
        assert len([path for path in folder.glob("*.py") if path.name != "__init__.py"]) <= MOST_FILES, folder


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_says_what_it_is_for_and_stays_short(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(source)), "no module docstring"
    assert source.count("\n") <= LONGEST


def test_the_folders_are_those_of_the_package() -> None:
    there = {path.name for path in PACKAGE.iterdir() if path.is_dir()}
    assert there - {"__pycache__", "rules", "data"} == set(FOLDERS)
    assert {path.stem for path in PACKAGE.glob("*.py")} == {"__init__", "__main__"}


def test_public_names_are_there_and_documented() -> None:
    for name in cleaner.__all__:
        assert getattr(cleaner, name).__doc__, f"cleaner.{name} has no docstring"


def test_heavy_packages_are_not_imported_by_the_library() -> None:
    import subprocess
    import sys

    heavy = {
        "ftfy",
        "bs4",
        "chardet",
        "unidecode",
        "rapidfuzz",
        "numpy",
        "pyarrow",
        "lxml",
        "multiprocessing",
        "importlib.metadata",
    }
    code = "import cleaner, sys; cleaner.clean('A plain line of text.'); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not heavy & set(loaded)


def test_unidecode_is_imported_in_one_place() -> None:
    users = [name_of(path) for path in MODULES if "unidecode" in set(_all_imports(path))]
    assert len(users) <= 1


def _all_imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


def test_every_filter_is_in_the_registry_and_in_the_chain() -> None:
    modules = {
        ".".join(path.relative_to(PACKAGE / "filters").with_suffix("").parts).replace("_", "-")
        for path in (PACKAGE / "filters").glob("*/*.py")
        if not path.name.startswith("_") and not path.parent.name.startswith("_")
    }
    assert set(BUILT_IN) == modules
    assert set(load_preset("web").chain) == modules
