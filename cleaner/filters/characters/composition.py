"""Letters written apart from their accents, composed: "e" + U+0301 -> "é" (NFC).

Only where base and marks have a composed form: the parts of NFC that replace one character by another (compatibility
ideographs, Indic composition exclusions, the Ångström sign) lose a difference that someone made, and are opt-in as
`typography.compatibility`. Source: Unicode Standard Annex 15.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.rulebook.packs import RuleSet

# Letters of the scripts whose accented forms are one code point, then combining marks; conjoining jamo.
APART = re.compile(
    "[A-Za-z\u00c0-\u024f\u0370-\u03ff\u0400-\u04ff\u1e00-\u1fff][\u0300-\u036f]+|[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?"
)
BEHIND = re.compile("[\u0300-\u036f\u1161-\u1175]")  # what stands behind the first letter of each


def propose(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """The composed letter wherever there is one."""
    text = document.text
    if document.is_plain:
        return
    for first, last in document.beyond_ascii:
        if unicodedata.is_normalized("NFC", text[first:last]):
            continue
        for match in APART.finditer(text, first, last):
            composed = unicodedata.normalize("NFC", match.group())
            if len(composed) < len(match.group()):
                yield rules.edit(match.start(), match.end(), composed, "characters.composition.nfc")
