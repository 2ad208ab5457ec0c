"""Cues: the words in which an error may stand, found for several filters in one scan of the folded text.

Clean text has few of them, so this scan is nearly all that these filters cost, whatever the number of their phrases. It is an
automaton (Aho and Corasick, "Efficient string matching", 1975) of the package `ahocorasick_rs`: 3.5 ms a MB, where a regular
expression of the same phrases takes 9 and one look-up a phrase 14.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from ahocorasick_rs import BytesAhoCorasick, Implementation

from cleaner.core.document import Document
from cleaner.core.views.folding import WordBlock
from cleaner.filters._english.grammar.sounds import BEHIND_A, BEHIND_AN
from cleaner.filters._english.phrase_table import cues_of, shipped_phrases

A, AN, TO = range(3)  # fields of Cues that hold offsets alone


class Cues(NamedTuple):
    """Where cues stand in the folded text, offsets in no particular order.

    `a`: offsets of an `a` before a vowel; `an`: of an `an` before a consonant; `to`: of any `to`; `phrases`: pairs (offset,
    wrong words of the table of confusions), some of which the word behind may make right.
    """

    a: list[int]
    an: list[int]
    to: list[int]
    phrases: list[tuple[int, bytes]]


def cues(document: Document) -> Cues:
    """The cues of a document, searched for once.

    >>> cues(Document("An book, and a old one to read"))
    Cues(a=[13], an=[0], to=[23], phrases=[])
    """
    return document.view(_scan)


def _scan(document: Document) -> Cues:
    """The cues within blocks of words, which a block is asked for once however long it stays, and those across their edges."""
    folded, words = document.folded, document.folded_words
    if len(words.blocks) == 1:
        return _cues_in(b" " + folded + b"  ", shift=0)
    found = Cues([], [], [], [])
    for start, block in words:
        _put(found, block.view(_within), start)
    for last, edge in pairwise([0, *words.starts, len(folded)]):
        # the text stands between spaces, of which there are two behind it: no word follows the last
        piece, behind = folded[max(last, edge - _longest()) : edge] or b" ", folded[edge : edge + _longest()] + b"  "
        _put(found, _cues_in(piece + behind, edge=len(piece)), edge - len(piece))
    found.phrases[:] = sorted(set(found.phrases))  # " its " within a block, and " its not " across its edge
    return found


def _put(found: Cues, more: Cues, shift: int) -> None:
    """Add cues that count from `shift`."""
    for places, others in zip(found[:-1], more[:-1], strict=True):
        places += [shift + at for at in others]
    found.phrases.extend([(shift + at, key) for at, key in more.phrases])


def _within(block: WordBlock) -> Cues:
    return _cues_in(block.letters)


def _cues_in(piece: bytes, edge: int = 0, shift: int = 1) -> Cues:
    """The cues in a piece of folded text; those across an edge, if there is one. `shift`: from the space before a word to it."""
    automaton, meanings = _automaton()
    found = Cues([], [], [], [])
    phrases: set[tuple[int, bytes]] = set()
    for number, start, end in automaton.find_matches_as_indexes(piece, overlapping=True):
        if edge and not start < edge < end:
            continue
        meaning = meanings[number]
        if isinstance(meaning, int):
            found[meaning].append(start + shift)  # type: ignore[arg-type]  # of the fields that hold offsets
        else:
            phrases.update((start + shift, key) for key in meaning)
    if phrases:
        found.phrases.extend(sorted(phrases))
    return found


@cache
def _longest() -> int:
    """Bytes of the longest needle."""
    return max(len(needle) for needle, _ in _needles())


@cache
def _automaton() -> tuple[BytesAhoCorasick, list[int | list[bytes]]]:
    """The automaton, and what each of its needles is: a field of :class:`Cues`, or wrong words of the table."""
    needles = dict(_needles())
    return BytesAhoCorasick(list(needles), implementation=Implementation.DFA), list(needles.values())


def _needles() -> Iterator[tuple[bytes, int | list[bytes]]]:
    yield b" to ", TO
    yield from ((b" a " + word, A) for word in BEHIND_A)
    yield from ((b" an " + letter, AN) for letter in BEHIND_AN)
    yield from ((b" " + cue + b" ", keys) for cue, keys in cues_of(shipped_phrases()).items())
