"""Tables of errors and letters, and the weights of the evidence: `python -m training.words.spelling MISSPELLINGS CORPUS`.

MISSPELLINGS is a gzip file of lines `misspelling,correction[,correction...]`; lines with one correction that is one error
away are counted. The letters of the corrections make the table of letter triples. Then errors, half of the list and half
made by chance, are put into the dev part of the CORPUS (:mod:`training.sentences.corpus`), and a logistic regression
learns to tell them from the unknown words that stand in the CORPUS. Run it after `training.sentences.ngrams`.
"""

from __future__ import annotations

import argparse
import gzip
import re
from collections import Counter, defaultdict
from math import log
from pathlib import Path
from random import Random

from cleaner.models.correction import FEATURES, features, weigh
from cleaner.models.ngrams import ngram_model
from cleaner.models.spelling import EDGE, LETTERS, SpellingModel, single_edits, smoothed, spelling_path, to_step
from cleaner.models.tokens import tokens_of
from cleaner.models.wordlists.lexicon import Lexicon, english_lexicon
from cleaner.models.wordlists.packed import Packed, pack
from training.logistic import fit
from training.sentences.corpus import sentences


def read_pairs(path: Path) -> list[tuple[str, str]]:
    """Misspellings with their only correction, letters alone."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [line.strip().split(",") for line in file]
    return [(row[0], row[1]) for row in rows if len(row) == 2 and all(part.isalpha() and part.isascii() for part in row)]


def edit_table(pairs: list[tuple[str, str]]) -> dict[str, int]:
    """Log-probabilities of errors, from pairs one error apart."""
    hits: Counter[str] = Counter()
    chances: Counter[str] = Counter()
    for typo, meant in pairs:
        found = [key for word, key in single_edits(typo) if word == meant]
        if not found:
            continue
        hits[found[0]] += 1
        row = EDGE + meant
        for i, letter in enumerate(row):
            chances[letter] += 1
            chances[row[i : i + 2]] += 1
    out = {}
    for first in LETTERS + EDGE:
        for second in LETTERS:
            out[f"-{first}{second}"] = smoothed(hits[f"-{first}{second}"], chances[first + second])
            out[f"+{first}{second}"] = smoothed(hits[f"+{first}{second}"], chances[first])
            out[f"/{first}{second}"] = smoothed(hits[f"/{first}{second}"], chances[first])
            out[f"~{first}{second}"] = smoothed(hits[f"~{first}{second}"], chances[first + second])
        out[f"-{first}'"] = log(0.02)  # the list has no apostrophes; writers leave them out often
    return {key: to_step(value) for key, value in out.items()}


def letter_table(words: set[str]) -> dict[str, int]:
    """Log-probabilities of a letter after two others."""
    three: Counter[str] = Counter()
    two: Counter[str] = Counter()
    for word in words:
        row = f"{EDGE}{EDGE}{word}{EDGE}"
        for i in range(2, len(row)):
            three[row[i - 2 : i + 1]] += 1
            two[row[i - 2 : i]] += 1
    return {key: to_step(log(n / (two[key[:2]] + 5.0))) for key, n in three.items()}


# ---- the weights of the evidence ------------------------------------------------------------------------------------

UNKNOWN_FROM = re.compile(r"(?<![\w'’.@/_-])[a-z]{4,}(?![\w'’@/_-])")
TWO_WORDS = re.compile(r"(?<![\w'’.@/_-])([a-z]+) ([a-z]+)(?![\w'’@/_-])")
SHARE, SHARE_JOINED = 0.25, 0.04  # of the dev sentences get an error, or two words joined
KEYS = {
    letter: near
    for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm")
    for letter, near in ((row[i], row[max(0, i - 1) : i] + row[i + 1 : i + 2]) for i in range(len(row)))
}


def make_cases(model: SpellingModel, corpus: Path, pairs: list[tuple[str, str]]) -> list[tuple[list[float], bool]]:
    """Evidence for the best correction of injected errors and of real unknown words, and whether it is right."""
    random = Random(5)
    lexicon, listed = english_lexicon(), {typo for typo, _ in pairs}
    by_word = defaultdict(list)
    for typo, meant in pairs:
        by_word[meant].append(typo)
    cases = []
    for sentence, _ in sentences(corpus, dev=True):
        found = list(UNKNOWN_FROM.finditer(sentence))
        if found and random.random() < SHARE:
            match = random.choice(found)
            meant = match.group()
            typo = random.choice(by_word[meant]) if meant in by_word and random.random() < 0.5 else error_by_chance(meant, random)
            if meant in lexicon and typo not in lexicon and len(typo) >= 4:
                cases.append(_case(model, lexicon, sentence, match.span(), typo, (meant,)))
        pairs_found = list(TWO_WORDS.finditer(sentence))
        if pairs_found and random.random() < SHARE_JOINED:
            match = random.choice(pairs_found)
            if "".join(match.groups()) not in lexicon:
                cases.append(_case(model, lexicon, sentence, match.span(), "".join(match.groups()), match.groups()))
    seen = set(listed)
    for part in (True, False):
        for sentence, _ in sentences(corpus, dev=part):
            for match in UNKNOWN_FROM.finditer(sentence):
                word = match.group()
                if word not in seen and word not in lexicon:
                    seen.add(word)
                    cases.append(_case(model, lexicon, sentence, match.span(), word, ()))
    return [case for case in cases if case is not None]


def error_by_chance(word: str, random: Random) -> str:
    """An error of the hand: a letter left out (often), doubled, exchanged with the next, or a neighbour on the keyboard."""
    i = random.randrange(len(word))
    kind = random.choice("dddxxik")
    if kind == "x":
        return word[:i] + word[i : i + 2][::-1] + word[i + 2 :]
    return word[:i] + {"d": "", "i": 2 * word[i], "k": random.choice(KEYS.get(word[i], "e"))}[kind] + word[i + 1 :]


def _case(
    model: SpellingModel, lexicon: Lexicon, sentence: str, span: tuple[int, int], word: str, meant: tuple[str, ...]
) -> tuple[list[float], bool] | None:
    left = [token.text for token in tokens_of(sentence, 0, span[0])]
    right = [token.text for token in tokens_of(sentence, span[1])]
    weighed = weigh(model, lexicon, word, left, right)
    if not weighed:
        return None
    return features(model, lexicon, word, weighed, left, right), weighed[0][1].words == meant


def main() -> None:
    """Count, fit, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("misspellings", type=Path)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--output", type=Path, default=spelling_path())
    options = parser.parse_args()
    pairs = read_pairs(options.misspellings)
    tables = {"slips": edit_table(pairs), "letters": letter_table({meant for _, meant in pairs})}
    notes: dict[str, object] = {"pairs": len(pairs)}
    options.output.write_bytes(pack(tables, notes))
    cases = make_cases(SpellingModel(Packed.open(options.output), ngram_model()), options.corpus, pairs)
    weights = fit([evidence for evidence, _ in cases], [right for _, right in cases])
    notes["weights"] = {name: round(weight, 4) for name, weight in zip(FEATURES, weights, strict=True)}
    options.output.write_bytes(pack(tables, notes))
    print(len(cases), notes["weights"], options.output.stat().st_size)


if __name__ == "__main__":
    main()
