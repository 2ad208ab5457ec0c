"""A past tense after `to`: "the army to collapsed" -> "the army collapsed", "they want to went" -> "they want to go".

English has no `to` before a past tense, so one of the two words is an error. Which one, the words around tell: behind a
subject (`the army`, `he`, `which`) the `to` goes; behind a word that asks for an infinitive (`want`, `able`, `in order`)
the verb is put into its base form; elsewhere the evidence is scored (:mod:`~cleaner.filters._english.grammar.tense`), and both
ways it may forbid what the lists allow. Where neither is plain, nothing is done: `the man she gave the book to said` (a `to`
that is left behind), `due to increased demand` (a participle before a noun), `from planned to finished`.

Candidates are ` to ` and a word in -ed or an irregular past tense, in the folded text; few of them have a word behind
them that a finite verb could have, and only these are looked at. Where an adverb stands between (`to quickly decided`), the
text without it is judged. Other forms of verbs (:mod:`~cleaner.filters._english.grammar.agreement`) are unsafe.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.filters._english.context.gate import CONTEXT, Context, context, wordset
from cleaner.filters._english.grammar import tense, verbs
from cleaner.filters._english.grammar.agreement import misformed
from cleaner.filters._english.grammar.clauses import (
    AFTER_VERB,
    CLAUSE_STARTS,
    DETERMINERS,
    DETERMINERS_AS_SUBJECTS,
    NOMINATIVE,
    QUANTIFIERS,
    RELATIVE,
    clause_of,
    goes_from,
    has_verb,
    is_governed,
    is_named,
)
from cleaner.filters._english.grammar.numerals import is_numeral
from cleaner.filters._english.grammar.tense import AUXILIARIES, Signs, read_weights
from cleaner.filters._english.grammar.verbs import HOMOGRAPHS, IRREGULAR, PURE_PAST, is_base, is_common
from cleaner.filters._english.judgement import Thresholds, graded, stands_in_english
from cleaner.filters._english.triggers import places_of_to
from cleaner.models.error_detector import Reading, to_past_detector
from cleaner.rulebook.packs import RuleSet

NAME_BEHIND = re.compile(r" (?!I\b)[A-Z][\w’'-]")
WITHOUT_VERB = wordset("with without and commitment links link access")  # in a clause whose "to" belongs to a noun
NOUNS_IN_LY = wordset(
    "family assembly supply italy july reply ally bully monopoly anomaly butterfly fly belly rally tally table cable"
)
MOVES = wordset("to from by above below sharply again up in into on off apart down behind out inside within over asleep ill")
FOUND = wordset("that himself herself itself themselves ourselves it out no him them guilty")  # what nobody founds
OBJECTS = DETERMINERS | wordset("it them her me us you that those some any all both each every what how")
# Log-odds (cleaner.filters._english.grammar.tense) from which on `to` is dropped: behind a subject and before what suits a finite
# verb, behind a subject, an adverb or the conjunction of a second verb, and elsewhere. Of 1,707 natural places in 42 million
# words two pass, both errors; behind a subject none has more than -1.0.
FINITE, BEHIND_SUBJECT, ELSEWHERE = Thresholds(-0.5, -1.5, -2.5), Thresholds(-0.2, -1.0, -2.0), Thresholds(1.2, 0.5, -1.0)
# The same behind a `to` left behind ("those they paid it to had none"), and of what may describe ("and to departed friends").
SELDOM, DESCRIBING, STRANDING = Thresholds(3.5, 2.0, 0.5), Thresholds(3.0, 1.5, 0.0), frozenset(("was", "were", "had"))
ADVERBS = wordset(
    "also then just even still never only already first soon always once again often now almost ever later finally simply and but"
)
# The same for the base form, of the detector alone: that one of the two words is an error, and that it is the verb; where the
# word before asks for no infinitive, and where it does.
ERROR, BASE = (7.0, tense.LEAST_ERROR), (3.0, tense.LEAST_BASE)
BASED, ONLY_SUGGEST = Thresholds(0.0, 0.0, 0.0), Thresholds(99.0, 99.0, -1.0)
REACH = 400  # code points on either side of a `to` with an adverb behind it that are judged
GOVERNED = 2.0  # nats by which the base form must be likelier than a word that is left out, behind a verb and its object
NOTES = re.compile(r"[_(){}<>=#*\[\]`+\t|/]|  |\w[.:]\w|\d:|\n\s*-|[a-z]:")  # marks of code, of lists, of keys and values
PRONOUNS = NOMINATIVE | RELATIVE | {"you", "what", "there"}


class Lists(NamedTuple):
    """The words of the rules' packs that decide which of the two words goes."""

    infinitive: frozenset[str]
    either: frozenset[str]
    stranding: frozenset[str]
    relating: frozenset[str]
    before_infinitive_clause: frozenset[str]
    no_infinitive: frozenset[str]
    object_and_infinitive: frozenset[str]


