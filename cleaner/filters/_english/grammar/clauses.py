"""Clauses before a `to`: which words they hold, whether a verb with a tense is among them, and whether it takes an infinitive.

Verbs that take an object and an infinitive ("forced the army to …", "asked him to …", "allow their users to …") leave the form
behind `to` as the error of "to collapsed". Source: the catenative verbs with an intervening noun phrase of Huddleston and Pullum,
The Cambridge Grammar of the English Language, 14.3.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from cleaner.filters._english.context.gate import CONTEXT, Context, wordset
from cleaner.filters._english.grammar.tense import AUXILIARIES
from cleaner.filters._english.grammar.verbs import PURE_PAST, base_of_ed, base_of_ing, is_base
from cleaner.models.wordlists.lexicon import english_lexicon

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
    " without within among toward towards together apart further more less such another one other only even they he she we you"
    " late just once never few fewer much little like"
) | frozenset((",", ".", ";", "!", "?", ":"))
CLAUSE_STARTS = wordset(
    "that which who and but or because when while as if where whether although though since after before so unless until than"
)
BEGINNINGS = DETERMINERS | NOMINATIVE | DETERMINERS_AS_SUBJECTS | {"you", "what"}  # of a clause of its own, behind "and"
QUANTIFIERS = wordset("both many some most all one none each several half part two three neither either few much any")

LONGEST_OBJECT = 7  # words
NO_OBJECT = wordset(
    "in on at by with for from to of about into over under and or but not that as than if when where how why what"
)
# What goes from one state to another, and how many words before `to` that and the state may be.
GOES = wordset(
    "go goes going gone went move moves moved moving change changes changed changing shift shifts shifted shifting switch"
    " switches switched turn turns turned turning range ranges ranged ranging vary varies varied progress progresses progressed"
    " transition transitions transitioned pass passes passed grow grows grew grown convert converts converted migrate migrates"
    " migrated evolve evolves evolved rise rises rose fall falls fell jump jumps jumped swing swings swung path way step journey"
)
NAME_BEFORE = re.compile(
    r"(?<=[\w,] )[A-Z][\w’']*\w \Z|(?:\A|[.!?\n“\"] ?)(?!(?:I|He|She|We|They|You|It|The|A|An) )[A-Z][\w’']+ \Z"
    r"|\b(?:[A-Z]\.){2,} \Z"
)
LONGEST_STATE = 6


def is_named(text: str, start: int) -> bool:
    """Whether a name stands before a place."""
    return NAME_BEFORE.search(text, max(0, start - CONTEXT), start) is not None


def clause_of(around: Context) -> list[str]:
    """The words before, back to a mark or a word that begins a clause."""
    clause: list[str] = []
    for token in reversed(around.before):
        joins = token in ("and", "or") and clause and clause[-1] not in BEGINNINGS  # "metrics and analytics"
        if not token[0].isalnum() or (token in CLAUSE_STARTS and clause and not joins):
            break
        clause.append(token)
    return clause[::-1]


def has_verb(clause: list[str], *, gerunds: bool = True) -> bool:
    """Whether a verb stands in the clause before its last word: with a tense, a command, or (`gerunds`) a form in -ing.

    >>> [has_verb(words.split()) for words in ("the leaning tower", "it takes energy", "by leaving the tower")]
    [False, True, True]
    """
    if len(clause) > 2 and (clause[0] in ("it", "you") or not NOMINATIVE.isdisjoint(clause[:-2])):
        return True  # a pronoun and its verb
    if len(clause) > 1 and clause[1] in DETERMINERS and clause[0] not in AFTER_VERB | DETERMINERS and is_base(clause[0]):
        return True
    for before, token, behind in zip(["", *clause], clause[:-1], clause[1:], strict=False):
        if token.endswith("ed") and (not before or before in AFTER_VERB) and behind not in DETERMINERS:
            continue  # "a firm with limited means", ", called John,"
        if _is_finite(token) and before not in DETERMINERS and not before.endswith("ly"):
            return True
        if gerunds and token.endswith("ing") and before not in DETERMINERS | QUANTIFIERS | {"of", "and"} and base_of_ing(token):
            return True
    return False


def _is_finite(token: str) -> bool:
    """Whether a word of the clause is a verb that has a tense."""
    return (
        token in AUXILIARIES
        or token in PURE_PAST
        or token.endswith("n't")
        or (token.endswith("ed") and base_of_ed(token) != "" and english_lexicon().size(token).lower > 0)
    )


def is_governed(clause: Sequence[str], verbs: Collection[str]) -> bool:
    """Whether the words before `to`, back to the start of the clause, are a verb of `verbs` and its object.

    >>> verbs = {"forced", "asked"}
    >>> [is_governed(words.split(), verbs) for words in ("they forced the army", "they were forced", "they asked for time")]
    [True, False, False]
    """
    for number in range(len(clause) - 2, -1, -1):
        if clause[number] in AUXILIARIES or clause[number] in PURE_PAST:
            return False
        if clause[number] in verbs:
            found = clause[number + 1 :]
            return len(found) <= LONGEST_OBJECT and found[0][0].isalnum() and found[0] not in NO_OBJECT
    return False


def goes_from(before: Sequence[str]) -> bool:
    """Whether something goes from one state, right before, to another.

    >>> goes_from("easier to go from generic / descriptive".split()), goes_from("the man from Paris".split())
    (True, False)
    """
    near = list(before[-LONGEST_STATE:])
    at = near.index("from") if "from" in near else 0
    return at > 0 and near[at - 1] in GOES
