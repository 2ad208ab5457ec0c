"""The index of the lexicon: where each word stands in `english.words`, and what the filters say about it.

The kernel finds a word in it in 0.1 us, where a search of the list takes 2 us and asking the filters 50. It is mapped into
memory, so a process needs neither a set of 290,000 words nor their answers. `python -m training.words.wordindex` makes the file:

    b"CLNRWIX1"
    u32 length of the head; the head: JSON, {"slots": count, "facts": [[number, row], ...], "named": {word: row},
        "others": [row, row], "inputs": {file: digest}}
    u32 * slots   offset of a line of the list and 1, or 0 for none; a word stands at its hash or behind it
    u16 * slots   what is said about the word: an index of "facts", 0 if nothing is
    u16 * rows    what the lists of phrases say of a word, of each needle: behind it, and before it; eight bits that say
                  it, and the phrases about which counts must say more (cleaner/filters/_english/phrase_scan.py)

"named" has the words that lists of phrases name with their rows, "" among them; "others" the rows of all others: of those that
stand behind "its" alone, and behind "it's" as well.

All little-endian. Found lines are compared with the word, so a list that has changed since loses words and adds none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Set
from functools import cache
from typing import Any, NamedTuple, cast

from cleaner.core.digests import blake2b
from cleaner.core.kernel import kernel
from cleaner.core.mapped import mapped
from cleaner.core.resources import data_file
from cleaner.models.wordlists.packed import mapped_model, reading

MAGIC = b"CLNRWIX1"
FILE, LEXICON = "english.index", "english.words"
FIRST_HASH, HASH_STEP, SPREAD, BITS = 0xCBF29CE484222325, 0x100000001B3, 0x9E3779B97F4A7C15, (1 << 64) - 1  # of kernel/kernel.h


class WordIndex(NamedTuple):
    """The parts of the file, and the list that it is of."""

    words: Any
    slots: memoryview
    numbers: memoryview
    rows: bytes
    facts: list[tuple[int, int]]
    named: dict[str, int]
    others: tuple[int, int]
    inputs: dict[str, str]


@cache
def english_index() -> WordIndex:
    """The shipped index, mapped. Raises RuleError if it is missing or broken."""
    path = data_file(FILE)
    with reading(path):
        head, data, start = mapped_model(path, MAGIC)
        middle, end = start + 4 * head["slots"], start + 6 * head["slots"]
        facts = [(number, row) for number, row in head["facts"]]
        words, rows, others = mapped(data_file(LEXICON)), bytes(data[end:]), tuple(head["others"])
        return WordIndex(words, data[start:middle], data[middle:end], rows, facts, head["named"], others, head["inputs"])


@cache
def look_up() -> Any:
    """The kernel's look-up in the lexicon (`has` and `value` of a word in bytes); None if there is no kernel."""
    if kernel() is None:
        return None
    index = english_index()
    return kernel().WordIndex(index.words, index.slots, index.numbers)


@cache
def selector(mask: int) -> Callable[[Set[bytes]], list[bytes]] | None:
    """Which of some words have a bit of the mask in their facts, or none that are shipped; None if there is no kernel.

    With a mask of 0 these are the words that the lexicon lacks, and a few that no folded text has.
    """
    if look_up() is None:
        return None
    said = _said(mask)
    return lambda words: cast(list[bytes], look_up().select(words, said))


@cache
def selector_in(*masks: int) -> Callable[[bytes], tuple[list[bytes], ...]] | None:
    """The same of the words of a folded text, each once, but for endless ones: for each of some masks."""
    if look_up() is None:
        return None
    bits = [_said(mask) for mask in masks]
    said = bytes(sum(is_said << bit for bit, is_said in enumerate(row)) for row in zip(*bits, strict=True))
    return lambda letters: cast("tuple[list[bytes], ...]", look_up().select_in(letters, said, len(masks)))


def _said(mask: int) -> bytes:
    """For the number of each fact whether there may be something to say."""
    return bytes(number == 0 or facts & mask != 0 for number, (facts, _) in enumerate(english_index().facts))


def digest(data: bytes) -> str:
    """Of what the index was made from."""
    return blake2b(data, digest_size=8).hexdigest()


def slots_of(lines: Iterable[tuple[int, bytes, int]], count: int) -> tuple[list[int], list[int]]:
    """Slots for (offset of a line, word, number): what :class:`WordIndex` holds.

    >>> slots_of([(0, b"cat", 5), (7, b"dog", 6)], 3)
    ([1, 8, 0], [5, 6, 0])
    """
    slots, numbers = [0] * count, [0] * count
    for offset, word, number in lines:
        code = FIRST_HASH
        for byte in word:
            code = (code ^ byte) * HASH_STEP & BITS
        at = (((code ^ code >> 29) * SPREAD & BITS) >> 32) * count >> 32
        while slots[at]:
            at = (at + 1) % count
        slots[at], numbers[at] = offset + 1, number
    return slots, numbers
