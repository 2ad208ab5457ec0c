"""`cleaner undo`, `map` and `log` on files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from cleaner import Cleaner, CleanerError
from cleaner.changelog.write import log_lines
from cleaner.cli.commands.log import command as log
from cleaner.cli.commands.map import command as map_
from cleaner.cli.commands.undo import command as undo

TEXT = "See the the cat.\r\nA schÃ¶n day.\n\n%d bloggers like this:\n".encode()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """raw.txt, its clean.txt and log.jsonl, in the current folder."""
    monkeypatch.chdir(tmp_path)
    result = Cleaner().clean(TEXT)
    Path("raw.txt").write_bytes(TEXT)
    Path("clean.txt").write_bytes(result.text.encode())
    Path("log.jsonl").write_text(result.log("raw.txt"), encoding="utf-8", newline="")
    return tmp_path


def run(command: click.Command, *arguments: str, data: bytes = b"") -> Result:
    """The outcome of a command; errors are raised."""
    return CliRunner().invoke(command, arguments, input=data, standalone_mode=False, catch_exceptions=False)


def test_undo_gives_the_bytes_back(folder: Path) -> None:
    assert run(undo, "clean.txt", "--log", "log.jsonl").stdout_bytes == TEXT
    assert run(undo, "-", "--log", "log.jsonl", data=Path("clean.txt").read_bytes()).stdout_bytes == TEXT
    run(undo, "clean.txt", "--log", "log.jsonl", "-o", "deep/back.txt")
    assert Path("deep/back.txt").read_bytes() == TEXT
    run(undo, "clean.txt", "--log", "log.jsonl", "-i")
    assert Path("clean.txt").read_bytes() == TEXT


def test_undo_of_one_rule_leaves_a_log_that_undoes_the_rest(folder: Path) -> None:
    run(undo, "clean.txt", "--log", "log.jsonl", "--rule", "typos", "-o", "half.txt", "--write-log", "half.jsonl")
    assert Path("half.txt").read_bytes() == "See the the cat.\r\nA schön day.\n".encode()
    assert run(undo, "half.txt", "--log", "half.jsonl").stdout_bytes == TEXT
    assert "typos" not in run(log, "stats", "half.jsonl").stdout


def test_partial_undo_in_place_takes_the_log_along(folder: Path) -> None:
    run(undo, "clean.txt", "--log", "log.jsonl", "--change", "1", "-i")
    assert Path("clean.txt").read_bytes() == "See the the cat.\r\nA schön day.\n".encode()
    run(undo, "clean.txt", "--log", "log.jsonl", "--between", "18:30", "-i")
    assert Path("clean.txt").read_bytes() == "See the the cat.\r\nA schÃ¶n day.\n".encode()
    run(undo, "clean.txt", "--log", "log.jsonl", "-i")
    assert Path("clean.txt").read_bytes() == TEXT


def test_partial_undo_to_standard_output_says_how_to_keep_the_log(folder: Path) -> None:
    outcome = run(undo, "clean.txt", "--log", "log.jsonl", "--change", "2")
    assert outcome.stdout_bytes == "See the cat.\r\nA schÃ¶n day.\n".encode()
    assert "--write-log" in outcome.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["raw.txt", "--log", "log.jsonl"], "changed since"),
        (["clean.txt", "--log", "none.jsonl"], "none.jsonl: cannot read the log"),
        (["clean.txt", "--log", "raw.txt"], "raw.txt: line 1: not a change log"),
        (["none.txt", "--log", "log.jsonl"], "none.txt: No such file"),
        (["clean.txt", "--log", "log.jsonl", "--change", "9"], "no change 9"),
        (["clean.txt", "--log", "log.jsonl", "-i", "-o", "x"], "exclude"),
        ([".", "--log", "log.jsonl"], "--output"),
        ([".", "--log", "log.jsonl", "--rule", "typos"], "need one file"),
    ],
)
def test_undo_refuses_in_one_line(folder: Path, arguments: list[str], said: str) -> None:
    with pytest.raises(CleanerError, match=said):
        run(undo, *arguments)
    assert Path("clean.txt").read_bytes() == "See the cat.\r\nA schön day.\n".encode()


def test_undo_of_a_folder(tmp_path: Path) -> None:
    cleaner = Cleaner()
    raw = {"a.txt": b"the the x", "sub/b.txt": "schÃ¶n".encode(), "sub/c.txt": b"\xff\xfe"}
    lines = []
    for name, data in raw.items():
        result = cleaner.clean(data)
        (tmp_path / "out" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "out" / name).write_bytes(result.text.encode())
        lines += log_lines(result, f"in/{name}", brief=bool(lines))
    (tmp_path / "log.jsonl").write_text("\n".join(lines) + "\n")
    run(undo, str(tmp_path / "out"), "--log", str(tmp_path / "log.jsonl"), "-o", str(tmp_path / "back"))
    assert {name: (tmp_path / "back" / name).read_bytes() for name in raw} == raw


def test_undo_of_a_folder_stays_in_it(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "secret.txt").write_text("the x")
    lines = log_lines(Cleaner().clean("the the x"), "../secret.txt")
    (tmp_path / "log.jsonl").write_text("\n".join(lines))
    with pytest.raises(CleanerError, match="is there"):
        run(undo, str(tmp_path / "out"), "--log", str(tmp_path / "log.jsonl"), "-o", str(tmp_path / "back"))
    assert (tmp_path / "secret.txt").read_text() == "the x"


def test_map_both_ways(folder: Path) -> None:
    assert run(map_, "--log", "log.jsonl", "12:15", "8:11").stdout == "8:11\n7:7\n"
    assert run(map_, "--log", "log.jsonl", "--reverse", "8:11").stdout == "12:15\n"
    assert run(map_, "--log", "log.jsonl", "-", data=b"12:15\n0:3\n").stdout == "8:11\n0:3\n"
    with pytest.raises(CleanerError, match="outside"):
        run(map_, "--log", "log.jsonl", "0:999")
    with pytest.raises(click.BadParameter):
        run(map_, "--log", "log.jsonl", "a:b")


def test_show(folder: Path) -> None:
    shown = run(log, "show", "log.jsonl").stdout.splitlines()
    assert len(shown) == 3
    assert shown[0].startswith("raw.txt:1:8 #1: [- the-]")
    [line] = run(log, "show", "log.jsonl", "--rule", "encoding", "--context", "40").stdout.splitlines()
    assert "A sch[-Ã¶-]{+ö+}n day." in line
    [line] = run(log, "show", "log.jsonl", "--change", "1", "--context", "4", "--text", "clean.txt", "--why").stdout.splitlines()
    assert " the[- the-] cat" in line
    assert run(log, "show", "log.jsonl", "--name", "other").stdout == ""


def test_show_of_a_text_that_is_gone(folder: Path) -> None:
    Path("raw.txt").write_text("something else")
    outcome = run(log, "show", "log.jsonl", "--context", "5")
    assert len(outcome.stdout.splitlines()) == 3
    assert "--text" in outcome.stderr


def test_stats_have_bars(folder: Path) -> None:
    lines = run(log, "stats", "log.jsonl").stdout.splitlines()
    assert lines[0] == f"3 changes in 1 of 1 document, {len(TEXT)} bytes"
    assert all("█" in line for line in lines[1:])


def test_verify(folder: Path) -> None:
    assert run(log, "verify", "log.jsonl", "--text", "clean.txt").return_value == 0
    whole = Path("log.jsonl").read_text(encoding="utf-8")
    Path("log.jsonl").write_text(whole[: len(whole) // 2], encoding="utf-8")
    outcome = run(log, "verify", "log.jsonl")
    assert outcome.return_value == 1
    assert "cut" in outcome.stderr
    Path("log.jsonl").write_text(whole.replace('"before":" the"', '"before":" teh"'), encoding="utf-8")
    assert run(log, "verify", "log.jsonl", "--text", "clean.txt").return_value == 1


@pytest.mark.parametrize(
    ("form", "suffix"), [("csv", "csv"), ("parquet", "parquet"), ("sarif", "sarif"), ("web-annotation", "jsonld")]
)
def test_convert_and_back(folder: Path, form: str, suffix: str) -> None:
    if form == "parquet":
        pytest.importorskip("pyarrow")
    run(log, "convert", "log.jsonl", "--to", form, "-o", f"log.{suffix}")
    back = run(log, "convert", f"log.{suffix}", "--to", "jsonl").stdout
    assert [json.loads(line) for line in back.splitlines()] == [
        json.loads(line) for line in Path("log.jsonl").read_text().splitlines()
    ]


def test_convert_to_a_diff(folder: Path) -> None:
    diff = run(log, "convert", "log.jsonl", "--to", "diff").stdout_bytes.decode()
    assert "-See the the cat.\r\n" in diff
    assert "+See the cat.\r\n" in diff
    Path("raw.txt").unlink()
    with pytest.raises(CleanerError, match="--text"):
        run(log, "convert", "log.jsonl", "--to", "diff")


@pytest.mark.parametrize(("suffix", "opener"), [("gz", "gzip"), ("zst", "zstandard")])
def test_compressed_logs(folder: Path, suffix: str, opener: str) -> None:
    package: Any = pytest.importorskip(opener)
    path = Path(f"log.jsonl.{suffix}")
    path.write_bytes(package.compress(Path("log.jsonl").read_bytes()))
    assert run(undo, "clean.txt", "--log", str(path)).stdout_bytes == TEXT
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(CleanerError):
        run(undo, "clean.txt", "--log", str(path))
