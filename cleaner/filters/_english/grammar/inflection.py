"""Irregular words that are inflected by the rule: "she writed" -> "wrote", "he has writed" -> "written", "two tooths" -> "teeth".

Learners write such forms, and a speller, which looks for words of nearly the same letters, reads "bringed" as `bridged`. Which
form of the verb is meant stands before it: a participle follows `have` and `be`, the base form `to`, `did` and `would`; anything
else takes the past. The forms are those of a school grammar; ones that novels put into the mouths of people ("I knowed") are no
errors there and are not in the list.
"""

from __future__ import annotations

import re

from cleaner.filters._english.context.gate import wordset
from cleaner.filters._english.grammar.verbs import is_adverb

HAVE = wordset("have has had having haven't hasn't hadn't i've you've we've they've would've could've should've")
BE = wordset("is are am was were be been being isn't aren't wasn't weren't get gets got getting it's that's")
DO = wordset(
    "to do does did don't doesn't didn't will would can could may might must shall should won't wouldn't can't couldn't shouldn't"
)
PRONOUNS = wordset("i you he she it we they")  # between an auxiliary and its verb in a question: "have you writed"
SKIPPED = wordset("not never ever already just always only almost nearly all both")
WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?|[^\w\s]")
LONGEST_BEFORE = 60  # code points looked at for the auxiliary
FARTHEST = 4  # words looked at


def form_for(before: str, forms: str) -> str:
    """Which of the forms `past participle base` the text before a verb asks for; the only one of a noun.

    >>> [form_for(before, "wrote written write") for before in ("She ", "He has never ", "Did you ", "It was ", "It. He ")]
    ['wrote', 'written', 'write', 'written', 'wrote']
    >>> form_for("two ", "teeth")
    'teeth'
    """
    past, *others = forms.split()
    if not others:
        return past
    participle, base = others
    question = False
    for word in reversed(WORD.findall(before.replace("’", "'").lower())[-FARTHEST:]):
        if word in HAVE or (word in BE and not question):
            return participle
        if word in DO:
            return base
        if word in PRONOUNS:
            question = True
        elif word not in SKIPPED and not is_adverb(word.encode("latin-1", "replace")):
            break
    return past
