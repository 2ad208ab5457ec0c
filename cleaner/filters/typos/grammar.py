"""A past tense after `to`: "the army to collapsed" -> "the army collapsed", "they want to went" -> "they want to go".

English has no `to` before a past tense, so one of the two words is a slip. Which one, the words before tell: behind a
subject (`the army`, `he`, `which`) the `to` goes; behind a word that asks for an infinitive (`want`, `able`, `in order`)
the verb is put into its base form. Where neither is plain, nothing is done: `the man she gave the book to said` (a `to`
that is left behind), `due to increased demand` (a participle before a noun), `asked the army to retreated`, `from planned
to finished`.

Candidates are ` to ` and a word in -ed or an irregular past tense, in the folded text; few of them have a word behind
them that a finite verb could have, and only these are looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from cleaner.document import Document
from cleaner.edits import Edit
from cleaner.filters.typos._english import CONTEXT, Context, context, may_be_english, reads_english, wordset
from cleaner.filters.typos._verbs import HOMOGRAPHS, IRREGULAR, PURE_PAST, base_of_ed, is_common
from cleaner.lexicon import english
from cleaner.rulebook import RuleSet

WORD_LEVEL = True
REACH_LINES = 2
TO_PAST = re.compile(
    rb" to ([a-z]{2,}ed|" + b"|".join(sorted(word.encode() for word in (*IRREGULAR, *HOMOGRAPHS))) + rb")(?= |\Z)"
)

NUMERAL = re.compile(r"[A-Z]\w+ I \Z")  # "World War I to", which is no pronoun
WITHOUT_VERB = wordset("with without and commitment links link access")  # in a clause whose "to" belongs to a noun
NOMINATIVE = wordset("he she they we i who")  # nothing but the subject of a verb
RELATIVE = wordset("who which that")
DETERMINERS = wordset("the a an his her their its our my this these two three four five six him them")
DETERMINERS_AS_SUBJECTS = wordset("it this that these those some all both many several each every none there")
# What may follow a finite verb, and does not follow a participle that describes the noun behind it.
AFTER_VERB = wordset(
    "the a an this that these those his her their its our your my him them us me it itself himself herself themselves what"
    " some any no all both each every many several two three four five six seven eight nine ten in on at by with for from into"
    " onto upon over under about against between through during until after before across along around behind off out up down"
    " away back as to that and but or because when while where how if whether by also again then there here only not of"
    " without within among toward towards together apart further"
) | frozenset((",", ".", ";", "!", "?", ":"))
CLAUSE_STARTS = wordset(
    "that which who and but or because when while as if where whether although though since after before so unless until than"
)
AUXILIARIES = wordset("is are was were be been am has have had do does did will would can could may might shall should must")


class Lists(NamedTuple):
    """The words of the rules' packs that decide which of the two words goes."""

    infinitive: frozenset[str]
    either: frozenset[str]
    stranding: frozenset[str]
    before_infinitive_clause: frozenset[str]


def _lists(rules: RuleSet) -> Lists:
    data = rules["typos.grammar.to-past"].data
    keys = ("infinitive_after", "either_after", "leaves_to_behind", "who_to_after")
    return Lists(*(wordset(" ".join(data[key])) for key in keys))


def _seldom_after_to(rules: RuleSet) -> frozenset[str]:
    return wordset(rules.file("seldom-after-to.txt").read_text(encoding="utf-8"))


def propose(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """Drop `to`, or put the verb into its base form."""
    if not may_be_english(document):
        return
    for match in TO_PAST.finditer(document.folded):
        start, end = match.start() + 1, match.end()  # of "to" and the verb
        verb = match.group(1).decode()
        text = document.text
        if not text[start:end].islower() or not text[start + 2 : start + 3].isspace() or text[end : end + 1] in "-'’":
            continue
        around = context(text, start, end)
        if not _reads_finite(verb, around, rules):
            continue
        base = IRREGULAR.get(verb) or HOMOGRAPHS.get(verb) or base_of_ed(verb)
        if not base or not reads_english(document, start, end):
            continue
        lists = rules.kept(_lists)
        if around.left() in lists.infinitive:
            if around.right() == "by":
                continue  # "it needs to activated by hand": what lacks is "be"
            yield rules.edit(start + 3, end, base, "typos.grammar.to-past-base")
        elif not NUMERAL.search(text, max(0, start - CONTEXT), start) and _is_subject(around, lists):
            yield rules.edit(start, start + 3, "", "typos.grammar.to-past")


def _reads_finite(verb: str, around: Context, rules: RuleSet) -> bool:
    """Whether the form can be a tense here, and not a participle that describes what follows."""
    following = around.right()
    if verb in HOMOGRAPHS:
        return around.left() in NOMINATIVE or (verb in ("left", "shot", "felt") and following in DETERMINERS)
    if following in AFTER_VERB or following.endswith("ly") or verb in PURE_PAST or around.left() in NOMINATIVE:
        return True
    return verb in rules.kept(_seldom_after_to) and not _may_describe(verb, around)


def _may_describe(verb: str, around: Context) -> bool:
    """Whether a form in -ed may describe the noun behind it: "a commitment to streamlined data", "links to focused pages".

    The clause then has its verb elsewhere: before, as a form in -ing, or soon behind.
    """
    if not verb.endswith("ed") or not around.right().isalpha():
        return False
    behind = [around.right(n) for n in range(2, 6)]
    clause = _clause(around)
    return (
        len(clause) < 2
        or not AUXILIARIES.isdisjoint(behind)
        or not WITHOUT_VERB.isdisjoint(clause)
        or any(word.endswith(("ing", "ity")) for word in clause)
    )


def _is_subject(around: Context, lists: Lists) -> bool:
    """Whether the words before are the subject of the verb, with no verb of their own."""
    word = around.left()
    if word in RELATIVE:
        return around.left(2) not in lists.before_infinitive_clause
    if word in NOMINATIVE:
        return True
    clause = _clause(around)
    if not _is_nominal(word, lists) or lists.stranding.intersection(clause) or "from" in clause:
        return False
    if "to" in clause[-4:] or "for" in clause[-3:]:
        return False
    if len(clause) == 1 and around.left(2) in ("and", "or") and is_common(word + "ing"):
        return False  # "anyone could use or contribute to"
    pairs = zip(["", *clause], clause[:-1], strict=False)
    return not any(_is_finite(token) and before not in DETERMINERS and not before.endswith("ly") for before, token in pairs)


def _is_nominal(word: str, lists: Lists) -> bool:
    """Whether a word can end a subject: no verb, adverb or preposition, no noun that asks for an infinitive."""
    if word in DETERMINERS_AS_SUBJECTS:
        return True
    if not word or not word[0].isalpha() or word.endswith(("ed", "ly", "able", "ible")):
        return False
    return not any(word in others for others in (lists.either, AUXILIARIES, IRREGULAR, CLAUSE_STARTS, AFTER_VERB))


def _clause(around: Context) -> list[str]:
    """The words before, back to a mark or a word that begins a clause."""
    clause: list[str] = []
    for token in reversed(around.before):
        if not token[0].isalnum() or (token in CLAUSE_STARTS and clause):
            break
        clause.append(token)
    return clause[::-1]


def _is_finite(token: str) -> bool:
    """Whether a word of the clause is a verb that has a tense."""
    return (
        token in AUXILIARIES
        or token in PURE_PAST
        or token.endswith("n't")
        or (token.endswith("ed") and base_of_ed(token) != "" and english().size(token).lower > 0)
    )
