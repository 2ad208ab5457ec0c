"""The engines against the library: are the rows the same, and what does an engine cost on top of the kernel?

    python benchmarks/engines.py equal FILE...                 # every row, every engine: text and changes
    python benchmarks/engines.py overhead FILE... --size 300   # MB of text, rows repeated; CPU and wall time, ratios

FILE is Parquet, JSON Lines or JSON Lines in gzip, with a field `text`, or `lines` (strings, or lists that begin with one).
Engines that are not installed are left out (`pip install "cleaner-text[engines]"`).

The measure of overhead is the CPU time of an engine's whole process tree, by the same rows through the bare kernel in one
process: on a machine that others use too, wall time says little. Start-up and a first small run are not counted; reading and
writing Parquet are (the kernel does neither).
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

import cleaner
from cleaner.integrations.arrow import BatchCleaner

TICK = os.sysconf("SC_CLK_TCK")
MARK = f"CLEANER_BENCHMARK={os.getpid()}"  # in the environment of all that is started here
OPTIONS: dict[str, Any] = {}  # of clean_batch, for all engines: the cleaner that --ignore chooses
ROW_GROUP = 8 << 20  # bytes of text in a row group of the table that is made


# ---- rows --------------------------------------------------------------------------------------------------------------


def texts_of(path: Path) -> Iterator[str | None]:
    """The texts of a file."""
    if path.suffix == ".parquet":
        yield from pq.read_table(path, columns=["text"]).column("text").to_pylist()
        return
    with open(path, "rb") as raw:
        lines = gzip.GzipFile(fileobj=raw) if path.suffix == ".gz" else raw
        for line in lines:
            record = json.loads(line)
            if "text" in record:
                yield record["text"]
            elif "lines" in record:
                yield "\n".join(entry if isinstance(entry, str) else entry[0] for entry in record["lines"])


def table_of(texts: list[str | None]) -> pa.Table:
    return pa.table({"id": pa.array(range(len(texts)), pa.int64()), "text": pa.array(texts, pa.string())})


def write(table: pa.Table, path: Path) -> None:
    """Row groups of about ROW_GROUP bytes."""
    groups = max(1, table.nbytes // ROW_GROUP)
    pq.write_table(table, path, row_group_size=max(1, len(table) // groups))


# ---- engines: a table in a file -> a folder of tables --------------------------------------------------------------------

Rows = dict[int, tuple[str | None, list[tuple[Any, ...]]]]


def with_corpus(engine: str, jobs: int) -> Callable[[Path, Path], None]:
    def work(source: Path, output: Path) -> None:
        from cleaner.corpus.run import run

        summary = run([source], output, BatchCleaner(**OPTIONS), engine=engine, jobs=jobs, part_bytes=16 << 20)
        assert not summary.failures, summary.failures

    return work


def with_command(source: Path, output: Path) -> None:
    """`cleaner FILE.jsonl -o ...`: JSON Lines in and out, changes from the log."""
    output.mkdir()
    names = [output / name for name in ("in.jsonl", "out.jsonl", "log.jsonl")]
    with open(names[0], "w", encoding="utf-8") as lines:
        lines.writelines(json.dumps(row) + "\n" for row in pq.read_table(source).to_pylist())
    command = [sys.executable, "-m", "cleaner.cli.main", str(names[0]), "-o", str(names[1]), "--log", str(names[2]), "--isolated"]
    command += [word for rule in OPTIONS["cleaner"].options["ignore"] for word in ("--ignore", rule)]
    subprocess.run([*command, "-q"], check=True)


def rows_of_command(output: Path) -> Rows:
    from cleaner.changelog.files import open_log

    lines = (output / "out.jsonl").read_text(encoding="utf-8").split("\n")
    rows: Rows = {record["id"]: (record["text"], []) for record in map(json.loads, filter(None, lines))}
    for logged in open_log(output / "log.jsonl"):
        number = int(logged.name.rpartition("#line=")[2].partition(":")[0]) - 1
        rows[number][1].extend(change[:8] for change in logged.changes)
    return rows


def with_ray(source: Path, output: Path) -> None:
    import ray.data

    from cleaner.integrations.ray import clean

    clean(ray.data.read_parquet(str(source)), **OPTIONS).write_parquet(str(output))


def with_spark(source: Path, output: Path) -> None:
    from pyspark.sql import SparkSession

    from cleaner.integrations.spark import clean

    clean(SparkSession.getActiveSession().read.parquet(str(source)), **OPTIONS).write.parquet(str(output))


def with_datasets(processes: int | None) -> Callable[[Path, Path], None]:
    def work(source: Path, output: Path) -> None:
        from datasets import Dataset

        from cleaner.integrations.datasets import clean

        dataset = Dataset.from_parquet(str(source), cache_dir=str(output.with_name(output.name + " cache")))
        output.mkdir()
        clean(dataset, num_proc=processes, **OPTIONS).to_parquet(str(output / "0.parquet"))

    return work


def with_streaming(source: Path, output: Path) -> None:
    from datasets import load_dataset

    from cleaner.integrations.datasets import clean

    stream = load_dataset("parquet", data_files=str(source), split="train", streaming=True)
    output.mkdir()
    pieces = list(clean(stream, **OPTIONS).with_format("arrow").iter(1000))
    pq.write_table(pa.concat_tables(pieces), output / "0.parquet")


def with_polars(source: Path, output: Path) -> None:
    import polars as pl

    from cleaner.integrations.polars import clean

    output.mkdir()
    clean(pl.scan_parquet(source), **OPTIONS).sink_parquet(output / "0.parquet")


def with_duckdb(source: Path, output: Path) -> None:
    import duckdb

    from cleaner.integrations.duckdb import register

    output.mkdir()
    with duckdb.connect() as connection:
        register(connection, **OPTIONS)
        rows = f"SELECT id, unnest(clean(text)) FROM '{source}'"
        connection.sql(rows).write_parquet(str(output / "0.parquet"))


ENGINES: dict[str, tuple[str, Callable[[Path, Path], None]]] = {
    "command": ("cleaner", with_command),
    "corpus local": ("pyarrow", with_corpus("local", 2)),
    "corpus ray": ("ray", with_corpus("ray", 2)),
    "corpus spark": ("pyspark", with_corpus("spark", 2)),
    "ray data": ("ray", with_ray),
    "spark": ("pyspark", with_spark),
    "datasets": ("datasets", with_datasets(None)),
    "datasets 2": ("datasets", with_datasets(2)),
    "streaming": ("datasets", with_streaming),
    "polars": ("polars", with_polars),
    "duckdb": ("duckdb", with_duckdb),
}


def installed(names: list[str]) -> list[str]:
    from importlib.util import find_spec

    return [name for name in names or ENGINES if find_spec(ENGINES[name][0])]


def start(name: str) -> None:
    """Start Ray or Spark with two workers; what this costs is nobody's overhead but its own."""
    if "ray" in name:
        import ray

        if not ray.is_initialized():
            ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, object_store_memory=512 << 20)
    if "spark" in name:
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        from pyspark.sql import SparkSession

        builder = SparkSession.builder.master("local[2,4]").config("spark.ui.enabled", "false")
        builder = builder.config("spark.driver.host", "127.0.0.1").config("spark.sql.files.maxPartitionBytes", str(16 << 20))
        builder.config("spark.driver.memory", "2g").getOrCreate().sparkContext.setLogLevel("OFF")


