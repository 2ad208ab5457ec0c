"""Corpora on the local engine: every row as the library makes it, the same parts always, nothing lost when killed."""

from __future__ import annotations

import gc
import gzip
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

pa = pytest.importorskip("pyarrow", reason="needs cleaner-text[arrow]")

import pyarrow.parquet as pq  # noqa: E402

import cleaner  # noqa: E402
from cleaner.batch.signals import Interrupted  # noqa: E402
from cleaner.core.errors import ConfigError, InputError  # noqa: E402
from cleaner.corpus import part as parts_module  # noqa: E402
from cleaner.corpus.run import Summary, run  # noqa: E402
from cleaner.integrations.arrow import BatchCleaner  # noqa: E402
from tests.integrations.helpers import expected_of, killing, make_rows  # noqa: E402

Rows = list[dict[str, Any]]
# Two filters do where the question is what becomes of the parts
QUICK = cleaner.Cleaner(select=["typos.doubled", "characters"])


def write_parquet(path: Path, rows: Rows, row_group: int = 50) -> None:
    pq.write_table(pa.Table.from_pylist(rows), path, row_group_size=row_group)


def write_jsonl(path: Path, rows: Rows) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=row["id"] % 2 == 0) + "\n" for row in rows), encoding="utf-8")


@pytest.fixture
def source(tmp_path: Path, rows: Rows) -> Path:
    folder = tmp_path / "in"
    (folder / "more").mkdir(parents=True)
    write_parquet(folder / "more" / "b.parquet", rows)
    write_jsonl(folder / "a.jsonl", rows)
    return folder


@pytest.fixture(scope="session")
def quickly(rows: Rows) -> Rows:
    """What the quick cleaner makes of the rows."""
    return [expected_of(row, QUICK) for row in rows]


def clean_corpus(source: Path, output: Path, **options: Any) -> Summary:
    return run([source], output, BatchCleaner(cleaner=QUICK), **options)


def read(folder: Path, name: str = "") -> Rows:
    """All rows of the parts of a source, in their order."""
    return [row for path in sorted(folder.rglob(f"{name}*.parquet")) for row in pq.ParquetFile(path).read().to_pylist()]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.parquet")}


def test_rows_are_what_the_library_makes_of_them(source: Path, tmp_path: Path, expected: Rows) -> None:
    summary = run([source], tmp_path / "out", BatchCleaner())
    assert read(tmp_path / "out", "b.parquet-") == expected
    from_json = read(tmp_path / "out", "a.jsonl-")
    assert [row.pop("rest") for row in from_json] == [None] * len(expected)
    assert [{**row, "tags": json.loads(row["tags"])} for row in from_json] == expected
    assert summary.tally.texts == 2 * len(expected)
    assert summary.tally.changes == 2 * sum(len(row["changes"]) for row in expected)
    assert summary.tally.changed == 2 * sum(bool(row["changes"]) for row in expected)
    assert (summary.set_aside, summary.failures) == (0, ())


@pytest.mark.parametrize("part_bytes", [1 << 10, 10_000, 1 << 30])
def test_rows_do_not_depend_on_the_size_of_parts(source: Path, tmp_path: Path, quickly: Rows, part_bytes: int) -> None:
    summary = clean_corpus(source, tmp_path / "out", part_bytes=part_bytes)
    assert (summary.parts > 2) == (part_bytes < 1 << 30)
    assert read(tmp_path / "out", "b.parquet-") == quickly
    assert [row["changes"] for row in read(tmp_path / "out", "a.jsonl-")] == [row["changes"] for row in quickly]


def test_files_do_not_depend_on_the_number_of_processes(source: Path, tmp_path: Path) -> None:
    for jobs in (1, 2):
        clean_corpus(source, tmp_path / str(jobs), part_bytes=10_000, jobs=jobs)
    assert contents(tmp_path / "1") == contents(tmp_path / "2")


def test_what_is_done_is_not_done_again(source: Path, tmp_path: Path) -> None:
    output = tmp_path / "out"
    first = clean_corpus(source, output, part_bytes=10_000)
    before = contents(output)
    victim = output / "a.jsonl-00001.parquet"
    victim.unlink()
    (output / ".cleaner-killed-0.tmp").write_bytes(b"half a part")
    again = clean_corpus(source, output, part_bytes=10_000)
    assert (again.parts, again.skipped) == (first.parts, first.parts - 1)
    assert contents(output) == before
    assert not list(output.rglob("*.tmp"))


def test_parts_of_a_changed_input_are_made_again(source: Path, tmp_path: Path, rows: Rows) -> None:
    clean_corpus(source, tmp_path / "out")
    write_jsonl(source / "a.jsonl", make_rows(len(rows), seed=10))
    os.utime(source / "a.jsonl", ns=(1, 1))
    again = clean_corpus(source, tmp_path / "out")
    assert again.skipped == 1
    fresh = clean_corpus(source, tmp_path / "fresh")
    assert fresh.parts == 2
    assert contents(tmp_path / "out") == contents(tmp_path / "fresh")


