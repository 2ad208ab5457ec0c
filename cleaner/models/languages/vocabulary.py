"""The words of a language other than English: which are known, how common they are, and what may stand beside them.

A language is a folder `data/languages/LANG/` of files, each opened when first asked:

    words       the common words, one a line with a letter for their case and how common they are: what may have been meant
    rare.bits   a Bloom filter of the other words of a dictionary, where they fit (German, Dutch): candidates of last resort
    known.bits  a Bloom filter of all words, rare ones, names and old spellings too, that are one edit from a common word
    model       packed tables (cleaner.models.wordlists.packed): pairs of words, letters, words of other languages
    endings     a packed table: which endings stand side by side, and which do not
    weights.json   the weights of the evidence, and the log-odds from which on a correction is sure, likely or possible

A word that is not known is no proof of an error: cleaner.models.languages.near_words weighs what may have been meant.
`python -m training.languages.vocabulary` and `training.languages.weights` make the files.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache, cached_property, lru_cache
from math import log
from mmap import mmap
from pathlib import Path
from typing import Any

from cleaner.core.digests import blake2b
from cleaner.core.kernel import kernel
from cleaner.core.mapped import mapped
from cleaner.core.resources import data_file
from cleaner.models.wordlists.packed import Packed, Table

LANGUAGES = ("de", "fr", "es", "it", "pt", "nl", "pl", "ru")
STEP = 0.1  # nats of one step of the stored numbers
BILLION = log(1e9)  # the stored number of a word is the logarithm of how often it stands in so many words
LOWER, CAPITAL, BOTH = "l", "C", "b"  # how a word is written within a sentence
LOOKS = 5  # bits of a Bloom filter that a word sets: best for 7 to 8 bits a word, where 2 to 3 in a hundred are taken for known
PATIENCE = 30_000  # words that are searched for in the file before a dict is made: 20 ms of the 100 that it takes
MEMO_WORDS = 5_000  # words that are remembered as known or not
RARE_BITS, RARE_LOOKS = 15.0, 10  # where 8 in 10,000 are: hundreds of strings are asked about
PAIR = " "
LEAST_AFFINITY, MOST_AFFINITY = -2.0, 8.0  # nats that two neighbours may say
UNSEEN = 0.5  # nats against a pair that was never seen, however rare its words are
EDGE = "^"
CLASS_LETTERS, CLASS = 3, "~"  # the class of a word: its last letters behind a sign; of a word as short, the word
AGREEMENT_ZERO = 100  # the stored number of two endings that stand side by side as often as by chance

Share = tuple[float, str]


class WordSet:
    """A set of words as bits: a Bloom filter of any size. A few words that are not in the set are taken for members.

    >>> words = WordSet(WordSet.made(["chat", "chien"], bits_a_word=16))
    >>> "chat" in words, "chant" in words
    (True, False)
    """

    def __init__(self, data: bytes | mmap, looks: int = LOOKS) -> None:
        self._data = data
        self._size = 8 * len(data)
        self._looks = looks
        self._asked = kernel().Bloom(data) if kernel() is not None and looks == LOOKS else None

    def __contains__(self, word: str) -> bool:
        if self._asked is not None:
            return bool(self._asked.has_text(word))
        data = self._data
        return all(data[bit >> 3] >> (bit & 7) & 1 for bit in _bits(word, self._size, self._looks))

    @staticmethod
    def made(words: list[str], bits_a_word: float, looks: int = LOOKS) -> bytes:
        """The bytes of a filter."""
        bits = bytearray(1 + int(len(words) * bits_a_word / 8))
        for word in words:
            for bit in _bits(word, 8 * len(bits), looks):
                bits[bit >> 3] |= 1 << (bit & 7)
        return bytes(bits)


def _bits(word: str, size: int, looks: int) -> Iterator[int]:
    code = int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=16).digest(), "little")
    first, second = code & 0xFFFF_FFFF_FFFF_FFFF, code >> 64
    return ((first + look * second) % size for look in range(looks))


class CommonWords(Mapping[str, Share]):
    """The common words of a language: searched for in the file by the kernel, until there have been so many questions that a dict
    of all words pays."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._searched = kernel().SortedWords(mapped(path))
        self._asked = 0  # how soon the dict is made; no answer depends on it
        self._all: dict[str, Share] | None = None

    def get(self, word: str, default: Any = None) -> Any:
        """The value of a word."""
        if self._all is not None:
            return self._all.get(word, default)
        self._asked += 1
        if self._asked > PATIENCE:
            self._all = _all_in(self._path)
        value = self._searched.value(word.encode("utf-8", "surrogatepass"))
        return default if value is None else _share(value.decode("ascii"))

    def __contains__(self, word: object) -> bool:
        if self._all is not None:
            return word in self._all
        return isinstance(word, str) and self.get(word) is not None

    def __getitem__(self, word: str) -> Share:
        found: Share | None = self.get(word)
        if found is None:
            raise KeyError(word)
        return found

    def near(self, word: str, letters: str, accents: tuple[str, str]) -> set[str]:
        """The words one edit away, or two accents: letters without one, and with."""
        found: set[str] = self._searched.near(word, letters, *accents)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(_all_in(self._path))

    def __len__(self) -> int:
        """Number of words."""
        return len(_all_in(self._path))


