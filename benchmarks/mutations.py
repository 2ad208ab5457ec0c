"""Would the quick tests notice? One-token mutations of the modules that carry the laws, each against the tests of its area.

    python benchmarks/mutations.py [--count 150] [--seed 1] [--module cleaner/core/edits.py ...]

A mutation changes a comparison, an arithmetic or boolean operator, a constant, or drops a `not`, in the body of a function. The
tests run once without any; then each mutation is put into a fork of that process, where all is imported and warm, as the code of
the functions that are there: it costs what its tests cost. It is killed if a test fails or they take ten times as long. Prints
the survivors and the kill rate of each module; docs/testing.md has the last figures. Docstrings, annotations, error texts and
what is computed at import are not mutated; tests that start other processes, or count what is done the first time, are not asked.
"""

from __future__ import annotations

import argparse
import ast
import gc
import os
import random
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FunctionType

ROOT = Path(__file__).resolve().parents[1]
LAWS = ["tests/test_laws.py", "tests/test_endurance.py"]
PIPELINE = ["tests/pipeline/test_cleaner.py", "tests/pipeline/test_plugins.py"]
CHANGELOG = ["tests/changelog", "tests/test_endurance.py"]
AREAS = {  # module -> the quick tests that should notice, those of the module itself first: a failure ends the run
    "cleaner/core/edits.py": ["cleaner/core/edits.py", "tests/core/test_edits.py", "tests/test_laws.py"],
    "cleaner/core/document.py": ["cleaner/core/document.py", "tests/core", *LAWS],
    "cleaner/core/byte_edits.py": ["cleaner/core/byte_edits.py", "tests/decoding/test_decode.py", *LAWS],
    "cleaner/core/views/protected.py": ["cleaner/core/views/protected.py", "tests/core", *LAWS],
    "cleaner/core/views/folding.py": ["cleaner/core/views/folding.py", "tests/core/test_folding.py", "tests/core", *LAWS],
    "cleaner/pipeline/fixpoint.py": ["cleaner/pipeline/fixpoint.py", "tests/pipeline/test_fixpoint.py", *PIPELINE, *LAWS],
    "cleaner/pipeline/windows.py": ["tests/pipeline/test_windows.py", "tests/core", *PIPELINE, *LAWS],
    "cleaner/pipeline/result.py": ["cleaner/pipeline/result.py", "tests/pipeline/test_result.py", *PIPELINE, *LAWS],
    "cleaner/changelog/read.py": ["cleaner/changelog/read.py", "tests/changelog/test_write.py", *CHANGELOG],
    "cleaner/changelog/write.py": ["cleaner/changelog/write.py", "tests/changelog/test_records.py", *CHANGELOG],
    "cleaner/changelog/undo.py": ["cleaner/changelog/undo.py", "tests/changelog/test_undo.py", *CHANGELOG],
}
NOT_ASKED = "not worker_count and not browser and not linear and not benchmarks and not installed and not compiled_once"
COMPARE = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq}
ARITHMETIC = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.FloorDiv: ast.Mult}


def mutations(tree: ast.Module) -> Iterator[tuple[ast.AST, str]]:
    """Each node that can be mutated, with what is done to it."""
    skipped: set[int] = set()
    inside: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Raise | ast.AnnAssign | ast.arg | ast.JoinedStr):
            parts = [node.annotation] if isinstance(node, ast.AnnAssign | ast.arg) and node.annotation else [node]
            skipped.update(id(inner) for part in parts for inner in ast.walk(part))
        elif isinstance(node, ast.keyword) and node.arg == "strict":  # zip(strict=True) states what holds anyway
            skipped.add(id(node.value))
        elif isinstance(node, ast.FunctionDef):
            inside.update(id(inner) for part in node.body for inner in ast.walk(part))
    for node in ast.walk(tree):
        if id(node) in skipped or id(node) not in inside:
            continue
        if isinstance(node, ast.Compare) and type(node.ops[0]) in COMPARE:
            yield node, "compare"
        elif isinstance(node, ast.BinOp) and type(node.op) in ARITHMETIC:
            yield node, "arithmetic"
        elif isinstance(node, ast.BoolOp):
            yield node, "boolean"
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            yield node, "not"
        elif isinstance(node, ast.Constant) and type(node.value) in (int, bool):
            yield node, "constant"