def test_a_folder_with_other_tables_is_refused(source: Path, tmp_path: Path) -> None:
    clean_corpus(source, tmp_path / "out")
    with pytest.raises(ConfigError, match="another configuration"):
        run([source], tmp_path / "out", BatchCleaner(cleaner=cleaner.Cleaner(select=["typos"])))
    with pytest.raises(ConfigError, match="other tables"):
        run([source / "a.jsonl"], tmp_path / "out", BatchCleaner(cleaner=QUICK))
    with pytest.raises(ConfigError, match="holds an input"):
        run([source], source, BatchCleaner(cleaner=QUICK))


def test_two_runs_do_not_meet_in_a_folder(source: Path, tmp_path: Path) -> None:
    output = tmp_path / "out"
    output.mkdir()
    code = "import fcntl, sys; f = open(sys.argv[1], 'ab'); fcntl.lockf(f, fcntl.LOCK_EX); print(1, flush=True); sys.stdin.read()"
    command = [sys.executable, "-c", code, str(output / ".cleaner.lock")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        other.stdout.readline()
        with pytest.raises(InputError, match="another run"):
            clean_corpus(source, output)
        other.communicate(b"")
    assert clean_corpus(source, output).parts == 2


def test_a_log_beside_the_parts(source: Path, tmp_path: Path, quickly: Rows) -> None:
    output = tmp_path / "out"
    clean_corpus(source, output, log="beside", part_bytes=10_000)
    made = [row for row in read(output) if "text" in row]
    assert all("changes" not in row for row in made)
    for path in sorted((output / "_changes").rglob("*.parquet")):
        log = pq.ParquetFile(path).read().to_pylist()
        rows = pq.ParquetFile(output / path.relative_to(output / "_changes")).read().to_pylist()
        by_id = {row["id"]: row for row in quickly}
        wanted = [(number, tuple(change.values())) for number, row in enumerate(rows) for change in by_id[row["id"]]["changes"]]
        assert [(row.pop("row"), tuple(row.values())[1:]) for row in log] == wanted
        assert {row["source"] for row in log} == {path.relative_to(output / "_changes").as_posix().rpartition("-")[0]}


def test_no_log(source: Path, tmp_path: Path) -> None:
    clean_corpus(source, tmp_path / "out", log="none")
    assert all("changes" not in row for row in read(tmp_path / "out"))


def test_lines_that_are_no_records_are_set_aside(tmp_path: Path) -> None:
    lines = [
        b'{"id": 1, "text": "the the cat", "n": 1}',
        b"{broken",
        b'{"id": "two", "text": "a", "late": [1]}',
        b'{"id": 3, "text": 7}',
        b'{"id": 4, "text": "\\ud800"}',
        b"\xff\xfe",
        b"",
        b"[1]",
        b'{"id": 9223372036854775808, "text": null, "n": 1.5}',
    ]
    (tmp_path / "in.jsonl").write_bytes(b"\r\n".join(lines))
    fields = {"id": "int64", "text": "string", "n": "int64"}
    from cleaner.corpus.records import batches_of

    ((batch, faults),) = batches_of(b"\r\n".join(lines).splitlines(keepends=True), fields, "text")
    assert batch.column("id").to_pylist() == [1, None, None, 3, None, None, None, None]
    assert batch.column("rest").to_pylist() == [
        None,
        "{broken",
        '{"id": "two", "late": [1]}',
        '{"text": 7}',
        '{"id": 4, "text": "\\ud800"}',
        "\ufffd\ufffd",
        "[1]",
        '{"id": 9223372036854775808, "n": 1.5}',
    ]
    assert sorted(faults) == [1, 3, 4, 5, 6]
    summary = clean_corpus(tmp_path / "in.jsonl", tmp_path / "out")
    assert summary.set_aside == 5
    assert [row["error"] is not None for row in read(tmp_path / "out")] == [number in faults for number in range(8)]


def test_compressed_lines_are_one_part(tmp_path: Path, rows: Rows, quickly: Rows) -> None:
    write_jsonl(tmp_path / "a.jsonl", rows)
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress((tmp_path / "a.jsonl").read_bytes()))
    assert run([tmp_path / "b.jsonl.gz"], tmp_path / "out", BatchCleaner(cleaner=QUICK), part_bytes=5000).parts == 1
    assert [row["changes"] for row in read(tmp_path / "out")] == [row["changes"] for row in quickly]
    whole = (tmp_path / "b.jsonl.gz").read_bytes()
    (tmp_path / "cut.jsonl.gz").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(InputError, match="cut short"):
        run([tmp_path / "cut.jsonl.gz"], tmp_path / "out2", BatchCleaner(cleaner=QUICK))


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_broken_input_does_not_stop_the_others(source: Path, tmp_path: Path, jobs: int) -> None:
    (source / "bad.parquet").write_bytes(b"PAR1 this is none")
    pq.write_table(pa.table({"other": [1]}), source / "lacks.parquet")
    pq.write_table(pa.table({"text": pa.array([], pa.string())}), source / "empty.parquet")
    summary = clean_corpus(source, tmp_path / "out", jobs=jobs)
    assert {what: why[:24] for what, why in summary.failures} == {
        "bad.parquet": "not a Parquet file: Parq",
        "lacks.parquet-00000.parquet": "there is no one column '",
    }
    assert pq.read_metadata(tmp_path / "out" / "empty.parquet-00000.parquet").num_rows == 0
    assert summary.tally.texts == 300


