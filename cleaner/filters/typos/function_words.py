"""A function word too many, or one that is missing: "the price has is risen", "it must done by May".

Too many: a function word that was not seen between its neighbours, where these were seen side by side. Missing: two words that
were never seen side by side, where a function word was seen beside both. :class:`cleaner.models.ranking.TokenSequence` then
says how much likelier the sentence would be without it, or with it; from the margin of the word on (margins.tsv) the edit is
proposed. What is missing can seldom be known, for a sentence often allows several words: so few words have a margin for that.

Left alone: headlines and notes, which leave words out by right; doubled words (:mod:`cleaner.filters.typos.doubled` has them);
words beside marks, capitals and quotations; every language but English.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.filters._english.context.gate import reads_english
from cleaner.filters._english.judgement import by_context
from cleaner.filters._english.rescoring import Found, in_sentence, is_joint, nats, row_of, strongest
from cleaner.models.cloze import cloze_model
from cleaner.models.ranking import NEVER, TokenSequence
from cleaner.models.sequences import numbers_of
from cleaner.rulebook.packs import RuleSet

BY_COUNTS = 6.0  # nats by which counts of sequences must find a sentence likelier; the margins ask for more
EXTRA, MISSING = "typos.function-words.extra", "typos.function-words.missing"


class Margins(NamedTuple):
    """How much likelier (nats) a sentence must be without a word, and with it; `numbers` of the words without which."""

    extra: dict[str, float]
    missing: dict[str, float]
    numbers: bytes


def propose(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """Drop or insert a word where the sentence is far likelier so."""
    if document.language == "en":
        yield from (
            by_context(document, edit)
            for edit in strongest(sorted(_find(document, rules, rules.cached(read_margins)), key=lambda found: found.token))
        )


def read_margins(rules: RuleSet) -> Margins:
    """The margins of margins.tsv."""
    extra: dict[str, float] = {}
    missing: dict[str, float] = {}
    for line in rules.data("margins.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            rule, word, margin, _ = line.split("\t")
            (extra if rule == EXTRA else missing)[word] = float(margin)
    return Margins(extra, missing, numbers_of(extra))


def _find(document: Document, rules: RuleSet, margins: Margins) -> Iterator[Found]:
    row = row_of(document)
    unusual, unseen = (row.unusual, row.unseen) if row.screens is None else _left_of(row.screens, margins)
    extra = [i for i in unusual if row.names[i] in margins.extra]
    for i, seen in zip(extra, row.side_by_side(extra), strict=True):
        if seen and may_be_extra(row, i):
            yield from _english(document, row, i, _drop(row, i, margins, rules))
    may_stand = {word: row.may_stand_before(unseen, word) for word in margins.missing}
    for i, *fits in zip(unseen, *may_stand.values(), strict=True) if may_stand else ():
        if any(fits) and may_lack(row, i):
            yield from _english(document, row, i, _put(row, i, margins, rules))


def screened(screens: Any) -> bool:
    """Whether the kernel leaves a token, of those of a text that it has read, with the margins that are shipped."""
    return any(_left_of(screens, _shipped_margins()))


@cache
def _shipped_margins() -> Margins:
    return read_margins(RuleSet("typos.function-words"))


def _left_of(screens: Any, margins: Margins) -> tuple[Sequence[int], Sequence[int]]:
    """What the kernel leaves of the tokens not seen between their neighbours, and of those not seen behind the one before."""
    extra, missing = (min(words.values(), default=NEVER) for words in (margins.extra, margins.missing))
    models = cloze_model().in_kernel
    return (
        screens.needless(models, margins.numbers, BY_COUNTS, extra),
        screens.missing(models, tuple(margins.missing), BY_COUNTS, missing),
    )


def _english(document: Document, row: TokenSequence, i: int, found: Found | None) -> Iterator[Found]:
    """What was found at a token, if it stands among English words."""
    if found is not None and reads_english(document, row.starts[i], row.ends[i], own=1):
        yield found


def _drop(row: TokenSequence, i: int, margins: Margins, rules: RuleSet) -> Found | None:
    gain, margin = row.drop(i, BY_COUNTS), margins.extra[row.names[i]]
    if gain <= margin:
        return None
    edit = rules.edit(row.starts[i], row.starts[i + 1], "", EXTRA, f"{nats(gain)} without “{row.names[i]}”")
    return Found(gain - margin, i, edit)


def _put(row: TokenSequence, i: int, margins: Margins, rules: RuleSet) -> Found | None:
    gains = {word: row.put(i, word, BY_COUNTS) for word in margins.missing}
    beyond, gain, word = max((gains[word] - margin, gains[word], word) for word, margin in margins.missing.items())
    if beyond <= 0:
        return None
    return Found(beyond, i, rules.edit(row.ends[i - 1], row.starts[i], f" {word} ", MISSING, f"{nats(gain)} with “{word}”"))


def may_be_extra(row: TokenSequence, i: int) -> bool:
    """Whether token i may be too many: no double, one space before and behind it, in a sentence."""
    if row.names[i] in (row.names[i - 1 : i] + row.names[i + 1 : i + 2]):
        return False
    return is_joint(row, i) and is_joint(row, i + 1) and in_sentence(row, i)


def may_lack(row: TokenSequence, i: int) -> bool:
    """Whether a word may be missing before token i: one space between two words in a sentence."""
    return is_joint(row, i) and in_sentence(row, i)
