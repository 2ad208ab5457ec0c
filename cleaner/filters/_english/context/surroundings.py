"""What stands around a place: its sentence, the quotation that holds it, and whether a space beside it may be a letter off.

The kernel (`kernel/surroundings.c`) reads the piece of text once for all of these, in a tenth of the time of the expressions,
and tells of nearly all passages whether their words are English (:mod:`~cleaner.filters._english.context.foreign`).
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, NamedTuple

from cleaner.core.kernel import kernel
from cleaner.core.resources import data_file
from cleaner.filters._english.context.foreign import ROUNDING, WORD, is_unknown
from cleaner.filters._english.context.mentions import QUOTATIONS
from cleaner.filters._english.word_parts import SHORT_WORDS
from cleaner.models.foreign import TABLE
from cleaner.models.wordlists.wordfile import open_wordfile
from cleaner.models.wordlists.wordindex import look_up

SENTENCE = 300  # code points on either side searched for the edges of the sentence
BEFORE = 400  # code points before a place that tell these, and how long the lines are that end there
FULL_LINE = 45  # code points of a line that its paragraph may have been wrapped after
BESIDE = 42  # code points on either side that hold the words beside a place and what stands behind them
SHORT_QUOTE = 2  # words of a quotation that says too little of its language
SENTENCE_END = re.compile(r"[.!?…][\"”’')\]]*\s+(?=[\"“‘'(\[]*[A-Z0-9])|\n\s*\n|\n(?=\s*[-*•\d])")
LISTED_WORDS = (b"whats",)  # the misspellings of the list that are words of a desk dictionary as well
ALL_ENGLISH, ENGLISH, FOREIGN, NOT_KNOWN = range(4)  # what the words of a passage are, as in kernel/surroundings.c


class Surroundings(NamedTuple):
    """The edges of the sentence around a place, those of the passage that is judged, and what its words are in English texts."""

    sentence: tuple[int, int]
    passage: tuple[int, int]
    language: int


def surroundings(text: str, start: int, end: int, enough: float) -> Surroundings:
    """What stands around `text[start:end]`; `enough`: nats for another language that a passage needs to be in it.

    >>> surroundings("One. Two is here. Three.", 5, 8, 4.0).sentence
    (5, 18)
    """
    native, low = _in_kernel(), max(0, start - BEFORE)
    found = None if native is None else native.look(text[low : end + SENTENCE], start - low, end - low, low, enough - ROUNDING)
    if found is not None:
        return Surroundings(found[:2], found[2:4], found[4])
    edges = sentence(text, start, end)
    return Surroundings(edges, passage(text, start, end, edges), NOT_KNOWN)


def may_be_half(text: str, start: int, end: int) -> bool:
    """Whether a space beside `text[start:end]` may be in the wrong place: nearly never, and that is told in no time.

    >>> may_be_half("wit hthe king", 4, 8)
    True
    """
    native, low = _in_kernel(), max(0, start - BESIDE)
    return native is None or native.may_be_half(text[low : end + BESIDE], start - low, end - low)


@cache
def _in_kernel() -> Any:
    if look_up() is None:
        return None
    lists = data_file("typos", "misspellings")
    return kernel().Surroundings(
        look_up(),
        tuple(word.encode() for word in sorted(SHORT_WORDS)),
        LISTED_WORDS,
        open_wordfile(lists / "en.tsv").data,
        open_wordfile(lists / "en-guarded.tsv").data,
        TABLE.read(),
        is_unknown,
    )


def sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence around a place: to a stop before a capital, to an empty line, or to the end of a line that is no full one.

    >>> sentence("One. Two is here. Three.", 5, 8)
    (5, 18)
    """
    low = max(0, start - SENTENCE)
    begin = low
    for match in SENTENCE_END.finditer(text, low, min(len(text), start + 1)):
        begin = match.end() if match.end() <= start else begin
    for at in _short_breaks(text, begin, start):
        begin = at + 1
    stop = SENTENCE_END.search(text, end, min(len(text), end + SENTENCE))
    finish = stop.end() if stop else min(len(text), end + SENTENCE)
    return begin, next((at for at in _short_breaks(text, end, finish)), finish)


def _short_breaks(text: str, low: int, high: int) -> list[int]:
    """Line feeds between two places at the end of lines that are too short to have been wrapped."""
    found, at = [], text.find("\n", low, high)
    while at >= 0:
        if at - text.rfind("\n", 0, at) - 1 < FULL_LINE:
            found.append(at)
        at = text.find("\n", at + 1, high)
    return found


def passage(text: str, start: int, end: int, edges: tuple[int, int]) -> tuple[int, int]:
    """The quotation that holds a place, if it has words enough to be judged by itself; else the sentence, `edges`."""
    low, high = edges
    for opening, closing in QUOTATIONS:
        left = text.rfind(opening, low, start)
        right = text.find(closing, end, high)
        if left < 0 or right < 0 or (closing != opening and text.find(closing, left + 1, start) >= 0):
            continue
        if opening == closing and text.count(opening, low, start) % 2 == 0:
            continue
        if len(WORD.findall(text, left, right)) > SHORT_QUOTE:
            return left + 1, right
    return low, high
