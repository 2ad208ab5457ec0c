"""Result: what it tells of its passes."""

from __future__ import annotations

import pytest

from cleaner import Edit, FilterError, Result
from cleaner.core.document import Document
from cleaner.core.edits import Pass, apply


def result_of(original: str, *passes: list[Edit], proposed: tuple[tuple[str, Edit], ...] = ()) -> Result[str]:
    text, made = original, []
    for step, edits in enumerate(passes):
        made.append(Pass(f"f.{step}", tuple(edits), tuple(text[edit.start : edit.end] for edit in edits), ()))
        text = apply(text, edits)
    return Result(original, Document(text), tuple(made), proposed)


def test_the_text_of_repr_is_short() -> None:
    assert repr(Result("x" * 60, Document("x" * 60), ())) == f"<Result '{'x' * 60}': 0 changes, 0 suggestions>"
    assert repr(Result("x" * 61, Document("x" * 61), ())) == f"<Result '{'x' * 60}…': 0 changes, 0 suggestions>"


def test_what_stayed_has_not_changed() -> None:
    assert not result_of("text").changed
    assert not result_of("text", []).changed
    assert result_of("text", [Edit(0, 1, "T")]).changed
    assert not result_of("text", [Edit(0, 1, "T")], [Edit(0, 1, "t")]).changed
    assert result_of("text", [Edit(0, 1, "T")], [Edit(0, 1, "t")]).changes == []


def test_a_change_of_several_edits_is_that_of_the_widest_and_as_safe_as_the_riskiest() -> None:
    small, wide = Edit(1, 2, "", "f.small", "s", "unsafe"), Edit(0, 3, "xyzuvw", "f.wide", "w", "safe")
    result = result_of("abcd.", [small], [wide])
    [change] = result.changes
    assert (change.start, change.end, change.before, change.after) == (0, 4, "abcd", "xyzuvw")
    assert (change.filter, change.rule, change.reason, change.safety) == ("f.1", "f.wide", "w", "unsafe")
    assert [(c.step, c.filter, c.rule, c.start, c.end, c.before, c.after, c.reason, c.safety) for c in change.causes] == [
        (0, "f.0", "f.small", 1, 2, "b", "", "s", "unsafe"),
        (1, "f.1", "f.wide", 0, 3, "acd", "xyzuvw", "w", "safe"),
    ]
    assert result.rules() == {"f.wide": 1}
    assert result.undo() == "abcd."


@pytest.mark.parametrize(
    ("first", "then", "rule"),
    [(Edit(1, 4, "x", "one"), Edit(1, 2, "yy", "two"), "one"), (Edit(1, 2, "xx", "one"), Edit(1, 3, "yyy", "two"), "two")],
)
def test_the_widest_edit_is_the_one_that_reads_and_writes_most(first: Edit, then: Edit, rule: str) -> None:
    [change] = result_of("abcdef", [first], [then]).changes
    assert (change.rule, change.safety) == (rule, "safe")


def test_each_change_has_its_pass_and_its_rule() -> None:
    result = result_of("ab cd ef", [Edit(0, 1, "A", "r.a"), Edit(6, 7, "E", "r.e", "why")], [Edit(3, 5, "", "r.c", "", "unsafe")])
    told = [(c.start, c.end, c.before, c.after, c.filter, c.rule, c.reason, c.safety) for c in result.changes]
    assert told == [
        (0, 1, "a", "A", "f.0", "r.a", "", "safe"),
        (3, 5, "cd", "", "f.1", "r.c", "", "unsafe"),
        (6, 7, "e", "E", "f.0", "r.e", "why", "safe"),
    ]
    assert [cause.step for change in result.changes for cause in change.causes] == [0, 1, 0]
    assert result.rules() == {"r.a": 1, "r.c": 1, "r.e": 1}
    assert result.to_dict()["changes"][1]["before"] == "cd"


def test_passes_are_undone_from_the_last_one_on() -> None:
    result = result_of("abc", [Edit(0, 0, "12"), Edit(1, 2, "")], [Edit(1, 3, "xyz"), Edit(4, 4, "!")], [])
    assert result.text == "1xyzc!"
    assert result.undo() == "abc"


def test_suggestions_count_in_the_original_stand_in_order_and_once() -> None:
    proposed = (
        ("f.s", Edit(4, 5, "X", "r.late", "b", "suggest")),
        ("f.s", Edit(0, 1, "Y", "r.early", "a", "suggest")),
        ("f.t", Edit(0, 1, "Y", "r.again", "c", "suggest")),
        ("f.t", Edit(0, 0, "Z", "r.insert", "d", "suggest")),
    )
    result = result_of("word the the", [Edit(0, 2, "w")], proposed=proposed)
    told = [(s.start, s.end, s.before, s.after, s.filter, s.rule, s.reason, s.safety) for s in result.suggestions]
    assert told == [
        (0, 0, "", "Z", "f.t", "r.insert", "d", "suggest"),
        (0, 2, "wo", "Y", "f.t", "r.again", "c", "suggest"),
        (5, 6, "t", "X", "f.s", "r.late", "b", "suggest"),
    ]
    last = result.suggestions[-1].causes[0]
    assert (last.step, last.filter, last.rule, last.start, last.end, last.before, last.after) == (
        1,
        "f.s",
        "r.late",
        4,
        5,
        "",
        "X",
    )
    assert result.to_clean(5, 6) == (4, 5)
    assert result.to_original(4, 5) == (5, 6)


def test_bytes_come_back_only_with_the_record_of_their_decoding() -> None:
    with pytest.raises(FilterError, match="how they were decoded"):
        Result(b"abc", Document("abc"), ()).undo()