def _lists(rules: RuleSet) -> Lists:
    data = rules["typos.grammar.to-past"].data
    keys = ("infinitive_after", "either_after", "leaves_to_behind", "relates_by_to", "who_to_after", "takes_no_infinitive")
    object_after = rules["typos.grammar.to-past-base"].data["object_and_infinitive_after"]
    return Lists(*(wordset(" ".join(words)) for words in (*(data[key] for key in keys), object_after)))


def _seldom_after_to(rules: RuleSet) -> frozenset[str]:
    return wordset(rules.data("seldom-after-to.txt").read_text(encoding="utf-8"))


def _takes_infinitive(rules: RuleSet) -> frozenset[str]:
    return wordset(rules.data("takes-infinitive.txt").read_text(encoding="utf-8"))


def _takes_to(rules: RuleSet) -> frozenset[str]:
    return wordset(rules.data("takes-to.txt").read_text(encoding="utf-8"))


class Place(NamedTuple):
    """A `to` and a past form: `text[start:end]`; `base` is what the form is of.

    `to_at`, `verb_at`: where the two stand in the document, in which an adverb may be between them.
    """

    text: str
    start: int
    end: int
    verb: str
    base: str
    around: Context
    reading: Reading
    signs: Signs
    to_at: int
    verb_at: int


