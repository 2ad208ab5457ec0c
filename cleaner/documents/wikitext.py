"""Wikitext (MediaWiki) to text by mwparserfromhell, as edits of the source. A dump of pages is read by `wiki_dump`.

Links show their label, headings, lists and tables stay; templates, references, galleries, formulas, comments, categories and
files are left out, for what they show is not in the page. Bold and italics lose their marks.
"""

from __future__ import annotations

import re
from collections import Counter
from html import escape, unescape
from typing import Any

import mwparserfromhell
from mwparserfromhell.nodes import (
    Argument,
    Comment,
    ExternalLink,
    Heading,
    HTMLEntity,
    Tag,
    Template,
    Text,
    Wikilink,
)
from mwparserfromhell.parser import ParserError

from cleaner.core.edits import apply, resolve_overlaps
from cleaner.core.errors import InputError
from cleaner.documents.cut import Cut
from cleaner.documents.kinds import sniff_text
from cleaner.documents.markup import whole_text
from cleaner.documents.reading import Part, Reading, decoded
from cleaner.documents.wiki_dump import read_dump

LARGEST = 16 << 20  # code points of a page; MediaWiki allows 2 MB
DEEPEST = 40
MOST_OPEN = 200  # tables, or tags of one name, that are opened and not closed
TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]{0,30})\b[^<>]{0,1000}?(?P<empty>/?)>")
SINGLE = frozenset(("br", "hr", "wbr", "li", "dt", "dd", "tr", "td", "th", "nowiki", "img"))
LEFT_OUT = frozenset(
    [
        "ref",
        "references",
        "gallery",
        "math",
        "chem",
        "score",
        "timeline",
        "style",
        "script",
        "templatestyles",
        "syntaxhighlight",
    ]
)
CAPTION = "+"  # of a cell that is the caption: `|+`
LIST_MARKS, LIST_SIGNS = {"*": "-", "#": "1."}, "*#:;"
DEEPEST_TABLE = 3  # elements around a table that is shown; one in another is part of a cell
NAMESPACE = re.compile(
    r"\s*(?:file|image|category|datei|bild|kategorie|fichier|catégorie|archivo|imagen|categoría)\s*:", re.IGNORECASE
)
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z]+)*:")
SWITCH = re.compile(r"__[A-Z]{3,20}__")


def read(data: str | bytes, kind: str, markdown: bool) -> Reading:
    """The text of one page, or of the pages of a dump. Raises InputError."""
    document = decoded(data)
    if sniff_text(document.text) == "mediawiki":
        return read_dump(document, lambda source: text_of(source, markdown), markdown)
    reader = _parsed(document.text, markdown)
    return Reading(document.text, tuple(reader.parts), reader.cut.finish("documents.mediawiki.markup"), document.decoding)


def text_of(source: str, markdown: bool) -> str:
    """The running text of one page. Raises InputError.

    >>> text_of("The [[marsh|big marsh]] is ''wet''.", False)
    'The big marsh is wet.'
    """
    edits, _ = resolve_overlaps(_parsed(source, markdown).cut.finish("documents.mediawiki.markup"), len(source))
    return apply(source, edits)


def _parsed(source: str, markdown: bool) -> _Reader:
    """A page with what is read of it. Raises InputError."""
    if len(source) > LARGEST:
        raise InputError(f"wikitext of over {LARGEST >> 20} million code points")
    _check_balance(source)
    try:
        code = mwparserfromhell.parse(source)
    except (ParserError, RecursionError) as error:
        raise InputError("the wikitext cannot be parsed") from error
    if str(code) != source:
        raise InputError("the wikitext cannot be parsed without loss")
    reader = _Reader(source, markdown)
    reader.read(code, 0, 0)
    return reader


def _check_balance(source: str) -> None:
    """Refuse what opens far more tables or tags than it closes: the parser tries each to the end. Raises InputError."""
    if source.count("{|") - source.count("|}") > MOST_OPEN:
        raise InputError(f"the wikitext opens over {MOST_OPEN} tables that it does not close")
    balance = Counter[str]()
    for match in TAG.finditer(source):
        if not match["empty"]:
            balance[match["name"].lower()] += -1 if match["end"] else 1
    name, most = max(balance.items(), key=lambda item: item[1], default=("", 0))
    if most > MOST_OPEN and name not in SINGLE:
        raise InputError(f"the wikitext opens over {MOST_OPEN} tags <{name[:20]}> that it does not close")


