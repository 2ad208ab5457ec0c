"""EPUB: the chapters in the order of the book, each a page of HTML, read by our own parser of pages.

Cover, navigation and licence pages that the book itself marks as no part of the reading order (`linear="no"`) are left out.
Encrypted books (DRM) are refused.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from cleaner.core.errors import InputError
from cleaner.decoding.decode import decode
from cleaner.documents.archives import Archive
from cleaner.documents.markup import whole_text
from cleaner.documents.reading import Part, Reading

CONTAINER = "META-INF/container.xml"
DRM = ("META-INF/rights.xml", "META-INF/sinf.xml")
PAGES = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml")
DC = "{http://purl.org/dc/elements/1.1/}"
MOST_CHAPTERS = 10_000


def read(data: bytes, kind: str, markdown: bool) -> Reading:
    """The text of all chapters, an empty line and a form feed's worth of nothing between them. Raises InputError."""
    archive = Archive(data, "e-book")
    if any(name in archive for name in DRM):
        raise InputError("the e-book is encrypted (DRM)")
    root = archive.xml(CONTAINER)
    place = next((element.get("full-path", "") for element in root.iter() if element.tag.endswith("}rootfile")), "")
    package = archive.xml(place)
    text: list[str] = []
    parts: list[Part] = []
    position = 0
    for number, name in enumerate(_chapters(package, posixpath.dirname(place)), 1):
        if number > MOST_CHAPTERS:
            raise InputError(f"the e-book has over {MOST_CHAPTERS:,} chapters")
        chapter = whole_text(decode(archive.read(name)).text, markdown)
        if not chapter:
            continue
        parts.append((position, f"chapter {number} ({name[-80:]})"))
        text.append(chapter + "\n\n")
        position += len(text[-1])
    whole = "".join(text)
    return Reading(whole[:-1], tuple(parts), meta=_metadata(package))


def _chapters(package: Element, folder: str) -> Iterator[str]:
    """The files of the reading order, each once, as the format has it: a book of one page a thousand times over is no book."""
    items, seen = dict[str | None, str](), set[str]()
    for element in package.iter():
        if element.tag.endswith("}item") and element.get("media-type") in PAGES:
            items[element.get("id")] = posixpath.normpath(posixpath.join(folder, unquote(element.get("href", ""))))
    for element in package.iter():
        if element.tag.endswith("}itemref") and element.get("linear") != "no":
            name = items.get(element.get("idref"))
            if name is not None and name not in seen:
                seen.add(name)
                yield name


def _metadata(package: Element) -> dict[str, str]:
    found = {}
    for key, tag in (("documents.title", f"{DC}title"), ("documents.author", f"{DC}creator")):
        element = next(package.iter(tag), None)
        if element is not None and element.text:
            found[key] = element.text.strip()[:500]
    return found
