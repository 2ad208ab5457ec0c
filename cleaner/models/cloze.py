"""The cloze model of English: which word, or none, fills a gap between four tokens on either side.

A small net, computed by :mod:`cleaner.models.nets`:

    neighbours   each has a row of numbers (`embed`), which `first` weighs by its place before or behind the gap
    gap          what the neighbours say together, cut at zero and weighed by `second`
    filler       has a row of its own (`rows`) and a `bias`; the product with what the gap says is its logit

The log-odds of two fillers are the difference of their logits, so the thousands of other words need not be asked. Words that
the model does not know are the class of their ending, as in :mod:`cleaner.models.ngrams`. Weights are bytes with a scale a row;
the file is mapped into memory. Start at :func:`cloze_model`; :mod:`training.sentences.cloze` trains and writes the file.
"""

from __future__ import annotations

import json
import struct
from array import array
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from cleaner.core.kernel import kernel
from cleaner.core.lazy import lazy
from cleaner.core.mapped import FILES, PLACE, descriptor
from cleaner.core.resources import data_file
from cleaner.models.nets import Weights, cut_sum, floats, products, vector, weighed
from cleaner.models.ngrams import rare_class
from cleaner.models.tokens import END, START
from cleaner.models.wordlists.packed import mapped_model, reading
from cleaner.models.wordlists.word_numbers import WordNumbers, numbered

MAGIC = b"CLNRNET1"
REACH = 4  # tokens on either side of a gap
NOTHING = "<nothing>"  # what fills the gap between two tokens that belong together
MEMO_GAPS = 256  # gaps that are remembered: several fillers and several filters ask about one
MEMO_SHARES = 256  # neighbours at their places whose share is remembered: most are the commonest words


class Matrix(NamedTuple):
    """Rows of small whole numbers, each row with its scale."""

    weights: Weights
    scales: array[float]
    place: int = 0  # of the weights in the file, in bytes

    def row(self, i: int) -> list[float]:
        """A row as the numbers that it stands for."""
        scale = self.scales[i]
        return [scale * cell for cell in self.weights.row(i).cast("b")]


class Gap:
    """A gap between tokens: which of two fillers is likelier there."""

    def __init__(self, model: ClozeModel, says: bytes) -> None:
        self._model, self._says = model, says

    def log_odds(self, filler: str, other: str) -> float:
        """How much likelier (nats) one word fills the gap than another; either may be NOTHING."""
        return self._model.logit(self._says, filler) - self._model.logit(self._says, other)


