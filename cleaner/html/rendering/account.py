"""Pieces to edits: one for every left-out element in a gap, so that the log tells what went and why."""

from __future__ import annotations

from typing import NamedTuple

from cleaner.core.edits import Edit
from cleaner.html.rendering.pieces import Piece


class Left(NamedTuple):
    """A part of the source that is left out, with its rule and reason."""

    start: int
    end: int
    rule: str
    reason: str


def edits_of(source: str, pieces: list[Piece], left: list[Left]) -> list[Edit]:
    """Edits of the source that leave the pieces standing; `left` are sorted parts that do not overlap."""
    edits: list[Edit] = []
    position = k = 0
    waiting = ""
    for piece in pieces:
        if piece.start == piece.end and piece.text is not None and piece.start >= position:
            waiting += piece.text
            continue
        k = _gap(edits, source, position, piece.start, waiting, left, k)
        waiting = ""
        if piece.text is not None:
            edits.append(Edit(piece.start, piece.end, piece.text, "html.character", "a character reference or white space"))
        position = piece.end
    _gap(edits, source, position, len(source), waiting, left, k)
    return edits


def _gap(edits: list[Edit], source: str, start: int, end: int, text: str, left: list[Left], k: int) -> int:
    """Edits for the gap between two kept pieces, which becomes `text`; the index of the next left-out part."""
    if start == end and not text:
        return k
    while k < len(left) and left[k].end <= start:
        k += 1
    first = len(edits)
    while k < len(left) and left[k].start < end:
        part = left[k]
        low, high = max(part.start, start), min(part.end, end)
        if low > start:
            edits.append(Edit(start, low, "", "html.markup", "tags and what is not shown"))
        edits.append(Edit(low, high, "", part.rule, part.reason))
        start = high
        if part.end > end:
            break
        k += 1
    if start < end or not edits[first:]:
        if source[start:end] != text:
            edits.append(Edit(start, end, text, "html.markup", "tags and what is not shown"))
    elif text:
        edits[-1] = edits[-1]._replace(replacement=text)
    return k
