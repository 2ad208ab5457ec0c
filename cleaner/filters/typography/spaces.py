"""Special spaces made ordinary: no-break, thin, figure and ideographic spaces -> " ". Opt-in: French and numbers need them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.rulebook.packs import RuleSet

SPACE = re.compile("[\xa0\u2000-\u200a\u202f\u205f]|\u3000")


def propose(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """An ordinary space for every special one."""
    if document.text.isascii():
        return
    for match in SPACE.finditer(document.text):
        kind = "ideographic" if match.group() == "\u3000" else "special"
        yield rules.edit(match.start(), match.end(), " ", f"typography.spaces.{kind}")
