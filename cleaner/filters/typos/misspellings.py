"""Known misspellings: "recieve" -> "receive", "alot" -> "a lot", in the languages that have a list.

Each list `rules/typos/misspellings/<language>.tsv` holds words that nobody writes on purpose, with their one correction;
the list of the document's language is used and no other. Which words of a text are in a list at all is found out for each word
once a process (:mod:`cleaner.filters._english.candidates`), so clean text costs next to nothing, and its language is not asked.

A hit is left alone beside `- ' / @ _ & .` or a digit, in capitals, where the user wants the word kept, where the document
also writes it as a name or writes it again and again and never in the corrected form, and where the words on both sides
are of another language. English hits must stand among English words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.core.folding import stands_alone
from cleaner.filters._english.candidates import LANGUAGES, suspects
from cleaner.filters._english.gate import is_quoted, reads_english
from cleaner.filters._english.spaces import is_half
from cleaner.models.lexicon import english
from cleaner.models.wordfile import WordFile, open_wordfile
from cleaner.rulebook.packs import RuleSet

CAPITALS = ("de",)  # where every noun has a capital, a capital makes no name
OFTEN = 4  # times a document writes a word, and never its correction: its own word
SHORTEST_CAPITAL = 4  # letters of a word that may be repaired though it has a capital and may be a name
INITIAL = re.compile(r"\b[A-Z]\.\Z")
NEXT_WORD = re.compile(r"[ \t\n]+([^\W\d_]+)")
WORD_BEFORE = re.compile(r"([^\W\d_]+)[ \t\n]+\Z")
NEXT_BESIDE = re.compile(r"\W{1,6}([^\W\d_]+)")  # "teh -> the"
BEFORE_BESIDE = re.compile(r"([^\W\d_]+)\W{1,6}\Z")
LONGEST_NEIGHBOUR = 40  # code points looked at for the words on both sides


def propose(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """Replace words of the list by their corrections."""
    suspected = suspects(document)
    listed = {word for word, suspect in suspected.kinds.items() if suspect.listed}
    if not listed:
        return
    language = document.language or "en"
    if language not in LANGUAGES:
        return
    words = rules.kept(_lists)[language]
    for word in words.among(listed):
        starts, wrong, right = suspected.places[word], word.decode("latin-1"), words.value(word)
        if wrong in rules.words:
            continue
        if not _is_own_word(document, wrong, right, len(starts), language):
            for start in starts:
                edit_to = _repair(document, start, wrong, right, language)
                if edit_to:
                    yield rules.edit(
                        start, start + len(word), edit_to, f"typos.misspellings.{language}", f"misspelling of {right!r}"
                    )
        if len(starts) == 1 and language not in CAPITALS:
            edit_to = _repair_capital(document, starts[0], wrong, right, language)
            if edit_to:
                yield rules.edit(starts[0], starts[0] + len(word), edit_to, "typos.misspellings.capital")


def _lists(rules: RuleSet) -> dict[str, WordFile]:
    return {language: open_wordfile(rules.data(f"{language}.tsv")) for language in LANGUAGES}


def _is_own_word(document: Document, wrong: str, right: str, times: int, language: str) -> bool:
    """Whether the document writes it as a name too, or often and never in the corrected form."""
    name = document.text.find(wrong.capitalize()) if language not in CAPITALS else -1
    while name >= 0:
        before = document.text[max(0, name - 3) : name].rstrip(" \t")
        if before and before[-1] not in '.:!?"“”‘’([—–-…•*\n':
            return True
        name = document.text.find(wrong.capitalize(), name + 1)
    return times >= OFTEN and right.encode("latin-1") not in document.folded_words


def _repair_capital(document: Document, start: int, wrong: str, right: str, language: str) -> str:
    """The correction of a word with a capital in the middle of a sentence, or all in capitals: it may be a name or a sign."""
    text, end = document.text, start + len(wrong)
    written = text[start:end]
    if written == wrong.capitalize() and _starts_sentence(text, start):
        return ""  # judged as in lower case
    if written not in (wrong.capitalize(), wrong.upper()) or len(wrong) < SHORTEST_CAPITAL or not stands_alone(text, start, end):
        return ""
    if language == "en" and (is_half(text, start, end) or not reads_english(document, start, end)):
        return ""
    return right.upper() if written.isupper() else right[:1].upper() + right[1:]


def _repair(document: Document, start: int, wrong: str, right: str, language: str) -> str:
    """The correction with the capital of the word, "" if the word is to be left alone."""
    text, end = document.text, start + len(wrong)
    written = text[start:end]
    if written == wrong:
        correction = right
    elif written == wrong.capitalize() and (language in CAPITALS or _starts_sentence(text, start)):
        correction = right[:1].upper() + right[1:]
    else:
        return ""
    if not stands_alone(text, start, end) or _is_mentioned(text, start, end, right):
        return ""
    if language == "en" and not (_among_english(text, start, end) and reads_english(document, start, end)):
        return ""
    return "" if language == "en" and is_half(text, start, end) else correction


def _is_mentioned(text: str, start: int, end: int, right: str) -> bool:
    """Whether the text speaks of the word: in quotation marks by itself, beside its correction, or as part of a command.

    >>> [_is_mentioned(text, 4, 7, "the") for text in ('say“teh”', "ab :teh", "fix teh -> the", "see teh cat")]
    [True, True, True, False]
    """
    if text[start - 1 : start] == ":" or text[end : end + 1] == "[" or is_quoted(text, start, end):
        return True
    beside = NEXT_BESIDE.match(text, end), BEFORE_BESIDE.search(text, max(0, start - LONGEST_NEIGHBOUR), start)
    return any(match is not None and match.group(1) == right for match in beside)


def _starts_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 6) : start].rstrip(" \t“\"‘'(")
    return not before or (before[-1] in ".!?\n" and INITIAL.search(before) is None)  # "Albert G. Forse"


def _among_english(text: str, start: int, end: int) -> bool:
    """Whether neither neighbour is a lower-case word that English does not know: "per impossibile", "la disposicion"."""
    before = WORD_BEFORE.search(text, max(0, start - LONGEST_NEIGHBOUR), start)
    after = NEXT_WORD.match(text, end, end + LONGEST_NEIGHBOUR)
    neighbours = [match.group(1) for match in (before, after) if match]
    return all(not word.islower() or 0 < english().size(word).lower <= 6 for word in neighbours)
