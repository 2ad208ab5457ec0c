"""Words of a model file with their numbers, at twelve bytes a word beside the file; a dict takes about seventy more.

Tokens are looked up where a model is asked, a few thousand in a second: the microsecond that a look-up takes is no loss, and
a list of 65,000 words is no growth that a process keeps.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from itertools import accumulate

NUMBER_BITS = 24  # of the key of an entry; the others are of the hash of its word
HASH_BITS = 64 - NUMBER_BITS
HASHES = (1 << HASH_BITS) - 1
NUMBERS = (1 << NUMBER_BITS) - 1


class WordNumbers(Mapping[str, int]):
    """The words of a file, one a line, with the numbers of their lines; of a word that stands twice, the last.

    >>> numbers = WordNumbers("the\\nof\\nthe".encode())
    >>> numbers["the"], numbers["of"], numbers.get("cat"), len(numbers)
    (2, 1, None, 3)
    """

    def __init__(self, lines: bytes | memoryview) -> None:
        self._lines = memoryview(lines)
        words = bytes(lines).split(b"\n")
        self._starts = array("I", accumulate((len(word) + 1 for word in words), initial=0))
        # what hash() gives differs between processes: it places the entries, and no answer depends on it
        self._entries = array("Q", sorted((hash(word) & HASHES) << NUMBER_BITS | number for number, word in enumerate(words)))

    def __getitem__(self, word: str) -> int:
        key = word.encode("utf-8", "surrogatepass")
        code = hash(key) & HASHES
        at = bisect_left(self._entries, (code + 1) << NUMBER_BITS) if code < HASHES else len(self._entries)
        while at and self._entries[at - 1] >> NUMBER_BITS == code:
            at -= 1
            number = self._entries[at] & NUMBERS
            if self._lines[self._starts[number] : self._starts[number + 1] - 1] == key:
                return number
        raise KeyError(word)

    def __iter__(self) -> Iterator[str]:
        return iter(bytes(self._lines).decode("utf-8").split("\n"))

    def __len__(self) -> int:
        """Number of lines."""
        return len(self._entries)
