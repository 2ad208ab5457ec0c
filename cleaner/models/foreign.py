"""Is a run of words English? Evidence for and against, from words that are commoner in another language.

`data/typos/foreign.tsv` has a line a language, of some 300 in Latin script: its code, and its most frequent words with how much
likelier (nats) each is there than in English. A sentence is compared with English in each of them: a word of the language speaks
for it, an English word that it lacks speaks against it, an unknown word says nothing. The best language wins, so "An leat an
teach?" is Irish although `an` and `teach` are English words. `python -m training.words.foreign` makes the file from the Universal
Declaration of Human Rights and from running text. `listed.tsv` has function words that were not counted but listed by hand; many
are like errors of English ("sed", "ot"), so one by itself says nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple, cast

from cleaner.core.kernel import kernel
from cleaner.core.precomputed import PrecomputedBytes
from cleaner.core.resources import data_file
from cleaner.models.wordlists.lexicon import english_lexicon
from cleaner.models.wordlists.wordfile import WordFile

MOST = 6.0  # nats that one word may speak for a language: a name or a loan must not decide
ENGLISH = 2.0  # nats against every language that lacks a word which English has
DESK = 6  # size class of the words that speak for English: a desk dictionary
STRANGE = 3.0  # nats from which on a word by itself looks like one of another language
TENTHS = 10.0
MEMO_WORDS = 2_000  # words whose languages are remembered
LANGUAGES = b""  # the line of the list that names them, in order


class Elsewhere(NamedTuple):
    """The language that suits words best, English aside, and by how many nats it suits them better than English."""

    language: str
    nats: float


class ForeignWords:
    """The frequent words of other languages, each with the numbers of its languages and what it says for them.

    They are looked up in a sorted list: 9,000 words as objects would take two megabytes. For a word that was listed, not counted,
    a number below zero stands for the language (-1 for the first).

    >>> foreign = ForeignWords(WordFile(b"\\tde nl\\nwees\\t-2 55\\nwordt\\t1 25\\n"))
    >>> foreign.languages, foreign.strangeness("Wordt"), foreign.strangeness("wees"), foreign.suits(["wees"])
    (['de', 'nl'], 2.5, 0.0, {'nl': 5.5})
    """

    def __init__(self, words: WordFile) -> None:
        self._listed = words
        self.languages = (words.find(LANGUAGES) or b"").decode().split()
        self._said = lru_cache(MEMO_WORDS)(self._looked_up)
        native = kernel()
        self._suiting: Any = native and native.Suiting(languages=len(self.languages), english=ENGLISH, ask=self._answer)
        self._most_of = lru_cache(MEMO_WORDS)(self._most_of_word)

    def _answer(self, word: str) -> tuple[bool, tuple[tuple[int, float], ...]]:
        """Whether a word speaks for English, and what it says for other languages."""
        return self._is_english(word), self._looked_up(word.lower().replace("’", "'"))

    def _looked_up(self, folded: str) -> tuple[tuple[int, float], ...]:
        """The numbers of the languages that have a word, and how many nats it speaks for each."""
        return tuple([(number if number >= 0 else -1 - number, nats) for number, nats in self._found(folded)])

    def _found(self, folded: str) -> list[tuple[int, float]]:
        """The same, with the numbers as the list has them."""
        found = self._listed.find(folded.encode("utf-8", "surrogatepass")) if folded else None
        numbers = [int(number) for number in found.split()] if found else []
        return list(zip(numbers[::2], [min(MOST, tenths / TENTHS) for tenths in numbers[1::2]], strict=True))

    def compare(self, words: Iterable[str]) -> Elsewhere:
        """Where else words belong; those with a capital count only for languages that have them.

        >>> foreign_words().compare("An leat an teach".split()).nats > 0
        True
        >>> foreign_words().compare("The letter was here yesterday".split()).nats < 0
        True
        """
        if self._suiting is not None:
            number, nats, against = self._suiting.best(list(words))
            return Elsewhere(self.languages[number] if number >= 0 else "", nats - against)
        against, found = self._compared(words)
        if not found:
            return Elsewhere("", -against)
        best = max(found, key=lambda number: (found[number], -number))
        return Elsewhere(self.languages[best], found[best] - against)

    def suits(self, words: Iterable[str]) -> dict[str, float]:
        """By how many nats words suit each language that has one of them better than English."""
        against, found = self._compared(words)
        return {self.languages[number]: nats - against for number, nats in found.items()}

    def ahead(self, words: Iterable[str], codes: Collection[str]) -> float:
        """By how many nats words suit the language that suits them best better than one of some languages."""
        _, found = self._compared(words)
        most = max((nats for number, nats in found.items() if self.languages[number] in codes), default=0.0)
        return max(found.values(), default=0.0) - most

    def _compared(self, words: Iterable[str]) -> tuple[float, dict[int, float]]:
        """What speaks for English, and for each other language by its number."""
        if self._suiting is not None:
            return cast(tuple[float, dict[int, float]], self._suiting.all(list(words)))
        against, found = 0.0, defaultdict[int, float](float)
        for word in words:
            folded = word.lower().replace("’", "'")
            known = ENGLISH if self._is_english(word) else 0.0
            against += known
            for number, nats in self._said(folded):
                found[number] += nats + known
        return against, found

    def most(self, words: Iterable[str]) -> float:
        """What :meth:`compare` can come to at most, in nats; a tenth of its time."""
        found = 0.0
        for nats in map(self._most_of, words):
            found += nats
        return found

    def _most_of_word(self, word: str) -> float:
        """What a word adds to :meth:`most`."""
        said = self._said(word.lower().replace("’", "'"))
        if said:
            return max(nats for _, nats in said)
        return -ENGLISH if self._is_english(word) else 0.0

    def strangeness(self, word: str) -> float:
        """By how many nats a word is likelier in the language that has it most than in English, as counted; 0 if none has it."""
        return max((nats for number, nats in self._found(word.lower().replace("’", "'")) if number >= 0), default=0.0)

    @staticmethod
    def _is_english(word: str) -> bool:
        """Whether a word speaks for English: in lower case, or "I"."""
        return word == "I" or (word[0].islower() and 0 < english_lexicon().size(word).lower <= DESK)


@lru_cache(MEMO_WORDS)
def languages_of(word: str) -> frozenset[str]:
    """The codes of the languages that have a word among their frequent ones.

    >>> "de" in languages_of("und"), languages_of("xyzzy")
    (True, frozenset())
    """
    return frozenset(foreign_words().suits([word]))


@cache
def foreign_words() -> ForeignWords:
    """The shipped words, read once a process, when a candidate stands."""
    return ForeignWords(WordFile(TABLE.read()))


def _paths() -> tuple[Path, Path]:
    return data_file("typos", "foreign.tsv"), data_file("typos", "listed.tsv")


def _made() -> bytes:
    """The sorted list of the words in the shipped files: on each line a word, and numbers of languages with tenths of nats."""
    languages: dict[str, int] = {}
    words: defaultdict[bytes, list[str]] = defaultdict(list)
    counted, listed = _paths()
    for path in (counted, listed):
        for line in path.read_text(encoding="utf-8").splitlines():
            code, *entries = line.split("\t")
            number = languages.setdefault(code, len(languages))
            for entry in entries:
                word, _, tenths = entry.rpartition(" ")
                words[word.encode()] += [str(number if path is counted else -1 - number), tenths]
    words[LANGUAGES] = list(languages)
    lines = sorted(word + b"\t" + " ".join(said).encode() for word, said in words.items())
    return b"".join(line + b"\n" for line in lines)


TABLE = PrecomputedBytes("foreign", _paths, _made)
