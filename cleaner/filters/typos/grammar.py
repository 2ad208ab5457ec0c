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
from cleaner.filters.typos._english import Context, context, may_be_english, reads_english, wordset
from cleaner.filters.typos._verbs import IRREGULAR, PURE_PAST, base_of_ed
from cleaner.lexicon import english
from cleaner.rulebook import RuleSet

WORD_LEVEL = True
TO_PAST = re.compile(rb" to ([a-z]{2,}ed|" + b"|".join(sorted(word.encode() for word in IRREGULAR)) + rb")(?= |\Z)")

NOMINATIVE = wordset("he she they we i who")  # nothing but the subject of a verb
# What may follow a finite verb, and does not follow a participle that describes the noun behind it.
AFTER_VERB = wordset(
    "the a an this that these those his her their its our your my him them us me it itself himself herself themselves what"
    " some any no all both each every many several two three four five six seven eight nine ten in on at by with for from into"
    " onto upon over under about against between through during until after before across along around behind off out up down"
    " away back as to that and but or because when while where how if whether by also again then there here only not of"
    " without within among toward towards together apart"
) | frozenset((",", ".", ";", "!", "?", ":"))
CLAUSE_STARTS = wordset("that which who and but or because when while as if where whether although though since after before so")
AUXILIARIES = wordset("is are was were be been am has have had do does did will would can could may might shall should must")


class Lists(NamedTuple):
    """The words of the rules' packs that decide which of the two words goes."""

    infinitive: frozenset[str]
    either: frozenset[str]
    stranding: frozenset[str]


def _lists(rules: RuleSet) -> Lists:
    data = rules["typos.grammar.to-past"].data
    return Lists(*(wordset(" ".join(data[key])) for key in ("infinitive_after", "either_after", "leaves_to_behind")))


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
        if not _reads_finite(verb, around):
            continue
        base = IRREGULAR.get(verb) or base_of_ed(verb)
        if not base or not reads_english(document, start, end):
            continue
        lists = rules.kept(_lists)
        if around.left() in lists.infinitive:
            yield rules.edit(start + 3, end, base, "typos.grammar.to-past-base")
        elif _is_subject(around, verb, lists):
            yield rules.edit(start, start + 3, "", "typos.grammar.to-past")


def _reads_finite(verb: str, around: Context) -> bool:
    """Whether the form can be a tense here, and not a participle that describes what follows."""
    following = around.right()
    return following in AFTER_VERB or following.endswith("ly") or verb in PURE_PAST or around.left() in NOMINATIVE


def _is_subject(around: Context, verb: str, lists: Lists) -> bool:
    """Whether the words before are the subject of the verb, with no verb of their own."""
    word = around.left()
    if not word or not word[0].isalpha():
        return False
    clause: list[str] = []
    for token in reversed(around.before):
        if not token[0].isalnum() or (token in CLAUSE_STARTS and clause):
            break
        clause.append(token)
    if lists.stranding.intersection(clause) or "from" in clause[:4] or "to" in clause[:4]:
        return False
    if word in NOMINATIVE or word in CLAUSE_STARTS:
        return word in (*NOMINATIVE, "which", "that")
    if word in lists.either or word in AUXILIARIES or word in IRREGULAR or word.endswith(("ed", "ly")):
        return False
    if word in AFTER_VERB and word not in ("it", "this", "that", "these", "those", "some", "all", "both", "many", "several"):
        return False
    return not any(_is_finite(token) for token in clause[1:])


def _is_finite(token: str) -> bool:
    """Whether a word of the clause is a verb that has a tense."""
    return (
        token in AUXILIARIES
        or token in PURE_PAST
        or token.endswith("n't")
        or (token.endswith("ed") and base_of_ed(token) != "" and english().size(token).lower > 0)
    )
