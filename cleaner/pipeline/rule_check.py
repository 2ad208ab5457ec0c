"""Whether a rule does on its own examples and keeps what it says: for `cleaner rules test` and for our own tests."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.util import find_spec

from cleaner.core.edits import Edit, apply
from cleaner.pipeline.cleaner import Cleaner
from cleaner.rulebook.packs import Pack, Rule

PAGES = "html."  # rules of this family work on pages


def missing_packages(rule: Rule) -> list[str]:
    """Packages that a rule needs and that are not installed."""
    return [package for package in rule.data.get("needs", ()) if find_spec(package) is None]


def problems(rule: Rule, packs: Iterable[Pack] = ()) -> list[str]:
    """What a rule makes of its examples and keeps where that is not what it says, one line each; [] if it holds.

    An example whose text is the same before and after shows nothing, and is a problem too.
    """
    cleaner = cleaner_of(rule, packs)
    found = [
        f"{example.before!r} is an example that changes nothing" for example in rule.examples if example.before == example.after
    ]
    for before, after in [*rule.examples, *((keep, keep) for keep in rule.keeps)]:
        got = outcome(rule, cleaner, before)
        if got != after:
            found.append(f"{before!r} became {got!r}, not {after!r}" if before != after else f"{before!r} became {got!r}")
    return found


def cleaner_of(rule: Rule, packs: Iterable[Pack] = ()) -> Cleaner:
    """A Cleaner with one rule alone."""
    if rule.filter.startswith(PAGES):
        return Cleaner(select=[rule.id], settings=rule.data.get("settings"), rules=packs)
    return Cleaner(select=[rule.id], unsafe=True, rules=packs)


def outcome(rule: Rule, cleaner: Cleaner, text: str) -> str:
    """The text after one rule, its suggestions taken. For a rule about pages: the page's text, or the page itself where the
    rule changed nothing.
    """
    if rule.filter.startswith(PAGES):
        page = cleaner.clean(text, input_format="html")
        used = any(cause.rule == rule.id for change in page.changes for cause in change.causes)
        return page.text if used else text
    result = cleaner.clean(text, input_format="text")
    if rule.safety != "suggest":
        return result.text
    return apply(text, [Edit(change.start, change.end, change.after) for change in result.suggestions])
