"""Completion in the shells themselves: bash, zsh and fish, as far as they are installed."""

from __future__ import annotations

import os
import pty
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from cleaner.cli.commands.completion import answer
from tests.cli.conftest import Command

SECONDS = 60.0  # on a machine that does other things as well
CASES = {  # what is typed -> what is offered
    "cleaner --pre": ["--preset"],
    "cleaner und": ["undo"],
    "cleaner log sh": ["show"],
    "cleaner completion fi": ["fish"],
    "cleaner undo --write": ["--write-log"],
}


@pytest.fixture
def environment(run: Command, tmp_path: Path) -> dict[str, str]:
    """A shell in which `cleaner` is the program that is tested."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/cleaner").write_text(f'#!/bin/sh\nexec {sys.executable} -m cleaner "$@"\n')
    (tmp_path / "bin/cleaner").chmod(0o755)
    home = {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path), "TERM": "dumb"}
    return {**os.environ, **home, "PATH": f"{tmp_path}/bin:{os.environ['PATH']}"}


def by_bash(typed: str, environment: dict[str, str]) -> list[str]:
    words = typed.split()
    ask = (
        f"source ./script; COMP_WORDS=({typed}); COMP_CWORD={len(words) - 1}; _cleaner_completion cleaner; echo ${{COMPREPLY[@]}}"
    )
    return subprocess.run(["bash", "-c", ask], capture_output=True, text=True, check=True, env=environment).stdout.split()


def by_fish(typed: str, environment: dict[str, str]) -> list[str]:
    ask = f"source ./script; complete -C '{typed}'"
    done = subprocess.run(["fish", "--no-config", "-c", ask], capture_output=True, text=True, check=True, env=environment)
    return [line.split("\t")[0] for line in done.stdout.splitlines()]


def by_zsh(typed: str, environment: dict[str, str]) -> list[str]:
    """A shell on a terminal, in which somebody types and presses the tabulator; what then stands on the line."""
    main, other = pty.openpty()
    with subprocess.Popen(["zsh", "-f", "-i"], stdin=other, stdout=other, stderr=other, env=environment) as process:
        os.close(other)
        try:
            os.write(main, b"PS1='READY> '; autoload -U compinit; compinit -u -D; source ./script; print LOADED\n")
            _wait_for(main, "\nLOADED")
            os.write(main, f"{typed}\t\x01print -r -- GOT: \n".encode())  # Ctrl-A: to the beginning of the line
            shown = _wait_for(main, "\nGOT: ", "READY>")
        finally:
            process.kill()
            os.close(main)
    return [word for word in shown.rsplit("\nGOT: ", 1)[1].splitlines()[0].split() if word not in typed.split()]


def _wait_for(main: int, *wanted: str) -> str:
    """What the terminal shows, until it has shown some texts, one after the other."""
    shown, ends = "", time.monotonic() + SECONDS
    while time.monotonic() < ends:
        if select.select([main], [], [], 0.2)[0]:
            shown += os.read(main, 1 << 16).decode("utf-8", "replace").replace("\r", "")
        position = 0
        for text in wanted:
            found = shown.find(text, position)
            position = found + len(text) if found >= 0 else len(shown) + 1
        if position <= len(shown):
            return shown
    raise AssertionError(shown)


SHELLS: dict[str, Callable[[str, dict[str, str]], list[str]]] = {"bash": by_bash, "zsh": by_zsh, "fish": by_fish}


@pytest.mark.parametrize("shell", SHELLS)
def test_completion(run: Command, environment: dict[str, str], shell: str) -> None:
    made = run("completion", shell).out
    assert b"_CLEANER_COMPLETE" in made
    if not shutil.which(shell):
        pytest.skip(f"there is no {shell}")
    Path("script").write_bytes(made)
    for typed, offered in CASES.items():
        assert SHELLS[shell](typed, environment) == offered, typed


@pytest.mark.parametrize(("typed", "offered"), CASES.items())
@pytest.mark.parametrize("shell", SHELLS)
def test_the_answers_that_a_script_asks_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], shell: str, typed: str, offered: list[str]
) -> None:
    """What the shells get, also where they are not installed."""
    words = typed.split()
    monkeypatch.setenv("COMP_WORDS", " ".join(words[:-1] if shell == "fish" else words))
    monkeypatch.setenv("COMP_CWORD", words[-1] if shell == "fish" else str(len(words) - 1))
    assert answer(f"{shell}_complete") == 0
    lines = capsys.readouterr().out.splitlines()
    values = lines[1::3] if shell == "zsh" else [line.split(",")[1].split("\t")[0] for line in lines]
    assert [value for value in values if value != words[-1]] == offered
