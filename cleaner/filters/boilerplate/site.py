"""Lines that repeat over the pages of one site, as a mined pack says; see :mod:`cleaner.pipeline.mining`.

No rules are shipped: what is boilerplate on one site is text on another. A pack comes from `cleaner mine DIR`,
`cleaner.mine(texts)` or a batch run by site, and its rules have the same phrases as those of `boilerplate.phrases`.
Only whole lines go; a title that a page shares with its site's menu goes with it, so mine a site's pages, not books.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.filters.boilerplate._evidence.phrasebook import book_of_packs
from cleaner.filters.boilerplate._evidence.removal import Reason, removals
from cleaner.filters.boilerplate._evidence.sketches import sketched_document
from cleaner.rulebook.packs import RuleSet

BULLET = re.compile(r"\s*([•*·‣▪–-])\s+\S")
LONGEST, MOST = 40, 5  # code points of an item of a menu, items in a row that no other page has


def _between(lines: Sequence[str], found: Mapping[int, Reason]) -> list[tuple[int, Reason]]:
    """The few short items between items of a menu that the pack knows: on some pages a menu has others, or other words."""
    items: list[tuple[int, Reason]] = []
    for above, below in pairwise(sorted(found)):
        bullet = BULLET.match(lines[above])
        if bullet and 1 < below - above <= MOST + 1:
            gap = range(above + 1, below)
            own = [BULLET.match(lines[k]) for k in gap]
            if all(match and match[1] == bullet[1] for match in own) and all(len(lines[k]) <= LONGEST for k in gap):
                items += [(k, found[above]) for k in gap]
    return items


def propose(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """Drop the lines that a pack knows."""
    if not rules.extra:
        return
    book = rules.cached(book_of_packs)
    found = {hit.line: Reason(hit.rule) for hit in book.find(document.lines, sketched_document(document))}
    if found:
        for number, reason in _between(document.lines, found):
            found[number] = reason
        yield from removals(document, rules, found)
