"""What stays or goes as a whole: tables of data, plain lists, lists of terms, questions that open, code.

:func:`tables` finds the tables of a page and tells tables of data from those that only lay out a page (HTML Living Standard,
4.9.1: role, headers, caption, and how little each cell holds).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cleaner.html.dom.elements import Block, Element, Page
from cleaner.html.dom.tags import CELLS
from cleaner.html.selection.blocks import BlockRow

MOST_CELL = 400  # characters of a cell in a table of data without headers
MEAN_CELL = 120  # characters
MOST_BLOCKS = 3  # blocks of text in a cell of such a table
MOST_HEADED = 1500  # characters of a cell in a table with headers
LINKED = 0.8  # share of links in the text of a table without headers from which it is a menu
WIDEST = 100  # columns that one cell may span
TABLES = frozenset(("table",))
PARTS = CELLS | {"caption", "thead"}
NEVER = ("html.unseen", "html.hidden")
LISTS = frozenset(("ul", "ol", "dl", "menu"))
UNITS = LISTS | {"details", "table"}


class Table:
    """A table: its cells row by row, and whether it holds data."""

    __slots__ = ("data", "element", "head", "rows")

    def __init__(self, element: Element) -> None:
        self.element = element
        self.rows: list[tuple[Element, list[Element]]] = []
        self.head = False
        self.data = True

    def add(self, element: Element) -> None:
        """A cell, a header or a caption of the table, in the order of the source; cells that are left out have no place."""
        if element.drop and element.drop != self.element.drop:
            return
        if element.name in CELLS and element.parent is not None:
            if not self.rows or self.rows[-1][0] is not element.parent:
                self.rows.append((element.parent, []))
            self.rows[-1][1].append(element)
        self.head = self.head or element.name != "td"

    def grid(self) -> list[list[Element | None]]:
        """Cells by row and column; None where a cell spans over the place."""
        grid: list[list[Element | None]] = []
        spans: dict[int, int] = {}  # column -> rows that a cell above still covers
        for _, cells in self.rows:
            line: list[Element | None] = []
            for cell in cells:
                while spans.get(len(line), 0):
                    spans[len(line)] -= 1
                    line.append(None)
                width, height = _span(cell, "colspan"), _span(cell, "rowspan")
                for column in range(len(line), len(line) + width):
                    if height > 1:
                        spans[column] = height - 1
                line += [cell] + [None] * (width - 1)
            while spans.get(len(line), 0):
                spans[len(line)] -= 1
                line.append(None)
            grid.append(line)
        return grid


def _span(cell: Element, name: str) -> int:
    said = cell.attributes.get(name, "1") if name in cell.head.lower() else "1"
    return max(1, min(WIDEST, int(said))) if said.isdecimal() and len(said) < 6 else 1


def tables(page: Page, rows: Sequence[BlockRow]) -> dict[Element, Table]:
    """The tables of data, by element."""
    found: dict[Element, Table] = {}
    for element in page.elements:
        if element.name == "table":
            if element.drop not in NEVER:
                found[element] = Table(element)
                above = around(element.parent, TABLES)
                if above is not None and above in found:
                    found[above].data = False  # a table in a cell lays out a page
        elif found and element.name in PARTS:
            table = found.get(around(element.parent, TABLES) or element)
            if table is not None:
                table.add(element)
    if found:
        _judge(found, rows)
    return {element: table for element, table in found.items() if table.data}


def around(element: Element | None, names: frozenset[str]) -> Element | None:
    """The nearest element of one of the names, from this one up."""
    while element is not None and element.name not in names:
        element = element.parent
    return element


def _judge(found: dict[Element, Table], rows: Sequence[BlockRow]) -> None:
    """Say which tables hold data."""
    chars: dict[Element, int] = {}
    blocks: dict[Element, int] = {}
    links: dict[Element, list[int]] = {}
    for row in rows:
        cell = around(row.element, CELLS)
        if cell is None:
            continue
        chars[cell] = chars.get(cell, 0) + row.chars
        blocks[cell] = blocks.get(cell, 0) + 1
        total = links.setdefault(around(cell, TABLES) or cell, [0, 0])
        total[0] += row.chars
        total[1] += row.linked
    for element, table in found.items():
        cells = [cell for _, members in table.rows for cell in members]
        role = element.attributes.get("role", "")
        sizes = [chars.get(cell, 0) for cell in cells]
        filled = [size for size in sizes if size]
        if not filled or role in ("presentation", "none"):
            table.data = False
        elif table.head:
            table.data = table.data and max(sizes) <= MOST_HEADED
        else:
            columns = max(len(members) for _, members in table.rows)
            text, linked = links.get(element, [0, 0])
            table.data = (
                table.data and len(table.rows) > 1 and columns > 1 and max(sizes) <= MOST_CELL
                and sum(filled) <= MEAN_CELL * len(filled) and max(blocks.values()) <= MOST_BLOCKS * 100
                and all(blocks.get(cell, 0) <= MOST_BLOCKS for cell in cells) and linked <= LINKED * text
            )  # fmt: skip


def units(rows: Sequence[BlockRow], data: Mapping[Element, Table]) -> list[Element | None]:
    """Of each row the element that stays or goes as a whole with it: a table of data, a list of plain items, a `<details>`."""
    known: dict[Element, Element | None] = {}
    simple = _simple_lists(rows)
    result: list[Element | None] = []
    for row in rows:
        element = row.element
        if element not in known:
            unit: Element | None = None
            for up in element.ancestors():
                if up in data or up in simple:
                    unit = up
            known[element] = unit
        result.append(known[element])
    return result


def _simple_lists(rows: Sequence[BlockRow]) -> set[Element]:
    """Lists whose items hold nothing but text, and `<details>`."""
    seen: dict[Element, bool] = {}
    for row in rows:
        plain = True
        for up in row.element.ancestors():
            if up.name in UNITS and up.name != "table":
                seen[up] = seen.get(up, True) and (plain or up.name in ("dl", "details"))
            if up.name not in ("li", "dt", "dd", "ul", "ol", "p", "menu", "dl"):
                plain = False
    return {element for element, plain in seen.items() if plain}


def cells_of(blocks: Sequence[Block]) -> dict[Element, list[Block]]:
    """The blocks of each cell."""
    found: dict[Element, list[Block]] = {}
    for block in blocks:
        cell = around(block.element, CELLS)
        if cell is not None:
            found.setdefault(cell, []).append(block)
    return found
