"""Every shipped rule on its own examples and keeps."""

from __future__ import annotations

import pytest

from cleaner import Cleaner
from cleaner.core.edits import Edit, apply
from cleaner.rulebook.catalogue import shipped_rules
from cleaner.rulebook.packs import Rule

RULES = list(shipped_rules())


def outcome(rule: Rule, text: str) -> str:
    """The text after the rule alone, its suggestions taken. For a rule about pages: the page's text, or the page itself
    where the rule changed nothing."""
    if rule.filter.startswith("html."):
        result = Cleaner(select=[rule.id], settings=rule.data.get("settings")).clean(text, input_format="html")
        return result.text if any(cause.rule == rule.id for change in result.changes for cause in change.causes) else text
    result = Cleaner(select=[rule.id], unsafe=True).clean(text, input_format="text")
    if rule.safety != "suggest":
        return result.text
    return apply(text, [Edit(s.start, s.end, s.after) for s in result.suggestions])


def test_there_are_rules() -> None:
    assert RULES


@pytest.mark.parametrize("rule", RULES, ids=[rule.id for rule in RULES])
def test_examples_and_keeps(rule: Rule) -> None:
    for package in rule.data.get("needs", ()):
        pytest.importorskip(package, reason="an optional extra")
    for before, after in rule.examples:
        assert outcome(rule, before) == after
    for keep in rule.keeps:
        assert outcome(rule, keep) == keep
