"""The chain: which filters see the same text, where they meet, and what is told of it."""

from __future__ import annotations

import pickle
from collections.abc import Iterator

import pytest

import cleaner
from cleaner.core.deferred import Suggested
from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.filters import Filter
from cleaner.pipeline.fixpoint import MOST_ROUNDS, Fixpoint, Outcome, _check, _groups, _moved
from cleaner.rulebook.packs import RuleSet


def nothing(document: Document, rules: RuleSet) -> list[Edit]:
    return []


def test_word_level_filters_in_a_row_share_a_look_at_the_text() -> None:
    kinds = [(True, "always"), (True, "always"), (False, "always"), (True, "unsafe"), (True, "unsafe"), (True, "always")]
    filters = [Filter(f"t.{k}", nothing, word_level=level, runs=runs) for k, (level, runs) in enumerate(kinds)]  # type: ignore[arg-type]
    groups = _groups([(filter_, RuleSet(filter_.name)) for filter_ in filters])
    assert [[filter_.name for filter_, _ in group] for group in groups] == [["t.0", "t.1"], ["t.2"], ["t.3"], ["t.4"], ["t.5"]]


def test_edits_are_moved_behind_those_that_were_taken_and_left_out_where_they_meet() -> None:
    edits = [Edit(0, 1, "a"), Edit(5, 6, "b"), Edit(9, 9, "c")]
    assert _moved(edits, []) == (edits, edits)
    after, before = _moved(edits, [Edit(2, 5, "")])
    assert (after, before) == ([Edit(0, 1, "a"), Edit(6, 6, "c")], [edits[0], edits[2]]), "the second touches what was taken"


@pytest.mark.parametrize(("start", "end"), [(-1, 0), (2, 1), (0, 6)])
def test_an_edit_outside_of_the_text_is_an_error(start: int, end: int) -> None:
    with pytest.raises(cleaner.FilterError):
        _check(Edit(start, end, ""), "t.x", 5)


@pytest.mark.parametrize(("start", "end"), [(0, 0), (0, 5), (5, 5)])
def test_an_edit_at_the_ends_of_the_text_is_none(start: int, end: int) -> None:
    _check(Edit(start, end, ""), "t.x", 5)


def test_two_word_level_filters_repair_one_text_in_one_round() -> None:
    seen: list[str] = []

    @cleaner.filter("test.first", word_level=True)
    def first(document: Document) -> Iterator[Edit]:
        at = document.text.find("aa")
        if at >= 0:
            yield Edit(at, at + 2, "a")

    @cleaner.filter("test.second", word_level=True, after="test.first")
    def second(document: Document) -> Iterator[Edit]:
        seen.append(document.text)
        at = document.text.find("bb")
        if at >= 0:
            yield Edit(at, at + 2, "b")

    result = cleaner.clean("aa bb", select=["test"], filters=[first, second])
    assert result.text == "a b"
    assert seen[0] == "aa bb", "it does not see what the first one of its group made"
    assert [step.filter for step in result.passes] == ["test.first", "test.second"]
    assert [(change.start, change.end) for change in result.changes] == [(0, 2), (3, 5)]


def test_what_may_not_be_made_is_told_once() -> None:
    @cleaner.filter("test.word", word_level=True)
    def word(document: Document) -> Iterator[Edit]:
        at = document.text.find("bad")
        yield Edit(at, at + 3, "good")

    result = cleaner.clean("see https://example.org/bad", select=["test"], filters=[word])
    assert result.text.endswith("bad")
    assert [(step.filter, [item.why for item in step.dropped]) for step in result.passes] == [("test.word", ["protected"])]


def test_edits_of_one_filter_that_overlap_are_made_one_after_the_other() -> None:
    @cleaner.filter("test.overlap")
    def overlap(document: Document) -> Iterator[Edit]:
        if document.text == "abc":
            yield Edit(0, 2, "x")
            yield Edit(1, 3, "y")

    result = cleaner.clean("abc", select=["test"], filters=[overlap])
    assert result.text == "xc"
    assert [item.why for step in result.passes for item in step.dropped] == ["overlaps"]


