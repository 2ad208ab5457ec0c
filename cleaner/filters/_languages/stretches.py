"""Which of the languages that have a vocabulary a document, a line and a sentence are in.

The document says first; where it is of no certain language, each line does; a line beyond ASCII may say so in an English text.
A sentence in which a word is to be judged is asked again, by the frequent words of 300 languages (cleaner.models.foreign).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import repeat
from typing import Any, NamedTuple, cast

from cleaner.core.document import Document
from cleaner.core.kernel import kernel
from cleaner.core.resources import rules_folder
from cleaner.core.views.languages import language_of
from cleaner.filters._languages.words import WORD
from cleaner.models.foreign import DESK, foreign_words
from cleaner.models.languages.letters import language_by_letters
from cleaner.models.languages.vocabulary import LANGUAGES, vocabulary
from cleaner.models.wordlists.lexicon import english_lexicon

CODES = {
    "deu": "de", "deu_1901": "de", "deu_1996": "de", "fra": "fr", "spa": "es", "ita": "it", "por_PT": "pt", "por_BR": "pt",
    "nld": "nl", "pol": "pl", "rus": "ru",
}  # fmt: skip
CYRILLIC = re.compile(r"[а-яё]{2}", re.IGNORECASE)
CYRILLIC_BYTES = b"\xd0", b"\xd1"  # how these letters begin in UTF-8
RUSSIAN_WORDS = "и в не на что с как он я это по а но к из у за от о же так бы для то мы вы его она все было был её ее"
RUSSIAN = frozenset(RUSSIAN_WORDS.split())
# Letters of its neighbours, and of Bulgarian some frequent words and a hard sign amidst a word.
NOT_RUSSIAN_LETTERS = frozenset("іїєґўђјљњћџѓќѕ")
NOT_RUSSIAN_WORDS = frozenset(["се", "са", "ще", "във", "със", "които", "която", "което", "този", "беше", "няма"])
HARD_SIGN = re.compile(r"ъ[бвгджзклмнпрстфхцчшщ]")
# First bytes in UTF-8: Latin letters, and letters of other scripts; those of letters of both, and of signs, are in neither.
LATIN_BYTES = frozenset([*b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", *range(0xC3, 0xCA)])
OTHER_BYTES = frozenset([*range(0xCD, 0xE1), *range(0xE3, 0xF5)])
BUT_LATIN = bytes(byte for byte in range(256) if byte not in LATIN_BYTES)
BUT_OTHER = bytes(byte for byte in range(256) if byte not in OTHER_BYTES)
ONLY_RUSSIAN = re.compile(r"[ыэё]")  # which its Slavic neighbours lack, or write beside letters of their own
FEW_RUSSIAN, MOSTLY = 3, 0.7  # words, and the share of them that are common ones, where none is among the most frequent
LETTERS = {  # that no other language with a vocabulary has
    "de": re.compile(r"ß"), "es": re.compile(r"[ñ¿¡]"), "pt": re.compile(r"[ãõ]"), "pl": re.compile(r"[ąęłńśźż]"),
    "fr": re.compile(r"œ"),
}  # fmt: skip
NOUNS = ("de",)  # languages whose nouns have a capital
SURE = 6.0  # nats from which on letters are not asked
AHEAD = 6.0  # nats that another language may suit the frequent words of a sentence better than the one its letters tell
MOST_ENGLISH = 0.6  # share of the words of a sentence that may be English, where its letters tell the language
CLEAR = 20.0  # nats from which on words are not asked for their letters in languages that share many of the frequent ones
ALIKE = ("es", "fr", "it", "pt")
LEAST = 1.0  # nats that a sentence must suit a language better than English
FEW_LINES = 4_000  # code points of a text whose lines are asked with more care
SHORTEST_LINE = 20  # code points of one that is asked for a language of its own
FEWEST = 5  # words of a line that tell its language in a text of another or of none
ENGLISH = 0.7  # share of the distinct words of a short text that are English
REACH = 160  # code points on either side of a place that tell its language, as far as the line goes
BORROWING = ("nl", "de")  # languages that put their own endings to English verbs
BORROWED = re.compile(r"ge(\w+)(?:t|d|ed)|(\w+)en")
SHORTEST_STEM, COMMON = 4, 3  # letters of such a verb; its size class
COMMON_AS_IT_IS = 4  # size class of an English word that other languages take unchanged: "de staging area", "de hosting"
LONG = 20_000  # code points of a text whose parts are not remembered
MEMO_LINES = 1_000  # lines whose language is remembered
MOST_READ = 400  # code points of a line that are read for it


class Stretch(NamedTuple):
    """A part of a document that may be in a language."""

    language: str
    start: int
    end: int


def stretches(document: Document, allowed: Collection[str]) -> Iterable[Stretch]:
    """The parts of a document in one of the allowed languages."""
    return _stretches(document, allowed) if len(document.text) > LONG else _remembered(document.text, tuple(allowed))


@lru_cache(1)
def _remembered(text: str, allowed: tuple[str, ...]) -> Sequence[Stretch]:
    """The same of a short text, about which is asked more than once."""
    return tuple(_stretches(Document(text), allowed))


def _stretches(document: Document, allowed: Collection[str]) -> Iterator[Stretch]:
    """The same, in order."""
    if kernel() is None and not _has_letters(document):
        return
    language, named = document.language, named_of(allowed)
    if language in LANGUAGES:
        if len(document.text) <= MOST_READ:
            language = language_at(document.text, named) or language
        yield from _paragraphs(document.text, language, allowed)
        return
    known = bool(language) and (len(document.text) > MOST_READ or (language == "en" and _reads_english(document)))
    if document.is_plain and (known or (not language and _reads_english(document))):
        return
    if not known:
        yield from _lines_in_any(document.text, allowed, named)
        return
    for start, end in document.beyond_ascii:
        yield from _lines_in_others(document.text, start, end, allowed)


def _has_letters(document: Document) -> bool:
    """Whether a text has Latin or Cyrillic letters; one without is in no language with a vocabulary."""
    data = document.utf8
    return document.is_plain or bool(data.translate(None, BUT_LATIN)) or any(byte in data for byte in CYRILLIC_BYTES)


def _paragraphs(text: str, language: str, allowed: Collection[str]) -> Iterator[Stretch]:
    """The parts of a text of a language: lines in another one are apart, and what stands between them is not."""
    begin = start = 0
    while start < len(text):
        stop = text.find("\n", start)
        stop = len(text) if stop < 0 else stop
        if stop - start >= SHORTEST_LINE and (start or stop < len(text)):
            line = text[start : min(stop, start + MOST_READ)]
            other = language_of(line)
            if not other and len(text) <= FEW_LINES:
                other = language_at(line)
            if other != language and other in LANGUAGES and len(text[start:stop].split()) >= FEWEST:
                if language in allowed and begin < start:
                    yield Stretch(language, begin, start)
                if other in allowed:
                    yield Stretch(other, start, stop)
                begin = stop
        start = stop + 1
    if language in allowed and begin < len(text):
        yield Stretch(language, begin, len(text))


def named_of(allowed: Collection[str]) -> str:
    """The one language, English aside, that a user says texts are in; "" if they may be in several."""
    others = [language for language in allowed if language != "en"]
    return others[0] if len(others) == 1 else ""


def _reads_english(document: Document) -> bool:
    """Whether most words are English ones: asked first, for the frequent words of other languages take 10 ms to read."""
    words = document.vocabulary
    return sum(map(is_english, words)) >= ENGLISH * len(words)


def is_english(word: bytes) -> bool:
    """Whether a desk dictionary of English has a word of a folded text."""
    return 0 < english_lexicon().folded_size(word).lower <= DESK


def is_borrowed(word: str, language: str) -> bool:
    """Whether a word is English, or an English verb with the endings of Dutch and German.

    >>> [is_borrowed(word, "nl") for word in ("what", "gebrancht", "pipen", "staging", "gebuiken")]
    [True, True, True, True, False]
    """
    if len(word) >= SHORTEST_STEM and word.isascii() and 0 < english_lexicon().size(word).lower <= COMMON_AS_IT_IS:
        return True
    stems: list[str] = []
    if language in BORROWING and (formed := BORROWED.fullmatch(word)):
        stems += [stem + ending for stem in formed.groups() if stem for ending in ("", "e")]
    sizes = [english_lexicon().size(stem).lower for stem in stems if len(stem) >= SHORTEST_STEM and stem.isascii()]
    return any(0 < size <= COMMON for size in sizes)


def _lines_in_others(text: str, start: int, end: int, allowed: Collection[str]) -> Iterator[Stretch]:
    """The lines of a part, where the text as a whole is in another language, that are in an allowed one."""
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        line = text[start : min(stop, start + MOST_READ)]
        if not line.isascii() and _language_of_line(line) in allowed and len(line.split()) >= FEWEST:
            yield Stretch(_language_of_line(line), start, stop)
        start = stop + 1


def _lines_in_any(text: str, allowed: Collection[str], named: str) -> Iterator[Stretch]:
    """The lines of a text of no certain language that are in an allowed one."""
    for start, stop, is_russian in _told_lines(text):
        language = "ru" if is_russian else language_at(text[start : min(stop, start + MOST_READ)], named)
        if language in allowed:
            yield Stretch(language, start, stop)


def _told_lines(text: str) -> Iterable[tuple[int, int, bool]]:
    """The lines that may be in a language with a vocabulary, and which of them are certainly Russian: most lines of other scripts
    are not asked about, and what begins "в" or has "не" in it is told by that."""
    if kernel() is not None:
        return cast(Iterable[tuple[int, int, bool]], _line_languages().parts(text, MOST_READ))
    ends = [match.start() for match in re.finditer("\n", text)]
    return zip([0, *(end + 1 for end in ends)], [*ends, len(text)], repeat(False), strict=False)


@cache
def _line_languages() -> Any:
    """The kernel's table of what tells Russian from its neighbours."""
    words, others = ([word.encode() for word in sorted(words)] for words in (RUSSIAN, NOT_RUSSIAN_WORDS))
    return kernel().LineLanguages(words=words, others=others, letters="".join(sorted(NOT_RUSSIAN_LETTERS)))


