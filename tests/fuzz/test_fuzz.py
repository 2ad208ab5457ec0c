"""A short, seeded run of every fuzz target, and every input that once broke a promise."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.fuzz.mutate import mutated
from tests.fuzz.targets import SEEDS, TARGETS

CRASHERS = sorted((Path(__file__).parent / "crashers").glob("*.bin"))
TIMES = 60


@pytest.mark.parametrize("target", TARGETS)
def test_mutated_inputs(target: str) -> None:
    chance = random.Random(11)
    for data in SEEDS[target]:
        TARGETS[target](data)
        for _ in range(TIMES // len(SEEDS[target])):
            TARGETS[target](mutated(data, chance))


@pytest.mark.parametrize("path", CRASHERS, ids=lambda path: path.stem)
def test_inputs_that_once_broke_a_promise(path: Path) -> None:
    TARGETS[path.stem.split("-")[0]](path.read_bytes())
