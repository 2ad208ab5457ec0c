"""From log-odds of blocks to the blocks to keep; the trees are those of :mod:`cleaner.models.trees`.

:func:`best` turns probabilities into the set of blocks with the best expected F1, so the bar is lower on a page where nothing is
sure. The expectation is one over pages whose blocks err together, not each by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from math import exp

from cleaner.models.trees import Trees

# Logits. The blocks of a page err together, so its chances are taken as too low or too high as a whole, by this much; and
# out of fold they are too high on the whole, by 0.6 where little is sure.
SHIFTS = (-2.4, -1.3, -0.6, 0.1, 1.2)


def probabilities(trees: Trees, vectors: Sequence[Sequence[float]]) -> list[float]:
    """How likely each vector belongs to a block of the main text."""
    return [1 / (1 + exp(-max(-30.0, min(30.0, total)))) for total in trees.totals(vectors)]


def best(chances: Sequence[float], sizes: Sequence[float]) -> tuple[float, float]:
    """The lowest chance to keep for the best expected F1 over sizes, and that F1; over what the page may be like: see `SHIFTS`.

    >>> bar, expected = best([0.99, 0.01, 0.6], [100, 100, 100])
    >>> bar, round(expected, 2)
    (0.6, 0.82)
    """
    order = sorted(range(len(chances)), key=lambda i: -chances[i])
    odds = [(chances[i], 1 - chances[i], sizes[i]) for i in order]
    taken = list(accumulate(size for _, _, size in odds))
    means = [0.0] * len(order)
    for factor in map(exp, SHIFTS):
        right = list(accumulate([factor * chance / (against + factor * chance) * size for chance, against, size in odds]))
        expected = right[-1] if right else 0.0
        means = [mean + found / (size + expected) for mean, found, size in zip(means, right, taken, strict=True)]
    at = max(range(len(order)), key=means.__getitem__, default=-1)
    return (chances[order[at]], 2 * means[at] / len(SHIFTS)) if order else (2.0, 0.0)
