"""Arrow: a batch of rows in, the same batch with clean text and a change log out. What all engines call.

    text: string                      the column that was cleaned, its type kept; nulls stay null
    changes: list<struct<...>>        what was done to the row: CHANGE_FIELDS, in code points of the original
    suggestions: list<struct<...>>    on request: what was not done because it is uncertain
    confidence: double                on request: the F1 of words that the choice of a page's blocks can expect; null for texts
    error: string                     null, or why the row was left as it is

Other columns are not touched. :func:`clean_batch` is the whole interface; :class:`BatchCleaner` is the same with its options
inside, to be sent to workers. Text columns may be `string`, `large_string`, `string_view`, dictionaries of these, or
binary (bytes are decoded; keep them with `into`).

**The limit of 2 GB** on what one `string` array can hold: work is done in pieces of `PIECE_BYTES`; a table comes back in
chunks of about that size, and a single RecordBatch whose text no longer fits comes back with `large_string`.
The strings in `changes` have the type of the column, so the limit of one is the limit of the other.

Needs pyarrow (`pip install "cleaner-text[arrow]"`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from cleaner.core.edits import Change
from cleaner.core.errors import InputError
from cleaner.integrations.rows import Row, RowCleaner
from cleaner.pipeline.cleaner import Cleaner

PIECE_BYTES = 32 << 20  # UTF-8 text in work at once; as Python strings and changes it takes a few times that
PIECE_ROWS = 8192  # rows in work at once

CHANGE_FIELDS = ("start", "end", "before", "after", "filter", "rule", "reason", "safety")
TEXT_TYPES = {
    pa.string(): pa.string(),
    pa.large_string(): pa.large_string(),
    pa.string_view(): pa.string_view(),
    pa.binary(): pa.string(),
    pa.large_binary(): pa.large_string(),
    pa.binary_view(): pa.string_view(),
    pa.null(): pa.string(),
}
BYTES_OF = {pa.string(): pa.binary(), pa.large_string(): pa.large_binary(), pa.string_view(): pa.binary_view()}
WIDER = {pa.string(): pa.large_string(), pa.string_view(): pa.large_string()}


class Columns(NamedTuple):
    """The columns made of one piece of the text column."""

    text: pa.Array
    changes: pa.Array
    suggestions: pa.Array | None
    confidence: pa.Array | None
    error: pa.Array


def clean_batch(
    batch: pa.RecordBatch | pa.Table,
    column: str = "text",
    *,
    cleaner: Cleaner | None = None,
    into: str | None = None,
    suggestions: bool = False,
    confidence: bool = False,
    input_format: str = "auto",
) -> pa.RecordBatch | pa.Table:
    """Clean one column of a RecordBatch or Table; see the module docstring for what comes back.

    `cleaner` says how (default: the preset "web"); `into` names another column for the clean text, so that the original
    stays; `suggestions` and `confidence` add these columns; `input_format` is
    one of :data:`~cleaner.integrations.rows.INPUT_FORMATS`, documents such as "pdf" and "eml" (bytes) among them.

    >>> batch = pa.RecordBatch.from_pydict({"id": [1, 2], "text": ["the the cat", None]})
    >>> out = clean_batch(batch)
    >>> out.column("text").to_pylist(), out.schema.names
    (['the cat', None], ['id', 'text', 'changes', 'error'])
    >>> [(c["start"], c["end"], c["before"], c["after"]) for c in out.column("changes")[0].as_py()]
    [(3, 7, ' the', '')]

    Raises InputError if the column is missing or is not text, or if a column to be made is there already.
    """
    added = {"suggestions": suggestions, "confidence": confidence}
    return BatchCleaner(column, cleaner=cleaner, into=into, input_format=input_format, **added)(batch)


def change_type(text: pa.DataType) -> pa.DataType:
    """The type of `changes` beside text of a type: a list of structs with CHANGE_FIELDS.

    >>> str(change_type(pa.string()))[:45]
    'list<item: struct<start: int64, end: int64, b'
    """
    numbers = ("start", "end")
    return pa.list_(pa.struct([(name, pa.int64() if name in numbers else text) for name in CHANGE_FIELDS]))


class BatchCleaner:
    """:func:`clean_batch` with its options inside; picklable, and compiled once in every process that gets it."""

    def __init__(
        self,
        column: str = "text",
        *,
        cleaner: Cleaner | None = None,
        into: str | None = None,
        suggestions: bool = False,
        confidence: bool = False,
        input_format: str = "auto",
    ) -> None:
        self.column = column
        self.into = into or column
        self.suggestions, self.confidence = suggestions, confidence
        self.rows = RowCleaner(cleaner, input_format, suggestions=suggestions)

    @property
    def added(self) -> tuple[str, ...]:
        """Names of the columns that are added at the end."""
        new = () if self.into == self.column else (self.into,)
        asked = {"suggestions": self.suggestions, "confidence": self.confidence}
        return (*new, "changes", *(name for name, wanted in asked.items() if wanted), "error")

    def schema(self, schema: pa.Schema) -> pa.Schema:
        """The schema of what comes out, from that of what goes in. Raises InputError as :func:`clean_batch` does."""
        if schema.names.count(self.column) != 1:
            raise InputError(f"there is no one column {self.column!r}", remedy="columns: " + ", ".join(schema.names))
        if taken := [name for name in self.added if name in schema.names]:
            raise InputError(f"there is a column {taken[0]!r} already", remedy="rename or drop it")
        index = schema.get_field_index(self.column)
        text = text_type(schema.field(index))
        logs = pa.string() if text == pa.string_view() else text
        log = change_type(logs)
        types = {self.into: text, "changes": log, "suggestions": log, "confidence": pa.float64(), "error": pa.string()}
        if self.into == self.column:
            schema = schema.set(index, schema.field(index).with_type(text))
        for name in self.added:
            schema = schema.append(pa.field(name, types[name]))
        return schema

    def __call__(self, batch: pa.RecordBatch | pa.Table) -> pa.RecordBatch | pa.Table:
        """Clean a RecordBatch or a Table."""
        schema = self.schema(batch.schema)
        if isinstance(batch, pa.Table):
            return pa.Table.from_batches(self.stream(batch.to_batches()), schema)
        pieces = [self._clean(piece, schema) for _, piece in _pieces(batch.column(self.column))]
        return self._assemble(batch, schema, [_joined(columns) for columns in zip(*pieces, strict=True)])

    def stream(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Clean batches one after the other; what comes out is cut small enough for every limit.

        This is what engines call that take an iterator: flat memory, whatever the size of a batch.
        """
        for batch in batches:
            schema = self.schema(batch.schema)
            for start, piece in _pieces(batch.column(self.column)):
                yield self._assemble(batch.slice(start, len(piece)), schema, self._clean(piece, schema))

    def _clean(self, column: pa.Array, schema: pa.Schema) -> Columns:
        rows = [self.rows(value) if isinstance(value, str) else self._other(value, column.type) for value in _values(column)]
        logs = schema.field("changes").type
        text = _text_array([row.text for row in rows], schema.field(self.into).type)
        suggestions = _change_array([row.suggestions for row in rows], logs) if self.suggestions else None
        changes = _change_array([row.changes for row in rows], logs)
        confidence = pa.array([row.confidence for row in rows], pa.float64()) if self.confidence else None
        return Columns(text, changes, suggestions, confidence, pa.array([row.error for row in rows], pa.string()))

    def _other(self, value: bytes | None, type_: pa.DataType) -> Row:
        """A null, the bytes of a binary column, or bytes in a text column that are not UTF-8 and stay as they are."""
        if value is None or TEXT_TYPES[type_] != type_:
            return self.rows(value)
        return Row(value, error="not UTF-8")  # type: ignore[arg-type] # _text_array keeps the bytes

    def _assemble(self, batch: pa.RecordBatch, schema: pa.Schema, made: Sequence[pa.Array | None]) -> pa.RecordBatch:
        """The columns of a batch with those that were made of it."""
        columns = Columns(*made)
        new = {self.into: columns.text} | {name: getattr(columns, name) for name in self.added if name != self.into}
        arrays = [new[name] if name in new else batch.column(name) for name in schema.names]
        fields = [field.with_type(array.type) for field, array in zip(schema, arrays, strict=True)]
        return pa.RecordBatch.from_arrays(arrays, schema=pa.schema(fields, schema.metadata))