def rows_in(output: Path) -> Rows:
    if (output / "log.jsonl").exists():
        return rows_of_command(output)
    rows: Rows = {}
    for path in output.rglob("*.parquet"):
        for row in pq.ParquetFile(path).read(columns=["id", "text", "changes", "error"]).to_pylist():
            assert row["error"] is None, row["error"]
            rows[row["id"]] = (row["text"], [tuple(change.values()) for change in row["changes"]])
    return rows


# ---- the two questions -----------------------------------------------------------------------------------------------------


def equal(texts: list[str | None], names: list[str], work: Path) -> int:
    """Rows that differ from the library's, engine by engine."""
    write(table_of(texts), work / "in.parquet")
    wanted: Rows = {}
    for number, text in enumerate(texts):
        result = OPTIONS["cleaner"].clean(text) if text is not None else None
        wanted[number] = (result.text, [change[:8] for change in result.changes]) if result else (None, [])
    print(f"library: {len(wanted)} rows, {sum(len(changes) for _, changes in wanted.values())} changes")
    worst = 0
    for name in names:
        start(name)
        ENGINES[name][1](work / "in.parquet", work / name)
        found = rows_in(work / name)
        differing = sum(found.get(number) != row for number, row in wanted.items()) + len(found.keys() - wanted.keys())
        worst = max(worst, differing)
        print(f"{name}: {len(found)} rows, {sum(len(c) for _, c in found.values())} changes, {differing} rows differ", flush=True)
    return int(worst > 0)


