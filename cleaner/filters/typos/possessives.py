"""A possessive without its apostrophe: "in his sisters house" -> "in his sister's house".

The scan takes words with an -s ("sisters", "childrens") before another word in small letters;
:class:`cleaner.models.ranking.TokenSequence` says how much likelier the sentence would be with the possessive of the singular.
Left alone: names, whose plural and possessive no list tells apart, rare nouns, words that stand where they are known to stand,
and every language but English.
"""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.filters._english.context.gate import reads_english
from cleaner.filters._english.judgement import by_context, error_rate
from cleaner.filters._english.rescoring import Found, is_joint, nats, row_of, stands_alone, strongest
from cleaner.models.ranking import NEVER, TokenSequence
from cleaner.models.wordlists.lexicon import english_lexicon
from cleaner.rulebook.packs import RuleSet

RULE = "typos.possessives.noun"
LEAST_COUNT = 15.0  # times the training text holds the singular; of rarer ones the models know too little
PROMISING = (
    -2.0
)  # nats by which pairs with both neighbours must find the possessive likelier; all of a text are looked up at once
VERBS = frozenset(("lets",))  # which has an apostrophe of its own: "and so lets innocence go on"
SHORTEST = 4  # letters of a plural: "his", "was" and "this" are none


def propose(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """Put the apostrophe where a possessive is far likelier than a plural."""
    if document.language == "en":
        yield from (by_context(document, edit) for edit in strongest(_find(document, rules)))


def _find(document: Document, rules: RuleSet) -> Iterator[Found]:
    row, margin = row_of(document), float(rules[RULE].data["margin"]) - document.view(error_rate)
    plurals = [i for i, name in enumerate(row.names) if name.endswith("s") and name not in rules.words]
    promising = row.promising(plurals, [possessive(row.names[i]) for i in plurals], PROMISING, unusual=False)
    for i, is_promising in zip(plurals, promising, strict=True):
        name = row.names[i]
        if is_promising and may_possess(row, i):
            gain, start, end = row.reword(i, possessive(name), by_counts=NEVER), row.starts[i], row.ends[i]
            if gain > margin and reads_english(document, start, end, own=1):
                mark = "’" if "’" in document.text and "'" not in document.text else "'"
                reason = f"{nats(gain)} with the possessive of “{name[:-1]}”"
                yield Found(gain - margin, i, rules.edit(end - 1, end, f"{mark}s", RULE, reason))


def possessive(plural: str) -> str:
    """The possessive of the singular.

    >>> possessive("sisters")
    "sister's"
    """
    return f"{plural[:-1]}'s"


def may_possess(row: TokenSequence, i: int) -> bool:
    """Whether token i is a common noun with an s, not where it is known to stand, and a word in small letters is behind it."""
    name = row.names[i]
    if (
        len(name) < SHORTEST
        or name in VERBS
        or not name.isalpha()
        or name.endswith("ss")
        or not row.text[row.starts[i]].islower()
    ):
        return False
    if not is_joint(row, i + 1) or row.is_usual_by_triples(i) or not stands_alone(row, i):
        return False
    return row.model.count(name[:-1]) >= LEAST_COUNT and english_lexicon().size(name[:-1]).lower > 0
