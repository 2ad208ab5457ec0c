"""Misspellings of users' rule packs: words that are always wrong in their texts, each with its correction.

    [[rule]]
    id = "typos.misspellings.house"
    misspellings = { "kubernets" = "Kubernetes", "e-mail" = "email" }

No judgement but that of whoever wrote the pack: a whole word is replaced wherever it stands, its first capital and capitals
throughout are kept. Protected spans are left to the pipeline, as for every filter of words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.core.errors import RuleError
from cleaner.rulebook.packs import RuleSet

KEY = "misspellings"


class UserList:
    """The misspellings of all packs, and one pattern for them."""

    def __init__(self, rules: RuleSet) -> None:
        """Raises RuleError for a table that is none, and for what is no word."""
        self.corrections: dict[str, tuple[str, str]] = {}  # misspelling in lower case -> (rule, correction)
        for rule in (rule for pack in rules.extra for rule in pack.rules):
            table = rule.data.get(KEY, {})
            if not isinstance(table, dict) or not all(wrong and isinstance(right, str) for wrong, right in table.items()):
                raise RuleError(f"{KEY} must be a table of words", where=rule.id, remedy='{ "teh" = "the" }')
            for wrong, right in table.items():
                self.corrections[wrong.lower()] = rule.id, right
        words = sorted(self.corrections, key=len, reverse=True)
        self.pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)", re.IGNORECASE) if words else None

    def edits(self, document: Document, rules: RuleSet) -> Iterator[Edit]:
        """A correction for every whole word of the list, but for words that the user wants kept."""
        for match in self.pattern.finditer(document.text) if self.pattern else ():
            written = match.group()
            rule, right = self.corrections[written.lower()]
            after = _with_capitals(written, right)
            if written.lower() not in rules.words and after != written:
                yield rules.edit(match.start(), match.end(), after, rule, f"misspelling of {right!r}, by the rule pack")


def _with_capitals(written: str, right: str) -> str:
    """The correction with the capitals of the word as written.

    >>> _with_capitals("Teh", "the"), _with_capitals("TEH", "the"), _with_capitals("kubernets", "Kubernetes")
    ('The', 'THE', 'Kubernetes')
    """
    if written.isupper() and len(written) > 1:
        return right.upper()
    return right[:1].upper() + right[1:] if written[:1].isupper() else right