def text_type(field: pa.Field) -> pa.DataType:
    """The type of the clean text of a column. Raises InputError for a column that is not text.

    >>> text_type(pa.field("page", pa.large_binary())), text_type(pa.field("t", pa.dictionary(pa.int8(), pa.string())))
    (DataType(large_string), DataType(string))
    """
    type_ = field.type.value_type if pa.types.is_dictionary(field.type) else field.type
    if type_ not in TEXT_TYPES:
        raise InputError(f"the column {field.name!r} holds {field.type}, not text")
    return TEXT_TYPES[type_]


def _pieces(column: pa.Array) -> Iterator[tuple[int, pa.Array]]:
    """(start, slice) over a column: at most PIECE_ROWS rows and about PIECE_BYTES bytes each; at least one slice."""
    coded = pa.types.is_dictionary(column.type)
    for rows in range(0, max(len(column), 1), PIECE_ROWS):
        todo = [(rows, column.slice(rows, PIECE_ROWS))]
        while todo:
            start, piece = todo.pop()
            half = len(piece) // 2
            if half and _bytes_of(piece) > PIECE_BYTES:
                todo += [(start + half, piece.slice(half)), (start, piece.slice(0, half))]
            else:
                yield start, piece.dictionary_decode() if coded else piece


def _bytes_of(piece: pa.Array) -> int:
    """Bytes that a slice takes: a dictionary's when written out; views of strings cannot say (before pyarrow 26)."""
    if pa.types.is_dictionary(piece.type):
        lengths = pc.binary_length(piece.dictionary.cast(pa.large_binary()))
        return int(pc.sum(lengths.take(piece.indices)).as_py() or 0)
    if piece.type in (pa.string_view(), pa.binary_view()):
        piece = piece.view(pa.binary_view()).cast(pa.large_binary())
    return int(piece.nbytes)


