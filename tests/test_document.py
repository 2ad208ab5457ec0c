"""Views of a document."""

from __future__ import annotations

import re
import sys

import pytest

from cleaner.document import Document


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
