"""Accents left out where only one word can be meant: "tambien" -> "también", "meme" -> "même", "przyjaciol" -> "przyjaciół".

The string is no word of today's language: its vocabulary does not know it, or knows it from old and careless text alone
(`data/languages/LANG/accents`, made by `training.languages.accents`). One common word is the same but for its accents; a second
one must be far rarer. A whole text may lack its accents, so that neither the words beside nor how often it stands are evidence.
Left alone: what another language has, if the words beside do not speak for it; names, old spelling, words in quotation marks or
beside a hyphen; French without the circumflex, as it may be written since 1990 ("plait").

A text that lacks many and writes next to none follows a convention (chat, terminals, comments in code): its words are right
by it, and with some of the accents it would be half with and half without. Such edits are unsafe, whichever rule proposes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from math import log
from typing import NamedTuple

from cleaner.core.edits import Edit
from cleaner.core.resources import data_file
from cleaner.core.views.folding import stands_alone
from cleaner.filters._languages.old_spelling import is_formed, old_spelling
from cleaner.filters._languages.stretches import NOUNS, is_english
from cleaner.filters._languages.words import ACCENT, KNOWN, Words
from cleaner.models.languages.near_words import plain, with_accents
from cleaner.models.languages.vocabulary import vocabulary

LANGUAGES = ("de", "fr", "es", "it", "pt", "pl")
SHORTEST, LONGEST = 3, 24
FAR = log(20)  # nats between the word and the next one with other accents
LEAST_SHARE = log(3e-6)  # of a word in running text
LEAST_FOREIGN = 2.0  # nats that both neighbours must speak for it, where another language has the string
QUOTES = frozenset("\"“”„«»‹›‘’'`*_-")
FEWEST_HABITS, LONG_TEXT, HABIT = 2, 300, 20  # words without accents; words with, in all and for each without
FEWEST_BARE, WRITTEN = 10, 10  # words that lack accents in a text without; so many for each word that has them
REFORMED = str.maketrans("îû", "iu")
MEMO_WORDS = 5_000


class Accent(NamedTuple):
    """A word whose accents are missing, and the word."""

    start: int
    end: int
    word: str


@cache
def _listed(language: str) -> dict[str, str]:
    """The strings that only old and careless text has."""
    rows = data_file("languages", language).joinpath("accents").read_text(encoding="utf-8").splitlines()
    return {string: word for string, _, word in (row.partition("\t") for row in rows)}


def listed_words(language: str) -> Iterable[str]:
    """The strings that are told by a list, whether or not the vocabulary knows them."""
    return _listed(language)


@lru_cache(MEMO_WORDS)
def accented(language: str, string: str) -> str:
    """The only word that a string without accents can mean; "" if it is one itself, or there is none, or there are two.

    >>> accented("fr", "apres"), accented("fr", "passe"), accented("es", "aqui"), accented("de", "uber")
    ('après', '', 'aquí', 'über')
    """
    listed, words = _listed(language).get(string), vocabulary(language)
    if listed:
        return listed
    if words.is_known(string):
        return ""
    found = sorted((word for word in with_accents(string, words.letters) if word in words.common), key=words.share, reverse=True)
    if not found or words.share(found[0]) < LEAST_SHARE or (language == "fr" and found[0].translate(REFORMED) == string):
        return ""
    if is_formed(language, string) or old_spelling(language, string):  # last: their tables take 10 ms to read
        return ""
    return found[0] if len(found) == 1 or words.share(found[0]) - words.share(found[1]) >= FAR else ""


def accents_left_out(words: Words, language: str) -> Iterator[Accent]:
    """Words of a part of a text whose accents are missing."""
    text = words.text
    for i in words.with_bit(ACCENT):
        string, (first, last) = words.word(i), words.span(i)
        meant = accented(language, string)
        if not stands_alone(text, first, last) or QUOTES.intersection((text[first - 1 : first], text[last : last + 1])):
            continue
        if language not in NOUNS and string.capitalize() in text:
            continue  # a name
        beside = (words.bits[k] & KNOWN for k in (i - 1, i + 1) if 0 <= k < len(words))
        if _is_own(language, string) or (all(beside) and _fits(language, meant, words.small(i - 1), words.small(i + 1))):
            yield Accent(first, last, meant)


def _is_own(language: str, string: str) -> bool:
    """Whether no other language has a string."""
    return not vocabulary(language).is_foreign(string) and not is_english(string.encode())


def _fits(language: str, meant: str, before: str, behind: str) -> bool:
    """Whether the words on both sides speak for a word."""
    ask = vocabulary(language).affinity
    return bool(before and behind) and ask(before, meant) + ask(meant, behind) >= LEAST_FOREIGN


def is_habit(words: Words, found: Sequence[Accent]) -> bool:
    """Whether a long text writes its accents, but for some words: a book of another age ("despues", "carecia"), not slips."""
    if len({words.text[accent.start : accent.end] for accent in found}) < FEWEST_HABITS:
        return False
    written = sum(not words.word(number).isascii() for number in range(len(words)))
    return written >= max(LONG_TEXT, HABIT * len(found))


def by_convention(text: str, language: str, edits: Sequence[Edit]) -> Iterator[Edit]:
    """The edits of a text, safe ones that only put accents in made unsafe where the text is written without accents.

    >>> many = [Edit(at, at + 3, "też", "typos.words.pl.accent", "", "safe") for at in range(0, 44, 4)]
    >>> [{edit.safety for edit in by_convention("tez " * 11, "pl", edits)} for edits in (many, many[:2])]
    [{'unsafe'}, {'safe'}]
    """
    bare = [number for number, edit in enumerate(edits) if edit.safety == "safe" and _is_accent(text, edit)]
    if len(bare) < FEWEST_BARE or WRITTEN * _accented_in(text, language) > len(bare):
        yield from edits
        return
    among = set(bare)
    reason = "the text is written without accents"
    for number, edit in enumerate(edits):
        yield edit._replace(safety="unsafe", reason=f"{edit.reason}; {reason}") if number in among else edit


def _accented_in(text: str, language: str) -> int:
    """How many words of a text have a letter of the language beyond ASCII."""
    letters = "".join(letter for letter in vocabulary(language).letters if letter > "\x7f")
    return len(re.findall(rf"\w*[{letters}]\w*", text))


def _is_accent(text: str, edit: Edit) -> bool:
    """Whether an edit changes nothing but accents."""
    written = text[edit.start : edit.end]
    return edit.replacement != written and plain(edit.replacement) == plain(written)
