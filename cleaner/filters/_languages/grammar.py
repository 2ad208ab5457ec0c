"""Words that grammar does not allow where they stand: "ik wordt" -> "ik word", "il a manger" -> "il a mangé", "voy haber si".

`rules/typos/words/grammar.tsv`: language, safety (safe: never in running text but where it is wrong), a regular expression whose
group `w` is the place, what belongs there, and which words the language must have (all of them; `|` parts words of which one is
enough) or, behind `!`, not have. A pattern names so much of the words around that
nothing else can be meant, so that it holds at the start of a sentence and beside names too, where the classifiers of `.close` are
seldom sure. Left alone: words in quotation marks or beside a hyphen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from cleaner.core.resources import rules_folder
from cleaner.filters._languages.close import STARTS
from cleaner.models.languages.vocabulary import vocabulary

BESIDE = frozenset('"“”„«»‹›‘`*_-‐‑/@#')


class Agreeing(NamedTuple):
    """A word, and the one that grammar wants in its place."""

    start: int
    end: int
    word: str
    safe: bool


class Pattern(NamedTuple):
    """Where a word is wrong, what belongs there, and the words that the language must have."""

    safe: bool
    place: re.Pattern[str]
    meant: str
    needed: tuple[str, ...]


@cache
def _patterns(language: str) -> list[Pattern]:
    rows = (rules_folder() / "typos" / "words" / "grammar.tsv").read_text(encoding="utf-8").splitlines()
    found = (row.split("\t") for row in rows)
    return [
        Pattern(safety == "safe", re.compile(place.replace("'", "['’]"), re.IGNORECASE), meant, tuple(needed.split()))
        for code, safety, place, meant, needed in found
        if code == language
    ]


def wrong_by_grammar(text: str, language: str, start: int, end: int) -> Iterator[Agreeing]:
    """The words of a part of a text that cannot stand where they are, none of them twice."""
    done = set[int]()
    for pattern in _patterns(language):
        for match in pattern.place.finditer(text, start, end):
            first, last = match.span("w")
            written = text[first:last]
            if first in done or BESIDE & {text[first - 1 : first], text[last : last + 1]}:
                continue
            begins = STARTS.search(text, max(0, first - 3), first)
            if not (written.islower() or (begins and written[1:] == written[1:].lower())):
                continue  # a name: "het Word document"
            if all(_is_there(match, needed, language) for needed in pattern.needed):
                done.add(first)
                yield Agreeing(first, last, _like(written, match.expand(pattern.meant)), pattern.safe)


def _is_there(match: re.Match[str], needed: str, language: str) -> bool:
    """Whether the language has one of some words, or has none where a `!` stands before them."""
    words = match.expand(needed.removeprefix("!")).lower().split("|")
    if needed.startswith("!"):
        return not any(map(vocabulary(language).is_known, words))
    return any(word in vocabulary(language).common for word in words)


def _like(written: str, meant: str) -> str:
    """What is meant with the capital and the apostrophe of what is written."""
    if "’" in written:
        meant = meant.replace("'", "’")
    return meant[0].upper() + meant[1:] if written[0].isupper() else meant
