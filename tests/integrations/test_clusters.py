"""Ray and Spark: the same rows, the same packs, the same files, whoever is killed. Needs the extras `ray`, `spark`, and Java."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.integrations.helpers import Poisoned, expected_of, expected_packs, killing, make_rows, make_sites, needs, suggested


class Ray:
    """Ray with two workers on this machine."""

    name = "ray"

    def __init__(self) -> None:
        import ray

        ray.init(
            num_cpus=2, include_dashboard=False, object_store_memory=256 << 20, log_to_driver=False, _node_ip_address="127.0.0.1"
        )

    def frame(self, rows: list[dict[str, Any]], partitions: int) -> Any:
        import pyarrow as pa
        import ray.data

        return ray.data.from_arrow(pa.Table.from_pylist(rows)).repartition(partitions)

    def collected(self, frame: Any, key: str = "id") -> list[dict[str, Any]]:
        return list(frame.sort(key).take_all())

    def at_work(self, command: str, parent: int) -> bool:
        """A worker at work: idle ones are called ray::IDLE."""
        return command.startswith("ray::") and ("do_part" in command or "MapBatches" in command)

    def stop(self) -> None:
        import ray

        ray.shutdown()


class Spark:
    """Spark with two threads on this machine, each task tried up to four times."""

    name = "spark"

    def __init__(self) -> None:
        os.environ["PYSPARK_PYTHON"] = sys.executable
        from pyspark.sql import SparkSession

        builder = SparkSession.builder.master("local[2,4]").config("spark.ui.enabled", "false")
        builder = builder.config("spark.driver.host", "127.0.0.1").config("spark.sql.shuffle.partitions", "4")
        self.session = builder.getOrCreate()
        self.session.sparkContext.setLogLevel("OFF")

    def frame(self, rows: list[dict[str, Any]], partitions: int) -> Any:
        import pyarrow as pa

        return self.session.createDataFrame(pa.Table.from_pylist(rows)).repartition(partitions)

    def collected(self, frame: Any, key: str = "id") -> list[dict[str, Any]]:
        return sorted((row.asDict(recursive=True) for row in frame.collect()), key=lambda row: row[key])

    def at_work(self, command: str, parent: int) -> bool:
        """A Python worker: the daemon's child."""
        if "pyspark.daemon" not in command:
            return False
        try:
            return b"pyspark.daemon" in (Path("/proc") / str(parent) / "cmdline").read_bytes()
        except OSError:
            return False

    def stop(self) -> None:
        self.session.stop()


NO_JAVA = pytest.mark.skipif(shutil.which("java") is None, reason="needs Java")
RAY = pytest.param(Ray, id="ray", marks=needs("ray", "ray"))
SPARK = pytest.param(Spark, id="spark", marks=[*needs("pyspark", "spark"), NO_JAVA])


@pytest.fixture(scope="module", params=[RAY, SPARK])
def cluster(request: pytest.FixtureRequest) -> Iterator[Any]:
    made = request.param()
    yield made
    made.stop()


def calls(cluster: Any) -> Any:
    """The module of ours for an engine: `clean` and `mine`."""
    from importlib import import_module

    return import_module(f"cleaner.integrations.{cluster.name}")


def contents(folder: Path) -> dict[str, bytes]:
    """The parts in a folder, byte for byte."""
    return {path.name: path.read_bytes() for path in folder.glob("*.parquet")}


def test_rows_are_what_the_library_makes_of_them(cluster: Any, rows: Any, expected: Any) -> None:
    assert cluster.collected(calls(cluster).clean(cluster.frame(rows, 4))) == expected


def test_options_reach_the_kernel(cluster: Any, rows: Any) -> None:
    from cleaner import Cleaner

    options = {"ray_options": {"batch_size": 50}} if cluster.name == "ray" else {}
    out = calls(cluster).clean(cluster.frame(rows, 2), cleaner=Cleaner(select=["encoding"]), into="clean", **options)
    found = cluster.collected(out)
    assert [row["text"] for row in found] == [row["text"] for row in rows]
    assert {change["filter"].split(".")[0] for row in found for change in row["changes"]} == {"encoding"}


