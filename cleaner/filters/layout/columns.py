"""Two columns of prose side by side, as layout-preserving extraction writes them, put one after the other.

    The first survey of the      sank, and the dyke had
    marsh was made on foot.      to be raised by two feet.

becomes the left column, then the right one. A block of lines has two columns where a gap of three spaces or more stands at the
same place in nearly all of them, and where on both sides sentences go on from line to line, as they do in no table: there a
cell is whole. Lists of terms, indexes, tables of contents, figures, code and verse stay. For text out of PDF; opt-in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.rulebook.packs import RuleSet

GAP = re.compile(r"(?<=\S) {3,}(?=\S)|^ {12,}(?=\S)", re.MULTILINE)
LEFT, RIGHT = 0, 1
FEWEST = 5  # lines of a block with text on both sides
NARROWEST = 14  # code points of a column, on average
GOES_ON = 0.5  # share of the lines of a column whose sentence goes on in the next; 0.75 is usual, 0 in tables
LETTERS = 0.75  # share of letters and spaces in a column
STOP = re.compile(r"[.!?:;…][\"'”’)\]]{0,3}\Z")


class Row(NamedTuple):
    """A line of a block: where it stands, and what stands left and right of the gap ("" for nothing)."""

    start: int
    end: int
    sides: tuple[str, str]


def propose(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """The left column, then the right one."""
    if "   " not in document.text:
        return
    for block in _blocks(document.text):
        columns = [_column(block, LEFT), _column(block, RIGHT)]
        start, end = block[0].start, block[-1].end
        if all(map(_is_prose, columns)) and not document.in_code(start, end):
            whole = "\n".join("\n".join(column).strip("\n") for column in columns)
            yield rules.edit(start, end, whole, "layout.columns.prose")


def _blocks(text: str) -> Iterator[list[Row]]:
    """Lines that follow each other with a gap at one place."""
    block: list[Row] = []
    low, high = 0, 0  # where all gaps of the block overlap, in code points from the start of a line
    start = 0
    for line in text.splitlines(keepends=True):
        bare = line.rstrip()
        gaps = [match.span() for match in GAP.finditer(bare)]
        cut = gaps[0] if len(gaps) == 1 else None
        narrowed = (max(low, cut[0]), min(high, cut[1])) if cut and block else cut
        if cut and narrowed and narrowed[0] < narrowed[1]:
            low, high = narrowed
            block.append(Row(start, start + len(bare), (bare[: cut[0]].strip(), bare[cut[1] :])))
        elif block and not bare and not line.startswith("\f"):
            block.append(Row(start, start, ("", "")))
        elif block and any(block[-1].sides) and not gaps and len(bare) <= high and not line.startswith("\f"):
            block.append(Row(start, start + len(bare), (bare.strip(), "")))
        else:
            yield from _whole(block)
            block = [Row(start, start + len(bare), (bare[: cut[0]].strip(), bare[cut[1] :]))] if cut else []
            low, high = cut or (0, 0)
        start += len(line)
    yield from _whole(block)


def _whole(block: list[Row]) -> Iterator[list[Row]]:
    """A block, if enough of its lines have both columns."""
    while block and not any(block[-1].sides):
        block.pop()
    both = [row for row in block if all(row.sides)]
    if len(both) >= FEWEST and 2 * len(both) > len(block):
        yield block


def _column(block: list[Row], side: int) -> list[str]:
    """The lines of one column; an empty one where both are empty."""
    return [row.sides[side] for row in block if row.sides[side] or not any(row.sides)]


def _is_prose(lines: list[str]) -> bool:
    """Whether sentences go on from line to line."""
    lines = [line for line in lines if line]
    text = "".join(lines)
    if len(lines) < FEWEST or len(text) < NARROWEST * len(lines):
        return False
    if sum(char.isalpha() or char == " " for char in text) < LETTERS * len(text):
        return False
    going = sum(not STOP.search(one) and other[:1].islower() for one, other in pairwise(lines))
    return going >= GOES_ON * (len(lines) - 1)
