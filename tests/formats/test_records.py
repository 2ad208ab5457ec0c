"""Where the text of a record of JSON Lines stands: the quick look at one field finds what the walk through the record finds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.formats import records
from cleaner.formats.records import find_texts

TEXT = [("text",)]
VALUES = st.sampled_from(
    ['"text"', '"a \\"text\\": b"', '"é\\n"', '""', "12", "null", "NaN", '["text"]', '{"text": "in"}', '{"a": 1}']
)
KEYS = st.sampled_from(['"text"', '"te\\u0078t"', '"say \\"text"', '"\\\\text"', '"a"'])
SPACE = st.sampled_from(["", " ", "\t "])


@st.composite
def lines(draw: st.DrawFn) -> str:
    """Records in which the name of the field stands as a key, as a value, escaped, nested, twice; some are no JSON."""
    parts = [f"{draw(KEYS)}{draw(SPACE)}:{draw(SPACE)}{draw(VALUES)}{draw(SPACE)}" for _ in range(draw(st.integers(0, 3)))]
    line = "{" + ("," + draw(SPACE)).join(parts) + "}"
    cut = draw(st.integers(0, 2 * len(line)))
    return line[:cut] + line[cut + 1 :]


def found(line: str) -> object:
    """What is found in a line, or why nothing is."""
    try:
        return find_texts(line, TEXT)
    except (ValueError, RecursionError) as error:
        return str(error)


@given(lines())
def test_the_quick_look_finds_what_the_walk_finds(line: str) -> None:
    quick = found(line)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(records, "_only_text", lambda *_: None)
        assert found(line) == quick


def test_the_quick_look_is_taken() -> None:
    line = '{"id": 1, "text" : "say \\"text\\": a\\tb", "tags": null}'
    assert records._only_text(line, TEXT) == find_texts(line, TEXT)[0] == (19, 39, 'say "text": a\tb', "text")


@pytest.mark.parametrize(
    "line", ['{"text": ["a"]}', '{"a": {"text": "b"}}', '{"text": "a", "text": "b"}', '{"text": 1}', "{", "[]"]
)
def test_what_is_no_plain_record_is_left_to_the_walk(line: str) -> None:
    assert records._only_text(line, TEXT) is None
