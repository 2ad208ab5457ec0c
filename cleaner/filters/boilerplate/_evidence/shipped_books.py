"""The phrasebooks of the shipped phrases, for texts in ASCII and for others (:mod:`cleaner.core.precomputed`)."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any

from cleaner.core.mapped import mapped
from cleaner.core.precomputed import Precomputed
from cleaner.core.resources import data_file
from cleaner.filters.boilerplate._evidence.phrasebook import HEAD_SIZE, Phrasebook
from cleaner.filters.boilerplate._evidence.sorted_sketches import Heads, Sizes, SortedSketches, little_endian, numbers_of

# what a book has beside its phrases once all of it was asked; its sketches and how they begin are read of one sorted string
TABLES = ("_alike", "_by_head", "_by_tail", "_edges", "tails", "_open_heads")
FILES = ("ascii.tsv", "unicode.tsv")


def shipped_book(*, beyond_ascii: bool) -> Phrasebook:
    """The phrases that ship, for texts in ASCII or for others.

    The book of all phrases finds the same in ASCII, so there is never another one beside it.
    """
    if beyond_ascii:
        ascii_book.cache_clear()
    return book_of_all() if beyond_ascii or book_of_all.cache_info().currsize else ascii_book()


@cache
def ascii_book() -> Phrasebook:
    """The phrases in ASCII."""
    return _book_of(ASCII_PHRASES.read(), _paths(1))


@cache
def book_of_all() -> Phrasebook:
    """All phrases, those in ASCII first."""
    return _book_of(ALL_PHRASES.read(), _paths(2))


class ListedTexts(Sequence[str]):
    """The phrases of some files, read where they are asked for: 15,000 strings would take 1.5 MB.

    `starts` has the offset of each line in its file, and for each file how many lines it has.
    """

    def __init__(self, paths: Sequence[Path], starts: Sequence[array[int]]) -> None:
        self._files = [(mapped(path), numbers) for path, numbers in zip(paths, starts, strict=True)]

    def __getitem__(self, number: Any) -> Any:
        if isinstance(number, slice):
            return [self[each] for each in range(*number.indices(len(self)))]
        for data, starts in self._files:
            if number < len(starts):
                return data[starts[number] : data.find(b"\t", starts[number])].decode()
            number -= len(starts)
        raise IndexError(number)

    def __len__(self) -> int:
        return sum(len(starts) for _, starts in self._files)


def _book_of(table: Mapping[str, Any], paths: list[Path]) -> Phrasebook:
    """The book that a table is of."""
    book = Phrasebook(())
    texts: Any = ListedTexts(paths, [numbers_of(starts) for starts in table["starts"]])
    book.phrases.texts, book.phrases.rules = texts, table["rules"]
    sketches = SortedSketches(*table["sketches"])
    heads = Heads(sketches, table["other_heads"])
    vars(book).update({name: table[name] for name in TABLES}, _by_sketch=sketches, _sizes=Sizes(sketches), heads=heads)
    return book


def _table_of(paths: list[Path]) -> dict[str, Any]:
    """All that a book of the phrases in some files has."""
    files = [path.read_bytes().splitlines(keepends=True) for path in paths]
    rows = (line.decode().rstrip("\n").split("\t") for lines in files for line in lines)
    book = Phrasebook((row[0], row[1]) for row in rows)
    return {
        "starts": [little_endian(accumulate(map(len, lines[:-1]), initial=0)) for lines in files],
        "rules": book.phrases.rules,
        "sketches": SortedSketches.parts(book._by_sketch),
        "other_heads": frozenset(head for head in book.heads if len(head) != HEAD_SIZE),
        **{name: getattr(book, name) for name in TABLES},
    }


def _paths(count: int) -> list[Path]:
    return [data_file("boilerplate", "phrases", name) for name in FILES[:count]]


ASCII_PHRASES = Precomputed("phrases.ascii", lambda: _paths(1), lambda: _table_of(_paths(1)))
ALL_PHRASES = Precomputed("phrases.all", lambda: _paths(2), lambda: _table_of(_paths(2)))
