"""Undo from the log, all of it and some of it."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import Cleaner, LogError, Result
from cleaner.batch.file_digest import FileDigest
from cleaner.changelog.read import LogDocument, read_log, with_brief_heads
from cleaner.changelog.undo import Choice, TakenBack, decode_source, find_documents, take_back, undo_all, undo_from_log
from cleaner.core.document import Document
from cleaner.core.edits import Edit, Pass, apply
from tests.changelog.test_write import results


def made(text: str, *passes: list[Edit]) -> LogDocument:
    """The log of passes over a text."""
    return LogDocument.of(result_of(text, *passes))


def result_of(text: str, *passes: list[Edit]) -> Result:
    current, done = text, []
    for k, edits in enumerate(passes):
        done.append(Pass(f"f{k}", tuple(edits), tuple(current[e.start : e.end] for e in edits)))
        current = apply(current, edits)
    return Result(text, Document(current), tuple(done))


def reread(taken: TakenBack) -> LogDocument:
    [logged] = read_log(taken.logged.lines())
    assert logged.changes == taken.logged.changes
    assert logged.suggestions == taken.logged.suggestions
    return logged


@given(results(), st.data())
def test_what_is_left_of_the_log_undoes_what_is_left(result: Result, data: st.DataObject) -> None:
    logged = LogDocument.of(result)
    numbers = data.draw(st.sets(st.sampled_from(logged.numbers))) if logged.numbers else set()
    rules = data.draw(st.sets(st.sampled_from(["r.0", "r.1", "r.2", "f.3"])))
    taken = take_back(result.text, logged, Choice(frozenset(numbers), tuple(rules)))
    again = reread(taken)
    clean = taken.text.encode("utf-8", "surrogatepass")
    assert undo_from_log(clean, again).decode("utf-8", "surrogatepass") == result.original
    left = [cause for change in again.changes for cause in change.causes]
    choice = Choice(frozenset(), tuple(rules))
    assert not any(choice.rule(cause.rule, cause.filter) for cause in left)
    assert not set(again.numbers) & numbers
    others = [c for n, change in zip(logged.numbers, logged.changes, strict=True) if n not in numbers for c in change.causes]
    assert len(left) + len(taken.dependents) + sum(choice.rule(c.rule, c.filter) for c in others) == len(others)
    rest = take_back(taken.text, again, Choice(frozenset(again.numbers)))
    assert rest.text == result.original
    assert not rest.logged.changes


@given(results())
def test_rules_that_did_nothing_take_nothing_back(result: Result) -> None:
    logged = LogDocument.of(result)
    taken = take_back(result.text, logged, Choice(rules=("nothing",)))
    assert (taken.text, taken.logged.changes, taken.numbers, taken.dependents) == (result.text, logged.changes, [], [])


def test_a_later_edit_of_the_same_word_goes_alone() -> None:
    result = result_of("a schÃ¶nne b", [Edit(5, 7, "ö", "mojibake")], [Edit(6, 8, "n", "spelling")], [Edit(0, 1, "A", "case")])
    assert result.text == "A schöne b"
    taken = take_back(result.text, LogDocument.of(result), Choice(rules=("spelling",)))
    assert taken.text == "A schönne b"
    assert [cause.rule for change in reread(taken).changes for cause in change.causes] == ["case", "mojibake"]
    assert taken.dependents == []


def test_what_was_built_on_it_goes_too_and_is_named() -> None:
    result = result_of("x teh y", [Edit(2, 5, "tha", "one")], [Edit(4, 5, "e", "two"), Edit(6, 7, "z", "three")])
    assert result.text == "x the z"
    taken = take_back(result.text, LogDocument.of(result), Choice(rules=("one",)))
    assert taken.text == "x teh z"
    assert [(number, cause.rule) for number, cause in taken.dependents] == [(1, "two")]


def test_neighbours_in_one_change_part() -> None:
    """A pass over a whole page makes one change of everything; its later edits still come apart."""
    result = result_of(
        "<p>teh</p><p>teh teh</p>", [Edit(0, 24, "teh\nteh teh", "html")], [Edit(0, 3, "the", "a"), Edit(4, 7, "the", "b")]
    )
    taken = take_back(result.text, LogDocument.of(result), Choice(rules=("a",)))
    assert taken.text == "teh\nthe teh"
    assert taken.dependents == []
    taken = take_back(taken.text, reread(taken), Choice(rules=("html",)))
    assert taken.text == result.original
    assert [cause.rule for _, cause in taken.dependents] == ["b"]


def test_what_stays_counts_in_the_text_without_what_went() -> None:
    page = "<p>teh</p><p>teh teh</p>"
    result = result_of(page, [Edit(0, 24, "teh\nteh teh", "html")], [Edit(0, 3, "them", "a")], [Edit(5, 8, "the", "b")])
    taken = take_back(result.text, LogDocument.of(result), Choice(rules=("a",)))
    assert taken.text == "teh\nthe teh"
    [change] = reread(taken).changes
    assert [(cause.rule, cause.start, cause.end) for cause in change.causes] == [("html", 0, 24), ("b", 4, 7)]


@pytest.mark.parametrize(
    ("between", "text"),
    [((0, 1), "A b c"), ((0, 3), "A a b c"), ((1, 2), "a b c"), ((6, 6), "a b b c"), ((7, 9), "a b c"), ((0, 30), "A a b b c")],
)
def test_between(between: tuple[int, int], text: str) -> None:
    logged = made("A a b b c", [Edit(0, 1, "a"), Edit(2, 4, "")], [Edit(3, 5, "")])
    assert take_back("a b c", logged, Choice(between=between)).text == text


def test_an_unknown_number_is_an_error() -> None:
    with pytest.raises(LogError, match="no change 7"):
        take_back("b", made("a", [Edit(0, 1, "b")]), Choice(frozenset([7])))


def test_suggestions_stay_unless_they_touch_what_went() -> None:
    text = "aa bb cc dd"
    suggested = (Edit(1, 2, "x", "s"), Edit(3, 5, "YY", "s"), Edit(6, 8, "ZZ", "s"))
    passes = (Pass("f", (Edit(0, 2, "a", "r"), Edit(9, 11, "D", "r")), ("aa", "dd")),)
    result = Result(text, Document("a bb cc D"), passes, tuple(("g", edit) for edit in suggested))
    logged = LogDocument.of(result)
    taken = take_back(result.text, logged, Choice(frozenset([1])))
    [one, two] = reread(taken).suggestions
    assert [(s.start, s.causes[0].start) for s in (one, two)] == [(4, 4), (7, 7)]


@pytest.mark.parametrize(
    "data",
    [b"", b"\xef\xbb\xbfcaf\xc3\xa9 \xff the the", "é the the".encode("utf-16"), "né\n".encode() * 20 + b"\xe9 of the the end"],
)
def test_original_bytes_are_read_as_they_were(data: bytes) -> None:
    result = Cleaner(select=["typos"]).clean(data)
    assert decode_source(data, LogDocument.of(result)) == result.source


def test_documents_are_found_by_their_text() -> None:
    cleaner = Cleaner(select=["typos"])
    texts = ["the the b", "the b", "the the x", "y"]
    logged = [LogDocument.of(cleaner.clean(text), f"folder/{k}.txt") for k, text in enumerate(texts)]
    assert find_documents(b"the x", logged) == [logged[2]]
    assert undo_all(b"the x", find_documents(b"the x", logged)) == b"the the x"
    assert find_documents(b"the b", logged, "out/folder/1.txt") == [logged[1]]
    with pytest.raises(LogError, match="--name"):
        find_documents(b"the b", logged)
    with pytest.raises(LogError, match="changed since"):
        find_documents(b"something else", logged)


def test_blocks_of_a_large_file_belong_together() -> None:
    cleaner = Cleaner(select=["typos"])
    texts = ["a the the b ", "plain ", "and and so"]
    offset, logged = 0, []
    for text in texts:
        logged.append(LogDocument.of(cleaner.clean(text.encode()), f"big.txt#byte={offset}"))
        offset += len(text)
    clean = b"a the b plain and so"
    assert undo_all(clean, find_documents(clean, logged, "big.txt")) == "".join(texts).encode()
    with pytest.raises(LogError):
        find_documents(clean + b"!", logged)
    with pytest.raises(LogError):
        find_documents(clean, logged[:2])


def test_a_head_leaves_out_what_the_head_before_says() -> None:
    same = {"tool": "cleaner 1", "config": {"unsafe": False}}
    other = {"kind": "head", "name": "c", "tool": "cleaner 1", "config": {"unsafe": True}}
    records = [{"kind": "head", "name": "a", **same}, {"kind": "foot"}, {"kind": "head", "name": "b", **same}, other]
    assert list(with_brief_heads(records)) == [*records[:2], {"kind": "head", "name": "b"}, other]


def test_a_broken_line_is_named_by_its_number() -> None:
    lines = made("a b", [Edit(0, 1, "c")]).lines()
    with pytest.raises(LogError) as error:
        list(read_log([next(lines), "", "{"]))
    assert error.value.where == "line 3"


def test_code_points_of_a_file_of_records_are_not_counted() -> None:
    [logged] = read_log(FileDigest("jsonl").lines("a.jsonl"))
    assert (logged.is_file, logged.input.code_points, logged.output.code_points) == (True, 0, 0)


ODD_VALUES: list[Any] = [None, True, -1, 0, 1.5, 10**30, "", "../../x", "\ud800", [], [[]], {}]


def places_of_values(value: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where values stand in JSON: keys and numbers from the outside in."""
    for key in value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
        yield (*place, key)
        yield from places_of_values(value[key], (*place, key))


@pytest.mark.parametrize("odd", [*ODD_VALUES, "left out"], ids=repr)
def test_a_log_with_any_value_replaced_gives_the_original_or_is_refused(odd: Any) -> None:
    original = b"caf\xe9, they walked to the the house.\nIt was recieved."
    result = Cleaner().clean(original, encoding="latin-1")
    clean = result.text.encode()
    assert clean != original
    log = [json.loads(line) for line in result.log("a.txt").splitlines()]
    for place in places_of_values(log):
        changed = copy.deepcopy(log)
        around = changed
        for key in place[:-1]:
            around = around[key]
        if odd == "left out":
            del around[place[-1]]
        else:
            around[place[-1]] = odd
        try:
            [logged] = find_documents(clean, read_log([json.dumps(record) for record in changed]))
            assert undo_from_log(clean, logged) == original, place
        except LogError:
            pass
