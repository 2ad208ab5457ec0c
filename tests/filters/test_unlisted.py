"""What the kernel says of words that the lexicon lacks is what the filters say of them."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cleaner.core.document import Document
from cleaner.core.kernel import kernel
from cleaner.core.views.languages import languages_of_words
from cleaner.filters._english.candidates import prospect_of, suspect, suspect_in_lists
from cleaner.filters._english.context import gate
from cleaner.filters._english.judgement import CARELESS, _is_misspelling
from cleaner.filters._english.phrase_scan import groups
from cleaner.filters._english.unknown import _cased_words
from cleaner.filters._english.unlisted import unlisted
from cleaner.filters.scan import _rows_of_votes, facts_of, may_be_misspelled, misspelled
from cleaner.filters.word_facts import GROUP, UNJUDGED, VOTES
from cleaner.models.correction import ambiguous, kernel_prospect, prospect
from cleaner.models.spelling import spelling_model
from cleaner.models.wordlists import sounding
from cleaner.models.wordlists.lexicon import english_lexicon
from cleaner.models.wordlists.sounding import sound_alikes

pytestmark = pytest.mark.skipif(kernel() is None, reason="there is no kernel: no compiler, or CLEANER_PURE is set")
LETTERS = "abcdefghijklmnopqrstuvwxyz"
WORDS = [
    *(
        "the",
        "was",
        "with",
        "house",
        "summer",
        "department",
        "carefully",
        "quick",
        "basic",
        "hour",
        "office",
        "definition",
        "year",
    ),
    *("calender", "teh", "ffi", "tti", "speci", "ndings", "skedule", "recieve", "naybors", "alot", "dont", "zug", "est", "le"),
]
joined = st.lists(st.sampled_from([*WORDS, "ly", "s", "ed", "un", "0", "_"]), min_size=1, max_size=3).map("".join)
words = st.builds(
    lambda word, at, letter, cut: word[: at % (len(word) + 1)] + letter + word[at % (len(word) + 1) + cut :],
    joined,
    st.integers(0, 40),
    st.sampled_from(["", *LETTERS, "0"]),
    st.integers(0, 2),
).filter(lambda word: 0 < len(word) <= 60)


@settings(max_examples=500)
@example("inthe")
@example("gto")
@example("portant")
@example("beauti")
@example("ment")
@example("ffi")
@example("quicksly")
@example("0th")
@example("abc_d")
@example("hourx")
@example("y")
@example("xyzzyeu" * 8)
@given(word=words)
def test_facts_are_alike(word: str) -> None:
    check_facts(word)


@settings(max_examples=500)
@example("th", "é", 2)
@example("naïvely", "é", 0)
@example("hour0_", "à", 4)
@example("duke", "ñ", 4)
@example("ffi", "ü", 3)
@given(word=words, letter=st.sampled_from("éàüßñÿªµ"), at=st.integers(0, 30))
def test_facts_with_letters_beyond_ascii_are_alike(word: str, letter: str, at: int) -> None:
    check_facts(f"{word[:at]}{letter}{word[at:]}"[:60])


def check_facts(word: str) -> None:
    letters = word.encode("latin-1")
    said = unlisted().facts(letters)
    if said is None:
        assert word in english_lexicon()
        return
    is_number = b"0" in letters or b"_" in letters
    votes = 0 if is_number else _rows_of_votes()[1].get(languages_of_words().get(letters, ()), 0)
    said |= votes << VOTES | (0 if is_number else groups().get(letters, 0)) << GROUP
    expected = facts_of(letters)
    assert said & ~(1 << UNJUDGED) == expected & ~(1 << UNJUDGED)
    assert said >> UNJUDGED & 1 or not (expected >> UNJUDGED & 1 or may_be_misspelled(letters))


@settings(max_examples=500)
@example("inthe")
@example("portant")
@example("departmant")
@example("naybors")
@example("isn")
@example("gto")
@example("thier")
@example("xyzzyeu" * 8)
@given(word=words)
def test_suspects_are_alike(word: str) -> None:
    assert suspect(word.encode()) == suspect_in_lists(word.encode())


@settings(max_examples=500)
@example("café", "s", 0)
@example("thé", "", 0)
@example("é", "hand", 4)
@given(word=words, letter=st.sampled_from("éàüßñÿªµ"), at=st.integers(0, 30))
def test_suspects_with_letters_beyond_ascii_are_alike(word: str, letter: str, at: int) -> None:
    letters = f"{word[:at]}{letter}{word[at:]}".encode("latin-1")
    assert suspect(letters) == suspect_in_lists(letters)


def test_other_words_are_left_to_python() -> None:
    assert unlisted().facts(b"") is None
    assert unlisted().facts(b"the") is None


@settings(max_examples=300)
@example("departmant")
@example("skedule")
@example("calender")
@example("inthe")
@example("a")
@given(word=words.filter(lambda word: word.isalpha() and len(word) < 60 and not ambiguous(word)))
def test_prospects_are_alike(word: str) -> None:
    told = kernel_prospect()
    assert told is not None
    found = told(word.encode(), tuple(heard.encode() for heard in sound_alikes(word)))
    expected = prospect(spelling_model(), english_lexicon(), word)
    assert found == expected or abs(found - expected) < 1e-9
    assert prospect_of(word.encode()) == pytest.approx(expected, abs=1e-9)


@settings(max_examples=500)
@example("departmant")
@example("naybors")
@example("calender")
@example("thier")
@example("isn")
@example("gto")
@example("knoledgable")
@example("xyzzyeu" * 8)
@given(word=words)
def test_misspelled_words_are_told_alike(word: str) -> None:
    judge = misspelled()
    assert judge is not None
    said = judge.may_be(word.encode())
    assert said is None or said == may_be_misspelled(word.encode())


@given(st.lists(st.one_of(words, st.sampled_from(["teh", "recieve", "wether", "caf\xe9", "calender"])), max_size=40))
def test_misspellings_of_a_text_are_found_alike(parts: list[str]) -> None:
    letters = [part.encode("latin-1") for part in parts]
    found = unlisted().misspellings_in(b" ".join(letters))
    assert found == [word for word in letters if _is_misspelling(word)]


def test_nearly_all_unknown_words_are_told() -> None:
    told = [misspelled().may_be(word) for word in (b"departmant", b"naybors", b"fintech", b"xqzvkjxqzv", b"teh", b"recieve")]
    assert told == [True, True, False, False, False, False]
    assert misspelled().may_be("departm\u00e4nt".encode("latin-1")) is None
    assert misspelled().may_be(b"the") is None
    assert misspelled().may_be(b"") is None


@settings(max_examples=500)
@example("skedule")
@example("naybors")
@example("fisician")
@example("knifes")
@example("axxesses")
@example("shoshioun")
@given(word=words.filter(lambda word: word.isalpha()))
def test_words_of_a_sound_are_alike(word: str) -> None:
    assert sound_alikes(word) == (sounding._alikes(word) if sounding.may_be_heard(word) else ())


def test_what_no_word_is_near_to_has_no_prospect() -> None:
    assert prospect_of(b"xqzvkjxqzv") == float("-inf")


@settings(max_examples=500)
@given(
    st.lists(
        st.sampled_from(["i", "u", "im", "thru", "ok", ".", "!", "?", ",", " ", "’", "'", "-", "é", "²", "“", "\n", "A", "1"]),
        max_size=12,
    )
)
def test_signs_of_a_careless_writer_are_counted_alike(parts: list[str]) -> None:
    text = "".join(parts)
    assert kernel().careless(text) == len(CARELESS.findall(text))


def test_signs_beside_other_letters_are_left_to_python() -> None:
    assert kernel().careless("жi") is None
    assert kernel().careless("i\ud800") is None


@given(st.text("abcABé1 .\n", max_size=40), st.sets(st.text("abc", min_size=1, max_size=3), max_size=5))
def test_words_in_small_letters_are_found_alike(text: str, some: set[str]) -> None:
    letters = {word.encode() for word in some}
    assert kernel().small_words(text, letters) == letters & _cased_words(text)


@settings(max_examples=500)
@given(st.lists(st.sampled_from(["ab", "Ab", "s", "'", "’", "é", "²", "“", " ", "1", "_", "-", "\n"]), max_size=12))
def test_words_are_counted_alike(parts: list[str]) -> None:
    text = "".join(parts)
    counts = Document(text).words
    assert kernel().word_counts(text, [b"ab", b"Ab"]) == [
        sum(counts[word + ending] for ending in ("", "'s", "’s")) for word in ("ab", "Ab")
    ]


@settings(max_examples=300)
@example(["cannot", "’s", "/", "a", "/"])
@given(
    st.lists(
        st.sampled_from(["the", "I", "'", "’", " ", "_", "5", "é", "ß", "²", "’s", "/", "Dog", "x" * 70, "Ł", "—", "\n"]),
        max_size=14,
    )
)
def test_known_words_are_counted_alike(pieces: list[str]) -> None:
    text = "".join(pieces)
    words = gate.WORD.findall(gate.PATH.sub(" ", text))
    assert gate._known_in(text) == (sum(word in english_lexicon() for word in words), len(words))
