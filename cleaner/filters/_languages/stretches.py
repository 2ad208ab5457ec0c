"""Which of the languages that have a vocabulary a document, a line and a sentence are in.

The document says first; where it is of no certain language, each line does; a line beyond ASCII may say so in an English text.
A sentence in which a word is to be judged is asked again, by the frequent words of 300 languages (cleaner.models.foreign).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from cleaner.core.document import Document
from cleaner.core.views.languages import language_of
from cleaner.models.foreign import DESK, foreign_words
from cleaner.models.languages.vocabulary import LANGUAGES
from cleaner.models.wordlists.lexicon import english_lexicon

CODES = {
    "deu": "de", "deu_1901": "de", "deu_1996": "de", "fra": "fr", "spa": "es", "ita": "it", "por_PT": "pt", "por_BR": "pt",
    "nld": "nl", "pol": "pl", "rus": "ru",
}  # fmt: skip
WORD = re.compile(r"[^\W\d_]+")
CYRILLIC = re.compile(r"[а-яё]{2}", re.IGNORECASE)
RUSSIAN_WORDS = "и в не на что с как он я это по а но к из у за от о же так бы для то мы вы его она все было был её ее"
RUSSIAN = frozenset(RUSSIAN_WORDS.split())
NOT_RUSSIAN = re.compile(r"[іїєґўђјљњћџѓќѕ]", re.IGNORECASE)
LETTERS = {  # that no other language with a vocabulary has
    "de": re.compile(r"ß"), "es": re.compile(r"[ñ¿¡]"), "pt": re.compile(r"[ãõ]"), "pl": re.compile(r"[ąęłńśźż]"),
    "fr": re.compile(r"œ"),
}  # fmt: skip
NOUNS = ("de",)  # languages whose nouns have a capital
SURE = 6.0  # nats from which on letters are not asked
LEAST = 1.0  # nats that a sentence must suit a language better than English
FEWEST = 5  # words of a line that tell its language in a text of another or of none
ENGLISH = 0.7  # share of the distinct words of a short text that are English
REACH = 160  # code points on either side of a place that tell its language, as far as the line goes
BORROWING = ("nl", "de")  # languages that put their own endings to English verbs
BORROWED = re.compile(r"ge(\w+)(?:t|d|ed)|(\w+)en")
SHORTEST_STEM, COMMON = 4, 2  # letters of such a verb; its size class
MOST_READ = 400  # code points of a line that are read for it


class Stretch(NamedTuple):
    """A part of a document that may be in a language."""

    language: str
    start: int
    end: int


def stretches(document: Document, allowed: Collection[str]) -> Iterator[Stretch]:
    """The parts of a document in one of the allowed languages."""
    language = document.language
    if language in LANGUAGES:
        if len(document.text) <= MOST_READ:
            language = language_at(document.text) or language
        if language in allowed:
            yield Stretch(language, 0, len(document.text))
        return
    if document.is_plain and (language or _reads_english(document)):
        return
    for start, end in document.beyond_ascii if language else [(0, len(document.text))]:
        yield from _lines(document.text, start, end, allowed, known=bool(language))


def _reads_english(document: Document) -> bool:
    """Whether most words are English ones: asked first, for the frequent words of other languages take 10 ms to read."""
    words = document.vocabulary
    return sum(map(is_english, words)) >= ENGLISH * len(words)


def is_english(word: bytes) -> bool:
    """Whether a desk dictionary of English has a word of a folded text."""
    return 0 < english_lexicon().folded_size(word).lower <= DESK


def is_borrowed(word: str, language: str) -> bool:
    """Whether a word is English, or an English verb with the endings of Dutch and German.

    >>> [is_borrowed(word, "nl") for word in ("what", "gebrancht", "pipen", "gebuiken")]
    [True, True, True, False]
    """
    stems = [word]
    if language in BORROWING and (formed := BORROWED.fullmatch(word)):
        stems += [stem + ending for stem in formed.groups() if stem for ending in ("", "e")]
    sizes = [english_lexicon().size(stem).lower for stem in stems if len(stem) >= SHORTEST_STEM and stem.isascii()]
    return any(0 < size <= COMMON for size in sizes)


def _lines(text: str, start: int, end: int, allowed: Collection[str], *, known: bool) -> Iterator[Stretch]:
    """The lines of a part that are in an allowed language; `known`: the text as a whole is in another."""
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        line = text[start : min(stop, start + MOST_READ)]
        if not (known and line.isascii()):
            language = (language_of(line) or "") if known else language_at(line)
            if language in allowed and (not known or len(line.split()) >= FEWEST):
                yield Stretch(language, start, stop)
        start = stop + 1


def language_at(sentence: str) -> str:
    """The language of a sentence among those that have a vocabulary, "" if it is another or cannot be told.

    >>> language_at("Le chat est dans la maison."), language_at("Кот был в доме."), language_at("The cat was in the house.")
    ('fr', 'ru', '')
    """
    if CYRILLIC.search(sentence):
        words = set(WORD.findall(sentence.lower()))
        return "ru" if not NOT_RUSSIAN.search(sentence) and words & RUSSIAN else ""
    found = foreign_words().compare(WORD.findall(sentence))
    language = CODES.get(found.language, found.language)
    if found.nats < SURE and len(told := [code for code, letters in LETTERS.items() if letters.search(sentence)]) == 1:
        return told[0]
    return language if found.nats >= LEAST and language in LANGUAGES else ""


def is_in_language(text: str, start: int, end: int, language: str) -> bool:
    """Whether the sentence around a place, the place itself aside, is in the language."""
    first, last = max(0, start - REACH), min(len(text), end + REACH)
    line = max(text.rfind("\n", first, start) + 1, first)
    stop = text.find("\n", end, last)
    return language_at(f"{text[line:start]} {text[end : last if stop < 0 else stop]}") == language
