"""Dumps of MediaWiki (`<mediawiki>`, one `<page>` after another) to text: title and text of each article, as edits of the source.

The newest revision of a page counts, which is the last. Pages of other namespaces than that of articles (talk, users, templates)
and redirections are left out. Of XML nothing is resolved but the five characters that it names and those given by number.
Source: https://www.mediawiki.org/wiki/Help:Export
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import NamedTuple

from cleaner.core.document import Document
from cleaner.core.errors import InputError
from cleaner.documents.cut import Cut
from cleaner.documents.reading import Part, Reading

LARGEST = 256 << 20  # code points of a dump
TAG = re.compile(
    r"<(?P<end>/?)(?P<name>page|title|ns|redirect|text)\b[^<>]{0,500}?(?P<empty>/?)>(?P<holds>(?<!/>)[^<]{0,1000}(?=</(?:title|ns)>))?"
)
ARTICLES = "0"  # number of the namespace of articles
RULE = "documents.mediawiki.page"


class Page(NamedTuple):
    """An article of a dump: its title, and where its wikitext stands in the source."""

    title: str
    start: int
    end: int


def read_dump(document: Document, text_of: Callable[[str], str], markdown: bool) -> Reading:
    """The articles of a dump in order; `text_of` makes text of the wikitext of one. Raises InputError.

    A page that cannot be read is left out, and a note names it.
    """
    source = document.text
    if len(source) > LARGEST:
        raise InputError(f"a dump of over {LARGEST >> 20} million code points", remedy="split it at its pages")
    cut, parts, notes = Cut(source), list[Part]([(0, "head of the dump")]), list[str]()
    for page in _articles(source):
        try:
            text = text_of(unescape(source[page.start : page.end])).strip()
        except InputError as error:
            notes.append(f"page {page.title[:60]!r} left out: {error}")
            continue
        lead = "\n\n" if len(parts) > 1 else ""
        parts.append((page.start, f"page {page.title[:60]!r}"))
        cut.drop(cut.position, page.start, "documents.mediawiki.markup")
        cut.put(page.start, page.end, f"{lead}{'# ' * markdown}{page.title}\n\n{text}", RULE, page.title[:60])
    if cut.edits:
        cut.put(cut.position, len(source), "\n", "documents.mediawiki.markup")
    return Reading(source, tuple(parts), cut.finish("documents.mediawiki.markup"), document.decoding, notes=tuple(notes))


def _articles(source: str) -> Iterator[Page]:
    """The newest revision of each article; in one pass, whatever is not closed."""
    title, wanted, place = "", True, (0, 0)
    opened = -1
    for match in TAG.finditer(source):
        name, closes = match["name"], bool(match["end"])
        if name == "page":
            if closes and title and wanted and place[1]:
                yield Page(title, *place)
            title, wanted, place, opened = "", True, (0, 0), -1
        elif name == "title" and not title:
            title = unescape(match["holds"] or "").strip()
        elif name == "ns" and match["holds"]:
            wanted = wanted and match["holds"].strip() == ARTICLES
        elif name == "redirect":
            wanted = False
        elif name == "text" and closes and opened >= 0:
            place, opened = (opened, match.start()), -1
        elif name == "text" and not closes and not match["empty"]:
            opened = match.end()
