"""Known misspellings of a language, words and short phrases, that nobody writes on purpose: "entlich", "mas tarde", "wziąść".

`rules/typos/words/listed.tsv`: language, safety, what is written, what is meant. A form that running text of the language has
more than twice is not safe. Left alone: names (a capital within a sentence, but in German), words in quotation marks or beside a
hyphen, an apostrophe or a digit, and what a text says not to write ("włączać, a nie włanczać").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from typing import NamedTuple

from cleaner.core.resources import rules_folder
from cleaner.core.views.folding import stands_alone
from cleaner.filters._languages.stretches import NOUNS
from cleaner.filters._languages.words import LISTED, Words, begins

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
JOINTS = "'’-"  # what joins the parts of a WORD
MOST_WORDS = 5  # of a phrase
LONGEST_BEFORE = 20  # code points that hold the word before
QUOTED_BEFORE, QUOTED_AFTER = re.compile(r"[\"“”„«»‹›‘’'`*_]\s?\Z"), re.compile(r"\s?[\"“”„«»‹›‘’'`*_]")
PERSONS = frozenset(["herr", "herrn", "frau", "familie", "doktor", "dr", "prof", "von"])
BEFORE = re.compile(r"([^\W\d_]+)\.?[ \n]\Z")
NOT = "a nie|nie|und nicht|nicht|no|y no|non|e non|pas|et pas|et non|não|e não|niet|en niet|а не|не"
NOT_BEFORE = re.compile(
    rf"\W{{1,3}}(?:{NOT})\W{{1,3}}\Z", re.IGNORECASE
)  # what stands between two words of which the first is right
LONGEST_NOT = 15  # code points of it
STARTS = re.compile(r"(?:\A|[.!?…¿¡:\n])[\s\"“„«»'‘(\[–—¿¡-]*\Z")


class Listed(NamedTuple):
    """A known misspelling, what is meant, and whether running text never has it."""

    start: int
    end: int
    meant: str
    safe: bool


@cache
def _entries(language: str) -> dict[str, tuple[str, bool]]:
    rows = (rules_folder() / "typos" / "words" / "listed.tsv").read_text(encoding="utf-8").splitlines()
    found = (row.split("\t") for row in rows)
    return {wrong: (right, safety == "safe") for code, safety, wrong, right in found if code == language}


@cache
def _longest(language: str) -> dict[str, int]:
    """The first words of what is listed, with the most words of a phrase that begins so."""
    found: dict[str, int] = {}
    for wrong in _entries(language):
        words = wrong.split(" ")
        found[words[0]] = max(found.get(words[0], 0), len(words))
    return found


def listed_phrases(language: str) -> Iterable[str]:
    """What is listed, in small letters with straight apostrophes."""
    return _entries(language)


def known_misspellings(words: Words, language: str) -> Iterator[Listed]:
    """The known misspellings of a part of a text, the longest phrase at each place."""
    entries, longest = _entries(language), _longest(language)
    text, behind = words.text, words.start
    for number in words.with_bit(LISTED):
        first = words.span(number)[0]
        match = WORD.match(text, first, words.end)
        if match is None or not begins(text, first, words.start, JOINTS):
            continue
        most = longest.get(match.group().lower().replace("’", "'"), 0)
        found = list(islice(WORD.finditer(text, first, words.end), min(most, MOST_WORDS)))
        for count in range(len(found), 0, -1):
            last = found[count - 1].end()
            written = text[first:last]
            entry = entries.get(written.lower().replace("’", "'"))
            if entry and first >= behind and _is_plain(text, first, last, language) and not _is_denied(text, first, entry[0]):
                behind = last
                yield Listed(first, last, _as_written(written, entry[0]), entry[1])
                break


def _is_plain(text: str, start: int, end: int, language: str) -> bool:
    written = text[start:end]
    capital = written[0].isupper() and not STARTS.search(text, max(0, start - 10), start)
    if written[1:] != written[1:].lower() or (capital and language not in NOUNS):
        return False
    before = BEFORE.search(text, max(0, start - LONGEST_BEFORE), start) if capital else None
    if before and before.group(1).lower() in PERSONS:
        return False
    quoted = QUOTED_BEFORE.search(text, max(0, start - 2), start) and QUOTED_AFTER.match(text, end)
    return stands_alone(text, start, end) and not quoted


def _is_denied(text: str, start: int, meant: str) -> bool:
    """Whether what is meant stands before a misspelling that a text says not to write.

    >>> _is_denied("Mówi się włączać, a nie włanczać.", 24, "włączać"), _is_denied("Nie wolno włanczać.", 10, "włączać")
    (True, False)
    """
    between = NOT_BEFORE.search(text, max(0, start - LONGEST_NOT), start)
    return between is not None and text[: between.start()].lower().endswith(meant.lower())


def _as_written(written: str, meant: str) -> str:
    return meant[0].upper() + meant[1:] if written[0].isupper() else meant
