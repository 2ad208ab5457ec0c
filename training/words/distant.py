"""Fit the weights of :mod:`cleaner.models.distant`: `python -m training.words.distant MISSPELLINGS CORPUS`.

MISSPELLINGS is `words.csv` of github.com/crate-ci/typos (plain or gzip), CORPUS the natural text of
:mod:`training.sentences.natural`. Errors are put into natural text, half of them from the list, half drawn from the tables of
errors, one to three in a word; words of natural text that no list has stand for what is no error. Genres are kept apart in five
folds: the figures are of genres that the weights were not fitted on. One document in ten is left unread for measuring. Prints
the weights and, for some thresholds, the share of errors that are corrected, corrected wrongly, and of unknown words that are
changed. Takes ten minutes.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from math import exp
from pathlib import Path
from random import Random
from typing import NamedTuple

from cleaner.filters._english.candidates import correction_of, is_ambiguous, terms
from cleaner.models.distant import FEATURES, evidence, rank
from cleaner.models.masked import masked_model
from cleaner.models.spelling import EDGE, LETTERS, spelling_model
from cleaner.models.wordlists.lexicon import english_lexicon
from training.logistic import fit
from training.sentences.natural import HELD_OUT, PARTS, documents

OTHERS = ("verse-drama", "space-transcripts")  # where the filter only suggests
ERRORS, RIGHT = 150, 70  # cases of a genre
MOST_USES = 2  # as in the filter
FOLDS = 5
THRESHOLDS = (5.0, 4.0, 3.0, 2.5, 2.0, 1.5, 1.0)
WORD = re.compile(r"(?<![\w'’-])[a-z]{4,20}(?![\w'’-])")
SHORTEST = 3  # letters of an error


class Case(NamedTuple):
    """A word in its text; `meant` is "" for a word that is no error."""

    genre: str
    text: str
    start: int
    end: int
    meant: str


def misspellings(path: Path) -> dict[str, list[str]]:
    """The misspellings of each filler that are no words."""
    found: dict[str, list[str]] = defaultdict(list)
    fillers, lexicon = masked_model().fillers, english_lexicon()
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as file:
        for wrong, *right in csv.reader(file):
            if len(right) == 1 and right[0] in fillers and wrong.isascii() and wrong.isalpha() and wrong not in lexicon:
                found[right[0]].append(wrong)
    return found


def with_errors(word: str, random: Random) -> str:
    """A word with one error or more, drawn by the tables."""
    model = spelling_model()
    for _ in range(random.choice((1, 2, 2, 2, 3))):
        made: list[tuple[float, str]] = []
        for i in range(len(word) + 1):
            before, head, tail = word[i - 1 : i] or EDGE, word[:i], word[i:]
            made += [(model.edit_score(f"+{before}{letter}"), head + letter + tail) for letter in LETTERS]
            if tail:
                made.append((model.edit_score(f"-{before}{tail[0]}"), head + tail[1:]))
                made += [
                    (model.edit_score(f"/{tail[0]}{other}"), head + other + tail[1:]) for other in LETTERS if other != tail[0]
                ]
            if len(tail) > 1 and tail[0] != tail[1]:
                made.append((model.edit_score(f"~{tail[:2]}"), head + tail[1] + tail[0] + tail[2:]))
        word = random.choices([after for _, after in made], [exp(score) for score, _ in made])[0]
    return word


def cases_of(path: Path, listed: dict[str, list[str]], random: Random) -> Iterator[Case]:
    """The cases of a genre, from documents in random order."""
    genre, fillers, lexicon = path.name.split(".")[0], masked_model().fillers, english_lexicon()
    errors = right = 0
    texts = ["\n".join(lines) for number, lines in documents(path) if number % PARTS != HELD_OUT]
    random.shuffle(texts)
    for text in texts * 3:
        if errors >= ERRORS and right >= RIGHT:
            return
        at = random.randrange(max(1, len(text) - 4_000))
        piece = text[at : at + 4_000]
        places = [match.span() for match in WORD.finditer(piece) if match.group() in fillers]
        if places and errors < ERRORS:
            start, end = random.choice(places)
            meant = piece[start:end]
            wrong = random.choice(listed[meant]) if meant in listed and random.random() < 0.5 else with_errors(meant, random)
            if len(wrong) >= SHORTEST and wrong not in lexicon:
                errors += 1
                yield Case(genre, piece[:start] + wrong + piece[end:], start, start + len(wrong), meant)
        unknown = [match for match in WORD.finditer(piece) if _is_unknown(match.group())]
        uses = Counter(match.group() for match in unknown)
        for match in [match for match in unknown if uses[match.group()] <= MOST_USES][:2]:
            if right < RIGHT:
                right += 1
                yield Case(genre, piece, *match.span(), "")


def _is_unknown(word: str) -> bool:
    letters = word.encode()
    return word not in english_lexicon() and letters not in terms() and not correction_of(word) and not is_ambiguous(letters)


def main() -> None:
    """Make cases, fit, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("misspellings", type=Path)
    parser.add_argument("corpus", type=Path)
    options = parser.parse_args()
    random, listed = Random(5), misspellings(options.misspellings)
    rows = []
    for path in sorted(options.corpus.glob("*.txt.*")):
        if path.name.split(".")[0] not in OTHERS:
            for case in cases_of(path, listed, random):
                ranked = rank(case.text, case.start, case.end)
                values = evidence(case.text[case.start : case.end], ranked) if ranked else ()
                rows.append((case, values, bool(case.meant) and ranked[:1] != [] and ranked[0].word == case.meant))
    print(dict(zip(FEATURES, map(_rounded, _fitted(rows)), strict=True)))
    scored = []
    genres = sorted({case.genre for case, _, _ in rows})
    for fold in range(FOLDS):
        kept = genres[fold::FOLDS]
        weights = _fitted([row for row in rows if row[0].genre not in kept])
        scored += [
            (sum(w * value for w, value in zip(weights, values, strict=True)), case, right)
            for case, values, right in rows
            if values and case.genre in kept
        ]
    errors = sum(bool(case.meant) for case, _, _ in rows)
    for least in THRESHOLDS:
        made = [(case, right) for score, case, right in scored if score >= least]
        good, bad = sum(right for _, right in made), sum(bool(case.meant) and not right for case, right in made)
        print(f"{least}: {good / errors:.3f} {bad / errors:.4f} {(len(made) - good - bad) / (len(rows) - errors):.4f}")


def _fitted(rows: list[tuple[Case, tuple[float, ...], bool]]) -> list[float]:
    found = [(values, right) for _, values, right in rows if values]
    return fit([values for values, _ in found], [right for _, right in found])


def _rounded(weight: float) -> float:
    return round(weight, 3)


if __name__ == "__main__":
    main()
