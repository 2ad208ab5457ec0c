"""Words of a model file with their numbers, looked up in the mapped file: nothing is made of them, neither time nor memory.

A word is found by a hash, which chooses a bucket of about two words, and compared with their lines. Where lines begin and what is
in a bucket is shipped for the lists of the shipped models (`english.numbers`), and made of any other list when it is opened. The
file, made by `python -m training.sentences.word_numbers`:

    b"CLNRNUM1"
    u32 length of the head; the head: JSON, {digest of a list: [words, offset], ...}
    of each list, at its offset: u32 * (words + 1) where its lines begin; u32 * (buckets + 1) first entry of each bucket;
    u32 * words numbers of the words, by bucket

All little-endian.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import accumulate
from typing import Any, NamedTuple

from cleaner.core.digests import blake2b
from cleaner.core.kernel import kernel
from cleaner.core.resources import data_file

MAGIC = b"CLNRNUM1"
FILE = "english.numbers"
BUCKET = 2  # words of a bucket, on average


def hashed(key: bytes) -> int:
    """64 bits of a key."""
    return int.from_bytes(blake2b(key, digest_size=8).digest(), "little")


class Places(NamedTuple):
    """Where the words of a list are."""

    starts: memoryview
    first: memoryview
    numbers: memoryview


class WordNumbers(Mapping[str, int]):
    """The words of a list, one a line, with the numbers of their lines; of a word that stands twice, the last.

    >>> numbers = WordNumbers("the\\nof\\nthe".encode())
    >>> numbers["the"], numbers["of"], numbers.get("cat"), len(numbers)
    (2, 1, None, 3)
    """

    def __init__(self, lines: bytes | memoryview, places: Places | None = None) -> None:
        self._lines = memoryview(lines)
        self._starts, self._first, self._numbers = places or made_places(bytes(lines))
        self._buckets = len(self._first) - 1
        self._find: Callable[[str], int] = self._search if kernel() is None else kernel().WordNumbers(*self.parts).find

    @property
    def parts(self) -> tuple[memoryview, memoryview, memoryview, memoryview]:
        """Lines, where they begin, buckets, and the numbers of their words, for the kernel."""
        return self._lines, self._starts, self._first, self._numbers

    def __getitem__(self, word: str) -> int:
        number = self._find(word)
        if number < 0:
            raise KeyError(word)
        return number

    def _search(self, word: str) -> int:
        """The number of a word, -1 if the list lacks it."""
        key = word.encode("utf-8", "surrogatepass")
        bucket = hashed(key) % self._buckets
        starts = self._starts
        for at in range(self._first[bucket + 1] - 1, self._first[bucket] - 1, -1):
            number: int = self._numbers[at]
            if self._lines[starts[number] : starts[number + 1] - 1] == key:
                return number
        return -1

    def get(self, word: str, default: Any = None) -> Any:
        """As that of a dict."""
        number = self._find(word)
        return default if number < 0 else number

    def __contains__(self, word: object) -> bool:
        """Whether the list has a word."""
        return isinstance(word, str) and self._find(word) >= 0

    def __iter__(self) -> Iterator[str]:
        return iter(bytes(self._lines).decode("utf-8").split("\n"))

    def __len__(self) -> int:
        """Number of lines."""
        return len(self._numbers)


def made_places(lines: bytes) -> Places:
    """Where the words of a list are; a bucket has its words in the order of the list."""
    words = lines.split(b"\n")
    buckets = max(1, len(words) // BUCKET)
    place_of = [hashed(word) % buckets for word in words]
    counts = [0] * buckets
    for place in place_of:
        counts[place] += 1
    parts = (
        accumulate((len(word) + 1 for word in words), initial=0),
        accumulate(counts, initial=0),
        sorted(range(len(words)), key=place_of.__getitem__),
    )
    return Places(*(memoryview(array("I", part)) for part in parts))


@cache
def _shipped() -> tuple[dict[str, list[int]], memoryview]:
    """Where the places of lists stand in the shipped file, by the digests of the lists; and the numbers of the file."""
    from cleaner.models.wordlists.packed import mapped_model, reading

    path = data_file(FILE)
    with reading(path):
        head, data, start = mapped_model(path, MAGIC)
        return head, data[start:].cast("I")


@cache
def _shipped_places(digest: str) -> Places | None:
    head, numbers = _shipped()
    if digest not in head or sys.byteorder == "big":
        return None
    words, offset = head[digest]
    first, second = offset + words + 1, offset + words + 2 + max(1, words // BUCKET)
    return Places(numbers[offset:first], numbers[first:second], numbers[second : second + words])


def digest_of(lines: bytes | memoryview) -> str:
    """What a list is known by in the shipped file."""
    return blake2b(lines, digest_size=8).hexdigest()


def numbered(lines: memoryview) -> WordNumbers:
    """The words of a model file, one a line, with their numbers."""
    return WordNumbers(lines, _shipped_places(digest_of(lines)))
