"""Verbs that take an object and an infinitive: "forced the army to …", "asked him to …", "allow their users to …".

Behind such a verb and its object, `to` belongs to the sentence, so that of "to collapsed" the form is the error. Source: the
catenative verbs with an intervening noun phrase of Huddleston and Pullum, The Cambridge Grammar of the English Language, 14.3.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from cleaner.filters._english.context.gate import wordset
from cleaner.filters._english.grammar.tense import AUXILIARIES
from cleaner.filters._english.grammar.verbs import PURE_PAST

LONGEST_OBJECT = 7  # words
NO_OBJECT = wordset(
    "in on at by with for from to of about into over under and or but not that as than if when where how why what"
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
