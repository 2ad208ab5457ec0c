"""The log: what is written reads back as the same, undoes exactly, and tells when it was cut."""

from __future__ import annotations

import json

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cleaner import Cleaner, LogError, Result
from cleaner.changelog.read import LogDocument, read_log
from cleaner.changelog.undo import undo_from_log
from cleaner.changelog.write import log_lines
from cleaner.core.byte_edits import Decoding
from cleaner.core.document import Document
from cleaner.core.edits import Dropped, Edit, Pass, apply, resolve_overlaps

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=80)  # lone surrogates too
DIRTY = st.lists(
    st.sampled_from(
        [
            "the the ",
            "schÃ¶n ",
            "%d bloggers like this:\n",
            "x",
            "é",
            "\r\n",
            "\u2028",
            "\x85",
            "\ud83d",
            "\ude00",
            "\x00",
            "\ufeff",
        ]
    ),
    max_size=30,
).map("".join)
CLEANER = Cleaner(unsafe=True)


@st.composite
def results(draw: st.DrawFn) -> Result:
    """A result of made-up passes over any text: edits that meet, overlap, cancel each other."""
    original = text = draw(ANY_TEXT)
    passes = []
    for step in range(draw(st.integers(0, 4))):
        places = st.tuples(st.integers(0, len(text)), st.integers(0, 6), st.text("ab\n\u2028\ud83d\ude00é", max_size=4))
        proposed = [
            Edit(start, min(len(text), start + length), new, f"r.{step}", draw(st.sampled_from(["", "why", "because"])))
            for start, length, new in draw(st.lists(places, max_size=6))
        ]
        kept, dropped = resolve_overlaps(proposed, len(text))
        kept = [edit for edit in kept if text[edit.start : edit.end] != edit.replacement]
        before = tuple(text[edit.start : edit.end] for edit in kept)
        passes.append(Pass(f"f.{step}", tuple(kept), before, tuple(dropped)))
        text = apply(text, kept)
    places = st.tuples(st.integers(0, len(text)), st.integers(0, 6))
    suggested = [Edit(a, min(len(text), a + n), "?", "r.s", "why", "suggest") for a, n in draw(st.lists(places, max_size=3))]
    return Result(original, Document(text), tuple(passes), tuple(("f.s", edit) for edit in suggested))


def read_one(text: str) -> LogDocument:
    [logged] = read_log(text.encode("utf-8").splitlines())
    return logged


@given(results())
def test_a_log_reads_back_as_the_same_changes(result: Result) -> None:
    logged = read_one(result.log("a name"))
    assert logged.changes == result.changes
    assert logged.suggestions == result.suggestions
    assert logged.name == "a name"
    made = LogDocument.of(result, "a name")
    assert (made.places, made.suggestion_places, made.input, made.output) == (
        logged.places,
        logged.suggestion_places,
        logged.input,
        logged.output,
    )


@given(results())
def test_text_and_log_give_the_original_back(result: Result) -> None:
    data = undo_from_log(result.text.encode("utf-8", "surrogatepass"), read_one(result.log()))
    assert data.decode("utf-8", "surrogatepass") == result.original


@given(DIRTY | ANY_TEXT)
@example("\ud83d\ude00 the the \ude00")
def test_any_str_survives_cleaning_and_its_log(text: str) -> None:
    result = CLEANER.clean(text)
    logged = read_one(result.log())
    assert logged.changes == result.changes
    assert undo_from_log(result.text.encode("utf-8", "surrogatepass"), logged) == text.encode("utf-8", "surrogatepass")


@given(
    st.binary(max_size=60)
    | DIRTY.map(lambda text: text.encode("utf-8", "surrogatepass"))
    | DIRTY.map(lambda text: b"\xef\xbb\xbf" + text.encode("cp1252", "ignore") + b"\x81\xff")
    | DIRTY.map(lambda text: text.encode("utf-16", "ignore"))
)
@example(b"\xff\xfe\x00")
@example(b"caf\xe9 the the \x81")
def test_any_bytes_survive_cleaning_and_their_log(data: bytes) -> None:
    result = CLEANER.clean(data)
    logged = read_one(result.log())
    assert logged.changes == result.changes
    assert undo_from_log(result.text.encode("utf-8"), logged) == data


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252", "shift_jis", "gb18030", "cp437"]
)
def test_bytes_of_a_change_are_its_bytes_in_the_input(encoding: str) -> None:
    letter = "表" if "jis" in encoding or encoding == "gb18030" else "é"
    text = f"{letter} is by the the sea.\n{letter} {letter} was by the the sea."
    data = text.encode(encoding)
    result = Cleaner(select=["typos"]).clean(data, encoding=encoding)
    logged = read_one(result.log())
    assert [data[slice(*place.bytes)].decode(encoding) for place in logged.places if place.bytes] == [" the", " the"]
    assert [(place.line, place.column) for place in logged.places] == [(1, 12), (2, 15)]


