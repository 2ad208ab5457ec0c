"""Hugging Face datasets, Polars, DuckDB, datatrove: the same rows. Each needs its extra."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integrations.helpers import needs, suggested


def marked(module: str) -> Any:
    """Marks of one test."""

    def mark(function: Any) -> Any:
        for decorator in needs(module, module):
            function = decorator(function)
        return function

    return mark


def table_of(rows: list[dict[str, Any]]) -> Any:
    import pyarrow as pa

    return pa.Table.from_pylist(rows)


@marked("datasets")
@pytest.mark.parametrize("num_proc", [None, 2])
def test_a_dataset(rows: Any, expected: Any, num_proc: int | None) -> None:
    from datasets import Dataset

    from cleaner.integrations.datasets import clean

    out = clean(Dataset(table_of(rows)), num_proc=num_proc)
    assert out.to_list() == expected
    assert out.features["error"].dtype == "string"


@marked("datasets")
def test_a_streaming_dataset_and_a_dictionary_of_datasets(rows: Any, expected: Any) -> None:
    from datasets import Dataset, DatasetDict

    from cleaner.integrations.datasets import clean

    dataset = Dataset(table_of(rows))
    assert list(clean(dataset.to_iterable_dataset(num_shards=3), batch_size=7)) == expected
    assert clean(DatasetDict(train=dataset))["train"].to_list() == expected


@marked("polars")
def test_a_frame_and_a_lazy_frame(rows: Any, expected: Any, tmp_path: Any) -> None:
    import polars as pl

    from cleaner.integrations.polars import clean

    frame = pl.from_arrow(table_of(rows))
    assert clean(frame).to_dicts() == expected
    assert clean(frame.lazy()).collect(engine="streaming").to_dicts() == expected
    frame.write_parquet(tmp_path / "in.parquet")
    clean(pl.scan_parquet(tmp_path / "in.parquet")).sink_parquet(tmp_path / "out.parquet")
    assert pl.read_parquet(tmp_path / "out.parquet").to_dicts() == expected


@marked("duckdb")
@pytest.mark.parametrize("suggestions", [False, True])
def test_a_sql_function(rows: Any, expected: Any, suggestions: bool) -> None:
    import duckdb

    from cleaner.integrations.duckdb import register

    table = table_of(rows)  # noqa: F841 - DuckDB finds it by its name
    with duckdb.connect() as connection:
        register(connection, suggestions=suggestions)
        query = "SELECT * EXCLUDE (text, c), unnest(c) FROM (SELECT *, clean(text) AS c FROM table) ORDER BY id"
        found = connection.sql(query.replace("FROM table", 'FROM "table"')).to_arrow_table().to_pylist()
    wanted = [suggested(row) if suggestions else None for row in rows]
    assert [row.get("suggestions") for row in found] == wanted
    assert [{key: row[key] for key in wanted} for row, wanted in zip(found, expected, strict=True)] == expected


@marked("datatrove")
def test_a_pipeline(rows: Any, expected: Any, tmp_path: Any) -> None:
    import pyarrow.parquet as pq
    from datatrove.data import Document
    from datatrove.executor.local import LocalPipelineExecutor
    from datatrove.pipeline.writers import ParquetWriter

    from cleaner.integrations.datatrove import CleanText

    documents = [Document(text=row["text"], id=str(row["id"])) for row in rows if row["text"]]
    block = CleanText()
    pipeline = [documents, block, ParquetWriter(str(tmp_path / "out"))]
    LocalPipelineExecutor(pipeline=pipeline, logging_dir=str(tmp_path / "logs"), skip_completed=False).run()
    found = [row for path in (tmp_path / "out").iterdir() for row in pq.read_table(path).to_pylist()]
    wanted = [row for row, before in zip(expected, rows, strict=True) if before["text"]]
    assert [(int(row["id"]), row["text"] or "", row["metadata"]["changes"]) for row in found] == [
        (row["id"], row["text"], row["changes"]) for row in wanted
    ]


@marked("datatrove")
def test_a_failing_document_is_counted_and_kept() -> None:
    from datatrove.data import Document

    import cleaner
    from cleaner.integrations.datatrove import CleanText

    @cleaner.filter("venom.drop")
    def venom(document: cleaner.Document) -> Any:
        raise KeyError(document.text)

    block = CleanText(cleaner.Cleaner(select=["venom"], filters=[venom]), log=False)
    (document,) = block.run([Document(text="the the", id="1")])
    assert (document.text, document.metadata) == ("the the", {"clean_error": "KeyError: 'the the'"})
    assert block.stats["failed"].total == 1
