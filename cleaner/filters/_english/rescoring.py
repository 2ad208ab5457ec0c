"""What the filters of whole wordings share: the tokens of a document with both models, and where a change may stand.

:mod:`~cleaner.filters.typos.ranker`, :mod:`~cleaner.filters.typos.function_words`,
:mod:`~cleaner.filters.typos.possessives`, :mod:`~cleaner.filters.typos.compounds` and
:mod:`~cleaner.filters.typos.real_words` weigh a sentence as it stands against the same sentence otherwise. Their edits are
unsafe; the models are opened when one of them runs.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.models.cloze import cloze_model
from cleaner.models.ngrams import ngram_model
from cleaner.models.ranking import TokenSequence
from cleaner.rulebook.packs import RuleSet

REACH = 3  # tokens: changes nearer than this share their context
BEFORE, AFTER = frozenset(" \t\n([—–"), frozenset(" \t\n,;:.!?)]—–")
OPENED, CLOSED = ("(", "["), (")", "]")
SHORTEST = 5  # tokens of a sentence in which words may be missing or too many; headlines leave words out
LONGEST = 100  # tokens of it on either side; what is longer is no sentence
STOPS = frozenset(".!?")


class Found(NamedTuple):
    """An edit at a token, and how much likelier (nats) it makes the sentence, beyond what its rule asks."""

    gain: float
    token: int
    edit: Edit


def row_of(document: Document) -> TokenSequence:
    """The tokens of a document, made once for all filters."""
    return document.view(_row)


def _row(document: Document) -> TokenSequence:
    return TokenSequence(ngram_model(), cloze_model(), document.text)


def strongest(found: Iterable[Found]) -> list[Edit]:
    """Of edits that share their context, the one with the largest gain: the others were judged by an error beside them."""
    kept: list[Found] = []
    for one in found:
        if kept and one.token - kept[-1].token < REACH:
            if one.gain > kept[-1].gain:
                kept[-1] = one
        else:
            kept.append(one)
    return [one.edit for one in kept]


def margin_of(rules: RuleSet, rule: str) -> float:
    """How much likelier (nats) a sentence must be with another wording, as a rule says."""
    return float(rules[rule].data["margin"])


@cache
def shipped_margin(filter_name: str, rule: str) -> float:
    """The same as shipped."""
    return margin_of(RuleSet(filter_name), rule)


def stands_alone(row: TokenSequence, i: int) -> bool:
    """Whether a token is a word in a sentence: lower case or capitalised, between spaces and punctuation, not quoted."""
    text, start, end = row.text, row.starts[i], row.ends[i]
    if not (text[start + 1 : end].islower() or end - start == 1) or (text[start].isupper() and not row.is_start(i)):
        return False
    if text[start - 1 : start] in OPENED and text[end : end + 1] in CLOSED:
        return False  # "What is (are) tide tables?"
    return (start == 0 or text[start - 1] in BEFORE) and (end == len(text) or text[end] in AFTER)


def is_joint(row: TokenSequence, i: int) -> bool:
    """Whether one space is all that stands between the tokens i - 1 and i, words in small letters or the first of a sentence."""
    if not 0 < i < len(row.names) or row.text[row.ends[i - 1] : row.starts[i]] != " ":
        return False
    before, behind = row.text[row.starts[i - 1] : row.ends[i - 1]], row.text[row.starts[i] : row.ends[i]]
    return behind.islower() and (before.islower() or (before[:1].isupper() and row.is_start(i - 1)))


def in_sentence(row: TokenSequence, i: int) -> bool:
    """Whether the words around token i begin with a capital, end with a stop, and are more than a headline."""
    low, high = row.sentence(i)
    if max(i - low, high - i) > LONGEST:
        return False
    return high - low >= SHORTEST and row.names[high] in STOPS and row.text[row.starts[low]].isupper()


def nats(gain: float) -> str:
    """How a gain reads in a reason."""
    return f"the sentence is {gain:.1f} nats likelier"
