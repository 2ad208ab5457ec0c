"""A run that is killed, or fails, at every system call that writes: outputs whole or absent, and the log says what was done.

The calls (open, rename, link, fsync, unlink, fchmod) are counted in the process itself (tests/batch/forked.py); at the one
whose turn it is the process ends at once, as SIGKILL would end it, or the call fails as on a full disk.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.batch.forked import Forker
from tests.cli.conftest import Command, run

__all__ = ["run"]

DIRTY, CLEAN = "They walked to the the house.\n\nNumber {}.\n", "They walked to the house.\n\nNumber {}.\n"
FILES = 20
# At every how-manieth call a slow test ends the run; at every single one where CLEANER_EVERY_CALL is set, as at night.
SLOW_STEP = 1 if os.environ.get("CLEANER_EVERY_CALL") else 7
RECORDS = '{"text": "See the the cat."}\n'

RUNS = {
    "tree": ["in", "-o", "out", "--log", "log.jsonl"],
    "in place": ["-i.bak", "in", "--log", "log.jsonl"],
    "packed log": ["in", "-o", "out", "--log", "log.jsonl.gz"],
}


def lay_out(folder: Path) -> None:
    (folder / "in").mkdir()
    for k in range(FILES):
        (folder / f"in/{k:02}.txt").write_text(DIRTY.format(k))
    (folder / "in/r.jsonl").write_text(RECORDS)


@pytest.fixture(scope="module")
def forker() -> Iterator[Forker]:
    with Forker() as made:
        yield made


def texts(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in sorted(folder.iterdir())} if folder.exists() else {}


def check_whole(folder: Path, name: str) -> None:
    """Every input and output is what it was or what it is to be."""
    for file, text in texts(folder / "in").items():
        if not file.startswith(".cleaner-"):
            number = file[:2].lstrip("0") or "0"
            allowed = [RECORDS, RECORDS.replace("the the", "the")] if file.startswith("r") else []
            allowed += [DIRTY.format(number)] + ([CLEAN.format(number)] if name == "in place" else [])
            assert text in allowed, file
    for file, text in texts(folder / "out").items():
        if not file.startswith(".cleaner-"):
            assert text in (CLEAN.format(file[:2].lstrip("0") or "0"), RECORDS.replace("the the", "the")), file


def at_turns(forker: Forker, folder: Path, arguments: list[str], step: int) -> range:
    """Every `step`-th of the calls that an undisturbed run makes."""
    lay_out(folder)
    done = forker.run(folder, *arguments)
    assert done.code == 0, done.err
    assert done.calls > FILES, "every output is put in place"
    return range(1, done.calls + 1, step)


@pytest.mark.parametrize("name", RUNS)
@pytest.mark.parametrize("step", [pytest.param(SLOW_STEP, marks=pytest.mark.slow), 41])
def test_killed_anywhere(run: Command, forker: Forker, tmp_path: Path, name: str, step: int) -> None:
    arguments = RUNS[name]
    (tmp_path / "calm").mkdir()
    turns = at_turns(forker, tmp_path / "calm", arguments, step)
    log = arguments[-1]
    for turn in turns:
        folder = tmp_path / str(turn)
        folder.mkdir()
        lay_out(folder)
        assert forker.run(folder, *arguments, turn=turn).code == 137
        check_whole(folder, name)
        resumed = forker.run(folder, *arguments, "--resume")
        assert resumed.code == 0, (turn, resumed.err)
        for tree in ("in", "out"):
            assert texts(folder / tree) == texts(tmp_path / "calm" / tree), turn
        os.chdir(folder)
        clean = "in" if name == "in place" else "out"
        code, _, err = run("undo", clean, "--log", log, "-o", "back")
        assert code == 0, (turn, err)
        for k in range(FILES):
            assert Path(f"back/{k:02}.txt").read_text() == DIRTY.format(k), turn


@pytest.mark.parametrize("name", RUNS)
@pytest.mark.parametrize("step", [pytest.param(SLOW_STEP, marks=pytest.mark.slow), 53])
def test_failing_anywhere(forker: Forker, tmp_path: Path, name: str, step: int) -> None:
    arguments = RUNS[name]
    (tmp_path / "calm").mkdir()
    for turn in at_turns(forker, tmp_path / "calm", arguments, step):
        folder = tmp_path / str(turn)
        folder.mkdir()
        lay_out(folder)
        done = forker.run(folder, *arguments, turn=turn, how="fail")
        assert done.code in (0, 2, 3), (turn, done.err)
        assert "Traceback" not in done.err, turn
        check_whole(folder, name)
        resumed = forker.run(folder, *arguments, "--resume")
        assert resumed.code == 0, (turn, resumed.err)
        assert texts(folder / "out").keys() == texts(tmp_path / "calm" / "out").keys(), turn
