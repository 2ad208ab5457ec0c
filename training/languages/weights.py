"""Weights and thresholds of the correction of words: `python -m training.languages.weights TEXT FOLDER [LANG...]`.

FOLDER holds the vocabularies of languages (`training.languages.vocabulary --draft`, which left the documents read here out). In
the documents that set thresholds (numbers 8 and 9 of ten), each unknown word near a known one is a case for "leave it"; errors
put into sentences of the same documents, one a sentence, are cases for "correct it". A logistic regression tells them apart; a
correction is sure or likely where at most FALSE_SURE or FALSE_LIKELY natural words in 10,000 have higher log-odds. Slips that
the natural text itself has do not count: those with the highest log-odds were read, `errors.tsv` lists which of them
are errors. Writes `weights.json`, and prints what the thresholds repair.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple

import numpy as np

from cleaner.core.document import Document
from cleaner.filters._languages import old_spelling
from cleaner.filters._languages.doubts import Place, is_doubtful
from cleaner.filters._languages.stretches import NOUNS, is_dialect_around, is_in_language, language_at
from cleaner.filters._languages.word_scan import words_of
from cleaner.filters.typos import words as filter_words
from cleaner.models.languages import near_words
from cleaner.models.languages.near_words import KEYBOARDS, plain
from cleaner.models.languages.vocabulary import LANGUAGES, Vocabulary
from training.languages.text import TUNING, WORD, Text, texts

FALSE_SURE, FALSE_LIKELY, FALSE_RARE = 0.04, 4.0, 1.0  # natural words changed in 10,000
LEAST_RARE = 0.0  # log-odds of a correction to a rare word
ERRORS_AMONG = {"pl": 0.7}  # share of the natural cases that are errors of scans: of 136 that were read, at four heights
MOST_WRONG = 0.008  # share of the errors that were put in which likely corrections make something else
MOST_WRONG_OF = {
    "es": 0.006,
    "fr": 0.006,
    "it": 0.010,
    "nl": 0.006,
    "pt": 0.016,
    "ru": 0.016,
}  # by other errors (benchmarks.languages.score)
LEAST = {"sure": 3.7, "likely": 0.0}  # log-odds, however few natural words have more; with them, treebanks of news and reviews
LEAST_OF = {
    "de": 3.4,
    "it": 3.8,
    "pl": 3.1,
    "pt": 3.5,
    "ru": 4.4,
}  # keep what is right in them; above 3.1 nearly all in Polish are errors
POSSIBLE = -1.0  # log-odds from which on a correction is suggested: one in four is right
SENTENCES = 6000  # with an error, a language
SHORTEST_MEANT, FEWEST_WORDS, MOST_WORDS = 4, 6, 30
KINDS = ("less", "more", "double", "key", "swap", "sound", "spelling", "vowel", "accent")
SHARES = (0.2, 0.08, 0.17, 0.14, 0.14, 0.08, 0.03, 0.06, 0.1)
SINGLE = 0.6  # of the words with a double letter are written with a single one, where an error is about that
RIDGE, ROUNDS = 1.0, 30


class Asked(NamedTuple):
    """A word to be judged, its candidates, and what was meant ("" if it is right)."""

    place: Place
    found: tuple[near_words.Candidate, ...]
    meant: str
    is_rare: bool


class Case(NamedTuple):
    """A word that was judged: the evidence for the best candidate, whether that is right, what was written and found, where."""

    row: list[float]
    right: bool
    wrong: str
    found: str
    beside: str
    is_rare: bool
    is_doubtful: bool


def misspelled(word: str, language: str, random: Random) -> str:
    """A word with one edit, by the keyboard or the ear; now and then as it was."""
    kind = random.choices(KINDS, SHARES)[0]
    at = random.randrange(len(word))
    letter = word[at]
    near = [
        row[k]
        for row in KEYBOARDS.get(language, KEYBOARDS[""])
        if letter in row
        for k in (row.index(letter) - 1, row.index(letter) + 1)
        if 0 <= k < len(row)
    ] or [letter]
    vowels = "аеиоуыюя" if language == "ru" else "aeiouy"
    pairs = [k for k in range(1, len(word)) if word[k] == word[k - 1]]
    single = random.choice(pairs) if pairs and random.random() < SINGLE else -1
    spellings = list(near_words.spelled_otherwise(word, language))
    alike = [pair[1] for pair in near_words.sounds(language) if pair[0] == letter] or [letter]
    swapped = min(at, len(word) - 2)
    return {
        "less": word[:at] + word[at + 1 :],
        "more": word[:at] + random.choice(near) + word[at:],
        "double": word[:single] + word[single + 1 :] if single >= 0 else word[:at] + letter + word[at:],
        "key": word[:at] + random.choice(near) + word[at + 1 :],
        "swap": word[:swapped] + word[swapped + 1] + word[swapped] + word[swapped + 2 :],
        "sound": word[:at] + random.choice(alike) + word[at + 1 :],
        "spelling": random.choice(spellings) if spellings else word,
        "vowel": word[:at] + random.choice(vowels) + word[at + 1 :] if plain(letter) in vowels else word,
        "accent": plain(word) if len(plain(word)) == len(word) else word,
    }[kind]


def sentences(text: Text) -> Iterator[str]:
    """The sentences of a document that are neither short nor long."""
    for paragraph in text.paragraphs:
        start = 0
        for stop in [
            *(i + 1 for i, char in enumerate(paragraph) if char in ".!?" and paragraph[i + 1 : i + 2] == " "),
            len(paragraph),
        ]:
            sentence = paragraph[start:stop].strip()
            start = stop
            if FEWEST_WORDS <= len(sentence.split()) <= MOST_WORDS:
                yield sentence


def injected(text: Text, language: str, words: Vocabulary, random: Random) -> Iterator[tuple[str, int, str, str]]:
    """Sentences with an error: the sentence, where the word stands, the error, what was meant."""
    nouns = language in NOUNS
    for sentence in sentences(text):
        able = [
            m for m in WORD.finditer(sentence)
            if len(m.group()) >= SHORTEST_MEANT and words.is_known(m.group().lower())
            and (m.group().islower() or (m.group()[1:].islower() and (nouns or not m.start())))
            and sentence[m.end() : m.end() + 1] in " ,.;:!?" and sentence[m.start() - 1 : m.start()] in (" ", "'", "’", "")
        ]  # fmt: skip
        if not able:
            continue
        match = random.choice(able)
        meant = match.group()
        wrong = misspelled(meant.lower(), language, random)
        if wrong == meant.lower() or words.is_known(wrong):
            continue
        wrong = wrong.capitalize() if meant[0].isupper() else wrong
        yield sentence[: match.start()] + wrong + sentence[match.end() :], match.start(), wrong, meant


def asked(words: Vocabulary, language: str, place: Place, meant: str) -> Asked | None:
    """A place with its candidates, None if there are none."""
    common = near_words.candidates(words, place.word, language)
    found = common or near_words.rare_candidates(words, place.word, language)
    return Asked(place, found, meant, not common) if found else None


def case(words: Vocabulary, language: str, asked: Asked) -> Case:
    """What the model sees at a place."""
    place = asked.place
    best, row, _ = near_words.features(
        words, place.word, asked.found, place.beside, foreign=words.is_foreign(place.word), capital=place.capital
    )
    return Case(
        row,
        best.word == asked.meant,
        place.word,
        best.word,
        " ".join(place.beside),
        asked.is_rare,
        is_doubtful(place, language),
    )


def fit_ranking(words: Vocabulary, made: list[Asked]) -> list[float]:
    """The weights that put candidates in order: a conditional logistic regression, by Newton's method.

    Each error is a case of its own: the right candidate minus each other, which is the same for two candidates.
    """
    groups = []
    for one in made:
        right = [i for i, candidate in enumerate(one.found) if candidate.word == one.meant]
        if right and len(one.found) > 1:
            rows = np.array([near_words.ranking(words, c, one.place.beside, capital=one.place.capital) for c in one.found])
            groups.append((rows, right[0]))
    weights = np.zeros(len(near_words.RANKED))
    for _ in range(ROUNDS):
        gradient, curve = -RIDGE * weights, RIDGE * np.eye(len(weights))
        for rows, at in groups:
            odds = np.exp(rows @ weights - (rows @ weights).max())
            shares = odds / odds.sum()
            mean = shares @ rows
            gradient += rows[at] - mean
            curve += (rows * shares[:, None]).T @ rows - np.outer(mean, mean)
        weights += np.linalg.solve(curve, gradient)
    return [float(weight) for weight in weights.round(3)]


def fit(rows: np.ndarray, right: np.ndarray) -> np.ndarray:
    """The weights of a logistic regression, by Newton's method."""
    weights = np.zeros(rows.shape[1])
    for _ in range(ROUNDS):
        p = 1 / (1 + np.exp(-np.clip(rows @ weights, -30, 30)))
        gradient = rows.T @ (right - p) - RIDGE * weights
        curve = (rows * (p * (1 - p))[:, None]).T @ rows + RIDGE * np.eye(len(weights))
        weights += np.linalg.solve(curve, gradient)
    return weights


