"""The formats of documents: how each is told from its content, and what reads it."""

from __future__ import annotations

import re
from typing import NamedTuple

HEAD = 4_096  # bytes that tell a format


class Kind(NamedTuple):
    """A format. `suffixes` are those of its files; `exact` says whether its text is edits of the source; `needs` is the package
    of the extra `documents` that reads it ("" for none); `preset` is what it is cleaned with by default ("" for the usual).
    """

    suffixes: tuple[str, ...]
    exact: bool
    needs: str = ""
    preset: str = ""


KINDS = {
    "pdf": Kind((".pdf",), False, "pypdfium2", "pdf"),
    "epub": Kind((".epub",), False),
    "docx": Kind((".docx",), False, "mammoth"),
    "odt": Kind((".odt",), False),
    "eml": Kind((".eml",), True),
    "mbox": Kind((".mbox",), True),
    "mediawiki": Kind((".wiki", ".mediawiki"), True, "mwparserfromhell"),
    "rss": Kind((".rss", ".atom"), True),
}
MAIL_NAMES = rb"(?im)^(from|to|subject|date|received|message-id|mime-version|content-type|return-path|delivered-to):"
FIELD = rb"[A-Za-z][\w-]{0,60}:[^\n]*\n(?:[ \t][^\n]*\n)*"  # of a header
FEWEST_NAMES = 3  # of these header fields that a mail has
ROOT = (  # of an XML document: behind its declaration, instructions such as a style sheet, comments and a document type
    rb"(?s)\A(?:\xef\xbb\xbf)?\s*(?:(?:<\?[^>]{0,300}\?>|<!--.{0,1000}?-->|<!DOCTYPE[^>\[]{0,300}>)\s*){0,6}<"
)
FEED, DUMP = ROOT + rb"(?:rss|feed|rdf:RDF)[\s>]", ROOT + rb"mediawiki[\s>]"


def sniff(data: bytes) -> str:
    """The format of a document by its content; "" where it is none of these. Mail and the wikitext of a page are text, and not
    told from it; a dump of pages is.

    >>> sniff(b"%PDF-1.7"), sniff(b"<?xml version='1.0'?><rss version='2.0'>"), sniff(b"Text")
    ('pdf', 'rss', '')
    """
    head = bytes(data[:HEAD])
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return _sniff_zip(data, head)
    if re.match(DUMP, head):
        return "mediawiki"
    return "rss" if re.match(FEED, head) else ""


def sniff_text(source: str) -> str:
    """The same for a source that was decoded.

    >>> sniff_text("<mediawiki xml:lang='en'><page></page></mediawiki>"), sniff_text("The <mediawiki> tag")
    ('mediawiki', '')
    """
    return sniff(source[:HEAD].encode("utf-8", "replace"))


def looks_like_mail(data: bytes) -> bool:
    """Whether bytes begin with the header of a mail.

    >>> looks_like_mail(b"From: a@b.example\\nTo: c@d.example\\nSubject: x\\n\\nText"), looks_like_mail(b"To: all\\n\\nText")
    (True, False)
    """
    head = bytes(data[:HEAD]).replace(b"\r", b"").partition(b"\n\n")[0] + b"\n"
    names = {name.lower() for name in re.findall(MAIL_NAMES, head)}
    return len(names) >= FEWEST_NAMES and re.match(FIELD, head) is not None


def _sniff_zip(data: bytes, head: bytes) -> str:
    if b"mimetypeapplication/epub+zip" in head[:200]:
        return "epub"
    if b"mimetypeapplication/vnd.oasis.opendocument.text" in head[:200]:
        return "odt"
    return "docx" if b"word/document.xml" in data else ""
