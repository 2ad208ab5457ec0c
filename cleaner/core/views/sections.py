"""Sections of a long text, and what a pass over each has found: filters look at those that have something for them.

What a pass says of a short text as a whole (:mod:`cleaner.filters.scan`) it says of a section of a long one, which is read with
:data:`MARGIN` code points on either side, so that nothing stands across an edge. Edits change the sections around them alone.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from cleaner.core.document import Document
    from cleaner.core.edits import Edit

SIZE = 8_192  # code points of a section at most
# Code points around a section that are read with it: what models read of a sentence, and more than two of the longest words.
MARGIN = 400
LONGEST_WORD = 60  # code points beyond these in which a blank is looked for, so that no word is cut
WORTH_IT = 0.5  # share of a text: of larger parts views of the whole text, which edits keep, cost less

Span = tuple[int, int]
Hits = tuple[tuple[int, int], ...]  # offset in the section of a word that sets bits, and those that it sets there
Phrases = tuple[tuple[int, int, int], ...]  # offset in the section, number of the wrong words, which phrases of theirs as bits


class Scanned(Protocol):
    """A pass over a short text, which tells what of it a trigger waits for, until it reads another one."""

    def words_of(self, text: str, trigger: Callable[..., object]) -> list[tuple[int, bytes]] | None:
        """The words that may be it, as (offset, folded word); None if that is not known, or no more."""


class Section(NamedTuple):
    """`text[start:end]`, the bits of what stands in it or in its margins, its words that set some, and its phrases; None if they
    must be looked for.
    """

    start: int
    end: int
    bits: int
    words: Hits | None
    phrases: Phrases | None


class Sections:
    """The sections of a text, in order; what is `unread` of it, as edits have changed it; the bits that mean a trigger."""

    def __init__(
        self, sections: Sequence[Section], unread: list[Span], size: int, masks: Mapping[Any, int], *, is_english: bool
    ) -> None:
        self.sections, self.unread, self.size, self.masks, self.is_english = sections, unread, size, masks, is_english

    def has(self, trigger: Callable[..., object]) -> bool:
        """Whether any section may have what a trigger waits for.

        >>> sections = Sections([Section(0, 9, 0, (), ()), Section(9, 20, 5, (), ())], [], 20, {len: 1, str: 2}, is_english=True)
        >>> sections.has(len), sections.has(str), sections.spans(len)
        (True, False, [(9, 20)])
        """
        mask = self.masks[trigger]
        return any(section.bits & mask for section in self.sections)

    def spans(self, trigger: Callable[..., object]) -> list[Span]:
        """Where that may stand."""
        mask = self.masks[trigger]
        found: list[Span] = []
        for section in self.sections:
            if section.bits & mask:
                start = found.pop()[0] if found and found[-1][1] == section.start else section.start
                found.append((start, section.end))
        return found

    def words(self, trigger: Callable[..., object]) -> list[int] | None:
        """The offsets of words that set bits of a trigger where they stand, if that is known; else None.

        >>> Sections([Section(5, 9, 1, ((2, 1), (3, 2)), ())], [], 9, {len: 1}, is_english=True).words(len)
        [7]
        """
        mask = self.masks.get(trigger, 0)
        if self.unread or not mask:
            return None
        found: list[int] = []
        for section in self.sections:
            if section.bits & mask:
                if section.words is None:
                    return None
                found += [section.start + at for at, bits in section.words if bits & mask]
        return found

    def worth(self, trigger: Callable[..., object]) -> list[Span] | None:
        """The same if it is known, and so little of the text that looking there alone pays; else None."""
        if self.unread or trigger not in self.masks:
            return None
        spans = self.spans(trigger)
        return spans if sum(end - start for start, end in spans) <= WORTH_IT * self.size else None

    def after(self, edits: Sequence[Edit], size: int) -> Sections:
        """The same of the text of so many code points that edits (sorted, apart) made of this one: what they touch is unread.

        >>> from cleaner.core.edits import Edit
        >>> sections = Sections([Section(0, 2_000, 1, (), ()), Section(2_000, 4_000, 0, (), ())], [], 4_000, {}, is_english=True)
        >>> later = sections.after([Edit(1_000, 1_001, "")], 3_999)
        >>> later.unread, later.sections
        ([(0, 1999)], [Section(start=1999, end=3999, bits=0, words=(), phrases=())])
        """
        starts, ends = [edit.start for edit in edits], [edit.end for edit in edits]
        shifts = list(accumulate((len(edit.replacement) - (edit.end - edit.start) for edit in edits), initial=0))
        kept: list[Section] = []
        unread: list[Span] = []
        reach, done = MARGIN + LONGEST_WORD, 0  # up to where the new text is told
        for section in self.sections:
            before = bisect_left(ends, section.start - reach)
            if before == bisect_right(starts, section.end + reach):
                shift = shifts[before]
                if done < section.start + shift:
                    unread.append((done, section.start + shift))
                done = section.end + shift
                kept.append(section._replace(start=section.start + shift, end=done))
        if done < size:
            unread.append((done, size))
        return Sections(kept, unread, size, self.masks, is_english=self.is_english)


def spans_of(document: Document, trigger: Callable[..., object]) -> list[Span] | None:
    """Where what a trigger waits for may stand, if that is known and not most of the text; else None."""
    return None if document.sections is None else document.sections.worth(trigger)


def words_for(document: Document, trigger: Callable[..., object]) -> list[int] | None:
    """The offsets of the words that a trigger waits for, if they are known; None if they must be looked for."""
    return None if document.sections is None else document.sections.words(trigger)


def cut(text: str, start: int, end: int) -> Iterator[Span]:
    """Sections of `text[start:end]`, at line ends and blanks where there are any.

    >>> list(cut("word " * 2_000, 0, 10_000))
    [(0, 8190), (8190, 10000)]
    """
    while end - start > SIZE:
        stop = start + SIZE
        stop = text.rfind("\n", start + SIZE // 2, stop) + 1 or text.rfind(" ", start + SIZE // 2, stop) + 1 or stop
        yield start, stop
        start = stop
    if start < end:
        yield start, end


def with_margins(text: str, start: int, end: int) -> Span:
    """A section with its margins, which begin and end at blanks where there are any.

    >>> with_margins("word " * 2_000, 8190, 9000)
    (7790, 9404)
    """
    low, high = max(0, start - MARGIN), min(len(text), end + MARGIN)
    blank = text.find(" ", high, high + LONGEST_WORD)
    return text.rfind(" ", max(0, low - LONGEST_WORD), low) + 1 or low, blank if blank >= 0 else high
