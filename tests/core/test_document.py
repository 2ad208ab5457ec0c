"""Views of a document."""

from __future__ import annotations

import random
import re
import sys

import pytest

from cleaner.core.document import Document


def test_odd_characters_are_those_of_the_family() -> None:
    odd = re.compile(
        "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
        "\u3164\ufb00-\ufb06\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]"
    )
    everything = "".join(map(chr, range(sys.maxunicode + 1)))
    assert Document(everything).odd_characters == frozenset(odd.findall(everything))
    for text in ("a", "’", "a\u200b", "\ud800’", "“x”\x07", "\U000e0041"):
        assert Document(text).odd_characters == frozenset(odd.findall(text)), text


@pytest.mark.parametrize("text", ["", "plain", "“It’s – well — fine…”", "‘a’", "tab\tand\x07bell"])
def test_plain_text(text: str) -> None:
    assert Document(text).is_plain


@pytest.mark.parametrize("text", ["é", "“a”“b”", "•", "\u200b", "\u2028", "\ud800", "“\ud800”", "€", "\U0001f600", "†"])
def test_text_that_is_not_plain(text: str) -> None:
    assert not Document(text).is_plain


def test_words_are_counted_alike_with_and_without_a_search() -> None:
    letters = "aab'’ 1_²é"
    chance = random.Random(5)
    for _ in range(2_000):
        text, other = ("".join(chance.choices(letters, k=size)) for size in (14, 6))
        word = "".join(chance.choices("aab'’²é", k=chance.randint(1, 4)))
        assert Document(text, evidence=[other]).times(word) == Document(text, evidence=[other]).words[word]


def test_many_words_and_words_of_many_places_are_counted() -> None:
    document = Document("a " * 1_000 + "b c")
    assert document.times("a") == 1_000
    document = Document(" ".join(f"word{letter}" for letter in "abc"))
    assert sum(document.times(chr(code_point)) for code_point in range(0x4E00, 0x4E80)) == 0
    assert document.times("worda") == 1


def test_all_that_is_not_ascii_stands_in_the_runs() -> None:
    chance = random.Random(6)
    for _ in range(100):
        lines = ["plain text of some length"] * 200
        for place in chance.choices(range(len(lines)), k=3):
            lines[place] = "é" * chance.randint(1, 3)
        text = "\n".join(lines) + chance.choice(["", "\n"])
        runs = Document(text).beyond_ascii
        assert len(runs) <= 3
        assert "".join(text[start:end] for start, end in runs).count("é") == text.count("é")
        assert all(text[end - 1] == "\n" or end == len(text) for _, end in runs)
        assert all(not start or text[start - 1] == "\n" for start, _ in runs)
