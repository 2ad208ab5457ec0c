"""Which engine reads a page, and what it says.

    auto         our own judgement of blocks; on pages of products and threads of which it is not sure, another engine has a vote
                 if it is installed; pages that show next to nothing are read from their structured data
    blocks       our own judgement alone
    fast         resiliparse if it is installed, else blocks
    soup, trafilatura, resiliparse      that engine alone, its text found again in the page

No engine has the last word: where another one returns next to nothing of a page that holds text, `blocks` takes over.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from cleaner.html.dom.elements import Element
from cleaner.html.extractors.external import ENGINES, available, text_by
from cleaner.html.extractors.stored import bodies, whole_article
from cleaner.html.rendering.align import align
from cleaner.html.rendering.pieces import Piece
from cleaner.html.selection.blocks import BlockRow, PageBlocks
from cleaner.html.selection.declared import KINDS, Declared, plain
from cleaner.html.selection.judge import judge
from cleaner.html.selection.keep import keep_best
from cleaner.html.selection.structures import Table

NAMES = ("auto", "blocks", "fast", *ENGINES)
STORED = "structured-data"  # the name of the engine where the text is from the data that a page holds
PRODUCT, FORUM = map(KINDS.index, ("product", "forum"))
UNSURE = 0.6  # expected F1 below which another engine is asked
VOTE = 1.5  # logits that the other engine's yes or no weighs
# Of products trafilatura's vote comes to the same F1 as resiliparse's, and its extraction costs 15 times as much; of threads it
# finds the posts where we are least sure. On lists of any kind both leave out most of the text.
VOTERS = {"product": ("resiliparse",), "thread": ("trafilatura", "resiliparse")}
LEAST = 0.02  # share of the page's text; an engine that returns less has failed
BARE = 300  # characters of text on a page that needs scripts to show any
TRIGRAM = 3


class Outcome(NamedTuple):
    """The engine that was used and why; its rows, or the pieces of its text; the F1 to expect, if it says so."""

    engine: str
    why: str
    rows: list[BlockRow]
    pieces: list[Piece]
    expected: float | None = None


def choose(
    field: PageBlocks, facts: Declared, wanted: str, data: Mapping[Element, Table], comments: str = "auto", title: bool = True
) -> Outcome:
    """Read a page with the engine that is wanted, or that fits it best."""
    name = "resiliparse" if wanted == "fast" and available("resiliparse") else wanted
    if name in ENGINES:
        outcome = _foreign(field, name, "asked for" if name == wanted else "the fastest")
        if outcome is not None:
            return outcome
    if _total(field) < BARE:
        pieces = bodies(field.page)
        if sum(len(piece.text or "") for piece in pieces) > 2 * _total(field):
            return Outcome(STORED, "the page shows next to nothing, its structured data hold a text", [], pieces)
    elif pieces := whole_article(field.page, [*field.rows, *field.aside]):
        return Outcome(STORED, "the page shows less than half of the article in its structured data", [], pieces)
    judgement = judge(field, facts)
    if wanted == "auto" and judgement.expected < UNSURE:
        kind = "product" if facts.kinds[PRODUCT] else "thread" if facts.kinds[FORUM] else ""
        voter = next(filter(available, VOTERS.get(kind, ())), None)
        text = text_by(voter, field.page.source, _depth(field)) if voter else ""
        if text:
            rows = keep_best(field, judgement.moved(VOTE, field.rows, votes(field.rows, text)), facts, data, comments, title)
            why = f"a {kind} on which neither engine is sure, expected F1 {judgement.expected:.2f}"
            return Outcome(f"blocks+{voter}", why, rows, [], judgement.expected)
    why = f"expected F1 {judgement.expected:.2f}" if judgement.expected < 1 else "a short page, taken whole"
    return Outcome("blocks", why, keep_best(field, judgement, facts, data, comments, title), [], judgement.expected)


def _foreign(field: PageBlocks, name: str, why: str) -> Outcome | None:
    """What another engine returns, None if that is next to nothing of what the page holds."""
    text = text_by(name, field.page.source, _depth(field)).strip()
    if len(text) <= LEAST * _total(field):
        return None
    return Outcome(name, why, [], align(field.page, text))


def votes(rows: list[BlockRow], text: str) -> list[float]:
    """The share of each row that another engine's text holds too, by words in threes."""
    words = plain(text)
    parts = words.split()
    known = set(zip(parts, parts[1:], parts[2:], strict=False))
    shares = []
    for row in rows:
        own = plain(row.text).split()
        triples = list(zip(own, own[1:], own[2:], strict=False))
        if triples:
            shares.append(sum(triple in known for triple in triples) / len(triples))
        else:
            shares.append(float(f" {' '.join(own)} " in words))
    return shares


def _total(field: PageBlocks) -> int:
    return sum(row.chars for row in field.rows)


def _depth(field: PageBlocks) -> int:
    return max((element.depth for element in field.page.elements), default=0)
