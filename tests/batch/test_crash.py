"""A run that is killed, or fails, at every system call that writes: outputs whole or absent, and the log says what was done.

The calls (open, rename, link, fsync, unlink, fchmod, and by themselves the writes) are counted in the process itself
(tests/batch/forked.py); at the one whose turn it is the process ends at once, as SIGKILL would end it, half of a write being
done, or the call fails as on a full disk.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.batch.forked import Forker, built_shim
from tests.cli.conftest import Command, run

__all__ = ["run"]

DIRTY = "They walked to the the house.\n\nNumber {}.\n"
FILES = 20
# At every how-manieth call a slow test ends the run; at every single one where CLEANER_EVERY_CALL is set, as at night.
SLOW_STEP = 1 if os.environ.get("CLEANER_EVERY_CALL") else 11
RECORDS = '{"text": "See the the cat."}\n'
MAIL = b"From: a@example.org\nContent-Type: text/plain; charset=utf-8\n\nThey walked to the the house, and sat down.\n"
BOOK = Path(__file__).resolve().parents[2] / "samples/epub/input.epub"

RUNS = {
    "tree": ["in", "-o", "out", "--log", "log.jsonl"],
    "in place": ["-i.bak", "in", "--log", "log.jsonl"],
    "in place, no backups": ["-i", "in", "--log", "log.jsonl"],
    "journal": ["in", "-o", "out", "--journal", "run.journal", "--log", "log.jsonl"],
    "no log": ["in", "-o", "out"],
    "packed log": ["in", "-o", "out", "--log", "log.jsonl.gz"],
    "originals": ["in", "-o", "out", "--keep-originals", "--log", "log.jsonl"],
}


QUICK = [("tree", "calls"), ("in place", "calls"), ("packed log", "calls"), ("originals", "calls"), ("in place", "writes")]


def cases(step: int) -> list[Any]:
    """Some runs at every so manieth call, and all of them, slowly."""
    slow = [pytest.param(name, counted, SLOW_STEP, marks=pytest.mark.slow) for name in RUNS for counted in ("calls", "writes")]
    return [*((name, counted, step) for name, counted in QUICK), *slow]


def lay_out(folder: Path, name: str) -> None:
    (folder / "in").mkdir()
    for k in range(FILES):
        (folder / f"in/{k:02}.txt").write_text(DIRTY.format(k))
    (folder / "in/r.jsonl").write_text(RECORDS)
    (folder / "in/m.eml").write_bytes(MAIL)
    if name == "originals":
        (folder / "in/d.epub").write_bytes(BOOK.read_bytes())


@pytest.fixture(scope="module")
def forker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forker]:
    with Forker(built_shim(tmp_path_factory.mktemp("shim"))) as made:
        yield made


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())} if folder.exists() else {}


def check_whole(folder: Path, before: dict[str, bytes], calm: Path) -> None:
    """Every input and output is what it was or what an undisturbed run makes of it."""
    for tree in ("in", "out"):
        after = contents(calm / tree)
        for file, data in contents(folder / tree).items():
            if not file.startswith(".cleaner-"):
                allowed = [after.get(file), *([before.get(file)] if tree == "in" else [])]
                assert data in allowed, file


def at_turns(forker: Forker, folder: Path, name: str, counted: str, step: int) -> tuple[range, dict[str, bytes]]:
    """Every `step`-th of the calls that an undisturbed run makes, and the inputs."""
    if counted == "writes" and not forker.counts_writes:
        pytest.skip("no C compiler, or no Linux")
    folder.mkdir()
    lay_out(folder, name)
    before = contents(folder / "in")
    done = forker.run(folder, *RUNS[name], counted=counted)
    assert done.code == 0, done.err
    assert done.calls > FILES, "every output is put in place"
    return range(1, done.calls + 1, step), before


@pytest.mark.parametrize(("name", "counted", "step"), cases(41))
def test_killed_anywhere(run: Command, forker: Forker, tmp_path: Path, name: str, counted: str, step: int) -> None:
    arguments, calm = RUNS[name], tmp_path / "calm"
    turns, before = at_turns(forker, calm, name, counted, step)
    for turn in turns:
        folder = tmp_path / str(turn)
        folder.mkdir()
        lay_out(folder, name)
        assert forker.run(folder, *arguments, turn=turn, counted=counted).code == 137
        check_whole(folder, before, calm)
        resumed = forker.run(folder, *arguments, "--resume")
        assert resumed.code == 0, (turn, resumed.err)
        for tree in ("in", "out"):
            assert contents(folder / tree) == contents(calm / tree), turn
        if "--log" not in arguments:
            continue
        os.chdir(folder)
        clean = "out" if "-o" in arguments else "in"
        code, _, err = run("undo", clean, "--log", arguments[-1], "-o", "back")
        assert code == 0, (turn, err)
        back = contents(folder / "back")
        assert {file: back.get(file) for file in before} == before, turn


@pytest.mark.parametrize(("name", "counted", "step"), cases(53))
def test_failing_anywhere(forker: Forker, tmp_path: Path, name: str, counted: str, step: int) -> None:
    arguments, calm = RUNS[name], tmp_path / "calm"
    turns, before = at_turns(forker, calm, name, counted, step)
    for turn in turns:
        folder = tmp_path / str(turn)
        folder.mkdir()
        lay_out(folder, name)
        done = forker.run(folder, *arguments, turn=turn, how="fail", counted=counted)
        assert done.code in (0, 2, 3), (turn, done.err)
        assert "Traceback" not in done.err, turn
        check_whole(folder, before, calm)
        resumed = forker.run(folder, *arguments, "--resume")
        assert resumed.code == 0, (turn, resumed.err)
        assert contents(folder / "out").keys() == contents(calm / "out").keys(), turn
