"""Ray: Ray Data, mining, the corpus engine, and workers that are killed. Needs the extra `ray`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.engines.conftest import expected_of, expected_packs, killing, make_rows, make_sites, needs

pytestmark = needs("ray", "ray")


def is_task(command: str, parent: int) -> bool:
    """A worker of Ray that is at work: idle ones are called ray::IDLE."""
    return command.startswith("ray::") and "IDLE" not in command and ("do_part" in command or "MapBatches" in command)


@pytest.fixture(scope="module")
def ray() -> Iterator[Any]:
    import ray

    ray.init(num_cpus=2, include_dashboard=False, object_store_memory=256 << 20, log_to_driver=False)
    yield ray
    ray.shutdown()


def dataset_of(rows: list[dict[str, Any]], blocks: int) -> Any:
    import pyarrow as pa
    import ray.data

    return ray.data.from_arrow(pa.Table.from_pylist(rows)).repartition(blocks)


def test_rows_are_what_the_library_makes_of_them(ray: Any, rows: Any, expected: Any) -> None:
    from cleaner.engines.ray import clean

    assert clean(dataset_of(rows, 4)).sort("id").take_all() == expected


def test_options_reach_the_kernel(ray: Any, rows: Any) -> None:
    from cleaner import Cleaner
    from cleaner.engines.ray import clean

    out = clean(dataset_of(rows, 2), cleaner=Cleaner(select=["encoding"]), into="clean", ray_options={"batch_size": 50})
    found = out.sort("id").take_all()
    assert [row["text"] for row in found] == [row["text"] for row in rows]
    assert {change["filter"].split(".")[0] for row in found for change in row["changes"]} == {"encoding"}


def test_mining_finds_what_one_machine_finds(ray: Any) -> None:
    from cleaner.engines.ray import mine

    assert mine(dataset_of(make_sites(), 5)).sort("site").take_all() == expected_packs()


def test_killed_workers_lose_no_row(ray: Any) -> None:
    from cleaner.engines.ray import clean

    rows = make_rows(2000)
    with killing(is_task, times=2) as killed:
        found = clean(dataset_of(rows, 16)).sort("id").take_all()
    assert len(killed) == 2
    assert found == [expected_of(row) for row in rows]


def test_the_corpus_engine_makes_the_same_files_though_workers_are_killed(ray: Any, tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    from cleaner.engines.arrow import BatchCleaner
    from cleaner.engines.corpus.run import run

    pq.write_table(pa.Table.from_pylist(make_rows(2000)), tmp_path / "in.parquet", row_group_size=50)
    sources = [tmp_path / "in.parquet"]
    here = run(sources, tmp_path / "local", BatchCleaner(), part_bytes=1 << 14)
    with killing(is_task, times=2) as killed:
        there = run(sources, tmp_path / "ray", BatchCleaner(), part_bytes=1 << 14, engine="ray")
    assert len(killed) == 2
    assert there.failures == ()
    assert (here.parts, here.tally.texts, here.tally.rules) == (there.parts, there.tally.texts, there.tally.rules)
    for path in sorted((tmp_path / "local").glob("*.parquet")):
        assert path.read_bytes() == (tmp_path / "ray" / path.name).read_bytes()
