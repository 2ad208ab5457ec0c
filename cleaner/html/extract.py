"""From a page to its text: parse, mark containers, choose the main text, lay it out, and say what was left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from cleaner.document import Document
from cleaner.edits import Edit, Pass, apply
from cleaner.errors import ConfigError
from cleaner.html.blocks import Row, survey
from cleaner.html.containers import Index, compile_rules, mark
from cleaner.html.declared import declared
from cleaner.html.main import left_out, select
from cleaner.html.meta import metadata
from cleaner.html.render import Piece, edits_of, render, text_of
from cleaner.html.selectors import Selector
from cleaner.html.sniff import looks_like_html
from cleaner.html.tree import parse
from cleaner.rulebook import RuleSet

FILTER = "html.containers"
FORMATS = ("text", "markdown")
ENGINES = ("auto", "blocks", "fast", "soup", "trafilatura", "resiliparse")


class Settings(NamedTuple):
    """What a user can set: the `settings` of "html"."""

    to: str = "text"
    engine: str = "auto"
    keep: tuple[Selector, ...] = ()
    drop: tuple[Selector, ...] = ()

    @classmethod
    def read(cls, table: Mapping[str, Any]) -> Settings:
        """Settings from a table. Raises ConfigError."""
        unknown = [key for key in table if key not in cls._fields]
        if unknown:
            raise ConfigError(f"unknown setting html.{unknown[0]}", remedy=f"known: {', '.join(cls._fields)}")
        to, engine = table.get("to", "text"), table.get("engine", "auto")
        if to not in FORMATS:
            raise ConfigError(f"html.to is {to!r}", remedy=f"one of {', '.join(FORMATS)}")
        if engine not in ENGINES:
            raise ConfigError(f"html.engine is {engine!r}", remedy=f"one of {', '.join(ENGINES)}")
        return cls(to, engine, _selectors(table.get("keep", ())), _selectors(table.get("drop", ())))


def _selectors(value: str | Sequence[str]) -> tuple[Selector, ...]:
    return tuple(Selector(source) for source in ([value] if isinstance(value, str) else value))


@cache
def shipped_index() -> Index:
    """The shipped container rules, compiled."""
    return compile_rules(RuleSet(FILTER))


def extract(
    document: Document, settings: Mapping[str, Any], allows: Callable[[str], bool] = lambda _: True
) -> tuple[Document, list[Pass], list[str]]:
    """The main text of a page as a document, the pass that made it, and notes.

    `allows` says which container rules are on. Raises ConfigError for settings that make no sense.

    >>> page = Document("<html><body><nav>Menu</nav><p>One &amp; all.</p></body></html>")
    >>> text, passes, notes = extract(page, {})
    >>> text.text, [edit.rule for edit in passes[0].edits]
    ('One & all.', ['html.markup', 'html.container.navigation', 'html.markup', 'html.character', 'html.markup'])
    """
    wanted = Settings.read(settings)
    source = document.text
    page = parse(source)
    mark(page, shipped_index(), allows)
    field = survey(page)
    facts = declared(page)
    chosen = select(field, facts)
    if wanted.keep or wanted.drop:
        chosen = _overrule(chosen, [*field.rows, *field.aside], wanted)
    pieces = render(page, [row.block for row in chosen], wanted.to == "markdown")
    rows = sorted([*field.rows, *field.aside], key=lambda row: row.block.runs[0].start)
    text = text_of(source, pieces)
    if looks_like_html(text):
        pieces.insert(0, Piece(pieces[0].start, pieces[0].start, "- "))
        text = "- " + text
    edits = edits_of(source, pieces, left_out(page, pieces, rows))
    if apply(source, edits) != text:
        edits = [Edit(0, len(source), text, "html.markup", "the text of the page")]
    meta = {**document.meta, **metadata(page), "html.engine": "blocks"}
    step = Pass("html.extract", tuple(edits), tuple([source[edit.start : edit.end] for edit in edits]))
    notes = [f"html: {len(chosen)} of {len(rows)} blocks kept by the engine blocks"]
    return Document(text, document.decoding, meta, "html"), [step], notes


def _inside(row: Row, selector: Selector) -> bool:
    return any(selector.matches(element) for element in row.element.ancestors())


def _overrule(chosen: list[Row], rows: list[Row], wanted: Settings) -> list[Row]:
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
