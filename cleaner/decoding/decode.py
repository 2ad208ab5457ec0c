"""Bytes to text: the decision which encoding, and the record that gives the very same bytes back.

In this order (:func:`decode`):

    given       the caller says so
    bom         a byte order mark
    utf-16/32   without a mark, told by where the zero bytes stand
    utf-8       strict; a file cut off inside a character counts as well
    mixed       UTF-8 in part (cleaner.decoding.mixed): lines or bytes of another encoding, cut characters, CESU-8
    detected    the legacy encoding that makes the likeliest words of some language (cleaner.decoding.likelihood)
    fallback    Windows-1252

What a page declares is looked at by :mod:`cleaner.decoding.html_charset`. The decision is kept
(:class:`cleaner.core.byte_edits.Decoding`) and goes to the log. Whatever the encoding cannot express is a byte edit: U+FFFD (or
a letter, if that is plain) stands in the text, the raw bytes are kept, and `Decoding.encode` gives back exactly what came in.
"""

from __future__ import annotations

import codecs
import contextlib
import re

from cleaner.core.byte_edits import ByteEdit, Decoding
from cleaner.core.document import Document
from cleaner.core.errors import ConfigError

BOMS = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
NO_BYTES = frozenset(
    ("idna", "punycode", "undefined")
)  # codecs that files are not written in, and that raise whatever they are told
KOREAN_ESCAPE = "\x1b$)C"  # stands once in ISO 2022-KR, before the first Korean
LAST_COMMON = 0xD7  # lead byte of the last common ideographs of GB 2312; before 0xB0 are its signs
FEWEST_IDEOGRAPHS, COMMON_SHARE = 2, 0.9
ESCAPED = "[\udc80-\udcff]+"  # how "surrogateescape" hands undecodable bytes over


def decode(data: bytes, encoding: str | None = None) -> Document:
    """The document that the bytes hold; `encoding` overrides all detection.

    >>> document = decode(b"\\xef\\xbb\\xbfna\\xc3\\xafve \\xff")
    >>> document.text, document.decoding.encoding, document.decoding.repairs
    ('naïve \\ufffd', 'utf-8', (ByteEdit(offset=10, raw=b'\\xff', start=6, text='\\ufffd'),))
    >>> document.decoding.encode(document.text) == b"\\xef\\xbb\\xbfna\\xc3\\xafve \\xff"
    True

    Raises ConfigError for an encoding that Python does not know.
    """
    given = None if encoding is None else _known(encoding)
    for bom, name in BOMS:
        if data.startswith(bom) and (given is None or name.startswith(given.removesuffix("-sig"))):
            return _read(data, name, "given" if given else "bom", 1.0, bom)
    if given is not None:
        return _read(data, given, "given", 1.0)
    if b"\0" in data:
        from cleaner.decoding.detection import is_mostly_utf16  # imported where it is needed: most texts are UTF-8

        wide = is_mostly_utf16(data)
        if wide:
            return _read(data, wide, "detected", 0.99)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _decode_legacy(data, error)
    if b"~{" in data or b"\x1b" in data:
        return _decode_escapes(data, text)
    return Document(text, Decoding("utf-8", "utf-8"))


def _decode_escapes(data: bytes, text: str) -> Document:
    """ISO 2022-JP and ISO 2022-KR are all ASCII, with escapes, and HZ with braces; anything else with those is UTF-8."""
    if "~{" in text and text.isascii():
        return _decode_hz(data, text)
    if re.search("\x1b\\$[@B]", text):
        reader = codecs.getincrementaldecoder("iso2022_jp")()
        try:
            read = reader.decode(data)  # a file may be cut off inside a character
        except UnicodeError:
            read = ""
        if read and not read.isascii():
            return _read(data, "iso2022_jp", "detected", 0.99)
    if KOREAN_ESCAPE in text and "\x0e" in text:
        with contextlib.suppress(UnicodeError):
            if not (read := data.decode("iso2022_kr")).isascii() and "\x0e" not in read:
                return _read(data, "iso2022_kr", "detected", 0.99)
    return Document(text, Decoding("utf-8", "utf-8"))


