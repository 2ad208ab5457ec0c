"""OpenDocument texts (.odt): headings, paragraphs, lists, tables; read by the XML reader of Python.

The elements become those of HTML, which becomes text as pages do. Footnotes and endnotes follow the text as a numbered list.
Headers, footers, tracked deletions, comments and the marks of notes are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from xml.etree.ElementTree import Element

from cleaner.core.errors import InputError
from cleaner.core.numbers import whole_number
from cleaner.documents.archives import Archive
from cleaner.documents.docx import paragraphs_of
from cleaner.documents.markup import whole_text
from cleaner.documents.reading import Reading

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
STYLE_NAME, NUMBER_FORMAT = f"{STYLE}name", f"{STYLE}num-format"
TAGS = {
    f"{TEXT}p": "p", f"{TEXT}list-item": "li", f"{TEXT}list-header": "li", f"{TABLE}table": "table",
    f"{TABLE}table-row": "tr", f"{TABLE}table-cell": "td",
}  # fmt: skip
NUMBERED = f"{TEXT}list-level-style-number"
SKIPPED = frozenset(
    (f"{TEXT}tracked-changes", f"{OFFICE}annotation", f"{TEXT}note-citation", f"{TEXT}sequence-decls", f"{OFFICE}forms")
)
STYLES = "styles.xml"
MOST_BLANKS = 1000  # of one run of spaces


def read(data: bytes, kind: str, markdown: bool) -> Reading:
    """The text of the document. Raises InputError."""
    archive = Archive(data, "OpenDocument text")
    content = archive.xml("content.xml")
    body = content.find(f"{OFFICE}body/{OFFICE}text")
    if body is None:
        raise InputError("this is no OpenDocument text: it has no text body")
    roots = [content, archive.xml(STYLES)] if STYLES in archive else [content]
    writer = _Writer(frozenset(level for root in roots for level in _numbered(root)))
    writer.write(body)
    notes = f"<ol>{''.join(writer.notes)}</ol>" if writer.notes else ""
    text = whole_text("<body>" + "".join(writer.pieces) + notes + "</body>", markdown)
    return Reading(text + "\n" if text else "", paragraphs_of(text))


def _numbered(root: Element) -> Iterator[tuple[str, int]]:
    """Which levels of which list styles count: (name of the style, level from 1 on)."""
    for style in root.iter(f"{TEXT}list-style"):
        for level in style.iter(NUMBERED):
            number = whole_number(level.get(f"{TEXT}level", ""))
            if number is not None and level.get(NUMBER_FORMAT):
                yield style.get(STYLE_NAME, ""), number


class _Writer:
    """Writes elements as HTML; they nest no deeper than the archive allows."""

    def __init__(self, numbered: frozenset[tuple[str, int]]) -> None:
        self.numbered = numbered
        self.pieces: list[str] = []
        self.notes: list[str] = []
        self.lists: list[str] = []  # styles of the lists that are open

    def write(self, element: Element) -> None:
        """The content of an element."""
        self.pieces.append(escape(element.text or ""))
        for child in element:
            if child.tag not in SKIPPED:
                self._child(child)
            self.pieces.append(escape(child.tail or ""))

    def _child(self, child: Element) -> None:
        if child.tag == f"{TEXT}s":
            count = whole_number(child.get(f"{TEXT}c", "1"))
            self.pieces.append(" " * min(MOST_BLANKS, 1 if count is None else count))
        elif child.tag == f"{TEXT}tab":
            self.pieces.append(" ")
        elif child.tag == f"{TEXT}line-break":
            self.pieces.append("<br>")
        elif child.tag == f"{TEXT}note-body":
            self._note(child)
        elif child.tag == f"{TEXT}list":
            self._list(child)
        else:
            level = whole_number(child.get(f"{TEXT}outline-level", "1"))
            heading = f"h{min(6, 1 if level is None else level)}"
            self._wrapped(child, heading if child.tag == f"{TEXT}h" else TAGS.get(child.tag, ""))

    def _wrapped(self, element: Element, tag: str) -> None:
        """An element inside of a tag of HTML ("" for none)."""
        self.pieces.append(f"<{tag}>" if tag else "")
        self.write(element)
        self.pieces.append(f"</{tag}>" if tag else "")

    def _list(self, element: Element) -> None:
        """A list; one without a style of its own has that of the list around it."""
        self.lists.append(element.get(f"{TEXT}style-name") or (self.lists[-1] if self.lists else ""))
        self._wrapped(element, "ol" if (self.lists[-1], len(self.lists)) in self.numbered else "ul")
        self.lists.pop()

    def _note(self, element: Element) -> None:
        """A note, kept for the end: it stands inside of the sentence that it belongs to."""
        around, self.pieces = self.pieces, []
        self._wrapped(element, "li")
        self.notes.append("".join(self.pieces))
        self.pieces = around
