"""Windows: where to look again after edits.

A filter that judges a line by itself and at most `reach_lines` lines around it need not be asked about a whole text again because
one word of it was repaired. :class:`Changed` keeps the places that edits have touched, in the coordinates of the current
text; :func:`window_of` cuts the lines around them out into a small document, and :class:`Window` carries edits back.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import NamedTuple

from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.core.positions import Positions

WORTH_IT = 0.5  # share of the text: larger windows are not worth their trouble


class Changed:
    """Spans of the current text that edits have touched since some moment."""

    def __init__(self, spans: Iterable[tuple[int, int]] = ()) -> None:
        self.spans = list(spans)

    def carry(self, positions: Positions) -> None:
        """Follow a pass: spans of the text before it become spans of the text after it, and its own edits join."""
        new = positions.made
        self.spans = sorted(positions.all_to_clean(self.spans) + new) if self.spans else new


class Slice(NamedTuple):
    """`text[start:end]` is in the window; edits count if they touch `text[low:high]`, the rest is context."""

    start: int
    end: int
    low: int
    high: int


class Window:
    """A document made of slices of another one; its edits are carried back to that one."""

    def __init__(self, document: Document, slices: list[Slice]) -> None:
        self.slices = slices
        self.offsets = list(accumulate((part.end - part.start for part in slices), initial=0))
        self.document = document.part("".join(document.text[part.start : part.end] for part in slices))

    def edits(self, found: Iterable[Edit]) -> Iterator[Edit]:
        """Edits of the window as edits of the whole text; those that only touch context are left out."""
        for edit in found:
            k = min(bisect_right(self.offsets, edit.start), len(self.slices)) - 1
            part = self.slices[k]
            shift = part.start - self.offsets[k]
            moved = edit._replace(start=edit.start + shift, end=edit.end + shift)
            if moved.start <= part.high and moved.end >= part.low and moved.end <= part.end:
                yield moved

    def holds(self, edit: Edit) -> bool:
        """Whether an edit of the whole text lies where the window was looked at anew."""
        return any(edit.start <= part.high and edit.end >= part.low for part in self.slices)


def window_of(document: Document, changed: Changed, reach: int) -> Window | None:
    """The lines within `reach` of what changed, with as many lines of context; None if that is most of the text."""
    slices: list[Slice] = []
    text, size, line_end = document.text, 0, 0
    for start, end in changed.spans:
        if end < line_end:
            continue  # it ends in the line in which the one before it does, and begins behind that
        line_end = text.find("\n", end) + 1 or len(text)
        low, high = _lines_around(text, start, end, reach)
        first, last = _lines_around(text, low, high, reach)
        if slices and first <= slices[-1].end:
            part = slices[-1]
            size -= part.end - part.start
            slices[-1] = Slice(part.start, max(last, part.end), part.low, max(high, part.high))
        else:
            slices.append(Slice(first, last, low, high))
        size += slices[-1].end - slices[-1].start
        if size > WORTH_IT * len(text):
            return None
    return Window(document, slices)


def _lines_around(text: str, start: int, end: int, reach: int) -> tuple[int, int]:
    """The lines that hold `text[start:end]` and `reach` lines before and after them, line feeds included."""
    for _ in range(reach + 1):
        start = text.rfind("\n", 0, max(0, start - 1)) + 1 if start else 0
        end = text.find("\n", end) + 1 or len(text)
    return start, end
