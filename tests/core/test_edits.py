"""The arithmetic of edits, on random chains of random passes."""

from __future__ import annotations

import os
from itertools import pairwise
from typing import NamedTuple

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cleaner.core.edits import (
    Dropped,
    Edit,
    Span,
    apply,
    are_apart,
    compose,
    invert,
    kinds_of,
    make,
    replaced_by,
    resolve_overlaps,
)
from cleaner.core.kernel import kernel
from cleaner.core.positions import Positions

TEXT = st.text("ab\n", max_size=14)


class Chain(NamedTuple):
    """A text, the passes over it, and the text after each."""

    original: str
    passes: list[list[Edit]]
    texts: list[str]

    @property
    def net(self) -> list[Span]:
        net: list[Span] = []
        for step, edits in enumerate(self.passes):
            net = compose(net, edits, step, self.original)
        return net


@st.composite
def edits_of(draw: st.DrawFn, text: str) -> list[Edit]:
    places = st.tuples(st.integers(0, len(text)), st.integers(0, 4), st.text("abc", max_size=3))
    proposed = [Edit(start, min(len(text), start + size), new) for start, size, new in draw(st.lists(places, max_size=5))]
    kept, _ = resolve_overlaps([e for e in proposed if text[e.start : e.end] != e.replacement], len(text))
    return kept


@st.composite
def chains(draw: st.DrawFn) -> Chain:
    original = draw(TEXT)
    passes, texts = [], [original]
    for _ in range(draw(st.integers(0, 5))):
        passes.append(draw(edits_of(texts[-1])))
        texts.append(apply(texts[-1], passes[-1]))
    return Chain(original, passes, texts)


LAW = settings(max_examples=int(os.environ.get("LAW_EXAMPLES", "100")))


@LAW
@given(chains())
def test_the_composition_is_the_passes_one_by_one(chain: Chain) -> None:
    net = chain.net
    assert apply(chain.original, net) == chain.texts[-1]
    assert all(one.end <= other.start and one[:2] != other[:2] for one, other in pairwise(net))
    assert all(chain.original[span.start : span.end] != span.after for span in net)


@LAW
@given(chains())
def test_undo_is_exact(chain: Chain) -> None:
    assert apply(chain.texts[-1], invert(chain.net, chain.original)) == chain.original


@LAW
@given(chains())
def test_every_cause_is_named_once_in_order(chain: Chain) -> None:
    causes = [cause for span in chain.net for cause in span.causes]
    assert len(causes) == len(set(causes))
    assert all(list(span.causes) == sorted(span.causes) and span.causes for span in chain.net)
    there = {(step, k) for step, edits in enumerate(chain.passes) for k in range(len(edits))}
    assert set(causes) <= there


@LAW
@given(chains())
def test_a_single_pass_stays_edit_by_edit(chain: Chain) -> None:
    for edits, text in zip(chain.passes, chain.texts, strict=False):
        assert compose([], edits, 0, text) == [Span(e.start, e.end, e.replacement, ((0, k),)) for k, e in enumerate(edits)]


@LAW
@given(chains())
def test_lists_of_edits_are_made_as_any_others(chain: Chain) -> None:  # lists in the kernel, tuples here
    for edits, text in zip(chain.passes, chain.texts, strict=False):
        assert apply(text, edits) == apply(text, tuple(edits))
        assert replaced_by(text, edits) == tuple(text[edit.start : edit.end] for edit in edits)
        positions = Positions(edits)
        assert make(text, edits) == (apply(text, edits), replaced_by(text, edits), positions.made)
        assert positions.made == Positions(tuple(edits)).made
        spans = [(start, end) for end in range(len(text) + 1) for start in range(end + 1)]
        assert positions.all_to_clean(spans) == [positions.to_clean(*span) for span in spans]