def propose(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """Drop `to`, or put the verb into its base form; then other forms that the words before ask for."""
    yield from misformed(document, rules)
    text, folded = document.text, document.folded
    for start in places_of_to(document):
        stop = folded.find(b" ", start + 3)
        end = stop if stop >= 0 else len(folded)
        letters, verb_at = folded[start + 3 : end], start + 3
        if verbs.is_adverb(letters):
            verb_at, stop = end + 1, folded.find(b" ", end + 1)
            end = stop if stop >= 0 else len(folded)
            letters = folded[verb_at:end]
        if not verbs.may_be_past(letters) or not _are_written(text[start:end]) or text[end : end + 1] in "-'’":
            continue
        place = _place(text, start, verb_at, letters.decode("latin-1"), rules)
        verdict = _judged(place, rules) if place is not None else None
        if verdict is not None and stands_in_english(document, start, end):
            yield from graded(document, *verdict)


def _are_written(words: str) -> bool:
    """Whether words are in small letters, with one blank between."""
    return words.islower() and all(word.isalpha() for word in words.split())


def _place(text: str, to_at: int, verb_at: int, verb: str, rules: RuleSet) -> Place | None:
    """The candidate at a `to`; None if the form is none of a verb, stands behind a number, or is not doubted."""
    base, start = verbs.base_of_past(verb), to_at
    if not base or is_numeral(text, start):
        return None
    if verb_at > to_at + 3:  # what is judged is the text without the adverb
        low = max(0, to_at - REACH)
        text, start = text[low : to_at + 3] + text[verb_at : verb_at + REACH], to_at - low
    end = start + 3 + len(verb)
    around = context(text, start, end)
    if verb_at > to_at + 3 and _is_between(verb, around):
        return None
    reading = to_past_detector().to_past_at(text, start, end, verb)
    if not tense.may_be_error(reading):
        return None
    signs = signs_of(text, start, end, around, rules, named=is_named(text, start))
    return Place(text, start, end, verb, base, around, reading, signs, to_at, verb_at)


def _is_between(verb: str, around: Context) -> bool:
    """Whether an adverb may stand by right between `to` and a form: "the place they were going to always filled her with dread",
    "mildly to moderately elevated", "and to highly educated people".
    """
    return around.left() == "going" or around.left().endswith("ly") or not (verb in PURE_PAST or is_ahead(around.right()))


def _judged(place: Place, rules: RuleSet) -> tuple[Edit, float, Thresholds] | None:
    """The edit at a place, how sure it is and must be; None if neither word is an error."""
    text, start, end, verb, base, around, reading, signs, to_at, verb_at = place
    verb_end, ahead = verb_at + len(verb), is_ahead(around.right())
    error, meant, rather = tense.error_odds(reading), tense.base_odds(reading), reading.base - reading.other
    if error > ERROR[0] and rather > GOVERNED and not _lacks_be(verb, around) and _is_governed(place, rules):
        return rules.edit(verb_at, verb_end, base, "typos.grammar.to-past-base"), rather, BASED
    if meant < BASE[1]:
        least = _least(place, rules.cached(_lists).relating, ahead=ahead)
        found = tense.evidence(text, start, end, base, reading, signs, ahead=ahead, pure=verb in PURE_PAST)
        odds = found.odds(rules.cached(_weights), least.suggest)
        if odds >= least.suggest:
            return rules.edit(to_at, to_at + 3, "", "typos.grammar.to-past"), odds, least
    if error > ERROR[signs.asks] and meant > BASE[signs.asks] and _means_base(place, rules):
        return rules.edit(verb_at, verb_end, base, "typos.grammar.to-past-base"), meant, BASED
    return None


def _least(place: Place, relating: frozenset[str], *, ahead: bool) -> Thresholds:
    """The log-odds that dropping `to` asks for."""
    signs, around, pure = place.signs, place.around, place.verb in PURE_PAST
    if _may_relate(place, relating):
        return ONLY_SUGGEST
    if not pure and around.right() in ("and", "or"):
        return ELSEWHERE  # "a stimulant to jaded and over-wrought society"
    if signs.subject and ahead and place.verb not in HOMOGRAPHS and not signs.noted:
        return FINITE
    if not signs.subject and place.verb in STRANDING:
        return SELDOM
    if not pure and not ahead and around.left() in ("and", "but"):
        return DESCRIBING
    return BEHIND_SUBJECT if signs.subject or signs.adverb else ELSEWHERE


def _may_relate(place: Place, relating: frozenset[str]) -> bool:
    """Whether `to` may say what is compared, or what becomes of something."""
    around = place.around
    if around.left() in relating and around.left(2) != "so":
        return True  # "the shore it lay closest to was far"; but "so as to"
    if place.verb in PURE_PAST:
        return False
    # "from planned, to awarded, to paid", "it changes the property to computed", "to go from generic/descriptive to branded"
    changed = around.left() not in PRONOUNS and not verbs.CHANGES.isdisjoint(clause_of(around))
    return changed or around.left() == around.right() == "," or goes_from(around.before)


def _is_governed(place: Place, rules: RuleSet) -> bool:
    """Whether `to` belongs to a verb and its object: "forced the army to collapsed", not "urged him to go and to went"."""
    if place.signs.subject or place.signs.adverb or place.verb in verbs.BASES:
        return False
    return is_governed(clause_of(place.around), rules.cached(_lists).object_and_infinitive)


def _means_base(place: Place, rules: RuleSet) -> bool:
    """Whether the lists allow the base form of a verb that can only be a tense here."""
    around, verb = place.around, place.verb
    if not place.signs.finite or _lacks_be(verb, around) or verb in verbs.BASES:
        return False
    if around.left() == "used" and around.left(2) in AUXILIARIES:
        return False  # "the sound they were used to was a clock"
    if verb in ("was", "were") and (not place.signs.asks or around.left() == "going"):
        return False  # "the church they went to was full", "the place he was going to was far"
    if around.left().endswith("ed") and verb.endswith("ed") and around.right().endswith("s") and around.right() not in OBJECTS:
        return False  # "he was forced to studied attitudes"
    if place.signs.asks:
        return around.left(2) not in DETERMINERS and around.left() != "plan"  # "our needs to were", "a third plan to emerged"
    return around.left() not in rules.cached(_lists).no_infinitive and (verb in PURE_PAST or around.right() in OBJECTS)


def is_ahead(following: str) -> bool:
    """Whether the word behind suits a finite verb, and not a participle that describes it."""
    return following in AFTER_VERB or following.endswith("ly")


def _weights(rules: RuleSet) -> list[float]:
    return read_weights(rules.data("tense.tsv"))


def signs_of(text: str, start: int, end: int, around: Context, rules: RuleSet, *, named: bool) -> Signs:
    """What the lists of the rule say of `text[start:end]`, a `to` and a past form."""
    verb, last, lists = text[start + 3 : end].lower(), around.left(), rules.cached(_lists)
    finite = _reads_finite(verb, around, rules) or (named and _reads_finite_after_name(verb, text[end:], around, rules))
    return Signs(
        takes=last in rules.cached(_takes_infinitive) or last in lists.either,
        asks=last in lists.infinitive,
        leaves=not lists.stranding.isdisjoint(clause_of(around)),
        subject=_is_subject(verb, around, rules, named=named),
        finite=finite,
        named=named,
        noted=NOTES.search(text, max(0, start - CONTEXT), end + CONTEXT) is not None,
        adverb=last in ADVERBS or last.endswith("ly"),
    )


def _lacks_be(verb: str, around: Context) -> bool:
    """Whether a participle with no object behind may lack "be": "it has to addressed", "it needs to activated by hand"."""
    following = around.right()
    if following == "by":
        return True
    passive = around.left() in ("have", "has", "had", "need", "needs", "needed") and verb not in PURE_PAST
    return passive and following not in OBJECTS


def _reads_finite(verb: str, around: Context, rules: RuleSet) -> bool:
    """Whether the form can be a tense here, and not a participle that describes what follows."""
    following = around.right()
    if verb in HOMOGRAPHS:
        if (verb in ("rose", "fell") and following in MOVES) or (verb == "found" and following in FOUND):
            return True
        return around.left() in NOMINATIVE or (verb in ("left", "shot", "felt") and following in DETERMINERS)
    if following in AFTER_VERB or following.endswith("ly") or verb in PURE_PAST or around.left() in (*NOMINATIVE, "which"):
        return True
    return verb in rules.cached(_seldom_after_to) and not _may_describe(verb, around, rules)


def _may_describe(verb: str, around: Context, rules: RuleSet) -> bool:
    """Whether a form in -ed may describe the noun behind it: "a commitment to streamlined data", "links to focused pages".

    A word of the clause then goes with `to`, or its verb stands soon behind.
    """
    if not verb.endswith("ed") or not around.right().isalpha():
        return False
    behind = [around.right(n) for n in range(2, 6)]
    clause = clause_of(around)
    return (
        not rules.cached(_takes_to).isdisjoint(clause)
        or not AUXILIARIES.isdisjoint(behind)
        or not WITHOUT_VERB.isdisjoint(clause)
        or around.left().endswith(("ing", "ity"))
        or (bool(clause) and clause[0] not in AFTER_VERB | DETERMINERS and is_base(clause[0]))  # "Change type to signed int"
    )


def _reads_finite_after_name(verb: str, behind: str, around: Context, rules: RuleSet) -> bool:
    """Whether a name is the subject: "Smith to accused Jones", and at the start of a sentence "Smith to granted pardons"."""
    if verb in HOMOGRAPHS or (around.left(2) in AFTER_VERB and not rules.cached(_takes_to).isdisjoint(clause_of(around))):
        return False
    return NAME_BEHIND.match(behind) is not None or (verb in rules.cached(_seldom_after_to) and len(clause_of(around)) == 1)


def _is_subject(verb: str, around: Context, rules: RuleSet, *, named: bool) -> bool:
    """Whether the words before are the subject of the verb, with no verb of their own."""
    word, clause, lists = around.left(), clause_of(around), rules.cached(_lists)
    if word in PRONOUNS:
        return _is_pronoun_subject(word, verb, around, lists)
    if clause == [word] and word.endswith(("one", "body")):
        return True
    if not (named or _is_nominal(word, lists)) or word in rules.cached(_takes_infinitive) or lists.stranding.intersection(clause):
        return False
    if ("from" in clause and verb not in PURE_PAST) or "to" in clause[-4:] or "for" in clause[-3:]:
        return False
    if len(clause) == 1 and around.left(2) in ("and", "or") and is_common(word + "ing"):
        return False  # "anyone could use or contribute to"
    return not has_verb(clause, gerunds=verb not in PURE_PAST)


def _is_pronoun_subject(word: str, verb: str, around: Context, lists: Lists) -> bool:
    """Whether a pronoun before `to` is the subject: always "he", "which" where no "know which to choose" can be meant."""
    before = around.left(2)
    if word in RELATIVE:
        return before not in lists.before_infinitive_clause or (before == "of" and around.left(3) in QUANTIFIERS)
    if word == "you":
        noun = around.left(3) in DETERMINERS and before not in lists.stranding and _is_nominal(before, lists)
        return noun or before in CLAUSE_STARTS or before in ("what", "how")  # "the way you to did it"
    return word in NOMINATIVE or verb in ("was", "were", "had")


def _is_nominal(word: str, lists: Lists) -> bool:
    """Whether a word can end a subject: no verb, adverb or preposition, no noun that asks for an infinitive."""
    if word in DETERMINERS_AS_SUBJECTS:
        return True
    if not word or not word[0].isalpha() or (word.endswith(("ed", "ly", "able", "ible")) and word not in NOUNS_IN_LY):
        return False
    return not any(word in others for others in (lists.either, AUXILIARIES, IRREGULAR, CLAUSE_STARTS, AFTER_VERB))
