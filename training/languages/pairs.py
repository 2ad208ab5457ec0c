"""Make `cleaner/data/languages/LANG/close`: `python -m training.languages.pairs TEXT [LANG...]`.

For each pair of `rules/typos/words/pairs.tsv`, places of running text (training.languages.text) where one of the two stands are
cases for it; a logistic regression tells them apart by the words around (cleaner.models.languages.close_words.evidence). Learned
from are documents 0 to 6 of ten; 8 and 9 set the log-odds from which on a word is replaced, in each direction: at most
MOST_FALSE of 10,000 words of the language, and MOST_OF_WORD of the word's own places, may be above. Where the two differ by
accents alone and no place is above by far, an accent left out is repaired without asking (SURE). 7 is held out. Old novels are
read with `dass` for `daß`, without the ones in pre-reform Russian, and for Portuguese not at all.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple

import numpy as np

from cleaner.core.resources import data_file, rules_folder
from cleaner.models.languages.close_words import ENDING, FILE, LEFT, RIGHT, STEP, TOKEN, ZERO, evidence, partner
from cleaner.models.languages.near_words import plain
from cleaner.models.languages.vocabulary import LANGUAGES, vocabulary
from cleaner.models.wordlists.packed import pack
from training.languages.text import HELD_OUT, PARTS, TUNING, Text, texts

MOST_PLACES = 15_000  # of one word of a pair that are learned from
FEWEST_PLACES = 25  # of each word
FEWEST_TIMES = 3  # that a piece of evidence stands in the text
LEAST_WEIGHT = 0.12
MOST_FALSE, MOST_OF_WORD = 0.05, 0.004  # of 10,000 words of the language; of the places of the word
LEAST, LEAST_RARE, RARE = 4.5, 5.5, 100  # log-odds, however few places are above; of words that stand seldom
RARE_SURE = 200  # places of a word that is to be repaired without asking
FEWEST_WORDS = 100_000  # of a language; where fewer set the log-odds, more is asked
LEAST_FOUND = 0.05  # share of the other word's places that must be above
SURE, ABOVE_ALL = 7.0, 1.5  # log-odds; so much above all places of running text
MOST_SCORE = 12.0
ROUNDS, RIDGE, RATE = 120, 0.2, 0.5
ONE_WAY = "one-way"  # the second word is not written for the first, or running text is too careless to tell
SENTENCE_ENDS = frozenset('.!?:-–—«"„“»')
PRE_REFORM = re.compile(r"[ѣѳ]|ъ\b")


class Place(NamedTuple):
    """The words around a place, and whether the second word of the pair stands there."""

    left: list[str]
    right: list[str]
    capital: bool
    second: bool

    def evidence(self) -> list[str]:
        """What they say."""
        return list(evidence(self.left, self.right, capital=self.capital))


def pairs_of(language: str) -> tuple[list[tuple[str, str]], set[tuple[str, str]]]:
    """The pairs of a language, and those of which only the first word is replaced."""
    path = rules_folder() / "typos" / "words" / "pairs.tsv"
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    own = [(one, two, kind) for code, one, two, *kind in rows if code == language]
    return [(one, two) for one, two, _ in own], {(one, two) for one, two, kind in own if kind == [ONE_WAY]}


def _paragraphs(text: Text, language: str) -> Iterator[str]:
    if language == "pt" and text.is_old:
        return
    for paragraph in text.paragraphs:
        if language == "ru" and PRE_REFORM.search(paragraph):
            continue
        yield paragraph.replace("daß", "dass").replace("Daß", "Dass") if language == "de" else paragraph


class Roles:
    """Which words of a language are the first or second of which pair."""

    def __init__(self, language: str, pairs: list[tuple[str, str]]) -> None:
        words = vocabulary(language)
        self.single: dict[str, list[tuple[int, bool]]] = {}
        self.double: dict[tuple[str, ...], list[tuple[int, bool]]] = {}
        for number, pair in enumerate(pairs):
            for second, sides in enumerate((pair, pair[::-1])):
                members = [word for word in words.common if partner(word, sides, words)] if ENDING in sides[0] else [sides[0]]
                for word in members:
                    parts = tuple(word.split(" "))
                    if len(parts) > 1:
                        self.double.setdefault(parts, []).append((number, bool(second)))
                    else:
                        self.single.setdefault(word, []).append((number, bool(second)))

    def places(self, paragraph: str) -> Iterator[tuple[int, Place]]:
        """The places of a paragraph, each with the number of its pair."""
        written = TOKEN.findall(paragraph)
        small = [token.lower().replace("’", "'") for token in written]
        behind = 0
        for i, word in enumerate(small):
            if i < behind:
                continue
            both = self.double.get((word, small[i + 1] if i + 1 < len(small) else ""))
            roles, behind = (both, i + 2) if both else (self.single.get(word, []), i + 1)
            starts = i == 0 or small[i - 1] in SENTENCE_ENDS
            if roles and (written[i].islower() or (starts and written[i].istitle())):
                capital = behind < len(written) and written[behind][0].isupper()
                left, right = small[max(0, i - LEFT) : i], small[behind : behind + RIGHT]
                for number, second in roles:
                    yield number, Place(left, right, capital, second)


def read(folder: Path, language: str, pairs: list[tuple[str, str]], parts: Collection[int]) -> tuple[list[list[Place]], int]:
    """The places of each pair, and how many words were read."""
    roles, found, size = Roles(language, pairs), [list[Place]() for _ in pairs], 0
    for text in texts(folder, language):
        if text.part in parts:
            for paragraph in _paragraphs(text, language):
                size += len(paragraph.split())
                for number, place in roles.places(paragraph):
                    found[number].append(place)
    return found, size


def fit(places: list[Place]) -> dict[str, float]:
    """The weights of the evidence for the second word."""
    random = Random(24)
    sides = [[place for place in places if place.second == second] for second in (False, True)]
    used = [random.sample(side, min(len(side), MOST_PLACES)) for side in sides]
    offset = float(np.log(len(sides[1]) / len(used[1])) - np.log(len(sides[0]) / len(used[0])))
    said = [place.evidence() for side in used for place in side]
    times = Counter(part for row in said for part in row)
    numbers = {part: i for i, part in enumerate(part for part, n in times.items() if n >= FEWEST_TIMES)}
    known = [[numbers[part] for part in row if part in numbers] for row in said]
    rows, columns = (
        np.repeat(np.arange(len(known)), [len(row) for row in known]),
        np.concatenate([np.array(row) for row in known]),
    )
    truth = np.repeat([0.0, 1.0], [len(side) for side in used])
    weights, squares = np.zeros(len(numbers)), np.full(len(numbers), 1e-6)
    for _ in range(ROUNDS):  # AdaGrad on all places
        odds = np.bincount(rows, weights[columns], minlength=len(known))
        wrong = 1 / (1 + np.exp(-np.clip(odds, -30, 30))) - truth
        slope = np.bincount(columns, wrong[rows], minlength=len(numbers)) + RIDGE * weights
        squares += slope * slope
        weights -= RATE * slope / np.sqrt(squares)
    found = {part: float(weights[i]) for part, i in numbers.items() if abs(weights[i]) >= LEAST_WEIGHT}
    return {**found, "": found.get("", 0.0) + offset}


def _threshold(false: np.ndarray, right: np.ndarray, size: int) -> float | None:
    """The least log-odds from which on few places are false; None where they find next to nothing."""
    allowed = int(min(MOST_FALSE * size / 10_000, MOST_OF_WORD * len(false)))
    ordered = np.sort(false)[::-1]
    least = float(ordered[allowed]) + 0.01 if len(ordered) > allowed else 0.0
    least = max(least, LEAST if len(false) >= RARE and size >= FEWEST_WORDS else LEAST_RARE)
    return round(least, 2) if len(right) and (right >= least).mean() >= LEAST_FOUND and least < MOST_SCORE else None


def _sure(one: str, two: str, false: np.ndarray, right: np.ndarray) -> float | None:
    """The log-odds from which on an accent is missing: only where the second word has accents and the first is it without."""
    if one != plain(two) or one == two or ENDING in one or len(false) < RARE_SURE:
        return None
    least = max(SURE, float(false.max()) + ABOVE_ALL)
    return round(least, 2) if len(right) and (right >= least).mean() >= LEAST_FOUND else None


def make(folder: Path, language: str, target: Path) -> None:
    """Learn the pairs of a language and write its file."""
    pairs, one_way = pairs_of(language)
    learned, _ = read(folder, language, pairs, set(range(PARTS)) - {HELD_OUT, *TUNING})
    tuned, size = read(folder, language, pairs, TUNING)
    table, kept = dict[str, int](), list[tuple[object, ...]]()
    for (one, two), places, judged in zip(pairs, learned, tuned, strict=True):
        if min(sum(place.second == second for place in places) for second in (False, True)) < FEWEST_PLACES:
            print(f"{language} {one} {two}: too few places", flush=True)
            continue
        weights = fit(places)
        weights = {part: round(weight / STEP) * STEP for part, weight in weights.items()}
        scores = [
            np.array([sum(weights.get(part, 0.0) for part in place.evidence()) for place in judged if place.second == second])
            for second in (False, True)
        ]
        to_two, to_one = _threshold(scores[0], scores[1], size), _threshold(-scores[1], -scores[0], size)
        sure_two, sure_one = _sure(one, two, scores[0], scores[1]), _sure(two, one, -scores[1], -scores[0])
        if (one, two) in one_way:
            to_one = sure_one = None
        if to_two is None and to_one is None:
            print(f"{language} {one} {two}: nothing found", flush=True)
            continue
        for name, bound, false, right in (
            (f"{one} > {two}", to_two, scores[0], scores[1]),
            (f"{two} > {one}", to_one, -scores[1], -scores[0]),
            (f"{one} > {two} surely", sure_two, scores[0], scores[1]),
            (f"{two} > {one} surely", sure_one, -scores[1], -scores[0]),
        ):
            if bound is not None:
                share, times = (right >= bound).mean(), (false >= bound).sum()
                print(f"{language} {name}: {bound} finds {share:.2f}, {times} of {len(false)} false", flush=True)
        number = len(kept)
        kept.append((one, two, to_two, to_one, sure_two, sure_one))
        table.update({f"{number}:{part}": max(1, min(255, ZERO + round(w / STEP))) for part, w in weights.items()})
    body = pack({"weights": table}, {"pairs": kept})
    (target / FILE).write_bytes(body)
    print(language, len(kept), "pairs,", len(table), "weights,", len(body), "bytes;", size, "words judged", flush=True)


def main() -> None:
    """Make the languages asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("text", type=Path)
    parser.add_argument("languages", nargs="*", default=LANGUAGES)
    parser.add_argument("--target", type=Path, default=data_file("languages"))
    options = parser.parse_args()
    for language in options.languages:
        make(options.text, language, options.target / language)


if __name__ == "__main__":
    main()
