"""What rules are called where people read: titles by prefix of the rule id, from `rules/titles.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from cleaner.core.resources import rules_folder

MARKUP = ("html.markup", "html.character", "html.unseen")  # rules that turn mark-up into text: nothing to decide about


@cache
def _tables() -> Mapping[str, Any]:
    import tomllib

    return tomllib.loads((rules_folder() / "titles.toml").read_text(encoding="utf-8"))


@cache
def title_of(rule: str) -> str:
    """The title of a rule: that of its longest prefix that has one, and what is left of the id.

    >>> title_of("typos.doubled.content"), title_of("typos.misspellings.en"), title_of("own.shout.lower")
    ('Doubled word: content', 'Misspelling: English', 'own: shout lower')
    """
    titles = _tables()["titles"]
    parts = rule.split(".")
    for k in range(len(parts), 0, -1):
        title = titles.get(".".join(parts[:k]))
        if title:
            return _joined(title, parts[k:])
    return _joined(family_titles().get(parts[0], parts[0]), parts[1:])


def _joined(title: str, rest: list[str]) -> str:
    words = " ".join(rest).replace("-", " ")
    return f"{title}{',' if ':' in title else ':'} {words}" if words else title


def family_titles() -> Mapping[str, str]:
    """Titles of the families, in the order in which they are shown."""
    found: Mapping[str, str] = _tables()["families"]
    return found
