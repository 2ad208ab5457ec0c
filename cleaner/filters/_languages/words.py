"""The words of a part of a text in a language that has a vocabulary, and what each may be.

:mod:`cleaner.filters._languages.word_scan` finds them, in one pass for all that is looked for; the finders beside it look at the
words that have their bit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

WORD = re.compile(r"[^\W\d_]+")
QUOTES, QUOTATION = re.compile('["“”„«»‹›‘`]'), 60  # what encloses a quotation, and its longest half in code points

# What a word may be where it stands: bits of a byte, those of kernel/languages.h.
KNOWN = 1  # the vocabulary has it
SMALL = 2  # in small letters
LISTED = 4  # a known misspelling, or the first word of one before its second
TAKEN = 8  # it may be taken for another one, by one that is certain
ACCENT = 16  # its accents are missing
DOUBLED = 32  # a function word that stands again behind it
UNKNOWN = 64  # the vocabulary lacks it, and it may be misspelled
SIGN = 128  # a sign of the language may be missing in it or behind it

NOT_SMALL = bytes(bits for bits in range(256) if not bits & SMALL)
ALL_KNOWN = bytes(bits for bits in range(256) if bits & KNOWN)


class Words:
    """The words of `text[start:end]`: where each begins and ends, from `start` on; its bits; which may be an error, in order.

    `signs` are the signs of patterns of grammar that they may have, a bit each (:mod:`cleaner.filters._languages.grammar`).
    """

    __slots__ = ("bits", "doubtful", "end", "signs", "spans", "start", "text")

    def __init__(
        self, text: str, start: int, end: int, spans: Sequence[int], bits: bytes, doubtful: Sequence[int], signs: int
    ) -> None:
        self.text, self.start, self.end = text, start, end
        self.spans, self.bits, self.doubtful, self.signs = spans, bits, doubtful, signs

    def __len__(self) -> int:
        return len(self.bits)

    def span(self, number: int) -> tuple[int, int]:
        """Where a word begins and ends in the text."""
        return self.start + self.spans[2 * number], self.start + self.spans[2 * number + 1]

    def word(self, number: int) -> str:
        """A word as it is written."""
        return self.text[self.start + self.spans[2 * number] : self.start + self.spans[2 * number + 1]]

    def small(self, number: int) -> str:
        """A word in small letters, "" if there is none of this number."""
        return self.word(number).lower() if 0 <= number < len(self.bits) else ""

    def with_bit(self, bit: int) -> Iterator[int]:
        """The numbers of the words that have a bit, in order."""
        bits = self.bits
        return (number for number in self.doubtful if bits[number] & bit)


def small_and_unknown(bits: bytes) -> tuple[int, int]:
    """How many of some words are written in small letters, and how many of these are unknown.

    >>> small_and_unknown(bytes([SMALL, SMALL | KNOWN, UNKNOWN]))
    (2, 1)
    """
    small = bits.translate(None, NOT_SMALL)
    return len(small), len(small.translate(None, ALL_KNOWN))


def begins(text: str, at: int, start: int, joints: str) -> bool:
    """Whether a run of letters begins a word of several, joined by one of some signs: `l'eau` and not its `eau`.

    >>> begins("l'eau", 0, 0, "'"), begins("l'eau", 2, 0, "'"), begins("'eau", 1, 0, "'")
    (True, False, True)
    """
    return at - 2 < start or text[at - 1] not in joints or WORD.match(text[at - 2]) is None


def is_in_foreign_quotation(found: Words, i: int) -> bool:
    """Whether a word stands in a short quotation half of whose other words are unknown: "disse «see you later»"."""
    text, first, last = found.text, i, i
    (start, end) = found.span(i)
    while first and start - found.span(first - 1)[0] < QUOTATION and not _is_quoted(found, first - 1, first):
        first -= 1
    while last + 1 < len(found) and found.span(last + 1)[1] - end < QUOTATION and not _is_quoted(found, last, last + 1):
        last += 1
    before, after = (
        text[max(0, found.span(first)[0] - 1) : found.span(first)[0]],
        text[found.span(last)[1] : found.span(last)[1] + 2],
    )
    if first == last or not (QUOTES.search(before) and QUOTES.search(after)):
        return False
    return 2 * sum(not found.bits[k] & KNOWN for k in range(first, last + 1) if k != i) >= last - first


def _is_quoted(found: Words, i: int, k: int) -> bool:
    """Whether a quotation mark stands between two words."""
    return QUOTES.search(found.text, found.span(i)[1], found.span(k)[0]) is not None
