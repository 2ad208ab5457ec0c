"""A verb in the wrong form: "he didn't likes it" -> "he didn't like it", "she have two" -> "she has two".

What asks for a form stands close before the verb: an auxiliary for the base form or the participle, a pronoun for the person. The
scan takes verbs behind these, the pronoun of a question and adverbs left out; the masked model says how much likelier the form is
that they ask for, and counts of sequences must not be against it. Left alone: clauses that end in the auxiliary ("what he did
went unnoticed"), wishes and commands ("that he go", "let it work"), quotations, names, dialect, and every language but English.
Source: the forms of the verb phrase in Huddleston and Pullum, The Cambridge Grammar of the English Language, 3.1.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.core.kernel import kernel
from cleaner.filters._english.context.gate import in_quotation, reads_english, wordset
from cleaner.filters._english.grammar.forms import (
    BASES,
    OWN_THIRD,
    PARTICIPLES,
    PASTS,
    base_of_form,
    base_of_third,
    forms_of,
    third_person,
)
from cleaner.filters._english.grammar.verbs import ADVERBS, HOMOGRAPHS, IRREGULAR, is_adverb, is_base
from cleaner.filters._english.judgement import Thresholds, error_rate, graded, is_story, most_error_rate
from cleaner.filters._english.rescoring import Found, row_of, stands_alone, strongest
from cleaner.models.cloze import cloze_model
from cleaner.models.masked import masked_model
from cleaner.models.ngrams import ngram_model
from cleaner.models.ranking import BITS, TokenSequence
from cleaner.models.sequences import sequence_counts
from cleaner.rulebook.packs import RuleSet

AUXILIARY, AGREEMENT, PARTICIPLE = (f"typos.grammar.{name}" for name in ("auxiliary", "agreement", "participle"))
DO = wordset("do does did don't doesn't didn't")
MODALS = wordset("can could will would shall should may might must can't couldn't won't wouldn't shouldn't mustn't cannot")
BASE_AFTER = DO | MODALS
PLURALS = {"was": "were", "has": "have", "is": "are", "does": "do", "doesn't": "don't"}  # irregular ones behind "they"
SEEN = {"saw": "see"}  # a past that is a base form as well, but seldom: not "they did not found the city"
NOUNS_TOO = wordset("can will might may do must")  # no auxiliaries behind an article: "his will left it to them"
BE = wordset("is are was were been being isn't aren't wasn't weren't")
THIRD, OTHERS = wordset("he she it"), wordset("i you we they")
PRONOUNS = THIRD | OTHERS
OWNERS = wordset("the your my this")  # between "does" and the subject of a question
SKIPPED = wordset("not never ever also just only always already still even please really often")
# What makes a clause that ends in an auxiliary the subject of a verb, and verbs behind which a pronoun has a base form.
SUBORDINATING = wordset("what whatever which whichever who whoever whom all that as than where whatever little much best most")
GOVERNING = wordset(
    "let lets make makes made making see sees saw seeing seen hear hears heard hearing help helps helped helping watch watched"
    " feel felt have had having bid bade lest suggest suggests suggested insist insists insisted demand demands demanded require"
    " requires required recommend recommends recommended propose proposed request requested order ordered ask asked important"
    " essential vital necessary imperative if though whether unless until till notice noticed get like than as"
)
ASKING = wordset("why how when where what who time")  # behind which a question begins with an auxiliary
CLAUSAL = wordset(
    "that because when while since so but think thinks thought know knew believe hope say said says guess maybe now"
)
OWN_PASTS = wordset("fit quit bet wet knit bid beat put cut set let hit hurt cost read shut split spread come run")
REACH = 6  # tokens before a verb in which such a word is looked for
FARTHEST = 3  # tokens between an auxiliary and its verb
# What the masked model says and BY_COUNTS of what counts of sequences say, at most MOST_COUNTED, must come to so many nats that
# the other form is likelier; less in a text with errors, more in one without. Of 25 such places in 0.75 million words of eight
# genres, before those of participles were left out that have less than 6.5, 15 were right; of 14 in 0.55 million words of 13
# genres 3, all others in what people of novels say.
LEAST = {AUXILIARY: 3.0, AGREEMENT: 2.7, PARTICIPLE: 6.5}
BY_COUNTS, MOST_COUNTED = 0.4, 12.0
SPOKEN = 4.0  # nats
AGAINST = 0.0  # nats by which counts of sequences must find it likelier


class Place(NamedTuple):
    """A verb, token `at`, and the form that is meant."""

    at: int
    meant: str
    rule: str


def misformed(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """Put the form that the words before ask for, where one of the rules may."""
    if any(rules.applies(rule, "unsafe") for rule in LEAST) and document.language == "en":
        yield from strongest(_find(document, rules))


def _find(document: Document, rules: RuleSet) -> Iterator[Found]:
    row = row_of(document)
    for place in _places(row):
        if row.names[place.at] in rules.words or not stands_alone(row, place.at):
            continue
        gain = _gain(row, place) - LEAST[place.rule] + document.view(error_rate)
        start, end = row.starts[place.at], row.ends[place.at]
        if gain <= 0.0 or not reads_english(document, start, end, own=1):
            continue
        edit = rules.edit(start, end, place.meant, place.rule)
        if place.rule == AGREEMENT and (document.view(is_story) or in_quotation(document.text, start)):
            edit = edit._replace(safety="suggest")  # people of novels say "she have", "I says"
        for one in graded(document, edit, gain, Thresholds(0.0, 0.0, 0.0)):
            yield Found(gain, place.at, one)


def _gain(row: TokenSequence, place: Place) -> float:
    """How much likelier (nats) the models find the form that is meant; 0 where counts are against it."""
    written, counted = row.names[place.at], row.by_counts_alone(place.at, place.at + 1, [place.meant])
    if counted < AGAINST:
        return 0.0
    model, gain = masked_model(), BY_COUNTS * min(counted, MOST_COUNTED)
    if written == "don't":
        return gain + SPOKEN  # "he don't", of which people's speech that was written down has so much that the model expects it
    if written not in model.fillers or place.meant not in model.fillers:
        return gain if place.rule == AUXILIARY else 0.0
    return gain + model.instead_at(row.text, row.starts[place.at], row.ends[place.at], written, [place.meant])[0]


def _places(row: TokenSequence) -> Iterator[Place]:
    """Verbs whose form is not the one that stands to be expected."""
    for i in range(len(row.names)) if row.screens is None else _left_of(row.screens):
        name = row.names[i]
        if name in BASE_AFTER:
            yield from _behind_auxiliary(row, i)
        elif name in PRONOUNS:
            yield from _behind_pronoun(row, i)
        elif name in BE:
            yield from _behind_be(row, i)


def screened(screens: Any) -> bool:
    """Whether the models may find another form likely enough, in a text that the kernel has read."""
    if not _left_of(screens):
        return False
    row, rate = TokenSequence(ngram_model(), cloze_model(), screens.text()), most_error_rate(screens)
    return any(stands_alone(row, place.at) and _gain(row, place) - LEAST[place.rule] + rate > 0.0 for place in _places(row))


def _left_of(screens: Any) -> Sequence[int]:
    """The tokens that the kernel leaves."""
    found: list[int] = screens.verbs(_kinds(), _forms())
    return found


@cache
def _kinds() -> bytes:
    """For each number of a word what it asks for, and what may stand between it and its verb: bits, as in kernel/verb_forms.c."""
    kinds = bytearray(1 << BITS)
    for words, bit in (
        (BASE_AFTER, 1),
        (THIRD, 2),
        (OTHERS, 4),
        (BE, 8),
        (("do", "don't"), 16),
        (("does", "did"), 32),
        (OWNERS, 64),
    ):
        for number in {sequence_counts().number(word) for word in words}:
            kinds[number] |= bit
    return bytes(kinds)


@cache
def _forms() -> Any:
    """What the kernel asks about the words behind these: about irregular ones once, about others if they end like a form."""
    words = {*SKIPPED, *SEEN, *OWN_PASTS, *PLURALS, *IRREGULAR, *HOMOGRAPHS, *PASTS, *PARTICIPLES, *OWN_THIRD, *BASES, "see"}
    words.update(adverb.decode("ascii") for adverb in ADVERBS)
    return kernel().Forms(wrong_behind, {word: wrong_behind(word) for word in words})


def wrong_behind(word: str) -> int:
    """Behind which kinds of words (1: an auxiliary, 2: "he", 4: "they", 8: "be") a word may be in the wrong form; 16: it is an
    adverb, which may stand between.

    >>> [wrong_behind(word) for word in ("went", "take", "takes", "never", "house")]
    [1, 10, 5, 16, 10]
    """
    adverb = word in SKIPPED or is_adverb(word.encode("utf-8"))
    return (
        (_misses_base(word) != "")
        | (_third_of(word) != "") << 1
        | (_plural_of(word) != "") << 2
        | (_participle_of(word) != "") << 3
        | adverb << 4
    )


def _misses_base(verb: str) -> str:
    """The base form, of a word that is wrong behind an auxiliary."""
    return "" if verb in ("was", "were") else base_of_form(verb) or SEEN.get(verb, "")


def _third_of(verb: str) -> str:
    """The third person, of a word that is wrong behind "he"."""
    meant = third_person(verb) if verb in ("have", "don't", "are") or _is_verb(verb) else ""
    return "" if verb in OWN_PASTS or meant == verb else meant


def _plural_of(verb: str) -> str:
    """What is meant by a word that is wrong behind "they"."""
    meant = PLURALS.get(verb, "") or base_of_third(verb)
    return "" if verb in OWN_PASTS or meant == verb else meant


def _participle_of(verb: str) -> str:
    """The participle, of a word that is wrong behind "was"."""
    participle = forms_of(verb).participle if _is_verb(verb) else ""
    return "" if participle == verb else participle


def _behind_auxiliary(row: TokenSequence, i: int) -> Iterator[Place]:
    """A past or a third person behind "did", "can" and the like."""
    names, before = row.names, _clause(row, i)
    asks = not before or before[-1] in ASKING
    if names[i] in NOUNS_TOO and not (before and before[-1] in PRONOUNS) and not (asks and set(names[i + 1 : i + 2]) & PRONOUNS):
        return
    at = i + 1
    if names[i] in ("do", "don't") and names[at : at + 1] and names[at] in THIRD and (not before or before[-1] in ASKING):
        yield Place(i, third_person(names[i]), AGREEMENT)
    if asks and names[at : at + 1] and names[at] in PRONOUNS:
        at += 1
    elif asks and names[i] in ("does", "did") and names[at : at + 1] and names[at] in OWNERS:
        at += 2
    elif not SUBORDINATING.isdisjoint(before) and not names[i].endswith("n't"):
        return
    at = _past_adverbs(row, at)
    if at >= len(names) or not _are_joined(row, i, at):
        return
    base, owns = _misses_base(names[at]), at == i + 1 and names[i] in ("do", "does", "did")
    if base and not (owns and base_of_third(names[at])):  # "I did courses"
        yield Place(at, base, AUXILIARY)


def _behind_pronoun(row: TokenSequence, i: int) -> Iterator[Place]:
    """A base form behind "he", a third person behind "they"."""
    names, before = row.names, _clause(row, i)
    if before and (before[-1] in BASE_AFTER or before[-1] in ("to", "of") or not GOVERNING.isdisjoint(before)):
        return
    if before[1:] and before[-1] == "and":
        return  # "he and she work"
    at = _past_adverbs(row, i + 1)
    if at >= len(names) or not _are_joined(row, i, at):
        return
    if names[i] in ("it", "you") and before and before[-1] not in CLAUSAL:
        return  # an object: "causing it ruin", "the arguments against it have"
    meant = _third_of(names[at]) if names[i] in THIRD else _plural_of(names[at])
    if meant and not (names[i] == "i" and names[at] in ("was", "is")):
        yield Place(at, meant, AGREEMENT)


def _behind_be(row: TokenSequence, i: int) -> Iterator[Place]:
    """A base form behind "was": "it was build in 1900"."""
    at = _past_adverbs(row, i + 1)
    if at < len(row.names) and _are_joined(row, i, at):
        participle = _participle_of(row.names[at])
        if participle:
            yield Place(at, participle, PARTICIPLE)


def _are_joined(row: TokenSequence, first: int, last: int) -> bool:
    """Whether nothing but single spaces stands between tokens."""
    return all(row.text[row.ends[k] : row.starts[k + 1]] == " " for k in range(first, last))


def _is_verb(word: str) -> bool:
    """Whether a word is a base form that has a past."""
    return is_base(word) and forms_of(word).past not in ("", word)


def _past_adverbs(row: TokenSequence, at: int) -> int:
    """The first token from `at` on that is no adverb."""
    stop = at + FARTHEST
    while at < min(stop, len(row.names) - 1) and (row.names[at] in SKIPPED or is_adverb(row.names[at].encode("utf-8"))):
        at += 1
    return at


def _clause(row: TokenSequence, i: int) -> list[str]:
    """The words before token i, back to a mark or the beginning of its sentence."""
    found: list[str] = []
    for k in range(i - 1, max(-1, i - 1 - REACH), -1):
        if row.is_start(k + 1) or not row.names[k][0].isalnum():
            break
        found.append(row.names[k])
    return found[::-1]