def test_suggestions_on_request(cluster: Any, rows: Any) -> None:
    found = cluster.collected(calls(cluster).clean(cluster.frame(rows, 3), suggestions=True))
    wanted = [suggested(row) for row in rows]
    assert any(wanted)
    assert [row["suggestions"] for row in found] == wanted


def test_a_row_that_fails_is_set_aside_and_the_job_goes_on(cluster: Any, rows: Any, expected: Any) -> None:
    poisoned = [{**row, "text": f"poison {row['id']}"} if row["id"] % 40 == 3 else row for row in rows]
    found = cluster.collected(calls(cluster).clean(cluster.frame(poisoned, 4), cleaner=Poisoned()))
    failed = [row for row in found if row["id"] % 40 == 3]
    assert [(row["text"], row["changes"], row["error"]) for row in failed] == [
        (f"poison {row['id']}", [], "KeyError: 'poison'") for row in failed
    ]
    assert [row for row in found if row["id"] % 40 != 3] == [row for row in expected if row["id"] % 40 != 3]


def test_mining_finds_what_one_machine_finds(cluster: Any) -> None:
    assert cluster.collected(calls(cluster).mine(cluster.frame(make_sites(), 5)), "site") == expected_packs()


def test_killed_workers_lose_no_row(cluster: Any) -> None:
    rows = make_rows(2000)
    with killing(cluster.at_work, times=2) as killed:
        found = cluster.collected(calls(cluster).clean(cluster.frame(rows, 16)))
    assert len(killed) == 2
    assert found == [expected_of(row) for row in rows]


def test_the_corpus_engine_makes_the_same_files_though_workers_are_killed_and_parts_get_lost(
    cluster: Any, tmp_path: Path
) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    from cleaner.corpus.run import run
    from cleaner.integrations.arrow import BatchCleaner

    pq.write_table(pa.Table.from_pylist(make_rows(2000)), tmp_path / "in.parquet", row_group_size=50)
    sources = [tmp_path / "in.parquet"]
    here = run(sources, tmp_path / "local", BatchCleaner(), part_bytes=1 << 14)
    with killing(cluster.at_work, times=2) as killed:
        there = run(sources, tmp_path / "there", BatchCleaner(), part_bytes=1 << 14, engine=cluster.name)
    assert len(killed) == 2
    assert there.failures == ()
    assert (here.parts, here.tally.texts, here.tally.rules) == (there.parts, there.tally.texts, there.tally.rules)
    assert contents(tmp_path / "there") == contents(tmp_path / "local")

    lost = sorted((tmp_path / "there").glob("*.parquet"))[::9]
    for path in lost:
        path.unlink()
    again = run(sources, tmp_path / "there", BatchCleaner(), part_bytes=1 << 14, engine=cluster.name)
    assert again.parts - again.skipped == len(lost) > 0
    assert contents(tmp_path / "there") == contents(tmp_path / "local")


@pytest.mark.parametrize("cluster", [SPARK], indirect=True)
def test_large_types_of_spark(cluster: Any, rows: Any, expected: Any) -> None:
    from cleaner.integrations.spark import clean

    cluster.session.conf.set("spark.sql.execution.arrow.useLargeVarTypes", "true")
    try:
        found = cluster.collected(clean(cluster.frame(rows, 2)))
    finally:
        cluster.session.conf.unset("spark.sql.execution.arrow.useLargeVarTypes")
    assert found == expected


@pytest.mark.parametrize("cluster", [SPARK], indirect=True)
@pytest.mark.parametrize(
    ("columns", "said"), [({"body": "x"}, "no one column"), ({"text": 1}, "not text"), ({"text": "x", "error": "y"}, "already")]
)
def test_a_frame_that_does_not_fit_is_refused_before_it_runs(cluster: Any, columns: dict[str, Any], said: str) -> None:
    from cleaner.core.errors import InputError
    from cleaner.integrations.spark import clean

    with pytest.raises(InputError, match=said):
        clean(cluster.session.createDataFrame([columns]))