@LAW
@given(TEXT.flatmap(lambda text: st.tuples(st.just(text), st.lists(st.integers(-1, 16), max_size=8), st.booleans())))
def test_edits_that_are_apart_are_kept_as_they_are(given_: tuple[str, list[int], bool]) -> None:
    text, offsets, in_order = given_
    offsets = sorted(offsets) if in_order else offsets
    edits = [Edit(start, end, "x") for start, end in zip(offsets[::2], offsets[1::2], strict=False)]
    if are_apart(edits, len(text)):
        assert resolve_overlaps(edits, len(text)) == (edits, [])


@pytest.mark.skipif(kernel() is None, reason="there is no kernel: no compiler, or CLEANER_PURE is set")
@LAW
@given(TEXT.flatmap(lambda text: st.tuples(st.just(text), st.lists(st.integers(-1, 16), max_size=8), st.sampled_from("abx"))))
def test_edits_have_kinds_if_all_of_them_are_to_be_made(given_: tuple[str, list[int], str]) -> None:
    text, offsets, put = given_
    pairs = zip(sorted(offsets)[::2], sorted(offsets)[1::2], strict=False)
    edits = [Edit(start, end, put, "ab"[start % 2], "", "safe") for start, end in pairs]
    changes = all(text[edit.start : edit.end] != put for edit in edits)
    kinds = kinds_of(edits, text)
    assert (kinds is not None) == (are_apart(edits, len(text)) and changes)
    assert set(kinds or ()) == ({(edit.rule, edit.safety) for edit in edits} if kinds is not None else set())


def test_only_edits_are_apart() -> None:
    assert are_apart([Edit(0, 1, "x"), Edit(1, 2, "y"), Edit(3, 3, "z")], 3)
    assert not are_apart([Edit(0, 1, "x"), Edit(2, 4, "y")], 3)
    assert not are_apart([Span(0, 1, "x", ())], 3)  # type: ignore[list-item]
    assert not are_apart([Edit("0", 1, "x")], 3)  # type: ignore[arg-type]


@LAW
@given(chains(), st.data())
def test_composition_is_associative_in_what_it_does(chain: Chain, data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(chain.passes)))
    head = Chain(chain.original, chain.passes[:cut], chain.texts)
    tail = Chain(chain.texts[cut], chain.passes[cut:], chain.texts)
    folded = [Edit(span.start, span.end, span.after) for span in tail.net]
    assert apply(chain.original, compose(head.net, folded, 9, chain.original)) == chain.texts[-1]


# ---- positions ------------------------------------------------------------------------------------------------------------


@LAW
@given(chains())
def test_positions_are_monotone(chain: Chain) -> None:
    positions = Positions(chain.net)
    for size, other, carry in (
        (len(chain.original), len(chain.texts[-1]), positions.to_clean),
        (len(chain.texts[-1]), len(chain.original), positions.to_original),
    ):
        spans = {(a, b): carry(a, b) for a in range(size + 1) for b in range(a, size + 1)}
        for (a, b), (start, end) in spans.items():
            assert 0 <= start <= end <= other
            if a:
                assert spans[a - 1, b][0] <= start
            if a and a < b:  # an empty span has a place, but no extent to compare
                assert spans[a - 1, b][1] <= end
            if b > a + 1:
                assert spans[a, b - 1][0] <= start
                assert spans[a, b - 1][1] <= end


@LAW
@given(chains())
def test_what_was_not_changed_is_found_again(chain: Chain) -> None:
    net, clean = chain.net, chain.texts[-1]
    positions = Positions(net)
    touched = {k for span in net for k in range(span.start, span.end)}
    for k in set(range(len(chain.original))) - touched:
        start, end = positions.to_clean(k, k + 1)
        assert (end - start, clean[start:end]) == (1, chain.original[k])
        assert positions.to_original(start, end) == (k, k + 1)


