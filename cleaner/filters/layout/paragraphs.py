"""Lines of a page joined to paragraphs, and pages to a text. For text out of PDF; opt-in.

A line goes on in the next one if it is full: the first word of the next would not have fitted. How wide full is, the lines
around tell, in widths of letters rather than in their number, for most fonts are proportional. Where a sentence plainly goes on
(no stop, then a small letter) less is asked for. Lines are joined only where the text around is wrapped: of the lines there whose
sentence goes on, most are full. Verse, tables, lists, headings, code, and paragraphs of one line each stay as they are.

A form feed within a sentence becomes a space, any other a blank line.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.rulebook.packs import RuleSet

SEPARATOR = re.compile(r"\r?\n|\f")
AROUND = 12  # lines on either side that tell how wide a full line is
LONGEST = 160  # code points; a longer line was not wrapped
SHORTEST = 20  # code points; shorter lines tell nothing about the width
FULL_RANK = 0.85  # of the lines around, by width: the width of a full line, for some stick out
FULL = 0.97  # of that width, by which a line and the next word must fill it
FULL_AFTER_STOP = 1.0  # the same where the line ends with a stop
LIKELY_FULL = 0.6  # of that width, for a line whose sentence goes on
NARROWEST = 22.0  # widths of a full line: a column has more
WRAPPED = 0.7  # share of full ones among the lines whose sentence goes on
POINTED = 0.6  # share of lines that end with a mark of punctuation, by which the text is verse; 0.2 is usual in prose
GOES_ON = 0.2  # share of the lines whose sentence goes on in a wrapped text; 0.5 is usual
PROSE = 0.7  # share of letters and spaces in a line of prose
PROSE_STRAY = 0.55  # the same for a line with numbers in it, between lines of prose

# Widths of letters, in those of an "n", after Adobe's font metrics of Times and Helvetica; all others are 1.
WIDTHS = dict.fromkeys("ijl.,;:'!|()[]’‘`", 0.55) | dict.fromkeys('ftrI-"“”', 0.7) | dict.fromkeys("mwMW—", 1.5)
CAPITAL = 1.25

ITEM = re.compile(r"(?:[-–—•*▪‣◦●○■□►·]\s+\S|\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)]\s+\S|\d+(?:\.\d+)+\.?\s)")
GAP = re.compile(r"\S(?: {3,}|\t)\S|[^.!?:”\"'’)] {2}\S")
STOP = re.compile(r"[.!?…][\"'”’)\]]{0,3}\d{0,3}\Z")
PAUSE = re.compile(r"[:;][\"'”’)\]]{0,2}\Z")
POINTS = ".,;:!?…"
OPENING = "\"“‘'«"
CLOSING = re.compile(r"[.!?…,][\"”’'»]\Z")
HYPHEN = re.compile(r"[^\W\d_][-\u2010]\Z")


class Line(NamedTuple):
    """A line without the white space around it, and where it stands."""

    start: int
    end: int
    indent: int
    text: str
    width: float


class Near(NamedTuple):
    """What the lines around tell: the width of a full line, and whether the text is wrapped there."""

    full: float
    wrapped: bool


def propose(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """A space for a line end inside of a paragraph; a blank line or a space for a form feed."""
    text = document.text
    page = Lines(text)
    for number in range(len(page.lines) - 1):
        line, following = page.lines[number], page.lines[number + 1]
        between = text[line.end : following.start]
        if page.joins(number, between):
            blank = "" if HYPHEN.search(line.text) and following.text[0].isalpha() else " "
            rule = "page-end" if "\f" in between else "line-end"
            yield rules.edit(line.end, following.start, blank, f"layout.paragraphs.{rule}")
        elif "\f" in between:
            yield rules.edit(line.end, following.start, "\n\n", "layout.paragraphs.page-end")


def width_of(text: str) -> float:
    """How wide a line is, about, in letters "n".

    >>> round(width_of("illicit"), 1) < round(width_of("mammoth"), 1)
    True
    """
    return sum([WIDTHS.get(char) or (CAPITAL if char.isupper() else 1.0) for char in text])


class Lines:
    """The lines of a text that are not blank."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = list(_lines(text))

    @cached_property
    def near(self) -> list[Near]:
        """What the lines around each line tell."""
        telling = [k for k, line in enumerate(self.lines) if SHORTEST <= len(line.text) <= LONGEST]
        found = []
        last: tuple[int, int] | None = None
        for number in range(len(self.lines)):
            place = bisect_left(telling, number)
            low, high = max(0, place - AROUND), place + AROUND + 1
            if last != (low, high):
                last, near = (low, high), self._near(telling[low:high])
            found.append(near)
        return found

    def _near(self, numbers: Sequence[int]) -> Near:
        widths = sorted(self.lines[k].width for k in numbers)
        if not widths:
            return Near(0.0, False)
        full = widths[int(FULL_RANK * (len(widths) - 1))] if len(widths) > 2 else widths[-1]
        going_on = [k for k in numbers if k + 1 < len(self.lines) and self._goes_on(k)]
        filled = sum(self.fills(k, full, FULL) for k in going_on)
        pointed = sum(self.lines[k].text[-1] in POINTS for k in numbers)
        is_prose = pointed < POINTED * len(numbers) and len(going_on) >= max(1, GOES_ON * len(numbers))
        return Near(full, is_prose and filled >= WRAPPED * len(going_on) and full >= NARROWEST)

    def _goes_on(self, number: int) -> bool:
        """Whether a sentence plainly goes on behind a line: no stop, then a small letter."""
        return self.lines[number + 1].text[0].islower() and not STOP.search(self.lines[number].text)

    def fills(self, number: int, full: float, share: float) -> bool:
        """Whether the first word of the next line would not have fitted in a line."""
        following = self.lines[number + 1].text
        return self.lines[number].width + width_of(" " + following.split(None, 1)[0]) >= share * full

    def joins(self, number: int, between: str) -> bool:
        """Whether a line goes on in the next one, over what stands between them."""
        line, following, near = self.lines[number], self.lines[number + 1], self.near[number]
        if not near.wrapped or not _may_join(line.text, following.text):
            return False
        is_apart = "\f" in between or between.count("\n") > 1
        if self._goes_on(number):
            return line.width >= LIKELY_FULL * near.full and not (is_apart and PAUSE.search(line.text))
        if is_apart or following.indent > line.indent + 1:
            return False
        return not self._is_at_heading(number, near) and self._is_full(number, near)

    def _is_full(self, number: int, near: Near) -> bool:
        """Whether a line is full; behind a stop, and before somebody else speaks, more is asked for."""
        line, following = self.lines[number].text, self.lines[number + 1].text
        if not STOP.search(line):
            return self.fills(number, near.full, FULL)
        speaks = following[0] in OPENING and CLOSING.search(line) is not None
        return not speaks and self.fills(number, near.full, FULL_AFTER_STOP)

    def _is_at_heading(self, number: int, near: Near) -> bool:
        """Whether a line is a heading, or the next one is: short, in capitals, and not gone on with."""
        if _is_heading(self.lines[number].text):
            return True
        following = self.lines[number + 1]
        if following.width > FULL * near.full or not _is_heading(following.text):
            return False
        return number + 2 >= len(self.lines) or not self.lines[number + 2].text[0].islower()


