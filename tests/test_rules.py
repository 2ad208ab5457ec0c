"""Every shipped rule on its own examples and keeps; every key of a rule is one that its filter reads."""

from __future__ import annotations

import pytest

from cleaner.filters import BUILT_IN
from cleaner.pipeline.checks import check_keys
from cleaner.pipeline.rule_check import missing_packages, problems
from cleaner.rulebook.catalogue import shipped_rules
from cleaner.rulebook.packs import Pack, make_pack

RULES = list(shipped_rules())


def test_there_are_rules() -> None:
    assert RULES


@pytest.mark.parametrize("rule", RULES, ids=[rule.id for rule in RULES])
def test_examples_and_keeps(rule) -> None:
    if missing := missing_packages(rule):
        pytest.skip(f"needs {', '.join(missing)}")
    assert problems(rule) == []


def test_every_key_of_a_shipped_rule_is_read() -> None:
    for rule in RULES:
        if rule.filter in BUILT_IN:
            check_keys(Pack(rule.pack, rule.filter, (rule,), ""), BUILT_IN[rule.filter])


def test_an_example_that_changes_nothing_is_a_problem() -> None:
    rule: dict[str, object] = {
        "id": "boilerplate.own.x",
        "safety": "safe",
        "why": "Seen.",
        "keeps": ["Some text."],
        "phrases": ["Nothing here"],
    }
    pack = make_pack(
        {"rule": [{**rule, "examples": [{"before": "Text.", "after": "Text."}]}]}, "own", "boilerplate.phrases", "here"
    )
    assert problems(pack.rules[0], [pack]) == ["'Text.' is an example that changes nothing"]
