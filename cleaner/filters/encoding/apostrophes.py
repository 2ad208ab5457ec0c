"""Apostrophes that came as something else in English words: "isn�t", "isn´t", "donât" -> "isn’t", "don’t".

U+FFFD stands where a program could not read byte 92 of Windows-1252; "´" is what a keyboard without an apostrophe in reach
gives; "â" is what is left of an apostrophe in UTF-8 whose last two bytes were dropped as controls; "Õ" and "í" are those of
Mac OS and Windows, read as one another. English alone is certain: behind the mark stands one of its seven endings, before it
a word that takes that ending. In other languages U+FFFD may have been any letter, and stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.models.wordlists.lexicon import english_lexicon
from cleaner.rulebook.packs import RuleSet

IN_WORD = r"(?<=[A-Za-z].)(?=(?:t|re|ve|ll|s|d|m)\b|T\b|RE\b|VE\b|LL\b|S\b|D\b|M\b)"
LETTERS_BEFORE = re.compile(r"(?<![^\W\d_])[A-Za-z]{1,24}\Z")
ENDING = re.compile("[A-Za-z]+")
STRAIGHT, CURLY = re.compile("(?<=[a-z])'(?=[a-z])"), re.compile("(?<=[a-z])’(?=[a-z])")
# The last part of the rule id. Mac OS Roman has "Õ" of Windows-1252 for its apostrophe, and "í" for that of Windows-1252.
KINDS = {"\ufffd": "replacement", "´": "acute", "â": "bytes", "Õ": "mac-roman", "í": "mac-roman"}
MARKS = {mark: re.compile(mark + IN_WORD) for mark in KINDS}  # each is found at memory speed, all together are not
CLOSED_CLASS = "í"  # of these only words that take their ending always: "maníd" may be Spanish
NEGATED = frozenset(
    (
        *("ain", "aren", "can", "couldn", "daren", "didn", "doesn", "don", "hadn", "hasn", "haven", "isn", "mayn", "mightn"),
        *("mustn", "needn", "oughtn", "shan", "shouldn", "wasn", "weren", "won", "wouldn"),
    )
)
SUBJECTS = {
    "re": "you we they who what where how there these those why",
    "ve": "i you we they would could should might must who what there",
    "ll": "i you he she it we they that this there who what how where when",
    "d": "i you he she it we they that there who what how where why when",
    "m": "i",
    "s": "he she it that this there here where what who how when why let one everyone someone nobody somebody everybody anyone",
}
BEFORE = {ending: frozenset(words.split()) for ending, words in SUBJECTS.items()}
WITHOUT_ACUTE = ("de", "nl")  # languages that have "’s" behind words of all kinds, and no "ś": "gibt´s", "foto´s"
COMMONEST = 5  # size class of the lexicon that a noun with "’s" needs at most


def propose(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """An apostrophe, straight or curly as the document writes it."""
    text = document.text
    if document.is_plain:
        return
    present = [mark for mark in KINDS if mark in text]
    if not present or (present == ["â"] and document.language != "en"):
        return
    for match in sorted(chain.from_iterable(MARKS[mark].finditer(text) for mark in present), key=re.Match.start):
        start = match.start()
        word = LETTERS_BEFORE.search(text, max(0, start - 25), start)
        ending = ENDING.match(text, match.end())
        if word and ending and _is_english(word.group(), ending.group().lower(), match.group(), document):
            yield rules.edit(start, match.end(), _apostrophe_of(document), f"encoding.apostrophes.{KINDS[match.group()]}")


def _is_english(word: str, ending: str, mark: str, document: Document) -> bool:
    """Whether an ending belongs to a word: by closed lists, and "’s" behind any known word of an English text."""
    if mark == "´" and ending == "s" and document.language in WITHOUT_ACUTE:
        return True
    if ending == "t":
        return word.lower() in NEGATED
    if word.lower() in BEFORE[ending]:
        return document.language in ("en", "")
    if ending != "s" or len(word) < 2 or mark in CLOSED_CLASS or document.language != "en":
        return False
    size = english_lexicon().size(word).best
    return size <= COMMONEST or mark == "\ufffd" if size else word[0].isupper() and len(word) > 2


def _apostrophe_of(document: Document) -> str:
    """The apostrophe that the document uses otherwise; the curly one if it uses none, for that is what gets lost."""
    return "'" if STRAIGHT.search(document.text) and not CURLY.search(document.text) else "’"