class ClozeModel:
    """The net and its words, in the order of their rows."""

    def __init__(
        self, numbers: Mapping[str, int], matrices: Mapping[str, Matrix], biases: Mapping[str, array[float]], file: int = -1
    ) -> None:
        self._file = file  # the number of the open file, -1: none
        self.numbers = numbers
        self.biases = biases
        self._embed, self._rows = matrices["embed"], matrices["rows"]
        self._first, self._second = matrices["first"], matrices["second"]
        self._bias, self._second_bias = vector(biases["first"]), biases["second"]
        self._share = lru_cache(MEMO_SHARES)(self._weighed)
        self._says = lru_cache(MEMO_GAPS)(self._heard)

    def number(self, word: str) -> int:
        """The row of a word, or of the class of rare words that it falls into."""
        found = self.numbers.get(word)
        return self.numbers[rare_class(word)] if found is None else found

    def embedding(self, word: str) -> list[float]:
        """The numbers of a word as a neighbour."""
        return self._embed.row(self.number(word))

    def gap(self, left: Sequence[str], right: Sequence[str]) -> Gap:
        """The gap between tokens, of which the nearest count; a sentence begins and ends where they do.

        >>> gap = cloze_model().gap("they went back to".split(), "house .".split())
        >>> gap.log_odds("their", "there") > 5
        True
        """
        FILES.after(PLACE)
        around = [START] * (REACH - len(left)) + [*left[-REACH:], *right[:REACH]] + [END] * (REACH - len(right))
        return Gap(self, self._says(tuple(map(self.number, around))))

    def logit(self, says: bytes, filler: str) -> float:
        """How well a filler suits what a gap says, up to a number that all fillers of the gap share."""
        number = self.number(filler)
        (product,) = products(self._rows.weights.row(number), says)
        return product * self._rows.scales[number] + self.biases["rows"][number]

    def _heard(self, around: tuple[int, ...]) -> bytes:
        """What the neighbours of a gap say together, given by their rows."""
        if self.in_kernel is not None:
            found: bytes = self.in_kernel.heard(around)
            return found
        hidden = cut_sum((self._bias, *(self._share(place, number) for place, number in enumerate(around))))
        sums = zip(products(self._second.weights.cells, hidden), self._second.scales, self._second_bias, strict=True)
        return vector([product * scale + bias for product, scale, bias in sums])

    @lazy
    def in_kernel(self) -> Any:
        """The model in the kernel; None if there is no kernel."""
        if kernel() is None or not isinstance(self.numbers, WordNumbers):
            return None
        parts = (
            (matrix.weights.width, matrix.weights.cells, matrix.scales, matrix.place)
            for matrix in (self._embed, self._first, self._second, self._rows)
        )
        return kernel().Cloze(
            self._file, self.numbers.parts, *parts, self.biases["first"], self.biases["second"], self.biases["rows"]
        )

    def _weighed(self, place: int, number: int) -> bytes:
        """What the word of a row says at a place, 0 to 2 * REACH - 1 from left to right."""
        (width, cells), scales = self._first.weights, self._first.scales
        units = len(scales) // (2 * REACH)
        here = slice(place * units * width, (place + 1) * units * width)
        return weighed(cells[here], scales[place * units : (place + 1) * units], vector(self._embed.row(number)))


def model_path() -> Path:
    """Where the shipped model lies."""
    return data_file("english.cloze")


@cache
def cloze_model() -> ClozeModel:
    """The shipped model, mapped into memory once a process. Raises RuleError if it is missing or broken."""
    return read(model_path())


def read(path: Path) -> ClozeModel:
    """The model in a file. Raises RuleError if it is missing, cut or of another kind."""
    with reading(path):
        head, data, end = mapped_model(path, MAGIC)
        return _model(head, data, end, descriptor(path))


def _model(head: dict[str, Any], body: memoryview, start: int, file: int) -> ClozeModel:
    """The model of a file that is mapped, behind its head: words, matrices of bytes with a scale a row, biases."""
    offset = start + head["words"]
    numbers_of_words = numbered(body[start:offset])
    matrices, biases = {}, {}
    for name, (rows, width) in head["parts"].items():
        scales_end, end = offset + 4 * rows, offset + (4 + width) * rows
        if end > len(body):
            raise ValueError("the file is cut")
        numbers = floats(body[offset:scales_end])
        if width:
            matrices[name] = Matrix(Weights(width, body[scales_end:end]), numbers, scales_end)
        else:
            biases[name.removesuffix(".bias")] = numbers
        offset = end
    return ClozeModel(numbers_of_words, matrices, biases, file)


def packed(words: Sequence[str], parts: Mapping[str, tuple[bytes, bytes, int]]) -> bytes:
    """A file of the words and, for each part, its scales, its cells and their width, as :func:`read` reads it.

    A bias is a part of scales alone, of the width 0; its name ends in `.bias`.
    """
    names = "\n".join(words).encode()
    shapes = {name: [len(scales) // 4, width] for name, (scales, _, width) in parts.items()}
    head = json.dumps({"words": len(names), "parts": shapes}).encode()
    pieces = [piece for scales, cells, _ in parts.values() for piece in (scales, cells)]
    return b"".join([MAGIC, struct.pack("<I", len(head)), head, names, *pieces])
