"""Accents that TeX and PDF tools leave beside their letters: "m´ethode" -> "méthode", "f¨ur" -> "für", "Erd˝os" -> "Erdős".

A PDF may draw an accented letter as two glyphs, and a program that reads it gives them one after the other: the accent first,
or last ("Mu¨ller", "cafe´"), as the cedilla and ogonek often are. An accent between two letters, or before the first letter of
a word, is composed with its letter if Unicode has the two as one. Which of the two letters is told by what is possible, by
known words, and by the letter pairs of all such words of the document. What else looks so: feet and minutes of arc (a digit
before), an estimate (ˆx: one letter), an apostrophe ("l´eau", "O´Brien": left alone unless other accents show where the text
comes from), the okina and code (a grave accent of ASCII: only among other accents). Sources: UnicodeData.txt; the glyphs of
TeX's OT1 encoding.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache, partial
from typing import NamedTuple

from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.decoding.likelihood import EIGHTHS, UNSEEN, pairs_of, shipped
from cleaner.models.wordlists.lexicon import accented_words
from cleaner.rulebook.packs import RuleSet

COMBINING = {
    "´": "\u0301", "`": "\u0300", "ˆ": "\u0302", "¨": "\u0308", "˜": "\u0303", "ˇ": "\u030c", "˘": "\u0306", "˚": "\u030a",
    "˝": "\u030b", "¸": "\u0327", "˛": "\u0328", "˙": "\u0307", "¯": "\u0304",
}  # fmt: skip
BELOW = "¸˛"  # may stand behind their letter as well
# Letters that code pages show as accents: "zwˆlf" is "zwölf" read as Mac OS Roman, "weszˆa" is "weszła" of code page 852.
CODEPAGES = {"ˆ": "öêłà", "˜": "śòÿ", "¯": "ø", "˘": "ùó", "˙": "ú", "˚": "û", "¸": "ü", "˝": "ý", "ˇ": "ÿí", "˛": "þ"}
SURE = frozenset("ˆ¨˜ˇ˘˚˝¸˛")  # of these nobody writes one inside a word for anything else
OF_FEW = frozenset("ĉĝĥĵŝĈĜĤĴŜ")  # letters of Esperanto alone: an "ê" of code page 850 looks like a circumflex before an "s"
# The bytes of the accents beyond ASCII in UTF-8: two searches that each begin with a byte.
LEADS = (re.compile(rb"\xcb[\x86\x87\x98-\x9d]"), re.compile(rb"\xc2[\xa8\xaf\xb4\xb8]"))
IN_BACKTICKS = re.compile(r"(?<!\w)`[^`\n]{1,80}`(?!\w)")  # code: "`edt.:` B. Stroustrup"
ACCENT = "´`ˆ¨˜ˇ˘˚˝¸˛˙¯"
WORD = re.compile(rf"(?:[^\W\d_]*(?:[{ACCENT}][^\W\d_]+)+[{ACCENT}]?|[^\W\d_]+[{ACCENT}])(?![{ACCENT}])")
HEAD = re.compile(r"[^\W\d_]*\Z")
AFTER_LETTERS = "\u0220"  # behind the accented letters that alphabets have; "ẗ" is in none
SETS_KEPT, WORDS_KEPT = 16, 1_000  # of which what was compiled, and what they cost, are kept: texts repeat their words
LONGEST = 40  # letters of a word before its first accent
PLACE = re.compile(
    r"([´`ˆ¨˜ˇ˘˚˝˙¯])([^\W\d_])|(¸)([cstCST])|(˛)([aeiuAEIU])"
    r"|([cstCST])(¸)(?![cCsStT])|([aeiuAEIU])(˛)(?![aeiuAEIU])"
)
PLACE_BEHIND = re.compile(f"([^\\W\\d_])([{ACCENT}])")
VOWELS = frozenset("áéíóúàèìòùÁÉÍÓÚÀÈÌÒÙ")  # what an acute or grave behind a letter makes, unless the word is known
CONTRACTED = re.compile(  # "the idea´s", "they´re"; the French have words in "e`re" and "e`ve" of their own
    f"[{ACCENT}](?:s|t|d|m|ll)\\Z|\\A(?:you|we|they|who|there|what)[{ACCENT}]re\\Z"
    f"|\\A(?:i|you|we|they|who|could|should|would|might|must)[{ACCENT}]ve\\Z",
    re.IGNORECASE,
)
SIGNS = frozenset("ªº²³¹¼½¾")  # of these inside of a word, as of signs before it, other encodings make letters
DOTLESS = {"ı": "i", "ȷ": "j"}  # the letters that TeX puts accents on
ELISION = re.compile(  # what stands before an apostrophe in French and Italian
    r"(?:[cdjlmnstv]|qu|(?:jus|lors|puis|quoi)qu|ch|un|gl|[dsc]ent|trent|vent|mezz|tutt|senz|quand|anch|com|dov|ond|sant|be?ll"
    r"|(?:a|da|de|ne|su|co|que)ll|quest|altr|nessun|o)\Z",
    re.IGNORECASE,
)
ELIDING = ("fr", "it", "ca", "en", "")  # languages of texts that may hold elisions
REACH = 400  # code points around a word that tell its language
SHORTEST = 3  # letters of a word that needs no others around it
TOGETHER = 2  # words with accents behind their letters that prove nothing one by one
MANY = 5  # proved words that tell of a word of two letters: an estimate is written "xˆa" too
SHORT_WORDS = frozenset("éèàòóáÉÈÀÒÓÁ")  # words of one letter; they count among other accents only
CLEARER = 10.0  # nats by which a word tells by itself on which side
MOST_ELIDED = 0.5  # share of the words that may have an apostrophe, beyond which they do: .8 in "c´era un´altra", .3 in TeX
CLEAR = 4.0  # nats that a word says whose accents can only stand on one side of their letters
PAIR_MORE = 2.5  # nats that the letter pair more costs, where an accent is a letter
MOST_PAIR = 8.0  # nats that a letter pair with an accent costs at most: the rarest of a language, and none that it has not


class Place(NamedTuple):
    """An accent and its letter inside a word, and the letter that they make."""

    start: int
    end: int
    accent: str
    letter: str


class Word(NamedTuple):
    """A word with accents beside their letters; `behind` is whether they stand behind them."""

    start: int
    letters: str
    places: list[Place]
    behind: bool

    @property
    def composed(self) -> str:
        """The word with its accents composed."""
        word = self.letters
        for place in reversed(self.places):
            word = word[: place.start] + place.letter + word[place.end :]
        return word


def propose(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """The composed letter for every accent that belongs to one."""
    if document.is_plain or not any(lead.search(document.utf8) for lead in LEADS):
        return
    known = accented_words()
    words = _chosen([found for match in _words(document.text) if (found := _options(match, document))], known)
    through_codepage = sum(_is_of_codepage(word, known) for word in words)
    if 2 * through_codepage > len(words):
        return
    proved = [word for word in words if _is_proved(word, known)]
    elided = [word for word in words if _is_elided(word) and word not in proved]
    if document.language in ELIDING and len(elided) > MOST_ELIDED * len(words):
        words = proved
    likely = [_is_likely(word, document, known) for word in words]
    are_behind = 2 * sum(word.behind for word, alone in zip(words, likely, strict=True) if alone) > sum(likely)
    told = any(likely) or _tell_together(words, document)
    for word, alone in zip(words, likely, strict=True):
        if alone or (told and _may_follow(word, len(proved)) and not (are_behind and _is_elided(word))):
            for place in word.places:
                start, end = word.start + place.start, word.start + place.end
                yield rules.edit(start, end, place.letter, "encoding.spacing-accents.word")


def _words(text: str) -> Iterator[re.Match[str]]:
    """The words with accents beside their letters, found from the accents."""
    done = 0
    for mark in _marks("".join(accent for accent in ACCENT if accent in text)).finditer(text):
        head = HEAD.search(text, max(done, mark.start() - LONGEST), mark.start()) if mark.start() >= done else None
        word = WORD.match(text, head.start()) if head else None
        if word and not (mark.group() == "`" and IN_BACKTICKS.match(text, mark.start())):
            yield word
            done = word.end()


@lru_cache(SETS_KEPT)
def _marks(accents: str) -> re.Pattern[str]:
    """What finds some accents: one is found faster than all."""
    return re.compile(f"[{accents}]")


def _options(match: re.Match[str], document: Document) -> list[Word]:
    """A word with each accent composed with the letter behind it, and with the letter before it, as far as there is one."""
    ahead = Word(match.start(), match.group(), list(_places(match.group(), PLACE)), behind=False)
    behind = Word(match.start(), match.group(), list(_places(match.group(), PLACE_BEHIND)), behind=True)
    options = [word for word in (ahead, behind) if word.places and _is_word(word, document)]
    return options[:1] if len({word.composed for word in options}) == 1 else options


def _chosen(options: list[list[Word]], known: frozenset[str]) -> list[Word]:
    """One of the options of each word: the one that is known, else the one that the whole document speaks for."""
    told = [[word for word in words if word.composed.lower() in known] or words for words in options]
    behind = sum(2 * words[0].behind - 1 for words in told if len(words) == 1) * CLEAR
    gains = [_cost(words[0]) - _cost(words[-1]) if len(words) > 1 else 0.0 for words in told]
    behind += sum(gains)
    return [
        words[-1] if (gain if abs(gain) > CLEARER else behind) > 0 else words[0] for words, gain in zip(told, gains, strict=True)
    ]


def _cost(word: Word) -> float:
    """What the letter pairs of a word cost (nats) in the language that suits it best."""
    return _cost_of(word.composed)


@lru_cache(WORDS_KEPT)
def _cost_of(word: str) -> float:
    return shipped().score(word, shipped().languages).cost


def _is_of_codepage(word: Word, known: frozenset[str]) -> bool:
    """Whether a word is clearly likelier with a letter that some code page shows as its accent."""
    if word.composed.lower() in known or CODEPAGES.keys().isdisjoint(word.letters):
        return False
    made = {word.letters.replace(accent, letter) for accent, letters in CODEPAGES.items() for letter in letters}
    likelihood = shipped()
    costs = [likelihood.score(other, likelihood.languages).cost for other in made if COMBINING.keys().isdisjoint(other)]
    return bool(costs) and min(costs) - PAIR_MORE + CLEAR < _cost(word)


def _places(word: str, pattern: re.Pattern[str]) -> Iterator[Place]:
    for match in pattern.finditer(word):
        accent, base = filter(None, match.groups())
        if accent not in COMBINING:
            accent, base = base, accent
        letter = unicodedata.normalize("NFC", DOTLESS.get(base, base) + COMBINING[accent])
        if len(letter) == 1 and letter < AFTER_LETTERS:
            yield Place(match.start(), match.end(), accent, letter)


def _is_word(word: Word, document: Document) -> bool:
    """Whether the letters make a word of one case, with all accents composed, and nothing before it speaks against one."""
    before = document.text[word.start - 1 : word.start] if word.start else ""
    if before.isdigit() or before == "\\" or "\xa1" <= before <= "\xbf" or not SIGNS.isdisjoint(word.letters):
        return False
    if len(word.places) < sum(char in COMBINING for char in word.letters):
        return False
    after = word.composed
    return after in SHORT_WORDS or (len(after) > 1 and (after[1:].islower() or after.isupper()))


def _is_likely(word: Word, document: Document, known: frozenset[str]) -> bool:
    """Whether accents make a word by themselves: one that is no acute or grave; a word of the language, and no elision."""
    if len(word.composed) < SHORTEST:
        return False
    at_end = word.behind and word.letters[-1] in COMBINING
    if any(map(_is_sure, word.places)) and not at_end:
        return word.composed.lower() in known or not _is_stray(word, document)
    if document.in_code(word.start, word.start + len(word.letters)) or not word.places[0].start + word.behind:
        return False
    if _is_elided(word):
        return False
    composed = word.composed
    if composed.lower() in known:
        return True
    return not word.behind and document.language != "en" and _is_of_language(composed, word, document)


def _tell_together(words: list[Word], document: Document) -> bool:
    """Whether two words that can have their accents behind the letters alone, one of them inside, tell where the text comes from:
    "Universite´ de Gene`ve". An apostrophe stands so in English and in names ("Ja`far"), whose letter pairs are others.
    """
    behind = [word for word in words if word.behind and not CONTRACTED.search(word.letters)]
    behind = [word for word in behind if all(place.letter in VOWELS for place in word.places)]
    inside = sum(word.letters[-1] not in COMBINING or len(word.places) > 1 for word in behind)
    if len(behind) < TOGETHER or not inside or 2 * len(behind) <= len(words) or document.language == "en":
        return False
    return all(_is_of_language(word.composed, word, document) for word in behind)


def _is_stray(word: Word, document: Document) -> bool:
    """Whether a cedilla is what is left of a comma before a word of an English text: "Meanwhile ¸saute the onions"."""
    return word.letters[0] == "¸" and document.language == "en"


def _is_sure(place: Place) -> bool:
    """Whether an accent can be nothing else where it stands."""
    return place.accent in SURE and place.letter not in OF_FEW


def _is_elided(word: Word) -> bool:
    """Whether an accent may be an apostrophe: "l´eau", "c´era"."""
    return not word.behind and bool(ELISION.match(word.letters[: word.places[0].start]))


def _is_proved(word: Word, known: frozenset[str]) -> bool:
    """Whether a word has accents beside its letters, whatever the others have."""
    return (len(word.composed) >= SHORTEST and any(map(_is_sure, word.places))) or word.composed.lower() in known


def _is_of_language(composed: str, word: Word, document: Document) -> bool:
    """Whether the pairs of letters that the accents make are usual in the language of the text around."""
    likelihood, language = shipped(), document.language
    if language not in likelihood.models:
        near = document.text[max(0, word.start - REACH) : word.start + len(word.letters) + REACH]
        pattern = PLACE_BEHIND if word.behind else PLACE
        read = pattern.sub(partial(_composed, pattern), near)
        language = likelihood.score(read, likelihood.languages).language
    if not language:
        return False
    model = likelihood.models[language]
    pairs = [pair for pair in pairs_of([composed.lower()])[0] if not pair.isascii()]
    return all(model.get(pair, UNSEEN) <= MOST_PAIR * EIGHTHS for pair in pairs)


def _composed(pattern: re.Pattern[str], match: re.Match[str]) -> str:
    """An accent and its letter as one, as they are if the one comes before the other as a pattern has it."""
    place = next(_places(match.group(), pattern), None)
    return place.letter if place else match.group()


def _may_follow(word: Word, proved: int) -> bool:
    """Whether a word that proves nothing by itself is repaired among others that do; one of two letters among many."""
    if len(word.composed) == SHORTEST - 1 and proved < MANY:
        return False
    if not word.behind:
        return word.letters[0] not in "OD"
    return not CONTRACTED.search(word.letters) and all(place.accent in SURE or place.letter in VOWELS for place in word.places)
