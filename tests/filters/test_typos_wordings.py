"""The filters that score whole wordings: function words, possessives, compounds, one letter, forms of verbs; all unsafe."""

from __future__ import annotations

import pytest

from cleaner import Cleaner
from cleaner.filters.typos.function_words import read_margins
from cleaner.rulebook.packs import RuleSet

NAMES = ("function-words", "possessives", "compounds", "real-words", "elongations", "grammar")
UNSAFE = {name: Cleaner(select=[f"typos.{name}"], unsafe=True) for name in NAMES}


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("function-words", "They were able find the house in the end.", "They were able to find the house in the end."),
        ("possessives", "He stayed in his sisters house for a year.", "He stayed in his sister's house for a year."),
        ("possessives", "It’s his sisters house that we saw.", "It’s his sister’s house that we saw."),
        ("compounds", "It would increase the work load of the office.", "It would increase the workload of the office."),
        (
            "grammar",
            "Why did you left so early? They say she have two sons.",
            "Why did you leave so early? They say she has two sons.",
        ),
        ("grammar", "He don't work here, and we was late.", "He doesn't work here, and we were late."),
        ("elongations", "It was SOOOO good, and reallllly cheap.", "It was SO good, and really cheap."),
    ],
)
def test_corrected(name: str, before: str, after: str) -> None:
    assert UNSAFE[name].clean(before).text == after


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "text",
    [
        "Der Hund war sooooo lieb, und die Brothers House stand in der Super Highway.",
        "President Opens New Bridge Over River",
        "The word “sooooo” and the word “sisters” are words; see https://sisters.example/work/load.",
        "The houses stand by the river, and a round figure may be a lone one.",
        "It has been said that what he had had was a good deal, and that that was that.",
    ],
)
def test_left_alone(name: str, text: str) -> None:
    if name == "elongations":
        text = text.replace("“sooooo”", "“so”")
    assert UNSAFE[name].clean(text).text == text


@pytest.mark.parametrize(
    ("name", "text", "word"),
    [
        ("possessives", "He stayed in his sisters house for a year.", "sisters"),
        ("compounds", "It would increase the work load of the office.", "workload"),
        ("elongations", "It was sooooo good that we came back.", "sooooo"),
        ("grammar", "Does she likes coffee in the morning?", "likes"),
    ],
)
def test_words_that_the_user_wants_kept_are_kept(name: str, text: str, word: str) -> None:
    assert UNSAFE[name].clean(text).text != text
    assert Cleaner(select=[f"typos.{name}"], unsafe=True, words=[word]).clean(text).text == text


def test_nothing_of_this_is_done_without_being_asked() -> None:
    text = "He stayed in his sisters house for a sooooo long time, and the work load was one the most common causes."
    assert Cleaner(select=["typos"]).clean(text).text == text


@pytest.mark.parametrize("text", ["ab" * 200_000, "a" * 300_000, "aaab " * 40_000])
def test_long_texts_without_an_end(text: str) -> None:
    """Each of these takes a second or so; hours if a filter looked back to the beginning from every word."""
    for cleaner in UNSAFE.values():
        result = cleaner.clean(f"This is the text of it. {text}", input_format="text")
        assert result.undo() == f"This is the text of it. {text}"


def test_every_margin_asks_for_evidence() -> None:
    margins = read_margins(RuleSet("typos.function-words"))
    assert len(margins.extra) > 10
    assert margins.missing
    assert all(margin > 2.0 for margin in [*margins.extra.values(), *margins.missing.values()])
