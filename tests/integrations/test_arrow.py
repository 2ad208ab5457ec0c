"""The Arrow kernel: types, nulls, limits, rows that fail."""

from __future__ import annotations

import pickle

import pytest

import cleaner
from cleaner.core.edits import Change, Edit, apply

pa = pytest.importorskip("pyarrow", reason="needs cleaner-text[arrow]")

from cleaner.core.errors import InputError  # noqa: E402
from cleaner.integrations import arrow  # noqa: E402
from cleaner.integrations.arrow import CHANGE_FIELDS, BatchCleaner, clean_batch  # noqa: E402

TEXTS = [
    "The army to collapsed.",
    None,
    "",
    "A plain line.",
    "the the cat\nThat wÃ¤s it, cafÃ©.\n\n%d bloggers like this:",
    "The rain stopped at noon.\n\nHe wrote the the house [sic] again.\n\nThe market opened again.",
    "日本語",
]
STRINGS = [pa.string(), pa.large_string(), pa.string_view()]
BINARIES = [pa.binary(), pa.large_binary(), pa.binary_view()]


def batch_of(column: pa.Array) -> pa.RecordBatch:
    numbers = pa.array(range(len(column)), pa.int16())
    return pa.RecordBatch.from_arrays(
        [numbers, column], schema=pa.schema([("id", numbers.type), ("text", column.type)], {"k": "v"})
    )


def test_the_fields_of_a_change_are_those_of_the_library() -> None:
    assert Change._fields[: len(CHANGE_FIELDS)] == CHANGE_FIELDS
    assert [field.name for field in arrow.change_type(pa.string()).value_type] == list(CHANGE_FIELDS)


@pytest.mark.parametrize("type_", STRINGS, ids=str)
def test_rows_are_what_the_library_makes_of_them(type_: pa.DataType) -> None:
    out = clean_batch(batch_of(pa.array(TEXTS, type_)))
    out.validate(full=True)
    assert out.schema == BatchCleaner().schema(batch_of(pa.array(TEXTS, type_)).schema)
    assert out.schema.metadata == {b"k": b"v"}
    assert out.schema.field("text").type == type_
    assert out.column("id").to_pylist() == list(range(len(TEXTS)))
    for before, row in zip(TEXTS, out.to_pylist(), strict=True):
        if before is None:
            assert (row["text"], row["changes"], row["error"]) == (None, [], None)
            continue
        result = cleaner.clean(before)
        assert row["text"] == result.text
        assert [tuple(change.values()) for change in row["changes"]] == [change[:8] for change in result.changes]
        assert apply(before, [Edit(c["start"], c["end"], c["after"]) for c in row["changes"]]) == row["text"]
        assert row["error"] is None


@pytest.mark.parametrize("type_", BINARIES, ids=str)
def test_bytes_are_decoded(type_: pa.DataType) -> None:
    raw = ["naïve the the cat".encode("cp1252"), b"\xef\xbb\xbfplain", None]
    out = clean_batch(batch_of(pa.array(raw, type_)), into="clean")
    out.validate(full=True)
    assert out.column("text").to_pylist() == raw
    assert out.column("clean").to_pylist() == ["naïve the cat", "plain", None]


def test_a_dictionary_and_a_column_of_nulls_are_text_too() -> None:
    for column in (pa.array(["the the cat", None]).dictionary_encode(), pa.nulls(2)):
        out = clean_batch(batch_of(column))
        out.validate(full=True)
        assert out.schema.field("text").type == pa.string()
        assert out.column("text").to_pylist() == (["the cat", None] if column.null_count < 2 else [None, None])


def test_a_table_keeps_its_chunks_rows_and_other_columns() -> None:
    chunks = pa.chunked_array([TEXTS[:2], [], TEXTS[2:]], pa.string())
    out = clean_batch(pa.table({"text": chunks, "n": range(len(TEXTS))}), "text")
    out.validate(full=True)
    assert out.column("n").to_pylist() == list(range(len(TEXTS)))
    assert out.column("text").to_pylist() == clean_batch(batch_of(pa.array(TEXTS))).column("text").to_pylist()


@pytest.mark.parametrize("make", [batch_of, lambda column: pa.table({"text": column})], ids=["batch", "table"])
def test_no_rows(make) -> None:
    out = clean_batch(make(pa.array([], pa.string())))
    assert out.num_rows == 0
    assert out.schema.names[-3:] == ["text", "changes", "error"]


def test_pieces_do_not_change_the_result(monkeypatch: pytest.MonkeyPatch) -> None:
    batch = batch_of(pa.array(TEXTS * 3))
    whole = clean_batch(batch)
    monkeypatch.setattr(arrow, "PIECE_BYTES", 30)
    monkeypatch.setattr(arrow, "PIECE_ROWS", 5)
    assert clean_batch(batch).equals(whole)
    pieces = list(BatchCleaner().stream([batch]))
    assert len(pieces) > 5
    assert pa.Table.from_batches(pieces).combine_chunks().equals(pa.Table.from_batches([whole]))


def test_text_that_no_longer_fits_gets_a_wider_type() -> None:
    """The way out of the limit of 2 GB, at the size of a test: what `_joined` does if concatenation overflows."""
    for pieces in ([pa.array(["a"]), pa.array(["b"])], [pa.array([[]], arrow.change_type(pa.string()))] * 2):
        real, pa_concat = [], arrow.pa.concat_arrays

        def overflow_once(arrays, real=real, pa_concat=pa_concat):
            real.append(arrays)
            if len(real) == 1:
                raise pa.ArrowInvalid("offset overflow while concatenating arrays")
            return pa_concat(arrays)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(arrow.pa, "concat_arrays", overflow_once)
            joined = arrow._joined(pieces)
        assert "large_string" in str(joined.type)
        assert joined.to_pylist() == [value for piece in pieces for value in piece.to_pylist()]


