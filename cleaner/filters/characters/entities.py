"""HTML character references in plain text, decoded once: "caf&eacute;" -> "café", "it&#8217;s" -> "it’s".

Left alone: text that holds HTML tags (it is source code, its references are right), code between backticks, URLs, and
what would become another reference ("&amp;lt;" was escaped twice on purpose, or its second layer cannot be told).
Only references with their semicolon. Source: the table of the HTML Living Standard, as in Python's `html.entities`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.rulebook.packs import RuleSet

REFERENCE = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,30}|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});")
TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]{0,500})?/?>|<!--|<!\[CDATA\[|<\?xml|<!DOCTYPE", re.IGNORECASE)
REST = re.compile(r"#?[A-Za-z0-9]{1,31};")
ADDRESS = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*://|www\.|[?&]\w+=")


def propose(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """The character for every reference that stands in plain text."""
    text = document.text
    if "&" not in text:
        return
    found = list(REFERENCE.finditer(text))
    if not found or TAG.search(text):
        return
    from html import unescape

    for match in found:
        start, end = match.span()
        char = unescape(match.group())
        if char == match.group() or char.endswith(";") or not _sound(char) or (char == "&" and REST.match(text, end)):
            continue
        low, high = document.token_around(start, end)
        if not ADDRESS.search(text[low:high]) and not document.in_code(start, end):
            kind = "numeric" if match.group()[1] == "#" else "named"
            yield rules.edit(start, end, char, f"characters.entities.{kind}")


def _sound(char: str) -> bool:
    """No control (but white space), surrogate or U+FFFD."""
    return char not in ("", "\ufffd") and all(
        c.isprintable() or c in "\t\n\xa0\xad" or c.isspace() or c in "\u200c\u200d" for c in char
    )
