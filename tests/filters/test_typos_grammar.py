"""`to` before a past form: the evidence that takes longest is asked only where it can decide."""

from __future__ import annotations

import pytest

from cleaner.filters._english.context.gate import context
from cleaner.filters._english.grammar.clauses import is_named
from cleaner.filters._english.grammar.tense import Evidence, evidence
from cleaner.filters._english.grammar.verbs import PURE_PAST, base_of_past
from cleaner.filters.typos.grammar import _weights, is_ahead, signs_of
from cleaner.models.error_detector import to_past_detector
from cleaner.rulebook.packs import RuleSet

PLACES = [
    ("The army to collapsed in May of that year.", "to collapsed"),
    ("He to said that it was late, and they went home.", "to said"),
    ("It may be that it to was frightened and ran away.", "to was"),
    ("Mass media has to allowed for more shared experiences.", "to allowed"),
    ("What joys has kind nature to provided for us here!", "to provided"),
    ("They were about to went home when it rained.", "to went"),
    ("The loss was due to increased demand in the north.", "to increased"),
    ("The man she gave the book to said nothing at all.", "to said"),
    ("We have more links to focused pages below.", "to focused"),
    ("It goes from basic to specialized tools of the trade.", "to specialized"),
    ("Say goodbye to mismatched numbers in your books.", "to mismatched"),
    ("There was a shift to zugged ones.", "to zugged"),
]


def found(text: str, words: str, rules: RuleSet) -> Evidence:
    start = text.index(words)
    end, form = start + len(words), words.removeprefix("to ")
    around, named = context(text, start, end), is_named(text, start)
    signs = signs_of(text, start, end, around, rules, named=named)
    reading = to_past_detector().to_past_at(text, start, end, form)
    ahead, pure = is_ahead(around.right()), form in PURE_PAST
    return evidence(text, start, end, base_of_past(form) or form, reading, signs, ahead=ahead, pure=pure)


@pytest.mark.parametrize(("text", "words"), PLACES)
def test_what_is_not_asked_would_not_have_decided(text: str, words: str) -> None:
    rules = RuleSet("typos.grammar")
    weights, of_place = _weights(rules), found(text, words, rules)
    odds = of_place.odds(weights, float("-inf"))
    assert odds == sum(weight * value for weight, value in zip(weights, of_place.all(), strict=True))
    for least in (-8.0, -4.0, -2.0, -1.0, 0.0, 1.5, 3.5):
        told = of_place.odds(weights, least)
        assert told == odds if told >= least else odds < least


def test_errors_have_more_than_what_is_right() -> None:
    rules = RuleSet("typos.grammar")
    weights = _weights(rules)
    odds = [found(text, words, rules).odds(weights, float("-inf")) for text, words in PLACES]
    assert min(odds[:3]) > max(odds[6:])
