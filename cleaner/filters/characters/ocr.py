"""Confusions of OCR in words that are none: "tbe" -> "the", "w0rd" -> "word", "rnodern" -> "modern". For scans; on request.

A word that the lexicon does not know, and a word with digits or bars in it, is tried with each confusion of the table the other
way round (`rules/characters/ocr.toml`). Candidates are common words; the language model ranks them in their context. The best is
taken if it is far likelier than the word as it stands and than the next candidate: so names, terms (what the text writes three
times) and foreign words stay. What is less certain is suggested.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.filters._english.context.gate import may_be_english, reads_english
from cleaner.filters._english.spaces import tokens_around
from cleaner.models.wordlists.lexicon import english_lexicon
from cleaner.rulebook.packs import RuleSet

WORD = r"(?<![\w'’@/.-])[A-Za-z0-9|]*[A-Za-z][A-Za-z0-9|]*(?![\w'’@/-])"
CODED = r"\d+(?:st|nd|rd|th|[A-Za-z]{1,2})|[A-Z]+\d+[A-Z]*|.*\d.*\d.*\d.*|[0-9|]*"  # "4th", "3D", "B52", "x123y4": no words
SHORTEST, LONGEST = 3, 24  # letters
KNOWN, COMMON = 8, 4  # size class of words that are left alone, and of those that come out
OFTEN = 3  # times that a text writes a word: its own
GAIN, GAIN_SUGGESTED = 9.0, 5.0  # nats that the word must be likelier than what stands there
LEAD, LEAD_SUGGESTED = 2.0, 0.7  # nats that it must be likelier than the next candidate
GAIN_SIGNS, LEAD_SIGNS = 3.0, 0.7  # the same where digits or bars stand among the letters
GAIN_CAPITAL = 4.0  # nats more for what may be a name


class Reading(NamedTuple):
    """The likeliest word for what was read, and how much likelier it is than that and than the next."""

    word: str
    gain: float
    lead: float


def propose(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """The word that was printed."""
    if not may_be_english(document):
        return
    text = document.text
    pairs = rules.cached(_pairs)
    for match in re.finditer(WORD, text):
        word = match.group()
        if not SHORTEST <= len(word) <= LONGEST or word.lower() in rules.words or _is_sound(word):
            continue
        if document.times(word) >= OFTEN:
            continue
        reading = _reading(text, match.start(), match.end(), pairs)
        rule = reading and _rule(word, reading)
        if reading and rule and reads_english(document, match.start(), match.end()):
            yield rules.edit(match.start(), match.end(), reading.word, rule)


def _pairs(rules: RuleSet) -> tuple[tuple[str, str], ...]:
    """What is read and what was printed."""
    entries = rules["characters.ocr.word"].data["confusions"].split()
    return tuple((read, printed) for read, _, printed in (entry.partition("=") for entry in entries))


def _is_sound(word: str) -> bool:
    """Whether a word is known, or no word at all."""
    if word.isalpha():
        return 0 < english_lexicon().size(word).best <= KNOWN or (word.isupper() and len(word) < 6)
    return re.fullmatch(CODED, word) is not None


def _candidates(word: str, pairs: tuple[tuple[str, str], ...]) -> set[str]:
    """Common words that one confusion makes of what was read; digits and bars must all go."""
    found = {word}
    for _ in range(1 + (not word.isalpha())):
        for item in list(found):
            for read, printed in pairs:
                at = item.find(read)
                while at >= 0:
                    found.add(item[:at] + printed + item[at + len(read) :])
                    at = item.find(read, at + 1)
        if word.isalpha():
            break
        found = {item for item in found if not item.isalpha() or _is_common(item)}
    return {item for item in found - {word} if item.isalpha() and _is_common(item)}


def _is_common(word: str) -> bool:
    if not (word.islower() or word.istitle() or word.isupper()):
        return False
    size = english_lexicon().size(word)
    return 0 < (size.lower if word.islower() else size.best) <= COMMON


def _reading(text: str, start: int, end: int, pairs: tuple[tuple[str, str], ...]) -> Reading | None:
    """The likeliest candidate for `text[start:end]`; None if there is none."""
    word = text[start:end]
    candidates = sorted(_candidates(word, pairs))
    if not candidates:
        return None
    from cleaner.models.ngrams import ngram_model

    model = ngram_model()
    left, right = tokens_around(text, start, end)
    ranked = sorted(((model.score(left, [item.lower()], right), item) for item in candidates), reverse=True)
    best, meant = ranked[0]
    lead = best - ranked[1][0] if len(ranked) > 1 else best
    return Reading(meant, best - model.score(left, [word.lower()], right), abs(lead) if len(ranked) == 1 else lead)


def _rule(word: str, reading: Reading) -> str:
    """The rule by which a reading is an edit; "" if it is too uncertain."""
    if not word.isalpha():
        return "characters.ocr.signs" if reading.gain > GAIN_SIGNS and reading.lead > LEAD_SIGNS else ""
    more = GAIN_CAPITAL * (not word.islower())
    if reading.gain > GAIN + more and reading.lead > LEAD:
        return "characters.ocr.word"
    return "characters.ocr.unsure" if reading.gain > GAIN_SUGGESTED + more and reading.lead > LEAD_SUGGESTED else ""
