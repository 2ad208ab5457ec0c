"""The language of a few words by their letters, for sentences whose frequent words do not tell it: "Mai bere a stomaco vuoto".

Each vocabulary knows how likely a letter is after the two before it (:meth:`Vocabulary.shape`); the one that suits the words best
must be some nats ahead. It may still be a neighbour without a vocabulary here, Catalan or Danish: the letter pairs of
eighty-five languages (cleaner.decoding.likelihood) must choose the same one.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from cleaner.core.views.languages import LETTERS_OF
from cleaner.decoding.likelihood import shipped
from cleaner.models.languages.vocabulary import LANGUAGES, vocabulary

MARGIN = 3.0  # nats between the best language and the next
FEWEST = 3  # words that tell a language
MEMO_WORDS = 5_000
LATIN = tuple(language for language in LANGUAGES if language in LETTERS_OF)


def language_by_letters(words: Sequence[str], told: str = "") -> str:
    """The language of some words in Latin letters, "" if it is another, or two are as likely; `told`: what other evidence says.

    >>> language_by_letters("mai bere a stomaco vuoto".split()), language_by_letters("aldri drikke på tom mage".split())
    ('it', '')
    """
    if len(words) < FEWEST:
        return ""
    text = " ".join(words).lower()
    letters = {char for char in text if char > "\x7f" and char.isalpha()}
    able = [language for language in LATIN if letters.issubset(LETTERS_OF[language])]
    if not able:
        return ""
    rated = sorted(((sum(_cost(language, word) for word in text.split()), language) for language in able), reverse=True)
    best, language = rated[0]
    if len(rated) > 1 and best - rated[1][0] < MARGIN:
        return ""
    if language == told:
        return language  # the models of eighty-five languages take 15 MB
    score = shipped().score(text, shipped().languages)
    return language if score.language == language and score.cost <= score.allowed else ""


@lru_cache(MEMO_WORDS)
def _cost(language: str, word: str) -> float:
    return vocabulary(language).shape(word) * (len(word) + 1)