def _unknown_places(document: Document, language: str) -> Iterator[Place]:
    """The words of a document in a language that the filter would judge."""
    found = words_of(document.text, language, 0, len(document.text), rare=True)
    return filter_words.unknown_places(document, found, language) if found else iter(())


def cases_of(folder: Path, language: str, words: Vocabulary) -> tuple[list[Asked], list[Asked], int, int]:
    """Natural cases, injected ones, how many words the natural text has, and how many errors were put in."""
    random = Random(24)
    natural, made, tokens, put = list[Asked](), list[Asked](), 0, 0
    errors: list[tuple[str, int, str, str]] = []
    for text in texts(folder, language):
        if text.part not in TUNING:
            continue
        document = Document("\n".join(text.paragraphs))
        tokens += len(WORD.findall(document.text))
        for place in _unknown_places(document, language):
            where = (document.text, place.start, place.end, language)
            if is_in_language(*where) and not is_dialect_around(*where) and (found := asked(words, language, place, "")):
                natural.append(found)
        errors += injected(text, language, words, random)
    random.shuffle(errors)
    for sentence, start, _, meant in errors[:SENTENCES]:
        put += 1
        document = Document(sentence)
        for place in _unknown_places(document, language):
            if (
                place.start == start
                and language_at(sentence) == language
                and (found := asked(words, language, place, meant.lower()))
            ):
                made.append(found)
    return natural, made, tokens, put


