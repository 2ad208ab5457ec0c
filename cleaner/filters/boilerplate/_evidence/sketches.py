"""Sketches of lines: what phrases and labels are looked up by, one C-level pass over a text for all filters.

A sketch has the letters of a line without case, digits, spaces, punctuation and diacritics; of other scripts than Latin it has
the lead bytes of their UTF-8.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress
from typing import NamedTuple

from cleaner.core.document import Document

AT_ONCE = 1 << 14  # lines that are sketched together: a text of 100 MB is not copied as a whole
LONGEST_LINE = 320  # code points; the longest phrase has 293, and a slot at most 120
_KEEP = bytes([*range(ord("a"), ord("z") + 1), ord("\n"), 0xC3, *range(0xC4, 0xE2), 0xE3, *range(0xE4, 0xEF), *range(0xF0, 0xF5)])
_LOWER = bytes(byte + 32 if ord("A") <= byte <= ord("Z") else byte for byte in range(256))
_DELETE = bytes(byte for byte in range(256) if _LOWER[byte] not in _KEEP)
KEPT = bytes(0 if byte in _DELETE else _LOWER[byte] for byte in range(256))  # what a sketch has for each byte; 0 for nothing


def sketch(text: str) -> list[bytes]:
    """Every line of a text reduced to what phrases are looked up by; one C-level pass over the text.

    >>> sketch("12 Bloggers like this:\\nПодiлитись!")
    [b'bloggerslikethis', b'\\xd0\\xd0\\xd0i\\xd0\\xd0\\xd1\\xd0\\xd1\\xd1']
    """
    return text.encode("utf-8", "surrogatepass").translate(_LOWER, _DELETE).split(b"\n")


class Sketched(NamedTuple):
    """The lines of a text that are short enough for a phrase, by number, their sketches, and the different ones of these."""

    numbers: list[int]
    keys: list[bytes]
    distinct: frozenset[bytes]


def sketched_lines(lines: Sequence[str]) -> Sketched:
    """Sketches of the lines that may be phrases."""
    numbers = list(compress(range(len(lines)), map(LONGEST_LINE.__ge__, map(len, lines))))
    keys: list[bytes] = []
    for first in range(0, len(numbers) or 1, AT_ONCE):
        keys += sketch("\n".join([lines[number] for number in numbers[first : first + AT_ONCE]]))
    return Sketched(numbers, keys, frozenset(keys))


def sketched_document(document: Document) -> Sketched:
    """The same of a document, made once for all filters."""
    return document.view(_sketched)


def _sketched(document: Document) -> Sketched:
    return sketched_lines(document.lines)


def sketched_some(lines: Sequence[str], numbers: Sequence[int]) -> Sketched:
    """The same of some lines, by number: those that the kernel has named.

    >>> sketched_some(["Share this:", "The boat", "Reply"], [0, 2]).keys
    [b'sharethis', b'reply']
    """
    short = [number for number in numbers if len(lines[number]) <= LONGEST_LINE]
    keys = sketch("\n".join([lines[number] for number in short]))
    return Sketched(short, keys, frozenset(keys))
