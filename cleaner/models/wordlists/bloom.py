"""Sets of words that a file answers for without being read: Bloom filters (Bloom, "Space/time trade-offs in hash coding", 1970).

A filter never says no to a word of its set, and yes to a few others: 1 % where two bits of ten are set. :class:`Neighbours`
asks one for a word and for what it becomes without each of its letters, which finds words that are one error apart (a letter put
in, left out, replaced, or two exchanged) by as many looks as the word has letters: their deletion neighbourhoods meet (Mor and
Fraenkel, "A hash code method for detecting and correcting spelling errors", 1982). `python -m training.words.near` makes the
files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from mmap import mmap

from cleaner.core.digests import blake2b
from cleaner.core.kernel import kernel
from cleaner.core.mapped import mapped
from cleaner.core.resources import data_file

LONGEST = 256  # bytes of a word that the kernel takes letters from


class BloomFilter:
    """A set of words as bits; their number is a power of two.

    >>> words = BloomFilter(made([b"cat", b"dog"], 10))
    >>> b"cat" in words, b"cow" in words
    (True, False)
    """

    def __init__(self, data: bytes | mmap) -> None:
        self.data = data
        self._mask = 8 * len(data) - 1
        self.asked = kernel().Bloom(data) if kernel() is not None else None

    def __contains__(self, word: bytes) -> bool:
        if self.asked is not None:
            return bool(self.asked.has(word))
        return all(self.data[bit >> 3] >> (bit & 7) & 1 for bit in _bits(word, self._mask))


class Neighbours:
    """Which words are one error from a word of a set, whose filter holds the deletion neighbourhoods.

    >>> near = Neighbours(BloomFilter(made(deletions(b"house"), 12)))
    >>> [word in near for word in (b"huose", b"hosue", b"housse", b"hose", b"horse", b"tree")]
    [True, True, True, True, True, False]
    """

    def __init__(self, words: BloomFilter) -> None:
        self.words = words

    def __contains__(self, word: bytes) -> bool:
        if self.words.asked is not None and len(word) <= LONGEST:
            return bool(self.words.asked.has_near(word))
        return any(letters in self.words for letters in deletions(word))


def deletions(word: bytes) -> Iterator[bytes]:
    """A word, and what it becomes without each of its letters."""
    yield word
    yield from (word[:i] + word[i + 1 :] for i in range(len(word)))


def made(words: Iterable[bytes], power: int) -> bytes:
    """The file of a filter of `2 ** power` bits."""
    bits = bytearray(1 << (power - 3))
    for word in words:
        for bit in _bits(word, (1 << power) - 1):
            bits[bit >> 3] |= 1 << (bit & 7)
    return bytes(bits)


def _bits(word: bytes, mask: int) -> tuple[int, int]:
    code = int.from_bytes(blake2b(word, digest_size=8).digest(), "little")
    return code & mask, code >> 32 & mask


@cache
def near_common() -> Neighbours:
    """Words one error from a common English word."""
    return Neighbours(BloomFilter(mapped(data_file("typos", "near.bits"))))


@cache
def seen_elsewhere() -> BloomFilter:
    """Words one error from a common English one that are none: English texts use them, or other languages have them."""
    return BloomFilter(mapped(data_file("typos", "elsewhere.bits")))
