"""Typographic ligatures of Latin letters (U+FB00-FB06), as PDF tools leave them: "eﬃcient" -> "efficient".

A line with Chinese, Japanese or Korean text is left alone, and a ligature that stands by itself (a text about ligatures).
Source: the compatibility decompositions of UnicodeData.txt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.rulebook.packs import RuleSet

LETTERS = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
LIGATURE = re.compile("[ﬀ-ﬆ]")
CJK = "[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"  # compiled when needed: that takes longer than a short text


def propose(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """The letters for every ligature inside a word."""
    if document.odd_characters.isdisjoint(LETTERS):
        return
    text = document.text
    for match in LIGATURE.finditer(text):
        start, end = match.span()
        if not (text[start - 1 : start].isalpha() or text[end : end + 1].isalpha()):
            continue
        if not re.search(CJK, document.lines[document.line_of(start)]):
            yield rules.edit(start, end, LETTERS[match.group()], "characters.ligatures.latin")
