"""Globs of ignore files and of `[per-file-ignores]`: what they match, and that those of any project take linear time."""

from __future__ import annotations

import os
from pathlib import Path
from time import process_time

import pytest

from cleaner.batch.ignore import parse, read_lines
from cleaner.core.files import MOST_CONFIG
from tests.cli.conftest import Command, run

__all__ = ["run"]


def matches(glob: str, path: str) -> bool:
    line = parse(glob)
    return line is not None and line.pattern.fullmatch(path) is not None


@pytest.mark.parametrize(
    ("glob", "yes", "no"),
    [
        ("*.log", ["a.log", "b/c/a.log"], ["a.log/b", "a.logs"]),
        ("/*.log", ["a.log"], ["b/a.log"]),
        ("a/*.txt", ["a/b.txt"], ["a/b/c.txt", "x/a/b.txt"]),
        ("a/**/b", ["a/b", "a/x/b", "a/x/y/b"], ["a/xb", "b", "x/a/b"]),
        ("a/**", ["a/b", "a/b/c"], ["a", "ab"]),
        ("**/a/**/b/**/c", ["a/b/c", "x/a/b/b/c", "a/y/a/b/z/c", "a/x/b/c/c"], ["a/c", "b/a/c", "a/b/c/x"]),
        ("**", ["a", "a/b"], []),
        ("**/**", ["a", "a/b/c"], []),
        ("*a*b*c", ["abc", "xaxbxc", "aabbcc", "abcabc"], ["acb", "a/b/c", "abcx"]),
        ("a**b", ["ab", "axxb"], ["a/b"]),
        ("[ab]?.t", ["ax.t", "x/bb.t"], ["c1.t", "a/.t"]),
        ("[!a]*", ["b", "ba"], ["a"]),
        ("[z-a]", [], ["a", "z", "-"]),
        ("[", ["["], ["a"]),
        ("a\\*b", ["a*b"], ["axb"]),
    ],
)
def test_what_globs_match(glob: str, yes: list[str], no: list[str]) -> None:
    assert [path for path in yes if not matches(glob, path)] == []
    assert [path for path in no if matches(glob, path)] == []


@pytest.mark.parametrize(
    ("glob", "path"),
    [
        ("*a" * 30 + "b", "a" * 250),
        ("*?" * 30 + "b", "a" * 250),
        ("**/a/" * 15 + "b", "a/" * 800 + "c"),
        ("**/*a*a*a/" * 8 + "x", "aaaa/" * 500 + "y"),
        ("*" * 4000 + "b", "a" * 250),
        ("[" * 1000, "a"),
        ("a/" * 1000 + "**", "a/" * 1001),
    ],
    ids=["stars", "signs", "folders", "both", "one-star", "brackets", "deep"],
)
def test_no_glob_takes_long(glob: str, path: str) -> None:
    """The seconds are those of the processor, hundreds of times what it takes: a pattern that tries all ways takes hours."""
    start = process_time()
    matches(glob, path)
    assert process_time() - start < 20


def test_what_is_no_ignore_file_is_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "long").write_bytes(b"*.txt\n" * (MOST_CONFIG // 6 + 1))
    os.symlink("/dev/zero", tmp_path / "device")
    assert [read_lines(str(tmp_path / name)) for name in ("pipe", "long", "device", "none")] == [()] * 4


def test_broken_globs_end_no_run(run: Command) -> None:
    Path("in").mkdir()
    Path("in/a.txt").write_text("They walked to the the house.\n")
    Path("in/.cleanerignore").write_bytes(b"[z-a]\n\xff*[\n*a*a*a*a*a*a*a*a*a*a*a*b\n")
    assert run("in", "-o", "out")[0] == 0
    assert Path("out/a.txt").read_text() == "They walked to the house.\n"
