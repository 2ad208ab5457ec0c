"""From a page to its text: parse, mark containers, choose the main text, lay it out, and say what was left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from itertools import pairwise
from typing import Any, NamedTuple

from cleaner.core.collection import paused_collection
from cleaner.core.deferred import AnyPass, DeferredPass
from cleaner.core.document import Document
from cleaner.core.edits import Edit, apply
from cleaner.core.errors import ConfigError
from cleaner.html.containers import FILTER, Index, compile_rules, mark
from cleaner.html.dom.elements import Page
from cleaner.html.dom.meta import metadata
from cleaner.html.dom.selectors import Selector
from cleaner.html.dom.slots import composed
from cleaner.html.dom.sniff import looks_like_html
from cleaner.html.dom.tree import DEEPEST, parse
from cleaner.html.extractors.choose import NAMES, STORED, choose
from cleaner.html.extractors.external import ENGINES, available, require
from cleaner.html.extractors.fast import quick_text
from cleaner.html.rendering.account import edits_of
from cleaner.html.rendering.align import align_lines
from cleaner.html.rendering.pieces import Piece, text_of
from cleaner.html.rendering.render import render
from cleaner.html.selection.blocks import BlockRow, PageBlocks, page_blocks
from cleaner.html.selection.declared import declared
from cleaner.html.selection.judge import left_out
from cleaner.html.selection.sections import comments_of
from cleaner.html.selection.structures import tables
from cleaner.rulebook.packs import RuleSet

NEXT_TO_NOTHING = 300  # characters of text
SITE = re.compile(r"\s+[|–—·•-]\s+")  # sets the name of the site apart in the title of a page
FORMATS = ("text", "markdown")
COMMENTS = ("auto", "keep", "drop", "mark")


class Settings(NamedTuple):
    """What a user can set: the `settings` of "html"."""

    to: str = "text"
    engine: str = "auto"
    keep: tuple[Selector, ...] = ()
    drop: tuple[Selector, ...] = ()
    comments: str = "auto"
    title: bool = True
    ruby: bool = True
    alt: bool = False

    @classmethod
    def read(cls, table: Mapping[str, Any]) -> Settings:
        """Settings from a table. Raises ConfigError."""
        unknown = [key for key in table if key not in cls._fields]
        if unknown:
            raise ConfigError(f"unknown setting html.{unknown[0]}", remedy=f"known: {', '.join(cls._fields)}")
        to, engine = table.get("to", "text"), table.get("engine", "auto")
        if to not in FORMATS:
            raise ConfigError(f"html.to is {to!r}", remedy=f"one of {', '.join(FORMATS)}")
        if engine not in NAMES:
            raise ConfigError(f"html.engine is {engine!r}", remedy=f"one of {', '.join(NAMES)}")
        comments = table.get("comments", "auto")
        if comments not in COMMENTS:
            raise ConfigError(f"html.comments is {comments!r}", remedy=f"one of {', '.join(COMMENTS)}")
        switches = [table.get(name, cls._field_defaults[name]) for name in ("title", "ruby", "alt")]
        if not all(isinstance(switch, bool) for switch in switches):
            raise ConfigError("html.title, html.ruby and html.alt are true or false")
        if engine in ENGINES:
            require(engine)
        return cls(to, engine, _selectors(table.get("keep", ())), _selectors(table.get("drop", ())), comments, *switches)


def _selectors(value: str | Sequence[str]) -> tuple[Selector, ...]:
    return tuple(Selector(source) for source in ([value] if isinstance(value, str) else value))


def shipped_index() -> Index:
    """The shipped container rules, compiled."""
    return shipped_rules().cached(compile_rules)


@cache
def shipped_rules() -> RuleSet:
    """The shipped container rules; they are compiled once a process."""
    return RuleSet(FILTER)


def extract(
    document: Document,
    settings: Mapping[str, Any],
    allows: Callable[[str], bool] = lambda _: True,
    containers: RuleSet | None = None,
) -> tuple[Document, list[AnyPass], list[str]]:
    """The main text of a page as a document, the pass that made it, and notes.

    `containers` are the rules about containers (default: those that ship), `allows` says which of them are on. Raises
    ConfigError for settings that make no sense.

    >>> page = Document("<html><body><nav>Menu</nav><p>One &amp; all.</p></body></html>")
    >>> text, passes, notes = extract(page, {})
    >>> text.text, [edit.rule for edit in passes[0].edits]
    ('One & all.\\n', ['html.markup', 'html.container.navigation', 'html.markup', 'html.character', 'html.markup'])
    """
    wanted = Settings.read(settings)
    with paused_collection():  # a page is a hundred thousand objects, none of them in a cycle
        return _quickly(document, wanted) or _in_full(document, wanted, allows, containers or shipped_rules())


def _in_full(
    document: Document, wanted: Settings, allows: Callable[[str], bool], containers: RuleSet
) -> tuple[Document, list[AnyPass], list[str]]:
    """By a tree of our own, whichever engine reads it."""
    moved = composed(document.text)
    page = parse(moved.text if moved is not None else document.text, wanted.ruby, wanted.alt)
    mark(page, containers.cached(compile_rules), allows)
    field = page_blocks(page)
    rows = sorted([*field.rows, *field.aside], key=lambda row: row.block.runs[0].start)
    data = tables(page, rows)
    facts = declared(page)
    outcome = choose(field, facts, wanted.engine, data, wanted.comments, wanted.title)
    pieces = outcome.pieces
    if not pieces:
        chosen = _overrule(outcome.rows, rows, wanted) if wanted.keep or wanted.drop else outcome.rows
        marked = comments_of(field, facts) if wanted.comments == "mark" else frozenset()
        pieces = render(page, [row.block for row in chosen], wanted.to == "markdown", data, marked)
    elif outcome.engine == STORED and wanted.title:
        pieces = _titled(page, pieces, rows, wanted.to == "markdown")
    text, pieces = _spelled(page.source, pieces)
    meta = {**document.meta, **metadata(page), "html.engine": outcome.engine}
    if outcome.expected is not None:
        meta["html.expected"] = f"{outcome.expected:.2f}"
    if moved is not None:
        restored = [Piece(*stretch) for piece in pieces for stretch in moved.restored(*piece)]
        step = DeferredPass("html.extract", document.text, partial(_account_of_pieces, document.text, text, restored))
    else:
        step = DeferredPass("html.extract", page.source, partial(_account, page, text, pieces, rows))
    notes = [f"html: engine {outcome.engine}, {outcome.why}", *remarks(page, field)]
    return Document(text, document.decoding, meta, "markdown" if wanted.to == "markdown" else "html"), [step], notes


def _titled(page: Page, pieces: list[Piece], rows: list[BlockRow], markdown: bool) -> list[Piece]:
    """A text from the data of a page below the page's title, where the text does not say it itself."""
    title = next((row.text for row in rows if row.element.name == "h1"), "") or SITE.split(metadata(page).get("title", ""))[0]
    at = pieces[0].start
    if not title or title in (pieces[0].text or ""):
        return pieces
    return [Piece(at, at, f"# {title}\n\n" if markdown else f"{title}\n\n"), *pieces]


