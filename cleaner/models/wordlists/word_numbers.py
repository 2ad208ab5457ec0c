"""Words of a model file with their numbers, looked up in the mapped file: nothing is made of them, neither time nor memory.

A word stands in a table with open addressing, at the slot that its hash chooses or behind it. A slot has some more bits of the
hash, so that nearly all lines of other words need not be looked at. Where lines begin and the table are shipped for the lists of
the shipped models (`english.numbers`), and made of any other list when it is opened. The file, made by
`python -m training.sentences.word_numbers`:

    b"CLNRNUM2"
    u32 length of the head; the head: JSON, {digest of a list: [words, offset], ...}
    of each list, at its offset: u32 * (words + 1) where its lines begin; u32 * slots the number of a word and 1, with the
    highest bits of its hash above NUMBER_BITS, or 0 for a free slot

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

MAGIC = b"CLNRNUM2"
FILE = "english.numbers"
NUMBER_BITS = 20  # of a slot, as in kernel/numbering.c; above them are bits of the hash
TAG_BITS = 32 - NUMBER_BITS
FIRST, STEP, BITS = 0xCBF29CE484222325, 0x100000001B3, (1 << 64) - 1  # of the hash FNV-1a


def hashed(key: bytes) -> int:
    """64 bits of a key: the hash FNV-1a, which the kernel makes of a word anyway; its lower bits have some of the upper ones."""
    found = FIRST
    for byte in key:
        found = (found ^ byte) * STEP & BITS
    return found ^ found >> 29


class Places(NamedTuple):
    """Where the words of a list are."""

    starts: memoryview
    slots: memoryview


class WordNumbers(Mapping[str, int]):
    """The words of a list, one a line, with the numbers of their lines; of a word that stands twice, the last.

    >>> numbers = WordNumbers("the\\nof\\nthe".encode())
    >>> numbers["the"], numbers["of"], numbers.get("cat"), len(numbers)
    (2, 1, None, 3)
    """

    def __init__(self, lines: bytes | memoryview, places: Places | None = None) -> None:
        self._lines = memoryview(lines)
        self._starts, self._slots = places or made_places(bytes(lines))
        self._find: Callable[[str], int] = self._search if kernel() is None else kernel().WordNumbers(*self.parts).find

    @property
    def parts(self) -> tuple[memoryview, memoryview, memoryview]:
        """Lines, where they begin, and the table, for the kernel."""
        return self._lines, self._starts, self._slots

    def __getitem__(self, word: str) -> int:
        number = self._find(word)
        if number < 0:
            raise KeyError(word)
        return number

    def _search(self, word: str) -> int:
        """The number of a word, -1 if the list lacks it."""
        key = word.encode("utf-8", "surrogatepass")
        starts, slots = self._starts, self._slots
        code = hashed(key)
        at = code % len(slots)
        while slots[at]:
            number: int = slots[at] % (1 << NUMBER_BITS) - 1
            if slots[at] >> NUMBER_BITS == code >> 64 - TAG_BITS and self._lines[starts[number] : starts[number + 1] - 1] == key:
                return number
            at = (at + 1) % len(slots)
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
        return len(self._starts) - 1


def made_places(lines: bytes) -> Places:
    """Where the words of a list are; half of the slots at least are free, and the last of equal words is found first."""
    words = lines.split(b"\n")
    slots = array("I", bytes(4 * slots_of(len(words))))
    for number in range(len(words), 0, -1):
        code = hashed(words[number - 1])
        at = code % len(slots)
        while slots[at]:
            at = (at + 1) % len(slots)
        slots[at] = code >> 64 - TAG_BITS << NUMBER_BITS | number
    starts = array("I", accumulate((len(word) + 1 for word in words), initial=0))
    return Places(memoryview(starts), memoryview(slots))


def slots_of(words: int) -> int:
    """How many slots the table of so many words has: a power of two."""
    return 2 << words.bit_length()


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
    first = offset + words + 1
    return Places(numbers[offset:first], numbers[first : first + slots_of(words)])


def digest_of(lines: bytes | memoryview) -> str:
    """What a list is known by in the shipped file."""
    return blake2b(lines, digest_size=8).hexdigest()


def numbered(lines: memoryview) -> WordNumbers:
    """The words of a model file, one a line, with their numbers."""
    return WordNumbers(lines, _shipped_places(digest_of(lines)))
