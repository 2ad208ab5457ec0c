"""typos.ranker: words that exist and were not meant."""

from __future__ import annotations

import pytest

from cleaner import Cleaner
from cleaner.filters.typos.ranker import read_swaps
from cleaner.rulebook.packs import RuleSet

RANKER = Cleaner(select=["typos.ranker"], unsafe=True)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("I know its not the end of the world.", "I know it's not the end of the world."),
        ("I know its not the end. It’s only a day.", "I know it’s not the end. It’s only a day."),
        ("They went to there house, and there is a garden.", "They went to their house, and there is a garden."),
        ("The house is bigger then ours.", "The house is bigger than ours."),
        ("You wont believe it, but I cant go to the house.", "You won't believe it, but I can't go to the house."),
    ],
)
def test_corrected(before: str, after: str) -> None:
    assert RANKER.clean(before).text == after


@pytest.mark.parametrize(
    "text",
    [
        "The word “there” is not “their”, and 'its' is not 'it's'.",
        "He said it was more than that, and then they went to their house over there.",
        "THERE HOUSE IS BIGGER THEN OURS.",
        "Es ist in der Stadt, und their Haus ist bigger then unser Haus.",
        "see https://there.example/its/then and its-then-there",
    ],
)
def test_left_alone(text: str) -> None:
    assert RANKER.clean(text).text == text


def test_words_that_the_user_wants_kept_are_kept() -> None:
    text = "I know its not the end of the world."
    assert Cleaner(select=["typos.ranker"], unsafe=True, words=["its"]).clean(text).text == text


def test_every_margin_is_of_a_rule_and_asks_for_evidence() -> None:
    rules = RuleSet("typos.ranker")
    swaps = read_swaps(rules)
    assert len(swaps) > 50
    for options in swaps.values():
        for swap in options:
            assert swap.margin >= 2.0
            assert rules[swap.rule].safety == "unsafe"