def overhead(texts: list[str | None], size: int, names: list[str], work: Path) -> int:
    """CPU time of each engine by that of the bare kernel."""
    whole = sum(len(text.encode()) for text in texts if text)
    table = table_of(texts * max(1, round(size * 1e6 / whole)))
    megabytes = table.column("text").nbytes / 1e6
    write(table, work / "in.parquet")
    pq.write_table(table.slice(0, len(table) // 10), work / "small.parquet", row_group_size=max(1, len(table) // 100))
    print(f"{len(table)} rows, {megabytes:.0f} MB; load {os.getloadavg()[0]:.1f}")
    kernel = BatchCleaner(**OPTIONS)
    kernel(table.slice(0, 200))
    batches = list(pq.ParquetFile(work / "in.parquet").iter_batches(batch_size=2000))

    tenth = batches[::10]
    share = sum(batch.num_rows for batch in tenth) / len(table)

    def bare() -> float:
        return measured(lambda: [kernel(batch) for batch in tenth])[0] / share

    before = bare()
    print(f"{'bare kernel':14} {before:7.1f} s CPU, {megabytes / before:5.1f} MB/s a core", flush=True)
    for name in names:
        start(name)
        ENGINES[name][1](work / "small.parquet", work / f"{name} small")
        cpu, wall = measured(lambda name=name: ENGINES[name][1](work / "in.parquet", work / name))
        after = bare()  # the machine may have got slower meanwhile: the kernel before and after is the measure
        ratio = 2 * cpu / (before + after) - 1
        print(
            f"{name:14} {cpu:7.1f} s CPU {wall:7.1f} s wall, kernel {before:.1f} and {after:.1f}: {ratio:+6.1%} CPU", flush=True
        )
        before = after
        shutil.rmtree(work / name, ignore_errors=True)
    return 0


def measured(work: Callable[[], object]) -> tuple[float, float]:
    """(CPU seconds of this process and all it started, wall seconds)."""
    before, started = tree_time(), time.monotonic()
    work()
    wall = time.monotonic() - started
    return tree_time() - before, wall


def tree_time() -> float:
    """User and system seconds of this process and all that it started, those that ended and were waited for included (Linux).

    They are known by a mark in their environment: the workers of Ray are no descendants.
    """
    total = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if int(folder.name) == os.getpid() or MARK.encode() in (folder / "environ").read_bytes():
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
                total += sum(map(int, fields[11:15]))  # own and waited-for children's
        except OSError:
            continue
    return total / TICK


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=["equal", "overhead"])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--engine", action="append", default=[], choices=list(ENGINES))
    parser.add_argument("--size", type=int, default=100, help="MB of text (overhead)")
    parser.add_argument("--limit", type=int, default=0, help="rows of each file")
    parser.add_argument("--ignore", action="append", default=[], metavar="RULE", help="rules to leave out")
    arguments = parser.parse_args()
    os.environ.update([MARK.split("=")])
    OPTIONS["cleaner"] = cleaner.Cleaner(ignore=arguments.ignore)
    texts = [text for path in arguments.files for text in list(texts_of(path))[: arguments.limit or None]]
    with tempfile.TemporaryDirectory() as folder:
        names = installed(arguments.engine)
        if arguments.what == "equal":
            return equal(texts, names, Path(folder))
        return overhead(texts, arguments.size, names, Path(folder))


if __name__ == "__main__":
    sys.exit(main())
