"""Composition, changes, undo and log of a million edits: linear, and how long for each.

    python benchmarks/composition.py [EDITS]

Times are of one run on one machine; the ratio in the last column, of the time per edit between a tenth of the edits and all
of them, is what must stay near 1. Memory is the peak of the process.
"""

from __future__ import annotations

import resource
import sys
from collections.abc import Callable
from time import process_time

from cleaner.core.document import Document
from cleaner.core.edits import Edit, Pass, apply
from cleaner.pipeline.result import Result

WORDS = "the quick brown fox jumps over teh lazy dog and "
PASSES = 4  # edits are dealt out over them, so that composition has something to merge


def made(edits: int) -> Result:
    """A result with so many edits in several passes; one in ten touches the output of a pass before."""
    text = original = WORDS * (edits // 8 + 1)
    passes = []
    for step in range(PASSES):
        share = edits // PASSES
        gap = len(text) // share
        found = [
            Edit(k * gap + step * 2, k * gap + step * 2 + 2, "xyz"[: 1 + k % 3], f"rule.{k % 5}", "why") for k in range(share)
        ]
        passes.append(Pass(f"filter.{step}", tuple(found), tuple(text[e.start : e.end] for e in found)))
        text = apply(text, found)
    return Result(original, Document(text), tuple(passes))


def measure(edits: int) -> dict[str, float]:
    """CPU seconds of each thing that a result is asked for."""
    result = made(edits)
    times = {}
    steps: dict[str, Callable[[], object]] = {
        "net": lambda: result.net,
        "changes": lambda: result.changes,
        "undo": result.undo,
        "positions": lambda: result.positions,
        "log": result.log,
        "diff": result.diff,
    }
    for name, step in steps.items():
        begun = process_time()
        got = step()
        times[name] = process_time() - begun
        if name == "undo":
            assert got == result.original
        if name == "changes":
            print(f"{edits:,} edits, {len(result.changes):,} changes; peak {peak():,.0f} MB")
    return times


def peak() -> float:
    """The most memory that the process had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    edits = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    few, many = measure(edits // 10), measure(edits)
    for name, seconds in many.items():
        print(f"{name:<10} {seconds:6.2f} s  {seconds / edits * 1e6:5.2f} us an edit  x{seconds / (10 * few[name]):.2f}")
    print(f"peak {peak():,.0f} MB")


if __name__ == "__main__":
    main()
