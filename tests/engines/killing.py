"""Kill a run again and again with SIGKILL, resume it each time, and compare with a run that nobody disturbed.

    python -m tests.engines.killing --files 100000 --kills 20 [--in-place] [-j 2]

The quick tests do it at a small size.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import cleaner

HERE = {**os.environ, "PYTHONPATH": str(Path(cleaner.__file__).parent.parent)}  # the package that is tested, not another one
COMMAND = [sys.executable, "-m", "cleaner", "--isolated", "--select", "typos.doubled,boilerplate.phrases", "-q"]
FOLDER_OF = 500  # files a folder


def make_tree(root: Path, files: int, seed: int = 7) -> None:
    """Small files, every third one dirty."""
    chance = random.Random(seed)
    for number in range(files):
        folder = root / f"part{number // FOLDER_OF}"
        folder.mkdir(parents=True, exist_ok=True)
        lines = [
            f"Report {number}, line {k}: they walked home in the rain, {chance.random()}.\n" for k in range(chance.randint(1, 40))
        ]
        if number % 3 == 0:
            lines.append("They walked to the the house.\n")
        (folder / f"{number}.txt").write_text("".join(lines))


def digest(root: Path) -> dict[str, str]:
    """SHA-256 of every file below a folder, by relative path; directory entries of any name count."""
    return {
        str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest() for path in root.rglob("*") if path.is_file()
    }


def run_killed(command: list[str], seconds: float) -> bool:
    """Run, kill after some seconds; whether it had ended by itself."""
    with subprocess.Popen(command, env=HERE, start_new_session=True) as process:
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)  # the parent alone: its workers must end by themselves
            return False
    if process.returncode:
        raise AssertionError(f"exit code {process.returncode}")
    return True


def check(work: Path, files: int, kills: int, jobs: int, in_place: bool, seed: int) -> dict[str, object]:
    """The whole test in an empty folder; figures. Raises AssertionError for anything that is not as it should be."""
    chance = random.Random(seed)
    source, wanted, made = work / "in", work / "wanted", work / "made"
    make_tree(source, files)
    before = digest(source)
    started = time.monotonic()
    subprocess.run([*COMMAND, str(source), "-o", str(wanted), "-j", str(jobs)], check=True, env=HERE)
    undisturbed = time.monotonic() - started
    after = digest(wanted)
    if in_place:
        shutil.copytree(source, made)
        command = [*COMMAND, "-i", str(made), "--log", str(work / "log.jsonl"), "--resume", "-j", str(jobs)]
    else:
        command = [*COMMAND, str(source), "-o", str(made), "--log", str(work / "log.jsonl"), "--resume", "-j", str(jobs)]
    done = 0
    for _ in range(kills):
        if run_killed(command, chance.uniform(0.1, 0.3) + chance.random() * undisturbed / kills * 1.6):
            break
        done += 1
        if in_place:
            now = digest(made)
            half = [name for name in before if now[name] not in (before[name], after[name])]
            assert not half, f"neither old nor new: {half[:5]}"
    subprocess.run(command, check=True, env=HERE)
    assert digest(made) == after, "the outputs differ from those of an undisturbed run"
    left = [str(path) for path in work.rglob(".cleaner-*")]
    assert not left, f"temporary files are left: {left[:5]}"
    check_journal(made.with_name("made.journal.jsonl"), files)
    check_log(work / "log.jsonl", source, made if in_place else source, before, after)
    started = time.monotonic()
    subprocess.run(command, check=True, env=HERE)
    return {
        "files": files,
        "kills": done,
        "undisturbed_s": round(undisturbed, 1),
        "again_with_nothing_to_do_s": round(time.monotonic() - started, 1),
    }


def check_journal(path: Path, files: int) -> None:
    """Every file has a record, none of them an error."""
    records = [json.loads(line) for line in path.read_text().splitlines()]
    assert records[0]["journal"] == 1
    assert len({record["path"] for record in records[1:]}) == files
    assert not any(record.get("error") for record in records[1:])


def check_log(path: Path, source: Path, named: Path, before: dict[str, str], after: dict[str, str]) -> None:
    """The log holds, for every file, a section that leads from what was to what is."""
    seen: set[str] = set()
    name = ""
    with path.open() as lines:
        for line in lines:
            try:
                entry = json.loads(line)
            except ValueError:
                continue  # a line that a kill cut; what it was about has been done again
            if entry["kind"] == "head":
                name = os.path.relpath(entry["name"], named)
            if entry["kind"] == "foot":
                sides = entry["input"], entry.get("output", entry["input"])  # no output: it stayed as it was
                if [side["sha256"] for side in sides] == [before[name], after[name]]:
                    seen.add(name)
    assert seen == set(before), f"not in the log: {sorted(set(before) - seen)[:5]}"


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("-j", "--jobs", type=int, default=2)
    parser.add_argument("--in-place", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(check(Path(folder), options.files, options.kills, options.jobs, options.in_place, options.seed))


if __name__ == "__main__":
    main()
