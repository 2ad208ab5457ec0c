"""What was given to be cleaned: text, a page, or another document; and how it is opened."""

from __future__ import annotations

from collections.abc import Iterable

from cleaner.core.document import MARKUP, Document
from cleaner.core.errors import ConfigError

INPUT_FORMATS = ("auto", "text", "html", *MARKUP)
MARKED_UP = ("<?xml", "<rss", "<feed", "<rdf:", "<medi")  # how feeds and dumps begin
MAY_BE_DOCUMENT = (b"%PDF-", b"PK\x03\x04", *(mark.encode() for mark in MARKED_UP))
BEFORE = 64  # characters of white space and the byte order mark before the first tag


def document_kinds() -> Iterable[str]:
    """The kinds of documents that are more than text."""
    from cleaner.documents import KINDS

    return KINDS


def document_kind(data: str | bytes, input_format: str) -> str:
    """The kind of document that is asked for, or found in the first bytes; "" for text and pages."""
    if input_format == "auto":
        if isinstance(data, str):
            return _kind_of_text(data)
        if not isinstance(data, bytes | bytearray | memoryview):
            return ""
        if not bytes(data[:BEFORE]).removeprefix(b"\xef\xbb\xbf").lstrip().startswith(MAY_BE_DOCUMENT):
            return ""
        from cleaner.documents import sniff

        return sniff(bytes(data))
    return input_format if input_format not in INPUT_FORMATS and input_format in document_kinds() else ""


def _kind_of_text(text: str) -> str:
    """The kind of document that a text is: a feed or a dump, "" for any other."""
    if not text[:BEFORE].lstrip("\ufeff \t\r\n").startswith(MARKED_UP):
        return ""
    from cleaner.documents.kinds import sniff_text

    return sniff_text(text)


def open_text(data: str | bytes, encoding: str | None, input_format: str, evidence: tuple[str, ...], marks: bool) -> Document:
    """The document that a text or bytes are. Raises ConfigError for an unknown format, TypeError for other types."""
    if input_format not in INPUT_FORMATS:
        raise ConfigError(
            f"unknown input format {input_format!r}", remedy=f"one of {', '.join((*INPUT_FORMATS, *document_kinds()))}"
        )
    kind = input_format if input_format in MARKUP else "text"
    if isinstance(data, str):
        return Document(data, None, None, kind, evidence, marks, _parts(data, kind))
    if not isinstance(data, bytes | bytearray | memoryview):
        raise TypeError(f"clean() takes str or bytes, not {type(data).__name__}")
    from cleaner.decoding.decode import decode

    data = bytes(data)
    how, may_be_page = "", encoding is None and input_format in ("auto", "html") and b"<" in data[:1024]
    if may_be_page:  # what a page declares of its encoding counts before detection
        from cleaner.decoding.html_charset import page_encoding

        encoding = page_encoding(data) or None
        how = "declared" if encoding else ""
    decoded = decode(data, encoding)
    decoding = decoded.decoding
    if how and decoding is not None:
        decoding = decoding._replace(how=how)
    return Document(decoded.text, decoding, decoded.meta, kind, evidence, marks, _parts(decoded.text, kind))


def _parts(text: str, kind: str) -> Iterable[tuple[int, str]]:
    """The cues of subtitles, which the log names."""
    if kind not in ("srt", "vtt"):
        return ()
    from cleaner.core.markup.cues import cues_of

    return tuple(cues_of(text))


def is_page(text: str, input_format: str) -> bool:
    """Whether a text is an HTML page: it is said to be one, or begins like one."""
    return input_format == "html" or (input_format == "auto" and _looks_like_html(text))


def _looks_like_html(text: str) -> bool:
    """A doctype, an html element or several block elements at the head of the text; see cleaner.html.dom.sniff."""
    if "<" not in text[:1024]:
        return False
    from cleaner.html.dom.sniff import looks_like_html

    return looks_like_html(text)
