"""Surrogate pairs, decoded: the two halves of a character as two code points, or as two numeric references (`&#55357;&#56832;`).

A program that reads UTF-16 code units one by one leaves halves of a character, which no encoder takes and no browser shows.
A lone half stays: it is the caller's way to carry bytes, or all there is left. Sources: the Unicode Standard, section 3.8; HTML
Living Standard, numeric character references.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.rulebook.packs import RuleSet

PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
REFERENCES = re.compile(r"&#([0-9]{5});&#([0-9]{5});|&#[xX]([dD][89abAB][0-9a-fA-F]{2});&#[xX]([dD][c-fC-F][0-9a-fA-F]{2});")
HIGH, LOW = range(0xD800, 0xDC00), range(0xDC00, 0xE000)
RULE = "encoding.surrogates.pair"


def propose(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """One character for every pair of surrogates."""
    text = document.text
    if "&#" in text:
        for match in REFERENCES.finditer(text):
            high, low = (int(digits, 10 if match[1] else 16) for digits in match.groups() if digits)
            if high in HIGH and low in LOW and not document.in_code(*match.span()):
                yield rules.edit(match.start(), match.end(), _character(high, low), RULE)
    if document.is_plain or b"\xed" not in document.utf8:
        return
    for match in PAIR.finditer(text):
        yield rules.edit(match.start(), match.end(), _character(*map(ord, match.group())), RULE)


def _character(high: int, low: int) -> str:
    """The character of two surrogates.

    >>> _character(0xD83D, 0xDE00)
    '😀'
    """
    return chr(0x10000 + ((high - HIGH.start) << 10) + (low - LOW.start))
