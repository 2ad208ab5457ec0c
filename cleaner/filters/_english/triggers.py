"""Cues: the words in which an error may stand, found for several filters in one scan of the folded text.

Clean text has few of them, so this scan is nearly all that these filters cost, whatever the number of their phrases. It is an
automaton (Aho and Corasick, "Efficient string matching", 1975) of the package `ahocorasick_rs`: 3.5 ms a MB, where a regular
expression of the same phrases takes 9 and one look-up a phrase 14.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

from ahocorasick_rs import BytesAhoCorasick, Implementation

from cleaner.core.document import Document
from cleaner.core.views.folding import WordBlock, words_of
from cleaner.core.views.local import pieces_within
from cleaner.core.views.sections import spans_of
from cleaner.filters._english.grammar.sounds import BEHIND_A, BEHIND_AN
from cleaner.filters._english.phrase_table import cues_of, shipped_phrases
from cleaner.filters.triggers import Trigger, doubled_words, infinitives

LONGEST_DOUBLE = 64  # code points around a section in which the second of two words begins, if they are words
A, AN, TO = range(3)  # fields of Cues that hold offsets alone


class Cues(NamedTuple):
    """Where cues stand in the folded text, offsets in no particular order.

    `a`: offsets of an `a` before a vowel; `an`: of an `an` before a consonant; `to`: of any `to`.
    """

    a: list[int]
    an: list[int]
    to: list[int]


Match = tuple[int, Any]  # an offset, and what stands there
Automaton = tuple[BytesAhoCorasick, list[Any], int]  # what each needle says where it stands, and bytes of the longest one
Needles = Callable[[], Automaton]


def cues(document: Document, trigger: Trigger | None = None) -> Cues:
    """The cues of a document, searched for once; those for which a filter waits for a trigger only where that may stand.

    >>> cues(Document("An book, and a old one to read"))
    Cues(a=[13], an=[0], to=[23])
    """
    spans = spans_of(document, trigger) if trigger is not None else None
    return document.view(_scan) if spans is None else _scan_within(document.folded, spans)


def phrase_cues(document: Document) -> list[tuple[int, bytes]]:
    """Pairs (offset, wrong words of the table of confusions), some of which the word behind may make right; in order.

    >>> phrase_cues(Document("It was to there house"))
    [(10, b'there')]
    """
    return document.view(_scan_phrases)


def places_of_to(document: Document) -> list[int]:
    """Offsets of `to`, of a long text where a word behind it may be wrong."""
    return cues(document, infinitives).to


def doubles(document: Document) -> list[tuple[int, bytes]]:
    """Where a word stands twice, of a long text where one may be repaired: (offset of the first, word)."""
    spans = spans_of(document, doubled_words)
    if spans is None:
        return document.doubles
    return [
        (low + at, word)
        for start, end, low, letters in pieces_within(document.folded, spans, LONGEST_DOUBLE)
        for at, word in words_of(letters).doubles
        if start <= low + at < end
    ]


def _scan(document: Document) -> Cues:
    found = Cues([], [], [])
    for at, field in _found(document, _short_needles, _within):
        found[field].append(at)
    return found


def _scan_within(folded: bytes, spans: list[tuple[int, int]]) -> Cues:
    found = Cues([], [], [])
    longest = _short_needles()[2]
    for start, end, low, piece in pieces_within(folded, spans, longest):
        for at, field in _matches(_short_needles, b" " + piece + b"  ", shift=low):
            if start <= at < end:
                found[field].append(at)
    return found


def _scan_phrases(document: Document) -> list[tuple[int, bytes]]:
    # a set: " its " within a block, and " its not " across its edge
    return sorted({(at, key) for at, keys in _found(document, _phrase_needles, _phrases_within) for key in keys})


def _found(document: Document, needles: Needles, within: Callable[[WordBlock], list[Match]]) -> Iterator[Match]:
    """The needles within blocks of words, which a block is asked for once however long it stays, and those across their edges."""
    folded, words = document.folded, document.folded_words
    if len(words.blocks) == 1:
        yield from _matches(needles, b" " + folded + b"  ", shift=0)
        return
    for start, block in words:
        yield from ((start + at, meaning) for at, meaning in block.view(within))
    longest = needles()[2]
    for last, edge in pairwise([0, *words.starts, len(folded)]):
        # the text stands between spaces, of which there are two behind it: no word follows the last
        piece, behind = folded[max(last, edge - longest) : edge] or b" ", folded[edge : edge + longest] + b"  "
        start = edge - len(piece)
        yield from ((start + at, meaning) for at, meaning in _matches(needles, piece + behind, edge=len(piece)))


def _within(block: WordBlock) -> list[Match]:
    return _matches(_short_needles, block.letters)


def _phrases_within(block: WordBlock) -> list[Match]:
    return _matches(_phrase_needles, block.letters)


def _matches(needles: Needles, piece: bytes, edge: int = 0, shift: int = 1) -> list[Match]:
    """The needles in a piece of folded text; those across an edge, if there is one. `shift`: from the space before a word."""
    automaton, meanings, _ = needles()
    found = automaton.find_matches_as_indexes(piece, overlapping=True)
    return [(start + shift, meanings[number]) for number, start, end in found if not edge or start < edge < end]


@cache
def _short_needles() -> Automaton:
    """What finds the fields of :class:`Cues`."""
    short = {b" to ": TO, **{b" a " + word: A for word in BEHIND_A}, **{b" an " + letter: AN for letter in BEHIND_AN}}
    return _automaton_of(short)


@cache
def _phrase_needles() -> Automaton:
    """What finds wrong words of the table, where the kernel does not (:mod:`cleaner.filters._english.phrase_scan`)."""
    return _automaton_of({b" " + cue + b" ": keys for cue, keys in cues_of(shipped_phrases()).items()})


def _automaton_of(needles: dict[bytes, Any]) -> Automaton:
    automaton = BytesAhoCorasick(list(needles), implementation=Implementation.DFA)
    return automaton, list(needles.values()), max(map(len, needles))
