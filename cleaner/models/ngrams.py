"""The n-gram model of English: how likely a word is in its place.

:meth:`NgramModel.log_probability` backs off smoothly from three words to two to one (Dirichlet smoothing, after MacKay
and Peto 1995), so counts are all the file holds: tables "1", "2", "3" of :mod:`cleaner.models.wordlists.packed`, whose numbers
are counts on a logarithmic scale. Start at :func:`ngram_model`, which opens the shipped model once a process.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from functools import cache, lru_cache
from math import log, log2
from pathlib import Path
from typing import Any

from cleaner.core.kernel import kernel
from cleaner.core.lazy import lazy
from cleaner.core.resources import data_file
from cleaner.models.tokens import END, START
from cleaner.models.wordlists.packed import Packed

STEPS = 8  # steps of the scale in a doubling of the count
LEAST = 0.5  # the count at step 1
PRIOR_2, PRIOR_3 = 300.0, 120.0  # how many words the shorter history is worth; by perplexity on the dev part
KNOWN = 2.0  # the count from which on a word is counted as itself, not as a rare one
ENDINGS = ("'s", "ing", "ed", "ly", "s", "er", "ion", "al")
MEMO_ROWS = 1_000  # rows of words whose count is remembered
MEMO_WORDS = 5_000  # words whose count is remembered: most look-ups are of the commonest
UNSEEN = 0.1  # the count given to a word that the model never saw


def to_step(count: float) -> int:
    """A count as a step of the scale, 1 to 255.

    >>> to_step(0.5), to_step(1), to_step(1000)
    (1, 9, 89)
    """
    return max(1, min(255, 1 + round(STEPS * log2(count / LEAST))))


COUNTS = [0.0] + [LEAST * 2 ** ((step - 1) / STEPS) for step in range(1, 256)]


class NgramModel:
    """Smoothed trigram probabilities of tokens (see :mod:`cleaner.models.tokens`)."""

    def __init__(self, packed: Packed) -> None:
        self.packed = packed
        self.total = float(packed.notes["words"])
        self.tables = self._one, self._two, self._three = tuple(packed.tables[name] for name in "123")
        self._count_one = lru_cache(MEMO_WORDS)(lambda word: COUNTS[self._one.get(word)])
        self._count_more = lru_cache(MEMO_ROWS)(self._counted)

    def count(self, *words: str) -> float:
        """About how often one, two or three words were seen in a row."""
        if len(words) == 1:
            return self._count_one(words[0])
        return self._count_more(words)

    def _counted(self, words: tuple[str, ...]) -> float:
        return COUNTS[(self._two if len(words) == 2 else self._three).get(" ".join(words))]

    def known(self, word: str) -> str:
        """The word, or the class of rare words that it falls into."""
        return word if self._count_one(word) >= KNOWN else rare_class(word)

    def log_share(self, word: str) -> float:
        """Natural logarithm of the share of a word in the class of rare words that it falls into; at most 0."""
        return min(0.0, log((self.count(word) or UNSEEN) / self.count(rare_class(word))))

    def log_probability(self, word: str, before: str, before_that: str) -> float:
        """Natural logarithm of the probability of `word` after the words `before_that before`, all three as `known`."""
        p = (self.count(word) or UNSEEN) / self.total
        one = self.count(before)
        if one:
            p = (self.count(before, word) + PRIOR_2 * p) / (one + PRIOR_2)
            two = self.count(before_that, before)
            if two:
                p = (self.count(before_that, before, word) + PRIOR_3 * p) / (two + PRIOR_3)
        return log(p)

    def score(self, left: Sequence[str], middle: Sequence[str], right: Sequence[str]) -> float:
        """Log-probability of `middle` and of the two tokens after it, in a context of tokens.

        `left` ends with the token before `middle`; START and END are put where the context has no tokens.
        """
        row = [START, START, *left][-2:]
        row += [*middle, *[*right, END, END][:2]]
        row = [self.known(word) for word in row]
        rare = sum(self.log_share(word) for word in middle if self.known(word) != word)
        return rare + sum(self.log_probabilities(tuple(row)))

    def log_probabilities(self, row: tuple[str, ...]) -> list[float]:
        """Of each word but the first two its :meth:`log_probability` after the two before it."""
        found: list[float] | None = self.in_kernel.log_probabilities(row) if self.in_kernel is not None else None
        if found is not None:
            return found
        return [self.log_probability(row[i], row[i - 1], row[i - 2]) for i in range(2, len(row))]

    @lazy
    def in_kernel(self) -> Any:
        """What the kernel looks the counts up in; None if there is no kernel."""
        if kernel() is None:
            return None
        return kernel().Triples(tuple(table.parts for table in self.tables), array("d", COUNTS).tobytes(), self.total)


def rare_class(word: str) -> str:
    """What the model counts in place of a rare word: a class that keeps the ending, which tells much of its grammar.

    >>> rare_class("Glebov's"), rare_class("unfollowing"), rare_class("zug")
    ("<'s>", '<ing>', '<>')
    """
    return next((f"<{ending}>" for ending in ENDINGS if word.endswith(ending)), "<>")


def model_path() -> Path:
    """Where the shipped model lies."""
    return data_file("english.ngrams")


@cache
def ngram_model() -> NgramModel:
    """The shipped model, mapped into memory once a process. Raises RuleError if it is missing."""
    return NgramModel(Packed.open(model_path()))
