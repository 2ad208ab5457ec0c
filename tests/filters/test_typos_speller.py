"""typos.speller: corrected are errors, left alone what a writer may have meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import Cleaner
from cleaner.filters._english.doubtful import CONTEXT, TOKENS, around
from cleaner.models.tokens import tokens_of

SPELLER = Cleaner(select=["typos.speller"], unsafe=True)
SAFE = Cleaner(select=["typos.speller"])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Mechnics are sent to the hospital.", "Mechanics are sent to the hospital."),
        ("She coldn’t see that it was late.", "She couldn’t see that it was late."),
        ("They have a large gardan behind the house.", "They have a large garden behind the house."),
        ("We read (and beleive) what they say.", "We read (and believe) what they say."),
    ],
)
def test_corrected(before: str, after: str) -> None:
    assert SPELLER.clean(before).text == after


@pytest.mark.parametrize(
    "text",
    [
        "He met Wolfowitz and Berlusconi in the house of Mr. Departmant.",  # names
        "The file departmant.txt is in the folder departmants/reports of the server.",  # names of files
        "Mail it to departmant@example.org or to @departmant with #departmant.",
        "departmant departmant departmant: the word of this document.",  # its own vocabulary
        "The Blorgs make a blorgs out of what they have.",  # written as a name, too
        "Der Departmant ist nicht in dem Haus mit den Leuten von der Stadt.",  # another language
        "Colour, honour, travelled, analyse and analyze, grey and gray.",
        "x-departmant and departmant-y, departmant_id, 5departmant",
        "The glorpish departmant was old.",  # beside other unknown words
        "I couldn 't see it.",  # tokenised text
        "They have met Erdodő and the departmantő of the house.",  # letters beyond Latin-1
    ],
)
def test_left_alone(text: str) -> None:
    assert SPELLER.clean(text).text == text


def test_words_that_the_user_wants_kept_are_kept() -> None:
    text = "They have a large gardan behind the house."
    assert Cleaner(select=["typos.speller"], unsafe=True, words=["gardan"]).clean(text).text == text


def test_only_what_is_all_but_certain_is_safe() -> None:
    result = SAFE.clean("The departmant has a nice gardan in front of the house, and it was soing well.")
    assert all(change.rule == "typos.speller.sure" for change in result.changes)
    assert all(change.safety == "unsafe" for change in result.suggestions)
    assert "department" in result.text


def test_a_text_full_of_unknown_words_is_left_alone() -> None:
    text = "The " + " the ".join(f"wor{letter}x{letter}d" for letter in "abcdefghijklmnop") + " departmant."
    assert SPELLER.clean(text).text == text


def test_case_and_apostrophe_of_the_writer_stay() -> None:
    assert SPELLER.clean("Seperately, they went home.").text == "Separately, they went home."


def test_a_run_of_letters_that_is_no_word_costs_nothing() -> None:
    text = "This is the house of the man that was here. " + 60_000 * "a" + " and that was all of it."
    assert SPELLER.clean(text).text == text


@given(st.lists(st.sampled_from(["word", "don’t", "1,200.5", ",", "—", "“", " ", "\n", "x" * 30, "é", "."]), max_size=40))
def test_the_nearest_tokens_are_cut_alike_from_less_of_the_text(pieces: list[str]) -> None:
    before, after = " ".join(pieces), " ".join(reversed(pieces))
    text, start = f"{before} teh {after}", len(before) + 1
    left, right, _ = around(text, start, start + 3)
    assert left[-TOKENS:] == [token.text for token in tokens_of(text, max(0, start - CONTEXT), start)][-TOKENS:]
    assert right[:TOKENS] == [token.text for token in tokens_of(text, start + 3, min(len(text), start + 3 + CONTEXT))][:TOKENS]
