"""typos.ranker: words that exist and were not meant."""

from __future__ import annotations

import pickle

import pytest

from cleaner import Cleaner
from cleaner.core.kernel import kernel
from cleaner.filters._english.context.gate import wordset
from cleaner.filters.typos.ranker import RULES, read_swaps
from cleaner.models import ranking
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
            assert swap.rule in RULES
            assert rules[swap.rule].safety == "safe"


def test_safe_in_a_text_that_has_other_errors() -> None:
    careful = "They went to there house, and there is a garden."
    careless = "I recieved teh letter. " + careful
    safe = Cleaner(select=["typos.ranker"])
    assert safe.clean(careful).text == careful
    assert safe.clean(careless).text == "I recieved teh letter. They went to their house, and there is a garden."


def test_words_that_may_stand_for_two_others_are_never_safe() -> None:
    text = "I recieved teh letter form the bank."
    assert Cleaner(select=["typos"]).clean(text).text == "I received the letter form the bank."


def test_a_result_can_be_sent_to_another_process() -> None:
    result = RANKER.clean("They went to there house, and there is a garden.")
    assert pickle.loads(pickle.dumps(result)).text == result.text


WORDS = wordset("there their they're than then its it's your you're too to form from loose lose where were we're of off now know")
SENTENCES = (
    "We went back to {} house and it was late.",
    "I dont no if {} going to be here, is it?",
    "It is much better {} it was before.",
    "She said ({}) that “{}” is what {} is.",
    "Please fill out the {} and send it {} me by mail.",
    "He did not want to {} his keys, because {} the only ones.",
)


@pytest.mark.skipif(kernel() is None, reason="nothing to compare with")
def test_the_kernel_leaves_out_no_swap_that_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    cleaner = Cleaner(select=["typos.ranker"], unsafe=True)
    texts = ["Recieve this: " + " ".join(sentence.replace("{}", word) for sentence in SENTENCES) for word in sorted(WORDS)]
    texts += [sentence.replace("{}", word) for sentence in SENTENCES for word in sorted(WORDS)]
    with_kernel = [cleaner.clean(text) for text in texts]
    monkeypatch.setattr(ranking, "wordings", lambda model: None)
    for text, found in zip(texts, with_kernel, strict=True):
        without = cleaner.clean(text)
        assert (found.changes, found.suggestions) == (without.changes, without.suggestions)
    assert sum(len(found.changes) for found in with_kernel) > 20
