"""The way back for files of records: the logged texts of JSON Lines and tables are put back where they stood.

    cleaned file + its part of the log -> the original file, byte for byte

The log names a record by its line or row (`data.jsonl#line=12:text`); see :mod:`cleaner.engines.formats.fields`.
Start at :func:`restore`. Parquet and web archives are written anew by cleaning and have no way back but their input.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from cleaner.engines import compression
from cleaner.engines.formats import kind_of, records, table
from cleaner.errors import LogError

if TYPE_CHECKING:
    from cleaner.outputs.logged import Logged

PLACE = re.compile(r"#(?:line|row|record)=\d+")


def base_of(name: str) -> str:
    """The file that a document of a log stood in.

    >>> base_of("a/data.jsonl#line=12:text"), base_of("big.txt#byte=2097152"), base_of("C#.txt")
    ('a/data.jsonl', 'big.txt', 'C#.txt')
    """
    return re.split(r"#(?:byte|line|row|record)=\d+", name, maxsplit=1)[0]


def is_record(name: str) -> bool:
    """Whether a document of a log is a record of a file."""
    return PLACE.search(name) is not None


def restore(data: bytes, name: str, parts: Iterable[Logged]) -> bytes:
    """The file `name` before it was cleaned, from its clean bytes and its documents in the log.

    Raises LogError if the two do not belong together, or if the format has no way back.
    """
    kind = kind_of(compression.split_suffix(name)[0])
    if kind == "jsonl":
        return _restore_lines(data, name, parts)
    if kind in ("csv", "tsv"):
        return _restore_rows(data, name, parts, kind)
    raise LogError("files of this format cannot be undone", where=name, remedy="keep the input")


def unpacked(data: bytes, name: str) -> bytes:
    """What a compressed file holds; other files as they are."""
    return compression.reader(io.BytesIO(data), compression.split_suffix(name)[1]).read()


def packed(data: bytes, name: str) -> bytes:
    """Data compressed as the name says. The content is what it was; the compressed bytes may be others."""
    raw = io.BytesIO()
    stream = compression.writer(raw, compression.split_suffix(name)[1])
    stream.write(data)
    if stream is not raw:
        stream.close()
    return raw.getvalue()


def _restore_lines(data: bytes, name: str, parts: Iterable[Logged]) -> bytes:
    lines = data.split(b"\n")
    for part in parts:
        number, record = _number(part), part.head["record"]
        try:
            back = partial(_restored, part)
            lines[number - 1] = records.put_back(
                lines[number - 1], record["field"], record.get("nth", 0), back, record.get("raw")
            )
        except (IndexError, ValueError) as error:
            raise LogError(f"the log does not fit line {number}: {error}", where=name) from error
    return b"\n".join(lines)


def _restore_rows(data: bytes, name: str, parts: Iterable[Logged], kind: str) -> bytes:
    rows = list(table.rows_of(data.decode("utf-8", "surrogateescape")))
    if rows:
        rows[-1] = rows[-1].removesuffix("\n")
    for part in parts:
        number, record = _number(part), part.head["record"]
        try:
            shape = table.shape_of(rows[0], (record["field"],), kind)
            rows[number - 1] = table.put_back(
                rows[number - 1], shape, record["field"], partial(_restored, part), record.get("raw")
            )
        except (IndexError, StopIteration) as error:
            raise LogError(f"the log does not fit row {number}", where=name) from error
    return "".join(rows).encode("utf-8", "surrogateescape")


def _number(part: Logged) -> int:
    match = re.search(r"#(?:line|row)=(\d+)", part.name)
    if match is None or "record" not in part.head:
        raise LogError("this is no record of a file", where=part.name)
    return int(match[1])


def _restored(part: Logged, text: str) -> str:
    from cleaner.replay import undo_from_log

    return undo_from_log(text.encode("utf-8", "surrogatepass"), part).decode("utf-8", "surrogatepass")
