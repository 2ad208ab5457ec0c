"""Which unknown words are never corrected for certain: what may be a name, a term, or a word of another language."""

from __future__ import annotations

from typing import NamedTuple

from cleaner.filters._languages.stretches import is_borrowed, is_english
from cleaner.models.languages.near_words import SHORT
from cleaner.models.languages.vocabulary import vocabulary
from cleaner.models.wordlists.lexicon import english_lexicon

DETERMINERS = (
    "der die das den dem des ein eine einen einem einer eines kein keine keinen keinem keiner im am zum zur vom beim ins ans"
    " mein meine meinen meinem meiner dein deine sein seine seinen seinem seiner ihr ihre ihren ihrem ihrer unser unsere unseren"
    " unserem unserer diese dieser dieses diesem diesen jede jeder jedes jedem jeden alle allen aller viele vielen"
)
BEFORE_NOUNS = frozenset(DETERMINERS.split())  # what stands before a noun of German and seldom before a name
LEARNED = ("it", "es", "pt")  # languages with words of Latin and Greek in another ending than English has
SHORTEST_STEM = 5


class Place(NamedTuple):
    """An unknown word where it stands, in small letters, with its neighbours ("" where none stands beside it).

    `capital` is None where a sentence begins, which every word does with one.
    """

    start: int
    end: int
    word: str
    beside: tuple[str, str]
    capital: bool | None


def is_doubtful(place: Place, language: str) -> bool:
    """Whether a word may be a name, an abbreviation, or a word of another language, however likely its correction is."""
    if place.capital is None or len(place.word) <= SHORT:
        return True
    if place.capital and place.beside[0] not in BEFORE_NOUNS:
        return True  # "sagte Stihl"
    if vocabulary(language).is_foreign(place.word):
        return True  # "Nature morte"
    return (language in LEARNED and _is_learned(place.word)) or is_borrowed(place.word, language)


def is_name(place: Place) -> bool:
    """Whether a noun is a name that English writes with a capital as well: "die Maya"."""
    return bool(place.capital) and english_lexicon().size(place.word).capital > 0


def is_term(text: str, place: Place) -> bool:
    """Whether a word in small letters begins a line below another one or is explained in brackets, as options and terms are."""
    if place.capital is not False:
        return False
    return (place.start > 0 and text[place.start - 1] == "\n") or text.startswith(" (", place.end)


def _is_learned(word: str) -> bool:
    """Whether English has a word, its ending aside ("acne", "protone"): dictionaries of Romance languages lack many."""
    forms = (word[:-1], word[:-2], f"{word}n", f"{word[:-1]}on", f"{word[:-1]}e", f"{word[:-2]}y")
    able = (form for form in forms if len(form) >= SHORTEST_STEM and form.isascii())
    return is_english(word.encode()) or any(is_english(form.encode()) for form in able)
