"""The shipped index of the lexicon says what the lists and the filters say.

`python -m training.words.wordindex` makes it again.
"""

from __future__ import annotations

import random
from collections.abc import Iterable

import pytest

from cleaner.core.kernel import kernel
from cleaner.core.mapped import mapped
from cleaner.core.resources import data_file
from cleaner.filters import scan, word_facts
from cleaner.filters._english import phrase_scan
from cleaner.filters._english.candidates import suspect
from cleaner.filters._english.ligatures import piece_of
from cleaner.models.wordlists.lexicon import english_words, lexicon_file
from cleaner.models.wordlists.wordfile import WordFile
from cleaner.models.wordlists.wordindex import english_index, look_up, selector, selector_in, slots_of
from training.words.wordindex import Beside, inputs, is_folded, lines_of

SAMPLE = 400  # words asked about at random, and one of each answer
STALE = "stale: python -m training.words.wordindex"


def places() -> dict[int, int]:
    """Slots by the offset of their line."""
    slots = english_index().slots.cast("I")
    return {int(slots[at]) - 1: at for at in range(len(slots)) if slots[at]}


def agree(chosen: Iterable[tuple[int, bytes]], slots: dict[int, int]) -> None:
    index, beside = english_index(), Beside()
    numbers, width = index.numbers.cast("H"), 4 * len(phrase_scan.needles())
    for offset, word in chosen:
        facts, row = index.facts[numbers[slots[offset]]]
        assert (facts, index.rows[row * width : (row + 1) * width]) == (scan.shipped(word), beside.row(word)), (word, STALE)


def test_the_index_was_made_of_the_shipped_files() -> None:
    assert english_index().inputs == inputs(), STALE


def test_every_word_of_the_lexicon_has_a_slot() -> None:
    assert set(places()) == {offset for offset, _ in lines_of(lexicon_file())}, STALE


def test_the_index_says_what_the_filters_say() -> None:
    lines = [(offset, word) for offset, word in lines_of(lexicon_file()) if is_folded(word)]
    slots, numbers = places(), english_index().numbers.cast("H")
    one_of_each = {numbers[slots[offset]]: (offset, word) for offset, word in lines}
    assert 0 not in one_of_each
    agree([*one_of_each.values(), *random.Random(1).sample(lines, SAMPLE)], slots)


@pytest.mark.slow
def test_the_index_says_what_the_filters_say_about_every_tenth_word() -> None:
    agree([(offset, word) for offset, word in lines_of(lexicon_file()) if is_folded(word)][::10], places())


@pytest.mark.skipif(kernel() is None, reason="there is no kernel: no compiler, or CLEANER_PURE is set")
def test_the_kernel_finds_in_the_index_what_a_search_of_the_list_finds() -> None:
    words = WordFile(mapped(data_file("english.words")))
    some = [word for _, word in lines_of(lexicon_file())][::500]
    for word in [*some, *(word + b"x" for word in some), *(word[1:] for word in some), b"", b"\t", b"\n", b"caf\xe9"]:
        assert look_up().value(word) == words.find(word), word
        assert look_up().has(word) == (words.find(word) is not None), word


@pytest.mark.skipif(kernel() is None, reason="there is no kernel: no compiler, or CLEANER_PURE is set")
def test_a_list_that_has_changed_loses_words_and_adds_none() -> None:
    slots, numbers = slots_of([(0, b"cat", 1), (7, b"dog", 1), (90, b"eel", 1)], 4)
    packed = b"".join(slot.to_bytes(4, "little") for slot in slots), b"".join(n.to_bytes(2, "little") for n in numbers)
    made = kernel().WordIndex(b"cat\t30\ndig\t30\n", *packed)
    assert (made.value(b"cat"), made.value(b"dog"), made.value(b"eel"), made.value(b"dig")) == (b"30", None, None, None)
    with pytest.raises(ValueError, match="cut"):
        kernel().WordIndex(b"", b"", b"")


@pytest.mark.skipif(kernel() is None, reason="there is no kernel: no compiler, or CLEANER_PURE is set")
def test_the_kernel_finds_the_words_one_edit_away_that_a_search_finds() -> None:
    with_kernel, without = english_words(), WordFile(mapped(data_file("english.words")))
    letters = b"abcdefghijklmnopqrstuvwxyz'"
    for word in (b"departmant", b"teh", b"a", b"", b"hte", b"caf\xe9", b"isnt", b"collapsd", b"o" * 59, b"o" * 60, b"o" * 70):
        assert with_kernel.near(word, letters) == without.near(word, letters), word


@pytest.mark.skipif(kernel() is None, reason="there is no kernel: no compiler, or CLEANER_PURE is set")
def test_words_that_are_not_selected_are_nothing() -> None:
    words = {word for _, word in lines_of(lexicon_file()) if is_folded(word)}
    some = {*random.Random(2).sample(sorted(words), SAMPLE), b"teh", b"speci", b"fi", b"inthe", b"ndings", b"caf\xe9", b""}
    for mask, question in ((word_facts.SUSPECT, suspect), (word_facts.PIECE, piece_of)):
        select = selector(mask)
        assert select is not None
        assert {word for word in some if question(word) is not None} <= set(select(some))
        assert len(select(words)) < len(words) / 50
        select_in = selector_in(0, mask)
        assert select_in is not None
        letters = b"  " + b"  ".join([*sorted(words), *sorted(some)] * 2)
        assert sorted(select_in(letters)[1]) == sorted(word for word in select(words | some) if word)
        assert select_in(b"") == ([], [])
