"""Parquet (extra `arrow`): one or more string columns are cleaned; schema, other columns and metadata stay.

A block is a slice of a row group as an Arrow stream, so that other processes can clean it. Row groups are written anew.
Missing values stay missing.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from types import ModuleType
from typing import IO, Any

from cleaner.core.errors import InputError
from cleaner.formats.fields import Gatherer, Where
from cleaner.formats.job import Block, Cleaned, Job, NotTextError

INSTALL = "pip install 'cleaner-text[arrow]'"
MAGIC = b"PAR1"  # first bytes of a file
ROWS = 2000  # of a block: 4 MB at 2 KB a text
GROUP = 32 << 20  # bytes of Arrow data after which a row group is written


def _pyarrow() -> ModuleType:
    try:
        import pyarrow.parquet
    except ImportError as error:
        raise InputError(
            "reading Parquet needs pyarrow, which is not installed", remedy="pip install 'cleaner-text[arrow]'"
        ) from error
    return pyarrow  # type: ignore[no-any-return]


def blocks(stream: IO[bytes], job: Job, kind: str) -> Iterator[Block]:
    """Slices of the row groups. Raises NotTextError, InputError if a column is missing or holds no text."""
    pa = _pyarrow()
    if not stream.seekable():
        raise InputError("Parquet cannot be read from a pipe", remedy="name the file")
    try:
        file = pa.parquet.ParquetFile(stream)
    except (pa.ArrowInvalid, OSError) as error:
        stream.seek(0)
        if stream.read(len(MAGIC)) == MAGIC:
            raise InputError(f"the file is damaged: {str(error).splitlines()[0]}") from error
        raise NotTextError(f"this is no Parquet: {str(error).splitlines()[0]}") from error
    schema = file.schema_arrow
    _check(pa, schema, job.columns)
    row = 0
    try:
        for number, batch in enumerate(file.iter_batches(batch_size=ROWS)):
            yield Block(to_bytes(pa, batch), number, f"#row={row}", first=row)
            row += batch.num_rows
        if not row:
            yield Block(to_bytes(pa, schema), 0)
    except (pa.ArrowException, OSError) as error:
        raise InputError(f"the file is damaged: {str(error).splitlines()[0]}") from error


def _check(pa: ModuleType, schema: Any, fields: tuple[str, ...]) -> None:
    for field in fields:
        if field not in schema.names:
            raise InputError(f"there is no column {field!r}", remedy=f"--field: one of {', '.join(schema.names)[:200]}")
        kind = schema.field(field).type
        if not _is_text(pa, kind):
            raise InputError(f"the column {field!r} holds no text but {kind}", remedy="--field names others")


def _is_text(pa: ModuleType, kind: Any) -> bool:
    """Whether a column of a type holds strings, in whatever way they are stored."""
    if pa.types.is_dictionary(kind):
        return _is_text(pa, kind.value_type)
    views = hasattr(pa.types, "is_string_view") and pa.types.is_string_view(kind)
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or views)


def to_bytes(pa: ModuleType, batch: Any) -> bytes:
    """A batch (or only a schema) as an Arrow stream."""
    sink = io.BytesIO()
    schema = batch.schema if hasattr(batch, "schema") else batch
    with pa.ipc.new_stream(sink, schema) as writer:
        if schema is not batch:
            writer.write_batch(batch)
    return sink.getvalue()


def clean(block: Block, job: Job, kind: str, name: str) -> Cleaned:
    """Clean the chosen columns of a slice."""
    pa = _pyarrow()
    gatherer = Gatherer(job, name)
    table = pa.ipc.open_stream(block.data).read_all()
    changed = False
    for field in job.columns:
        texts = table.column(field).to_pylist()
        cleaned = [
            None if text is None else gatherer.clean(text, Where(f"row={block.first + k}", field)) for k, text in enumerate(texts)
        ]
        if cleaned != texts:
            changed = True
            place = table.schema.get_field_index(field)
            table = table.set_column(place, table.schema.field(place), pa.array(cleaned, table.schema.field(place).type))
    if not changed:
        return gatherer.cleaned(block.data, block.data)
    sink = io.BytesIO()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return gatherer.cleaned(block.data, sink.getvalue())


class Writer:
    """Writes the Arrow streams of cleaned blocks as Parquet; a row group is written when enough has come together."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._pa = _pyarrow()
        self._writer: Any = None
        self._held: list[Any] = []
        self._size = 0

    def write(self, data: bytes) -> int:
        """Take one block."""
        table = self._pa.ipc.open_stream(data).read_all()
        if self._writer is None:
            self._writer = self._pa.parquet.ParquetWriter(self._stream, table.schema)
        self._held.append(table)
        self._size += table.nbytes
        if self._size >= GROUP:
            self.flush()
        return len(data)

    def flush(self) -> None:
        """Write a row group."""
        if self._held:
            self._writer.write_table(self._pa.concat_tables(self._held).unify_dictionaries())
            self._held, self._size = [], 0

    def close(self) -> None:
        """Write the rest and the end of the file."""
        self.flush()
        if self._writer is not None:
            self._writer.close()
