"""Polars: clean a DataFrame or, streaming, a LazyFrame.

    import polars as pl
    from cleaner.integrations.polars import clean

    clean(pl.scan_parquet("pages/*.parquet"), "text").sink_parquet("clean.parquet")

The columns that come out are those of :func:`cleaner.integrations.arrow.clean_batch`. Python code runs on one core inside of
Polars: for more use `cleaner corpus`, or one process a file. Needs `pip install "cleaner-text[polars]"`.
"""

from __future__ import annotations

from typing import Any

import polars as pl

from cleaner.integrations.arrow import BatchCleaner


def clean(frame: Any, column: str = "text", **options: Any) -> Any:
    """The frame with one column cleaned: a DataFrame of a DataFrame, a LazyFrame of a LazyFrame.

    `options` are those of :func:`cleaner.integrations.arrow.clean_batch`, with its errors.

    >>> clean(pl.DataFrame({"text": ["the the cat"]}))["text"].to_list()
    ['the cat']
    """
    kernel = BatchCleaner(column, **options)

    def clean_frame(part: pl.DataFrame) -> pl.DataFrame:
        cleaned = pl.from_arrow(kernel(part.to_arrow()))
        assert isinstance(cleaned, pl.DataFrame)  # a table makes a frame
        return cleaned

    if isinstance(frame, pl.DataFrame):
        return clean_frame(frame)
    schema = clean_frame(pl.DataFrame(schema=frame.collect_schema())).schema
    return frame.map_batches(clean_frame, schema=schema, streamable=True)
