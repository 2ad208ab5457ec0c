"""Records of the log as they are written, key by key."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cleaner import Edit, Result, clean
from cleaner.changelog.write import (
    OffsetShift,
    change_lines,
    decoding_table,
    foot_table,
    json_string,
    json_text,
    log_lines,
    places_of,
    side_table,
    suggestion_lines,
)
from cleaner.core.byte_edits import ByteEdit, Decoding
from cleaner.core.document import Document
from cleaner.core.edits import Cause, Dropped, Pass, apply

SHA = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"  # of nothing


def result_of(original: str, *passes: list[Edit], proposed: tuple[tuple[str, Edit], ...] = (), **more: Any) -> Result[str]:
    text, made = original, []
    for step, edits in enumerate(passes):
        made.append(Pass(f"f.{step}", tuple(edits), tuple(text[edit.start : edit.end] for edit in edits), ()))
        text = apply(text, edits)
    return Result(original, Document(text), tuple(made), proposed, **more)


def records(result: Result[Any], **options: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log_lines(result, "a", **options)]


def test_a_change_with_one_cause_says_where_it_was_seen_only_if_that_is_elsewhere() -> None:
    result = result_of(
        "ab cd ef", [Edit(0, 1, "AAA", "r.a", "why")], [Edit(5, 7, "", "r.c", "so", "unsafe"), Edit(8, 9, "E", "r.e")]
    )
    head, first, second, third, foot = records(result)
    assert (head["kind"], head["schema"], head["name"], "notes" in head, "meta" in head) == (
        "head",
        "cleaner-log/1",
        "a",
        False,
        False,
    )
    same = {"kind": "change", "line": 1}
    assert first == same | {
        "n": 1, "start": 0, "end": 1, "bytes": [0, 1], "column": 1, "before": "a", "after": "AAA",
        "filter": "f.0", "rule": "r.a", "safety": "safe", "reason": "why", "step": 0,
    }  # fmt: skip
    assert second == same | {
        "n": 2, "start": 3, "end": 5, "bytes": [3, 5], "column": 4, "before": "cd", "after": "",
        "filter": "f.1", "rule": "r.c", "safety": "unsafe", "reason": "so", "step": 1,
    }  # fmt: skip
    assert third == same | {
        "n": 3, "start": 6, "end": 7, "bytes": [6, 7], "column": 7, "before": "e", "after": "E",
        "filter": "f.1", "rule": "r.e", "safety": "safe", "reason": "", "step": 1,
    }  # fmt: skip
    assert (foot["changes"], foot["suggestions"]) == (3, 0)
    assert (foot["input"]["bytes"], foot["output"]["bytes"]) == (8, 8)


def test_causes_of_a_change_count_from_where_it_stands() -> None:
    first = [Edit(0, 2, "", "r.gone"), Edit(5, 6, "xx", "r.small", "s", "unsafe")]
    [_, one, two, _] = records(result_of("abcdefgh", first, [Edit(2, 4, "yyyy", "r.wide", "w")]))
    assert (one["step"], "causes" in one, "at" in one) == (0, False, False)
    assert "step" not in two
    assert (two["start"], two["end"], two["before"], two["after"], two["safety"]) == (4, 6, "ef", "yyyyx", "unsafe")
    assert two["causes"] == [
        {"step": 0, "at": 1, "before": "f", "after": "xx", "filter": "f.0", "rule": "r.small", "safety": "unsafe", "reason": "s"},
        {"step": 1, "at": 0, "before": "ex", "after": "yyyy", "filter": "f.1", "rule": "r.wide"},
    ]


def test_a_reason_is_written_when_it_is_another_one() -> None:
    edits = [Edit(k, k + 1, "X", "r.a" if k < 4 else "r.b", "one" if k < 2 else "two") for k in range(0, 8, 1)]
    _, *changes, _ = records(result_of("abcdefgh", edits))
    assert [change.get("reason") for change in changes] == ["one", None, "two", None, "two", None, None, None]


def test_changes_have_the_numbers_that_they_are_given() -> None:
    result = result_of("abc", [Edit(0, 1, "A"), Edit(2, 3, "C")])
    lines = [json.loads(line) for line in change_lines(result.changes, places_of(result, result.changes), [4, 9])]
    assert [line["n"] for line in lines] == [4, 9]


def test_how_far_text_has_moved_before_a_pass() -> None:
    def cause(step: int, removed: int, added: int) -> Cause:
        return Cause(step, "f", "r", 0, removed, "", "x" * added, "", "safe")

    shift = OffsetShift()
    assert [shift.before(step) for step in (0, 1, 5)] == [0, 0, 0]
    shift.add([cause(0, 2, 5)])
    assert [shift.before(step) for step in (0, 1, 5)] == [0, 3, 3]
    shift.add([cause(3, 4, 1), cause(3, 1, 1), cause(1, 0, 1)])
    assert [shift.before(step) for step in range(6)] == [0, 3, 4, 4, 1, 1]
    shift.add([cause(0, 1, 0)])
    assert [shift.before(step) for step in range(6)] == [0, 2, 3, 3, 0, 0]


def test_a_suggestion_says_where_it_was_seen_only_if_that_is_elsewhere() -> None:
    proposed = (("f.s", Edit(0, 1, "X", "r.s", "why", "suggest")), ("f.s", Edit(5, 6, "Y\u2028", "r.s", "why", "suggest")))
    result = result_of("abcdef", [Edit(3, 4, "dd")], proposed=proposed)
    first, second = [json.loads(line) for line in suggestion_lines(result.suggestions, places_of(result, result.suggestions))]
    assert (first["kind"], first["n"], first["step"], "seen" in first, first["reason"]) == ("suggestion", 1, 1, False, "why")
    assert (second["n"], second["start"], second["end"], second["seen"], "reason" in second) == (
        2,
        4,
        5,
        [5, 6, "Y\u2028"],
        False,
    )


def test_what_was_dropped_is_told_with_its_pass() -> None:
    kept, lost = Edit(0, 1, "A", "r.a"), Edit(0, 2, "B", "r.b")
    passes = (Pass("f.0", (), (), ()), Pass("f.1", (kept,), ("a",), (Dropped(lost, "overlaps"),)))
    result = Result("abc", Document("Abc"), passes)
    told = [record for record in records(result, dropped=True) if record["kind"] == "dropped"]
    assert told == [
        {"kind": "dropped", "why": "overlaps", "step": 1, "start": 0, "end": 2, "after": "B", "filter": "f.1", "rule": "r.b"}
    ]
    assert not [record for record in records(result) if record["kind"] == "dropped"]


def test_the_head_says_what_there_is_to_say() -> None:
    result = result_of("abc", notes=("one", "two"), config={"filters": ["typos.doubled"], "packs": {"own": "1"}})
    head = records(result)[0]
    assert head["notes"] == ["one", "two"]
    assert head["tool"].startswith("cleaner ")
    assert set(head["packs"]) == {"typos.doubled", "own"}
    assert head["packs"]["own"] == "1"
    assert not {"tool", "config", "packs"} & records(result, brief=True)[0].keys()
    assert clean(b"abc").log().startswith('{"kind":"head"')


def test_how_bytes_became_text_is_told_without_what_goes_without_saying() -> None:
    assert decoding_table(Decoding("utf-8", "given")) == {"encoding": "utf-8", "how": "given"}
    repairs = (ByteEdit(3, b"\xe9", 4, "\ufffd"), ByteEdit(9, b"a", 8, "\ud83d\ude00"))
    assert decoding_table(Decoding("cp1252", "detected", 0.123456, b"\xff\xfe", repairs)) == {
        "encoding": "cp1252",
        "how": "detected",
        "confidence": 0.1235,
        "bom": "//4=",
        "byte_edits": [[3, "6Q==", 4, "\ufffd"], [9, "YQ==", 8, ["\ud83d", "\ude00"]]],
    }


@pytest.mark.parametrize(("keep", "told"), [(False, False), (True, True)])
def test_the_bytes_of_a_document_are_told_only_if_they_are_kept(keep: bool, told: bool) -> None:
    decoding = Decoding("utf-8", "read from pdf", repairs=(ByteEdit(0, b"%PDF", 0, "text"),))
    config = {"settings": {"documents": {"keep_originals": True}}} if keep else {}
    result = Result(b"%PDF", Document("text", decoding=decoding), (), config=config)
    assert ("byte_edits" in records(result)[0]["decoding"]) is told
    other = Result(b"text", Document("text", decoding=decoding._replace(how="given")), (), config=config)
    assert "byte_edits" in records(other)[0]["decoding"]


def test_a_foot_says_once_what_stayed() -> None:
    nothing = side_table(b"", 0)
    assert nothing == {"sha256": SHA, "bytes": 0, "code_points": 0}
    assert foot_table(1, 2, nothing, dict(nothing)) == {"kind": "foot", "changes": 1, "suggestions": 2, "input": nothing}
    assert foot_table(0, 0, nothing, side_table(b"a", 1))["output"]["bytes"] == 1
    [_, foot] = records(Result("é", Document("é"), ()))
    assert (foot["input"]["bytes"], foot["input"]["code_points"], "output" in foot) == (2, 1, False)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("plain", '"plain"'),
        ('a "b" \\ \n', r'"a \"b\" \\ \n"'),
        ("é", '"é"'),
        ("\x7f\x80\x9f\xa0", '"\x7f\\u0080\\u009f\xa0"'),
        ("\u2027\u2028\u2029\u202a", '"\u2027\\u2028\\u2029\u202a"'),
        ("\ud800x", '"\\ud800x"'),
        ("\ude00\ud83d", '"\\ude00\\ud83d"'),
        ("a\ud83d\ude00b", '["a\\ud83d","\\ude00b"]'),
    ],
)
def test_strings(text: str, written: str) -> None:
    assert json_string(text) == written
    value = json.loads(written)
    assert (value if isinstance(value, str) else "".join(value)) == text
    assert json_text(text) == value
