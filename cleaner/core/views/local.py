"""Views of places whose evidence stands near by: after edits they are looked for again around these alone.

A second round over a long text with few edits would else look at all of it again.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from cleaner.core.document import Document
    from cleaner.core.edits import Edit

Place = tuple[Any, ...]  # an offset, and what is there
MOST = 0.5  # share of a text that may have to be looked at again; of more all is
BLANK = b" "


class Earlier(NamedTuple):
    """What is known of a text that edits made of another one: places that they left as they were, and spans to look at."""

    places: list[Place]
    spans: list[tuple[int, int]]


class LocalView:
    """Places of a document that depend on the words and marks within `reach` code points, and on the words that reach farther.

    `look` gives those of a piece of a folded text (:mod:`cleaner.core.views.folding`), given with the text itself, as tuples
    that begin with the offset, in order.

    >>> from cleaner.core.document import Document
    >>> from cleaner.core.edits import Edit
    >>> ands = LocalView(lambda folded, text: [(at,) for at in range(len(text)) if folded[at : at + 5] == b" and "], reach=4)
    >>> document = Document("you and me" + " or else" * 9)
    >>> document.view(ands), document.after([Edit(0, 3, "we all")], "we all and me" + " or else" * 9).view(ands)
    ([(3,)], [(6,)])
    """

    def __init__(self, look: Callable[[bytes, str], Sequence[Place]], reach: int) -> None:
        self.look, self.reach = look, reach

    def __call__(self, document: Document) -> list[Place]:
        earlier = document.earlier.get(self)
        if earlier is None:
            return list(self.look(document.folded, document.text))
        found = [place for span in earlier.spans for place in self._within(document, *span)]
        return sorted([*earlier.places, *found], key=_offset)

    def _within(self, document: Document, start: int, end: int) -> list[Place]:
        """The places that begin in a span."""
        low, high = words_around(document.folded, start - self.reach, end + self.reach)
        found = self.look(document.folded[low:high], document.text[low:high])
        return [(low + place[0], *place[1:]) for place in found if start <= low + place[0] < end]

    def after(self, document: Document, edits: Sequence[Edit]) -> Earlier | None:
        """What of this view of a document is known after edits (sorted, apart); None if most must be looked at again."""
        earlier = Earlier(document.view(self), []) if document.has_seen(self) else document.earlier.get(self)
        if earlier is None:
            return None
        touched = [self._around(document.folded, edit.start, edit.end) for edit in edits]
        joined = _joined(sorted(earlier.spans + touched))
        if sum(end - start for start, end in joined) > MOST * len(document.text):
            return None
        starts = [start for start, _ in joined]
        kept = [place for place in earlier.places if not _is_in(joined, starts, place[0])]
        ends = [edit.end for edit in edits]
        shifts = list(accumulate((len(edit.replacement) - (edit.end - edit.start) for edit in edits), initial=0))

        def moved(offset: int) -> int:
            return offset + shifts[bisect_right(ends, offset)]

        # no span begins or ends inside of an edit, for each holds what is around its own; nothing is put in before the first
        spans = [(moved(start) if start else 0, moved(end)) for start, end in joined]
        return Earlier([(moved(place[0]), *place[1:]) for place in kept], spans)

    def _around(self, folded: bytes, start: int, end: int) -> tuple[int, int]:
        """What may depend on an edit."""
        low, high = words_around(folded, start, end)
        return max(0, low - self.reach), min(len(folded), high + self.reach)


def counted_after(
    counts: Counter[str], find: Callable[[str], list[str]], edits: Sequence[Edit], before: str, after: str
) -> Counter[str]:
    """How often strings without spaces, which `find` finds, stand in a text that edits (sorted, apart) made of another one.

    >>> from cleaner.core.edits import Edit
    >>> found = counted_after(Counter("a b a".split()), str.split, [Edit(1, 2, "c")], "a b a", "acb a")
    >>> sorted(found.items())
    [('a', 1), ('acb', 1)]
    """
    counts = counts.copy()
    grown, number = 0, 0
    while number < len(edits):
        start, end = edits[number].start, edits[number].end
        low, shift = before.rfind(" ", 0, start) + 1, grown
        while True:  # all edits of the pieces between two spaces
            grown += len(edits[number].replacement) - (edits[number].end - edits[number].start)
            number += 1
            space = before.find(" ", end)
            high = space if space >= 0 else len(before)
            if number == len(edits) or edits[number].start > high:
                break
            end = edits[number].end
        for word in find(before[low:high]):
            counts[word] -= 1
            if not counts[word]:
                del counts[word]
        counts.update(find(after[low + shift : high + grown]))
    return counts


def pieces_within(folded: bytes, spans: Sequence[tuple[int, int]], reach: int = 0) -> Iterator[tuple[int, int, int, bytes]]:
    """Spans of a folded text, each with where its piece begins: the words that it touches, and those within `reach` code points.

    >>> list(pieces_within(b"the cat sat", [(5, 9)]))
    [(5, 9, 4, b'cat sat')]
    """
    for start, end in spans:
        low, high = words_around(folded, start - reach, end + reach)
        yield start, end, low, folded[low:high]


def words_around(folded: bytes, start: int, end: int) -> tuple[int, int]:
    """A span, with the words at its ends as a whole."""
    high = folded.find(BLANK, max(0, end))
    return folded.rfind(BLANK, 0, max(0, start)) + 1, high if high >= 0 else len(folded)


def _joined(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Sorted spans, those that meet as one."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def _is_in(spans: Sequence[tuple[int, int]], starts: Sequence[int], offset: int) -> bool:
    number = bisect_right(starts, offset) - 1
    return number >= 0 and offset < spans[number][1]


def _offset(place: Place) -> int:
    offset: int = place[0]
    return offset
