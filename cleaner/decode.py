"""Bytes to text: BOM, strict UTF-8, UTF-16/32, a declared or given encoding, else detection with a confidence floor.

The decision is kept (:class:`cleaner.document.Decoding`) and goes to the log. Whatever the encoding cannot express is a
byte edit: U+FFFD stands in the text, the raw bytes are kept, and `Decoding.encode` gives back exactly what came in.
Start at :func:`decode`.
"""

from __future__ import annotations

import codecs
import re

from cleaner.document import ByteEdit, Decoding, Document
from cleaner.errors import ConfigError

BOMS = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
ESCAPED = re.compile("[\udc80-\udcff]+")  # how "surrogateescape" hands undecodable bytes over
CONFIDENCE_FLOOR = 0.5  # below it, chardet's answer on a few stray bytes is worse than Windows-1252 (encoding.md, 3)
FALLBACK = "cp1252"


def decode(data: bytes, encoding: str | None = None) -> Document:
    """The document that the bytes hold; `encoding` overrides all detection.

    >>> document = decode(b"\\xef\\xbb\\xbfna\\xc3\\xafve \\xff")
    >>> document.text, document.decoding.encoding, document.decoding.repairs
    ('naïve \\ufffd', 'utf-8', (ByteEdit(offset=10, raw=b'\\xff', start=6, text='\\ufffd'),))
    >>> document.decoding.encode(document.text) == b"\\xef\\xbb\\xbfna\\xc3\\xafve \\xff"
    True

    Raises ConfigError for an encoding that Python does not know.
    """
    if encoding is not None:
        return _read(data, _known(encoding), "given", 1.0)
    for bom, name in BOMS:
        if data.startswith(bom):
            return _read(data, name, "bom", 1.0, bom)
    try:
        return Document(data.decode("utf-8"), Decoding("utf-8", "utf-8"))
    except UnicodeDecodeError:
        return _read(data, *_detect(data))


def _known(encoding: str) -> str:
    try:
        info = codecs.lookup(encoding)
    except (LookupError, ValueError) as error:
        raise ConfigError(f"unknown encoding {encoding!r}", remedy="see the list in Python's codecs documentation") from error
    if not info._is_text_encoding:
        raise ConfigError(f"{encoding!r} is not a text encoding")
    return info.name


def _detect(data: bytes) -> tuple[str, str, float]:
    """(encoding, how, confidence) for bytes that are not UTF-8 throughout."""
    text = data.decode("utf-8", "surrogateescape")
    broken = sum(len(run) for run in ESCAPED.findall(text))
    sound = sum(1 for char in text if char > "\x7f") - broken
    if sound >= 4 * broken and sound:
        return "utf-8", "utf-8", sound / (sound + broken)
    import chardet

    found = chardet.detect(data)
    name, confidence = found["encoding"], found["confidence"] or 0.0
    if name and confidence >= CONFIDENCE_FLOOR:
        return _known(name), "detected", confidence
    return FALLBACK, "fallback", confidence


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
    for match in ESCAPED.finditer(text):
        sound = text[position : match.start()]
        raw = match.group().encode("ascii", "surrogateescape")
        try:
            offset += len(sound.encode(encoding))
        except UnicodeError:
            return _whole(data, ESCAPED.sub("\ufffd", text), encoding, how, confidence)
        size += len(sound)
        repairs.append(ByteEdit(offset, raw, size, "\ufffd"))
        pieces += [sound, "\ufffd"]
        offset, size, position = offset + len(raw), size + 1, match.end()
    text = "".join(pieces) + text[position:] if pieces else text
    decoding = Decoding(encoding, how, confidence, bom, tuple(repairs))
    try:
        exact = decoding.encode(text) == data
    except UnicodeError:
        exact = False
    return Document(text, decoding) if exact else _whole(data, text, encoding, how, confidence)


def _whole(data: bytes, text: str, encoding: str, how: str, confidence: float) -> Document:
    """An encoding that does not come back exactly (redundant escapes, a cut UTF-16 unit): keep all bytes in one edit."""
    text = re.sub("[\ud800-\udfff]", "\ufffd", text)
    return Document(text, Decoding(encoding, how, confidence, b"", (ByteEdit(0, data, 0, text),)))
