"""CSV and TSV: one or more columns are cleaned, everything else stays byte for byte.

The first row names the columns (a column may also be given by number, from 1). Cells that do not change keep their
quotes as they are; a cell that changes is quoted if it was, or if it has to be now. The separator is the one of
`, ; TAB |` that the header has most of (:mod:`cleaner.formats.rows`). Rows with another number of cells, and one whose quote is
never closed, are reported and go out as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import IO, NamedTuple

from cleaner.core.errors import InputError
from cleaner.core.numbers import whole_number
from cleaner.formats.fields import Gatherer, Where
from cleaner.formats.job import Block, Cleaned, Job, NotTextError
from cleaner.formats.rows import rows, separator_of, split_row

BLOCK = 1 << 18  # bytes
LONGEST = 64 << 20  # bytes of one row
MARK = b"\xef\xbb\xbf"


class Shape(NamedTuple):
    """What the header of a table says: the separator, the number of columns, those to be cleaned and their names."""

    separator: str
    width: int
    columns: tuple[tuple[int, str], ...]


def blocks(stream: IO[bytes], job: Job, kind: str) -> Iterator[Block]:
    """Whole rows, about BLOCK bytes of them; the header goes along with every block.

    Raises NotTextError, and InputError if a column is missing.
    """
    number, row, line, held, head, separator = 0, 1, 1, b"", b"", ""
    while piece := stream.read(max(BLOCK, len(held))):  # twice as much of a row that goes on: linear time
        if not number and not held and b"\0" in piece[:4096]:
            raise NotTextError("this is not a table of text")
        held += piece
        cut, count = end_of_rows(held, kind, separator)
        if not cut and len(held) < LONGEST:
            continue
        if not cut:
            raise InputError(f"row {row} is longer than {LONGEST >> 20} MB", remedy="a quote is not closed, perhaps")
        data, held = held[:cut], held[cut:]
        if not head:
            head = _head(data, job, kind)
            separator = separator_of(head.decode("utf-8", "surrogateescape"), kind)
        yield Block(data, number, f"#row={row}", head=head, first=row, line=line)
        number += 1
        row += count
        line += data.count(b"\n")
    if held:
        yield Block(held, number, f"#row={row}", head=head or _head(held, job, kind), first=row, line=line)


def end_of_rows(data: bytes, kind: str, separator: str = "") -> tuple[int, int]:
    """Where the last whole row ends, in bytes, and how many there are up to there; for `separator` see :func:`rows`.

    >>> end_of_rows(b'a,b\\n1,5" pipe\\n2,"so', "csv")
    (14, 2)
    """
    if b'"' not in data:
        return data.rfind(b"\n") + 1, data.count(b"\n")
    whole = [len(row.data) for row in rows(BytesIO(data), kind, separator) if not row.is_open and row.data.endswith(b"\n")]
    return sum(whole), len(whole)


def _head(data: bytes, job: Job, kind: str) -> bytes:
    """The first row; raises InputError if it lacks a column, now rather than in every block."""
    first = next(rows(BytesIO(data), kind)).data
    shape_of(first.decode("utf-8", "surrogateescape"), job.columns, kind)
    return first


def shape_of(header: str, fields: tuple[str, ...], kind: str) -> Shape:
    """Separator and columns from the header row. Raises InputError naming the columns that there are.

    >>> shape_of("id;text;n", ("text",), "csv")
    Shape(separator=';', width=3, columns=((1, 'text'),))
    """
    header = header.removeprefix("\ufeff").rstrip("\r\n")
    separator = separator_of(header, kind)
    names = [unquoted(cell) for cell in split_row(header, separator)]
    columns = []
    for field in fields:
        if field in names:
            columns.append((names.index(field), field))
        elif 0 < (number := whole_number(field) or 0) <= len(names):
            columns.append((number - 1, field))
        else:
            raise InputError(f"there is no column {field!r}", remedy=f"--field: one of {', '.join(names)[:200]}")
    return Shape(separator, len(names), tuple(sorted(columns)))


def unquoted(cell: str) -> str:
    """What a cell says."""
    return cell[1:-1].replace('""', '"') if len(cell) > 1 and cell[0] == cell[-1] == '"' else cell


def quoted(text: str, like: str, separator: str) -> str:
    """A text as a cell: in quotes if the cell had them or the text needs them."""
    if like.startswith('"') or any(char in text for char in (separator, '"', "\n", "\r")):
        return '"' + text.replace('"', '""') + '"'
    return text


NOT_UTF8 = re.compile("[\udc80-\udcff]")


def clean(block: Block, job: Job, kind: str, name: str) -> Cleaned:
    """Clean the chosen columns of the rows of a block."""
    gatherer = Gatherer(job, name)
    shape = shape_of(block.head.decode("utf-8", "surrogateescape"), job.columns, kind)
    out = []
    for k, row in enumerate(rows(BytesIO(block.data), kind, shape.separator if block.number else "")):
        text = row.data.decode("utf-8", "surrogateescape")
        if row.is_open:
            line = block.line + block.data.count(b"\n") - row.data.count(b"\n")
            why = f"a quote is not closed in the row that begins in line {line}; all from there on stays as it is"
            gatherer.fail(f"row={block.first + k}", why)
        elif (block.number or k) and text.strip():
            text = _clean_row(text, block.first + k, shape, gatherer)
        out.append(text)
    return gatherer.cleaned(block.data, "".join(out).encode("utf-8", "surrogateescape"))


def _clean_row(row: str, number: int, shape: Shape, gatherer: Gatherer) -> str:
    """One row of a table with its cells cleaned; a row that does not change keeps its bytes."""
    place = f"row={number}"
    body = row.rstrip("\r\n")
    cells = split_row(body, shape.separator)
    if len(cells) != shape.width:
        gatherer.fail(place, f"{len(cells)} cells, not {shape.width}")
        return row
    changed = False
    for column, field in shape.columns:
        text = unquoted(cells[column])
        if NOT_UTF8.search(text):
            gatherer.fail(place, f"the cell {field!r} is not UTF-8")
            continue
        cleaned = gatherer.clean(text, Where(place, field, number))
        if cleaned != text:
            new = quoted(cleaned, cells[column], shape.separator)
            if quoted(text, new, shape.separator) != cells[column]:
                gatherer.raw(cells[column])
            cells[column] = new
            changed = True
    return shape.separator.join(cells) + row[len(body) :] if changed else row


def put_back(row: str, shape: Shape, field: str, restore: Callable[[str], str], raw: str | None) -> str:
    """A cleaned row with one cell as it was; see :func:`cleaner.formats.records.put_back`."""
    body = row.rstrip("\r\n")
    cells = split_row(body, shape.separator)
    column = next(column for column, name in shape.columns if name == field)
    cells[column] = raw or quoted(restore(unquoted(cells[column])), cells[column], shape.separator)
    return shape.separator.join(cells) + row[len(body) :]
