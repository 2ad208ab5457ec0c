"""Running heads, running feet and page numbers of a text whose pages end with form feeds.

A line near the top or bottom edge of a page goes if what is between it and the edge goes as well, and it

- says the same as the line there on other pages close by: on three, or on two of each parity where left and right pages differ,
- differs from these in numbers only, which count with the pages ("Page 3 of 40", "Report | 12"), or
- is a number, Arabic or Roman, that counts with the pages.

A text without form feeds has no pages, and nothing of it is touched.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.rulebook.packs import RuleSet

DEPTH = 3  # lines from the edge of a page that are looked at
FEWEST = 3  # pages on which a line without numbers stands
FEWEST_COUNTED = 2  # pages on which a line stands whose number counts with the pages
DENSE = 0.3  # share of the pages between the first and the last that have the line
DENSE_NUMBERS = 0.5  # share of all pages whose numbers agree
PARITY = 0.8  # share of the left, or right, pages that have their line
FEWEST_PAGES = 4  # of a text whose left and right pages are told apart
LONGEST = 200  # code points of such a line
NUMBER = r"\d{1,6}"
SIGNS = " -–—.|#•*"
ROMAN_NUMBER = "(?-i:[ivxlcIVXLC]{1,7})"  # without case a dotless i would be one
PAGE_NUMBER = (
    rf"(?i:\W{{0,3}}(?:(?:page|seite|p\.?|s\.)\s{{0,3}})?(\d{{1,4}}|{ROMAN_NUMBER})"
    r"(?:\s{0,3}(?:of|von|/)\s{0,3}\d{1,4})?\W{0,3})"
)
ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


class Line(NamedTuple):
    """A line of a page that is not blank; `before` is the end of the line before it, `after` the start of the next one."""

    page: int
    start: int
    end: int
    before: int
    after: int
    text: str


def propose(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """The lines and the blank lines between them and the text go."""
    pages = [page for page in _pages(document.text) if page]
    if len(pages) < FEWEST_COUNTED:
        return
    pages = [[line._replace(page=number) for line in page] for number, page in enumerate(pages)]
    for is_top in (True, False):
        edges = [page[:DEPTH] if is_top else page[: -DEPTH - 1 : -1] for page in pages]
        for line, kind in _running(edges):
            start, end = (line.start, line.after) if is_top else (line.before, line.end)
            yield rules.edit(start, end, "", f"layout.running-heads.{kind}")


def _pages(text: str) -> Iterator[list[Line]]:
    """The lines of page after page."""
    position = 0
    for page in text.split("\f"):
        page_end = position + len(page)
        spans = []
        for line in page.split("\n"):
            stripped = line.strip()
            if stripped:
                spans.append((position, position + len(line), stripped))
            position += len(line) + 1
        starts = [start for start, _, _ in spans]
        ends = [end for _, end, _ in spans]
        first = page_end - len(page)
        yield [
            Line(0, start, end, before, after, text)
            for (start, end, text), before, after in zip(spans, [first, *ends], [*starts[1:], page_end], strict=False)
        ]
        position = page_end + 1


def _running(edges: Sequence[Sequence[Line]]) -> Iterator[tuple[Line, str]]:
    """The lines at one edge of the pages that go, and whether each is a head (or foot) or a number."""
    keys = _repeated(edges)
    offsets = _offsets(edges)
    for edge in edges:
        for line in edge:
            if _offset(line) in offsets:
                yield line, "number"
            elif _key(line.text) in keys:
                yield line, "line"
            else:
                break


def _key(text: str) -> str:
    """What a line says, numbers aside."""
    return re.compile(NUMBER).sub("#", " ".join(text[:LONGEST].split()).casefold())


def _offset(line: Line) -> int | None:
    """How far a page number is from the number of the page; None for other lines."""
    match = re.compile(PAGE_NUMBER).fullmatch(line.text) if len(line.text) < LONGEST else None
    return None if match is None else _value(match.group(1)) - line.page


def _value(number: str) -> int:
    """An Arabic or Roman number.

    >>> _value("14"), _value("xiv")
    (14, 14)
    """
    if number.isdecimal():
        return int(number)
    values = [ROMAN[letter] for letter in number.lower()]
    return sum(-value if value < following else value for value, following in zip(values, [*values[1:], 0], strict=True))


def _offsets(edges: Sequence[Sequence[Line]]) -> set[int | None]:
    """The differences between number and page that enough pages share."""
    counts = Counter(offset for edge in edges for offset in {_offset(line) for line in edge} if offset is not None)
    return {offset for offset, count in counts.items() if count >= max(FEWEST_COUNTED, DENSE_NUMBERS * len(edges))}


def _repeated(edges: Sequence[Sequence[Line]]) -> set[str]:
    """What the running lines of an edge say."""
    found: dict[str, list[Line]] = defaultdict(list)
    for edge in edges:
        for line in edge:
            found[_key(line.text)].append(line)
    found = {key: lines for key, lines in found.items() if key.strip(SIGNS) and len({line.page for line in lines}) == len(lines)}
    keys = {key for key, lines in found.items() if _is_running(lines)}
    if len(edges) < FEWEST_PAGES:
        return keys
    sides = [{key for key, lines in found.items() if _is_on_side(lines, side, len(edges), key in keys)} for side in (0, 1)]
    return keys | sides[0] | sides[1] if all(sides) else keys


def _is_running(lines: Sequence[Line]) -> bool:
    """Whether lines that say the same, numbers aside, are on enough pages, and their numbers count with these."""
    span = lines[-1].page - lines[0].page + 1
    if len(lines) < DENSE * span:
        return False
    if _is_constant(lines):
        return len(lines) >= FEWEST
    rows = [[int(number) for number in re.compile(NUMBER).findall(line.text)] for line in lines]
    if len({len(row) for row in rows}) > 1 or len(lines) < FEWEST_COUNTED:
        return False
    for column in zip(*rows, strict=True):
        counts = len({number - line.page for number, line in zip(column, lines, strict=True)}) == 1
        if not counts and len(set(column)) > 1:
            return False
    return True


def _is_constant(lines: Sequence[Line]) -> bool:
    return len({tuple(re.compile(NUMBER).findall(line.text)) for line in lines}) == 1


def _is_on_side(lines: Sequence[Line], side: int, pages: int, is_running: bool) -> bool:
    """Whether lines stand on most pages of one parity and on no others."""
    if len(lines) < FEWEST_COUNTED or any(line.page % 2 != side for line in lines):
        return False
    return len(lines) >= PARITY * len(range(side, pages, 2)) and (is_running or _is_constant(lines))
