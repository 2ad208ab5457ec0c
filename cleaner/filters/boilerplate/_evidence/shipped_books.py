"""The phrasebooks of the shipped phrases, for texts in ASCII and for others (:mod:`cleaner.core.precomputed`)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from cleaner.core.precomputed import Precomputed
from cleaner.core.resources import data_file
from cleaner.filters.boilerplate._evidence.phrasebook import Phrasebook

# what a book has beside its phrases once all of it was asked
TABLES = ("_by_sketch", "_alike", "_by_head", "_by_tail", "_edges", "heads", "tails", "_sizes", "_open_heads")
FILES = ("ascii.tsv", "unicode.tsv")


@cache
def shipped_book(*, beyond_ascii: bool) -> Phrasebook:
    """The phrases that ship, for texts in ASCII or for others."""
    return _book_of((ALL_PHRASES if beyond_ascii else ASCII_PHRASES).read())


def _book_of(table: Mapping[str, Any]) -> Phrasebook:
    """The book that a table is of."""
    book = Phrasebook(())
    book.phrases.texts, book.phrases.rules = table["texts"], table["rules"]
    vars(book).update({name: table[name] for name in TABLES})
    return book


def _table_of(paths: list[Path]) -> dict[str, Any]:
    """All that a book of the phrases in some files has."""
    rows = (row.split("\t") for path in paths for row in path.read_text(encoding="utf-8").splitlines())
    book = Phrasebook((row[0], row[1]) for row in rows)
    return {"texts": book.phrases.texts, "rules": book.phrases.rules, **{name: getattr(book, name) for name in TABLES}}


def _paths(count: int) -> list[Path]:
    return [data_file("boilerplate", "phrases", name) for name in FILES[:count]]


ASCII_PHRASES = Precomputed("phrases.ascii", lambda: _paths(1), lambda: _table_of(_paths(1)))
ALL_PHRASES = Precomputed("phrases.all", lambda: _paths(2), lambda: _table_of(_paths(2)))
