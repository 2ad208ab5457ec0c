"""Feeds (RSS, Atom, RDF) to text: title and text of each entry, as edits of the source.

No entity of a feed is resolved but the characters of HTML, so none can grow or name a file. The HTML in an entry becomes text as
pages do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

from cleaner.core.errors import InputError
from cleaner.documents.cut import Cut
from cleaner.documents.kinds import sniff_text
from cleaner.documents.markup import whole_text
from cleaner.documents.reading import Part, Reading, decoded

LARGEST = 64 << 20  # bytes
TAG = re.compile(r"<(?P<end>/?)(?P<name>item|entry|title|description|summary|content:encoded|content)\b(?P<rest>[^<>]{0,2000})>")
CDATA, CDATA_END = "<![CDATA[", "]]>"
MARKUP = re.compile(r"<[a-zA-Z/!]")
FULL = ("content:encoded", "content")  # these say more than a summary


class Field(NamedTuple):
    """An element of an entry: its name, its place, and that of what it holds."""

    name: str
    start: int
    inner: int
    inner_end: int
    end: int


def read(data: str | bytes, kind: str, markdown: bool) -> Reading:
    """The entries of a feed in order. Raises InputError for what is none."""
    if len(data) > LARGEST:
        raise InputError(f"a feed of over {LARGEST >> 20} MB")
    document = decoded(data)
    if sniff_text(document.text) != "rss":
        raise InputError("this is no RSS or Atom feed")
    source = document.text
    cut = Cut(source)
    parts: list[Part] = [(0, "head of the feed")]
    for number, fields in enumerate(_entries(source), 1):
        parts.append((fields[0].start, f"entry {number}"))
        longer = {field.name for field in fields} & set(FULL)
        lead = "\n\n" if number > 1 else ""
        for field in fields:
            if longer and field.name not in (*longer, "title"):
                continue
            text = text_of(source[field.inner : field.inner_end], markdown)
            if text:
                cut.put(cut.position, field.inner, lead, "documents.rss.markup")
                cut.put(field.inner, field.inner_end, text, "documents.rss.text", field.name)
                lead = "\n\n"
    edits = cut.finish("documents.rss.markup")
    if edits and edits[-1].end == len(source) and len(parts) > 1:
        edits = (*edits[:-1], edits[-1]._replace(replacement=edits[-1].replacement + "\n"))
    return Reading(source, tuple(parts), edits, document.decoding)


def text_of(inner: str, markdown: bool) -> str:
    """What an element says: CDATA or escaped HTML, XHTML, or text."""
    pieces = list(_cdata(inner))
    text = "".join(pieces) if pieces else inner
    if not pieces and "<" not in text:
        text = unescape(text)
    return whole_text(text, markdown) if MARKUP.search(text) else unescape(text).strip()


def _cdata(inner: str) -> Iterator[str]:
    """What stands between the marks of CDATA."""
    start = inner.find(CDATA)
    while start >= 0:
        end = inner.find(CDATA_END, start)
        if end < 0:
            return
        yield inner[start + len(CDATA) : end]
        start = inner.find(CDATA, end)


def _entries(source: str) -> Iterator[list[Field]]:
    """The fields of entry after entry; in one pass, whatever is nested in what."""
    inside = False
    fields: list[Field] = []
    opened: re.Match[str] | None = None
    for match in TAG.finditer(source):
        name, closes = match["name"], bool(match["end"])
        if name in ("item", "entry") and opened is None:
            if fields and (closes or inside):
                yield fields
            inside, fields = not closes, []
        elif inside and not closes and opened is None and not match["rest"].endswith("/"):
            opened = match
        elif opened is not None and closes and name == opened["name"]:
            fields.append(Field(name, opened.start(), opened.end(), match.start(), match.end()))
            opened = None
    if inside and fields:
        yield fields
