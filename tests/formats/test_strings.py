"""JSON by content: strings are cleaned inside valid JSON, every other byte stays, and undo gives it back."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cleaner.formats.fields import Gatherer
from cleaner.formats.job import Job
from cleaner.formats.kinds import is_prose_name, kind_of_content, looks_like_prose
from cleaner.formats.strings import clean_strings, is_prose, strings, units
from cleaner.pipeline.cleaner import Cleaner
from tests.cli.conftest import Command, run

__all__ = ["run"]

DOCUMENT = """\
{ "title": "We saw the the house",
  "say": "\\"hello\\"", "the the": {"note": ["a &quot;key&quot; here", 1.50, null, true]},
  "path": "C:\\\\new\\\\tab", "id": "teh", "html": "<p>the the cat</p>", "caf\\u00e9": "d\\u00e9j\\u00c3\\u00a0 vu" }
"""
CLEANED = (
    DOCUMENT.replace("saw the the house", "saw the house")
    .replace("&quot;key&quot;", '\\"key\\"')
    .replace("j\\u00c3\\u00a0", "j\\u00e0")
)
TEXTS = st.text(st.sampled_from('the cat "\\/é\u2028\ud83d\x00\n&;<>{}[],:'), max_size=30)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


def shape(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: shape(item) for key, item in value.items()}
    if isinstance(value, list):
        return [shape(item) for item in value]
    return "" if isinstance(value, str) else value


@pytest.mark.parametrize("name", ["-", "d.json", "d.txt", "d"])
def test_a_document(run: Command, name: str) -> None:
    Path("d.json").write_text(DOCUMENT)
    Path("d.txt").write_text(DOCUMENT)
    Path("d").write_text(DOCUMENT)
    code, out, err = run(name, stdin=DOCUMENT.encode())
    assert (code, err) == (0, "")
    assert out.decode() == CLEANED
    assert run("d.json", "-o", "c.json", "--log", "log.jsonl").code == 0
    assert Path("c.json").read_text() == CLEANED
    assert run("undo", "c.json", "--log", "log.jsonl", "--name", "d.json").out.decode() == DOCUMENT
    assert run("log", "verify", "log.jsonl").code == 0


def test_fields_limit_it(run: Command) -> None:
    data = b'{"a": {"b": "the the cat"}, "c": "the the cat", "items": [{"t": "the the"}]}'
    assert run("--field", "a.b", stdin=data).out == data.replace(b'{"b": "the the cat"', b'{"b": "the cat"')
    assert run("--field", "items.t", stdin=data).out == data.replace(b'{"t": "the the"', b'{"t": "the"')


def test_json_lines_on_a_pipe(run: Command) -> None:
    data = b'{"say": "\\"hello\\"", "note": "the the &quot;mill&quot;"}\n{"note": "b &amp;amp; c d"}\n\n[1, "of the the"]\n'
    code, out, err = run(stdin=data)
    assert (code, err) == (0, "")
    assert [shape(json.loads(line)) for line in out.splitlines() if line] == [
        shape(json.loads(line)) for line in data.splitlines() if line
    ]
    assert b'"the \\"mill\\""' in out
    assert run("--line-buffered", stdin=data).out == out
    assert run(stdin=b'{"text": "the the cat", "id": "the the"}\n').out == b'{"text": "the cat", "id": "the the"}\n'
    Path("a.jsonl").write_bytes(data)
    assert run("a.jsonl", "-o", "b.jsonl", "--log", "log.jsonl").code == 0
    assert run("undo", "b.jsonl", "--log", "log.jsonl").out == data


@pytest.mark.parametrize("text", ["[a note] the the end\n", "{{ the the }}\n", "{}, the the\n", "[1, 2\nthe the"])
def test_what_only_looks_like_json_is_text(run: Command, text: str) -> None:
    assert run(stdin=text.encode()).out.decode().count("the the") == 0


def test_broken_json_is_left_and_said(run: Command) -> None:
    Path("d.json").write_text('{"a": "the the", }')
    code, out, err = run("d.json")
    assert (code, out) == (3, b"")
    assert "d.json: not JSON" in err


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(value=st.lists(VALUES, max_size=3) | st.dictionaries(TEXTS, VALUES, max_size=4), ascii_only=st.booleans())
def test_valid_stays_valid(value: Any, ascii_only: bool) -> None:
    try:
        text = json.dumps(value, ensure_ascii=ascii_only)
        text.encode()
    except UnicodeEncodeError:
        text = json.dumps(value)
    assert "".join(units(text)) == text
    gatherer = Gatherer(Job(CLEANER), "d.json")
    cleaned = clean_strings(text, (), gatherer, lambda number: f"string={number}")
    assert shape(json.loads(cleaned)) == shape(json.loads(text))
    assert clean_strings(cleaned, (), Gatherer(Job(CLEANER), "d.json"), lambda number: f"string={number}") == cleaned


CLEANER = Cleaner()


def test_strings_are_found_in_linear_time() -> None:
    def cost(times: int) -> float:
        text = "[" + ",".join(['{"a": ["b \\" c", {"d": "e"}]}'] * times) + "]"
        began = time.process_time()
        assert sum(1 for _ in strings(text)) == 2 * times
        return time.process_time() - began

    cost(1000)
    assert any(cost(40_000) < 30 * max(cost(4_000), 0.004) for _ in range(3))


@pytest.mark.parametrize(
    ("value", "prose"),
    [
        ("one two", True),
        ("token", False),
        ("https://a.example/x", False),
        ("naïve", True),
        ("a <b>c</b>", False),
        ("2 < 3 ok", True),
    ],
)
def test_strings_that_are_prose(value: str, prose: bool) -> None:
    assert is_prose(value) is prose


@pytest.mark.parametrize(
    ("name", "prose"),
    [
        ("a.txt", True), ("b.md", True), ("c.rst", True), ("d.html", True), ("e.srt", True), ("f.eml", True), ("g.jsonl", True),
        ("h.csv", True), ("README", True), ("LICENSE.txt", True), ("a.py", False), ("b.json", False), ("c.yaml", False),
        ("d.css", False), ("e.xml", False), (".gitignore", False), (".notes.txt", False), ("Makefile", False), ("x.toml", False),
        ("x.log", False), ("letter", None), ("mail.12", None), ("12.", None), ("a.sh", False), ("x.ipynb", False),
    ],
)  # fmt: skip
def test_names_of_prose(name: str, prose: bool | None) -> None:
    suffix = "." + name.rsplit(".", 1)[1] if "." in name[1:] else ""
    assert is_prose_name(name, suffix) is prose


def test_content_of_prose() -> None:
    assert looks_like_prose(b"Dear all,\nwe met; we parted.\n\nYours\n")
    assert not looks_like_prose(b"int main() {\n  return 0;\n}\n")
    assert not looks_like_prose(b"#!/bin/sh\necho the the\n")
    assert kind_of_content(b"plain", True) == ""