@LAW
@given(chains())
def test_a_change_is_carried_as_a_whole(chain: Chain) -> None:
    positions = Positions(chain.net)
    shift = 0
    for span in chain.net:
        low, high = span.start + shift, span.start + shift + len(span.after)
        if span.start < span.end:
            assert positions.to_clean(span.start, span.end) == (low, high)
            assert positions.to_clean(span.start, span.start + 1) == (low, high)
        if span.after:
            assert positions.to_original(low, high) == (span.start, span.end)
            assert positions.to_original(high - 1, high) == (span.start, span.end)
        shift = high - span.end


@LAW
@given(chains(), st.data())
@example(Chain("ab", [[Edit(1, 1, "c")]], ["ab", "acb"]), None)
def test_a_suggestion_is_what_composing_it_gives(chain: Chain, data: st.DataObject | None) -> None:
    clean = chain.texts[-1]
    found = data.draw(edits_of(clean)) if data else [Edit(1, 1, "x")]
    for edit in found:
        everything = compose(chain.net, [edit], -1, chain.original)
        wanted = [span for span in everything if any(step == -1 for step, _ in span.causes)]
        span = Positions(chain.net).rebase(edit, chain.original)
        if wanted:
            assert [span._replace(causes=tuple(sorted(span.causes)))] == wanted
            assert apply(chain.original, everything) == apply(clean, [edit])


# ---- settling --------------------------------------------------------------------------------------------------------------


@LAW
@given(st.lists(st.tuples(st.integers(-2, 12), st.integers(-2, 12), st.text("xy", max_size=2)), max_size=8), st.integers(0, 10))
def test_settled_edits_are_sorted_apart_and_nothing_is_lost(proposed: list[tuple[int, int, str]], length: int) -> None:
    edits = [Edit(*one) for one in proposed]
    kept, dropped = resolve_overlaps(edits, length)
    assert all(0 <= edit.start <= edit.end <= length for edit in kept)
    assert all(one.end <= other.start and one[:2] != other[:2] for one, other in pairwise(kept))
    gone = [item.edit for item in dropped]
    assert set(kept) | set(gone) == set(edits)
    for edit, why in dropped:
        outside = not 0 <= edit.start <= edit.end <= length
        assert why == ("out of range" if outside else "overlaps")
        assert outside or any(edit.start <= other.end and other.start <= edit.end for other in kept)


@pytest.mark.parametrize(
    ("edits", "kept"),
    [
        ([Edit(2, 4, "x"), Edit(0, 3, "y")], [Edit(0, 3, "y")]),
        ([Edit(0, 2, "x"), Edit(0, 3, "y")], [Edit(0, 3, "y")]),
        ([Edit(1, 1, "x"), Edit(1, 1, "y")], [Edit(1, 1, "x")]),
        ([Edit(1, 1, "x"), Edit(1, 1, "x")], [Edit(1, 1, "x")]),
        ([Edit(0, 1, "x"), Edit(1, 2, "y")], [Edit(0, 1, "x"), Edit(1, 2, "y")]),
        ([Edit(0, 1, "x"), Edit(1, 1, "y")], [Edit(0, 1, "x"), Edit(1, 1, "y")]),
    ],
)
def test_which_edit_wins(edits: list[Edit], kept: list[Edit]) -> None:
    assert resolve_overlaps(edits, 9)[0] == kept


def test_inserts_that_meet_what_was_inserted_before_become_one_span() -> None:
    net = [Span(0, 1, "X", ((0, 0),)), Span(2, 2, "YY", ((0, 1),))]
    found = compose(net, [Edit(2, 3, "Z"), Edit(4, 4, "W")], 1, "abcd")
    assert found == [net[0], Span(2, 2, "ZYW", ((0, 1), (1, 0), (1, 1)))]


def test_an_exact_repetition_is_no_loss() -> None:
    assert resolve_overlaps([Edit(0, 1, "x"), Edit(0, 1, "x")], 2) == ([Edit(0, 1, "x")], [])
    assert resolve_overlaps([Edit(0, 1, "x"), Edit(0, 1, "y")], 2)[1] == [Dropped(Edit(0, 1, "y"), "overlaps")]
