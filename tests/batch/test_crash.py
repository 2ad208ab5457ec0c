"""A run that is killed, or fails, at every system call that writes: outputs whole or absent, and the log says what was done.

The calls (write, rename, link, fsync, unlink, truncate) are counted in the process itself; at the one whose turn it is the
process ends at once, as SIGKILL would end it, or the call fails as on a full disk.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Command, run

__all__ = ["run"]

DIRTY, CLEAN = "They walked to the the house.\n\nNumber {}.\n", "They walked to the house.\n\nNumber {}.\n"
FILES = 20
# At every how-manieth call a slow test ends the run; at every single one where CLEANER_EVERY_CALL is set, as at night.
SLOW_STEP = 1 if os.environ.get("CLEANER_EVERY_CALL") else 19
RECORDS = '{"text": "See the the cat."}\n'

RUNNER = """
import os, sys
import cleaner.batch.run as run
from cleaner.cli.main import guarded

turn, how = int(sys.argv[1]), sys.argv[2]
count = 0


def counted(name):
    real = getattr(os, name)

    def call(*arguments, **keywords):
        global count
        count += 1
        if count == turn:
            if how == "kill":
                os._exit(137)
            raise OSError(28, "No space left on device")
        return real(*arguments, **keywords)

    setattr(os, name, call)


for name in ("replace", "rename", "link", "fsync", "unlink", "fchmod", "open"):
    counted(name)
run.COMMIT = 3
code = guarded(sys.argv[3:])
print(count, file=sys.stderr)
sys.exit(code)
"""
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


def attempt(folder: Path, turn: int, how: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-c", RUNNER, str(turn), how, *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, check=False)


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


def at_turns(folder: Path, how: str, arguments: list[str], step: int) -> range:
    """Every `step`-th of the calls that an undisturbed run makes."""
    lay_out(folder)
    done = attempt(folder, 0, how, *arguments)
    assert done.returncode == 0, done.stderr
    return range(1, int(done.stderr.split()[-1]) + 1, step)


@pytest.mark.parametrize("name", RUNS)
@pytest.mark.parametrize("step", [pytest.param(SLOW_STEP, marks=pytest.mark.slow), 83])
def test_killed_anywhere(run: Command, tmp_path: Path, name: str, step: int) -> None:
    arguments = RUNS[name]
    (tmp_path / "calm").mkdir()
    turns = at_turns(tmp_path / "calm", "kill", arguments, step)
    log = arguments[-1]
    for turn in turns:
        folder = tmp_path / str(turn)
        folder.mkdir()
        lay_out(folder)
        assert attempt(folder, turn, "kill", *arguments).returncode == 137
        check_whole(folder, name)
        resumed = attempt(folder, 0, "kill", *arguments, "--resume")
        assert resumed.returncode == 0, (turn, resumed.stderr)
        for tree in ("in", "out"):
            assert texts(folder / tree) == texts(tmp_path / "calm" / tree), turn
        os.chdir(folder)
        clean = "in" if name == "in place" else "out"
        code, _, err = run("undo", clean, "--log", log, "-o", "back")
        assert code == 0, (turn, err)
        for k in range(FILES):
            assert Path(f"back/{k:02}.txt").read_text() == DIRTY.format(k), turn


@pytest.mark.parametrize("name", RUNS)
@pytest.mark.parametrize("step", [pytest.param(SLOW_STEP, marks=pytest.mark.slow), 89])
def test_failing_anywhere(tmp_path: Path, name: str, step: int) -> None:
    arguments = RUNS[name]
    (tmp_path / "calm").mkdir()
    for turn in at_turns(tmp_path / "calm", "fail", arguments, step):
        folder = tmp_path / str(turn)
        folder.mkdir()
        lay_out(folder)
        done = attempt(folder, turn, "fail", *arguments)
        assert done.returncode in (0, 2, 3), (turn, done.stderr)
        assert b"Traceback" not in done.stderr, turn
        check_whole(folder, name)
        resumed = attempt(folder, 0, "fail", *arguments, "--resume")
        assert resumed.returncode == 0, (turn, resumed.stderr)
        assert texts(folder / "out").keys() == texts(tmp_path / "calm" / "out").keys(), turn
