"""Mining a corpus: boilerplate rules of every site, as map and merge.

    rows (site, text) -> per batch: a Miner a site -> shuffle by site -> merge -> a rule pack a site

A :class:`cleaner.pipeline.mining.Miner` keeps a sample that does not depend on order and merges exactly, so the packs are those
of :func:`cleaner.mine` over the pages of each site on one machine, however the rows were split. What is shuffled is at most
one sample of 500 pages (their short lines) a site and task. :func:`mine` is the local engine;
:func:`cleaner.integrations.ray.mine` and :func:`cleaner.integrations.spark.mine` run the two halves on theirs.

>>> pages = [f"Harbour Post\\n\\nStory {'x' * n} of the day.\\n\\nTags: news" for n in range(5)]
>>> packs = mine([pa.RecordBatch.from_pydict({"site": ["a.example"] * 5, "text": pages})], site="site")
>>> packs.column("site").to_pylist(), packs.column("pages").to_pylist(), packs.column("rules").to_pylist()
(['a.example'], [5], [2])

The column `pack` is TOML: written to a file it is what `cleaner mine` writes, for `Cleaner(rules=[file])`.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow as pa

from cleaner.core.errors import InputError
from cleaner.pipeline.mining import SAMPLE, Miner
from cleaner.rulebook.packs import format_pack

SITES_HELD = 1000  # sites in the memory of a task before its miners are handed on; they merge later
MINERS = pa.schema([("site", pa.string()), ("miner", pa.binary())])
PACKS = pa.schema([("site", pa.string()), ("pages", pa.int64()), ("rules", pa.int64()), ("pack", pa.string())])


def mine(batches: Iterable[pa.RecordBatch], column: str = "text", *, site: str = "site", sample: int = SAMPLE) -> pa.Table:
    """The packs of all sites, sorted by site: columns PACKS. Memory grows with the number of sites, not with their pages.

    `sample` is the number of pages kept of a site. Rows without a site or a text do not count. Raises InputError if a column
    is missing.
    """
    miners: dict[str, Miner] = {}
    for batch in batches:
        _add(miners, batch, column, site, sample)
    return pa.Table.from_batches([_packs(miners)])


def map_batches(batches: Iterable[pa.RecordBatch], column: str, site: str, sample: int = SAMPLE) -> Iterator[pa.RecordBatch]:
    """The first half: miners of the sites in some batches, columns MINERS; a site may come more than once."""
    miners: dict[str, Miner] = {}
    for batch in batches:
        _add(miners, batch, column, site, sample)
        if len(miners) >= SITES_HELD:
            yield _packed(miners)
            miners = {}
    yield _packed(miners)


def merge_groups(table: Any) -> pa.Table:
    """The second half: the packs of all miners of one or more sites."""
    miners: dict[str, Miner] = {}
    for row in table.to_pylist():
        found = pickle.loads(row["miner"])  # noqa: S301 - written by _packed on a worker of the same job
        if row["site"] in miners:
            miners[row["site"]].merge(found)
        else:
            miners[row["site"]] = found
    return pa.Table.from_batches([_packs(miners)])


def _add(miners: dict[str, Miner], batch: pa.RecordBatch, column: str, site: str, sample: int) -> None:
    if missing := [name for name in (column, site) if name not in batch.schema.names]:
        raise InputError(f"there is no column {missing[0]!r}", remedy="columns: " + ", ".join(batch.schema.names))
    for name, text in zip(batch.column(site).to_pylist(), batch.column(column).to_pylist(), strict=True):
        if name is not None and text is not None:
            miners.setdefault(str(name), Miner(sample)).add(text)


def _packed(miners: dict[str, Miner]) -> pa.RecordBatch:
    columns = [list(miners), [pickle.dumps(miner, protocol=5) for miner in miners.values()]]
    return pa.RecordBatch.from_arrays([pa.array(c, t.type) for c, t in zip(columns, MINERS, strict=True)], schema=MINERS)


def _packs(miners: dict[str, Miner]) -> pa.RecordBatch:
    rows = []
    for name in sorted(miners):
        pack = miners[name].pack()
        rows.append({"site": name, "pages": miners[name].pages, "rules": len(pack.rules), "pack": format_pack(pack)})
    return pa.RecordBatch.from_pylist(rows, PACKS)
