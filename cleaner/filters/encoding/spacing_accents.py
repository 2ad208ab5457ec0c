"""Accents that TeX and PDF tools leave beside their letters: "m´ethode" -> "méthode", "f¨ur" -> "für", "Erd˝os" -> "Erdős".

A PDF may draw an accented letter as two glyphs, and a program that reads it gives them one after the other: the accent
first, the cedilla and ogonek sometimes last. An accent between two letters, or before the first letter of a word, is
composed with its letter if Unicode has the two as one. What else looks so: feet and minutes of arc (a digit before), an
estimate (ˆx: one letter), an apostrophe ("l´eau", "O´Brien": left alone unless other accents show where the text comes
from), the okina and code (a grave accent of ASCII: only among other accents). Sources: UnicodeData.txt; the glyphs of TeX's
OT1 encoding.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.core.resources import data_file
from cleaner.decoding.likelihood import EIGHTHS, shipped
from cleaner.rulebook.packs import RuleSet

COMBINING = {
    "´": "\u0301", "`": "\u0300", "ˆ": "\u0302", "¨": "\u0308", "˜": "\u0303", "ˇ": "\u030c", "˘": "\u0306", "˚": "\u030a",
    "˝": "\u030b", "¸": "\u0327", "˛": "\u0328", "˙": "\u0307", "¯": "\u0304",
}  # fmt: skip
BELOW = "¸˛"  # may stand behind their letter as well
SURE = frozenset("ˆ¨˜ˇ˘˚˝¸˛")  # of these nobody writes one inside a word for anything else
# The bytes of the accents beyond ASCII in UTF-8: two searches that each begin with a byte.
LEADS = (re.compile(rb"\xcb[\x86\x87\x98-\x9d]"), re.compile(rb"\xc2[\xa8\xaf\xb4\xb8]"))
ACCENT = "´`ˆ¨˜ˇ˘˚˝¸˛˙¯"
WORD = re.compile(rf"[^\W\d_]*(?:[{ACCENT}][^\W\d_]+)+[{BELOW}]?|[^\W\d_]+[{BELOW}]")
MARK, HEAD = re.compile(f"[{ACCENT}]"), re.compile(r"[^\W\d_]*\Z")
AFTER_LETTERS = "\u0220"  # behind the accented letters that alphabets have; "ẗ" is in none
LONGEST = 40  # letters of a word before its first accent
PLACE = re.compile(
    r"([´`ˆ¨˜ˇ˘˚˝˙¯])([^\W\d_])|(¸)([cstCST])|(˛)([aeiuAEIU])"
    r"|([cstCST])(¸)(?![cCsStT])|([aeiuAEIU])(˛)(?![aeiuAEIU])"
)
DOTLESS = {"ı": "i", "ȷ": "j"}  # the letters that TeX puts accents on
ELISION = re.compile(r"(?:[ldjmnstcLDJMNSTC]|qu|Qu|jusqu|lorsqu|puisqu|dell|nell|sull|all|dall|un|O|D|L)\Z")
REACH = 400  # code points around a word that tell its language
SHORT_WORDS = frozenset("éèàòóáÉÈÀÒÓÁ")  # words of one letter; they count among other accents only
MOST_PAIR = 6.0  # nats that a letter pair of the language costs at most


class Place(NamedTuple):
    """An accent and its letter inside a word, and the letter that they make."""

    start: int
    end: int
    accent: str
    letter: str


def propose(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """The composed letter for every accent that belongs to one."""
    if document.is_plain or not any(lead.search(document.utf8) for lead in LEADS):
        return
    words = [(match, list(_places(match))) for match in _words(document.text)]
    words = [(match, places) for match, places in words if places and _is_word(match, places, document)]
    likely = [
        any(place.accent in SURE for place in places) or _is_likely(match, places, document, rules) for match, places in words
    ]
    told = any(likely)
    for (match, places), alone in zip(words, likely, strict=True):
        if alone or (told and document.text[match.start()] not in "OD"):
            for place in places:
                start = match.start()
                yield rules.edit(start + place.start, start + place.end, place.letter, "encoding.spacing-accents.word")


def _words(text: str) -> Iterator[re.Match[str]]:
    """The words with accents beside their letters, found from the accents."""
    done = 0
    for mark in MARK.finditer(text):
        head = HEAD.search(text, max(done, mark.start() - LONGEST), mark.start()) if mark.start() >= done else None
        word = WORD.match(text, head.start()) if head else None
        if word:
            yield word
            done = word.end()


def _places(word: re.Match[str]) -> Iterator[Place]:
    for match in PLACE.finditer(word.group()):
        accent, base = filter(None, match.groups())
        if accent not in COMBINING:
            accent, base = base, accent
        letter = unicodedata.normalize("NFC", DOTLESS.get(base, base) + COMBINING[accent])
        if len(letter) == 1 and letter < AFTER_LETTERS:
            yield Place(match.start(), match.end(), accent, letter)


def _is_word(match: re.Match[str], places: list[Place], document: Document) -> bool:
    """Whether the letters make a word of one case, with all accents composed, and nothing before it speaks against one."""
    word = match.group()
    before = document.text[match.start() - 1 : match.start()] if match.start() else ""
    if before.isdigit() or before == "\\" or "\xa1" <= before <= "\xbf" or len(places) < sum(char in COMBINING for char in word):
        return False
    after = _composed(word, places)
    return after in SHORT_WORDS or (len(after) > 2 and (after[1:].islower() or after.isupper()))


def _composed(word: str, places: list[Place]) -> str:
    for place in reversed(places):
        word = word[: place.start] + place.letter + word[place.end :]
    return word


def _is_likely(match: re.Match[str], places: list[Place], document: Document, rules: RuleSet) -> bool:
    """Whether accents make a word by themselves: one that is no acute or grave; a word of the language, and no elision."""
    word, text = match.group(), document.text
    if any(place.accent in SURE for place in places):
        return True
    if document.in_code(match.start(), match.end()) or ELISION.match(word[: places[0].start]) or not places[0].start:
        return False
    composed = _composed(word, places)
    if composed.lower() in rules.cached(accented_words):
        return True
    near = text[max(0, match.start() - REACH) : match.end() + REACH]
    likelihood = shipped()
    language = likelihood.score("".join(char for char in near if char not in COMBINING), likelihood.languages).language
    if not language or document.language == "en":
        return False
    pairs = [composed[max(0, place) : place + 2] for place, char in enumerate(composed, -1) if not char.isascii()]
    return all(likelihood.costs(pair, [language]).by_language[language] <= MOST_PAIR * EIGHTHS * 3 for pair in pairs)


def accented_words(_: RuleSet) -> frozenset[str]:
    """The accented words that are known of many languages, in small letters."""
    return frozenset(data_file("encoding", "accents", "words.txt").read_text("utf-8").split())
