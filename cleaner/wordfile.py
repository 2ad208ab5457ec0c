"""Shipped word lists as sorted text: looked up in the bytes at first, loaded as a set once that pays.

A file holds lines `word <TAB> value`, sorted by the bytes of the word and its tab. A look-up by halving costs about 5
microseconds and no start-up, a set of 80,000 words 20 milliseconds and 8 MB once; so a command that cleans one line never
loads the list, and a process that cleans many documents soon has.
"""

from __future__ import annotations

from collections.abc import Set
from functools import cache, cached_property
from mmap import ACCESS_READ, mmap
from pathlib import Path

PATIENCE = 2_000  # words looked up by halving before the set is made: 10 ms, half of what the set costs


def find(data: bytes | mmap, word: bytes) -> bytes | None:
    """The value on the line of a word, None if there is no such line.

    >>> find(b"adn\\tand\\nteh\\tthe\\n", b"teh")
    b'the'
    """
    key = word + b"\t"
    low, high = 0, len(data)
    while low < high:  # both are starts of lines
        start = data.rfind(b"\n", low, (low + high) // 2) + 1 or low
        line = data[start : start + len(key)]
        if line == key:
            return data[start + len(key) : data.find(b"\n", start)]
        if line < key:
            low = data.find(b"\n", start) + 1
        else:
            high = start
    return None


class WordFile:
    """A sorted list of words with values; words and values are in Latin-1, as :func:`cleaner.fold.fold` makes them.

    >>> words = WordFile(b"adn\\tand\\nteh\\tthe\\n")
    >>> sorted(words.among(frozenset([b"teh", b"cat"]))), words.value(b"adn")
    ([b'teh'], 'and')
    """

    def __init__(self, data: bytes | mmap) -> None:
        self.data = data
        self._looked_up = 0  # how soon the set is made; no answer depends on it

    @cached_property
    def words(self) -> frozenset[bytes]:
        """All words of the list."""
        return frozenset([line.partition(b"\t")[0] for line in self.data[:].splitlines()])

    def among(self, vocabulary: Set[bytes]) -> Set[bytes]:
        """Those of the given words that are in the list."""
        self._looked_up += len(vocabulary)
        if self._looked_up > PATIENCE:
            return self.words & vocabulary
        return {word for word in vocabulary if find(self.data, word) is not None}

    def value(self, word: bytes) -> str:
        """What the list says about a word of it. Raises KeyError for any other word."""
        value = find(self.data, word)
        if value is None:
            raise KeyError(word)
        return value.decode("latin-1")


@cache
def open_wordfile(path: Path) -> WordFile:
    """The list in a file, opened once a process."""
    return WordFile(mapped(path))


def mapped(path: Path) -> mmap:
    """A file as bytes that are read where they are looked at."""
    with path.open("rb") as file:
        return mmap(file.fileno(), 0, access=ACCESS_READ)
