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
PART = re.compile(r"\(\?(?:P<\w+>|[:!=]|<[!=])|\[\^?\]?(?:\\.|[^\]\\])*\]|\\.|.", re.DOTALL)  # of an expression
OPTIONAL = tuple("?*{")
DOT_ABOVE = "\u0307"  # "I" is "i" for an expression, with a dot above or without one


class Agreeing(NamedTuple):
    """A word, and the one that grammar wants in its place."""

    start: int
    end: int
    word: str
    safe: bool


class Pattern(NamedTuple):
    """Where a word is wrong, what belongs there, and the words that the language must have.

    `sign` is what every match holds, folded for comparison: a text without it is not searched, which takes longer than most of
    what is asked about a sentence.
    """

    safe: bool
    sign: str
    expression: str
    meant: str
    needed: tuple[str, ...]

    @property
    def place(self) -> re.Pattern[str]:
        """The expression, compiled when a text first has its sign."""
        return _compiled(self.expression)


@cache
def _compiled(expression: str) -> re.Pattern[str]:
    return re.compile(expression, re.IGNORECASE)


@cache
def patterns(language: str) -> list[Pattern]:
    """The patterns of a language."""
    rows = (rules_folder() / "typos" / "words" / "grammar.tsv").read_text(encoding="utf-8").splitlines()
    found = (row.split("\t") for row in rows)
    return [
        Pattern(safety == "safe", _sign_of(place), place.replace("'", "['’]"), meant, tuple(needed.split()))
        for code, safety, place, meant, needed in found
        if code == language
    ]


def _sign_of(expression: str) -> str:
    """The longest run of letters in the group `w` of an expression that all that it matches has; "" for none.

    >>> _sign_of(r"\\bik (?P<w>(?P<s>[a-z]+)dt)\\b"), _sign_of("(?P<w>an|a) b"), _sign_of(r"(?P<w>colou?r)")
    ('dt', '', 'colo')
    """
    at = expression.index("(?P<w>") + len("(?P<w>")
    fixed, depth = [""], 1
    while depth:
        part = PART.match(expression, at)
        if part is None:
            return ""
        at = part.end()
        depth += (part.group()[0] == "(") - (part.group() == ")")
        if depth == 1 and part.group() == "|":
            return ""
        is_letter = depth == 1 and len(part.group()) == 1 and part.group().isalpha()
        if is_letter and expression[at : at + 1] not in OPTIONAL:
            fixed[-1] += part.group()
        elif fixed[-1]:
            fixed.append("")
    return folded(max(fixed, key=len))


def folded(text: str) -> str:
    """A text as it is compared without case: what an expression takes for the same letter is the same.

    >>> folded("Straße"), folded("ſıK")
    ('strasse', 'sik')
    """
    found = text.casefold()
    return found.replace("ı", "i").replace(DOT_ABOVE, "")


def wrong_by_grammar(text: str, language: str, start: int, end: int) -> Iterator[Agreeing]:
    """The words of a part of a text that cannot stand where they are, none of them twice."""
    done = set[int]()
    searched = folded(text[start:end])
    for pattern in patterns(language):
        if pattern.sign not in searched:
            continue
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