def _values(column: pa.Array) -> list[Any]:
    """The values of a column as Python objects; what should be text and is not UTF-8 as bytes."""
    try:
        values: list[Any] = column.to_pylist()
    except UnicodeDecodeError:
        values = [_decoded(value) for value in column.view(BYTES_OF[column.type]).to_pylist()]
    return values


def _decoded(value: bytes | None) -> str | bytes | None:
    try:
        return value if value is None else value.decode()
    except UnicodeDecodeError:
        return value


def _text_array(texts: list[Any], type_: pa.DataType) -> pa.Array:
    """An array of texts; bytes among them (they are not UTF-8) go in as they came."""
    if any(isinstance(text, bytes) for text in texts):
        return pa.array(texts, BYTES_OF[type_]).view(type_)
    return pa.array(texts, type_)


def _change_array(lists: Sequence[Sequence[Change]], type_: pa.DataType) -> pa.Array:
    """A list array of changes, built column by column: several times as fast as from dictionaries."""
    offsets = [0]
    for changes in lists:
        offsets.append(offsets[-1] + len(changes))
    columns = list(zip(*[change[:8] for changes in lists for change in changes], strict=True)) or [()] * len(CHANGE_FIELDS)
    fields = list(type_.value_type)
    arrays = [pa.array(values, field.type) for values, field in zip(columns, fields, strict=True)]
    return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), pa.StructArray.from_arrays(arrays, fields=fields), type=type_)


def _joined(pieces: Sequence[pa.Array | None]) -> pa.Array | None:
    """One array of several; wider strings if they do not fit into one otherwise."""
    if pieces[0] is None or len(pieces) == 1:
        return pieces[0]
    try:
        return pa.concat_arrays(pieces)
    except pa.ArrowInvalid:  # offsets of 32 bits overflow
        type_ = pieces[0].type
        wide = change_type(pa.large_string()) if pa.types.is_list(type_) else WIDER[type_]
        return pa.concat_arrays([piece.cast(wide) for piece in pieces if piece is not None])
