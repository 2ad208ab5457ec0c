"""Compatibility characters replaced by what they stand for (NFKC): "①" -> "1", "㎏" -> "kg", "Ⅳ" -> "IV", "x²" -> "x2".

Opt-in, and unsafe: a superscript, a circle, a width are lost. Applied to one character with its marks at a time.
Source: Unicode Standard Annex 15.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.rulebook.packs import RuleSet

CLUSTER = re.compile("[^\x00-\x7f][\u0300-\u036f]*|[A-Za-z][\u0300-\u036f]+")


def propose(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """The NFKC form of every character that has another one."""
    text = document.text
    if text.isascii() or unicodedata.is_normalized("NFKC", text):
        return
    for match in CLUSTER.finditer(text):
        plain = unicodedata.normalize("NFKC", match.group())
        if plain != match.group():
            yield rules.edit(match.start(), match.end(), plain, "typography.compatibility.nfkc")