@lru_cache(MEMO_LINES)
def _language_of_line(line: str) -> str:
    """The language of a line, told once: a second round asks again."""
    return language_of(line)


def language_at(sentence: str, named: str = "") -> str:
    """The language of a sentence among those that have a vocabulary, "" if it is another or cannot be told.

    `named` is the one that the user says the text is in: it is believed where nothing else can be told.

    >>> language_at("Le chat est dans la maison."), language_at("Кот был в доме."), language_at("The cat was in the house.")
    ('fr', 'ru', '')
    >>> language_at("Guten Morgen"), language_at("Guten Morgen", "de"), language_at("Good morning", "de")
    ('', 'de', '')
    """
    if not sentence.isascii():
        data = sentence.encode("utf-8", "surrogatepass")
        if any(byte in data for byte in CYRILLIC_BYTES) and CYRILLIC.search(sentence):
            return "ru" if _is_russian(sentence.lower(), named) else ""
        if not _is_latin(data):
            return ""
    words = WORD.findall(sentence)
    found = foreign_words().compare(words)
    language = CODES.get(found.language, found.language)
    told_by = [code for code, letters in LETTERS.items() if letters.search(sentence)] if found.nats < CLEAR else []
    if len(told_by) == 1 and (found.nats < SURE or (language in LANGUAGES and language != told_by[0])):
        return told_by[0]
    if found.nats < LEAST or language not in LANGUAGES:
        return _by_letters_or_name(words, named if found.nats < SURE else "")
    if found.nats < CLEAR and language == "nl":
        return _dutch_or_german(words)
    return (_by_letters(words, language) if found.nats < CLEAR and language in ALIKE else "") or language


