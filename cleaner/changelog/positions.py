"""Where a change stands in the original: line, column and bytes, found in one walk over the text.

Lines end at a line feed, as editors count them; columns count code points; both begin at 1. Bytes are those of the input
as it came in, mark (BOM) included; for a str input, those of its UTF-8. A span that touches bytes which the encoding
could not express, and which are not one to one with their text, reaches over all of them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from cleaner.core.byte_edits import Decoding

# Encodings whose bytes depend on what stood before: a place in the text is no place in the bytes.
STATEFUL = (
    "hz",
    "utf-7",
    "iso2022_jp",
    "iso2022_kr",
    "iso2022_jp_1",
    "iso2022_jp_2",
    "iso2022_jp_3",
    "iso2022_jp_ext",
    "iso2022_jp_2004",
)
# Encodings that write a mark of their own first: (the encoding of what follows, length of the mark in bytes).
MARKED = {"utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4), "utf-8-sig": ("utf-8", 3)}


class Position(NamedTuple):
    """`bytes` is (start, end) in the input, None where the text has no fixed place in it; `part` is the page or other part of a
    document that it is in."""

    line: int
    column: int
    bytes: tuple[int, int] | None
    part: str = ""


class _Cursor(NamedTuple):
    char: int
    byte: int
    repair: int


class Places:
    """Places of spans in a text; ask for them in order of their starts.

    >>> places = Places("naïve\\ncafé the the")
    >>> places.of(14, 18)
    Position(line=2, column=9, bytes=(16, 20), part='')
    """

    def __init__(self, source: str, decoding: Decoding | None = None, parts: Sequence[tuple[int, str]] = ()) -> None:
        self._source = source
        self._parts = parts
        self._part_starts = [start for start, _ in parts]
        self._repairs = decoding.repairs if decoding else ()
        encoding = decoding.encoding if decoding else "utf-8"
        self._countable = encoding not in STATEFUL and not (decoding and decoding.is_of_document)
        self._encoding, mark = MARKED.get(encoding, (encoding, 0))
        self._cursor = _Cursor(0, mark + (len(decoding.bom) if decoding else 0), 0)
        self._one_to_one = self._countable and source.isascii() and not self._repairs and len("a".encode(self._encoding)) == 1
        self._offset = self._cursor.byte
        self._line = 1
        self._line_start = 0
        self._seen = 0

    def of(self, start: int, end: int) -> Position:
        """The place of `source[start:end]`; `start` must not be smaller than that of the call before."""
        feeds = self._source.count("\n", self._seen, start)
        if feeds:
            self._line += feeds
            self._line_start = self._source.rfind("\n", self._seen, start) + 1
        self._seen = start
        part = bisect_right(self._part_starts, start) - 1
        name = self._parts[part][1] if part >= 0 else ""
        return Position(self._line, start - self._line_start + 1, self._bytes(start, end), name)

    def _bytes(self, start: int, end: int) -> tuple[int, int] | None:
        if self._one_to_one:
            return start + self._offset, end + self._offset
        if not self._countable:
            return None
        self._cursor, low = self._reach(self._cursor, start, inside=0)
        return low, self._reach(self._cursor, end, inside=1)[1]

    def _reach(self, cursor: _Cursor, offset: int, inside: int) -> tuple[_Cursor, int]:
        """The cursor moved to an offset, and its byte; within a repair the first (0) or the last (1) byte of it."""
        char, byte, k = cursor
        while k < len(self._repairs) and self._repairs[k].start < offset:
            repair = self._repairs[k]
            if repair.start + len(repair.text) > offset:
                if len(repair.raw) == len(repair.text):  # a run in a single-byte encoding, or unmarked bytes
                    return _Cursor(char, byte, k), repair.offset + offset - repair.start
                return _Cursor(char, byte, k), repair.offset + inside * len(repair.raw)
            char, byte, k = repair.start + len(repair.text), repair.offset + len(repair.raw), k + 1
        byte += len(self._source[char:offset].encode(self._encoding, "surrogatepass"))
        return _Cursor(offset, byte, k), byte