def test_nothing_to_read_is_said(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("x")
    for path, said in ((tmp_path / "gone", "no such file"), (tmp_path / "notes.txt", "not a Parquet")):
        with pytest.raises(InputError, match=said):
            run([path], tmp_path / "out", BatchCleaner(cleaner=QUICK))


def test_a_part_that_fails_leaves_nothing_behind(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(parts_module.os, "fsync", full)
    summary = clean_corpus(source, tmp_path / "out")
    assert len(summary.failures) == 2
    assert "No space left" in summary.failures[0][1]
    assert [path.name for path in (tmp_path / "out").rglob("*") if path.is_file()] == [".cleaner.lock"]


COMMAND = [sys.executable, "-m", "cleaner.cli.main", "corpus"]


def call(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*COMMAND, *map(str, arguments)], capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_killed_again_and_again_it_ends_as_if_undisturbed(tmp_path: Path) -> None:
    source, output = tmp_path / "in.parquet", tmp_path / "out"
    write_parquet(source, make_rows(15_000), 250)
    run([source], tmp_path / "whole", BatchCleaner(cleaner=QUICK), part_bytes=1 << 20)
    dice = random.Random(4)
    command = [*COMMAND, str(source), "-o", str(output), "--part-size", "1", "-j", "2", "--isolated"]
    command += ["--select", "typos.doubled,characters"]
    for _ in range(5):
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        time.sleep(dice.uniform(0.5, 3))
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert subprocess.run(command, stderr=subprocess.DEVNULL, check=False).returncode == 0
    assert contents(output) == contents(tmp_path / "whole")
    assert not list(output.rglob("*.tmp"))


@pytest.mark.slow
def test_a_killed_worker_is_replaced(tmp_path: Path) -> None:
    source, output = tmp_path / "in.parquet", tmp_path / "out"
    write_parquet(source, make_rows(15_000), 250)
    run([source], tmp_path / "whole", BatchCleaner(cleaner=QUICK), part_bytes=1 << 20)
    own = os.getpid()
    with killing(lambda command, parent: parent == own and "python" in command, times=2) as killed:
        summary = run([source], output, BatchCleaner(cleaner=QUICK), part_bytes=1 << 20, jobs=2)
    assert len(killed) == 2
    assert summary.failures == ()
    assert contents(output) == contents(tmp_path / "whole")


def test_an_output_tree_is_as_private_as_its_input_and_no_link_in_it_is_followed(source: Path, tmp_path: Path) -> None:
    (source / "more").chmod(0o700)
    elsewhere, out = tmp_path / "elsewhere", tmp_path / "out"
    elsewhere.mkdir()
    out.mkdir()
    os.symlink(elsewhere, out / "more")
    done = run([source], out, BatchCleaner(cleaner=QUICK), log="beside")
    assert [name for name, _ in done.failures] == ["b.parquet-00000.parquet"]
    assert [*elsewhere.iterdir()] == []
    other = tmp_path / "other"
    assert not run([source], other, BatchCleaner(cleaner=QUICK), log="beside").failures
    assert [(other / name).stat().st_mode & 0o77 for name in ("more", "_changes/more")] == [0, 0]


@pytest.mark.parametrize("kind", ["link", "dangling", "pipe"])
def test_what_stands_where_the_lock_would_go(source: Path, tmp_path: Path, kind: str) -> None:
    out, elsewhere = tmp_path / "out", tmp_path / "elsewhere"
    out.mkdir()
    if kind == "pipe":
        os.mkfifo(out / ".cleaner.lock")
    else:
        os.symlink(elsewhere, out / ".cleaner.lock")
    if kind == "link":
        elsewhere.write_text("mine")
    with pytest.raises(InputError):
        run([source], out, BatchCleaner(cleaner=QUICK))
    assert elsewhere.exists() == (kind == "link")


@pytest.mark.filterwarnings("error")
def test_an_interrupted_run_leaves_nothing_and_is_quiet(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """A writer that is given up while it holds rows says nothing about its closed file later."""
    calls = iter(range(1000))
    real = BatchCleaner.__call__

    def stopping(self: BatchCleaner, batch: Any) -> Any:
        if next(calls) == 1:
            raise Interrupted(signal.SIGTERM)
        return real(self, batch)

    monkeypatch.setattr(BatchCleaner, "__call__", stopping)
    monkeypatch.setattr(parts_module, "PIECE_ROWS", 10)
    monkeypatch.setattr(parts_module, "ROW_GROUP_BYTES", 1)
    with pytest.raises(Interrupted):
        run([source / "more"], tmp_path / "out", BatchCleaner(cleaner=QUICK))
    gc.collect()
    assert [path.name for path in (tmp_path / "out").rglob("*") if path.is_file()] == [".cleaner.lock"]
    assert capfd.readouterr().err == ""
