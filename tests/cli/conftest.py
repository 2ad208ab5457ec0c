"""Running the command in this process, as a shell would."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

import cleaner
from cleaner.cli.main import guarded


@pytest.fixture(autouse=True)
def _same_package(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other processes import the package that is tested here, from whatever folder they start."""
    monkeypatch.setenv("PYTHONPATH", str(Path(cleaner.__file__).parent.parent))


class Ran(NamedTuple):
    """What a run of the command left."""

    code: int
    out: bytes
    err: str


Command = Callable[..., Ran]


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Command:
    """`run("-o", "out", "in", stdin=b"...")` in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def command(*arguments: object, stdin: bytes = b"") -> Ran:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        capfdbinary.readouterr()
        code = guarded([str(argument) for argument in arguments])
        out, err = capfdbinary.readouterr()
        return Ran(code, out, err.decode())

    return command
