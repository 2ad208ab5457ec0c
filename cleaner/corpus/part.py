"""One part of a corpus: read its slice, clean it, write it beside its place, rename.

A part is whole or not there. Two workers that make the same part (Spark and Ray start slow tasks twice) write the same
bytes under different names, and the second renaming changes nothing.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from cleaner.batch.output.atomic import AtomicFile
from cleaner.batch.output.mirror import mirror_folder
from cleaner.corpus.plan import Part
from cleaner.corpus.records import Fields, batches_of, read_lines, schema_of
from cleaner.formats.job import Tally
from cleaner.integrations.arrow import PIECE_BYTES, PIECE_ROWS, BatchCleaner

ROW_GROUP_BYTES = 64 << 20  # of a part in memory before it is written
LOGS = ("column", "beside", "none")
LOG_FOLDER = "_changes"  # readers of data sets leave names with an underscore alone


class CorpusJob(NamedTuple):
    """The same for every part of a run: the kernel, the configuration's fingerprint, where the log goes, fields of records."""

    kernel: BatchCleaner
    config: str
    folder: Path
    log: str
    fields: Fields


class Made(NamedTuple):
    """What came of a part: rows, rows set aside with an error, changes by rule, bytes of the file."""

    tally: Tally
    failed: int


def make_part(part: Part, job: CorpusJob) -> Made:
    """Make one part. Raises InputError for a source that cannot be read; rows that fail are set aside in `error`."""
    tally, failed = Tally(), 0
    schema = job.kernel.schema(source_schema(part, job))
    kept = [name for name in schema.names if job.log == "column" or name != "changes"]
    with (
        _Writer(job.folder, part.target, _select(schema, kept), part.footer(job.config), part.source.path) as out,
        _log_writer(part, job, schema) as log,
    ):
        for batch, faults in _batches(part, job):
            cleaned = _with_errors(job.kernel(batch), faults)
            changes = cleaned.column("changes")
            log.write(_flat(changes, part, tally.texts) if job.log == "beside" else None)
            out.write(cleaned.select(kept))
            failed += len(cleaned) - cleaned.column("error").null_count
            _count(tally, changes)
        log.place()
        out.place()
    return Made(tally, failed)


def source_schema(part: Part, job: CorpusJob) -> pa.Schema:
    """The columns of a source."""
    if part.source.kind == "jsonl":
        return schema_of(job.fields)
    return pq.read_schema(part.source.path)


def _batches(part: Part, job: CorpusJob) -> Iterator[tuple[pa.RecordBatch, Mapping[int, str]]]:
    """The rows of a part in record batches."""
    if part.source.kind == "jsonl":
        yield from batches_of(read_lines(part), job.fields, job.kernel.column)
        return
    with pq.ParquetFile(part.source.path) as file:
        groups = range(part.start, part.stop)
        rows = sum(file.metadata.row_group(number).num_rows for number in groups)
        size = sum(file.metadata.row_group(number).total_byte_size for number in groups)
        step = max(1, min(PIECE_ROWS, PIECE_BYTES * rows // max(size, 1)))
        if rows:
            for batch in file.iter_batches(batch_size=step, row_groups=list(groups), use_threads=False):
                yield batch, {}


def _with_errors(batch: pa.RecordBatch, faults: Mapping[int, str]) -> pa.RecordBatch:
    """The errors of records put into the column of errors."""
    if not faults:
        return batch
    errors = batch.column("error").to_pylist()
    for row, why in faults.items():
        errors[row] = why
    return batch.set_column(batch.schema.get_field_index("error"), "error", pa.array(errors, pa.string()))


def _count(tally: Tally, changes: pa.ListArray) -> None:
    """Add a batch to the counts."""
    tally.texts += len(changes)
    tally.changed += pc.sum(pc.greater(pc.list_value_length(changes), 0)).as_py() or 0
    for entry in pc.value_counts(changes.flatten().field("rule")).to_pylist():
        tally.rules[entry["values"]] += entry["counts"]


# ---- writing ----------------------------------------------------------------------------------------------------------


class _Writer:
    """A Parquet file under construction; leaving the block without :meth:`place` discards it."""

    def __init__(self, root: Path, target: Path, schema: pa.Schema, footer: Mapping[bytes, bytes], made_from: Path) -> None:
        self.target = target
        mirror_folder(root, target.parent, made_from.parent)
        self._atomic = AtomicFile(target, made_from=[os.stat(made_from)])
        self.schema = schema.with_metadata({**(schema.metadata or {}), **footer})
        self._held: list[pa.RecordBatch] = []
        self._size = 0
        self._parquet = pq.ParquetWriter(self._atomic.stream, self.schema, compression="zstd")

    def write(self, batch: pa.RecordBatch | None) -> None:
        """Add rows; they are written by the row group."""
        if batch is not None:
            self._held.append(batch)
            self._size += batch.nbytes
            if self._size >= ROW_GROUP_BYTES:
                self._flush()

    def _flush(self) -> None:
        if self._held:
            table = pa.Table.from_batches(self._held).cast(self.schema)
            self._parquet.write_table(table, row_group_size=max(1, len(table)))
            self._held, self._size = [], 0

    def place(self) -> None:
        """Everything is written: on the disk first, then where it belongs."""
        self._flush()
        self._parquet.close()
        self._atomic.finish()
        self._atomic.place()

    def __enter__(self) -> _Writer:
        return self

    def __exit__(self, *_: object) -> None:
        if not self._atomic.stream.closed:
            with suppress(OSError, ValueError, pa.ArrowException):  # what it is about to write is discarded with the rest
                self._parquet.close()
            self._atomic.discard()


class _NoWriter:
    """Where there is no log beside the parts."""

    def write(self, batch: object) -> None: ...
    def place(self) -> None: ...
    def __enter__(self) -> _NoWriter:
        return self

    def __exit__(self, *_: object) -> None: ...


def _log_writer(part: Part, job: CorpusJob, schema: pa.Schema) -> _Writer | _NoWriter:
    """The log beside the parts: one row a change. It is in place before the part is: no change without its record."""
    if job.log != "beside":
        return _NoWriter()
    change = list(schema.field("changes").type.value_type)
    columns = [pa.field("source", pa.string()), pa.field("row", pa.int64()), *change]
    target = job.folder / LOG_FOLDER / part.target.relative_to(job.folder)
    return _Writer(job.folder, target, pa.schema(columns), part.footer(job.config), part.source.path)


def _flat(changes: pa.ListArray, part: Part, before: int) -> pa.RecordBatch:
    """One row a change: the source, the row in the part, and the change."""
    rows = pc.add(pc.list_parent_indices(changes), before).cast(pa.int64())
    flat = changes.flatten()
    arrays = [pa.repeat(part.source.name, len(flat)), rows, *flat.flatten()]
    return pa.RecordBatch.from_arrays(arrays, ["source", "row", *(field.name for field in flat.type)])


def _select(schema: pa.Schema, names: list[str]) -> pa.Schema:
    return pa.schema([schema.field(name) for name in names], schema.metadata)
