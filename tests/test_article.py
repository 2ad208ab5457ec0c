"""The user's own article: exactly three changes, by every way in. It is third-party text and lies outside of the project."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import cleaner
from tests import SHARED

ARTICLE = SHARED / "seed" / "article.txt"
pytestmark = pytest.mark.skipif(not ARTICLE.is_file(), reason="the article is not here")


def test_three_changes_and_no_other() -> None:
    data = ARTICLE.read_bytes()
    result = cleaner.clean(data)
    assert [(change.before.strip(" "), change.after.strip(" ")) for change in result.changes] == [
        ("í", "i"),
        ("to", ""),
        ("\n\n%d bloggers like this:", ""),
    ]
    assert [change.rule.split(".")[0] for change in result.changes] == ["encoding", "typos", "boilerplate"]
    assert result.undo() == data
    assert cleaner.clean(result.text).changes == []


def test_the_same_through_pipe_file_and_directory(tmp_path: Path) -> None:
    expected = cleaner.clean(ARTICLE.read_bytes()).text.encode()
    command = [sys.executable, "-m", "cleaner"]
    piped = subprocess.run(command, input=ARTICLE.read_bytes(), capture_output=True, check=True)
    assert (piped.stdout, piped.stderr) == (expected, b"")
    assert subprocess.run([*command, str(ARTICLE)], capture_output=True, check=True).stdout == expected
    tree = tmp_path / "in" / "deep"
    tree.mkdir(parents=True)
    (tree / "article.txt").write_bytes(ARTICLE.read_bytes())
    log = tmp_path / "log.jsonl"
    subprocess.run(
        [*command, str(tmp_path / "in"), "-o", str(tmp_path / "out"), "--log", str(log)], check=True, capture_output=True
    )
    clean = tmp_path / "out" / "deep" / "article.txt"
    assert clean.read_bytes() == expected
    piped = subprocess.run([*command, "undo", str(clean), "--log", str(log)], capture_output=True, check=True)
    assert piped.stdout == ARTICLE.read_bytes()
