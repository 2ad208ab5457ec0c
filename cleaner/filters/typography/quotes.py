"""Curly quotation marks made straight: “so” -> "so". Opt-in: in good typography they are right."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.rulebook.packs import RuleSet

CURLY = re.compile("([‘’‚‛])|[“”„‟]")


def propose(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """A straight mark for every curly one."""
    if document.text.isascii():
        return
    for match in CURLY.finditer(document.text):
        kind = "single" if match[1] else "double"
        yield rules.edit(match.start(), match.end(), "'" if match[1] else '"', f"typography.quotes.{kind}")