def thresholds(scores: np.ndarray, clear: np.ndarray, tokens: int, language: str) -> dict[str, float]:
    """The least scores that let so many natural words through; `clear`: the scores of those that may be sure."""
    found, likely = {"possible": POSSIBLE}, FALSE_LIKELY / (1 - ERRORS_AMONG.get(language, 0.0))
    for name, rate, some in (("sure", FALSE_SURE, clear), ("likely", likely, scores)):
        ordered = np.sort(some)[::-1]
        allowed = int(rate * tokens / 10_000)
        least = float(ordered[min(allowed, len(ordered) - 1)]) + 0.01 if len(ordered) else 0.0
        found[name] = round(max(least, LEAST_OF.get(language, LEAST[name]) if name == "sure" else LEAST[name]), 2)
    return found


def least_wrong(scores: np.ndarray, put: int, language: str) -> float:
    """The least score above which so few of the errors that were put in are made something else."""
    ordered = np.sort(scores)[::-1]
    allowed = int(MOST_WRONG_OF.get(language, MOST_WRONG) * put)
    return float(ordered[allowed]) + 0.01 if len(ordered) > allowed else 0.0


def read_errors(language: str) -> set[tuple[str, str]]:
    """The errors of the natural text, with what was meant."""
    rows = [line.split("\t") for line in (Path(__file__).parent / "errors.tsv").read_text(encoding="utf-8").splitlines()]
    return {(wrong, right) for code, wrong, right in rows if code == language}


