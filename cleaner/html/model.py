"""The weights by which blocks are judged: boosted trees over the numbers of :mod:`cleaner.html.features`.

`rules/html/main/trees.json` holds, tree by tree, nodes (feature, threshold, left, right) and leaves; it is built by
`python -m cleaner.training.html`. :func:`choose` turns probabilities into the set of blocks with the best expected F1, so the
bar is lower on a page where nothing is sure.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from math import exp
from pathlib import Path
from typing import NamedTuple

Node = tuple[int, float, int, int]  # feature, threshold ("<=" goes left), left, right; a negative child is leaf ~child


class Trees(NamedTuple):
    """`nodes[t]` and `leaves[t]` are the t-th tree; `features` names the numbers that it expects."""

    features: tuple[str, ...]
    nodes: tuple[tuple[Node, ...], ...]
    leaves: tuple[tuple[float, ...], ...]


@cache
def load(path: Path) -> Trees:
    """The trees in a file."""
    table = json.loads(path.read_text(encoding="utf-8"))
    nodes = tuple(tuple((node[0], node[1], node[2], node[3]) for node in tree) for tree in table["nodes"])
    return Trees(tuple(table["features"]), nodes, tuple(tuple(tree) for tree in table["leaves"]))


def probabilities(trees: Trees, vectors: Sequence[Sequence[float]]) -> list[float]:
    """How likely each vector belongs to a block of the main text."""
    pairs = list(zip(trees.nodes, trees.leaves, strict=True))
    result = []
    for vector in vectors:
        total = 0.0
        for nodes, leaves in pairs:
            k = 0
            while k >= 0:
                feature, threshold, left, right = nodes[k]
                k = left if vector[feature] <= threshold else right
            total += leaves[~k]
        result.append(1 / (1 + exp(-max(-30.0, min(30.0, total)))))
    return result


def choose(chances: Sequence[float], sizes: Sequence[float]) -> list[bool]:
    """The blocks to keep: those of the highest chances down to where the expected F1 over their sizes is best.

    >>> choose([0.9, 0.1, 0.6], [100, 100, 100])
    [True, False, True]
    """
    bar = _best(chances, sizes)[1]
    return [chance >= bar for chance in chances]


def expected_f1(chances: Sequence[float], sizes: Sequence[float]) -> float:
    """The expected F1 of that choice.

    >>> round(expected_f1([0.9, 0.1, 0.6], [100, 100, 100]), 3)
    0.833
    """
    return _best(chances, sizes)[0]


def _best(chances: Sequence[float], sizes: Sequence[float]) -> tuple[float, float]:
    """(expected F1, lowest chance kept) of the best choice."""
    expected = sum(chance * size for chance, size in zip(chances, sizes, strict=True))
    best, bar, right, taken = 0.0, 2.0, 0.0, 0.0
    for i in sorted(range(len(chances)), key=lambda i: -chances[i]):
        right += chances[i] * sizes[i]
        taken += sizes[i]
        f1 = 2 * right / (taken + expected or 1)
        if f1 > best:
            best, bar = f1, chances[i]
    return best, bar