def _decode_hz(data: bytes, text: str) -> Document:
    """HZ is all ASCII, with `~{` and `~}` around Chinese; the characters of GB 2312 that are common are the first half of it."""
    with contextlib.suppress(UnicodeError):
        read = data.decode("hz")
        ideographs = [char for char in read if char > "\u2fff"]
        common = sum(char.encode("gb2312")[0] <= LAST_COMMON for char in ideographs)
        if len(ideographs) >= FEWEST_IDEOGRAPHS and common >= COMMON_SHARE * len(ideographs):
            return _read(data, "hz", "detected", 0.99)
    return Document(text, Decoding("utf-8", "utf-8"))


def _decode_legacy(data: bytes, error: UnicodeDecodeError) -> Document:
    """Bytes that are not UTF-8 throughout; `error` says where they stop being it."""
    if (
        error.reason == "unexpected end of data"
        and error.start > 0
        and (error.end - error.start > 1 or not data[: error.start].isascii())
    ):
        return _read(data, "utf-8", "utf-8", 0.99)
    from cleaner.decoding.detection import detect, mixes_utf8
    from cleaner.decoding.mixed import mixes_a_little, read_mixed, without_pairs

    rest = without_pairs(data)
    if len(rest) < len(data) or mixes_utf8(rest):
        return _checked(data, *read_mixed(data))
    found = detect(data)
    if mixes_a_little(data, found[0]):
        return _checked(data, *read_mixed(data))
    return _read(data, *found)


def _known(encoding: str) -> str:
    try:
        info = codecs.lookup(encoding)
    except (LookupError, ValueError) as error:
        raise ConfigError(f"unknown encoding {encoding!r}", remedy="see the list in Python's codecs documentation") from error
    if not info._is_text_encoding or info.name in NO_BYTES:
        raise ConfigError(f"{encoding!r} is not a text encoding")
    return info.name


# ---- reading ------------------------------------------------------------------------------------------------------


def _read(data: bytes, encoding: str, how: str, confidence: float, bom: bytes = b"") -> Document:
    """Decode; what does not come back by itself is kept as byte edits."""
    body = data[len(bom) :]
    try:
        text = body.decode(encoding, "surrogateescape")
    except UnicodeError:
        text = body.decode(encoding, "replace")
        return _whole(data, text, encoding, how, confidence)
    repairs, pieces, position, size = [], [], 0, 0
    offset = len(bom)
    for match in re.finditer(ESCAPED, text):
        clean = text[position : match.start()]
        raw = match.group().encode("ascii", "surrogateescape")
        try:
            offset += len(clean.encode(encoding))
        except UnicodeError:
            return _whole(data, re.sub(ESCAPED, "\ufffd", text), encoding, how, confidence)
        size += len(clean)
        repairs.append(ByteEdit(offset, raw, size, "\ufffd"))
        pieces += [clean, "\ufffd"]
        offset, size, position = offset + len(raw), size + 1, match.end()
    text = "".join(pieces) + text[position:] if pieces else text
    decoding = Decoding(encoding, how, confidence, bom, tuple(repairs))
    return _checked(data, text, decoding)


def _checked(data: bytes, text: str, decoding: Decoding) -> Document:
    try:
        exact = decoding.encode(text) == data
    except UnicodeError:
        exact = False
    return Document(text, decoding) if exact else _whole(data, text, decoding.encoding, decoding.how, decoding.confidence)


def _whole(data: bytes, text: str, encoding: str, how: str, confidence: float) -> Document:
    """An encoding that does not come back exactly (redundant escapes, a cut UTF-16 unit): keep all bytes in one edit."""
    text = re.sub("[\ud800-\udfff]", "\ufffd", text)
    return Document(text, Decoding(encoding, how, confidence, b"", (ByteEdit(0, data, 0, text),)))
