"""Law 4 for streams: how the bytes arrive never changes what comes out, and pipe, file and library agree."""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import cleaner
from cleaner.batch.discovery import Task
from cleaner.batch.stream import by_line, clean_stream
from cleaner.batch.work import is_small
from cleaner.formats import records, text
from cleaner.formats import tables as table
from cleaner.formats.job import Cleaned, Job
from cleaner.formats.rows import rows, split_row
from cleaner.formats.tables import end_of_rows
from tests.cli.conftest import Command, run

__all__ = ["run"]

LINES = (
    "They walked to the the house in the evening.",
    "CafÃ© owners were â€œnot amusedâ€\x9d by it.",
    "A plain line about nothing at all, “so to say”.",
    "The committee to collapsed after the vote.",
    "Tea &amp; biscuits, said the naïve man.",
    "日本語の行。",
    'He said "so" and left, \\ twice.',
    "",
)
JOB = Job(cleaner.Cleaner(), log=True)
patient = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
texts = st.lists(st.sampled_from(LINES), max_size=12).map("\n".join)
chances = st.integers(0, 2**32).map(random.Random)


class Trickle(io.BytesIO):
    """A stream that gives a few bytes at a time, as a pipe may."""

    def __init__(self, data: bytes, chance: random.Random) -> None:
        super().__init__(data)
        self._chance = chance

    def read(self, size: int | None = -1) -> bytes:
        """Fewer bytes than were asked for, but not none before the end."""
        return super().read(min(size or 1, self._chance.choice((1, 2, 3, 17, 200, 5000))) if size != -1 else -1)


def cleaned(source: io.BytesIO, kind: str, clean: Callable[..., object] = clean_stream) -> tuple[bytes, list[str]]:
    """The output and the log of a stream."""
    out, log = io.BytesIO(), list[str]()

    def take(piece: Cleaned) -> None:
        log.extend(piece.log)

    clean(source, out, JOB, kind, "-", take)
    return out.getvalue(), log


def as_jsonl(values: list[str], chance: random.Random) -> bytes:
    """Records in any spelling."""
    return "".join(json.dumps({"n": 1, "text": value}, ensure_ascii=chance.random() < 0.5) + "\n" for value in values).encode()


def as_csv(values: list[str], chance: random.Random) -> bytes:
    """Rows, quoted where it must be."""
    held = io.StringIO(newline="")
    writer = csv.writer(held, lineterminator=chance.choice(("\n", "\r\n")))
    writer.writerows([["n", "text"], *(["1", value] for value in values)])
    return held.getvalue().encode()


@settings(patient, max_examples=200)
@given(data=st.text('ab",\n', max_size=60).map(lambda text: f"a,text\n{text}".encode()), chance=chances)
def test_cells_are_those_of_the_standard_library(data: bytes, chance: random.Random) -> None:
    """Whatever quotes stand in it, also where its rows are cut at any place."""
    ours = [row.data.decode() for row in rows(io.BytesIO(data), "csv") if not row.is_open]
    theirs = list(csv.reader(io.StringIO("".join(ours), newline="")))
    assert [len(split_row(row.removesuffix("\n"), ",")) if row != "\n" else 0 for row in ours] == [len(row) for row in theirs]
    cut = chance.randint(0, len(data))
    end, count = end_of_rows(data[:cut], "csv")
    assert b"".join(row.encode() for row in ours[:count]) == data[:end]


@patient
@given(values=st.lists(texts, min_size=1, max_size=9), chance=chances)
@pytest.mark.parametrize(("kind", "write"), [("jsonl", as_jsonl), ("csv", as_csv)])
def test_records(
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
    write: Callable[[list[str], random.Random], bytes],
    values: list[str],
    chance: random.Random,
) -> None:
    data = write(values, chance)
    wanted = cleaned(io.BytesIO(data), kind)
    for form in (records, table):
        monkeypatch.setattr(form, "BLOCK", chance.choice((40, 300, 3000)))
    assert cleaned(Trickle(data, chance), kind) == wanted
    assert cleaned(io.BytesIO(data), kind, by_line) == wanted
    stored = wanted[0].decode()
    if kind == "jsonl":
        found = [json.loads(line)["text"] for line in stored.splitlines()]
    else:
        found = [row["text"] for row in csv.DictReader(io.StringIO(stored, newline=""))]
    assert found == [cleaner.clean(value).text for value in values]


@patient
@given(value=st.lists(texts, min_size=1, max_size=40).map("\n\n".join), chance=chances)
@pytest.mark.parametrize("whole", [60, 1 << 20])
def test_texts(monkeypatch: pytest.MonkeyPatch, whole: int, value: str, chance: random.Random) -> None:
    """Short texts are one document, as in the library; long ones are cut by what is in them."""
    data = value.encode()
    monkeypatch.setattr(text, "WHOLE", whole)
    monkeypatch.setattr(text, "BLOCK", 400)
    monkeypatch.setattr(text, "HEAD", 50)
    wanted = cleaned(io.BytesIO(data), "text")
    assert cleaned(Trickle(data, chance), "text") == wanted
    if len(data) <= whole:
        assert wanted[0].decode() == cleaner.clean(data, input_format="text").text


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("kind", ["txt", "jsonl", "csv"])
def test_pipe_and_file(run: Command, monkeypatch: pytest.MonkeyPatch, kind: str, jobs: int) -> None:
    for form in (records, table, text):
        monkeypatch.setattr(form, "BLOCK", 900)
    monkeypatch.setattr(text, "WHOLE", 2000)
    monkeypatch.setattr("cleaner.batch.work.WHOLE_FILE", 1000)
    chance = random.Random(kind)
    values = ["\n".join(chance.choices(LINES, k=chance.randint(1, 9))) for _ in range(40)]
    write = {"jsonl": as_jsonl, "csv": as_csv}.get(kind, lambda values, _: "\n\n".join(values).encode())
    data = write(values, chance)
    Path(f"in.{kind}").write_bytes(data)
    assert run(f"in.{kind}", "-o", f"out.{kind}", "-j", jobs, "--log", "file.jsonl") == (0, b"", "")
    form = ("--input-format", {"txt": "text"}.get(kind, kind))
    piped = run(*form, "--log", "pipe.jsonl", stdin=data)
    assert piped.out == Path(f"out.{kind}").read_bytes()
    assert piped.out != data
    logs = [Path(name).read_text().replace(f'"name":"in.{kind}', '"name":"-') for name in ("file.jsonl", "pipe.jsonl")]
    assert logs[0] == logs[1]


@pytest.mark.parametrize(
    ("size", "jobs", "is_one_item"), [(2 << 20, 1, True), (2 << 20, 2, False), (1 << 20, 2, True), (8 << 20, 1, False)]
)
def test_a_file_of_some_megabytes_keeps_several_workers_busy(size: int, jobs: int, is_one_item: bool) -> None:
    assert is_small(Task(0, "in.txt", "in.txt", "out.txt", "text", "", size, 0), jobs) is is_one_item
