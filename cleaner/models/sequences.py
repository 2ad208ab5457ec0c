"""Counts of English word sequences: how often two, three or four tokens stood in a row in 42 million words.

Tokens are numbers here, the row of a word in the list of the file. The key of a sequence is its numbers in a row, 16 bits each,
hashed: the upper half of the hash chooses a bucket of about eight entries, the lowest 16 bits tell the entries of a bucket
apart. So an entry costs three bytes and a half, and a sequence that was never counted is taken for one that was about once in
8,000 look-ups. Unlike those of :mod:`cleaner.models.wordlists.packed`, keys are numbers: all sequences of a document are looked
up at once (:meth:`Table.counts`).

The file: b"CLNRSEQ1", u32 length of the head, the head (JSON: "words", the bytes of the list; "total", tokens counted; "tables",
for each length of sequence its buckets, entries and offset), the list, the tables as in :mod:`cleaner.models.wordlists.packed`.
Made by `training/sentences/sequences.py`; start at :func:`sequence_counts`.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from math import log
from pathlib import Path
from typing import Any

from cleaner.core.kernel import kernel
from cleaner.core.lazy import lazy
from cleaner.core.mapped import FILES, descriptor
from cleaner.core.resources import data_file
from cleaner.models.ngrams import COUNTS, rare_class
from cleaner.models.tokens import END, START
from cleaner.models.wordlists.packed import Table as Entries
from cleaner.models.wordlists.packed import mapped_model, reading, table_at
from cleaner.models.wordlists.word_numbers import WordNumbers, numbered

MAGIC = b"CLNRSEQ1"
ORDERS = ("2", "3", "4")
FIRST, SECOND = 0x9E3779B97F4A7C15, 0xD6E8FEB86659FD93  # odd multipliers of a hash of 64 bits (splitmix64 and Mulvey's)
MASK = (1 << 64) - 1
PRIORS = (300.0, 120.0, 60.0)  # how many words the shorter history is worth: behind one, two and three words
UNSEEN = 0.1  # the count given to a word that is in no list
MOST_WORDS = 1 << 16  # numbers of words, which are parts of a key
MEMO = 5_000  # sequences whose count is remembered, words whose number is
MEMO_JUDGED = 500  # sequences whose probability is remembered


def mixed(key: int) -> int:
    """The hash of a key.

    >>> mixed(1) != mixed(2), mixed(1) < 2**64
    (True, True)
    """
    key = key * FIRST & MASK
    key = (key ^ key >> 32) * SECOND & MASK
    return key ^ key >> 32


class Table:
    """The sequences of one length."""

    def __init__(self, entries: Entries) -> None:
        self._entries = entries
        self._arrays: tuple[Any, ...] = ()

    @property
    def parts(self) -> tuple[int, memoryview, memoryview, memoryview, int, int]:
        """Buckets, offsets, fingerprints and values, and where they are read from, for the kernel."""
        return self._entries.parts

    def step(self, key: int) -> int:
        """The step of the count of a key on the scale of :data:`~cleaner.models.ngrams.COUNTS`, 0 if it was never counted."""
        code, entries = mixed(key), self._entries
        bucket, low = (code >> 32) * entries.buckets >> 32, code & 0xFFFF
        fingerprints = entries.fingerprints
        for i in range(entries.offsets[bucket], entries.offsets[bucket + 1]):
            if fingerprints[i] == low:
                return int(entries.values[i])
        return 0

    def steps(self, keys: array[int]) -> bytes:
        """The steps of many keys (numbers of eight bytes) at once: as :meth:`step`, a byte each."""
        if kernel() is not None:
            found: bytes = kernel().steps(self.parts, keys)
            return found
        return self._steps(keys)

    def _steps(self, keys: array[int]) -> bytes:
        """The same with numpy, which is imported here."""
        import numpy as np

        if not self._arrays:
            entries = self._entries
            kinds = ((entries.offsets, np.uint32), (entries.fingerprints, np.uint16), (entries.values, np.uint8))
            self._arrays = tuple(np.frombuffer(view, kind) for view, kind in kinds)
        offsets, fingerprints, values = self._arrays
        half = np.uint64(32)
        codes = np.frombuffer(keys, np.uint64) * np.uint64(FIRST)
        codes = (codes ^ codes >> half) * np.uint64(SECOND)
        codes ^= codes >> half
        buckets = ((codes >> half) * np.uint64(self._entries.buckets) >> half).astype(np.int64)
        low = codes.astype(np.uint16)
        place, stop = offsets[buckets].astype(np.int64), offsets[buckets + 1].astype(np.int64)
        sizes = stop - place
        # the entries of all buckets in a row: `owner` has the key that each is compared with
        owner = np.repeat(np.arange(len(keys)), sizes)
        entry = np.arange(len(owner)) + np.repeat(place - np.cumsum(sizes) + sizes, sizes)
        hits = np.flatnonzero(fingerprints[entry] == low[owner])[::-1]  # the first entry of a bucket wins
        found = np.zeros(len(keys), np.uint8)
        found[owner[hits]] = values[entry[hits]]
        return bytes(found.tobytes())


class Sequences:
    """The words and the tables of a file."""

    def __init__(self, numbers: WordNumbers, counts: Sequence[int], tables: dict[str, Table], total: float) -> None:
        self.numbers = numbers
        self.counts_of_words = counts
        self.tables, self.total = tables, total
        self._number = lru_cache(MEMO)(self._numbered)
        self._count = lru_cache(MEMO)(self._counted)
        self._log_probability = lru_cache(MEMO_JUDGED)(self._judged)  # a wording and its others share most sequences

    def number(self, word: str) -> int:
        """The number of a word, or of the class of rare words that it falls into."""
        return self._number(word)

    def _numbered(self, word: str) -> int:
        found = self.numbers.get(word)
        return self.numbers[rare_class(word)] if found is None else found

    def knows(self, word: str) -> bool:
        """Whether a word was counted as itself."""
        return word in self.numbers

    def count(self, *words: str) -> float:
        """About how often one to four words stood in a row."""
        return self._count(tuple(map(self._number, words)))

    def _counted(self, row: tuple[int, ...]) -> float:
        if len(row) == 1:
            return COUNTS[self.counts_of_words[row[0]]]
        key = 0
        for number in row:
            key = key << 16 | number
        return COUNTS[self.tables[str(len(row))].step(key)]

    def steps_of(self, keys: Iterable[int], length: int) -> bytes:
        """The steps of the counts of many sequences of one length, given by their keys."""
        row = keys if isinstance(keys, array) else array("Q", keys)
        found = self.tables[str(length)].steps(row)
        FILES.after(len(row))
        return found

    def score(self, left: Sequence[str], middle: Sequence[str], right: Sequence[str]) -> float:
        """Log-probability (nats) of `middle` and of the three tokens after it, between tokens; each from three before it.

        START and END are put where the context has no tokens.
        """
        row = [START, START, START, *left][-3:]
        row += [*middle, *[*right, END, END, END][:3]]
        if END in right[:3] or len(right) < 3:
            row = row[: row.index(END, 3) + 1] if END in row[3:] else row
        return sum(self.log_probabilities(tuple(map(self._number, row))))

    def log_probabilities(self, numbers: tuple[int, ...]) -> list[float]:
        """Of each word but the first three, given by their numbers, its log-probability (nats) after the three before it."""
        if self.in_kernel is not None:
            found: list[float] = self.in_kernel.log_probabilities(numbers)
            return found
        return [self._log_probability(numbers[i - 3 : i + 1]) for i in range(3, len(numbers))]

    @lazy
    def in_kernel(self) -> Any:
        """What the kernel looks the counts up in; None if there is no kernel."""
        if kernel() is None:
            return None
        tables = tuple(self.tables[order].parts for order in ORDERS)
        return kernel().Counts(tables, self.counts_of_words, array("d", COUNTS).tobytes(), self.total)

    def _judged(self, row: tuple[int, ...]) -> float:
        """Natural logarithm of the probability of the last of four tokens after the others; a shorter history is the prior
        of the longer one (Dirichlet smoothing, MacKay and Peto 1995)."""
        p = (self._count(row[-1:]) or UNSEEN) / self.total
        for length, prior in zip((1, 2, 3), PRIORS, strict=True):
            seen = self._count(row[-1 - length : -1])
            if not seen:
                break
            p = (self._count(row[-1 - length :]) + prior * p) / (max(seen, self._count(row[-1 - length :])) + prior)
        return log(p)


@cache
def sequence_counts() -> Sequences:
    """The shipped counts, mapped into memory once a process. Raises RuleError if they are missing or broken."""
    return read(data_file("english.sequences"))


def numbers_of(words: Iterable[str], *, listed: bool = False) -> bytes:
    """A bit for the number of each of some words, for the kernel; that of a rare word is the number of all of its class.

    `listed`: those of words that have one of their own alone.
    """
    counts, bits = sequence_counts(), bytearray(MOST_WORDS // 8)
    for word in words:
        if not listed or counts.knows(word):
            number = counts.number(word)
            bits[number >> 3] |= 1 << (number & 7)
    return bytes(bits)


def read(path: Path) -> Sequences:
    """The counts in a file. Raises RuleError if it is missing, cut or of another kind."""
    with reading(path):
        head, data, end = mapped_model(path, MAGIC)
        at = end + head["words"]
        numbers = numbered(data[end:at])
        counts = data[at : at + len(numbers)]
        tables = {order: Table(table_at(data, *place, file=descriptor(path))) for order, place in head["tables"].items()}
        return Sequences(numbers, counts, tables, float(head["total"]))
