"""One word written as two: "the coat tails of the super highway" -> "the coattails of the superhighway".

The scan takes two words side by side whose letters make a common word; :class:`cleaner.models.ranking.TokenSequence` says how
much likelier the sentence would be with that word: "up hill" may be "uphill", while "a round figure" and "it may be" stay what
they are. Left alone: capitals, words that the document writes apart again, and every language but English. Pairs of which a
half is no word are for :mod:`cleaner.filters.typos.spacing`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.filters._english.context.gate import reads_english, wordset
from cleaner.filters._english.judgement import by_context, error_rate, most_error_rate
from cleaner.filters._english.rescoring import Found, is_joint, margin_of, nats, row_of, shipped_margin, stands_alone, strongest
from cleaner.models.cloze import cloze_model
from cleaner.models.ngrams import ngram_model
from cleaner.models.ranking import BY_COUNTS, TokenSequence
from cleaner.models.sequences import numbers_of
from cleaner.models.wordlists.lexicon import english_lexicon
from cleaner.rulebook.packs import RuleSet

RULE = "typos.compounds.parted"
LAST = wordset("s t d m ll re ve")  # what an apostrophe was lost before: "the folk s property"
FIRST = wordset("a an the is was be i he she we it as so to am or me in no")  # words by themselves: "a void", "is suing"
WORDS = 1.5  # nats more that two common words ask for: "with its long horns", "some how"
COMMON = 3  # size class of such words
PREFIXES = frozenset(("over", "out", "under"))  # that make new words of verbs and participles
SELDOM, SHARE = 0.5, 0.4  # counts of such a word; share of what sequences of up to four words say of it
SHORTEST = 5  # letters of a word that may have been parted
LARGEST_CLASS = 5  # size class of such a word: a pocket dictionary holds it


def propose(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """Close the space where one word is far likelier than two."""
    if document.language == "en":
        yield from (by_context(document, edit) for edit in strongest(_find(document, rules)))


def _find(document: Document, rules: RuleSet) -> Iterator[Found]:
    row, apart = row_of(document), rules.cached(_apart)
    places: Sequence[int] = row.unusual if row.screens is None else _left_of(row.screens)
    if not places:
        return
    margin = margin_of(rules, RULE) - document.view(error_rate)
    for i in places:
        if may_be_parted(row, i) and not {f"{row.names[i]} {row.names[i + 1]}", row.names[i] + row.names[i + 1]} & (
            apart | rules.words
        ):
            gain, start, end = _joined(row, i), row.ends[i], row.starts[i + 1]
            least = _least(row, i, margin)
            if gain > least and _is_once(document, row, i) and reads_english(document, row.starts[i], row.ends[i + 1], own=2):
                reason = f"{nats(gain)} with “{row.names[i]}{row.names[i + 1]}”"
                yield Found(gain - margin, i, rules.edit(start, end, "", RULE, reason))


def screened(screens: Any) -> bool:
    """Whether one word may be likely enough, in a text that the kernel has read, by the margin that is shipped."""
    places = _left_of(screens)
    if not places:
        return False
    row = TokenSequence(ngram_model(), cloze_model(), screens.text())
    margin = shipped_margin("typos.compounds", RULE) - most_error_rate(screens)
    return any(may_be_parted(row, i) and _joined(row, i) > _least(row, i, margin) for i in places)


def _least(row: TokenSequence, i: int, margin: float) -> float:
    """How much likelier one word must be: more where both are common by themselves."""
    return margin + WORDS * _are_common(row.names[i], row.names[i + 1])


def _left_of(screens: Any) -> Sequence[int]:
    """The tokens that the kernel leaves."""
    found: list[int] = screens.parted(*_no_parts(), SHORTEST, LARGEST_CLASS, SELDOM, BY_COUNTS)
    return found


@cache
def _no_parts() -> tuple[bytes, bytes]:
    """What the kernel takes for no part of a word: the words that begin none, and those that end none."""
    return numbers_of(FIRST, listed=True), numbers_of(LAST, listed=True)


def _joined(row: TokenSequence, i: int) -> float:
    """How much likelier the sentence is with one word; one that begins with a preposition may be rare: "it was over priced"."""
    return row.join(i, SELDOM, SHARE) if row.names[i] in PREFIXES else row.join(i)


def _are_common(*words: str) -> bool:
    return all(0 < english_lexicon().size(word).lower <= COMMON for word in words)


def _apart(rules: RuleSet) -> frozenset[str]:
    """Pairs that many write apart by right."""
    return frozenset(rules[RULE].data["apart"])


def may_be_parted(row: TokenSequence, i: int) -> bool:
    """Whether the tokens i and i + 1 make a common word, with one space between and none of them part of something else."""
    if i + 1 >= len(row.names):
        return False
    word = row.names[i] + row.names[i + 1]
    if (
        len(word) < SHORTEST
        or not word.isalpha()
        or row.names[i] in FIRST
        or row.names[i + 1] in LAST
        or not 0 < english_lexicon().size(word).lower <= LARGEST_CLASS
    ):
        return False
    return is_joint(row, i + 1) and stands_alone(row, i) and stands_alone(row, i + 1)


def _is_once(document: Document, row: TokenSequence, i: int) -> bool:
    """Whether the document does not write the two words side by side again: it would be its spelling."""
    return document.folded.count(document.folded[row.starts[i] : row.ends[i + 1]]) == 1
