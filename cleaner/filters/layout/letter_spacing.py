"""Words set with wide spacing, whose letters extraction wrote apart: "C H A P T E R   O N E" -> "CHAPTER ONE".

Letters one space apart are put together where two or more spaces part the words, or where the run can be cut into common words of
English. Alphabets, initials and axes ("A B C D", "J. R. R.", "x y z") make no word and stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import log

from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.filters._english.word_parts import SHORT_WORDS
from cleaner.models.wordlists.lexicon import english_lexicon
from cleaner.rulebook.packs import RuleSet

LETTER = r"[^\W\d_]"
SPACED = re.compile(
    rf"(?<!\S){LETTER}(?: {LETTER}){{2,40}}(?![^\s.,:;!?])(?: {{2,6}}{LETTER}(?: {LETTER}){{0,40}}(?![^\s.,:;!?])){{0,30}}"
)
POINT = r" ([.,:;!?])(?!\S)"  # a sign that was set apart with the letters
GAP = re.compile(" {2,}")
SHORTEST = 4  # letters of the longest word; three letters in a row are initials or an axis as often
KNOWN_SHARE = 0.6  # of the letters that must belong to words of the lexicon
COMMON = 6  # size class of words that a run without gaps is cut into
LONGEST_WORD = 20
FEWEST = 4  # letters of the shorter words that make a run without gaps
UNSEEN = 0.5  # times that a word is taken to have been seen which the language model has not


def propose(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """The words, one space apart."""
    for match in SPACED.finditer(document.text):
        words = _words(match.group())
        if words:
            point = re.compile(POINT).match(document.text, match.end())
            sign, end = (point.group(1), point.end()) if point else ("", match.end())
            yield rules.edit(match.start(), end, " ".join(words) + sign, "layout.letter-spacing.words")


def _words(run: str) -> list[str]:
    """The words of a run of spaced letters; [] if it is none.

    >>> _words("C H A P T E R   O N E"), _words("P R E F A C E"), _words("A B C D E"), _words("O F T H E M A R S H")
    (['CHAPTER', 'ONE'], ['PREFACE'], [], ['OF', 'THE', 'MARSH'])
    """
    groups = [group.replace(" ", "") for group in GAP.split(run)]
    if max(map(len, groups)) < SHORTEST:
        return []
    if len(groups) == 1:
        return _cut(groups[0])
    known = sum(len(group) for group in groups if group.lower() in english_lexicon())
    return groups if known >= KNOWN_SHARE * sum(map(len, groups)) else []


def _cut(letters: str) -> list[str]:
    """The likeliest cut of a run of letters into words; [] if there is none."""
    from cleaner.models.ngrams import ngram_model

    model = ngram_model()
    lower = letters.lower()
    best: list[tuple[float, list[str]] | None] = [(0.0, []), *([None] * len(letters))]
    for end in range(1, len(letters) + 1):
        for start in range(max(0, end - LONGEST_WORD), end):
            before, word = best[start], lower[start:end]
            if before is None or not _is_common(word):
                continue
            chance = before[0] + log((model.count(word) or UNSEEN) / model.total)
            known = best[end]
            if known is None or chance > known[0]:
                best[end] = chance, [*before[1], letters[start:end]]
    found = best[-1]
    words = found[1] if found else []
    return words if words and len(letters) >= FEWEST * len(words) - len(words) else []


def _is_common(word: str) -> bool:
    return word in SHORT_WORDS if len(word) <= 2 else 0 < english_lexicon().size(word).best <= COMMON
