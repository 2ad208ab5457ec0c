"""Function words that stand twice in languages other than English: "in dem Haus von von Anna" -> "in dem Haus von Anna".

`rules/typos/words/doubled.tsv` lists, a language at a time, the words that no sentence has twice (`always`), and those that
grammar allows twice and running text does not have (`often`: "weil am Haus das gesagt wird wird"). Words that running text
doubles are in neither: `nous nous`, `vous vous`, `en en`, `die die`, `das das`, `sie sie`, `dat dat`, `het het`, `se se` of
Portuguese. Nothing is done where a word stands three times, where capitals differ but at the first, before a name ("le héros de
de Foë"), in quotation marks, and where the document doubles the word often.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from cleaner.core.resources import rules_folder
from cleaner.core.views.folding import stands_alone
from cleaner.filters._languages.words import DOUBLED, Words

PAIR = re.compile(r"(?<![\w'’-])([^\W\d_]{1,12})([ \n])(?=(\1)(?![\w'’-]))", re.IGNORECASE)
MOST = 2  # doublings of one word in a document; more is its way of writing
_ARTICLES = "der die das den dem des ein el la los las un una le les une il lo gli o os um uma het een"
ARTICLES = frozenset(_ARTICLES.split())
QUOTES = frozenset("\"“”„«»‹›‘’'`*_")
STARTS = re.compile(r"(?:\A|[.!?…:\n])[\s\"“„«»'‘(\[–—-]*\Z")
_PARTICLES = "de di da du la le el della del do dos van von"
BEFORE_NAMES = frozenset(_PARTICLES.split())  # words that names have too: "de De Foe"
WORD_AFTER, WORD_BEFORE = re.compile(r"[ \n]([^\W\d_]+)"), re.compile(r"([^\W\d_]+)[ \n]\Z")
BESIDE = 40  # code points read on either side


class Doubling(NamedTuple):
    """A word that stands twice, what is to be deleted, and whether no sentence has it there twice."""

    word: str
    start: int
    end: int
    always: bool


@cache
def _listed(language: str) -> dict[str, bool]:
    """The words of a language whose doubling is an error, with whether it always is one."""
    path = rules_folder() / "typos" / "words" / "doubled.tsv"
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    return {word: kind == "always" for code, kind, words in rows if code == language for word in words.split()}


def doubled_words(language: str) -> Iterable[str]:
    """The words of a language whose doubling is an error."""
    return _listed(language)


def doublings(words: Words, language: str) -> Iterator[Doubling]:
    """Where a function word stands twice in a part of a text."""
    found: dict[str, list[Doubling]] = {}
    text = words.text
    for number in words.with_bit(DOUBLED):
        match = PAIR.match(text, words.span(number)[0], words.end)
        if match and _is_doubled(text, match):
            word = match.group(1).lower()
            always = _listed(language)[word]
            sure = always and match.group(1).islower() and not _is_mentioned(text, match)
            found.setdefault(word, []).append(Doubling(word, match.end(1), match.end(3), sure))
    for places in found.values():
        if len(places) <= MOST:
            yield from places


def _is_doubled(text: str, match: re.Match[str]) -> bool:
    """Whether two equal words stand within a sentence, neither three times, nor beside a name or a quotation mark."""
    first, second = match.group(1), match.group(3)
    before, after = text[max(0, match.start() - BESIDE) : match.start()], text[match.end(3) : match.end(3) + BESIDE]
    if not second.islower() or not (first.islower() or (first.istitle() and STARTS.search(before))):
        return False
    if (
        not stands_alone(text, match.start(1), match.end(3))
        or (before and before[-1] in QUOTES)
        or (after and after[0] in QUOTES)
    ):
        return False
    following = WORD_AFTER.match(after)
    preceding = WORD_BEFORE.search(before)
    if following is None or first.lower() in (following.group(1).lower(), preceding.group(1).lower() if preceding else ""):
        return False
    return first.lower() not in BEFORE_NAMES or (first.islower() and following.group(1)[0].islower())


def _is_mentioned(text: str, match: re.Match[str]) -> bool:
    """Whether an article stands before two words that are none: "replace the in in the address", in Spanish."""
    before = WORD_BEFORE.search(text, max(0, match.start() - BESIDE), match.start())
    return bool(before and before.group(1).lower() in ARTICLES and match.group(1) not in ARTICLES)
