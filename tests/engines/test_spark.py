"""Spark: DataFrames, mining, the corpus engine, and workers that are killed. Needs the extra `spark` and Java."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.engines.conftest import expected_of, expected_packs, killing, make_rows, make_sites, needs

pytestmark = [*needs("pyspark", "spark"), pytest.mark.skipif(shutil.which("java") is None, reason="needs Java")]


def is_worker(command: str, parent: int) -> bool:
    """A Python worker of Spark: the daemon's child."""
    if "pyspark.daemon" not in command:
        return False
    try:
        return b"pyspark.daemon" in (Path("/proc") / str(parent) / "cmdline").read_bytes()
    except OSError:
        return False


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    os.environ["PYSPARK_PYTHON"] = sys.executable
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[2,4]").config("spark.ui.enabled", "false")
    session = builder.config("spark.driver.host", "127.0.0.1").config("spark.sql.shuffle.partitions", "4").getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    yield session
    session.stop()


def frame_of(spark: Any, rows: list[dict[str, Any]], partitions: int) -> Any:
    import pyarrow as pa

    return spark.createDataFrame(pa.Table.from_pylist(rows)).repartition(partitions)


def collected(frame: Any, key: str) -> list[dict[str, Any]]:
    return sorted((row.asDict(recursive=True) for row in frame.collect()), key=lambda row: row[key])


def test_rows_are_what_the_library_makes_of_them(spark: Any, rows: Any, expected: Any) -> None:
    from cleaner.engines.spark import clean

    assert collected(clean(frame_of(spark, rows, 4)), "id") == expected


def test_options_reach_the_kernel_and_large_types_work(spark: Any, rows: Any) -> None:
    from cleaner import Cleaner
    from cleaner.engines.spark import clean

    spark.conf.set("spark.sql.execution.arrow.useLargeVarTypes", "true")
    try:
        found = collected(clean(frame_of(spark, rows, 2), cleaner=Cleaner(select=["encoding"]), into="clean"), "id")
    finally:
        spark.conf.unset("spark.sql.execution.arrow.useLargeVarTypes")
    assert [row["text"] for row in found] == [row["text"] for row in rows]
    assert {change["filter"].split(".")[0] for row in found for change in row["changes"]} == {"encoding"}


@pytest.mark.parametrize(
    ("columns", "said"), [({"body": "x"}, "no one column"), ({"text": 1}, "not text"), ({"text": "x", "error": "y"}, "already")]
)
def test_a_frame_that_does_not_fit_is_refused_before_it_runs(spark: Any, columns: dict[str, Any], said: str) -> None:
    from cleaner.engines.spark import clean
    from cleaner.errors import InputError

    with pytest.raises(InputError, match=said):
        clean(spark.createDataFrame([columns]))


def test_mining_finds_what_one_machine_finds(spark: Any) -> None:
    from cleaner.engines.spark import mine

    assert collected(mine(frame_of(spark, make_sites(), 5)), "site") == expected_packs()


def test_killed_workers_lose_no_row(spark: Any) -> None:
    from cleaner.engines.spark import clean

    rows = make_rows(2000)
    with killing(is_worker, times=2) as killed:
        found = collected(clean(frame_of(spark, rows, 16)), "id")
    assert len(killed) == 2
    assert found == [expected_of(row) for row in rows]


def test_the_corpus_engine_makes_the_same_files_though_workers_are_killed(spark: Any, tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    from cleaner.engines.arrow import BatchCleaner
    from cleaner.engines.corpus.run import run

    pq.write_table(pa.Table.from_pylist(make_rows(2000)), tmp_path / "in.parquet", row_group_size=50)
    sources = [tmp_path / "in.parquet"]
    here = run(sources, tmp_path / "local", BatchCleaner(), part_bytes=1 << 14)
    with killing(is_worker, times=2) as killed:
        there = run(sources, tmp_path / "spark", BatchCleaner(), part_bytes=1 << 14, engine="spark")
    assert len(killed) == 2
    assert there.failures == ()
    assert (here.parts, here.tally.texts, here.tally.rules) == (there.parts, there.tally.texts, there.tally.rules)
    for path in sorted((tmp_path / "local").glob("*.parquet")):
        assert path.read_bytes() == (tmp_path / "spark" / path.name).read_bytes()
