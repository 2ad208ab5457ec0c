"""Which variety of English stands at a place, and that word-level rules may rely on ordinary prose being told as such."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.core.document import Document
from cleaner.filters import hints
from cleaner.filters._english.context.early import is_old_spelling
from cleaner.filters._english.context.varieties import (
    DIALECT_PLACES,
    DIALECT_WORDS,
    DROPPED,
    SPELLING,
    WORD,
    Variety,
    only_suggests,
    sentence,
    varieties,
)

PROSE = (
    "The old mill burned down, and nobody knows why it did.",
    "“We have seen worse,” said the mayor; “but not since the war.”",
    "The colour of the neighbour's programme is grey.",
    "They sell apples, pears and a little honey at the market on Fridays.",
    "The first draft was long.\nThe second one was longer.\nWe kept the third.\nIt is short.\nNobody has read it.",
)
VERSE = """Now fades the light along the hill,
And softly comes the night;
The wind among the reeds is still,
The stars are cold and bright,"""
OTHER = {
    "A: it it was raining.\nB: Mhm.\nA: So we uh we went home.": Variety.SPEECH,
    VERSE: Variety.VERSE,
    "Thou hast a heart of stone, and thy tongue is a knife.": Variety.EARLY,
    "“I ain't goin' nowhere wi' nobody,” he said.": Variety.DIALECT,
    "The clerk wrote “recieve” three times.": Variety.MENTION,
    "She recieved [sic] the letter in May.": Variety.MENTION,
    "apple, pear, plum, quince, medlar, cherry, peach, apricot, fig, grape": Variety.LIST,
    "apple\npear\nplum\nquince\nmedlar\ncherry": Variety.LIST,
    "Call read_mail() with foo->bar and wait.": Variety.CODE,
    "Das Haus steht an der Straße.": Variety.FOREIGN,
    "He shut the book and whispered “la mer est la vie de mon père” to himself.": Variety.FOREIGN,
}


def at_each_word(text: str) -> list[frozenset[Variety]]:
    document = Document(text)
    return [varieties(document, *match.span()) for match in WORD.finditer(text)]


@pytest.mark.parametrize("text", PROSE)
def test_ordinary_prose_is_none(text: str) -> None:
    assert set().union(*at_each_word(text)) == set()


@pytest.mark.parametrize("text", OTHER)
def test_others_are_told(text: str) -> None:
    assert any(OTHER[text] in found for found in at_each_word(text))


def test_a_filter_names_the_varieties_that_it_heeds() -> None:
    document = Document("A: it it was raining.\nB: Mhm.\nA: So we uh we went home.")
    assert only_suggests(document, 3, 5) == Variety.SPEECH
    assert not only_suggests(document, 3, 5, SPELLING)


@given(st.text(max_size=80), st.integers(0, 80), st.integers(0, 10))
def test_any_place_of_any_text_may_be_asked(text: str, start: int, length: int) -> None:
    start = min(start, len(text))
    end = min(start + length, len(text))
    varieties(Document(text), start, end)
    low, high = sentence(text, start, end)
    assert 0 <= low <= start <= end <= high <= len(text)


def test_a_long_document_has_as_many_hints_as_a_search_finds():
    """Block by block, also where a block ends inside of a word: what is searched for is nowhere more often than the hints say."""
    chance = random.Random(4)
    words = [
        f"{word} " for word in ("goin'", "'em", "o'", "the", "it's", "uh,", "I I", "wasna", "informe", "you know,", "a — b\n")
    ]
    document = Document("".join(chance.choices(words, k=12_000)))
    text = document.text
    assert len(text) > hints.LONGEST
    for start in range(0, len(text) - 1_300, 97):
        passage = text[start : start + 1_200]
        dropped = len(DROPPED.findall(passage)) + sum(word.lower() in DIALECT_WORDS for word in WORD.findall(passage))
        old = sum(map(is_old_spelling, WORD.findall(passage)))
        for view, found in ((DIALECT_PLACES, dropped), (hints.old_spelling, old)):
            assert hints.count(document, view, start, start + 1_200) + hints.CUT >= found
    assert hints.count(document, DIALECT_PLACES, 0, 1_200) < hints.MANY
