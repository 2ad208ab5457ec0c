"""The house: imports point down only, every module says what it is for, no room grows too large."""

from __future__ import annotations

import ast
from importlib import import_module
from pathlib import Path

import pytest

import cleaner
from cleaner.filters import SOMETIMES
from cleaner.presets import load_preset

PACKAGE = Path(cleaner.__file__).parent
# Bottom up. A module may import from its own floor and from those below.
FLOORS = (
    "errors", "edits", "deferred", "derive", "fold", "language", "markdown", "document", "rulebook", "likelihood", "oddities",
    "detect", "decode", "wordfile", "lexicon", "models", "html", "filters", "mining", "presets", "windows", "settling",
    "catalogue", "result", "outputs", "parallel", "pipeline", "replay", "engines", "training", "cli",
)  # fmt: skip
LONGEST = 400  # lines
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "rules" not in path.relative_to(PACKAGE).parts[:1])


def name_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def floor_of(module: str) -> int:
    return FLOORS.index(module.split(".", maxsplit=1)[0])


def imports(tree: ast.AST, inside_functions: bool) -> set[str]:
    """Names of our own modules that are imported; type-checking blocks and, if asked, lazy imports are left out."""
    found: set[str] = set()
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            continue
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not inside_functions:
            continue
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("cleaner."):
            found.add(node.module.removeprefix("cleaner."))
        elif isinstance(node, ast.Import):
            found |= {alias.name.removeprefix("cleaner.") for alias in node.names if alias.name.startswith("cleaner.")}
        else:
            found |= imports(node, inside_functions)
    return found


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_point_down(path: Path) -> None:
    name = name_of(path)
    if name in ("", "__main__"):
        return
    # The pipeline hands a Result its outputs on request: `.log()` and `.diff()` are the only lazy look upwards.
    lazy_up = {"result"}
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for imported in imports(tree, inside_functions=name not in lazy_up):
        assert floor_of(imported) <= floor_of(name), f"{name} imports {imported}, which is above it"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_says_what_it_is_for_and_stays_short(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(source)), "no module docstring"
    assert source.count("\n") <= LONGEST


def test_the_floors_are_those_of_the_package() -> None:
    there = {path.stem if path.is_file() else path.name for path in PACKAGE.iterdir() if path.suffix == ".py" or path.is_dir()}
    assert there - {"__init__", "__main__", "__pycache__", "rules"} <= set(FLOORS)


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


def test_the_table_of_filters_that_run_sometimes_is_true() -> None:
    for name in load_preset("web").chain:
        module = import_module(f"cleaner.filters.{name.replace('-', '_')}")
        flags = [flag for flag in ("UNSAFE_ONLY", "ON_REQUEST") if getattr(module, flag, False)]
        assert flags == ([SOMETIMES[name]] if name in SOMETIMES else []), name
