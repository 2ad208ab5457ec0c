"""How long the command takes to start, beside importing click: `echo x | cleaner` and `cleaner --help`.

    python benchmarks/startup.py [--rounds 15]

The commands take turns; wall and CPU time of each, and the median over the rounds of its time over that of
`python -c "import click"`. Byte code is kept, as it is where PYTHONDONTWRITEBYTECODE is not set; the first round is not counted.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median

COMMANDS = {
    "import click": [sys.executable, "-c", "import click"],
    "python": [sys.executable, "-c", "pass"],
    "echo x | cleaner": [sys.executable, "-m", "cleaner.cli.main"],
    "cleaner --help": [sys.executable, "-m", "cleaner.cli.main", "--help"],
}


def timed(command: list[str]) -> tuple[float, float]:
    """Wall and CPU seconds of a command."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    before, begun = getrusage(RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, input=b"x\n", stdout=subprocess.DEVNULL, env=environment, check=True)
    wall, after = time.perf_counter() - begun, getrusage(RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Print a row for each command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15)
    rounds = [{name: timed(command) for name, command in COMMANDS.items()} for _ in range(parser.parse_args().rounds + 1)][1:]
    for name in COMMANDS:
        for number, kind in enumerate(("wall", "CPU")):
            times = [row[name][number] for row in rounds]
            ratio = median(row[name][number] / row["import click"][number] for row in rounds)
            print(f"{name:<18} {kind:<5} {1000 * median(times):7.1f} ms  {ratio:.2f} times import click")


if __name__ == "__main__":
    main()
