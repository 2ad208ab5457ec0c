"""Which variety of English stands at a place, and that word-level rules may rely on ordinary prose being told as such."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.core.document import Document
from cleaner.core.resources import data_file
from cleaner.filters import hints
from cleaner.filters._english.context import surroundings as around
from cleaner.filters._english.context.early import is_full_of_early
from cleaner.filters._english.context.mentions import ABOUT_SPELLING
from cleaner.filters._english.context.surroundings import passage, sentence, surroundings
from cleaner.filters._english.context.varieties import (
    CODE,
    CODE_LEAST,
    DROPPED,
    FOLDED_TALK,
    SPELLING,
    TALK,
    TALK_LEAST,
    WORD,
    Variety,
    _is_broken_speech,
    only_suggests,
    varieties,
)
from cleaner.filters._english.spaces import is_half
from cleaner.models.foreign import DESK
from cleaner.models.wordlists.lexicon import english_lexicon

PIECES = [
    *("goin' ", "'em ", "o' ", "the ", "it's ", "Uh, ", "uh-huh ", "I I ", "we we ", "wasna ", "informe ", "mynd ", "maie "),
    *("a — b\n", "well- ", "Okay, ", "you know, ", "I mean, ", "... ", "…", "[laughter] ", "_uh_ ", "2er ", "ok "),
    *("gonna ", "misspelled ", "[sic] ", "typo ", "ſpelling ", "miſprint ", "camelCase ", "x = y", "f()", "a->b "),
    *("Anna: ", "> ", "\tB\t", "\n\n", "thou ", "hath ", "goeth ", "it's ", "‘", "’", "“", "”", '"', "*", "the word "),
    *("is a name ", "wrote ", "o'er ", "s'pose ", "'twas ", "hasty ", "darkneses ", "well-known ", "A line\n", "Well, I "),
    *("::", "$x", "<b>", "{", "\n", "İ ", "café ", ", ", ". ", "-"),
]
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


@settings(max_examples=300)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_what_a_search_finds_has_hints(text: str) -> None:
    """A passage that is not searched, because it lacks what its words must have, holds nothing."""
    folded = hints.folded_words(text)
    if not hints.may_be_early(folded):
        assert not is_full_of_early(WORD.findall(text))
    if not hints.may_be_broken_speech(text):
        assert not _is_broken_speech(text, 0, len(text))
    if not hints.may_be_of_spelling(text):
        assert not ABOUT_SPELLING.search(text)
    if not hints.may_be_code(text, CODE_LEAST):
        assert len(CODE.findall(text)) < CODE_LEAST
    if not hints.may_hold(FOLDED_TALK, text, TALK_LEAST):
        assert sum(word in TALK for word in WORD.findall(text.lower())) < TALK_LEAST
    assert hints.most_dropped(text) >= len(DROPPED.findall(text))


@settings(max_examples=300)
@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join), st.floats(0, 1), st.integers(0, 9), st.booleans())
def test_the_kernel_misses_no_variety(text: str, at: float, length: int, long: bool) -> None:
    """What may stand at a place is told from a wider piece of the text than what does."""
    text = f"{'The rain fell, and it was cold. ' * 9 * long}{text}{' They went home and slept.' * 12 * long}"
    start = int(at * len(text))
    end = min(start + length, len(text))
    found = varieties(Document(text), start, end)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hints, "possible", lambda *place, **lines: hints.ALL)
        assert varieties(Document(text), start, end) == found


def test_the_words_of_a_desk_dictionary_that_are_misspellings() -> None:
    lists = data_file("typos", "misspellings", "en.tsv").read_bytes().splitlines()
    words = (line.partition(b"\t")[0] for line in lists)
    found = [word for word in words if 0 < english_lexicon().size(word.decode("latin-1")).lower <= DESK]
    assert tuple(found) == around.LISTED_WORDS


AMIDST = [*PIECES, "teh ", "recieve ", "wit hthe ", "ther egion ", "in formation ", "la mer ", "Der Hund ", "xyzzy ", "1² "]


@settings(max_examples=300)
@given(
    st.lists(st.sampled_from(AMIDST), max_size=60).map("".join), st.floats(0, 1), st.integers(1, 9), st.sampled_from(["en", ""])
)
def test_the_kernel_sees_what_expressions_see_around_a_place(text: str, at: float, length: int, language: str) -> None:
    """The sentence, the quotation in it, whether it is English, and whether a space beside the place is a letter off."""
    text = f"{text}."
    start = int(at * (len(text) - 1))
    end = min(start + length, len(text))
    document = Document(text)
    document.__dict__["language"] = language
    edges = sentence(text, start, end)
    seen = surroundings(text, start, end, 4.0)
    assert (seen.sentence, seen.passage) == (edges, passage(text, start, end, edges))
    found, half = varieties(document, start, end), is_half(text, start, end)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(around, "_in_kernel", lambda: None)
        assert varieties(document, start, end) == found
        assert is_half(text, start, end) == half
