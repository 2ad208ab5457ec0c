"""A small part of what `.ci/nightly` does for hours (tests/endurance.py)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests import endurance


def test_generated_inputs_are_the_same_everywhere() -> None:
    assert endurance.text_of(1, 5) == endurance.text_of(1, 5) != endurance.text_of(2, 5)
    assert endurance.laws(0, 60, seed=1) == 0


@pytest.mark.slow
def test_laws_on_generated_inputs() -> None:
    assert endurance.laws(0, 2_000, seed=2) == 0


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="/proc")
def test_memory_is_level_over_many_documents() -> None:
    """In a process of its own: what other tests have left would be counted. So few documents still fill the caches, which takes
    8 %; they are full after 8,000."""
    command = [sys.executable, "-m", "tests.endurance", "memory", "--count", "4000", "--level", "0.2"]
    done = subprocess.run(command, cwd=Path(__file__).resolve().parents[1], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
