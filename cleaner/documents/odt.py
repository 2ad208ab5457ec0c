"""OpenDocument texts (.odt): headings, paragraphs, lists, tables; read by the XML reader of Python.

The elements become those of HTML, which becomes text as pages do. Headers, footers, tracked deletions, comments and footnotes'
marks are left out.
"""

from __future__ import annotations

from html import escape
from xml.etree.ElementTree import Element

from cleaner.core.errors import InputError
from cleaner.documents.archives import Archive
from cleaner.documents.docx import paragraphs_of
from cleaner.documents.markup import whole_text
from cleaner.documents.reading import Reading

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TAGS = {
    f"{TEXT}p": "p", f"{TEXT}list": "ul", f"{TEXT}list-item": "li", f"{TABLE}table": "table", f"{TABLE}table-row": "tr",
    f"{TABLE}table-cell": "td", f"{TEXT}note-body": "p",
}  # fmt: skip
SKIPPED = frozenset(
    (f"{TEXT}tracked-changes", f"{OFFICE}annotation", f"{TEXT}note-citation", f"{TEXT}sequence-decls", f"{OFFICE}forms")
)
MOST_BLANKS = 1000  # of one run of spaces


def read(data: bytes, kind: str, markdown: bool) -> Reading:
    """The text of the document. Raises InputError."""
    archive = Archive(data, "OpenDocument text")
    body = archive.xml("content.xml").find(f"{OFFICE}body/{OFFICE}text")
    if body is None:
        raise InputError("this is no OpenDocument text: it has no text body")
    pieces: list[str] = []
    _write(body, pieces)
    text = whole_text("<body>" + "".join(pieces) + "</body>", markdown)
    return Reading(text + "\n" if text else "", paragraphs_of(text))


def _write(element: Element, pieces: list[str]) -> None:
    """The content of an element as HTML; elements nest no deeper than the archive allows."""
    pieces.append(escape(element.text or ""))
    for child in element:
        if child.tag not in SKIPPED:
            _write_child(child, pieces)
        pieces.append(escape(child.tail or ""))


def _write_child(child: Element, pieces: list[str]) -> None:
    """Write one element of an OpenDocument text."""
    if child.tag == f"{TEXT}s":
        count = child.get(f"{TEXT}c", "1")
        pieces.append(" " * min(MOST_BLANKS, int(count) if count.isdecimal() else 1))
    elif child.tag == f"{TEXT}tab":
        pieces.append(" ")
    elif child.tag == f"{TEXT}line-break":
        pieces.append("<br>")
    else:
        level = child.get(f"{TEXT}outline-level", "1")
        tag = f"h{min(6, int(level)) if level.isdecimal() else 1}" if child.tag == f"{TEXT}h" else TAGS.get(child.tag, "")
        pieces.append(f"<{tag}>" if tag else "")
        _write(child, pieces)
        pieces.append(f"</{tag}>" if tag else "")