def _all_in(path: Path) -> dict[str, Share]:
    """The words of a file and their values."""
    lines = (line.partition("\t") for line in path.read_text(encoding="utf-8").splitlines())
    return {word: _share(value) for word, _, value in lines}


@cache
def _share(value: str) -> Share:
    """What a line says of its word; a few hundred values for tens of thousands of words."""
    return int(value[1:]) * STEP - BILLION, value[0]


class Vocabulary:
    """The words of one language; words are given in small letters."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.is_known = lru_cache(MEMO_WORDS)(self._is_known)
        """Whether it is a common word, or a rare one that could be taken for a misspelling of one."""

    @cached_property
    def common(self) -> Mapping[str, Share]:
        """The common words: the logarithm of their share of a text, and how they are written."""
        path = self._folder / "words"
        return CommonWords(path) if kernel() is not None else _all_in(path)

    @cached_property
    def _near(self) -> WordSet:
        return WordSet(mapped(self._folder / "known.bits"))

    @cached_property
    def _rare(self) -> WordSet | None:
        path = self._folder / "rare.bits"
        return WordSet(mapped(path), RARE_LOOKS) if path.exists() else None

    def is_rare(self, word: str) -> bool:
        """Whether a word that is not common is one that a dictionary has and that may have been meant."""
        return self._rare is not None and word in self._rare

    @property
    def has_rare(self) -> bool:
        """Whether there are rare words that may have been meant."""
        return self._rare is not None

    @cached_property
    def _model(self) -> Packed:
        return Packed.open(self._folder / "model")

    @cached_property
    def _endings(self) -> Table:
        return Packed.open(self._folder / "endings").tables["endings"]

    @cached_property
    def letters(self) -> str:
        """The alphabet."""
        return str(self._model.notes["letters"])

    @cached_property
    def weights(self) -> list[float]:
        """The weights of the evidence, in the order of cleaner.models.languages.near_words.FEATURES."""
        return [float(weight) for weight in self._judgement["weights"]]

    @cached_property
    def rank_weights(self) -> list[float]:
        """The weights that put candidates in order, in the order of cleaner.models.languages.near_words.RANKED."""
        return [float(weight) for weight in self._judgement["rank"]]

    @cached_property
    def rare_weights(self) -> list[float]:
        """The same for rare candidates."""
        return [float(weight) for weight in self._judgement["rare"]]

    @cached_property
    def thresholds(self) -> dict[str, float]:
        """The least log-odds of a correction that is `sure`, `likely`, `possible`, and of one to a `rare` word."""
        return {name: float(value) for name, value in self._judgement["thresholds"].items()}

    @cached_property
    def _judgement(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self._folder / "weights.json").read_text(encoding="utf-8"))
        return found

    def _is_known(self, word: str) -> bool:
        return word in self.common or self._folded(word) in self._near or self.is_rare(word)

    def _folded(self, word: str) -> str:
        return word.replace("ß", "ss")

    def is_foreign(self, word: str) -> bool:
        """Whether another language has the word."""
        return self._model.tables["elsewhere"].get(word) > 0

    def share(self, word: str) -> float:
        """The logarithm of the share of a common word."""
        return self.common[word][0]

    def affinity(self, left: str, right: str) -> float:
        """How much likelier two common words stand side by side than by chance, in nats; 0 if one is not common."""
        one, two = self.common.get(left), self.common.get(right)
        if one is None or two is None:
            return 0.0
        expected = one[0] + two[0] + self._tokens
        stored = self._model.tables["pairs"].get(left + PAIR + right)
        if not stored:
            return max(LEAST_AFFINITY, min(0.0, -expected) - UNSEEN)
        return max(LEAST_AFFINITY, min(MOST_AFFINITY, (stored - 1) * STEP - expected))

    def agreement(self, left: str, right: str) -> float:
        """How much likelier two endings stand side by side than by chance, in nats; 0 where little is known."""
        stored = self._endings.get(ending(left) + PAIR + ending(right))
        return (stored - AGREEMENT_ZERO) * STEP if stored else 0.0

    @cached_property
    def _tokens(self) -> float:
        return float(log(self._model.notes["tokens"]))

    def shape(self, word: str) -> float:
        """Mean logarithm of the share of a letter after the two before it; about -2 for words of the language."""
        row = f"{EDGE}{EDGE}{word}{EDGE}"
        letters = self._model.tables["letters"]
        return sum(-(letters.get(row[i - 2 : i + 1]) or 120) * STEP for i in range(2, len(row))) / (len(row) - 2)


def ending(word: str) -> str:
    """The class of a word by its ending.

    >>> ending("ładnych"), ending("w")
    ('~ych', 'w')
    """
    return word if len(word) <= CLASS_LETTERS else CLASS + word[-CLASS_LETTERS:]


@cache
def vocabulary(language: str) -> Vocabulary:
    """The shipped words of a language, opened once a process."""
    return Vocabulary(data_file("languages", language))
