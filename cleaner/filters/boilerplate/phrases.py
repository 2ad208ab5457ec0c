"""Whole lines that web software prints around a text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.document import Document
from cleaner.edits import Edit
from cleaner.rulebook import RuleSet

LIKES = re.compile(r"\n*^(?:%d|\d+) bloggers like this:[ \t]*$", re.MULTILINE)


def propose(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """Drop the line, and the line feeds before it."""
    for match in LIKES.finditer(document.text):
        yield rules.edit(match.start(), match.end(), "", "boilerplate.wordpress.likes")
