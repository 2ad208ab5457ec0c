"""Lines that repeat over the pages of one site, as a mined pack says; see :mod:`cleaner.pipeline.mining`.

No rules are shipped: what is boilerplate on one site is text on another. A pack comes from `cleaner mine DIR`,
`cleaner.mine(texts)` or a batch run by site, and its rules have the same phrases as those of `boilerplate.phrases`.
Only whole lines go; a title that a page shares with its site's menu goes with it, so mine a site's pages, not books.
"""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.filters.boilerplate._phrasebook import book_of_packs
from cleaner.filters.boilerplate._removal import Reason, removals
from cleaner.filters.boilerplate._sketches import sketched_document
from cleaner.rulebook.packs import RuleSet


def propose(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """Drop the lines that a pack knows."""
    if not rules.extra:
        return
    book = rules.cached(book_of_packs)
    found = {hit.line: Reason(hit.rule) for hit in book.find(document.lines, sketched_document(document))}
    if found:
        yield from removals(document, rules, found)
