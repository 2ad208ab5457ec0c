"""Input that cannot be cleaned: each kind is told in one line, exit code 3, and everything else is done."""

from __future__ import annotations

import bz2
import ctypes
import gzip
import json
import lzma
import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

import cleaner
from tests.cli.conftest import Command, run

__all__ = ["run"]

WARC = b"WARC/1.0\r\nWARC-Type: conversion\r\nContent-Type: text/plain\r\nContent-Length: 9000\r\n\r\n"
DIRTY, CLEAN = "They walked to the the house.\n", "They walked to the house.\n"
HERE = {**os.environ, "PYTHONPATH": str(Path(cleaner.__file__).parent.parent)}
COMMAND = [sys.executable, "-m", "cleaner", "--isolated", "--select", "typos.doubled"]


def packed(suffix: str, data: bytes) -> bytes:
    """Data as a compressed file holds it."""
    if suffix == ".zst":
        zstandard = pytest.importorskip("zstandard", reason="the extra zstd is not installed")
        return bytes(zstandard.ZstdCompressor().compress(data))
    return {".gz": gzip.compress, ".bz2": bz2.compress, ".xz": lzma.compress}[suffix](data)


def ended(command: list[str], before: Callable[[], None]) -> subprocess.CompletedProcess[bytes]:
    """Run the command in another process, which does something first."""
    return subprocess.run(command, env=HERE, capture_output=True, check=False, preexec_fn=before)