def _is_russian(sentence: str, named: str) -> bool:
    """Whether a sentence in small letters is Russian, and none of its neighbours."""
    words = WORD.findall(sentence)
    if not NOT_RUSSIAN_LETTERS.isdisjoint(sentence) or not NOT_RUSSIAN_WORDS.isdisjoint(words):
        return False
    if "ъ" in sentence and HARD_SIGN.search(sentence):
        return False
    if not RUSSIAN.isdisjoint(words):
        return True
    if named == "ru" or ONLY_RUSSIAN.search(sentence):
        return _is_known(words, "ru")
    common = vocabulary("ru").common
    return len(words) >= FEW_RUSSIAN and sum(word in common for word in words) >= MOSTLY * len(words)


def _is_latin(data: bytes) -> bool:
    """Whether most letters of a text in UTF-8 are Latin: a name in Latin letters is no sentence of a language.

    >>> _is_latin("Łódź".encode()), _is_latin("东京 Tokyo 是首都".encode()), _is_latin("1848".encode())
    (True, False, False)
    """
    return len(data.translate(None, BUT_LATIN)) > len(data.translate(None, BUT_OTHER))


def _by_letters_or_name(words: list[str], named: str) -> str:
    """The language of words that are not mostly English: by their letters, else the one that the user names if it knows them."""
    if _is_mostly_english(words):
        return ""
    return _by_letters(words) or (named if named and _is_known(words, named) else "")


