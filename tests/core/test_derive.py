"""Edits derived from two texts: they lead from the one to the other, and are as small as a person would make them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import cleaner.core.derive
from cleaner.core.derive import derive, derive_words
from cleaner.core.edits import Edit, apply
from cleaner.core.kernel import kernel

WORDS = st.lists(
    st.sampled_from(["the", "cat", "é", " ", " ", "\n", "\r\n", "\u2028", ".", "x", "\x00", "\ud800"]), max_size=40
).map("".join)


@settings(max_examples=300)
@given(WORDS | st.text(max_size=30), WORDS | st.text(max_size=30))
@example("", "a")
@example("a", "")
@example("aa", "a")
@example("a\nb", "b\na")
def test_the_edits_lead_to_the_other_text(before: str, after: str) -> None:
    edits = derive(before, after, "r", "why", "unsafe")
    assert apply(before, edits) == after
    assert all(one.end < other.start for one, other in pairwise(edits)), "neighbours are one edit"
    assert all(before[edit.start : edit.end] != edit.replacement for edit in edits)
    assert all((edit.rule, edit.reason, edit.safety) == ("r", "why", "unsafe") for edit in edits)


@settings(max_examples=100)
@given(WORDS, WORDS)
def test_the_same_when_nothing_is_small(before: str, after: str) -> None:
    """The way that long lines take, by words, taken by short ones."""
    small = cleaner.core.derive.SMALL
    cleaner.core.derive.SMALL = 6
    try:
        assert apply(before, derive(before, after)) == after
    finally:
        cleaner.core.derive.SMALL = small


@settings(max_examples=100)
@given(WORDS, WORDS)
def test_by_words_alone(before: str, after: str) -> None:
    edits = derive_words(before, after)
    assert apply(before, edits) == after
    assert all(one.end < other.start for one, other in pairwise(edits))


@pytest.mark.skipif(kernel() is None, reason="compares the kernel with Python")
@settings(max_examples=300)
@given(WORDS, WORDS, st.integers(0, 9))
@example("dÃ©jÃ\xa0 vu", "déjà vu", 3)
@example("é€ \U0001f600x", "è€ \U0001f601x", 0)  # equal first bytes, equal last bytes
def test_the_kernel_pairs_words_as_python_does(before: str, after: str, offset: int) -> None:
    fields = "rule", "reason", "safe"
    made = kernel().word_edits(before, after, offset, cleaner.core.derive._edit, fields)
    assert made == cleaner.core.derive._word_edits(before, after, offset, fields)
    assert all(isinstance(edit, Edit) for edit in made or ())


def spans(before: str, after: str) -> list[tuple[str, str]]:
    return [(before[edit.start : edit.end], edit.replacement) for edit in derive(before, after)]


@pytest.mark.parametrize(
    ("before", "after", "made"),
    [
        ("the teh cat", "the the cat", [("eh", "he")]),
        ("a\nb\nc", "a\nc", [("b\n", "")]),
        ("one\ntwo\nthree\n", "one\nTWO\nthree\nfour\n", [("two", "TWO"), ("", "four\n")]),
        ("a\nteh\nb\nfoo\nc\nd", "a\nthe\nb\nc\nd\ne", [("eh", "he"), ("foo\n", ""), ("", "\ne")]),
        ("same", "same", []),
        ("donâ€™t won’t", "don’t won’t", [("â€™", "’")]),
    ],
)
def test_edits_are_small(before: str, after: str, made: list[tuple[str, str]]) -> None:
    assert spans(before, after) == made


def test_one_word_is_one_edit() -> None:
    assert len(derive("recieveing it", "receiving it")) == 1


def test_edits_stay_small_in_a_long_line() -> None:
    words = [f"word{k} and{k % 7}" for k in range(60_000)]
    before = " ".join(words)
    after = before.replace("word100 ", "wird100 ").replace("word30000 ", "").replace("word59000 ", "word59000 more ")
    edits = derive(before, after)
    assert apply(before, edits) == after
    assert sum(edit.end - edit.start + len(edit.replacement) for edit in edits) < 60


def test_a_long_line_without_words_is_done_too() -> None:
    before = "a" * 3_000_000
    after = "b" + before[1:-1] + "c"
    edits = derive(before, after)
    assert apply(before, edits) == after


@pytest.mark.parametrize("made", [[], [Edit(0, 1, "b")], [Edit(2_000_000, 2_000_000, "b")]])
def test_equal_ends_of_long_texts_cost_nothing(made: list[Edit]) -> None:
    before = "a " * 2_000_000
    assert apply(before, derive(before, apply(before, made))) == apply(before, made)
