"""Whether a place of a text is in another language than English: by its sentence, and by the words near it where no language is
certain."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import filterfalse

from cleaner.core.document import Document
from cleaner.core.resources import data_file
from cleaner.core.views.languages import sample
from cleaner.filters._english.candidates import what_it_may_be
from cleaner.models.foreign import DESK, ENGLISH, STRANGE, foreign_words
from cleaner.models.wordlists.lexicon import english_lexicon, english_loanwords
from cleaner.models.wordlists.wordfile import WordFile, open_wordfile

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
# Nats for another language that it takes in an English text, in one of no certain language, and in one of that language: there,
# a sentence must show that it is English. And by how much two sums of the same nats may differ.
FOR_ENGLISH, FOR_NONE, FOR_OTHERS, ROUNDING = 4.0, 1.5, -6.0, 0.01
# Code points on either side of a place, and nats by which the words there must suit another language better: for texts of no
# certain language, such as lists and texts full of code.
WIDE, SURELY_FOREIGN = 400, 6.0
UNSPOKEN = re.compile(r"<[^<>\n]*>|[^\s<>]+/[^\s<>]+|`[^`\n]*`")
MARKUP = re.compile(r"^(```|~~~).*?^\1|<[^<>]*>", re.DOTALL | re.MULTILINE)  # blocks of code, and tags
MOST_READ = 40_000  # code points of such a text from which three samples are taken, which tell what most of it is in
READ = 2  # letters of the code of a language of which much text was read; those of a page or two have longer ones
MEMO_WORDS = 5_000  # words that are remembered as listed or not


def spoken(piece: str) -> list[str]:
    """The words of a piece of text, those aside of tags, paths and what stands between backquotes.

    >>> spoken('<h2 class="wide">Soorten algoritmes</h2> of `new` via example.org/issues/new')
    ['Soorten', 'algoritmes', 'of', 'via']
    """
    return WORD.findall(UNSPOKEN.sub(" ", piece))


def is_foreign(document: Document, span: tuple[int, int], before: list[str], after: list[str]) -> bool:
    """Whether what stands around a place, itself aside, is not English: it suits another language better, most of its words are
    unknown, or a word beside the place is one of another language. Known misspellings of English words speak for English.
    """
    all_words = before + after
    english = is_judged_as_english(document)
    if english and all(map(_is_misspelled, filterfalse(_is_plain_english, all_words))):
        return False  # "I ate a apple": what the words may be elsewhere as well says nothing
    words = [word for word in all_words if not _is_misspelled(word)]
    if is_among_foreign(document, *span):
        return True
    of_english = is_listed if english else _is_misspelled
    misspelled = len(all_words) - len(words) + of_english(document.text[slice(*span)])
    enough = enough_foreign(document) if english else FOR_OTHERS
    foreign, speaks = foreign_words(), ENGLISH * misspelled
    if foreign.most(words) - speaks > enough - ROUNDING and foreign.compare(words).nats - speaks > enough:
        return True
    small = [word for word in words if word[0].islower()]
    unknown = sum(map(is_unknown, filterfalse(_is_plain_english, small)))
    return (unknown > 1 and 2 * unknown > len(small)) or any(_is_strange(word) for word in before[-1:] + after[:1])


def is_judged_as_english(document: Document) -> bool:
    """Whether a sentence of a document is English unless it shows that it is not."""
    return document.language == "en" or (not document.language and not document.view(_suits_another))


def enough_foreign(document: Document) -> float:
    """Nats for another language that a sentence of such a document needs to be in it."""
    return FOR_ENGLISH if document.language == "en" else FOR_NONE


@lru_cache(MEMO_WORDS)
def _is_plain_english(word: str) -> bool:
    return word == "I" or 0 < english_lexicon().size(word).lower <= DESK


def is_among_foreign(document: Document, start: int, end: int) -> bool:
    """Whether the words near a place, whatever sentence or line they stand in, suit another language, in a text of no certain
    one; paths and what stands between backquotes say nothing.

    >>> text = "Par exemple:\\n\\nls -l | sort | head -n 5\\n\\nCela montre les fichiers."
    >>> is_among_foreign(Document(text), 4, 11), is_among_foreign(Document("Par exemple: ls -l"), 4, 11)
    (True, False)
    """
    if document.language:
        return False
    pieces = document.text[max(0, start - WIDE) : start], document.text[end : end + WIDE]
    words = [word for piece in pieces for word in spoken(piece)]
    return foreign_words().compare(words).nats > SURELY_FOREIGN


def _suits_another(document: Document) -> bool:
    """Whether most of a text of no certain language suits another one: a Dutch page with much markup and code."""
    text = sample(MARKUP.sub(" ", document.text[:MOST_READ]))
    words = [word for word in spoken(text) if not _is_misspelled(word)]
    return foreign_words().compare(words).nats > SURELY_FOREIGN


@lru_cache(MEMO_WORDS)
def is_listed(word: str) -> bool:
    """Whether a word is a known misspelling of an English one."""
    return _misspellings().find(word.lower().encode("latin-1", "replace")) is not None


@lru_cache(MEMO_WORDS)
def _is_misspelled(word: str) -> bool:
    """Whether a word is a known misspelling and none of a much written language: `recieve`, `teh`, not `statistisch`."""
    languages = _guarded().find(word.lower().encode("latin-1", "replace")) or b""
    return is_listed(word) and all(len(code) != READ for code in languages.split())


@cache
def _misspellings() -> WordFile:
    return open_wordfile(data_file("typos", "misspellings", "en.tsv"))


@cache
def _guarded() -> WordFile:
    return open_wordfile(data_file("typos", "misspellings", "en-guarded.tsv"))


def is_unknown(word: str) -> bool:
    """Whether a word is in no word list, and no misspelling, listed or not."""
    if word in english_lexicon() or _is_misspelled(word):
        return False
    kind = what_it_may_be(word.lower().encode("latin-1", "replace"))
    return kind is None or not kind.near


def _is_strange(word: str) -> bool:
    """Whether a word by itself belongs to another language: `eso`, `régiment`, and neither `man` nor a name."""
    if not word[0].islower() or 0 < english_lexicon().size(word).lower <= DESK or is_listed(word) or word in english_loanwords():
        return False
    return not word.isascii() or foreign_words().strangeness(word) >= STRANGE