def _lines(text: str) -> Iterator[Line]:
    position = 0
    for match in [*SEPARATOR.finditer(text), None]:
        end = match.start() if match else len(text)
        stripped = text[position:end].strip()
        if stripped:
            start = text.index(stripped, position, end)
            width = width_of(stripped) if len(stripped) <= LONGEST else 0.0
            yield Line(start, start + len(stripped), start - position, stripped, width)
        position = match.end() if match else end


def _may_join(line: str, following: str) -> bool:
    """Whether two lines may be of one paragraph: prose, and no list."""
    if len(line) > LONGEST or len(following) > LONGEST or ITEM.match(following):
        return False
    return _is_prose(line) and _is_prose(following)


def _is_prose(line: str) -> bool:
    """Whether a line may be one of running text: mostly letters, and no gaps as between columns.

    >>> _is_prose("and in 1947 (see page 3) it rose by 20.6"), _is_prose("Total    1,200    3.5"), _is_prose("x = [0, 1, 2];")
    (True, False, False)
    """
    if GAP.search(line):
        return False
    letters = sum(map(str.isalpha, line)) + line.count(" ")
    return letters >= (PROSE_STRAY if line.count(" ") > 2 else PROSE / 2) * len(line) and line[-1] not in "{};=\\|"


def _is_heading(line: str) -> bool:
    """Whether a line reads like a heading: no stop, and nearly all words with a capital.

    >>> _is_heading("The Old Actress Looked Over"), _is_heading("THE MARSH"), _is_heading("He met John and")
    (True, True, False)
    """
    words = [word for word in line.split() if word[0].isalpha()]
    if not words or STOP.search(line) or line.endswith((",", "-")):
        return False
    capitals = sum(word[0].isupper() for word in words)
    return line.isupper() or (capitals >= 0.7 * len(words) and len(words) <= 12)
