"""Shipped word lists as sorted text: looked up in the bytes at first, loaded as a set once that pays.

A file holds lines `word <TAB> value`, sorted by the bytes of the word and its tab. A look-up asks an index of one line in
2,048 bytes and searches these: 2 microseconds, and 1 millisecond once for the index of 80,000 words; the kernel needs no index
and 0.5 microseconds. A set of them takes 20 milliseconds and 8 MB, and then 0.05 microseconds a word; so a command that cleans
one line never makes it, and a process that cleans many documents soon has.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from functools import cache, cached_property
from itertools import chain, pairwise
from mmap import mmap
from pathlib import Path
from typing import Any, Generic, TypeVar

from cleaner.core.kernel import kernel
from cleaner.core.mapped import mapped
from cleaner.core.views.folding import WordBlock

Answer = TypeVar("Answer")
MEMO_WORDS = 4_900  # words whose answer is remembered, about 300 KB (sets take four times as much from 4,915 on)
PATIENCE = 5_000  # words looked up one by one before the set is made: 10 ms, half of what the set of a list costs
BYTES_A_LOOKUP = 100  # of a longer list for one more: the set of the lexicon takes 80 ms and 40 MB
LONGEST_NEAR = 60  # bytes of a word that the kernel looks for, as LONGEST_WORD of kernel/kernel.h
STEP = 2_048  # bytes between two lines of an index


class WordFile:
    """A sorted list of words with values; words and values are in Latin-1, as :func:`cleaner.core.views.folding.fold` makes them.

    >>> words = WordFile(b"adn\\tand\\nteh\\tthe\\n")
    >>> sorted(words.among(frozenset([b"teh", b"cat"]))), words.value(b"adn")
    ([b'teh'], 'and')
    """

    def __init__(self, data: bytes | mmap, look_up: Any = None) -> None:
        self.data = data
        self._look_up = look_up  # the kernel's, for a list that has an index
        self._looked_up = 0  # how soon the set is made; no answer depends on it

    @cached_property
    def _searched(self) -> Any:
        """What the kernel searches the list with; None if there is no kernel."""
        if self._look_up is not None or kernel() is None:
            return self._look_up
        return kernel().SortedWords(self.data)

    @cached_property
    def _index(self) -> tuple[list[bytes], list[int]]:
        """Every so often a word with its tab, and the offset of its line; at last the end."""
        starts = [0]
        while (start := self.data.find(b"\n", starts[-1] + STEP) + 1) and start < len(self.data):
            starts.append(start)
        return [self.data[start : self.data.find(b"\t", start) + 1] for start in starts], [*starts, len(self.data)]

    def find(self, word: bytes) -> bytes | None:
        """The value on the line of a word, None if there is no such line.

        >>> WordFile(b"adn\\tand\\nteh\\tthe\\n").find(b"teh")
        b'the'
        """
        if self._searched is not None:
            found: bytes | None = self._searched.value(word)
            return found
        key = word + b"\t"
        words, starts = self._index
        block = bisect_right(words, key) - 1
        if block < 0:
            return None
        lines = b"\n" + self.data[starts[block] : starts[block + 1]]
        start = lines.find(b"\n" + key)
        return lines[start + len(key) + 1 : lines.find(b"\n", start + 1)] if start >= 0 else None

    @cached_property
    def words(self) -> frozenset[bytes]:
        """All words of the list."""
        return frozenset(self.listed())

    def listed(self) -> Iterator[bytes]:
        """The words of the list, in order."""
        starts = self._index[1]
        for start, end in pairwise(starts):  # in pieces: the lines of a long list take ten times its size
            yield from [line.partition(b"\t")[0] for line in self.data[start:end].splitlines()]

    def beginning_with(self, piece: bytes) -> Iterator[tuple[bytes, bytes]]:
        """The words of the list that begin with a piece, in order, and their values.

        >>> list(WordFile(b"adn\\tand\\nteh\\tthe\\ntehir\\ttheir\\n").beginning_with(b"te"))
        [(b'teh', b'the'), (b'tehir', b'their')]
        """
        low, high = 0, len(self.data)
        while low < high:  # the first line that is not before the piece begins between the two
            start = self.data.rfind(b"\n", low, (low + high) // 2) + 1 or low
            end = self.data.find(b"\n", start) + 1 or len(self.data)
            if self.data[start:end] < piece:
                low = end
            else:
                high = start
        while self.data[low : low + len(piece)] == piece and low < len(self.data):
            end = self.data.find(b"\n", low)
            word, _, value = self.data[low : end if end >= 0 else len(self.data)].partition(b"\t")
            yield word, value
            low = end + 1 if end >= 0 else len(self.data)

    def ending_with(self, piece: bytes) -> Iterator[tuple[bytes, bytes]]:
        """The words of the list that end with a piece, in order, and their values; the whole list is searched.

        >>> list(WordFile(b"adn\\tand\\nteh\\tthe\\ntehir\\ttheir\\n").ending_with(b"n"))
        [(b'adn', b'and')]
        """
        at = self.data.find(piece + b"\t")
        while at >= 0:
            start, end = self.data.rfind(b"\n", 0, at) + 1, self.data.find(b"\n", at)
            word, _, value = self.data[start : end if end >= 0 else len(self.data)].partition(b"\t")
            if word.endswith(piece):
                yield word, value
            at = self.data.find(piece + b"\t", at + 1)

    def among(self, vocabulary: Set[bytes]) -> Set[bytes]:
        """Those of the given words that are in the list."""
        if self._look_up is not None:
            return set(filter(self._look_up.has, vocabulary))
        self._looked_up += len(vocabulary)
        if self._looked_up > max(PATIENCE, len(self.data) // BYTES_A_LOOKUP):
            return self.words & vocabulary
        return {word for word in vocabulary if self.find(word) is not None}

    def near(self, word: bytes, letters: bytes) -> Set[bytes]:
        """The words of the list that are one edit away: a letter left out, put in or changed, or two that have changed places.

        >>> sorted(WordFile(b"cat\\t\\nchat\\t\\ncoat\\t\\n").near(b"caht", b"abcdefghijklmnopqrstuvwxyz"))
        [b'cat', b'chat']
        """
        if self._look_up is not None and len(word) < LONGEST_NEAR:
            found: Set[bytes] = self._look_up.near(word, letters)
            return found
        parts = [(word[:i], word[i:]) for i in range(len(word) + 1)]
        each = [bytes([letter]) for letter in letters]
        out = {head + tail[1:] for head, tail in parts if tail}
        out.update(head + tail[1:2] + tail[:1] + tail[2:] for head, tail in parts if len(tail) > 1)
        out.update(head + letter + tail for head, tail in parts for letter in each)
        out.update(head + letter + tail[1:] for head, tail in parts if tail for letter in each)
        return self.among(out)

    def value(self, word: bytes) -> str:
        """What the list says about a word of it. Raises KeyError for any other word."""
        value = self.find(word)
        if value is None:
            raise KeyError(word)
        return value.decode("latin-1")


class WordFiles:
    """Several lists as one, for the question that most words answer with no: does any of them hold it?

    >>> lists = WordFiles([WordFile(b"teh\\tthe\\n"), WordFile(b"nciht\\tnicht\\n")])
    >>> lists.hold(b"nciht"), lists.hold(b"nicht")
    (True, False)
    """

    def __init__(self, files: Sequence[WordFile]) -> None:
        self.files = files
        self._looked_up = 0  # as in WordFile
        self._patience = max(PATIENCE, sum(len(file.data) for file in files) // BYTES_A_LOOKUP)

    @cached_property
    def _hashes(self) -> array[int]:
        """The hashes of all words of all lists, sorted: eight bytes a word, where a set takes seventy."""
        return array("q", sorted(map(hash, chain.from_iterable(file.listed() for file in self.files))))

    def hold(self, word: bytes) -> bool:
        """Whether a word is in a list."""
        self._looked_up += len(self.files)
        if self._looked_up > self._patience:
            code = hash(word)
            at = bisect_left(self._hashes, code)
            if at == len(self._hashes) or self._hashes[at] != code:
                return False
        return any(file.find(word) is not None for file in self.files)


class MemoizedLookup(Generic[Answer]):
    """A question about words, and which of them it has no answer for: a process asks it about its usual words once.

    The question takes a word of a folded text (cleaner.core.views.folding) and gives None where there is nothing to say.

    >>> long = MemoizedLookup(lambda word: len(word) if len(word) > 5 else None)
    >>> long.answers(WordBlock(b"cat kitten")), long.answers(WordBlock(b"cat"))
    ({b'kitten': 6}, {})
    """

    def __init__(
        self, question: Callable[[bytes], Answer | None], select: Callable[[WordBlock], Iterable[bytes]] | None = None
    ) -> None:
        self.question = question
        self.select = select  # the words of a block that must be asked about, if that is known of many
        self._known: dict[bytes, Answer] = {}
        self._silent: set[bytes] = set()

    def answers(self, block: WordBlock) -> dict[bytes, Answer]:
        """The words of a block that there is an answer for."""
        words = block.words if self.select is None else self.select(block)
        silent = self._silent
        return {word: answer for word in words if word not in silent and (answer := self.answer(word)) is not None}

    def answer(self, word: bytes) -> Answer | None:
        """The answer about one word."""
        if word in self._silent:
            return None
        known = self._known.get(word)
        if known is None:
            known = self.question(word)
            self._remember(word, known)
        return known

    def _remember(self, word: bytes, answer: Answer | None) -> None:
        if len(self._known) + len(self._silent) >= MEMO_WORDS:
            self._known, self._silent = {}, set()  # the words of what is read now are more likely to come again
        if answer is None:
            self._silent.add(word)
        else:
            self._known[word] = answer


@cache
def open_wordfile(path: Path) -> WordFile:
    """The list in a file, opened once a process."""
    return WordFile(mapped(path))
