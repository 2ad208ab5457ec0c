"""Tables of data: a line for each row, a place for each cell, empty ones and those that others span over included."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from cleaner.html.dom.elements import Block, Element
from cleaner.html.dom.tags import CELLS
from cleaner.html.rendering.markdown import inline
from cleaner.html.rendering.pieces import Piece, run_pieces
from cleaner.html.selection.structures import Table, around, cells_of


def rows_of(source: str, table: Table, blocks: Sequence[Block], markdown: bool) -> Iterator[Piece]:
    """The pieces of a table; `blocks` are its blocks, in order."""
    return _Rows(source, markdown, cells_of(blocks)).pieces(table, blocks)


class _Rows:
    """The text that waits to be written before the next block of a cell."""

    def __init__(self, source: str, markdown: bool, members: Mapping[Element, Sequence[Block]]) -> None:
        self.source = source
        self.markdown = markdown
        self.members = members
        self.waiting = ""
        self.place = 0  # in the source, where the last block ended

    def pieces(self, table: Table, blocks: Sequence[Block]) -> Iterator[Piece]:
        """Caption first, then row by row."""
        grid = [line for line in table.grid() if any(cell in self.members for cell in line if cell is not None)]
        first_cell = min((cell[0].runs[0].start for cell in self.members.values()), default=0)
        for block in blocks:
            if block.runs[0].start < first_cell and around(block.element, CELLS) is None:
                yield from self._block(block, "")
                self.waiting = "\n\n" if self.markdown else "\n"
        width = max((len(line) for line in grid), default=0)
        for number, line in enumerate(grid):
            self.waiting += "\n" if number else ""
            yield from self._row([self.members.get(cell, ()) if cell is not None else () for cell in line], width)
            if self.markdown:
                self.waiting += " |" + ("\n|" + " --- |" * width if not number else "")
        if self.waiting.strip("\n"):
            yield Piece(self.place, self.place, self.waiting.rstrip("\n"))

    def _row(self, cells: list[Sequence[Block]], width: int) -> Iterator[Piece]:
        """The cells of one row."""
        if self.markdown:
            cells += [()] * (width - len(cells))
        self.waiting += "|" if self.markdown else ""
        for number, cell in enumerate(cells):
            begins = number == 1 and not self.markdown and not cells[0]
            self.waiting += "| |" if begins else " |" if number else ""  # "| | b": no row reads as one with a cell less
            for k, block in enumerate(cell):
                gap = ("<br>" if self.markdown else " ") if k else (" " if self.waiting.endswith("|") else "")
                yield from self._block(block, gap)

    def _block(self, block: Block, gap: str) -> Iterator[Piece]:
        """A block, on one line, after what waits to be written."""
        start = block.runs[0].start
        if self.waiting + gap:
            yield Piece(start, start, self.waiting + gap)
        self.waiting = ""
        self.place = block.runs[-1].end
        flat = Block(block.element)
        flat.runs = [run._replace(gap=run.gap.replace("\n", "<br>" if self.markdown else " ")) for run in block.runs]
        if self.markdown:
            yield from inline(self.source, flat, cell=True)
            return
        for run in flat.runs:
            if run.gap:
                yield Piece(run.start, run.start, run.gap)
            yield from run_pieces(self.source, run)
