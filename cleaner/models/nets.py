"""Sums of products over the weights of small nets: bytes in a mapped file, which stay there.

A vector is the bytes of numbers of eight bytes. The kernel (`kernel/nets.c`) adds up; without it numpy does, which is imported
then. Sums of whole numbers are exact and the same in both; others may differ in their last digit.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable
from typing import Any, NamedTuple

from cleaner.core.kernel import kernel

NUMBER = 8  # bytes of a number of a vector


class Weights(NamedTuple):
    """Rows of small whole numbers."""

    width: int
    cells: memoryview

    def row(self, number: int) -> memoryview:
        """One of the rows."""
        return self.cells[number * self.width : (number + 1) * self.width]


def vector(numbers: Iterable[float]) -> bytes:
    """Numbers as a vector."""
    return array("d", numbers).tobytes()


def floats(data: memoryview) -> array[float]:
    """Little-endian numbers of four bytes."""
    numbers = array("f", bytes(data))
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def products(cells: memoryview, numbers: bytes) -> list[float]:
    """Of each row of weights, which is as wide as a vector, its product with it.

    >>> products(memoryview(bytes([1, 2, 255, 0])), vector([10, 1]))
    [12.0, -10.0]
    """
    if kernel() is not None:
        found: list[float] = kernel().products(cells, numbers)
        return found
    return list((_matrix(cells, len(numbers) // NUMBER) @ _numbers(numbers)).tolist())


def weighed(cells: memoryview, scales: array[float], numbers: bytes) -> bytes:
    """The same as a vector, each product by the scale of its row (numbers of four bytes).

    >>> weighed(memoryview(bytes([1, 2])), array("f", [0.5]), vector([10, 1])) == vector([6])
    True
    """
    if kernel() is not None:
        found: bytes = kernel().weighed(cells, scales, numbers)
        return found
    return vector((_matrix(cells, len(numbers) // NUMBER) @ _numbers(numbers) * scales).tolist())


def cut_sum(vectors: tuple[bytes, ...]) -> bytes:
    """The sum of vectors, cut at zero.

    >>> cut_sum((vector([1, -3]), vector([2, 1]))) == vector([3, 0])
    True
    """
    if kernel() is not None:
        found: bytes = kernel().cut_sum(vectors)
        return found
    return vector([max(0.0, total) for total in sum(map(_numbers, vectors)).tolist()])


def rows(
    weights: Weights, numbers: tuple[int, ...], others: Weights, other_numbers: tuple[int, ...], *, summed: bool = False
) -> bytes:
    """Rows of weights by their numbers, each with a row of the others added, as one vector: in a row, or summed.

    >>> weights = Weights(2, memoryview(bytes([1, 2, 3, 4])))
    >>> rows(weights, (1, 0), weights, (0, 1)) == vector([4, 6, 4, 6])
    True
    """
    width = weights.width
    if kernel() is not None:
        found: bytes = kernel().rows(weights.cells, width, numbers, others.cells, other_numbers, summed)
        return found
    chosen = _matrix(weights.cells, width, numbers)
    chosen[: len(other_numbers)] += _matrix(others.cells, width, other_numbers)
    return vector((chosen.sum(0) if summed else chosen.ravel()).tolist())


def _matrix(cells: memoryview, width: int, numbers: tuple[int, ...] | None = None) -> Any:
    """Weights as numbers of numpy: all rows, or some of them."""
    import numpy as np

    matrix = np.frombuffer(cells, np.int8).reshape(-1, width)
    return (matrix if numbers is None else matrix[list(numbers)]).astype(np.float64)


def _numbers(numbers: bytes) -> Any:
    import numpy as np

    return np.frombuffer(numbers)
