"""Signals end a run in each phase within a second or so, with nothing left behind and a line that says how to go on."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from cleaner.batch.signals import Interrupted, deferred, handled
from tests.cli.conftest import Command, run

__all__ = ["run"]

FILES = 300
DIRTY = 4  # sentences to repair in a file
TEXT = "They walked to the the house. " * DIRTY + "\n"
SECONDS = 8.0  # on a machine that does other things as well; nothing here would end by itself within them


def left(folder: Path) -> list[str]:
    return [str(path) for path in folder.rglob(".cleaner-*")]


def start(folder: Path, *arguments: str, stdin: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "cleaner", *arguments]
    return subprocess.Popen(command, cwd=folder, stdin=stdin, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


@pytest.mark.parametrize(
    ("number", "jobs"), [(signal.SIGINT, "1"), (signal.SIGINT, "2"), (signal.SIGTERM, "2"), (signal.SIGHUP, "1")]
)
def test_a_batch(tmp_path: Path, number: signal.Signals, jobs: str) -> None:
    (tmp_path / "in").mkdir()
    for k in range(FILES):
        (tmp_path / f"in/{k:04}.txt").write_text(TEXT)
    with start(tmp_path, "in", "-o", "out", "-j", jobs, "--log", "log.jsonl") as process:
        while not list((tmp_path / "out").glob("[0-9]*")):
            assert process.poll() is None
            time.sleep(0.02)
        began = time.monotonic()
        process.send_signal(number)
        err = process.communicate()[1].decode()
    assert process.returncode == 128 + number
    assert time.monotonic() - began < SECONDS
    assert err.endswith("cleaner: interrupted; the same command with --resume goes on\n")
    assert err.count("interrupted") == 1
    assert not left(tmp_path)
    made = len(list((tmp_path / "out").iterdir()))
    assert 0 < made < FILES
    assert {len(path.read_text()) for path in (tmp_path / "out").iterdir()} == {len(TEXT) - 4 * DIRTY}
    if number is not signal.SIGINT:
        return
    with start(tmp_path, "in", "-o", "out", "-j", jobs, "--log", "log.jsonl", "--resume") as process:
        err = process.communicate()[1].decode()
    assert f"{made} unchanged since the last run" in err
    assert len(list((tmp_path / "out").iterdir())) == FILES


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=lambda number: number.name)
def test_one_large_file_and_a_pipe(tmp_path: Path, number: signal.Signals) -> None:
    (tmp_path / "big.txt").write_text("\n".join(f"Line {k} of the the text, and it goes on." for k in range(400_000)))
    with start(tmp_path, "big.txt", "-o", "out.txt", "--log", "log.jsonl") as process:
        time.sleep(1.5)
        process.send_signal(number)
        assert "interrupted" in process.communicate()[1].decode()
    assert process.returncode == 128 + number
    assert not (tmp_path / "out.txt").exists()
    with start(tmp_path, stdin=subprocess.PIPE) as pipe:
        time.sleep(1)
        pipe.send_signal(number)
        assert pipe.stderr
        assert pipe.stderr.read().decode() == "cleaner: interrupted\n"
    assert pipe.returncode == 128 + number


def test_what_nohup_ignores_stays_ignored() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with handled():
            os.kill(os.getpid(), signal.SIGHUP)
    finally:
        signal.signal(signal.SIGHUP, before)


def _torn(done: list[str]) -> None:
    with handled(), deferred(), deferred():
        os.kill(os.getpid(), signal.SIGTERM)
        done.append("all of it")


def test_a_signal_waits_for_the_end_of_what_must_not_be_torn() -> None:
    done: list[str] = []
    with pytest.raises(Interrupted) as caught:
        _torn(done)
    assert done
    assert caught.value.number == signal.SIGTERM


@pytest.mark.parametrize("into", ["-o back", "-i"])
@pytest.mark.parametrize("call", ["os.replace", "os.fsync", "os.fchmod"])
def test_undo_of_a_folder(run: Command, monkeypatch: pytest.MonkeyPatch, call: str, into: str) -> None:
    """Interrupted at any file of it: each is as it was or given back, and no temporary file is left."""
    Path("in").mkdir()
    for number in range(3):
        Path(f"in/{number}.txt").write_text(TEXT)
    assert run("in", "-o", "out", "--log", "log.jsonl")[0] == 0
    clean = Path("out/0.txt").read_text()
    real = getattr(os, call.partition(".")[2])
    for at in range(6):
        calls = iter(range(1000))

        def stopping(*arguments: object, at: int = at, calls: Iterator[int] = calls) -> object:
            if next(calls) == at:
                raise Interrupted(signal.SIGTERM)
            return real(*arguments)

        shutil.copytree("out", "work", dirs_exist_ok=True)
        with monkeypatch.context() as patched:
            patched.setattr(call, stopping)
            code = run("undo", "work", "--log", "log.jsonl", *into.split())[0]
        assert code in (0, 128 + signal.SIGTERM)
        assert left(Path()) == []
        found = [path.read_text() for path in [*Path("work").iterdir(), *Path("back").glob("*")]]
        assert set(found) <= {TEXT, clean}
        shutil.rmtree("work")
        shutil.rmtree("back", ignore_errors=True)


def test_a_run_that_only_looks_says_nothing_of_what_it_did(tmp_path: Path) -> None:
    (tmp_path / "big.txt").write_text("\n".join(f"Line {k} of the the text, and it goes on." for k in range(400_000)))
    with start(tmp_path, "--check", "big.txt") as process:
        time.sleep(2)
        process.send_signal(signal.SIGINT)
        assert process.communicate()[1].decode() == "cleaner: interrupted\n"
