"""Every filter and family has a title for readers."""

from __future__ import annotations

from cleaner.filters import BUILT_IN
from cleaner.rulebook.catalogue import shipped_rules
from cleaner.rulebook.titles import family_titles, title_of


def test_every_filter_and_family_has_a_title() -> None:
    assert {name.split(".")[0] for name in BUILT_IN} <= set(family_titles())
    for rule in shipped_rules():
        assert title_of(rule.id)[0].isupper() or not title_of(rule.id)[0].isalpha() or title_of(rule.id).startswith("a or an")
