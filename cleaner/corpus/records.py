"""JSON Lines as tables, without loss: what does not fit a column stands beside it.

The columns are those of the first `SAMPLE_BYTES` of the first `SAMPLE_FILES` files. A field that is a string, integer,
number or boolean throughout has that type; everything else is kept as JSON text (the field has the metadata
`{"encoding": "json"}`). Fields that came up later, and values that are not of the type of their column, stand as a JSON object
in the column `rest`; a line that is no JSON object stands there as it is, and the column `error` says so.

>>> fields = infer([{"id": 1, "text": "one"}, {"id": 2, "text": "two", "tags": ["a"]}], "text")
>>> batch, faults = to_batch([b'{"id": 3, "text": "x", "tags": []}', b'{"id": "four", "text": "y"}', b"oops"], fields, "text")
>>> batch.to_pylist()[1]
{'id': None, 'text': 'y', 'tags': None, 'rest': '{"id": "four"}'}
>>> faults
{2: 'not a JSON object'}
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import IO, Any

import pyarrow as pa

from cleaner.core.errors import InputError
from cleaner.corpus.plan import Part, Source
from cleaner.formats.compression import damage, reader

SAMPLE_BYTES = 1 << 20  # of JSON Lines a file, from which columns are inferred
SAMPLE_FILES = 16
BATCH_BYTES = 4 << 20  # of JSON Lines turned into one table
REST = "rest"
MOST_EXACT = 1 << 53  # integers up to this are exact as numbers of 64 bits
INT64 = range(-(1 << 63), 1 << 63)
TYPES = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}

Fields = Mapping[str, str]  # name of a field -> "string", "int64", "double", "bool" or "json"


def infer_from(sources: Sequence[Source], column: str) -> dict[str, str]:
    """The columns of the JSON Lines among the sources. Raises InputError if none has the field to be cleaned."""
    records: list[dict[str, Any]] = []
    for source in [source for source in sources if source.kind == "jsonl"][:SAMPLE_FILES]:
        with open(source.path, "rb") as raw:
            size = 0
            for line in _whole_lines(reader(raw, source.compression), source):
                records += [record for record in [_record(line)] if record is not None]
                size += len(line)
                if size >= SAMPLE_BYTES:
                    break
    return infer(records, column)


def infer(records: Iterable[Mapping[str, Any]], column: str) -> dict[str, str]:
    """Columns for records; `column` is a string whatever they say. Raises InputError if no record has it."""
    seen: dict[str, set[type]] = {}
    for record in records:
        for name, value in record.items():
            seen.setdefault(name, set()).add(type(value))
    if column not in seen:
        raise InputError(f"no record has a field {column!r}", remedy="--field NAME; fields: " + ", ".join(seen))
    return {name: "string" if name == column else _type_of(types - {type(None)}) for name, types in seen.items()}


def _type_of(types: set[type]) -> str:
    if types == {int, float}:
        types = {float}
    return str(TYPES[types.pop()]) if len(types) == 1 and types <= set(TYPES) else "json"


def schema_of(fields: Fields) -> pa.Schema:
    """The schema of the tables made of records."""
    types = {str(type_): type_ for type_ in TYPES.values()}
    columns = [
        pa.field(name, types.get(type_, pa.string()), metadata={"encoding": "json"} if type_ == "json" else None)
        for name, type_ in fields.items()
    ]
    return pa.schema([*columns, pa.field(REST, pa.string(), metadata={"encoding": "json"})])


def read_lines(part: Part) -> Iterator[bytes]:
    """The lines that begin in a part. Raises InputError for compressed data that is damaged."""
    with open(part.source.path, "rb") as raw:
        if part.stop < 0:
            yield from _whole_lines(reader(raw, part.source.compression), part.source)
            return
        at = part.start
        if at:
            raw.seek(at - 1)
            at += len(raw.readline()) - 1
        while at < part.stop and (line := raw.readline()):
            at += len(line)
            yield line


def _whole_lines(stream: IO[bytes], source: Source) -> Iterator[bytes]:
    try:
        yield from stream
    except Exception as error:
        if why := damage(error):
            raise InputError(why, where=str(source.path)) from error
        raise


def batches_of(lines: Iterable[bytes], fields: Fields, column: str) -> Iterator[tuple[pa.RecordBatch, dict[int, str]]]:
    """Tables of about BATCH_BYTES, and in each the rows that are to be set aside, with the reason."""
    held: list[bytes] = []
    size = 0
    for line in lines:
        if line.strip():
            held.append(line)
            size += len(line)
        if size >= BATCH_BYTES:
            yield to_batch(held, fields, column)
            held, size = [], 0
    if held:
        yield to_batch(held, fields, column)


def to_batch(lines: Sequence[bytes], fields: Fields, column: str) -> tuple[pa.RecordBatch, dict[int, str]]:
    """One table of some lines, and the rows to be set aside."""
    columns: dict[str, list[Any]] = {name: [None] * len(lines) for name in (*fields, REST)}
    faults: dict[int, str] = {}
    for row, line in enumerate(lines):
        record = _record(line)
        if record is None:
            columns[REST][row] = line.rstrip(b"\r\n").decode("utf-8", "replace")
            faults[row] = "not a JSON object"
            continue
        rest = {}
        for name, value in record.items():
            type_ = fields.get(name)
            if type_ == "json":
                columns[name][row] = None if value is None else json.dumps(value, ensure_ascii=False)
            elif value is None and type_:
                continue
            elif type_ and _fits(value, type_):
                columns[name][row] = value
            else:
                rest[name] = value
        if rest:
            columns[REST][row] = json.dumps(rest, ensure_ascii=False)
        if column in rest:
            faults[row] = f"the field {column!r} is not text"
    return pa.RecordBatch.from_pydict(columns, schema_of(fields)), faults


def _record(line: bytes) -> dict[str, Any] | None:
    """The object on a line; None if there is none, or one that no column of UTF-8 can hold (a lone surrogate)."""
    try:
        record = json.loads(line)
        if b"\\ud" in line.lower():
            json.dumps(record, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) else None


def _fits(value: Any, type_: str) -> bool:
    kind = type(value)
    if kind is int:
        return (type_ == "int64" and value in INT64) or (type_ == "double" and abs(value) <= MOST_EXACT)
    return str(TYPES.get(kind)) == type_
