"""Mining a corpus: in parts and merged it finds what one machine finds."""

from __future__ import annotations

import pytest

pa = pytest.importorskip("pyarrow", reason="needs cleaner-text[arrow]")

from cleaner.core.errors import InputError  # noqa: E402
from cleaner.integrations import mining as mined  # noqa: E402
from tests.integrations.helpers import expected_packs, make_sites  # noqa: E402


def batches(size: int) -> list[pa.RecordBatch]:
    return pa.Table.from_pylist(make_sites()).to_batches(max_chunksize=size)


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_packs_are_those_of_one_machine(size: int) -> None:
    assert mined.mine(batches(size)).to_pylist() == expected_packs()


@pytest.mark.parametrize("held", [1, 1000])
def test_map_and_merge_in_any_order(held: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mined, "SITES_HELD", held)
    half = [pa.Table.from_batches(mined.map_batches(part, "text", "site")) for part in (batches(3)[:5], batches(3)[5:])]
    for order in (half, half[::-1]):
        assert mined.merge_groups(pa.concat_tables(order)).to_pylist() == expected_packs()


def test_a_missing_column_is_named() -> None:
    with pytest.raises(InputError, match="'host'"):
        mined.mine(batches(10), site="host")
