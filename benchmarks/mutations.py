"""Would the quick tests notice? One-token mutations of the modules that carry the laws, each against the tests of its area.

    python benchmarks/mutations.py [--count 60] [--seed 1] [--module cleaner/core/edits.py ...]

A mutation changes a comparison, an arithmetic or boolean operator, a constant, or drops a `not`, in a copy of the package in a
temporary folder. It is killed if a test fails or the tests take ten times as long as without it. Prints the survivors and the
kill rate; docs/testing.md has the last figures. Mutations of docstrings, annotations and error texts are not made.
"""

from __future__ import annotations

import argparse
import ast
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LAWS = ["tests/test_laws.py"]
AREAS = {  # module -> the quick tests that should notice
    "cleaner/core/edits.py": ["tests/core/test_edits.py", "cleaner/core/edits.py", *LAWS],
    "cleaner/core/document.py": ["tests/core", "cleaner/core/document.py", *LAWS],
    "cleaner/core/byte_edits.py": ["tests/decoding/test_decode.py", "cleaner/core/byte_edits.py", *LAWS],
    "cleaner/core/protected.py": ["tests/core", "cleaner/core/protected.py"],
    "cleaner/core/folding.py": ["tests/core", "cleaner/core/folding.py", *LAWS],
    "cleaner/pipeline/fixpoint.py": ["tests/pipeline/test_cleaner.py", "tests/pipeline/test_plugins.py", "tests/core", *LAWS],
    "cleaner/pipeline/windows.py": ["tests/pipeline/test_cleaner.py", "tests/pipeline/test_plugins.py", *LAWS],
    "cleaner/pipeline/result.py": ["tests/pipeline/test_cleaner.py", "cleaner/pipeline/result.py", *LAWS],
    "cleaner/changelog/read.py": ["tests/changelog", *LAWS],
    "cleaner/changelog/write.py": ["tests/changelog", *LAWS],
    "cleaner/changelog/undo.py": ["tests/changelog", *LAWS],
}
COMPARE = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq}
ARITHMETIC = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.FloorDiv: ast.Mult}


def mutations(tree: ast.Module) -> Iterator[tuple[ast.AST, str]]:
    """Each node that can be mutated, with what is done to it."""
    skipped: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Raise | ast.AnnAssign | ast.arg | ast.JoinedStr):
            parts = [node.annotation] if isinstance(node, ast.AnnAssign | ast.arg) and node.annotation else [node]
            skipped.update(id(inner) for part in parts for inner in ast.walk(part))
    for node in ast.walk(tree):
        if id(node) in skipped:
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


def run_tests(folder: Path, tests: list[str], limit: float) -> bool:
    """Whether the tests pass in a copy of the project."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests]
    try:
        return subprocess.run(command, cwd=folder, capture_output=True, timeout=limit, check=False).returncode == 0
    except subprocess.TimeoutExpired:
        return False


def main() -> None:
    """Sample mutations of each module, run its tests against each."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--count", type=int, default=60, help="mutations in all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--module", action="append", help="only these modules")
    options = parser.parse_args()
    modules = options.module or list(AREAS)
    killed = total = 0
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for name in ("cleaner", "rules", "tests", "samples", "docs"):
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("pyproject.toml", "README.md"):
            shutil.copy(ROOT / name, folder / name)
        for module in modules:
            source = (ROOT / module).read_text(encoding="utf-8")
            started = time.monotonic()
            if not run_tests(folder, AREAS[module], 900):
                sys.exit(f"{module}: its tests fail without any mutation")
            limit = 30 + 10 * (time.monotonic() - started)
            places = [(k, kind) for k, (_, kind) in enumerate(mutations(ast.parse(source)))]
            share = max(1, round(options.count / len(modules)))
            for k, kind in random.Random(options.seed).sample(places, min(share, len(places))):
                tree = ast.parse(source)
                node = next(node for number, (node, _) in enumerate(mutations(tree)) if number == k)
                mutate(node, kind)
                (folder / module).write_text(ast.unparse(tree), encoding="utf-8")
                survived = run_tests(folder, AREAS[module], limit)
                total, killed = total + 1, killed + (not survived)
                if survived:
                    print(f"survived: {module}:{getattr(node, 'lineno', 0)} {kind}: {ast.unparse(node)}", flush=True)
            (folder / module).write_text(source, encoding="utf-8")
    print(f"{killed} of {total} killed")


if __name__ == "__main__":
    main()
