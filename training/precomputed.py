"""Make the tables in `cleaner/data/precomputed/`: `python -m training.precomputed`.

To be made again when a file that they are made of has changed, or the code that makes them;
`tests/core/test_precomputed.py` tells. It takes some seconds.
"""

from __future__ import annotations

from typing import Any

from cleaner.core.precomputed import Precomputed
from cleaner.decoding import likelihood
from cleaner.filters import stops
from cleaner.filters._english import phrase_table
from cleaner.filters.boilerplate._evidence import cues, rows, shipped_books
from cleaner.filters.encoding import _neighbours
from cleaner.filters.encoding._mojibake import classes, expressions
from cleaner.models import foreign
from cleaner.rulebook import packs

TABLES: tuple[Precomputed[Any], ...] = (
    shipped_books.ASCII_PHRASES,
    shipped_books.ALL_PHRASES,
    cues.TABLE,
    rows.TABLE,
    likelihood.TABLE,
    likelihood.COSTS,
    foreign.TABLE,
    packs.PARSED,
    phrase_table.PHRASES,
    expressions.TABLE,
    expressions.PARTED,
    classes.CLASSES,
    stops.TABLE,
    _neighbours.NEIGHBOURS,
)


if __name__ == "__main__":
    for table in TABLES:
        table.path().parent.mkdir(exist_ok=True)
        if not table.is_current():
            table.path().write_bytes(table.packed())
