"""The shipped tables are what the shipped files and the code make.

`python -m training.precomputed` makes them again.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cleaner.core import precomputed
from cleaner.core.precomputed import Precomputed, PrecomputedBytes, loaded, plain
from cleaner.rulebook import packs
from training.precomputed import TABLES

STALE = "stale: python -m training.precomputed"


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_table_is_what_its_files_make(table: Precomputed[Any]) -> None:
    if table is packs.PARSED:  # which bytes `marshal` writes depends on the Python
        tables = table.shipped(), plain(table.make())
        shipped, made = ({key: loaded(value) for key, value in parsed.items()} for parsed in tables)
        assert shipped == made, STALE
    else:
        assert table.is_current(), STALE


def test_nothing_else_is_shipped() -> None:
    assert {path.name for path in TABLES[0].path().parent.iterdir()} == {table.name for table in TABLES}


def test_a_table_of_other_files_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(precomputed, "data_folder", lambda: tmp_path)
    (tmp_path / "precomputed").mkdir()
    source = tmp_path / "words"
    table = Precomputed("words", lambda: [source], lambda: frozenset(source.read_text().split()))
    source.write_text("one two")
    table.path().write_bytes(table.packed())
    assert table.shipped() == {"one", "two"}
    source.write_text("one three")
    assert table.shipped() is None
    assert table.read() == {"one", "three"}
    table.path().write_bytes(table.packed()[:-3])
    assert table.read() == {"one", "three"}


def test_bytes_of_other_files_are_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(precomputed, "data_folder", lambda: tmp_path)
    (tmp_path / "precomputed").mkdir()
    source = tmp_path / "list"
    lines = PrecomputedBytes("lines", lambda: [source], source.read_bytes)
    source.write_bytes(b"one\t1\ntwo\t2\n")
    assert lines.read() == source.read_bytes(), "there is no file yet"
    lines.path().write_bytes(lines.packed())
    assert lines.is_current()
    shipped = lines.shipped()
    assert shipped is not None
    assert shipped[:11] == b"one\t1\ntwo\t2"
    source.write_bytes(b"one\t1\n")
    assert lines.shipped() is None
    assert lines.read() == b"one\t1\n"
    lines.path().write_bytes(b"")
    assert lines.read() == b"one\t1\n"
