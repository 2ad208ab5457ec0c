"""Pieces: parts of the source of a page that stay as they stand or are replaced, in the order of the source."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import NamedTuple

from cleaner.html.dom.elements import Run
from cleaner.html.dom.flow import joins

REFERENCE = r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});?"
ODD = re.compile(rf"{REFERENCE}|[ \t\n\r\f\v]{{2,}}|[\t\n\r\f\v]")
ENTITY = re.compile(REFERENCE)


class Piece(NamedTuple):
    """`source[start:end]` as it stands, or with `text` in its place; `start == end` inserts."""

    start: int
    end: int
    text: str | None = None


def preformatted(source: str, runs: list[Run]) -> list[Run]:
    """The runs of a `<pre>` without the empty lines before and after them; the indentation of the first line stays."""
    filled = [k for k, run in enumerate(runs) if not source[run.start : run.end].isspace()]
    if not filled:
        return []
    kept = runs[filled[0] : filled[-1] + 1]
    first, last = kept[0], kept[-1]
    head = source[first.start : first.end]
    blank = head[: len(head) - len(head.lstrip())]
    kept[0] = first._replace(start=first.start + blank.rfind("\n") + 1)
    last = kept[-1]
    tail = source[last.start : last.end]
    kept[-1] = last._replace(end=last.end - (len(tail) - len(tail.rstrip())))
    return kept if "\n" in blank else [*_indentation(source, runs[: filled[0]]), *kept]


def _indentation(source: str, blanks: list[Run]) -> list[Run]:
    """Of runs of white space what stands behind their last line end."""
    found: list[Run] = []
    for run in reversed(blanks):
        after = source.rfind("\n", run.start, run.end) + 1
        if "\n" in run.gap or after > run.start:
            return [run._replace(start=max(run.start, after), gap=""), *found]
        found.insert(0, run)
    return found


def run_pieces(source: str, run: Run, pre: bool = False) -> Iterator[Piece]:
    """A run of text as pieces: what is to be read stays, entities and odd white space are replaced."""
    if run.text is not None:
        yield Piece(run.start, run.end, run.text)
        return
    start = run.start
    pattern = ENTITY if pre else ODD
    for match in pattern.finditer(source, run.start, run.end):
        found = match.group()
        if found[0] == "&":
            text = unescape(found)
            if text == found:
                continue
        else:
            text = " "
            at, after = match.span()
            if "\n" in found and run.start < at and after < run.end and joins(source[at - 1], source[after]):
                text = ""
        if match.start() > start:
            yield Piece(start, match.start())
        yield Piece(match.start(), match.end(), text)
        start = match.end()
    if start < run.end:
        yield Piece(start, run.end)


def text_of(source: str, pieces: Iterable[Piece]) -> str:
    """What the pieces spell."""
    return "".join([source[piece.start : piece.end] if piece.text is None else piece.text for piece in pieces])
