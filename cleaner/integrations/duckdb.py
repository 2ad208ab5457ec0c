"""DuckDB: a SQL function that cleans.

    import duckdb
    from cleaner.integrations.duckdb import register

    register(duckdb, "clean")
    duckdb.sql("SELECT id, unnest(clean(text)) FROM 'pages/*.parquet'").write_parquet("clean.parquet")

`clean(text)` is a STRUCT with the fields of :func:`cleaner.integrations.arrow.clean_batch`: text, changes, error. Python
code runs on one core inside of DuckDB: for more use `cleaner corpus`, or one process a file. Needs
`pip install "cleaner-text[duckdb]"`.
"""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from cleaner.integrations.arrow import CHANGE_FIELDS, BatchCleaner

NUMBERS = ("start", "end")
CHANGE = ", ".join(f'"{name}" {"BIGINT" if name in NUMBERS else "VARCHAR"}' for name in CHANGE_FIELDS)
CHANGES = f"STRUCT({CHANGE})[]"


def register(connection: Any, name: str = "clean", **options: Any) -> None:
    """Make the SQL function `name(VARCHAR)` on a connection (or on the module `duckdb`, for its own).

    `options` are those of :func:`cleaner.integrations.arrow.clean_batch`, without `into`.
    """
    kernel = BatchCleaner("text", **options)

    def clean_vector(column: Any) -> Any:
        out = kernel(pa.table({"text": column})).combine_chunks()
        return pa.StructArray.from_arrays([column.combine_chunks() for column in out.columns], fields=list(out.schema))

    types = {"changes": CHANGES, "suggestions": CHANGES, "confidence": "DOUBLE", "error": "VARCHAR"}
    made = f"STRUCT(text VARCHAR, {', '.join(f'{column} {types[column]}' for column in kernel.added)})"
    connection.create_function(name, clean_vector, ["VARCHAR"], made, type="arrow", null_handling="special")
