"""The recipes of docs/scale.md run as they stand, and what they write is what the library makes of the rows."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.integrations.helpers import needs

PAGE = Path(__file__).parents[2] / "docs" / "scale.md"
RECIPES = re.findall(
    r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8").partition("## Recipes")[2].partition("\n## ")[0], re.DOTALL
)
ENGINES = ("polars", "duckdb", "datasets", "datatrove")


def engine_of(recipe: str) -> str:
    """The extra that a recipe names."""
    return re.findall(r"cleaner-text\[(\w+)\]", recipe)[0]


def test_there_is_one_for_each() -> None:
    assert tuple(map(engine_of, RECIPES)) == ENGINES


@pytest.mark.parametrize(
    "recipe", [pytest.param(code, id=engine_of(code), marks=needs(engine_of(code), engine_of(code))) for code in RECIPES]
)
def test_it_runs(recipe: str, rows: Any, expected: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = [{"id": str(row["id"]), "text": row["text"]} for row in rows]
    (tmp_path / "pages").mkdir()
    for number, start in enumerate(range(0, len(rows), 60)):
        pq.write_table(pa.Table.from_pylist(rows[start : start + 60]), tmp_path / "pages" / f"{number}.parquet")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hub"))
    exec(recipe, {})
    written = sorted(tmp_path.glob("clean/*.parquet")) or [tmp_path / "clean.parquet"]
    found = {row["id"]: row for path in written for row in pq.ParquetFile(path).read().to_pylist()}
    if engine_of(recipe) == "datatrove":  # it has no documents without text, and keeps the log with the other metadata
        found = {name: {**row, **row["metadata"]} for name, row in found.items()}
        expected = [row for row in expected if row["text"]]
    assert len(found) >= len(expected)
    for row in expected:
        made = found[str(row["id"])]
        assert (made["text"], made["changes"]) == (row["text"], row["changes"])
