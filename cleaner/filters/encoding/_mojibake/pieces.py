"""Mojibake by its bytes: which encoding a line was wrongly read in, and which of its bytes are UTF-8.

The encodings, the test for "this looks like mojibake" and the expression for UTF-8 within clean text are ftfy's tables
(Apache-2.0); the decoder is written here, because it must judge bytes that were lost and characters that are clean by what
stands around them. A line goes back to bytes in one call of C and is cut into

    whole    a UTF-8 sequence
    broken   a lead byte with some of its continuation bytes, and what stands in the place of the lost ones
    stray    a byte that belongs to no sequence

Start at :func:`pieces_of`. What broken pieces were is decided in `lost.py`.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

# The encodings in which UTF-8 is wrongly read, in the order in which ftfy tries them.
ENCODINGS = (
    "latin-1",
    "windows-1252",
    "windows-1251",
    "windows-1250",
    "windows-1253",
    "windows-1254",
    "windows-1257",
    "iso-8859-2",
    "macroman",
    "cp437",
)
LOST = 0x1A  # SUBSTITUTE, the byte that stands for a U+FFFD
CONT = rb"[\x80-\xbf]"
WHOLE = (
    rb"(?:[\xc2-\xdf]" + CONT + rb"|\xe0[\xa0-\xbf]" + CONT + rb"|[\xe1-\xec\xee\xef]" + CONT + CONT
    + rb"|\xed[\x80-\x9f]" + CONT + rb"|\xed[\xa0-\xaf]" + CONT + rb"\xed[\xb0-\xbf]" + CONT
    + rb"|\xf0[\x90-\xbf]" + CONT + CONT + rb"|[\xf1-\xf3]" + CONT + CONT + CONT + rb"|\xf4[\x80-\x8f]" + CONT + CONT + rb")+"
)  # fmt: skip
# A lead byte with some of its continuation bytes; a lost one is missing, or has left U+FFFD, a space or a question mark, or
# a quotation mark that somebody made straight.
HOLE = rb"[\x1a ?\"']"
BROKEN = (
    rb"[\xc2-\xdf]" + HOLE + rb"?"
    + rb"|[\xe0-\xef](?:" + CONT + HOLE + rb"?|" + HOLE + CONT + rb"|\x1a\x1a?)?"
    + rb"|[\xf0-\xf4](?:" + CONT + HOLE + CONT + rb"|" + HOLE + CONT + CONT + rb"|" + CONT + rb"{1,2}" + HOLE + rb"?)?"
)  # fmt: skip
PIECE = re.compile(rb"(?P<whole>" + WHOLE + rb")|(?P<broken>" + BROKEN + rb")|(?P<stray>[\x80-\xff\x1a])")


class Piece(NamedTuple):
    """Bytes `start` to `end` of a line: a run of UTF-8 sequences ("whole"), a "broken" one, or a "stray" byte."""

    kind: str
    start: int
    end: int
    data: bytes


@cache
def shown(encoding: str) -> str:
    """What the 256 bytes look like in an encoding: undefined ones of Windows are the controls of their number, as in browsers."""
    if encoding in ("macroman", "cp437", "iso-8859-2", "latin-1"):
        return bytes(range(256)).decode({"macroman": "mac_roman"}.get(encoding, encoding))
    chars = [bytes([byte]).decode(encoding.replace("windows-", "cp"), "ignore") or chr(byte) for byte in range(256)]
    chars[LOST] = "\ufffd"
    return "".join(chars)


@cache
def _map(encoding: str) -> object:
    return codecs.charmap_build(shown(encoding))


def to_bytes(text: str, encoding: str) -> bytes | None:
    """The bytes that look like a text in an encoding, None if none do.

    >>> to_bytes("â€œ", "windows-1252"), to_bytes("Ł", "windows-1252")
    (b'\\xe2\\x80\\x9c', None)
    """
    try:
        if encoding == "latin-1":
            return text.encode("latin-1")
        return codecs.charmap_encode(text, "strict", _map(encoding))[0]  # type: ignore[arg-type]
    except UnicodeEncodeError:
        return None


def from_bytes(data: bytes) -> str | None:
    """UTF-8 or CESU-8 as text, None if it is neither.

    >>> from_bytes(b"caf\\xc3\\xa9"), from_bytes(b"\\xed\\xa0\\xbd\\xed\\xb8\\x80"), from_bytes(b"\\xe9")
    ('café', '😀', None)
    """
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        if b"\xed" not in data and b"\xc0" not in data:
            return None
    try:
        text = data.replace(b"\xc0\x80", b"\0").decode("utf-8", "surrogatepass")
        return text.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError:
        return None


def pieces_of(data: bytes) -> Iterator[Piece]:
    """The pieces of a line beyond ASCII.

    >>> [(piece.kind, piece.data) for piece in pieces_of(b"caf\\xc3\\xa9 \\xe2\\x80 \\xa4")]
    [('whole', b'\\xc3\\xa9'), ('broken', b'\\xe2\\x80 '), ('stray', b'\\xa4')]
    """
    for match in PIECE.finditer(data):
        yield Piece(match.lastgroup or "", match.start(), match.end(), match.group())