@pytest.mark.parametrize("type_", STRINGS, ids=str)
def test_a_row_that_is_not_utf8_is_set_aside_as_it_is(type_: pa.DataType) -> None:
    column = pa.array([b"the the cat", b"caf\xe9 the the", None], arrow.BYTES_OF[type_]).view(type_)
    out = clean_batch(batch_of(column))
    assert out.column("error").to_pylist() == [None, "not UTF-8", None]
    assert out.column("text").view(arrow.BYTES_OF[type_]).to_pylist() == [b"the cat", b"caf\xe9 the the", None]


def test_suggestions_on_request() -> None:
    plain, asked = clean_batch(batch_of(pa.array(TEXTS))), clean_batch(batch_of(pa.array(TEXTS)), suggestions=True)
    assert "suggestions" not in plain.schema.names
    expected = [[s[:8] for s in cleaner.clean(text).suggestions] if text else [] for text in TEXTS]
    assert any(expected)
    found = asked.column("suggestions").to_pylist()
    assert [[tuple(change.values()) for change in row] for row in found] == expected


def test_confidence_on_request() -> None:
    text = "The boat left the harbour at nine in the morning, and it was late again, as on most days of that winter. " * 9
    page = f"<html><body><nav><a href='/'>Boats</a></nav><article><p>{text}</p><p>{text}</p></article></body></html>"
    out = clean_batch(batch_of(pa.array([page, "plain", None])), confidence=True)
    found = out.column("confidence").to_pylist()
    assert 0.5 < found[0] <= 1
    assert found[1:] == [None, None]


def test_into_keeps_the_original() -> None:
    out = clean_batch(batch_of(pa.array(TEXTS)), into="clean")
    assert out.schema.names == ["id", "text", "clean", "changes", "error"]
    assert out.column("text").to_pylist() == TEXTS
    assert out.column("clean")[0].as_py() == cleaner.clean(TEXTS[0]).text


@pytest.mark.parametrize(
    ("columns", "options", "said"),
    [
        ({"body": ["x"]}, {}, "no one column 'text' (columns: body)"),
        ({"text": [1]}, {}, "holds int64, not text"),
        ({"text": ["x"], "changes": ["y"]}, {}, "a column 'changes' already"),
        ({"text": ["x"], "clean": ["y"]}, {"into": "clean"}, "a column 'clean' already"),
    ],
)
def test_a_table_that_does_not_fit_is_refused(columns: dict, options: dict, said: str) -> None:
    with pytest.raises(InputError) as caught:
        clean_batch(pa.table(columns), **options)
    assert said in str(caught.value)


def test_it_travels() -> None:
    kernel = BatchCleaner(cleaner=cleaner.Cleaner(select=["typos"]), suggestions=True)
    batch = batch_of(pa.array(TEXTS))
    assert pickle.loads(pickle.dumps(kernel))(batch).equals(kernel(batch))


def test_a_dictionary_is_written_out_piece_by_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    column = pa.array(["the the cat " * 20, None, "x", "the the cat " * 20] * 5).dictionary_encode()
    whole = clean_batch(batch_of(column))
    monkeypatch.setattr(arrow, "PIECE_BYTES", 300)
    pieces = [piece for _, piece in arrow._pieces(column)]
    assert pa.concat_arrays(pieces).equals(column.dictionary_decode())
    assert all(arrow._bytes_of(piece) <= 300 or len(piece) == 1 for piece in pieces)
    assert 5 < len(pieces) < len(column)
    assert clean_batch(batch_of(column)).equals(whole)


@pytest.mark.slow
def test_a_batch_whose_text_no_longer_fits_is_wider() -> None:
    """A dictionary of one long text, which written out takes more than 2 GB."""
    line = "A plain line of text that nobody has anything to say about. " * 70_000  # 4.2 MB
    count = (1 << 31) // len(line) + 5
    column = pa.DictionaryArray.from_arrays(pa.array([0] * count, pa.int16()), pa.array([line]))
    kernel = BatchCleaner(cleaner=cleaner.Cleaner(select=["characters.invisibles"]))
    out = kernel(pa.RecordBatch.from_arrays([column], ["text"]))
    assert out.schema.field("text").type == pa.large_string()
    assert out.column("text").nbytes > 1 << 31
    assert (out.num_rows, out.column("text")[-1].as_py()) == (count, line)


@pytest.mark.slow
def test_more_than_two_gigabytes() -> None:
    """A table and a large_string of more than 2 GB come back whole."""
    line = "A plain line of text that nobody has anything to say about. " * 70_000  # 4.2 MB
    count = (1 << 31) // len(line) + 5
    kernel = BatchCleaner(cleaner=cleaner.Cleaner(select=["characters.invisibles"]))
    chunks = pa.chunked_array([pa.array([line] * (count // 2))] * 2 + [pa.array([line + "a\u200bb"])])
    out = kernel(pa.table({"text": chunks}))
    assert out.num_rows == count // 2 * 2 + 1
    assert out.column("text").nbytes > 1 << 31
    assert out.column("text")[-1].as_py().endswith(" ab")
    wide = pa.array([line] * count, pa.large_string())
    assert kernel(pa.RecordBatch.from_arrays([wide], ["text"])).column("text").equals(wide)
