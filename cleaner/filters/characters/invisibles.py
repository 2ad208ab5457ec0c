"""Characters that nobody sees, each judged by its neighbours.

What is meant stays: joiners of Persian and the Indic scripts, emoji sequences, flags of regions, variation selectors of
ideographs and emoji, line-break hints of scripts without spaces, direction marks in lines with right-to-left letters. What
is left over goes: soft hyphens inside words (at the end of a line the word is put together), zero-width spaces in Latin
text, stray direction controls and overrides (which show another text than the one that is stored), and hidden messages
written in TAG characters or variation selectors; those are decoded in the reason.

Sources: Unicode Standard 23.2-23.4, Unicode Technical Standard 51 (emoji), Unicode Technical Report 36.
"""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.rulebook.packs import RuleSet

HANDLED = frozenset(
    map(
        chr,
        (
            *(0xAD, 0x61C, 0x115F, 0x1160, 0x3164, 0xFFA0, *range(0x180B, 0x1810), *range(0x200B, 0x2010)),
            *(*range(0x202A, 0x202F), *range(0x2060, 0x206A), *range(0xFE00, 0xFE10), *range(0xE0000, 0xE1000)),
        ),
    )
)


def propose(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """Drop what its context does not call for."""
    if document.odd_characters & HANDLED:
        from cleaner.filters.characters._invisible import surplus

        for kind, start, end, after, reason in surplus(document):
            yield rules.edit(start, end, after, f"characters.invisibles.{kind}", reason)
