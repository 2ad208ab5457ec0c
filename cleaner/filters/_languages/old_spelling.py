"""Words that no list has and that are no misspellings: in an older spelling ("Thür", "avoit"), or formed of others ("hinwies").

`rules/typos/words/old.tsv` says how spellings differed: language, a regular expression, what is written today in its place, and
`weak` where people misspell in that way today, so that a single word proves nothing. `formed.tsv` says in the same way how common
words make others, and with `known` how any known word does.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from cleaner.core.resources import rules_folder
from cleaner.models.languages.vocabulary import vocabulary

WEAK, STRONG, KNOWN = "weak", "strong", "known"
WORD = re.compile(r"[^\W\d_]+")
AROUND = 2000  # code points on either side that tell whether a text is in old spelling
OLD_WORDS = {"es": re.compile(r"(?<!\w)[áó](?= [a-zñáéíóú])")}  # prepositions and the like that have an accent no more: "á casa"
MEMO_WORDS = 5_000  # words whose spelling is remembered


class OldSpelling(NamedTuple):
    """A pattern, what stands in its place today, and what else the table says of it: WEAK, KNOWN, or ""."""

    pattern: re.Pattern[str]
    today: str
    kind: str


@cache
def _spellings(language: str, table: str) -> list[OldSpelling]:
    path = rules_folder() / "typos" / "words" / table
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    return [OldSpelling(re.compile(pattern), today, kind) for code, pattern, today, kind in rows if code == language]


def old_spellings(language: str) -> list[OldSpelling]:
    """How the spelling of a language differed."""
    return _spellings(language, "old.tsv")


@lru_cache(MEMO_WORDS)
def old_spelling(language: str, word: str) -> str:
    """Whether an unknown word in small letters is a known one in old spelling: STRONG, WEAK, or "".

    >>> old_spelling("fr", "enfans"), old_spelling("fr", "enfnats")
    ('strong', '')
    """
    words = vocabulary(language)
    found = ""
    for spelling in old_spellings(language):
        made = spelling.pattern.sub(spelling.today, word)
        if made != word and words.is_known(made):
            if spelling.kind != WEAK:
                return STRONG
            found = WEAK
    return found


@lru_cache(MEMO_WORDS)
def is_formed(language: str, word: str) -> bool:
    """Whether an unknown word in small letters is made of a common one: "hinwies", "anzuheben", "laufendem", "toetraden".

    >>> is_formed("de", "hinwies"), is_formed("de", "hinweis"), is_formed("nl", "toetraden")
    (True, False, True)
    """
    words = vocabulary(language)
    for rule in _spellings(language, "formed.tsv"):
        made = rule.pattern.sub(rule.today, word)
        if made != word and (made in words.common or (rule.kind == KNOWN and words.is_known(made))):
            return True
    return False


def is_old_around(text: str, at: int, language: str, besides: str = "") -> bool:
    """Whether a word near a place is one in old spelling, other words than those `besides`."""
    words = {match.group() for match in WORD.finditer(text, max(0, at - AROUND), at + AROUND) if match.group().islower()}
    common = vocabulary(language).common
    words.difference_update(WORD.findall(besides))
    return any(word not in common and old_spelling(language, word) for word in words)


def writes_old_words(text: str, at: int, language: str) -> bool:
    """Whether a text near a place writes small words as they were written once.

    >>> writes_old_words("Fueron á cojer flores.", 9, "es"), writes_old_words("Fueron a cojer flores.", 9, "es")
    (True, False)
    """
    pattern = OLD_WORDS.get(language)
    return pattern is not None and pattern.search(text, max(0, at - AROUND), at + AROUND) is not None
