"""Logistic regression by Newton's method, for a dozen features and some thousand cases; no library needed."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp

RIDGE = 0.5  # pull of the weights towards zero, so that a feature that decides alone stays finite
ROUNDS = 25


def fit(rows: Sequence[Sequence[float]], right: Sequence[bool]) -> list[float]:
    """Weights, one a column, that make `right` likeliest.

    >>> [round(w, 1) for w in fit([[1.0, 0.0], [1.0, 1.0], [1.0, 0.0], [1.0, 1.0]], [False, True, False, True])]
    [-0.4, 1.2]
    """
    size = len(rows[0])
    weights = [0.0] * size
    for _ in range(ROUNDS):
        gradient = [-RIDGE * weight for weight in weights]
        curve = [[RIDGE * (i == j) for j in range(size)] for i in range(size)]
        for row, truth in zip(rows, right, strict=True):
            p = 1 / (1 + exp(-max(-30.0, min(30.0, sum(w * x for w, x in zip(weights, row, strict=True))))))
            spread = p * (1 - p)
            for i, x in enumerate(row):
                if x:
                    gradient[i] += x * (truth - p)
                    line, scaled = curve[i], spread * x
                    for j in range(i + 1):
                        line[j] += scaled * row[j]
        for i in range(size):
            for j in range(i):
                curve[j][i] = curve[i][j]
        step = solve(curve, gradient)
        weights = [weight + change for weight, change in zip(weights, step, strict=True)]
        if max(map(abs, step)) < 1e-6:
            break
    return weights


def solve(matrix: list[list[float]], values: list[float]) -> list[float]:
    """The solution of a system of linear equations, by elimination with the largest pivot.

    >>> solve([[2.0, 0.0], [1.0, 1.0]], [4.0, 3.0])
    [2.0, 1.0]
    """
    rows = [[*row, value] for row, value in zip(matrix, values, strict=True)]
    size = len(rows)
    for i in range(size):
        best = max(range(i, size), key=lambda k: abs(rows[k][i]))
        rows[i], rows[best] = rows[best], rows[i]
        for k in range(i + 1, size):
            factor = rows[k][i] / rows[i][i]
            rows[k] = [a - factor * b for a, b in zip(rows[k], rows[i], strict=True)]
    out = [0.0] * size
    for i in reversed(range(size)):
        out[i] = (rows[i][size] - sum(rows[i][j] * out[j] for j in range(i + 1, size))) / rows[i][i]
    return out
