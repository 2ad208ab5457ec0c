"""Kill a run again and again with SIGKILL, resume it each time, and compare with a run that nobody disturbed.

    python -m tests.batch.killing --files 100000 --kills 20 [--in-place] [-j 2]
    python -m tests.batch.killing --large big.jsonl.gz --megabytes 1000 --kills 20

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
from cleaner.changelog.files import open_log
from cleaner.formats import compression

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


def run_killed_at_checkpoint(command: list[str], journal: Path, known: int, seconds: float) -> bool:
    """Run, kill so many seconds after a checkpoint more stands in the journal than were known; whether it ended before."""
    with subprocess.Popen(command, env=HERE, start_new_session=True) as process:
        while process.poll() is None:
            if journal.exists() and journal.read_text().count('"part"') > known:
                time.sleep(seconds)
                process.send_signal(signal.SIGKILL)
                break
            time.sleep(0.02)
    if process.returncode not in (0, -signal.SIGKILL):
        raise AssertionError(f"exit code {process.returncode}")
    return process.returncode == 0


def check(work: Path, files: int, kills: int, jobs: int, in_place: bool, seed: int) -> dict[str, object]:
    """The whole test in an empty folder; figures. Raises AssertionError for anything that is not as it should be."""
    chance = random.Random(seed)
    source, wanted, made = work / "in", work / "wanted", work / "made"
    make_tree(source, files)
    before = digest(source)
    # a first run reads and compiles the package; it would make the undisturbed one look longer than those that are killed
    subprocess.run([*COMMAND, "-"], input=b"Warm.\n", stdout=subprocess.DEVNULL, check=True, env=HERE)
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
        moment = chance.uniform(0.1, 0.3) + chance.random() * undisturbed / kills * 1.6
        if run_killed(command, min(moment, undisturbed / 2)):
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
    check_log(work / "log.jsonl", made if in_place else source, before, after)
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
    assert len({record["path"] for record in records if "path" in record}) == files
    assert not any(record.get("error") for record in records)


def check_log(path: Path, named: Path, before: dict[str, str], after: dict[str, str]) -> None:
    """The log holds every file once, and leads from what was to what is; a log with a torn document raises LogError."""
    seen = {os.path.relpath(logged.name, named): (logged.input.sha256, logged.output.sha256) for logged in open_log(path)}
    assert seen == {name: (before[name], after[name]) for name in before}


# ---- one large file ---------------------------------------------------------------------------------------------------


def make_large(path: Path, megabytes: int, seed: int = 7) -> None:
    """A text, JSON Lines or a table, compressed as its name says, with a change here and there."""
    chance = random.Random(seed)
    form, packing = compression.split_suffix(path.name)
    with path.open("wb") as raw:
        stream = compression.writer(raw, packing)
        written = number = 0
        stream.write(b"n,text\n" if form == ".csv" else b"")
        while written < megabytes << 20:
            body = "".join(f"Report {number}: they walked home in the rain, {chance.random()}, and late.\n" for _ in range(20))
            text = body + "They walked to the the house.\n" * (number % 3 == 0)
            line = json.dumps({"n": number, "text": text}) + "\n" if form == ".jsonl" else text + "\n"
            written += stream.write((f'{number},"{text}"\n' if form == ".csv" else line).encode())
            number += 1
        if stream is not raw:
            stream.close()


def check_large(work: Path, name: str, megabytes: int, kills: int, jobs: int, log: str, seed: int) -> dict[str, object]:
    """One large file: killed and resumed, it becomes what it becomes in one go, and the log undoes it."""
    chance = random.Random(seed)
    source, wanted, made = work / name, work / f"wanted-{name}", work / f"made-{name}"
    make_large(source, megabytes)
    common = [*COMMAND, str(source), "-j", str(jobs), "--log"]
    subprocess.run([*common, str(work / f"wanted-{log}"), "-o", str(wanted)], check=True, env=HERE)
    command = [*common, str(work / log), "-o", str(made), "--resume"]
    journal = made.with_name(made.name + ".journal.jsonl")
    done = parts = 0
    for _ in range(kills):
        if run_killed_at_checkpoint(command, journal, parts, chance.uniform(0, 0.4)):
            break
        done += 1
        parts = journal.read_text().count('"part"')
        assert not made.exists() or made.read_bytes() == wanted.read_bytes(), "the output is there before it is whole"
    subprocess.run(command, check=True, env=HERE)
    assert made.read_bytes() == wanted.read_bytes(), "the output differs from that of an undisturbed run"
    assert not list(work.glob(".cleaner-*"))
    if not log.endswith(".parquet"):
        assert list(open_log(work / log)) == list(open_log(work / f"wanted-{log}"))
    back = work / f"back-{name}"
    undo = [sys.executable, "-m", "cleaner", "undo", str(made), "--log", str(work / log), "-o", str(back)]
    subprocess.run(undo, check=True, env=HERE)
    assert content(back) == content(source), "undo gives something else"
    return {"megabytes": megabytes, "kills": done, "checkpoints": parts}


def content(path: Path) -> str:
    """The digest of what a file holds when it is unpacked."""
    with path.open("rb") as raw:
        return hashlib.file_digest(compression.reader(raw, compression.split_suffix(path.name)[1]), "sha256").hexdigest()


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("-j", "--jobs", type=int, default=2)
    parser.add_argument("--in-place", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--large", metavar="NAME", help="one large file instead; the suffix says of which format")
    parser.add_argument("--megabytes", type=int, default=100)
    parser.add_argument("--log", default="log.jsonl", help="name of the log of a large file; the suffix says of which format")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if options.large:
            rest = options.megabytes, options.kills, options.jobs, options.log, options.seed
            print(check_large(Path(folder), options.large, *rest))
            return
        print(check(Path(folder), options.files, options.kills, options.jobs, options.in_place, options.seed))


if __name__ == "__main__":
    main()
