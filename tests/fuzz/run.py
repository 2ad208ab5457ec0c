"""Fuzz for some time: `python -m tests.fuzz.run [--seconds 60] [--target pages] [--engine auto|random|atheris]`.

With atheris installed, coverage guides it; otherwise mutations are random. An input that breaks a promise is written to
tests/fuzz/crashers/, named by its digest, where the quick tests run it from then on; the exit code is 1.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import random
import sys
import time
import traceback
from pathlib import Path

from tests.fuzz.mutate import mutated
from tests.fuzz.targets import SEEDS, TARGETS

CRASHERS = Path(__file__).parent / "crashers"


def attempt(target: str, data: bytes) -> bool:
    """Whether the promises of a target hold for an input; one that breaks them is kept."""
    try:
        TARGETS[target](data)
    except Exception:  # noqa: BLE001 - whatever comes out is what is looked for
        path = CRASHERS / f"{target}-{hashlib.sha256(data).hexdigest()[:12]}.bin"
        path.write_bytes(data)
        print(f"{target}: {path.name}", file=sys.stderr)
        traceback.print_exc()
        return False
    return True


def fuzz_at_random(target: str, seconds: float, seed: int) -> tuple[int, int]:
    """Inputs tried and inputs that broke a promise. Mutated inputs are mutated further."""
    chance, pool = random.Random(seed), list(SEEDS[target])
    until, count, broken = time.monotonic() + seconds, 0, 0
    while time.monotonic() < until and broken < 20:
        data = mutated(chance.choice(pool), chance)
        broken += not attempt(target, data)
        count += 1
        if chance.random() < 0.05:
            pool = [*pool[-200:], data]
    return count, broken


def fuzz_by_coverage(target: str, seconds: float) -> None:
    """Hand the target to atheris, which ends the process."""
    import atheris

    with atheris.instrument_imports(include=["cleaner"]):
        import cleaner  # noqa: F401 - instrumented from here on

    def once(data: bytes) -> None:
        if not attempt(target, data):
            raise AssertionError(target)

    atheris.Setup([sys.argv[0], f"-max_total_time={int(seconds)}", "-max_len=20000"], once)
    atheris.Fuzz()


def main() -> None:
    """Fuzz each target for its share of the time."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--seconds", type=float, default=60.0, help="in all")
    parser.add_argument("--target", action="append", choices=sorted(TARGETS))
    parser.add_argument("--engine", choices=("auto", "random", "atheris"), default="auto")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    options = parser.parse_args()
    targets = options.target or list(TARGETS)
    if options.engine == "atheris" or (options.engine == "auto" and len(targets) == 1 and importlib.util.find_spec("atheris")):
        fuzz_by_coverage(targets[0], options.seconds)
        return
    failed = 0
    for target in targets:
        count, broken = fuzz_at_random(target, options.seconds / len(targets), options.seed)
        print(f"{target}: {count} inputs, {broken} broke a promise")
        failed += broken
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
