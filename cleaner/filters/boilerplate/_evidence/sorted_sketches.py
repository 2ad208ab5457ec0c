"""The sketches of the shipped phrases, sorted in one string: as a dict they take five times the memory and as long to be read.

What a :class:`~cleaner.filters.boilerplate._evidence.phrasebook.Phrasebook` knows of how its sketches begin is told by their
order, so that no tables of it are shipped.
"""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Set
from functools import cache
from itertools import accumulate, pairwise, takewhile

from cleaner.filters.boilerplate._evidence.phrasebook import HEAD_SIZE


class SortedSketches(Mapping[bytes, int]):
    """Sketches and for each the number of its phrase.

    >>> table = SortedSketches(*SortedSketches.parts({b"reply": 7, b"leave": 9}))
    >>> table[b"leave"], table.get(b"lea"), list(table)
    (9, None, [b'leave', b'reply'])
    """

    def __init__(self, sketches: bytes, ends: bytes, numbers: bytes) -> None:
        self._sketches = sketches
        self._ends, self._numbers = numbers_of(ends), numbers_of(numbers)  # offsets, beginning with 0; a number a sketch

    @staticmethod
    def parts(numbers: Mapping[bytes, int]) -> tuple[bytes, bytes, bytes]:
        """What such a table is made of."""
        keys = sorted(numbers)
        ends = accumulate(map(len, keys), initial=0)
        return b"".join(keys), little_endian(ends), little_endian(numbers[key] for key in keys)

    def _at(self, place: int) -> bytes:
        return self._sketches[self._ends[place] : self._ends[place + 1]]

    def _place(self, key: bytes) -> int:
        """How many sketches come before one."""
        return bisect_left(range(len(self)), key, key=self._at)

    def __getitem__(self, key: bytes) -> int:
        place = self._place(key)
        if place == len(self) or self._at(place) != key:
            raise KeyError(key)
        return self._numbers[place]

    def __iter__(self) -> Iterator[bytes]:
        return (self._sketches[start:end] for start, end in pairwise(self._ends))

    def __len__(self) -> int:
        return len(self._numbers)

    def beginning(self, head: bytes) -> Iterator[bytes]:
        """The sketches that begin with some bytes, in order."""
        following = map(self._at, range(self._place(head), len(self)))
        return takewhile(lambda key: key.startswith(head), following)


class Sizes:
    """How long the sketches are that begin alike, the longest first; a sketch that is shorter than a head is its own head.

    >>> sketches = SortedSketches(*SortedSketches.parts({b"leaveacomment": 1, b"leaveareply": 2, b"reply": 3}))
    >>> Sizes(sketches).get(b"leavea"), Sizes(sketches).get(b"reply"), Sizes(sketches).get(b"leave")
    ((13, 11), (5,), ())
    """

    def __init__(self, sketches: SortedSketches) -> None:
        self._sketches = sketches

    def get(self, head: bytes, default: tuple[int, ...] = ()) -> tuple[int, ...]:
        """The sizes of those that begin with a head."""
        if len(head) < HEAD_SIZE:
            return (len(head),) if head in self._sketches else default
        return tuple(sorted({len(key) for key in self._sketches.beginning(head)}, reverse=True)) or default


class Heads(Set[bytes]):
    """How sketches begin, as rows of phrases are looked up by it, and further heads of other sizes.

    >>> sketches = SortedSketches(*SortedSketches.parts({b"leaveacomment": 1, b"reply": 3}))
    >>> sorted(Heads(sketches, frozenset([b"share"])))
    [b'leavea', b'share']
    """

    def __init__(self, sketches: SortedSketches, others: frozenset[bytes]) -> None:
        self._sketches, self._others = sketches, others

    def __contains__(self, head: object) -> bool:
        if not isinstance(head, bytes) or len(head) != HEAD_SIZE:
            return head in self._others
        return next(self._sketches.beginning(head), None) is not None

    def __iter__(self) -> Iterator[bytes]:
        yield from self._others
        yield from dict.fromkeys(key[:HEAD_SIZE] for key in self._sketches if len(key) >= HEAD_SIZE)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def little_endian(numbers: Iterable[int]) -> bytes:
    """Numbers under 2**32 as bytes, which any machine reads.

    >>> little_endian([1, 258])
    b'\\x01\\x00\\x00\\x00\\x02\\x01\\x00\\x00'
    """
    return b"".join(number.to_bytes(4, "little") for number in numbers)


def numbers_of(data: bytes) -> array[int]:
    """The numbers that :func:`little_endian` made bytes of."""
    numbers = array(_type_of_four_bytes(), data)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


@cache
def _type_of_four_bytes() -> str:
    """The letter of an array whose items have four bytes."""
    return next(letter for letter in "IL" if array(letter).itemsize == 4)
