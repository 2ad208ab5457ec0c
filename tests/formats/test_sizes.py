"""Sizes: time is linear, and memory a bounded multiple of the input, for inputs that are one large thing.

Each case is run at two sizes in a process of its own; what counts is how much more the larger one takes.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

import cleaner

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="units of getrusage")]

HERE = {**os.environ, "PYTHONPATH": str(Path(cleaner.__file__).parent.parent)}
RUNNER = """
import re, resource, sys
from cleaner.cli.main import guarded

code = guarded(sys.argv[1:])
peak = int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1])  # that of getrusage counts the parent's too
used = resource.getrusage(resource.RUSAGE_SELF)
print(code, used.ru_utime + used.ru_stime, peak << 10, file=sys.stderr)
"""
TIMES = 3  # the larger input is so many times the smaller one
MOST_TIME = 5.0  # and takes at most so many times the time; a quadratic step would take nine times
SENTENCE = "They walked home in the rain. "
PACK = """filter = "boilerplate.phrases"
[[rule]]
id = "boilerplate.mine.many"
safety = "safe"
why = "A test."
examples = [{ before = "Text.\\n\\nRead on now!", after = "Text." }]
keeps = ["Read on now! and on"]
phrases = ["Read on now!", %s]
"""


class Case(NamedTuple):
    """What is made of a number, the smaller number, options, and how many bytes of memory a further byte of input may take.

    A tag of three bytes is an object of Python, and every entity that is resolved is an edit. The bounds are a quarter and more
    over the largest of five runs: 7.1, 7.1, 90, 89 and 9.2.
    """

    make: Callable[[int], str]
    number: int
    options: tuple[str, ...]
    memory: int


def phrases(number: int) -> str:
    chance = random.Random(5)
    return PACK % ", ".join(f'"{chance.getrandbits(40):x} {chance.getrandbits(40):x} on and on"' for _ in range(number))


CASES = {
    "JSON string": Case(lambda n: json.dumps({"text": SENTENCE * n}), 250_000, ("--input-format", "json"), 9),
    "JSON Lines string": Case(lambda n: json.dumps({"text": SENTENCE * n}) + "\n", 250_000, ("--input-format", "jsonl"), 9),
    "tags": Case(lambda n: f"<html><body>{'<b>x</b> <i>y</i>' * n}</body></html>", 15_000, ("--input-format", "html"), 120),
    "entities": Case(lambda n: f"<html><body><p>{'&amp;' * n}</body></html>", 40_000, ("--input-format", "html"), 120),
    "phrases": Case(phrases, 20_000, ("--rules",), 12),
}


def measured(case: Case, times: int, folder: Path) -> tuple[float, int, int]:
    """(seconds of the processor, peak of memory, bytes of input) of a run."""
    path = folder / f"{times}.toml"
    path.write_text(case.make(case.number * times))
    if case.options == ("--rules",):
        arguments, given = ["--rules", str(path)], os.devnull
    else:
        arguments, given = list(case.options), str(path)
    command = [sys.executable, "-c", RUNNER, "--isolated", *arguments]
    with open(given, "rb") as stdin:
        done = subprocess.run(command, env=HERE, stdin=stdin, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=True)
    code, seconds, peak = done.stderr.split()[-3:]
    assert code == b"0"
    return float(seconds), int(peak), path.stat().st_size


@pytest.mark.parametrize("name", CASES)
def test_large_things_take_linear_time_and_bounded_memory(tmp_path: Path, name: str) -> None:
    case = CASES[name]
    small, large = measured(case, 1, tmp_path), measured(case, TIMES, tmp_path)
    assert large[0] < MOST_TIME * small[0]
    assert (large[1] - small[1]) / (large[2] - small[2]) < case.memory