def mutate(node: ast.AST, kind: str) -> None:
    """Change one node in place."""
    if kind == "compare" and isinstance(node, ast.Compare):
        node.ops[0] = COMPARE[type(node.ops[0])]()
    elif kind == "arithmetic" and isinstance(node, ast.BinOp):
        node.op = ARITHMETIC[type(node.op)]()
    elif kind == "boolean" and isinstance(node, ast.BoolOp):
        node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
    elif kind == "not" and isinstance(node, ast.UnaryOp):
        node.op = ast.UAdd()
    elif kind == "constant" and isinstance(node, ast.Constant):
        node.value = (not node.value) if isinstance(node.value, bool) else node.value + 1


def codes_in(code: CodeType) -> Iterator[CodeType]:
    """A code object and all within it."""
    yield code
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from codes_in(inner)


def put_in(path: Path, code: CodeType) -> None:
    """Give the functions of a module that was imported the code of another version of it, whoever holds them."""
    fresh = {(each.co_qualname, each.co_firstlineno): each for each in codes_in(code)}
    for function in gc.get_objects():
        if isinstance(function, FunctionType) and function.__code__.co_filename == str(path):
            place = function.__code__.co_qualname, function.__code__.co_firstlineno
            if place in fresh and len(fresh[place].co_freevars) == len(function.__code__.co_freevars):
                function.__code__ = fresh[place]


def passes(tests: list[str]) -> bool:
    """Whether the tests pass in this process."""
    import pytest

    silent = ["-W", "ignore::pytest.PytestAssertRewriteWarning"]  # of the second run in a process
    return pytest.main(["-q", "-x", "-p", "no:cacheprovider", *silent, "-k", NOT_ASKED, *tests]) == 0


def survives(path: Path, code: CodeType, tests: list[str], limit: int) -> bool:
    """Whether the tests pass with other code, in a fork of this process, in time."""
    child = os.fork()
    if not child:
        signal.alarm(limit)
        silent = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silent, 1)
        os.dup2(silent, 2)
        put_in(path, code)
        os._exit(0 if passes(tests) else 1)
    return os.waitpid(child, 0)[1] == 0


def check(module: str, count: int, seed: int) -> tuple[int, int]:
    """How many mutations of a module were killed, of how many."""
    path = ROOT / module
    tree = ast.parse(path.read_text(encoding="utf-8"))
    places = [(k, kind) for k, (_, kind) in enumerate(mutations(tree))]
    started = time.monotonic()
    if not passes(AREAS[module]):
        sys.exit(f"{module}: its tests fail without any mutation")
    limit = 30 + int(10 * (time.monotonic() - started))
    if not survives(path, compile(ast.parse(path.read_text(encoding="utf-8")), str(path), "exec"), AREAS[module], limit):
        sys.exit(f"{module}: its tests fail in a fork without any mutation")
    killed = 0
    chosen = random.Random(seed).sample(places, min(count, len(places)))
    for k, kind in chosen:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        node = next(node for number, (node, _) in enumerate(mutations(tree)) if number == k)
        mutate(node, kind)
        survived = survives(path, compile(tree, str(path), "exec"), AREAS[module], limit)
        killed += not survived
        if survived:
            print(f"survived: {module}:{getattr(node, 'lineno', 0)} {kind}: {ast.unparse(node)}", flush=True)
    print(f"{module}: {killed} of {len(chosen)} killed, {len(places)} there are", flush=True)
    return killed, len(chosen)


def main() -> None:
    """Sample mutations of each module, a process for each module; run its tests against each."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--count", type=int, default=150, help="mutations in all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--module", action="append", choices=list(AREAS), help="only these modules")
    options = parser.parse_args()
    modules = options.module or list(AREAS)
    os.environ.setdefault("LAW_EXAMPLES", "25")
    sys.path.insert(0, str(ROOT))
    os.chdir(ROOT)
    share = max(1, round(options.count / len(modules)))
    failed = False
    for module in modules:  # what one module's tests leave behind does not slow the next
        child = os.fork()
        if not child:
            from hypothesis import Phase, settings

            settings.register_profile("mutations", phases=(Phase.explicit, Phase.generate), derandomize=True, database=None)
            settings.load_profile("mutations")
            check(module, share, options.seed)
            sys.stdout.flush()
            os._exit(0)
        failed = os.waitpid(child, 0)[1] != 0 or failed
    sys.exit(failed)


if __name__ == "__main__":
    main()
