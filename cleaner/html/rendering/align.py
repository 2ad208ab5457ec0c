"""The text that another extractor made of a page, as pieces of the page: a monotone walk over both, in linear time.

Words of the text are looked up in the page, three at a time, from where the last ones were found; what is found in order is
kept in place, all else (bullets, marks, words from elsewhere) is inserted. Whatever comes out of the walk, the pieces
spell the text exactly.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

from cleaner.html.dom.elements import Page
from cleaner.html.rendering.pieces import Piece

TOKEN = re.compile(r"\S+")
ANCHOR = 3  # words that must follow each other to be taken for the same place
LINE_EDGE = " \t\r\n•-*"  # spaces and bullets at the ends of a line
FARTHEST = 100_000  # characters of source searched for a line
NEAR = 300  # words; so far ahead a shorter line is looked for


class Token(NamedTuple):
    """A word of the page: `source[start:end]`, which reads `text`."""

    start: int
    end: int
    text: str


def align(page: Page, text: str) -> list[Piece]:
    """Pieces of the page that spell the text.

    >>> from cleaner.html.dom.tree import parse
    >>> page = parse("<p>One &amp; all.</p><p>Left out.</p><p>The end.</p>")
    >>> pieces = align(page, "One & all.\\nThe end.")
    >>> [(piece.start, piece.end, piece.text) for piece in pieces][:3]
    [(3, 6, None), (6, 6, ' '), (7, 12, '&')]
    """
    tokens = list(page_tokens(page))
    words = [(match.start(), match.end()) for match in TOKEN.finditer(text)]
    pairs = _pairs([token.text for token in tokens], [text[start:end] for start, end in words])
    pieces: list[Piece] = []
    place = written = 0
    for (start, end), k in zip(words, pairs, strict=True):
        if k is None:
            continue
        if start > written:
            pieces.append(Piece(place, place, text[written:start]))
        token = tokens[k]
        same = page.source[token.start : token.end] == token.text
        pieces.append(Piece(token.start, token.end, None if same else token.text))
        place, written = token.end, end
    if written < len(text):
        pieces.append(Piece(place, place, text[written:]))
    return pieces


def page_tokens(page: Page) -> Iterator[Token]:
    """The words of all blocks, as they read; a word may go on over tags that make no gap."""
    source = page.source
    for block in page.blocks:
        held: Token | None = None
        for run in block.runs:
            if run.text is not None:
                if held is not None:
                    yield held
                held = Token(run.start, run.end, run.text)
                continue
            position = run.start
            for match in TOKEN.finditer(source, run.start, run.end):
                raw = match.group()
                token = Token(match.start(), match.end(), unescape(raw) if "&" in raw else raw)
                joined = held is not None and match.start() == run.start and not run.gap and position == run.start
                if held is not None and joined:
                    held = Token(held.start, token.end, held.text + token.text)
                    continue
                if held is not None:
                    yield held
                held = token
        if held is not None:
            yield held


def _pairs(page: list[str], text: list[str]) -> list[int | None]:
    """For each word of the text its place among the words of the page, rising; None where it has none."""
    places: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for k in range(len(page) - ANCHOR + 1):
        places[tuple(page[k : k + ANCHOR])].append(k)
    pairs: list[int | None] = [None] * len(text)
    i = k = 0
    while i < len(text):
        if k < len(page) and page[k] == text[i]:
            pairs[i] = k
            i, k = i + 1, k + 1
            continue
        known = places.get(tuple(text[i : i + ANCHOR]))
        at = bisect_left(known, k) if known else 0
        if known and at < len(known):
            k = known[at]
            continue
        near = page[k : k + NEAR // 10]
        if i + 1 < len(text) and text[i] in near and len(text[i]) > ANCHOR:
            k += near.index(text[i])
            continue
        i += 1
    return pairs


def align_lines(source: str, text: str) -> list[Piece]:
    """The same, line by line and without a tree, for engines whose point is speed: a line that stands in the source as it
    is stays in place, any other is inserted.

    >>> align_lines("<p>One.</p><p>T<b>w</b>o.</p>", "One.\\nTwo.")
    [Piece(start=3, end=7, text=None), Piece(start=7, end=7, text='\\nTwo.')]
    """
    pieces: list[Piece] = []
    position = place = written = start = 0
    for line in text.splitlines(keepends=True):
        core = line.strip(LINE_EDGE)
        at = source.find(core, position, position + FARTHEST) if len(core) > 2 else -1
        if at >= 0:
            begin = start + line.index(core)
            if begin > written:
                pieces.append(Piece(place, place, text[written:begin]))
            pieces.append(Piece(at, at + len(core)))
            position = place = at + len(core)
            written = begin + len(core)
        start += len(line)
    if written < len(text):
        pieces.append(Piece(place, place, text[written:]))
    return pieces
