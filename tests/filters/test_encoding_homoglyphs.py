"""encoding.homoglyphs: words of two scripts, repaired, suggested, or left alone; the scan finds the same in either direction."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import Cleaner
from cleaner.filters.encoding import _mixed

CASES = tomllib.loads((Path(__file__).parent.parent / "cases" / "encoding" / "homoglyphs.toml").read_text("utf-8"))["case"]
REPAIRED = [case["after"] for case in CASES if case["kind"] == "wild" and "suggested" not in case]
KEPT = [case["before"] for case in CASES if case["kind"] == "negative"]
CLEANER = Cleaner(select=["encoding.homoglyphs"])
EITHER = re.compile(f"[{_mixed.LATIN}][{_mixed.OTHER}]|[{_mixed.OTHER}][{_mixed.LATIN}]")


@pytest.mark.parametrize("text", KEPT)
def test_kept(text: str) -> None:
    assert Cleaner(select=["encoding", "characters"]).clean(text, input_format="text").text == text


@pytest.mark.parametrize("text", KEPT)
def test_kept_amidst_other_text(text: str) -> None:
    """The plain forms of what is kept do not stand in the document by themselves."""
    document = "\n".join([text, *REPAIRED])
    assert CLEANER.clean(document, input_format="text").text == document


@given(st.text(alphabet="aéoxаосхжαοωµ҂\u0387\u0483 ’\n", max_size=40))
def test_the_scan_finds_every_word_of_two_scripts(text: str) -> None:
    words = {match.start() for match in re.finditer(r"[^\W\d_]+", text) if EITHER.search(match.group())}
    for sample in ("", "ж" * _mixed.SAMPLE + " "):  # which makes the scan go from the Latin letters
        found = {word.start - len(sample) for word in _mixed.mixed_words(sample + text)}
        assert found == {start for start in words if len(re.match(r"[^\W\d_]+", text[start:]).group()) <= _mixed.LONGEST}  # type: ignore[union-attr]


@given(st.text(alphabet=st.characters(min_codepoint=0x61, max_codepoint=0x58F), max_size=12))
def test_any_letters_and_signs_of_the_blocks(text: str) -> None:
    """The blocks of Greek, Cyrillic and Armenian hold signs and marks as well."""
    document = f"the house {text} of the house {text}a; старый {text} мост"
    assert CLEANER.clean(document, input_format="text").undo() == document


def test_a_word_that_the_user_keeps_stays() -> None:
    text = "The аrmy has left."
    assert Cleaner(select=["encoding.homoglyphs"], words=["аrmy"]).clean(text).text == text


@pytest.mark.parametrize("piece", ["pаypal ", "pа", "мoст "])
def test_a_long_line_of_mixed_words_takes_linear_time(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    assert CLEANER.clean(text, input_format="text").undo() == text
