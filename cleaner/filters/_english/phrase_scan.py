"""Phrases of confused words found by the kernel (`kernel/phrases.c`): where the words beside them allow them.

What the lists of the table say of a word is shipped with the index of the lexicon; where they leave it to counts of pairs, the
kernel looks these up in the mapped tables. Without it :mod:`cleaner.filters._english.phrases` asks word by word, and finds the
same.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, cast

from cleaner.core.kernel import kernel
from cleaner.core.lazy import lazy
from cleaner.filters._english.phrase_table import WEIGHED, Look, Phrase, phrases_files, ratios, shipped_phrases
from cleaner.models.wordlists.wordindex import digest, english_index

MOST_GROUPS = 254  # of words that begin phrases
MOST_PHRASES = 4  # that have the same wrong words; as in kernel/kernel.h
NEEDLES = "needles"  # the entry of the index that tells what its rows were made of


class PhraseScan:
    """The phrases of both shipped tables, in the kernel."""

    def __init__(self) -> None:
        index = english_index()
        named = [(word.encode("latin-1"), row) for word, row in index.named.items() if word]
        self.for_kernel = kernel().Phrases(grouped(), index.rows, named, index.others, index.named[""])

    def places(self, folded: bytes, text: str) -> list[tuple[int, bytes, tuple[Phrase, ...]]]:
        """Where phrases stand in a text that the words beside them and the models allow: offsets, wrong words, phrases.

        Of the text that was scanned last that is known.
        """
        places = self.known(text)
        return self.named(self._look(folded, text.encode("utf-8", "surrogatepass")) if places is None else places)

    def known(self, text: str) -> list[tuple[int, int, int]] | None:
        """What the scan of a text has found: offset, number of the words, phrases as bits; None if another was scanned since."""
        return cast("list[tuple[int, int, int]] | None", self.for_kernel.known(text))

    def named(self, places: Iterable[tuple[int, int, int]]) -> list[tuple[int, bytes, tuple[Phrase, ...]]]:
        """Places of the kernel with the words and the phrases, in order."""
        found = []
        for start, number, bits in places:
            key, phrases = needles()[number]
            found.append((start, key, tuple(phrase for k, phrase in enumerate(phrases) if bits >> k & 1)))
        return sorted(found, key=lambda place: place[:2])

    def _look(self, folded: bytes, utf8: bytes) -> list[tuple[int, int, int]]:
        """The same by the numbers of the wrong words, the phrases of each as bits."""
        self.count()
        places = self.for_kernel.places(folded, utf8)
        if places is None:
            self.weigh()
            places = self.for_kernel.places(folded, utf8)
        return cast("list[tuple[int, int, int]]", places)

    def count(self) -> None:
        """Give the kernel the counts of pairs."""
        return self._counted

    @lazy
    def _counted(self) -> None:
        from cleaner.models.ngrams import COUNTS
        from cleaner.models.sequences import ORDERS, sequence_counts

        counts = sequence_counts()
        tables = tuple(counts.tables[order].parts for order in ORDERS)
        weighed = [[_compared(phrase) for phrase in phrases] for _, phrases in needles()]
        singles = counts.counts_of_words
        self.for_kernel.set_counts(counts.numbers.parts, tables, singles, counts.total, array("d", COUNTS).tobytes(), weighed)

    def weigh(self) -> None:
        """Give the kernel the models: where these find a word less likely than any edit asks for, nothing is proposed."""
        return self._limits

    @lazy
    def _limits(self) -> None:
        from cleaner.filters._english.phrase_limits import limits_of
        from cleaner.models.error_detector import error_detector
        from cleaner.models.masked import masked_model

        decided = [
            (number, k, *limits)
            for number, (_, phrases) in enumerate(needles())
            for k, phrase in enumerate(phrases)
            if (limits := limits_of(phrase)).has_any
        ]
        self.for_kernel.set_limits(masked_model().net, error_detector().net, decided)


def _compared(phrase: Phrase) -> tuple[Any, ...]:
    """A phrase as the kernel takes it; where a sentence need not begin with it, sequences of what differs are compared."""
    head, tail = phrase.same
    by_sequences = phrase.least != 0 and phrase.rule != WEIGHED and "^" not in phrase.before.words
    parts = (words[head : len(words) - tail].lower() for words in (phrase.right, phrase.wrong))
    return phrase.right, phrase.wrong, *ratios(phrase), phrase.least != 0, by_sequences, *parts, head, tail


@cache
def phrase_scan() -> PhraseScan | None:
    """The phrases in the kernel; None if there is no kernel, or if the shipped index was made of other phrases."""
    if kernel() is None or english_index().inputs[NEEDLES] != digest_of_tables():
        return None
    return PhraseScan()


@cache
def needles() -> list[tuple[bytes, tuple[Phrase, ...]]]:
    """Words that may be wrong, and the phrases of each."""
    return list(shipped_phrases().items())


@cache
def groups() -> dict[bytes, int]:
    """The first words of the needles, numbered; some share a number, which has eight bits."""
    first = dict.fromkeys(needle.split(b" ")[0] for needle, _ in needles())
    return {word: number % MOST_GROUPS + 1 for number, word in enumerate(first)}


def grouped() -> list[list[tuple[bytes, int]]]:
    """The needles of each group with their numbers; group 0 has none."""
    found: list[list[tuple[bytes, int]]] = [[] for _ in range(max(groups().values()) + 1)]
    for number, (needle, _) in enumerate(needles()):
        found[groups()[needle.split(b" ")[0]]].append((needle, number))
    return found


@cache
def digest_of_tables() -> str:
    """What numbers the needles."""
    return digest(b"".join(path.read_bytes() for path in phrases_files()))


def cell(looks: Sequence[Look | None]) -> int:
    """What the lists say of a word on one side of a needle: the phrases that may be wrong, a bit each, MOST_PHRASES higher those
    that the word speaks for, and eight higher those about which counts must say more.
    """
    known = mask(look is not None and look.may_be for look in looks)
    speaks = mask(look is not None and look.may_be and look.is_for for look in looks)
    return known | speaks << MOST_PHRASES | mask(look is None for look in looks) << 2 * MOST_PHRASES


def mask(bits: Iterable[bool]) -> int:
    """The number that has these bits, the first one lowest."""
    return sum(1 << number for number, bit in enumerate(bits) if bit)
