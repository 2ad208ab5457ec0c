"""Words that exist and were not meant: "back to there house" -> "back to their house".

The scan takes every word that is easily taken for another (rules/typos/ranker/margins.tsv) and does not stand between
neighbours that it is known to stand between. :class:`cleaner.models.ranking.Row` then says how much likelier the sentence
would be with the other word; from the margin of the pair on, the edit is proposed. Of edits that share their context only
the one with the most evidence is made. Left alone: words in quotation marks, in capitals, in the middle of a compound, and
every language but English.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from cleaner.document import Document
from cleaner.edits import Edit
from cleaner.filters.typos._english import reads_english
from cleaner.rulebook import RuleSet

if TYPE_CHECKING:
    from cleaner.models.ranking import Row

WORD_LEVEL = True
UNSAFE_ONLY = True
REACH = 3  # tokens: edits nearer than this share their context
BEFORE, AFTER = frozenset(" \t\n([—–"), frozenset(" \t\n,;:.!?)]—–")


class Swap(NamedTuple):
    """The other word for a written one, and how much likelier (natural-log units) the sentence must be with it."""

    meant: str
    margin: float
    rule: str


class Found(NamedTuple):
    """A swap at a token; `gain` is how much likelier the sentence becomes, beyond the margin."""

    gain: float
    token: int
    swap: Swap


def propose(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """Put the other word where the sentence is far likelier with it."""
    swaps = rules.kept(read_swaps)
    if document.language != "en" or not _may_hold(document, swaps):
        return
    from cleaner.models.ngrams import english
    from cleaner.models.ranking import Row

    row = Row(english(), document.text)
    for found in _strongest(_find(document, row, swaps, rules.words)):
        start, end = row.starts[found.token], row.ends[found.token]
        meant = _in_case(document, document.text[start:end], found.swap.meant)
        reason = f"the sentence is {found.gain + found.swap.margin:.1f} nats likelier with “{meant}”"
        yield rules.edit(start, end, meant, found.swap.rule, reason)


def read_swaps(rules: RuleSet) -> dict[str, list[Swap]]:
    """The swaps of each written word, from margins.tsv."""
    swaps: dict[str, list[Swap]] = {}
    for line in rules.file("margins.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            written, meant, margin, _, rule = line.split("\t")
            swaps.setdefault(written, []).append(Swap(meant, float(margin), rule))
    return swaps


def _may_hold(document: Document, swaps: dict[str, list[Swap]]) -> bool:
    """Whether any word of the swaps is in the document; folding takes words apart at an apostrophe."""
    return any(written.partition("'")[0].encode("ascii") in document.vocabulary for written in swaps)


def _find(document: Document, row: Row, swaps: dict[str, list[Swap]], kept: frozenset[str]) -> Iterator[Found]:
    for i, name in enumerate(row.names):
        options = swaps.get(name)
        if options and name not in kept and not row.is_usual(i) and _stands_alone(row, i):
            gain, swap = max((row.swap(i, option.meant) - option.margin, option) for option in options)
            if gain > 0 and reads_english(document, row.starts[i], row.ends[i], own=1):
                yield Found(gain, i, swap)


def _stands_alone(row: Row, i: int) -> bool:
    """Whether a token is a word in a sentence: lower case or capitalised, between blanks and punctuation, not quoted."""
    text, start, end = row.text, row.starts[i], row.ends[i]
    if not (text[start + 1 : end].islower() or end - start == 1) or (text[start].isupper() and not row.is_start(i)):
        return False
    return (start == 0 or text[start - 1] in BEFORE) and (end == len(text) or text[end] in AFTER)


def _strongest(found: Iterable[Found]) -> list[Found]:
    """Of edits that share their context, the one with the largest gain."""
    kept: list[Found] = []
    for one in found:
        if kept and one.token - kept[-1].token < REACH:
            if one.gain > kept[-1].gain:
                kept[-1] = one
        else:
            kept.append(one)
    return kept


def _in_case(document: Document, written: str, meant: str) -> str:
    """The word with the capital and the apostrophe that the writer uses."""
    if written[0].isupper() or (meant.startswith("i'") and document.words["I"] > document.words["i"]):
        meant = meant[0].upper() + meant[1:]
    return meant.replace("'", "’") if "’" in document.text and "'" not in document.text else meant
