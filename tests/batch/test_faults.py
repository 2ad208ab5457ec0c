"""Faults: workers that die, hang or raise, parents that are killed, disks that are full."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cleaner.batch.output.atomic import AtomicFile
from cleaner.core.errors import InputError
from tests.batch import killing
from tests.cli.conftest import Command, run

__all__ = ["run"]

DIRTY, CLEAN = "They walked to the the house.\n", "They walked to the house.\n"


TRAP = ("--filter", "tests.batch.trap:trap")


@pytest.mark.parametrize(
    ("word", "jobs", "says"),
    [
        ("KILL", 2, "a worker process died at it (SIGKILL)"),
        ("HANG", 2, "it took longer than 2.5 s (--timeout allows more)"),
        ("RAISE", 2, "ZeroDivisionError: by design (at trap.py:"),
        ("RAISE", 1, "ZeroDivisionError: by design (at trap.py:"),
    ],
)
def test_one_poisonous_input_is_left_out(run: Command, word: str, jobs: int, says: str) -> None:
    Path("in").mkdir()
    for k in range(150):
        Path(f"in/{k:03}.txt").write_text(word if k == 77 else DIRTY)
    code, _, err = run("in", "-o", "out", "-j", jobs, "--timeout", 2.5, "-q", *TRAP)
    assert code == 3
    assert err.startswith(f"cleaner: in/077.txt: {says}")
    assert err.count("\n") == 1
    assert sorted(path.name for path in Path("out").iterdir()) == [f"{k:03}.txt" for k in range(150) if k != 77]
    assert {path.read_text() for path in Path("out").iterdir()} == {CLEAN}
    Path("in/077.txt").write_text(DIRTY)
    assert run("in", "-o", "out", "--resume", "-v", *TRAP).err.count(": 1 change\n") == 1, "only what failed is done again"
    assert Path("out/077.txt").read_text() == CLEAN


def test_a_worker_that_dies_once_costs_nothing(run: Command) -> None:
    Path("in").mkdir()
    for k in range(100):
        Path(f"in/{k:03}.txt").write_text("ONCE\n" if k == 50 else DIRTY)
    assert run("in", "-o", "out", "-j", 2, "-q", *TRAP) == (0, b"", "")
    assert len(list(Path("out").iterdir())) == 100


def test_a_poisonous_record_costs_its_block(run: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    from cleaner.batch import work

    monkeypatch.setattr(work, "WHOLE_FILE", 100)
    Path("in.jsonl").write_text('{"text": "Fine."}\n' * 9 + '{"text": "KILL"}\n')
    code, _, err = run("in.jsonl", "-o", "out.jsonl", "-j", 2, *TRAP)
    assert code == 3
    assert "in.jsonl: a worker process died at it (SIGKILL)" in err
    assert not Path("out.jsonl").exists()


def test_killed_and_resumed(tmp_path: Path) -> None:
    figures = killing.check(tmp_path, files=400, kills=1, jobs=2, in_place=True, seed=3)
    assert figures["kills"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "log"), [("big.txt", "log.jsonl.gz"), ("big.jsonl.gz", "log.jsonl"), ("big.csv", "log.parquet")]
)
def test_one_large_file_killed_and_resumed(tmp_path: Path, name: str, log: str) -> None:
    if log.endswith(".parquet"):
        pytest.importorskip("pyarrow", reason="the extra arrow is not installed")
    figures = killing.check_large(tmp_path, name, megabytes=9, kills=2, jobs=1, log=log, seed=2)
    assert figures["kills"]


@pytest.mark.parametrize("suffix", [".jsonl", ".jsonl.gz", ".jsonl.xz", ".jsonl.bz2", ".parquet"])
def test_logs_of_any_format_grow_and_lead_back(run: Command, suffix: str) -> None:
    if suffix == ".parquet":
        pytest.importorskip("pyarrow", reason="the extra arrow is not installed")
    Path("in").mkdir()
    Path("in/a.txt").write_text(DIRTY)
    log = f"log{suffix}"
    assert run("in", "-o", "out", "--log", log, "--resume", "-q") == (0, b"", "")
    Path("in/b.txt").write_text("x " + DIRTY)
    assert run("in", "-o", "out", "--log", log, "--resume", "-q") == (0, b"", "")
    assert sorted(path.name for path in Path().glob("log*")) == [log]
    assert run("log", "verify", log).out == b"2 documents whole, 0 files undone, 0 wrong\n"
    assert run("undo", "out/b.txt", "--log", log).out.decode() == "x " + DIRTY


@pytest.mark.slow
@pytest.mark.parametrize("in_place", [False, True])
def test_killed_and_resumed_often(tmp_path: Path, in_place: bool) -> None:
    killing.check(tmp_path, files=3_000, kills=6, jobs=2, in_place=in_place, seed=5)


def test_resume_skips_what_did_not_change(run: Command) -> None:
    Path("in").mkdir()
    for k in range(5):
        Path(f"in/{k}.txt").write_text(DIRTY)
    assert "5 files cleaned" in run("in", "-o", "out", "--resume").err
    assert "0 files cleaned, 0 changes in 0 of them, 5 unchanged since the last run" in run("in", "-o", "out", "--resume").err
    Path("in/3.txt").write_text(DIRTY * 2)
    Path("out/4.txt").unlink()
    assert "2 files cleaned, 2 changes in 2 of them" in run("in", "-o", "out", "--resume", "-j", 2).err.replace(
        "3 changes", "2 changes"
    )
    assert "5 files cleaned" in run("in", "-o", "out", "--resume", "--select", "encoding").err, "another configuration"
    assert Path("out/4.txt").read_text() == DIRTY
    with Path("out.journal.jsonl").open("ab") as file:
        file.write(b'{"path": "in/0.t')
    assert "5 unchanged" in run("in", "-o", "out", "--resume", "--select", "encoding").err, "a torn line is cut off"
    assert Path("out.journal.jsonl").read_bytes().endswith(b"}\n")


def test_journals_of_others(run: Command) -> None:
    Path("in").mkdir()
    Path("in/a.txt").write_text(DIRTY)
    Path("out.journal.jsonl").write_text("My diary\n")
    code, _, err = run("in", "-o", "out", "--resume")
    assert code == 2
    assert "this is no journal of ours" in err
    assert Path("out.journal.jsonl").read_text() == "My diary\n"


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full")
def test_full_disk(run: Command) -> None:
    Path("in").mkdir()
    Path("in/a.txt").write_text(DIRTY)
    code, _, err = run("in", "-o", "out", "--log", "/dev/full")
    assert code == 3
    assert err.count("\n") == 1
    assert "No space left" in err or "no space left" in err
    assert not Path("out/a.txt").exists(), "what cannot be logged is not done"
    assert not list(Path().rglob(".cleaner-*"))


def test_names_that_are_not_utf8(run: Command) -> None:
    Path("in").mkdir()
    name = os.fsdecode(b"in/caf\xe9.txt")
    try:
        Path(name).write_text(DIRTY)
    except OSError:
        pytest.skip("the file system takes only UTF-8")
    assert run("in", "-o", "out", "-j", 2, "--resume", "-v").code == 0
    assert Path(os.fsdecode(b"out/caf\xe9.txt")).read_text() == CLEAN
    assert "1 unchanged" in run("in", "-o", "out", "--resume").err
    assert run(name, "--check").out.startswith(b"in/caf\\udce9.txt:1:19: typos.doubled")
    assert run(os.fsdecode(b"in/\xff"), "-q").code == 3


def test_files_from(run: Command) -> None:
    for name in ("a/x.txt", "b/x.txt"):
        Path(name).parent.mkdir()
        Path(name).write_text(DIRTY)
    code, _, err = run("--files-from", "-", "-0", "-o", "out", stdin=b"a/x.txt\0b/x.txt\0gone.txt\0")
    assert code == 3
    assert "gone.txt: no such file" in err
    assert sorted(map(str, Path("out").rglob("*.txt"))) == ["out/a/x.txt", "out/b/x.txt"]
    assert run("--files-from", "nope", "-o", "out").code == 3


def test_ignore_files_and_globs(run: Command) -> None:
    names = ["in/a.txt", "in/b.log", "in/build/c.txt", "in/keep/build.txt", "in/keep/d.log", "in/.git/config", "in/e.md"]
    for name in names:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(DIRTY)
    Path("in/.gitignore").write_text("*.log\nbuild/\n")
    Path("in/keep/.cleanerignore").write_text("!d.log\n")

    def cleaned(*options: str) -> set[str]:
        code, out, _ = run("in", "--check", *options)
        assert code == 1
        return {line.removeprefix("in/").split(":")[0] for line in out.decode().splitlines()}

    assert cleaned() == {"a.txt", "keep/build.txt", "e.md"}, "prose alone"
    assert cleaned("--include", "*.*") == {"a.txt", "keep/build.txt", "keep/d.log", "e.md"}
    assert cleaned("--no-ignore", "--include", "*.*") == {"a.txt", "b.log", "build/c.txt", "keep/build.txt", "keep/d.log", "e.md"}
    assert cleaned("--include", "*.txt", "--exclude", "keep/**") == {"a.txt"}


@pytest.mark.parametrize("is_replaced", [False, True])
def test_a_file_that_changes_while_it_is_cleaned_stays_as_it_is(tmp_path: Path, is_replaced: bool) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Teh cat.\n")
    file = AtomicFile(path, made_from=[path.stat()], in_place=True)
    file.stream.write(b"The cat.\n")
    if is_replaced:
        path.rename(tmp_path / "old")
    path.write_text("Teh cat.\nAnother line.\n")
    with pytest.raises(InputError, match="changed"):
        file.finish()
    file.discard()
    assert path.read_text() == "Teh cat.\nAnother line.\n"
    assert not [*tmp_path.glob(".cleaner*")]
