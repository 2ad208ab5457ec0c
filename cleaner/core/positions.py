"""Positions: where offsets of the original are in the result, and the other way round."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import cast

from cleaner.core.edits import Edit, Span, compose
from cleaner.core.kernel import kernel
from cleaner.core.lazy import lazy

Ends = tuple[list[int], list[int]]


class Positions:
    """Where offsets are before and after net spans, or the edits of one pass; `rebase` is for net spans alone.

    >>> from cleaner.core.edits import Edit, compose
    >>> positions = Positions(compose([], [Edit(3, 7, "")], 0, "the the cat"))
    >>> positions.to_clean(8, 11), positions.to_original(4, 7)
    ((4, 7), (8, 11))
    """

    def __init__(self, net: Sequence[Span] | Sequence[Edit]) -> None:
        self.net = net

    @lazy
    def _ends(self) -> tuple[Ends, Ends]:
        """Where replacements start and end before and after they are made."""
        old_starts, old_ends, new_starts, new_ends = _ends_of(self.net)
        return (old_starts, old_ends), (new_starts, new_ends)

    @lazy
    def made(self) -> list[tuple[int, int]]:
        """The spans of the result that replacements take."""
        return list(zip(*self._ends[1], strict=True))

    def to_original(self, start: int, end: int) -> tuple[int, int]:
        """The smallest span of the original that covers `result[start:end]`; a replaced part counts as a whole."""
        old, new = self._ends
        return _carry(start, end, new, old)

    def to_clean(self, start: int, end: int) -> tuple[int, int]:
        """The smallest span of the result that covers `original[start:end]`; a replaced part counts as a whole."""
        return _carry(start, end, *self._ends)

    def all_to_clean(self, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """`to_clean` of each of some spans."""
        in_c = kernel()
        if in_c is not None:
            old, new = self._ends
            return cast("list[tuple[int, int]]", in_c.carry(spans, *old, *new))
        return [self.to_clean(start, end) for start, end in spans]

    def move(self, edit: Edit) -> Edit | None:
        """An edit of the original as the same edit of the result; None if a span touches what it replaces."""
        start, end = self.to_clean(edit.start, edit.end)
        old_starts, old_ends = self._ends[0]
        low = bisect_left(old_ends, edit.start)
        if low < len(old_starts) and old_starts[low] <= edit.end:
            return None
        return edit._replace(start=start, end=end)

    def rebase(self, edit: Edit, original: str) -> Span:
        """An edit of the result as one net span of the original (a suggestion, in original coordinates)."""
        (_, old_ends), (new_starts, new_ends) = self._ends
        low = bisect_left(new_ends, edit.start)
        high = bisect_right(new_starts, edit.end)
        shift = old_ends[low - 1] - new_ends[low - 1] if low else 0
        moved = Edit(edit.start + shift, edit.end + shift, edit.replacement)
        for span in compose(cast("Sequence[Span]", self.net)[low:high], [moved], -1, original):
            if any(step == -1 for step, _ in span.causes):
                return span
        return Span(moved.start, moved.end, original[moved.start : moved.end], ())


def _ends_of(net: Sequence[Span] | Sequence[Edit]) -> tuple[list[int], list[int], list[int], list[int]]:
    """Where replacements start and end before and after they are made."""
    in_c = kernel()
    if in_c is not None and net.__class__ is list:
        return cast("tuple[list[int], list[int], list[int], list[int]]", in_c.ends(net))
    starts, ends = [span[0] for span in net], [span[1] for span in net]
    growth = list(accumulate((len(span[2]) - (span[1] - span[0]) for span in net), initial=0))
    return (
        starts,
        ends,
        [start + grown for start, grown in zip(starts, growth, strict=False)],
        [end + grown for end, grown in zip(ends, growth[1:], strict=True)],
    )


def _carry(start: int, end: int, source: Ends, target: Ends) -> tuple[int, int]:
    """Carry a span over; both edges are monotone in their argument."""
    first = _carry_start(start, source, target)
    return first, max(first, _carry_end(end, source, target) if end > start else 0)


def _carry_start(offset: int, source: Ends, target: Ends) -> int:
    k = bisect_right(source[0], offset) - 1  # the last span that starts at or before the offset
    if k < 0:
        return offset
    if offset < source[1][k]:
        return target[0][k]
    return offset - source[1][k] + target[1][k]


def _carry_end(offset: int, source: Ends, target: Ends) -> int:
    k = bisect_left(source[0], offset) - 1  # the last span that starts before the offset
    if k < 0:
        return offset
    if offset < source[1][k]:
        return target[1][k]
    return offset - source[1][k] + target[1][k]
