"""A possessive without its apostrophe: "in his sisters house" -> "in his sister's house".

The scan takes words with an -s ("sisters", "childrens") before another word in small letters;
:class:`cleaner.models.ranking.TokenSequence` says how much likelier the sentence would be with the possessive of the singular,
and the masked model where it knows both words (`brother's`, 150 of them).
Left alone: names, whose plural and possessive no list tells apart, rare nouns, words that stand where they are known to stand,
and every language but English.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.core.views import languages as language
from cleaner.filters._english.context.gate import reads_english, wordset
from cleaner.filters._english.grammar.verbs import is_common
from cleaner.filters._english.judgement import MOST_CARELESS, by_context, error_rate
from cleaner.filters._english.rescoring import Found, is_joint, margin_of, nats, row_of, shipped_margin, stands_alone, strongest
from cleaner.models.cloze import cloze_model
from cleaner.models.masked import masked_model
from cleaner.models.ranking import NEVER, TokenSequence
from cleaner.models.sequences import numbers_of, sequence_counts
from cleaner.models.wordlists.lexicon import english_lexicon
from cleaner.rulebook.packs import RuleSet

RULE = "typos.possessives.noun"
LEAST_COUNT = 15.0  # times the training text holds the singular; of rarer ones the models know too little
PROMISING = (
    -2.0
)  # nats by which pairs with both neighbours must find the possessive likelier; all of a text are looked up at once
SURE = 2.0  # nats of an edit that lists decide: 88 in 100
VERBS = frozenset(("lets",))  # which has an apostrophe of its own: "and so lets innocence go on"
WEIGHED, CARE = 3.5, 1.5  # nats by which the masked model must find the possessive likelier; more in a careful text
NO_NOUNS = wordset(language.FUNCTION_WORDS["en"]) | wordset("race shall should might must may also never")  # "arms race"
OWNERS = wordset("my your his her our their")
# Whose things one speaks of: no compound begins with the plural of these, as "sports car" does.
KIN = wordset(
    "aunts babys bosses boyfriends brothers cats cousins dads daughters doctors dogs fathers friends girlfriends"
    " grandfathers grandmas grandmothers grandpas hamsters horses husbands kittens moms mothers mums neighbors neighbours"
    " puppys rabbits roommates sisters sons teachers uncles wifes"
)
ADVERBS = wordset("home loose back together alone half round part right time times while")  # "sent his daughters home"
BEHIND_NOUN = wordset(
    "is was are were has had have will would can could in on at but or for to from with of that who which last yesterday"
    " today because when while if as so isn't wasn't . , ; : ! ?"
)
NOUN = (
    8.0  # times as often a word must stand behind "the" and "a" as behind "to", "they", "is" and the like to be taken for a noun
)
SHORTEST = 4  # letters of a plural: "his", "was" and "this" are none


def propose(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """Put the apostrophe where a possessive is far likelier than a plural."""
    if document.language == "en":
        yield from (by_context(document, edit) for edit in strongest(_find(document, rules)))


def _find(document: Document, rules: RuleSet) -> Iterator[Found]:
    row, margin = row_of(document), margin_of(rules, RULE)
    places: Sequence[int] = range(len(row.names)) if row.screens is None else screened(row.screens, margin)
    plurals = [i for i in places if row.names[i].endswith("s") and row.names[i] not in rules.words]
    if not plurals:
        return
    margin -= document.view(error_rate)
    promising = row.promising(plurals, [possessive(row.names[i]) for i in plurals], PROMISING, unusual=False)
    least = WEIGHED - CARE * min(0.0, document.view(error_rate))
    weighed = {i: gain for i in plurals if may_possess(row, i) and (gain := _weighed(row, i)) > least}
    for i, gain in weighed.items():
        if reads_english(document, row.starts[i], row.ends[i], own=1):
            yield Found(gain - least, i, _edit(document, rules, row, i, gain))
    for i in plurals:
        if i not in weighed and _is_of_kin(row, i) and reads_english(document, row.starts[i], row.ends[i], own=1):
            weighed[i] = SURE
            yield Found(SURE, i, _edit(document, rules, row, i, SURE))
    for i, is_promising in zip(plurals, promising, strict=True):
        name = row.names[i]
        if i in weighed:
            continue
        if is_promising and may_possess(row, i):
            gain = row.reword(i, possessive(name), by_counts=NEVER)
            if gain > margin and reads_english(document, row.starts[i], row.ends[i], own=1):
                yield Found(gain - margin, i, _edit(document, rules, row, i, gain))


def screened(screens: Any, margin: float | None = None) -> Sequence[int]:
    """The tokens that the kernel leaves, of those of a text that it has read; `margin`: of the rule, if not the one shipped."""
    models = cloze_model().in_kernel, masked_model().net
    margin = shipped_margin("typos.possessives", RULE) if margin is None else margin
    limits = SHORTEST, PROMISING, LEAST_COUNT, margin - MOST_CARELESS, WEIGHED
    found: list[int] = screens.plurals(*models, *_wanted(), *limits)
    return found


@cache
def _wanted() -> tuple[bytes, ...]:
    """Which words the kernel looks for: kin, owners, plurals that the masked model knows with their possessives, and what stands
    behind none of these.
    """
    fillers, number = masked_model().fillers, sequence_counts().number
    plurals = [name for name in fillers if name[-1:] == "s" and possessive(name) in fillers]
    weighed = array("I")
    for row in sorted((number(name), fillers[name], fillers[possessive(name)]) for name in plurals):
        weighed.extend(row)
    return numbers_of(KIN), numbers_of(OWNERS), weighed.tobytes(), numbers_of(NO_NOUNS, listed=True)


def _weighed(row: TokenSequence, i: int) -> float:
    """How much likelier (nats) the masked model finds the possessive; of words that it does not know both of, nothing."""
    model, name, other = masked_model(), row.names[i], possessive(row.names[i])
    if name not in model.fillers or other not in model.fillers or row.names[i + 1] in NO_NOUNS:
        return 0.0
    return model.instead_at(row.text, row.starts[i], row.ends[i], name, [other])[0]


def _is_of_kin(row: TokenSequence, i: int) -> bool:
    """Whether somebody's relative or animal stands before a noun: "my dads car", not "my friends love it", "my cats sleep"."""
    if row.names[i] not in KIN or row.names[i - 1 : i] == [] or row.names[i - 1] not in OWNERS or not stands_alone(row, i):
        return False
    if not is_joint(row, i) or not is_joint(row, i + 1) or row.names[i + 1] in NO_NOUNS:
        return False
    counts, behind = row.counts, row.names[i + 1]
    if behind in ADVERBS or (row.names[i + 2 : i + 3] and row.names[i + 2] not in BEHIND_NOUN):
        return False  # "my friends order pizza", "my dads old car", of which the models know more
    noun = sum(counts.count(before, behind) for before in ("the", "a", "his"))
    verb = sum(counts.count(before, behind) for before in ("to", "they", "will", "people", "is", "was", "very", "more"))
    return noun > NOUN * (verb + 1.0) and not (behind.endswith(("ing", "ly", "ed")) or is_common(f"{behind}est"))


def _edit(document: Document, rules: RuleSet, row: TokenSequence, i: int, gain: float) -> Edit:
    """The edit at a plural."""
    mark, end = "’" if "’" in document.text and "'" not in document.text else "'", row.ends[i]
    reason = f"{nats(gain)} with the possessive of “{row.names[i][:-1]}”"
    return rules.edit(end - 1, end, f"{mark}s", RULE, reason)


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
