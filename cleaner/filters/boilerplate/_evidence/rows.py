"""Lines made of several phrases: `Leave a Reply Cancel reply`, `Share on Facebook Share on X`, `Unsubscribe | Preferences`.

A row is covered by phrases of the catalogue and labels (:mod:`._cues`) from its first to its last letter, punctuation aside;
one of them at least is a phrase that says something by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from functools import cache
from itertools import compress
from operator import itemgetter
from typing import NamedTuple

from cleaner.core.precomputed import Precomputed
from cleaner.filters.boilerplate._evidence.cues import CUES, LEGAL, LONGEST_LABEL, NUMBER_OF, SHORTEST_WORD, folded, labels
from cleaner.filters.boilerplate._evidence.phrasebook import HEAD_SIZE, TAIL_SIZE, Phrasebook
from cleaner.filters.boilerplate._evidence.plain_edges import EDGE
from cleaner.filters.boilerplate._evidence.sketches import Sketched, sketch
from cleaner.filters.boilerplate._evidence.slots import fold_line

LONGEST = 240  # code points of a row
SHORTEST = 10  # sketched bytes
LABEL_SIZES = range(4, 24)  # sketched bytes of a label that begins a row
MOST_PIECES = 16
SAID = frozenset((NUMBER_OF["share"], LEGAL))  # kinds of labels that say something however short they are: `x`, `agb`
BETWEEN = re.compile(r"(?:(?!#)[\W_])*")
HEAD_SIZES = (HEAD_SIZE, EDGE, 2)  # of phrases, of those with a slot, of phrases in scripts where a character is one byte
CJK = ("\u3040", "\u30ff"), ("\u3400", "\u9fff"), ("\uac00", "\ud7a3")  # no pattern: it takes longer than most texts
CJK_PARTS = re.compile(r"[：:|｜/、·\s]")
LONGEST_CJK = 50  # code points


MANY_LINES = 200  # different ones, from which on all heads are gone through once instead of being looked up one by one


class Row(NamedTuple):
    """A line that is a row: its number, and the numbers of its phrases in the book."""

    line: int
    phrases: tuple[int, ...]
    labels: int


def rows(lines: Sequence[str], book: Phrasebook, sketched: Sketched) -> Iterator[Row]:
    """The lines that are rows and no phrases themselves; `sketched` are the short ones of them."""
    for number, key in _begun(book.heads, sketched):
        if _may_be_row(lines[number], key, book) or _may_be_cjk(lines[number]):
            pieces = _pieces(lines[number], key, book)
            if pieces is not None:
                yield Row(number, *pieces)


def _begun(heads: Set[bytes], sketched: Sketched) -> Iterator[tuple[int, bytes]]:
    """The lines whose sketches begin as those of phrases do; loops in C, for a text has thousands of lines."""
    distinct = sketched.distinct
    if len(distinct) > MANY_LINES:
        heads = frozenset(heads)
    found: set[bytes] = set()
    for size in HEAD_SIZES:
        found.update(compress(distinct, map(heads.__contains__, map(itemgetter(slice(size)), distinct))))
    return compress(zip(sketched.numbers, sketched.keys, strict=False), map(found.__contains__, sketched.keys))


def _may_be_row(line: str, key: bytes, book: Phrasebook) -> bool:
    """Whether a line begins with a whole phrase or label and ends as one."""
    if len(key) < SHORTEST or len(line) > LONGEST or not (key[-TAIL_SIZE:] in book.tails or key[-TAIL_SIZE:] in label_tails()):
        return False
    return book.begins(key) or not label_sketches().isdisjoint([key[:size] for size in LABEL_SIZES])


@cache
def label_tails() -> frozenset[bytes]:
    """How the sketches of labels end."""
    return frozenset(key[-TAIL_SIZE:] for key in label_sketches())


@cache
def label_sketches() -> frozenset[bytes]:
    """The sketches of labels, in the cases in which they are written."""
    return TABLE.read()


def _label_sketches() -> frozenset[bytes]:
    text = "\n".join(labels())
    capital = "\n".join(map(str.capitalize, labels()))
    return frozenset(key for written in (text, capital, text.title(), text.upper()) for key in sketch(written) if key)


TABLE = Precomputed("labels.sketches", lambda: [CUES], _label_sketches)


def label_lines(sketched: Sketched) -> list[int]:
    """Numbers of the lines that may be labels, by their sketches."""
    known = label_sketches() & sketched.distinct
    return list(compress(sketched.numbers, map(known.__contains__, sketched.keys))) if known else []


def _may_be_cjk(line: str) -> bool:
    if len(line) > LONGEST_CJK or line.isascii() or not CJK_PARTS.search(line.strip()):
        return False
    return any(low <= char <= high for char in line for low, high in CJK)


def _pieces(line: str, key: bytes, book: Phrasebook) -> tuple[tuple[int, ...], int] | None:
    """What a line is made of; None if something else is in it, or only one phrase."""
    text = fold_line(line)
    position, at = _skip(text, 0), 0
    found: list[int] = []
    counted = 0
    while position < len(text):
        if len(found) + counted == MOST_PIECES:
            return None
        phrase = book.at(text, position, key, at)
        if phrase is not None:
            number, end = phrase
            found.append(number)
        else:
            end = _label(text, position)
            if end:
                counted += 1
            elif text[position] == "#":
                end = position + 1
            else:
                return None
        at += len(sketch(text[position:end])[0])
        position = _skip(text, end)
    return (tuple(found), counted) if found and len(found) + counted > 1 else None


def _skip(text: str, position: int) -> int:
    found = BETWEEN.match(text, position)
    return found.end() if found else position


def _begins_label(letters: str) -> bool:
    """Whether a label begins with a letter and what stands behind it, or is the letter."""
    return letters in _beginnings() or letters[:1] in _beginnings()


@cache
def _beginnings() -> frozenset[str]:
    """The first two characters of all labels."""
    return frozenset(label[:2] for label in labels())


def _label(text: str, position: int) -> int:
    """The end of the longest label that begins at a position; 0 for none."""
    known = labels()
    if text[position].isalpha() and not _begins_label(text[position : position + 2].lower().replace("’", "'")):
        return 0
    ends = []
    end = position
    for _ in range(LONGEST_LABEL):
        while end < len(text) and not text[end].isspace() and text[end] not in "|:/、,":
            end += 1
        ends.append(end)
        if end == len(text) or text[end] in "|:/、,":
            break
        end += 1
    for end in reversed(ends):
        label = folded(text[position:end])
        if label in known and (len(label) >= SHORTEST_WORD or not label.isascii() or known[label] in SAID):  # `by` says nothing
            return end
    return 0