class _Reader:
    """Walks the nodes; each knows its length, so each knows its place."""

    def __init__(self, source: str, markdown: bool) -> None:
        self.cut = Cut(source)
        self.markdown = markdown
        self.parts: list[Part] = [(0, "lead")]

    def read(self, code: Any, position: int, depth: int) -> int:
        """The nodes of some wikicode that begins at a place; where it ends."""
        for node in code.nodes:
            end = position + len(str(node))
            if depth > DEEPEST:
                self._drop(position, end, node)
            else:
                self._node(node, position, end, depth)
            position = end
        return position

    def _node(self, node: Any, start: int, end: int, depth: int) -> None:
        """Write one node of the wikitext: text, link, tag or template."""
        if isinstance(node, Text):
            self._text(start, end)
        elif isinstance(node, Heading):
            self._heading(node, start, end, depth)
        elif isinstance(node, Wikilink):
            self._wikilink(node, start, end, depth)
        elif isinstance(node, ExternalLink):
            self._external(node, start, end, depth)
        elif isinstance(node, HTMLEntity):
            self.cut.put(start, end, unescape(str(node)), "documents.mediawiki.character")
        elif isinstance(node, Tag):
            self._tag(node, start, end, depth)
        else:
            self._drop(start, end, node)

    def _text(self, start: int, end: int) -> None:
        position = start
        for match in SWITCH.finditer(self.cut.source, start, end):
            self.cut.keep(position, match.start())
            self.cut.drop(*match.span(), "documents.mediawiki.markup", "a switch for MediaWiki")
            position = match.end()
        self.cut.keep(position, end)

    def _inside(self, code: Any, start: int, inner: int, end: int, depth: int) -> None:
        """The code that begins at `inner` is text; what is around it, to `start` and `end`, goes."""
        self.cut.drop(start, inner, "documents.mediawiki.markup")
        stop = self.read(code, inner, depth + 1)
        self.cut.drop(stop, end, "documents.mediawiki.markup")

    def _heading(self, node: Any, start: int, end: int, depth: int) -> None:
        self.parts.append((start, f"section {str(node.title).strip()[:60]!r}"))
        title = str(node.title)
        inner = start + node.level + len(title) - len(title.lstrip())
        self.cut.put(start, inner, "#" * node.level + " " if self.markdown else "", "documents.mediawiki.heading")
        self.read(node.title, start + node.level, depth + 1)
        self.cut.drop(start + node.level + len(title.rstrip()), end, "documents.mediawiki.heading")

    def _wikilink(self, node: Any, start: int, end: int, depth: int) -> None:
        title = str(node.title)
        if NAMESPACE.match(title) or (LANGUAGE.match(title) and node.text is None):
            self._drop(start, end, node)
        elif node.text is not None:
            self._inside(node.text, start, start + 2 + len(title) + 1, end, depth)
        else:
            self._inside(node.title, start, start + 2, end, depth)

    def _external(self, node: Any, start: int, end: int, depth: int) -> None:
        if node.title is not None:
            inner = self.cut.source.find(str(node.title), start + 1 + len(str(node.url)), end) if str(node.title) else end - 1
            self._inside(node.title, start, inner, end, depth)
        elif node.brackets:
            self._drop(start, end, node)
        else:
            self.cut.keep(start, end)

    def _tag(self, node: Any, start: int, end: int, depth: int) -> None:
        """Write a tag of wikitext: a list item, a table, a reference or mark-up around text."""
        name = str(node.tag).strip().lower()
        if name == "table":
            self._table(node, start, end, depth)
        elif name in LEFT_OUT:
            self._drop(start, end, node)
        elif name in ("li", "dt", "dd") and node.wiki_markup:
            self._list_mark(str(node.wiki_markup)[-1:], start, end)
        elif name == "br":
            self.cut.put(start, end, "\n", "documents.mediawiki.markup")
        elif node.self_closing or node.contents is None:
            self._drop(start, end, node)
        else:
            inner = self._contents_at(node, start, end)
            self._inside(node.contents, start, inner, end, depth)

    def _list_mark(self, sign: str, start: int, end: int) -> None:
        """One of the marks before a list item: the last is shown, those before it indent."""
        source = self.cut.source
        following = source[end : end + 1]
        if sign == ":" and source[start - 1 : start] not in ("", "\n", *LIST_SIGNS):
            shown = ":"  # "; term : what it means"
        elif following in LIST_SIGNS and following:
            shown = "   " if sign == "#" else "  "
        else:
            mark = LIST_MARKS.get(sign, "")
            shown = mark + ("" if following == " " or not mark else " ")
        self.cut.put(start, end, shown, "documents.mediawiki.list")

    def _table(self, node: Any, start: int, end: int, depth: int) -> None:
        """A table: a line for each row; its caption before it."""
        rows = _rows(node)
        text = whole_text(_html_of(rows), self.markdown) if depth <= DEEPEST_TABLE else ""
        if not text:
            self._drop(start, end, node)
            return
        feed = "\n" * (self.cut.source[end - 1 : end] == "\n")
        self.cut.put(start, end, text + feed, "documents.mediawiki.table")

    def _contents_at(self, node: Any, start: int, end: int) -> int:
        """Where the contents of a tag begin."""
        if node.wiki_markup:
            return start + len(str(node.wiki_markup))
        closing = len(f"</{node.closing_tag}>")
        return end - closing - len(str(node.contents))

    def _drop(self, start: int, end: int, node: Any) -> None:
        names = {Template: "template", Comment: "comment", Argument: "argument", Wikilink: "file, category or other language"}
        kind = names.get(type(node)) or (
            f"tag {str(node.tag).strip()[:20]}" if isinstance(node, Tag) else type(node).__name__.lower()
        )
        source = self.cut.source
        if source[end : end + 1] == "\n" and source[start - 1 : start] in ("", "\n"):
            end += 1  # it has its lines for itself
            while source[end : end + 1] == "\n" and source[max(0, start - 2) : start] in ("", "\n\n"):
                end += 1  # and blank lines on both sides
        self.cut.drop(start, end, "documents.mediawiki.left-out", kind)


