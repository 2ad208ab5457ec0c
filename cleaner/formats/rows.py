"""Where the rows and cells of a table end.

A quote opens a cell where the cell begins with it, and two of them inside stand for one (RFC 4180). A quote elsewhere is a
character like any other, as Python's `csv` reads it: `1,a 5" pipe` is a row of two cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

SEPARATORS = ",;\t|"


class Row(NamedTuple):
    """A row with its line end, and whether a cell of it is still open, which is so of a last row alone."""

    data: bytes
    is_open: bool


def rows(lines: Iterable[bytes], kind: str, separator: str = "") -> Iterator[Row]:
    """The rows of a table, from its lines with their ends. `separator`: what its head told, if that went before.

    >>> list(rows([b'a;b\\n', b'5" pipe;"so\\n', b'on"\\n', b'1;"\\n'], "csv"))[1:]
    [Row(data=b'5" pipe;"so\\non"\\n', is_open=False), Row(data=b'1;"\\n', is_open=True)]
    """
    lines = iter(lines)
    if not separator:
        head = next(_rows(lines, "\t" if kind == "tsv" else SEPARATORS), None)
        if head is None:
            return
        yield head
        separator = separator_of(head.data.decode("utf-8", "surrogateescape"), kind)
    yield from _rows(lines, separator)


def separator_of(head: str, kind: str) -> str:
    """The separator of a table by its first row: of those there are, the one that it has most of."""
    return "\t" if kind == "tsv" else max(SEPARATORS, key=head.count)


def split_row(row: str, separator: str) -> list[str]:
    """The cells of a row without its line end, quotes and all.

    >>> split_row('1,"a ""b"", c",5" pipe,', ",")
    ['1', '"a ""b"", c"', '5" pipe', '']
    """
    if '"' not in row:
        return row.split(separator)
    cell = _cell(separator)
    cells, at = [], 0
    while True:
        found = cell.match(row, at)
        cells.append(found[0] if found else "")
        at += len(cells[-1]) + 1
        if at > len(row):
            return cells


def _rows(lines: Iterator[bytes], separators: str) -> Iterator[Row]:
    held: list[bytes] = []
    is_open = False
    for line in lines:
        held.append(line)
        is_open = _is_open_after(line, is_open, separators)
        if not is_open:
            yield Row(b"".join(held), False)
            held.clear()
    if held:
        yield Row(b"".join(held), True)


def _is_open_after(line: bytes, is_open: bool, separators: str) -> bool:
    """Whether a cell in quotes is open at the end of a line; `is_open`: whether one was at its beginning."""
    if b'"' not in line:
        return is_open
    at = 0
    while True:
        if is_open:
            rest = _REST.match(line, at)
            if rest is None:
                return True
            at = rest.end()
        begin = _opening(separators).search(line, at)
        if begin is None:
            return False
        at, is_open = begin.end(), True


_REST = re.compile(rb'[^"]*+(?:""[^"]*+)*+"')  # of a cell in quotes, behind the first of them


@cache
def _opening(separators: str) -> re.Pattern[bytes]:
    return re.compile(rb'(?:(?<![^%s])|(?<=\A\xef\xbb\xbf))"' % re.escape(separators).encode())  # or behind a byte order mark


@cache
def _cell(separator: str) -> re.Pattern[str]:
    plain = f"[^{re.escape(separator)}]*+"
    return re.compile(rf'(?:"[^"]*+(?:""[^"]*+)*+(?:"|\Z))?{plain}')
