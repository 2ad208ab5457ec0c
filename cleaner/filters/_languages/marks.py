"""Signs left out, which are only suggested: apostrophes of French and Italian ("l homme", "c era"), inverted marks of Spanish
("Cómo estás?"), umlauts that German writes with two letters ("fuer") in a text that has some.

Keyboards and programs of other languages drop these, and whole texts are written without them on purpose.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from cleaner.core.views.folding import stands_alone
from cleaner.filters._languages.words import SIGN, Words
from cleaner.models.languages.vocabulary import Vocabulary, vocabulary

VOWEL = "[aeiouyhàâæéèêëîïôœùûìò]"
ELIDED = {
    "fr": re.compile(rf"(?<![\w'’.-])([cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|aujourd) (?=({VOWEL}[^\W\d_]*))", re.IGNORECASE),
    "it": re.compile(rf"(?<![\w'’.-])([cdl]|dell|nell|all|dall|sull|quell|anch|dov) (?=({VOWEL}[^\W\d_]*))", re.IGNORECASE),
}
ELIDED_WORDS = {  # what these patterns begin with
    "fr": ["c", "d", "j", "l", "m", "n", "s", "t", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "aujourd"],
    "it": ["c", "d", "l", "dell", "nell", "all", "dall", "sull", "quell", "anch", "dov"],
}
TODAY = "hui"  # "aujourd hui"
ENDS_QUESTION = re.compile(r"[?!]")
PARTS_SENTENCES = "\n.!?…¿¡"  # what stands before a question
SHORTEST, LONGEST = 3, 300  # code points of a question before its mark
FIRST = re.compile(r"[\s\"“«—–()-]*")
ASKS = re.compile(
    r"[,;:] (?=(?:qu[eé]|c[oó]mo|cu[aá]ndo|d[oó]nde|adónde|por qu[eé]|qui[eé]n(?:es)?|cu[aá]l(?:es)?|verdad|no)\b)", re.IGNORECASE
)
INVERTED = {"?": "¿", "!": "¡"}
TWO_LETTERS = re.compile(r"(?<![^\W\d_])[A-ZÄÖÜ]?[a-zäöüß]*(?:ae|oe|ue|Ae|Oe|Ue)[a-zäöüß]*(?![^\W\d_])")
UMLAUT = re.compile(r"[äöüÄÖÜ]")
UMLAUTS = {"ae": "ä", "oe": "ö", "ue": "ü", "Ae": "Ä", "Oe": "Ö", "Ue": "Ü"}
DIGRAPH = re.compile("[aouAOU]e")
BEFORE = re.compile(r"([^\W\d_]+)[ \n]\Z")
MOST_DIGRAPHS = 4


class Sign(NamedTuple):
    """What is to be put in place of a part of a text, and by which rule."""

    start: int
    end: int
    text: str
    rule: str


def signs_left_out(words: Words, language: str) -> Iterator[Sign]:
    """The places of a part of a text in a language where a sign is missing in a word or behind it."""
    find = FINDERS.get(language)
    if find:
        yield from find(words, language)


def _apostrophes(words: Words, language: str) -> Iterator[Sign]:
    common = vocabulary(language).common
    for number in words.with_bit(SIGN):
        match = ELIDED[language].match(words.text, words.span(number)[0], words.end)
        if match is None:
            continue
        following = match.group(2).lower()
        if match.group(1).lower() == "aujourd":
            fits = following == TODAY
        else:
            fits = following in common and (match.group(1).islower() or match.group(1).istitle())
        if fits:
            yield Sign(match.end(1), match.end(), "'", "apostrophe")


def inverted_marks(text: str, start: int, end: int) -> Iterator[Sign]:
    """Where a Spanish question or exclamation lacks the mark that opens it."""
    for mark in ENDS_QUESTION.finditer(text, start, end):
        low = max(start, mark.start() - LONGEST)
        begin = max(low, *(text.rfind(part, low, mark.start()) + 1 for part in PARTS_SENTENCES))
        if (
            mark.start() - begin < SHORTEST
            or text[begin - 1 : begin] in ("¿", "¡")
            or " " not in text[begin : mark.end()].strip()
        ):
            continue
        asked = list(ASKS.finditer(text, begin, mark.end())) if mark.group() == "?" else []
        first = FIRST.match(text, begin, mark.end())
        at = asked[-1].end() if asked else first.end() if first else begin
        if text[at : at + 1].isalpha():
            yield Sign(at, at, INVERTED[mark.group()], "mark")


def _umlauts(words: Words, language: str) -> Iterator[Sign]:
    text = words.text
    for number in words.with_bit(SIGN):
        match = TWO_LETTERS.match(text, words.span(number)[0], words.end)
        if match is None:
            continue
        if not UMLAUT.search(text):
            return
        meant = _with_umlauts(match.group(), vocabulary(language))
        if meant and stands_alone(text, match.start(), match.end()) and not _is_name(text, match):
            yield Sign(match.start(), match.end(), meant, "umlaut")


def _is_name(text: str, match: re.Match[str]) -> bool:
    """Whether a word with a capital stands behind another one: "Frau Mueller"."""
    before = BEFORE.search(text, max(0, match.start() - 30), match.start())
    return match.group()[0].isupper() and bool(before and before.group(1)[0].isupper())


def _with_umlauts(word: str, words: Vocabulary) -> str:
    """An unknown word with umlauts for two letters, where that is a common word; "" else.

    >>> [_with_umlauts(word, vocabulary("de")) for word in ("fuer", "Tuer", "neue", "koennte")]
    ['für', 'Tür', '', 'könnte']
    """
    places = [match.start() for match in DIGRAPH.finditer(word)]
    if words.is_known(word.lower()) or len(places) > MOST_DIGRAPHS:
        return ""
    for chosen in range(2 ** len(places) - 1, 0, -1):
        made = word
        for i in reversed(range(len(places))):
            if chosen >> i & 1:
                made = made[: places[i]] + UMLAUTS[made[places[i] : places[i] + 2]] + made[places[i] + 2 :]
        if made.lower() in words.common:
            return made
    return ""


FINDERS: dict[str, Callable[[Words, str], Iterator[Sign]]] = {
    "fr": _apostrophes,
    "it": _apostrophes,
    "de": _umlauts,
}
