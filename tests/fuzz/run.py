"""Fuzz for some time: `python -m tests.fuzz.run [--seconds 60] [--target pages] [--engine auto|random|atheris]`.

With atheris installed, coverage guides it, a process for each target; otherwise mutations are random. An input that breaks a
promise is written to tests/fuzz/crashers/, named by its digest, where the quick tests run it from then on; the exit code is 1.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import random
import subprocess
import sys
import tempfile
import time
import traceback
from pathlib import Path
from typing import Any

from tests.fuzz.mutate import mutated

# what is fuzzed is imported late (`targets`): atheris instruments modules as they are imported
CRASHERS = Path(__file__).parent / "crashers"


def targets() -> Any:
    """The module of what is fuzzed."""
    from tests.fuzz import targets

    return targets


def attempt(target: str, data: bytes) -> bool:
    """Whether the promises of a target hold for an input; one that breaks them is kept."""
    try:
        targets().TARGETS[target](data)
    except Exception:  # noqa: BLE001 - whatever comes out is what is looked for
        path = CRASHERS / f"{target}-{hashlib.sha256(data).hexdigest()[:12]}.bin"
        path.write_bytes(data)
        print(f"{target}: {path.name}", file=sys.stderr)
        traceback.print_exc()
        return False
    return True


def fuzz_at_random(target: str, seconds: float, seed: int) -> tuple[int, int]:
    """Inputs tried and inputs that broke a promise. Mutated inputs are mutated further."""
    chance, pool = random.Random(seed), list(targets().SEEDS[target])
    until, count, broken = time.monotonic() + seconds, 0, 0
    while time.monotonic() < until and broken < 20:
        data = mutated(chance.choice(pool), chance)
        broken += not attempt(target, data)
        count += 1
        if chance.random() < 0.05:
            pool = [*pool[-200:], data]
    return count, broken


def fuzz_by_coverage(target: str, seconds: float, seed: int) -> None:
    """Hand the target to atheris, which ends the process."""
    import atheris

    with atheris.instrument_imports(include=["cleaner"]):
        seeds = targets().SEEDS[target]
        for data in seeds:  # what is imported when it is first needed is instrumented too
            targets().TARGETS[target](data)

    def once(data: bytes) -> None:
        if not attempt(target, data):
            raise AssertionError(target)

    with tempfile.TemporaryDirectory() as folder:
        for number, data in enumerate(seeds):
            Path(folder, str(number)).write_bytes(data)
        limits = [f"-max_total_time={int(seconds)}", "-max_len=20000", "-timeout=60", f"-seed={seed % 2**32}"]
        atheris.Setup([sys.argv[0], *limits, f"-artifact_prefix={folder}/", folder], once)
        atheris.Fuzz()


def in_own_process(target: str, seconds: float, seed: int) -> bool:
    """Fuzz a target by coverage in a process of its own. Whether a promise was broken."""
    arguments = ["--engine", "atheris", "--target", target, "--seconds", str(seconds), "--seed", str(seed)]
    done = subprocess.run([sys.executable, "-m", "tests.fuzz.run", *arguments], stderr=subprocess.PIPE, text=True, check=False)
    told = [line for line in done.stderr.splitlines() if line.startswith(("Done ", f"{target}: "))]
    print(f"{target}: {'; '.join(told) or done.stderr[-2000:]}", flush=True)
    return done.returncode != 0


def main() -> None:
    """Fuzz each target for its share of the time."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--seconds", type=float, default=60.0, help="in all")
    parser.add_argument("--target", action="append", help="a function of tests/fuzz/targets.py")
    parser.add_argument("--engine", choices=("auto", "random", "atheris"), default="auto")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    options = parser.parse_args()
    engine = options.engine
    if engine == "auto":
        engine = "atheris" if importlib.util.find_spec("atheris") else "random"
    if engine == "atheris" and options.target and len(options.target) == 1:
        fuzz_by_coverage(options.target[0], options.seconds, options.seed)
        return
    failed = 0
    chosen = options.target or list(targets().TARGETS)
    for target in chosen:
        if engine == "atheris":
            failed += in_own_process(target, options.seconds / len(chosen), options.seed)
            continue
        count, broken = fuzz_at_random(target, options.seconds / len(chosen), options.seed)
        print(f"{target}: {count} inputs, {broken} broke a promise")
        failed += broken
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
