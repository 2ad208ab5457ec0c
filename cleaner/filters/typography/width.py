"""Full-width letters and digits made narrow: "ＬＯＵＤ １２" -> "LOUD 12". Opt-in; Chinese punctuation stays as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.rulebook.packs import RuleSet

FULL_WIDTH = re.compile("[０-９Ａ-Ｚａ-ｚ]+")
OFFSET = 0xFEE0  # from a full-width form to its ASCII character


def propose(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """ASCII for every run of full-width letters and digits."""
    if document.text.isascii():
        return
    for match in FULL_WIDTH.finditer(document.text):
        narrow = "".join(chr(ord(char) - OFFSET) for char in match.group())
        yield rules.edit(match.start(), match.end(), narrow, "typography.width.narrow")
