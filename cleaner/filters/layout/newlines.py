"""Line ends made line feeds: CR LF, CR, NEL, U+2028, U+2029 -> LF. Opt-in: `undo` and diffs are simpler when they stay."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.rulebook.packs import RuleSet

LINE_END = re.compile("\r\n?|[\x85\u2028\u2029]")


def propose(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """A line feed for every other line end."""
    text = document.text
    if text.isascii() and "\r" not in text:
        return
    for match in LINE_END.finditer(text):
        kind = "carriage" if match.group()[0] == "\r" else "separator"
        yield rules.edit(match.start(), match.end(), "\n", f"layout.newlines.{kind}")
