"""Doubled words: "the the cat" -> "the cat"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.document import Document
from cleaner.edits import Edit
from cleaner.rulebook import RuleSet

WORD_LEVEL = True
DOUBLED = re.compile(r"\b(the|a|an|of|to|and|in|for|with|on|at|by) \1\b")


def propose(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """Drop the second of two equal function words."""
    for match in DOUBLED.finditer(document.text):
        yield rules.edit(match.end(1), match.end(), "", "typos.doubled.word")
