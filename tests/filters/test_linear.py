"""The cost of a filter grows with the text and not with its square, on repetitions of its own examples.

Cost is counted in line and call events of the interpreter, so the test does not depend on how busy the machine is; what a
regular expression does by itself is not counted.
"""

from __future__ import annotations

import sys
from types import FrameType
from typing import Any

import pytest

from cleaner.core.document import Document
from cleaner.filters import BUILT_IN
from cleaner.filters.definition import Filter
from cleaner.pipeline.rule_check import missing_packages
from cleaner.rulebook.catalogue import shipped_rules
from cleaner.rulebook.packs import RuleSet

FEW, MANY = 40, 160  # repetitions
MOST_GROWTH = 1.6 * MANY / FEW  # linear is 1; the rest is for caches that fill and sorting
JOINTS = (" ", "\n", "\n\n")


def events(filter_: Filter, text: str) -> int:
    """How many lines and calls of Python the filter takes for a text."""
    count = 0

    def trace(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal count
        count += 1
        return trace

    rules = RuleSet(filter_.name)
    list(filter_.propose(Document(text), rules))  # compiles its rules
    document = Document(text)
    before = sys.gettrace()
    sys.settrace(trace)
    try:
        list(filter_.propose(document, rules))
    finally:
        sys.settrace(before)
    return count


def examples_of(name: str) -> list[str]:
    rules = [rule for rule in shipped_rules(name) if rule.filter == name and not missing_packages(rule)]
    return [example.before for rule in rules for example in rule.examples[:1]][:6]


@pytest.mark.slow
@pytest.mark.parametrize("joint", JOINTS, ids=["blank", "line", "paragraph"])
@pytest.mark.parametrize("name", BUILT_IN)
def test_repetitions_of_examples_take_linear_time(name: str, joint: str) -> None:
    filter_ = BUILT_IN[name] if examples_of(name) else None
    if filter_ is None:
        pytest.skip("needs a package that is not installed")
    filter_(Document(""))  # imports it
    for example in examples_of(name):
        few, many = (events(filter_, joint.join([example] * times)) for times in (FEW, MANY))
        assert many <= MOST_GROWTH * few + 2_000, f"{example!r}: {few} events for {FEW}, {many} for {MANY}"
