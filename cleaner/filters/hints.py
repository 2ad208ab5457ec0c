"""Where a text may show a variety of English: places found once a document, so that a passage without any is not searched.

Each view holds sorted offsets. A search of `text[low:high]` can find no more than the offsets between the two, and what is cut at
its edges: a word there may be part of a longer one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable
from functools import partial

from cleaner.core.document import Document
from cleaner.filters._english.early import is_old_spelling

LONGEST = 40_000  # code points of a document whose views are made: they take 0.4 us each, a search of a passage about 1 ms
MANY = 1_000  # more than any search asks for
CUT = 2  # what a search may find at the two edges of its passage beside the offsets of a view
APOSTROPHE = re.compile(r"['’]")
LETTERS = re.compile(rb"[^0_]+")
# Looked for as places, for what is found may overlap; three are asked for, so two that are cut at the edges make no difference.
SPEECH = (
    re.compile(r"(?=\b(?:uh|um|erm|uhm|hmm|mm|mhm|huh|er|ah)\b)", re.IGNORECASE),
    re.compile(r"(?=\b(?:I I|we we|he he|she she|they they|you you|and and|but but))"),
    re.compile(r"(?=\b(?:well|you know|okay|yeah|right|I mean),)", re.IGNORECASE),
    re.compile(r"(?=\w(?:--|—|–|-)(?:\s|[,.?!]|\Z)|\.\.\.|…|\[(?:inaudible|crosstalk|laughter|unclear|pause))", re.IGNORECASE),
)
SPELLING = re.compile(r"[\[(]sic|mis-?(?:spel|print|wrote|writ|typ)|typo|spel", re.IGNORECASE)


def count(document: Document, make: Callable[[Document], list[int]], low: int, high: int) -> int:
    """How many offsets of a view lie between two places; MANY in a long document, where its few passages are searched instead."""
    if len(document.text) > LONGEST:
        return MANY
    places = document.view(make)
    return bisect_left(places, high) - bisect_left(places, low)


def speech(document: Document) -> list[int]:
    """Hesitation, what is begun again, words of talk, what is broken off."""
    return sorted(match.start() for sign in SPEECH for match in sign.finditer(document.text))


def spelling(document: Document) -> list[int]:
    """Words about spelling."""
    return [match.start() for match in SPELLING.finditer(document.text)]


def old_spelling(document: Document) -> list[int]:
    """Common words in the spelling of before 1700."""
    return _places(document, {word for word in document.vocabulary if any(map(_is_old, LETTERS.findall(word)))})


def dialect_of(heads: frozenset[bytes]) -> Callable[[Document], list[int]]:
    """A view of the apostrophes, and of some words of a folded text."""
    return partial(_dialect, heads)


def _dialect(heads: frozenset[bytes], document: Document) -> list[int]:
    apostrophes = [match.start() for match in APOSTROPHE.finditer(document.text)]
    return sorted([*apostrophes, *_places(document, heads & document.vocabulary)])


def _places(document: Document, words: Iterable[bytes]) -> list[int]:
    return sorted(at for at, _ in document.folded_words.places(frozenset(words)))


def _is_old(letters: bytes) -> bool:
    return is_old_spelling(letters.decode("latin-1"))
