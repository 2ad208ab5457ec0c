"""Word documents (.docx) by mammoth: headings, paragraphs, lists, tables, notes. Headers, footers and comments are left out.

mammoth makes HTML of it, by the styles of the document; the HTML becomes text as pages do. Pictures are never opened.
"""

from __future__ import annotations

import io
from typing import Any
from xml.parsers.expat import ExpatError

import mammoth

from cleaner.core.errors import InputError
from cleaner.documents.archives import BROKEN, Archive, check_xml, first_line
from cleaner.documents.markup import whole_text
from cleaner.documents.reading import Part, Reading

MAIN = "word/document.xml"


def read(data: bytes, kind: str, markdown: bool) -> Reading:
    """The text of the document. Raises InputError."""
    archive = Archive(data, "Word document")
    members = [name for name in archive.sizes if name.endswith((".xml", ".rels"))]
    archive.check(members)
    if MAIN not in archive:
        raise InputError("this is no Word document: it has no word/document.xml")
    for name in members:
        check_xml(archive.read(name), "Word document")
    try:
        html = mammoth.convert_to_html(io.BytesIO(data), convert_image=_no_picture).value
    except RecursionError as error:
        raise InputError("the Word document nests too deeply") from error
    except (*BROKEN, ExpatError, AttributeError, KeyError, IndexError, TypeError) as error:  # what mammoth raises for odd XML
        raise InputError(f"the Word document is damaged: {first_line(error)}") from error
    text = whole_text(html, markdown)
    return Reading(text + "\n" if text else "", paragraphs_of(text))


def _no_picture(image: Any) -> list[Any]:
    """Nothing in place of a picture."""
    return []


def paragraphs_of(text: str) -> tuple[Part, ...]:
    """Where the paragraphs of a text begin, counted."""
    parts, position = [], 0
    for number, paragraph in enumerate(text.split("\n\n"), 1):
        parts.append((position, f"paragraph {number}"))
        position += len(paragraph) + 2
    return tuple(parts)