def noise(size: int) -> bytes:
    """Lines that do not compress away."""
    chance = random.Random(3)
    return b"".join(b"%x\n" % chance.getrandbits(256) for _ in range(size // 65))


@pytest.fixture
def around(run: Command) -> Iterator[None]:
    """Good files before and after the bad one; they must be done."""
    Path("in").mkdir()
    for name in ("a.txt", "z.txt"):
        Path("in", name).write_text(DIRTY)
    yield
    for name in ("a.txt", "z.txt"):
        assert Path("out", name).read_text() == CLEAN
    assert not list(Path().rglob(".cleaner-*"))


def one_bad(run: Command, name: str, data: bytes, jobs: int = 1) -> str:
    """What is said of the only bad file."""
    Path("in", name).write_bytes(data)
    code, _, err = run("in", "-o", "out", "-j", jobs, "-q", "--log", "log.jsonl")
    assert code == 3
    [line] = err.splitlines()
    assert line.startswith(f"cleaner: in/{name}: ")
    assert not Path("out", name).exists()
    assert run("log", "verify", "log.jsonl").code == 0
    return line.removeprefix(f"cleaner: in/{name}: ")


@pytest.mark.usefixtures("around")
@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("suffix", [".gz", ".bz2", ".xz", ".zst"])
@pytest.mark.parametrize("form", [".txt", ".jsonl", ".csv", ".warc"])
def test_compressed_data_that_is_cut(run: Command, form: str, suffix: str, jobs: int) -> None:
    whole = packed(suffix, {".jsonl": b'{"text":"x"}\n', ".csv": b"text\n", ".warc": WARC}.get(form, b"") + noise(9100))
    says = one_bad(run, f"b{form}{suffix}", whole[: len(whole) // 2], jobs)
    assert says == "the compressed data is cut short"


@pytest.mark.usefixtures("around")
@pytest.mark.parametrize("suffix", [".gz", ".bz2", ".xz", ".zst"])
def test_compressed_data_that_is_none(run: Command, suffix: str) -> None:
    packed(suffix, b"")
    assert one_bad(run, f"b.txt{suffix}", b"This was never compressed.\n" * 9).startswith("the compressed data is damaged: ")


@pytest.mark.usefixtures("around")
@pytest.mark.parametrize("suffix", [".gz"])
def test_a_large_compressed_file_that_is_cut(run: Command, suffix: str) -> None:
    whole = packed(suffix, noise(4 << 20))
    assert len(whole) > 1 << 21, "it is cleaned in blocks"
    assert one_bad(run, f"b.txt{suffix}", whole[:-99], 2) == "the compressed data is cut short"


@pytest.mark.usefixtures("around")
@pytest.mark.parametrize(
    ("values", "says"),
    [
        ([1, 2], "the column 'text' holds no text but int64 (--field names others)"),
        ([["a"], ["b"]], "the column 'text' holds no text but list<element: string> (--field names others)"),
        ([b"a", b"b"], "the column 'text' holds no text but binary (--field names others)"),
    ],
)
def test_columns_of_another_type(run: Command, values: list[object], says: str) -> None:
    arrow = pytest.importorskip("pyarrow", reason="the extra arrow is not installed")
    pytest.importorskip("pyarrow.parquet").write_table(arrow.table({"text": values}), "in/b.parquet")
    assert one_bad(run, "b.parquet", Path("in/b.parquet").read_bytes()) == says


@pytest.mark.usefixtures("around")
def test_parquet_that_is_cut_or_lacks_the_column(run: Command) -> None:
    arrow = pytest.importorskip("pyarrow", reason="the extra arrow is not installed")
    pytest.importorskip("pyarrow.parquet").write_table(arrow.table({"body": ["a"] * 999}), "in/b.parquet")
    whole = Path("in/b.parquet").read_bytes()
    assert one_bad(run, "b.parquet", whole) == "there is no column 'text' (--field: one of body)"
    assert run("in/b.parquet", "-o", "x.parquet", "--field", "body").code == 0
    Path("in/b.parquet").write_bytes(whole[:-30])
    code, _, err = run("in/b.parquet", "-o", "x.parquet", "--field", "body")
    assert (code, err.count("\n")) == (3, 1)
    assert "in/b.parquet: the file is damaged: " in err


@pytest.mark.parametrize("kind", ["dictionary", "string_view", "large_string"])
def test_columns_of_text_stored_in_other_ways(run: Command, kind: str) -> None:
    arrow = pytest.importorskip("pyarrow", reason="the extra arrow is not installed")
    parquet = pytest.importorskip("pyarrow.parquet")
    texts = arrow.array(["They saw the the cat.", None, "Fine."])
    column = texts.dictionary_encode() if kind == "dictionary" else texts.cast(getattr(arrow, kind)())
    parquet.write_table(arrow.table({"text": column}), "in.parquet")
    assert run("in.parquet", "-o", "out.parquet") == (0, b"", "")
    made = parquet.read_table("out.parquet")
    assert made.column("text").to_pylist() == ["They saw the cat.", None, "Fine."]
    assert made.schema.types == [column.type]


@pytest.mark.usefixtures("around")
def test_fields_that_are_missing_or_no_text(run: Command) -> None:
    lines = ['{"id": 1}', '{"text": 5}', '{"text": {"a": "b"}}', "no json", json.dumps({"text": DIRTY}), '{"text": null}']
    Path("in/b.jsonl").write_text("\n".join(lines))
    code, _, err = run("in", "-o", "out", "-q")
    assert code == 3
    assert [line.removeprefix("cleaner: in/b.jsonl: ") for line in err.splitlines()] == [
        "line=1: no field 'text' (--field names others)",
        "line=2: the field 'text' is no text but 5",
        'line=3: the field \'text\' is no text but {"a": "b"}',
        "line=4: not an object",
    ]
    lines[4] = json.dumps({"text": CLEAN})
    assert Path("out/b.jsonl").read_text() == "\n".join(lines)


@pytest.mark.usefixtures("around")
def test_a_quote_that_is_never_closed(run: Command) -> None:
    table = 'text,n\n"open, 1\n'
    Path("in/b.csv").write_text(table)
    code, _, err = run("in", "-o", "out", "-q", "--log", "log.jsonl")
    why = "a quote is not closed in the row that begins in line 2; all from there on stays as it is"
    assert (code, err) == (3, f"cleaner: in/b.csv: row=2: {why}\n")
    assert Path("out/b.csv").read_text() == table
    assert run("undo", "out/b.csv", "--log", "log.jsonl").out.decode() == table


@pytest.mark.usefixtures("around")
def test_names_that_are_no_text_and_names_of_two_lines(run: Command) -> None:
    names = [os.fsdecode(b"in/caf\xe9"), "in/two\nlines"]
    try:
        for name in names:
            Path(name).mkdir()
            Path(name, "x.jsonl").write_text(json.dumps({"text": DIRTY}) + "\n5\n")
    except OSError:
        pytest.skip("the file system takes only UTF-8")
    code, _, err = run("in", "-o", "out", "-q", "--log", "log.jsonl")
    assert code == 3
    assert err.splitlines() == [
        "cleaner: in/caf\\udce9/x.jsonl: line=2: not an object",
        "cleaner: in/two\\nlines/x.jsonl: line=2: not an object",
    ]
    assert run("undo", "out", "--log", "log.jsonl", "-o", "back").code == 0
    for name in names:
        assert Path(name.replace("in", "back", 1), "x.jsonl").read_bytes() == Path(name, "x.jsonl").read_bytes()


def test_two_inputs_for_one_output(run: Command) -> None:
    Path("in").mkdir()
    Path("in/a.html").write_text("<html><body><p>One.</p></body></html>")
    Path("in/a.txt").write_text(DIRTY)
    Path("in/b.txt").write_text(DIRTY)
    Path("list").write_text("in/a.html\nin/a.txt\nin/b.txt\nin/b.txt\n")
    for output, arguments in (("tree", ("in",)), ("listed", ("--files-from", "list"))):
        code, _, err = run(*arguments, "-o", output, "-q")
        assert code == 3
        assert f"cleaner: in/a.txt: its output {output}/" in err
        assert ("cleaner: in/b.txt: its output listed/in/b.txt is that of another input already" in err) == (output == "listed")
        [made] = Path(output).rglob("a.txt")
        assert made.read_text().strip() == "One."


@pytest.mark.parametrize("output", ["in/clean", "in", "in/../in/clean"])
def test_output_inside_the_input(run: Command, output: str) -> None:
    Path("in").mkdir()
    Path("in/a.txt").write_text(DIRTY)
    Path("other.txt").write_text(DIRTY)
    code, _, err = run("in", "other.txt", "-o", output, "-q")
    assert code == 2
    assert "lies inside this input (choose a place outside, or -i)" in err
    assert sorted(str(path) for path in Path().rglob("*")) == ["in", "in/a.txt", "other.txt"], "nothing is touched"
    assert Path("in/a.txt").read_text() == DIRTY


def without_privilege() -> None:
    """Root reads everything by two capabilities; a program that is started without them does not."""
    library = ctypes.CDLL(None)
    for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
        library.prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP


@pytest.mark.skipif(sys.platform != "linux", reason="capabilities of Linux")
def test_files_and_folders_that_may_not_be_read(run: Command) -> None:
    Path("in/locked").mkdir(parents=True)
    for name in ("a.txt", "b.txt", "locked/c.txt", "z.txt"):
        Path("in", name).write_text(DIRTY)
    Path("in/b.txt").chmod(0)
    Path("in/locked").chmod(0)
    ran = ended([*COMMAND, "in", "-o", "out", "-q"], without_privilege)
    assert ran.returncode == 3
    assert sorted(ran.stderr.decode().splitlines()) == [
        "cleaner: in/b.txt: permission denied",
        "cleaner: in/locked: permission denied",
    ]
    assert sorted(path.name for path in Path("out").rglob("*")) == ["a.txt", "z.txt"]


# ---- disks that are full ----------------------------------------------------------------------------------------------


def limited(size: int) -> None:
    """No file may become larger than so many bytes: that stands for a full disk."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_output_that_does_not_fit(run: Command, jobs: str) -> None:
    Path("in").mkdir()
    Path("in/a.txt").write_text(DIRTY)
    Path("in/b.txt").write_bytes(noise(300_000))
    Path("in/z.txt").write_text(DIRTY)
    ran = ended([*COMMAND, "in", "-o", "out", "-q", "-j", jobs], partial(limited, 100_000))
    assert (ran.returncode, ran.stderr) == (3, b"cleaner: in/b.txt: file too large\n")
    assert sorted(os.listdir("out")) == ["a.txt", "z.txt"]


@pytest.mark.parametrize("options", [(), ("--log", "log.jsonl")])
def test_a_log_and_a_journal_that_do_not_fit(run: Command, options: tuple[str, ...]) -> None:
    Path("in").mkdir()
    for k in range(40):
        Path(f"in/{k}.txt").write_text(DIRTY)
    ran = ended([*COMMAND, "in", "-o", "out", *options], partial(limited, 2000))
    name, what = ("log.jsonl", "log") if options else (str(Path("out.journal.jsonl").absolute()), "journal")
    assert ran.returncode == 3
    assert ran.stderr.decode().startswith(f"cleaner: {name}: the {what} cannot be written: file too large")
    assert ran.stderr.count(b"\n") == 1
    assert not list(Path("out").rglob("*"))
    assert run("in", "-o", "out", *options, "--resume", "-q").code == 0
    assert len(list(Path("out").rglob("*.txt"))) == 40


# ---- Ctrl-C -----------------------------------------------------------------------------------------------------------


def interrupt(command: list[str], ready: Path) -> tuple[int, str]:
    """Start, send SIGINT when a file is there and has grown; exit code and what was said."""
    with subprocess.Popen(command, env=HERE, stderr=subprocess.PIPE) as process:
        while not (ready.exists() and ready.stat().st_size > 300):
            assert process.poll() is None
            time.sleep(0.005)
        process.send_signal(signal.SIGINT)
        assert process.stderr
        said = process.stderr.read().decode()
    return process.returncode, said


@pytest.mark.parametrize(("name", "jobs"), [("big.txt", "1"), ("big.jsonl", "2")])
def test_interrupted_inside_a_large_file(run: Command, name: str, jobs: str) -> None:
    plain, dirty = "They went home in the rain.\n" * 40, DIRTY
    if name.endswith("jsonl"):
        plain, dirty = (json.dumps({"text": text}) + "\n" for text in (plain, dirty))
    times = (6 << 20) // len(plain * 30)  # more than one checkpoint
    Path(name).write_text((plain * 30 + dirty) * times)
    command = [*COMMAND, name, "-o", f"out-{name}", "--log", "log.jsonl", "-j", jobs]
    code, said = interrupt(command, Path(f"out-{name}.journal.jsonl"))
    assert (code, said) == (130, "cleaner: interrupted; the same command with --resume goes on\n")
    assert not Path(f"out-{name}").exists()
    assert run(*command[3:], "--resume") == (0, b"", "")
    assert Path(f"out-{name}").read_text() == (plain * 30 + dirty.replace("the the", "the")) * times
    assert run("undo", f"out-{name}", "--log", "log.jsonl", "-o", "back").code == 0
    assert Path("back").read_bytes() == Path(name).read_bytes()