@pytest.mark.parametrize("encoding", ["utf-8", None])
def test_bytes_beside_what_the_encoding_cannot_express(encoding: str | None) -> None:
    data = "né\n".encode() * 2 + b"\xff\xfe\nHe saw the cat and the the dog by the door.\n\xff"
    result = Cleaner(select=["typos"]).clean(data, encoding=encoding)
    assert result.document.decoding is not None
    assert result.document.decoding.repairs
    [place] = read_one(result.log()).places
    assert place.bytes is not None
    assert data[slice(*place.bytes)] == b" the"


def test_a_stateful_encoding_has_no_bytes() -> None:
    data = "表表 the the".encode("iso2022_jp")
    result = Cleaner(select=["typos"]).clean(data, encoding="iso2022_jp")
    logged = read_one(result.log())
    assert [place.bytes for place in logged.places] == [None]
    assert undo_from_log(result.text.encode(), logged) == data


def test_a_log_of_many_documents() -> None:
    cleaner = Cleaner(select=["typos"])
    lines = [line for k in range(3) for line in log_lines(cleaner.clean(f"{k} the the"), f"doc {k}", brief=k > 0)]
    documents = list(read_log(lines))
    assert [document.name for document in documents] == ["doc 0", "doc 1", "doc 2"]
    assert all(document.head["config"]["select"] == ["typos"] for document in documents)
    assert "config" not in json.loads(lines[3])


LINES = list(log_lines(Cleaner(select=["typos"]).clean("the the cat and the the dog"), "cat"))


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (LINES[:-1], "no foot"),
        ([LINES[0], *LINES[2:]], "foot counts 2"),
        (LINES[1:], "does not begin with a head"),
        ([*LINES[:-1], *LINES], "no foot"),
        ([*LINES[:-1], LINES[-1][:40]], "cut"),
        (['{"kind":"head","schema":"cleaner-log/9"}'], "cleaner-log/1"),
        (["[1]"], "object"),
        ([LINES[0], LINES[1].replace('"start":', '"begin":')], "broken record"),
        ([LINES[0], LINES[2], LINES[1], LINES[3]], "overlap"),
        ([LINES[0], LINES[1].replace('"step":0', '"step":1000000000000'), *LINES[2:]], "there is no pass 1000000000000"),
        ([LINES[0], LINES[1].replace('"step":0', '"step":-1'), *LINES[2:]], "there is no pass -1"),
        ([LINES[0], LINES[1].replace('"bytes":[3,7]', '"bytes":[3]'), *LINES[2:]], "broken record"),
    ],
)
def test_a_log_that_is_cut_or_foreign_is_noticed(lines: list[str], said: str) -> None:
    with pytest.raises(LogError, match=said):
        list(read_log(lines))


def test_what_does_not_fit_is_refused() -> None:
    [logged] = read_log(LINES)
    with pytest.raises(LogError, match="changed since"):
        undo_from_log(b"the cat and the dog!", logged)
    altered = [LINES[0], LINES[1].replace('"before":" the"', '"before":" teh"'), *LINES[2:]]
    [logged] = read_log(altered)
    with pytest.raises(LogError, match="altered"):
        undo_from_log(b"the cat and the dog", logged)


def test_later_versions_may_add_keys_and_kinds() -> None:
    head = LINES[0].replace('"kind":"head"', '"kind":"head","colour":"blue"')
    [logged] = read_log([head, '{"kind":"comment"}', *LINES[1:]])
    assert len(logged.changes) == 2


def test_a_document_that_stayed_as_it_was_takes_two_short_lines() -> None:
    result = Cleaner(select=["typos"]).clean(b"nothing to do")
    lines = list(log_lines(result, "some/name.txt", brief=True))
    assert sum(map(len, lines)) < 300
    [logged] = read_log(lines)
    assert logged.output == logged.input


def test_dropped_edits_are_logged_on_request() -> None:
    edit = Edit(0, 1, "x", "r.one")
    result = Result("abc", Document("abc"), (Pass("f", (), (), (Dropped(edit, "protected"),)),))
    assert "dropped" not in result.log()
    [logged] = read_log(log_lines(result, "x", dropped=True))
    assert [(item["why"], item["rule"], item["start"], item["after"]) for item in logged.dropped] == [
        ("protected", "r.one", 0, "x")
    ]


def test_the_head_says_what_is_needed_to_judge_a_log() -> None:
    head = json.loads(LINES[0])
    assert head["tool"].startswith("cleaner ")
    assert head["config"]["select"] == ["typos"]
    assert set(head["packs"]) == set(head["config"]["filters"])
    assert all(len(digest) in (0, 16) for digest in head["packs"].values())


@settings(max_examples=50)
@given(ANY_TEXT)
def test_a_decoding_reads_back(text: str) -> None:
    from cleaner.changelog.read import read_decoding
    from cleaner.changelog.write import decoding_table
    from cleaner.core.byte_edits import ByteEdit

    decoding = Decoding("utf-8", "bom", 0.5, b"\xef\xbb\xbf", (ByteEdit(3, b"\xff\x00", 0, text),))
    assert read_decoding(json.loads(json.dumps(decoding_table(decoding)))) == decoding
