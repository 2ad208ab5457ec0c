"""Where a text may show a variety of English: places found once a document, so that a passage without any is not searched.

Each view holds sorted offsets. A search of `text[low:high]` can find no more than the offsets between the two, and what is cut at
its edges: a word there may be part of a longer one. Of a long document the views are made block by block, where many passages
are asked about: in a text with an error in every sentence, not in one with an error in a hundred pages.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable
from functools import lru_cache, partial

from cleaner.core.document import Document
from cleaner.filters._english.context.early import is_old_spelling
from cleaner.models.wordlists.wordindex import selector

LONGEST = 40_000  # code points of a document that is looked at as a whole: 0.4 us each; a search of a passage takes about 0.3 ms
BLOCK = 8_192  # code points of a piece of a longer one
PATIENCE = 8  # questions about a block before its views are made: 3 ms
MEMO_WORDS = 4_000  # words whose answer is remembered: less than 1 MB
MARGIN = 120  # code points on either side of a block: nothing that is looked for is longer
MANY = 1_000  # more than any search asks for
CUT = 2  # what a search may find at the two edges of its passage beside the offsets of a view
# Apostrophes where letters may have been dropped (goin', 'em, o'): in front of a space or a mark, and before some endings, but
# not those of contractions.
APOSTROPHE = re.compile(r"['’](?=[\s,.;:!?]|(?:em|im|er|ere|ad|ow|ome|ouse|appen|bout|cause|tis|twas|e|is|un)\b)")
LETTERS = re.compile(rb"[^0_]+")
# Looked for as places, for what is found may overlap; three are asked for, so two that are cut at the edges make no difference.
SPEECH = (
    re.compile(r"(?=\b(?:uh|um|erm|uhm|hmm|mm|mhm|huh|er|ah)\b)", re.IGNORECASE),
    re.compile(r"(?=\b(?:I I|we we|he he|she she|they they|you you|and and|but but))"),
    re.compile(r"(?=\b(?:well|you know|okay|yeah|right|I mean),)", re.IGNORECASE),
    re.compile(r"(?=\w(?:--|—|–|-)(?:\s|[,.?!]|\Z)|\.\.\.|…|\[(?:inaudible|crosstalk|laughter|unclear|pause))", re.IGNORECASE),
)
SPELLING = re.compile(r"[\[(]sic|mis-?(?:spel|print|wrote|writ|typ)|typo|spel", re.IGNORECASE)

View = Callable[[Document], list[int]]


def count(document: Document, make: View, low: int, high: int) -> int:
    """How many offsets of a view lie between two places; MANY where few passages were asked about, and are searched instead."""
    if len(document.text) > LONGEST:
        return document.view(_Blocks).count(make, max(0, low), min(high, len(document.text)))
    places = document.view(make)
    return bisect_left(places, high) - bisect_left(places, low)


class _Blocks:
    """The views of a long document, block by block."""

    def __init__(self, document: Document) -> None:
        self._text = document.text  # not the document, which holds its views: a cycle would keep it until the collector comes
        self._places: dict[tuple[View, int], list[int]] = {}
        self._asked: Counter[tuple[View, int]] = Counter()  # how soon a view is made; no answer depends on it

    def count(self, make: View, low: int, high: int) -> int:
        """How many offsets lie between two places, or MANY."""
        found = 0
        for number in range(low // BLOCK, max(low, high - 1) // BLOCK + 1):
            places = self._of(make, number)
            if places is None:
                return MANY
            found += bisect_left(places, high) - bisect_left(places, low)
        return found

    def _of(self, make: View, number: int) -> list[int] | None:
        """The offsets in a block; None if it has hardly been asked about."""
        key = make, number
        places = self._places.get(key)
        if places is None and self._asked[key] >= PATIENCE:
            start, end = number * BLOCK, (number + 1) * BLOCK
            first = max(0, start - MARGIN)
            found = make(self._piece(first, end + MARGIN))
            places = self._places[key] = [first + at for at in found if start <= first + at < end]
        self._asked[key] += 1
        return places

    def _piece(self, first: int, last: int) -> Document:
        return Document(self._text[first:last])


def speech(document: Document) -> list[int]:
    """Hesitation, what is begun again, words of talk, what is broken off."""
    return sorted(match.start() for sign in SPEECH for match in sign.finditer(document.text))


def spelling(document: Document) -> list[int]:
    """Words about spelling."""
    return [match.start() for match in SPELLING.finditer(document.text)]


def old_spelling(document: Document) -> list[int]:
    """Common words in the spelling of before 1700."""
    words, unlisted = document.vocabulary, selector(0)
    return _places(document, set(filter(_is_old, unlisted(words) if unlisted is not None else words)))


def dialect_of(heads: frozenset[bytes]) -> View:
    """A view of the apostrophes of dropped letters, and of some words of a folded text."""
    return partial(_dialect, heads)


def _dialect(heads: frozenset[bytes], document: Document) -> list[int]:
    apostrophes = [match.start() for match in APOSTROPHE.finditer(document.text)]
    return sorted([*apostrophes, *_places(document, heads & document.vocabulary)])


def _places(document: Document, words: Iterable[bytes]) -> list[int]:
    return sorted(at for at, _ in document.folded_words.places(frozenset(words)))


@lru_cache(MEMO_WORDS)
def _is_old(word: bytes) -> bool:
    """Whether a word, or a part of it, is a common one in the spelling of before 1700."""
    return any(is_old_spelling(letters.decode("latin-1")) for letters in LETTERS.findall(word))
