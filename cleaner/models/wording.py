"""What the words of a line say: log-odds that a page prints it around its text, by a logistic regression over hashed n-grams.

`cleaner/data/boilerplate/structure/wording.weights` holds a scale, a bias and 2^18 weights of one byte each, no words: the CRC of
an n-gram is its place in the table. The n-grams are words and pairs of words, the whole of a short line, beginnings and ends of
words, and pairs of characters beyond ASCII; a number is `#`. What the regression has never seen weighs next to nothing, so lines
in other languages are judged by their shape (:mod:`cleaner.filters.boilerplate._page.features`).

Trained by `training.boilerplate.wording`, on the same pages as the trees of `boilerplate.structure`.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from math import sqrt
from typing import NamedTuple
from zlib import crc32

from cleaner.core.mapped import mapped
from cleaner.core.resources import data_file

BITS = 18
MASK = (1 << BITS) - 1
HEADER = struct.Struct("<ff")  # scale, bias
LONGEST = 400  # code points of a line that are read
MOST_WORDS, WHOLE, AFFIXED = 40, 6, 12  # words that are read; of a line that is an n-gram; whose ends are n-grams
AFFIX_FROM, HEAD, TAIL = 5, 4, 3  # letters of a word whose ends are n-grams; of its beginning; of its end
LIMIT = 12.0  # of log-odds, in either direction
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+|[^\w\s]")


class Wording(NamedTuple):
    """The regression: weights in units of `scale`."""

    weights: Sequence[int]
    scale: float
    bias: float

    def score(self, line: str) -> float:
        """Log-odds that a line belongs to what pages print around a text."""
        places = places_of(line)
        weights = self.weights
        total = sum([weights[place] for place in places]) * self.scale / sqrt(max(1, len(places))) + self.bias
        return max(-LIMIT, min(LIMIT, total))


@cache
def shipped() -> Wording:
    """The table that ships."""
    raw = mapped(data_file("boilerplate", "structure", "wording.weights"))
    scale, bias = HEADER.unpack_from(raw)
    return Wording(memoryview(raw)[HEADER.size :].cast("b"), scale, bias)


def places_of(line: str) -> set[int]:
    """The places of a line's n-grams in the table."""
    return {crc32(gram.encode("utf-8", "replace")) & MASK for gram in n_grams(line)}


def n_grams(line: str) -> Iterator[str]:
    """What is looked up of a line.

    >>> list(n_grams("Page 2"))
    ['page', '#', '^ page', 'page #', '# $', '=page #']
    """
    words = WORD.findall(line[:LONGEST].lower().replace("’", "'"))[:MOST_WORDS]
    words = ["#" if word[0].isdigit() else word for word in words]
    yield from words
    last = "^"
    for word in [*words, "$"]:
        yield f"{last} {word}"
        last = word
    if len(words) <= WHOLE:
        yield "=" + " ".join(words)
    for word in words[:AFFIXED]:
        if len(word) >= AFFIX_FROM:
            yield "<" + word[:HEAD]
            yield word[-TAIL:] + ">"
        if not word.isascii():
            yield from map("".join, pairwise(word))