def report(language: str, scores: np.ndarray, right: np.ndarray, put: int, tiers: dict[str, float]) -> None:
    """Print what the thresholds repair, and what they get wrong, of the errors that were put in."""
    for name, least in tiers.items():
        made = scores >= least
        print(
            f"{language} {name:8} {least:6.2f} repaired {(made & right).sum() / put:.3f} wrong {(made & ~right).sum() / put:.3f}"
        )


def _with(cases: list[Case], *, is_rare: bool) -> list[Case]:
    return [case for case in cases if case.is_rare == is_rare]


def scored(
    language: str, natural: list[Case], made: list[Case], show: int
) -> tuple[list[float], list[tuple[float, Case]], np.ndarray]:
    """Weights, the scores of the natural words that are no errors with the cases, and those of the errors that were put in."""
    rows = np.array([case.row for case in natural + made])
    weights = fit(rows, np.array([case.right for case in natural + made])).round(3)
    scores = rows @ weights
    errors = read_errors(language)
    for at in np.argsort(-scores[: len(natural)])[:show]:
        case = natural[at]
        mark = "error" if (case.wrong, case.found) in errors else "    "
        print(f"   {scores[at]:.2f} {mark} {case.wrong} -> {case.found} ({case.beside})")
    unread = [(float(s), c) for s, c in zip(scores, natural, strict=False) if (c.wrong, c.found) not in errors]
    return [float(w) for w in weights], unread, scores[len(natural) :]


def judged(
    language: str, natural: list[Case], made: list[Case], counts: tuple[int, int, int]
) -> tuple[list[float], dict[str, float]]:
    """Weights and thresholds of common candidates."""
    tokens, put, show = counts
    weights, unread, scores = scored(language, natural, made, show)
    right = np.array([case.right for case in made])
    clear = np.array([score for score, one in unread if not one.is_doubtful])
    tiers = thresholds(np.array([score for score, _ in unread]), clear, tokens, language)
    tiers["likely"] = round(max(tiers["likely"], least_wrong(scores[~right], put, language)), 2)
    report(language, scores, right, put, tiers)
    return weights, tiers


def judged_rare(language: str, natural: list[Case], made: list[Case], counts: tuple[int, int, int]) -> tuple[list[float], float]:
    """Weights and the threshold of rare candidates."""
    tokens, put, show = counts
    weights, unread, scores = scored(language, natural, made, show)
    ordered = np.sort(np.array([score for score, _ in unread]))[::-1]
    least = round(max(LEAST_RARE, float(ordered[min(int(FALSE_RARE * tokens / 10_000), len(ordered) - 1)]) + 0.01), 2)
    report(language, scores, np.array([case.right for case in made]), put, {"rare": least})
    return weights, least


def main() -> None:
    """Fit and write, a language at a time."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("text", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("languages", nargs="*", default=LANGUAGES)
    parser.add_argument("--show", type=int, default=0, help="print so many natural words with the highest scores")
    options = parser.parse_args()
    for language in options.languages:
        words = Vocabulary(options.folder / language)
        for module in (filter_words, old_spelling):
            vars(module)["vocabulary"] = lambda code, words=words: words  # the draft, not what ships
        natural, made, tokens, put = cases_of(options.text, language, words)
        print(f"{language} {tokens} words, {len(natural)} natural cases, {len(made)} of {put} errors judged", flush=True)
        counts = (tokens, put, options.show)
        rank = fit_ranking(words, made)
        words.rank_weights = rank
        cases = [case(words, language, one) for one in natural], [case(words, language, one) for one in made]
        common = [_with(part, is_rare=False) for part in cases]
        weights, tiers = judged(language, common[0], common[1], counts)
        found: dict[str, object] = {"rank": rank, "weights": weights, "thresholds": tiers}
        if words.has_rare:
            rare, tiers["rare"] = judged_rare(language, _with(cases[0], is_rare=True), _with(cases[1], is_rare=True), counts)
            found["rare"] = rare
        text = json.dumps(found)
        (options.folder / language / "weights.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
