"""Which of two words that are taken for each other belongs at a place: `das` or `dass`, `a` or `à`, `haber` or `a ver`.

Pairs are words, or endings of common words (`parler` and `parlé`, `учится` and `учиться`). For each, a logistic regression looks
at the five words before and the three behind: single ones, pairs of them, their endings. It was fitted on running text
(`python -m training.languages.pairs`), which also set the log-odds from which on a word is replaced: in each direction, so that
running text that was not learned from keeps its words. The file `data/languages/LANG/close`, opened when a text of the language
is asked about, holds weights (cleaner.models.wordlists.packed; the pairs and their thresholds are in its notes).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from cleaner.core.resources import data_file
from cleaner.models.languages.vocabulary import Vocabulary, vocabulary
from cleaner.models.wordlists.packed import Packed

LEFT, RIGHT = 5, 3  # words before and behind that are read
EDGE = "\n"  # stands for a word beyond the line
ENDING = "~"  # what a pair of endings begins with
ZERO, STEP = 128, 0.05  # the stored number of a weight of nothing, and the log-odds of one step
SHORTEST_STEM = 3  # letters before an ending
TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+|[^\w\s]")
FILE = "close"


class Pair(NamedTuple):
    """Two words, or two endings, with the log-odds from which on one is replaced by the other; None where it never is."""

    one: str
    two: str
    to_two: float | None
    to_one: float | None
    surely_two: float | None
    surely_one: float | None


class Choice(NamedTuple):
    """A word that may stand for another, by which pair, and whether it is the pair's second."""

    pair: int
    other: str
    is_second: bool


def evidence(left: Sequence[str], right: Sequence[str], *, capital: bool) -> Iterator[str]:
    """What the words around a place say, as strings; all in small letters, `capital` tells of the next word."""
    before = [*([EDGE] * LEFT), *left][-LEFT:]
    behind = [*right, *([EDGE] * RIGHT)][:RIGHT]
    three, two, one = before[-3:]
    next_one, next_two, next_three = behind
    end, ends = one[-3:], next_one[-3:]
    yield from (
        "",
        f"a{one}", f"b{next_one}", f"c{two}", f"d{next_two}", f"e{one} {next_one}", f"f{two} {one}", f"g{next_one} {next_two}",
        f"h{end}", f"i{ends}", f"j{end} {ends}", f"k{two[-3:]} {end}", f"l{ends} {next_two[-3:]}", f"m{three}", f"n{next_three}",
        f"o{next_one[:4]}", f"q{end} {ends} {next_two[-3:]}",
        f"r{one[:4]}", f"s{one[:4]} {ends}",
    )  # fmt: skip
    yield from (f"p{word}" for word in dict.fromkeys(before[:-2]))
    if capital:
        yield from ("C", f"C{one}")


def tokens(text: str) -> list[str]:
    """Words, with apostrophes inside, numbers and signs, in small letters.

    >>> tokens("S’il vous plaît, 12 !")
    ["s'il", 'vous', 'plaît', ',', '12', '!']
    """
    return [token.lower().replace("’", "'") for token in TOKEN.findall(text)]


def partner(word: str, pair: tuple[str, str], words: Vocabulary) -> str:
    """What a word becomes with the second ending of a pair for its first; "" if it has another ending or that is no word."""
    ending, other = (part.removeprefix(ENDING) for part in pair)
    stem = word[: len(word) - len(ending)]
    if not word.endswith(ending) or len(stem) < SHORTEST_STEM or word not in words.common:
        return ""
    made = stem + other
    return made if made in words.common else ""


class CloseWords:
    """The pairs of one language."""

    def __init__(self, model: Packed, words: Vocabulary) -> None:
        self._weights = model.tables["weights"]
        self._words = words
        self.pairs = [Pair(*row) for row in model.notes["pairs"]]
        self._by_word: dict[str, list[Choice]] = {}
        self._endings: list[tuple[tuple[str, str], int, bool]] = []
        for number, pair in enumerate(self.pairs):
            for is_second, (word, other) in enumerate(((pair.one, pair.two), (pair.two, pair.one))):
                if word.startswith(ENDING):
                    self._endings.append(((word, other), number, bool(is_second)))
                else:
                    self._by_word.setdefault(word, []).append(Choice(number, other, bool(is_second)))
        self.phrases = {word for word in self._by_word if " " in word}  # "a ver"

    def sure_words(self) -> Iterator[str]:
        """The words and phrases in place of which only another one can be meant, if what stands around says so."""
        return (word for word, choices in self._by_word.items() if any(self.surely(choice) is not None for choice in choices))

    def choices(self, word: str, *, endings: bool) -> list[Choice]:
        """What a word may stand for."""
        found = self._by_word.get(word, [])
        if not endings:
            return found
        made = [(number, partner(word, pair, self._words), second) for pair, number, second in self._endings]
        return found + [Choice(number, other, second) for number, other, second in made if other]

    def log_odds(self, choice: Choice, said: Sequence[str]) -> float:
        """How much likelier the other word is, given what the words around say (:func:`evidence`)."""
        get, key = self._weights.get, f"{choice.pair}:"
        total = sum((stored - ZERO) * STEP for part in said if (stored := get(key + part)))
        return -total if choice.is_second else total

    def least(self, choice: Choice) -> float | None:
        """The log-odds from which on the word is replaced; None if it never is."""
        pair = self.pairs[choice.pair]
        return pair.to_one if choice.is_second else pair.to_two

    def surely(self, choice: Choice) -> float | None:
        """The log-odds from which on only the other word can be meant; None if there are none."""
        pair = self.pairs[choice.pair]
        return pair.surely_one if choice.is_second else pair.surely_two


@cache
def close_words(language: str) -> CloseWords:
    """The shipped pairs of a language, opened once a process."""
    return CloseWords(Packed.open(data_file("languages", language) / FILE), vocabulary(language))