def _is_mostly_english(words: list[str]) -> bool:
    return sum(is_english(word.lower().encode()) for word in words) > MOST_ENGLISH * len(words)


def _by_letters(words: list[str], told: str = "") -> str:
    """The language of words by their letters, if frequent words do not speak for another: Low German looks like German."""
    language = language_by_letters([word for word in words if word[1:].islower() or word.islower()], told)
    codes = {language, *(code for code, short in CODES.items() if short == language)}
    return language if language and foreign_words().ahead(words, codes) <= AHEAD else ""


def _dutch_or_german(words: list[str]) -> str:
    """Whichever knows more of the words, whose frequent ones are those of Dutch: "für die gute Betreuung in meiner Sache"."""
    small = [word.lower() for word in words]
    return max(("nl", "de"), key=lambda code: sum(word in vocabulary(code).common for word in small))


def _is_known(words: list[str], language: str) -> bool:
    """Whether half of the words or more are common ones of a language."""
    common = vocabulary(language).common
    return bool(words) and 2 * sum(word.lower() in common for word in words) >= len(words)


def is_in_language(text: str, start: int, end: int, language: str, named: str = "") -> bool:
    """Whether the sentence around a place, the place itself aside, is in the language (`named`: as for :func:`language_at`)."""
    return language_around(text, start, end, named) == language


def language_around(text: str, start: int, end: int, named: str = "") -> str:
    """The language of the sentence around a place, the place itself aside, as :func:`language_at` tells it."""
    first, last = line_around(text, start, end)
    return language_at(f"{text[first:start]} {text[end:last]}", named)


def line_around(text: str, start: int, end: int) -> tuple[int, int]:
    """As much of the line around a place as tells its language."""
    first, last = max(0, start - REACH), min(len(text), end + REACH)
    stop = text.find("\n", end, last)
    return max(text.rfind("\n", first, start) + 1, first), last if stop < 0 else stop


@cache
def _dialect(language: str) -> frozenset[str]:
    rows = (rules_folder() / "typos" / "words" / "dialect.tsv").read_text(encoding="utf-8").splitlines()
    return frozenset(
        word for code, _, words in (row.partition("\t") for row in rows) if code == language for word in words.split()
    )


def is_dialect_around(text: str, start: int, end: int, language: str, least: int = 1) -> bool:
    """Whether the sentence around a place has so many function words of a dialect or of an older form of the language ("ick").

    >>> is_dialect_around("Ick hab dit jenau gesehn.", 12, 17, "de"), is_dialect_around("Ich habe es genau gesehn.", 12, 17, "de")
    (True, False)
    """
    words = WORD.findall(text, *line_around(text, start, end))
    return len(_dialect(language).intersection(word.lower() for word in words)) >= least
