"""The noisy channel of spelling: which words a writer may have meant by a string that is no word.

    candidates   every known word one edit away: a letter left out, put in, taken for another, two exchanged, or the
                 space between two words left out
    error         how likely that error is, from the letters around it (after Kernighan, Church and Gale 1990)
    shape        how much the string looks like English, letter by letter

The tables come from a list of misspellings and a word list: `python -m training.words.spelling`. Start at
:meth:`SpellingModel.candidates`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from math import log
from pathlib import Path
from typing import NamedTuple

from cleaner.core.resources import data_file
from cleaner.models.ngrams import NgramModel
from cleaner.models.wordlists.packed import Packed
from cleaner.models.wordlists.wordfile import WordFile

LETTERS = "abcdefghijklmnopqrstuvwxyz"
RAW_LETTERS = (LETTERS + "'").encode("ascii")
EDGE = "^"
STEP = 0.1  # nats of one step of the stored log-probabilities
RAREST = 25.0  # the log-probability (negated) at step 0, that of an error never seen
SPLIT = "|"
SPLIT_COST = 8.0  # log-probability (negated) of leaving out a space: about one error in twenty


class Candidate(NamedTuple):
    """A word (or two) that may have been meant, the error that leads to the string, and its log-probability."""

    words: tuple[str, ...]
    edit: str
    log_probability: float


def to_step(log_probability: float) -> int:
    """A log-probability as the number that the tables hold.

    >>> to_step(-1.0), to_step(-30.0)
    (240, 1)
    """
    return max(1, min(255, round((RAREST + log_probability) / STEP)))


def single_edits(word: str) -> Iterator[tuple[str, str]]:
    """Every string one edit away, with the error that a writer who meant it made: `kind`, letter before, letters.

    `-ab`: b left out after a; `+ab`: b put in after a; `/ab`: b typed for a; `~ab`: ba typed for ab.

    >>> [edit for meant, edit in single_edits("teh") if meant == "the"]
    ['~he']
    """
    for i in range(len(word) + 1):
        head, tail = word[:i], word[i:]
        before = head[-1:] or EDGE
        for letter in LETTERS + "'":
            yield f"{head}{letter}{tail}", f"-{before}{letter}"
        if not tail:
            break
        yield head + tail[1:], f"+{before}{tail[0]}"
        for letter in LETTERS:
            if letter != tail[0]:
                yield f"{head}{letter}{tail[1:]}", f"/{letter}{tail[0]}"
        if len(tail) > 1 and tail[0] != tail[1]:
            yield f"{head}{tail[1]}{tail[0]}{tail[2:]}", f"~{tail[1]}{tail[0]}"


def errors_of(word: str, meant: str) -> Iterator[tuple[tuple[int, int, str], str]]:
    """The errors of :func:`single_edits` by which a writer who meant one string made another, with their places in its order.

    >>> list(errors_of("lettter", "letter"))
    [((2, 1, ''), '+et'), ((3, 1, ''), '+tt'), ((4, 1, ''), '+tt')]
    >>> [key for _, key in errors_of("teh", "the")], [key for _, key in errors_of("hose", "house")]
    (['~he'], ['-ou'])
    """
    if len(meant) == len(word):
        differing = [i for i, (one, other) in enumerate(zip(word, meant, strict=True)) if one != other]
        first = differing[0] if differing else 0
        if len(differing) == 1 and meant[first] in LETTERS:
            yield (first, 2, meant[first]), f"/{meant[first]}{word[first]}"
        elif differing == [first, first + 1] and meant[first] + meant[first + 1] == word[first + 1] + word[first]:
            yield (first, 3, ""), f"~{word[first + 1]}{word[first]}"
        return
    for i in range(max(len(word), len(meant))):
        if word[:i] != meant[:i]:
            return
        before = word[i - 1 : i] or EDGE
        if len(meant) > len(word) and meant[i + 1 :] == word[i:]:
            rank = "{" if meant[i] == "'" else meant[i]  # behind all letters
            yield (i, 0, rank), f"-{before}{meant[i]}"
        elif len(meant) < len(word) and meant[i:] == word[i + 1 :]:
            yield (i, 1, ""), f"+{before}{word[i]}"


class SpellingModel:
    """Tables of errors and of letters; `ngrams` says which words there are and how common."""

    def __init__(self, packed: Packed, ngrams: NgramModel) -> None:
        self.edits = packed.tables["slips"]
        self.letters = packed.tables["letters"]
        self.weights: dict[str, float] = dict(packed.notes.get("weights", {}))
        self.ngrams = ngrams

    def edit_score(self, key: str) -> float:
        """Log-probability of an error where it could be made."""
        return self.edits.get(key) * STEP - RAREST

    def likely_error(self, word: str, meant: str) -> float:
        """Log-probability of the error by which one string was written for another; of one that is no single error, the least."""
        return max((self.edit_score(key) for _, key in errors_of(word, meant)), default=-RAREST)

    def candidates(self, word: str, words: WordFile) -> list[Candidate]:
        """Words of the list and of the model one edit away, most likely error first, and pairs of words; for ASCII words."""
        listed = {raw.decode("ascii") for raw in words.near(word.encode("ascii"), RAW_LETTERS)}
        found: dict[tuple[str, ...], Candidate] = {}
        errors = sorted((place, meant, key) for meant in listed for place, key in errors_of(word, meant))
        for _, meant, key in errors:
            if self.ngrams.count(meant):
                candidate = Candidate((meant,), key, self.edit_score(key))
                old = found.get(candidate.words)
                if old is None or old.log_probability < candidate.log_probability:
                    found[candidate.words] = candidate
        for i in range(1, len(word)):
            pair = (word[:i], word[i:])
            if self.ngrams.count(*pair):
                found[pair] = Candidate(pair, SPLIT, -SPLIT_COST)
        return sorted(found.values(), key=lambda c: -c.log_probability)

    def shape(self, word: str) -> float:
        """Mean log-probability of a letter of the word, given the two before it; about -2 for words of the language."""
        row = f"{EDGE}{EDGE}{word}{EDGE}"
        total = sum(self.letters.get(row[i - 2 : i + 1]) * STEP - RAREST for i in range(2, len(row)))
        return total / (len(row) - 2)


def spelling_path() -> Path:
    """Where the shipped tables lie."""
    return data_file("english.spelling")


@cache
def spelling_model() -> SpellingModel:
    """The shipped tables, mapped into memory once a process. Raises RuleError if they are missing."""
    from cleaner.models.ngrams import ngram_model

    return SpellingModel(Packed.open(spelling_path()), ngram_model())


def smoothed(hits: float, chances: float) -> float:
    """Log-probability of an error made `hits` times where it could be made `chances` times; never quite impossible.

    >>> round(smoothed(0, 1000), 1), round(smoothed(100, 1000), 1)
    (-7.6, -2.3)
    """
    return log((hits + 0.5) / (chances + 1.0))