def test_a_chain_of_nothing_gives_what_went_in() -> None:
    document = Document("text")
    outcome = Fixpoint([], lambda rule, name: True, lambda name, rule, safety: True).run(document, ())
    assert outcome == Outcome((), document, outcome.suggestions, ())
    assert outcome.suggestions() == ()


@pytest.mark.parametrize("rounds", [1, 2, 7])
def test_a_filter_may_go_on_for_some_rounds(rounds: int) -> None:
    @cleaner.filter("test.count")
    def count(document: Document) -> Iterator[Edit]:
        if len(document.text) < rounds:
            yield Edit(0, 0, "x")

    result = cleaner.clean("", select=["test"], filters=[count])
    assert (result.text, result.notes) == ("x" * rounds, ())


def test_a_filter_that_goes_on_for_longer_is_left_out() -> None:
    @cleaner.filter("test.count")
    def count(document: Document) -> Iterator[Edit]:
        if len(document.text) < MOST_ROUNDS:
            yield Edit(0, 0, "x")

    result = cleaner.clean("", select=["test"], filters=[count])
    assert (result.text, result.notes) == ("", ("left out, for they never settle: test.count",))


def test_a_suggestion_of_a_filter_is_kept_where_nothing_changed_near_it() -> None:
    @cleaner.filter("test.late", reach_lines=0, safety="suggest")
    def late(document: Document) -> Iterator[Edit]:
        for k, char in enumerate(document.text):
            if char == "?":
                yield Edit(k, k + 1, "!")

    @cleaner.filter("test.more", after="test.late")
    def more(document: Document) -> Iterator[Edit]:
        at = document.text.find("zz")
        if at >= 0:
            yield Edit(at, at + 2, "z")

    text = "what?\n" + "plain line\n" * 20 + "zz?\n" + "plain line\n" * 20
    result = cleaner.clean(text, select=["test"], filters=[late, more])
    assert [(s.start, s.after) for s in result.suggestions] == [(4, "!"), (text.index("zz?") + 2, "!")]


@pytest.mark.parametrize("is_edited", [False, True])
@pytest.mark.parametrize("text", ["what? zz", "zz what?", "zz a_b? what?"])
def test_what_is_only_suggested_is_worked_out_when_it_is_asked_for_or_the_text_changes(text: str, is_edited: bool) -> None:
    worked_out = []

    def places(document: Document) -> list[int]:
        return [at for at, char in enumerate(document.text) if char == "?"]

    def late(document: Document, rules: RuleSet) -> Suggested:
        def make() -> list[Edit]:
            worked_out.append(document.text)
            return [Edit(at, at + 1, "!", "test.late", "", "suggest") for at in places(document)]

        return Suggested(places(document), make)

    def shorten(document: Document, rules: RuleSet) -> list[Edit]:
        at = document.text.find("zz")
        return [Edit(at, at + 1, "", "test.shorten")] if is_edited and at >= 0 else []

    filters = [Filter("test.late", late, word_level=True), Filter("test.shorten", shorten, after="test.late")]
    chain = cleaner.Cleaner(select=["test"], filters=filters)
    result = chain.clean(text)
    waits = "_" not in text
    assert len(worked_out) == is_edited + (not waits)
    eager = [Filter("test.late", lambda document, rules: list(late(document, rules)), word_level=True), filters[1]]
    other = cleaner.Cleaner(select=["test"], filters=eager).clean(text)
    assert result.proposed == other.proposed
    assert (result.text, result.passes, result.suggestions) == (other.text, other.passes, other.suggestions)


def test_a_result_with_suggestions_that_wait_travels_to_another_process() -> None:
    text = "The Iraqí army and the Iraqi people met in the large hall of the city."
    result = pickle.loads(pickle.dumps(cleaner.clean(text)))
    assert result.suggestions == cleaner.clean(text).suggestions
    assert [change.after for change in result.suggestions] == ["i"]
