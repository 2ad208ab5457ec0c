"""Packed tables give back what went in, and say what is wrong with a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cleaner.core.errors import RuleError
from cleaner.models.wordlists.packed import Packed, pack

KEYS = {f"key {i}": i % 255 + 1 for i in range(2000)}


def test_what_was_packed_is_found(tmp_path: Path) -> None:
    path = tmp_path / "tables"
    path.write_bytes(pack({"a": KEYS, "b": {"only": 7}, "empty": {}}, {"words": 12}))
    packed = Packed.open(path)
    assert packed.notes == {"words": 12}
    assert all(packed.tables["a"].get(key) == value for key, value in KEYS.items())
    assert packed.tables["b"].get("only") == 7
    assert packed.tables["empty"].get("only") == 0


def test_what_was_not_packed_is_rarely_found(tmp_path: Path) -> None:
    path = tmp_path / "tables"
    path.write_bytes(pack({"a": KEYS}, {}))
    table = Packed.open(path).tables["a"]
    assert sum(table.get(f"other {i}") > 0 for i in range(10_000)) <= 10  # about one in 8,000 is expected


@pytest.mark.parametrize("damage", [lambda data: b"", lambda data: b"x" + data, lambda data: data[:40], lambda data: data[:-100]])
def test_a_broken_file_is_named(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    path = tmp_path / "tables"
    path.write_bytes(damage(pack({"a": KEYS}, {})))
    with pytest.raises(RuleError, match="tables"):
        Packed.open(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="nowhere"):
        Packed.open(tmp_path / "nowhere")