def _quickly(document: Document, wanted: Settings) -> tuple[Document, list[AnyPass], list[str]] | None:
    """The engine "fast": resiliparse, its lines found in the source, without a tree of our own. None where that will not do."""
    source = document.text
    plain = wanted.engine == "fast" and wanted.to == "text" and not (wanted.keep or wanted.drop or wanted.alt)
    if not plain or not available("resiliparse"):
        return None
    text, which = quick_text(source, NEXT_TO_NOTHING)
    if len(text) < NEXT_TO_NOTHING or looks_like_html(text):
        return None
    text += "\n"
    step = DeferredPass("html.extract", source, partial(_account_by_lines, source, text))
    meta = {**document.meta, "html.engine": "resiliparse"}
    return Document(text, document.decoding, meta, "html"), [step], [f"html: engine resiliparse, the fastest: {which}"]


def _spelled(source: str, pieces: list[Piece]) -> tuple[str, list[Piece]]:
    """The text that the pieces spell; a text that looks like a page gets a bullet before it."""
    text = text_of(source, pieces)
    if text and not text.endswith("\n"):
        pieces = [*pieces, Piece(pieces[-1].end, pieces[-1].end, "\n")]
        text += "\n"
    if looks_like_html(text):
        pieces = [Piece(pieces[0].start, pieces[0].start, "- "), *pieces]
        text = "- " + text
    return text, pieces


def _account(page: Page, text: str, pieces: list[Piece], rows: list[BlockRow]) -> list[Edit]:
    """The edits that make the text of a page, with a reason for everything that was left out."""
    with paused_collection():
        return _proven(page.source, text, edits_of(page.source, pieces, left_out(page, pieces, rows)))


def _account_of_pieces(source: str, text: str, pieces: list[Piece]) -> list[Edit]:
    """The edits that make the text of a page whose slots were filled: what was moved is written anew."""
    return _proven(source, text, edits_of(source, pieces, []))


def _account_by_lines(source: str, text: str) -> list[Edit]:
    """The edits that make the text that another engine found, where there is no tree to name what it left out."""
    return _proven(source, text, edits_of(source, align_lines(source, text), []))


def _proven(source: str, text: str, edits: list[Edit]) -> list[Edit]:
    """The edits if they are in order and make the text; else one that does."""
    if all(edit[1] <= following[0] for edit, following in pairwise(edits)) and apply(source, edits) == text:
        return edits
    return [Edit(0, len(source), text, "html.markup", "the text of the page")]


def remarks(page: Page, field: PageBlocks) -> list[str]:
    """What a person should know of an odd page."""
    found = []
    source = page.source
    names = {element.name for element in page.elements}
    shown = sum(row.chars for row in field.rows)
    if source.startswith("%PDF-"):
        found.append("html: this is a PDF file, not a page")
    elif "\x00" in source[:1024]:
        found.append("html: this looks like a binary file, not a page")
    elif source.lstrip("\ufeff \t\r\n").startswith("<?xml") and "html" not in names:
        found.append("html: this is XML without HTML in it; all its text is taken")
    if names & {"frameset", "frame"}:
        found.append("html: a page of frames; their texts are other files")
    if shown < NEXT_TO_NOTHING and "script" in names and len(source) > 20 * shown + 1000:
        found.append("html: the page shows next to nothing without JavaScript")
    if max((element.depth for element in page.elements), default=0) >= DEEPEST:
        found.append(f"html: more than {DEEPEST} open tags; what is nested deeper hangs in the last one")
    return found


def _inside(row: BlockRow, selector: Selector) -> bool:
    return any(selector.matches(element) for element in row.element.ancestors())


def _overrule(chosen: list[BlockRow], rows: list[BlockRow], wanted: Settings) -> list[BlockRow]:
    """The user's selectors have the last word; `drop` wins over `keep`."""
    kept = set(map(id, chosen))
    result = []
    for row in rows:
        keep = id(row) in kept or any(_inside(row, selector) for selector in wanted.keep)
        if keep and any(_inside(row, selector) for selector in wanted.drop):
            keep = False
            row.element.drop = "html.dropped"
        if keep:
            result.append(row)
    return sorted(result, key=lambda row: row.block.runs[0].start)
