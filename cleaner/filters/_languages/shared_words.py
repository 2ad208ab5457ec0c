"""Words that are right in another language which the sentence may be in as well: "Al telefono: Pronto?", "leer el valor".

Short sentences of Romance languages share their most frequent words, so that the best language may be a guess; a word that the
next one has must not be corrected by it.
"""

from __future__ import annotations

from cleaner.filters._languages.stretches import CODES, line_around
from cleaner.filters._languages.words import WORD
from cleaner.models.foreign import foreign_words
from cleaner.models.languages.vocabulary import LANGUAGES, vocabulary

NEAR, FAR = 6.0, 10.0  # nats by which a language is ahead of another: not for certain; for certain


def is_of_another(text: str, start: int, end: int, language: str) -> bool:
    """Whether another language has all words of `text[start:end]`, and the sentence around may be in it.

    It may be where it suits the frequent words around almost as well, or a little worse while it knows as many of all words.

    >>> is_of_another("Al telefono: Pronto? Sei te?", 3, 11, "es"), is_of_another("Mi telefono no funciona bien.", 3, 11, "es")
    (True, False)
    """
    written = [word.lower() for word in WORD.findall(text, start, end)]
    first, last = line_around(text, start, end)
    around = WORD.findall(text, first, start) + WORD.findall(text, end, last)
    nats = dict.fromkeys(LANGUAGES, 0.0)
    for code, suits in foreign_words().suits(around).items():
        short = CODES.get(code, code)
        if short in nats:
            nats[short] = max(nats[short], suits)
    ahead = {other: nats[language] - nats[other] for other in LANGUAGES if other != language}
    able = [other for other in ahead if ahead[other] < FAR and all(word in vocabulary(other).common for word in written)]
    return any(ahead[other] < NEAR or _known(around, other) >= _known(around, language) for other in able)


def _known(words: list[str], language: str) -> int:
    """How many words a language knows."""
    knows = vocabulary(language).is_known
    return sum(knows(word.lower()) for word in words)
