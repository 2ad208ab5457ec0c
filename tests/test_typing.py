"""A small program of a user passes `mypy --strict`, and the types say what undo gives back."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
from collections.abc import Iterator

import cleaner


@cleaner.filter("shout.lower", safety="unsafe", before="typos")
def lower(document: cleaner.Document) -> Iterator[cleaner.Edit]:
    yield cleaner.Edit(0, 1, document.text[:1].lower())


text: str = cleaner.clean("the the cat", select=["typos"], filters=[lower]).undo()
data: bytes = cleaner.clean(b"the the cat", settings={"html": {"to": "markdown"}}).undo()
pipeline = cleaner.Cleaner(preset="web", ignore=["typos"], words=["teh"])
for result in pipeline.clean_many(["a", "b"], jobs=1):
    original: str = result.undo()
    for change in result.changes:
        print(change.start, change.rule, result.to_original(0, 1), result.to_dict()["changes"])
"""
WRONG = """
import cleaner

text: str = cleaner.clean(b"bytes").undo()
cleaner.clean("text", selct=["typos"])
"""


@pytest.mark.slow
def test_a_user_program(tmp_path: Path) -> None:
    pytest.importorskip("mypy", reason="needs cleaner-text[dev]")
    (tmp_path / "program.py").write_text(PROGRAM, encoding="utf-8")
    (tmp_path / "wrong.py").write_text(WRONG, encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path / "cache")]
    right = subprocess.run([*command, "program.py"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert right.returncode == 0, right.stdout
    wrong = subprocess.run([*command, "wrong.py"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert 'expression has type "bytes"' in wrong.stdout
    assert 'No overload variant of "clean"' in wrong.stdout