def _rows(table: Any) -> list[list[Any]]:
    """The cells of each row of a table, as nodes; cells before the first mark of a row are a row too."""
    rows: list[list[Any]] = [[]]
    for node in table.contents.nodes:
        name = str(node.tag).strip().lower() if isinstance(node, Tag) else ""
        if name in ("td", "th"):
            rows[0].append(node)
        elif name == "tr":
            rows.append([cell for cell in node.contents.nodes if isinstance(cell, Tag) and str(cell.tag).strip() in ("td", "th")])
    return [row for row in rows if row]


def _html_of(rows: list[list[Any]]) -> str:
    """A table as HTML, which becomes text as those of pages do."""
    first = rows[0][0] if rows else None
    caption = ""
    if first is not None and str(first.contents).startswith(CAPTION):
        caption = f"<caption>{_text_of_cell(first)[1:].strip()}</caption>"
        rows[0].pop(0)
    return f"<table>{caption}{''.join(map(_html_of_row, rows))}</table>"


def _html_of_row(cells: list[Any]) -> str:
    """A row as HTML, with what its cells span over."""
    pieces = ["<tr>"]
    for cell in cells:
        spans = [(name, _span(cell, name)) for name in ("colspan", "rowspan")]
        named = "".join(f' {name}="{span}"' for name, span in spans if span)
        pieces.append(f"<{str(cell.tag).strip()}{named}>{_text_of_cell(cell)}</{str(cell.tag).strip()}>")
    return "".join(pieces) + "</tr>"


def _span(cell: Any, name: str) -> str:
    """How many columns or rows a cell spans over, "" if it does not say."""
    value = str(cell.get(name).value).strip(" \"'") if cell.has(name) else ""
    return value if value.isdecimal() else ""


def _text_of_cell(cell: Any) -> str:
    """The text of a cell, on one line, for HTML."""
    text = text_of(str(cell.contents), markdown=False) if cell.contents else ""
    return escape(" ".join(text.split()))
