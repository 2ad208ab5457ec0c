"""How evidence weighs when `to` stands before a past form: `python -m training.sentences.tense CORPUS --model FILE --genres A,B`.

CORPUS is the folder of :mod:`training.sentences.natural`, FILE a detector that never saw the genres named
(`training.sentences.error_detector --genres`).
Every `to` before a past form in their natural text is read as right; against it stand errors in the same text: a `to` before
a past tense ("the army to collapsed"), and, as no `to` too many, a past form behind `to` ("a way to collapsed it") and a
participle without its `be`. Logistic regression over the evidence of :mod:`cleaner.filters._english.grammar.tense` tells them
apart; what comes out is data/typos/grammar/tense.tsv, and a table of thresholds: natural places above, shares of errors above.
Needs NumPy.
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from cleaner.core.resources import data_file
from cleaner.filters._english.context.gate import context, wordset
from cleaner.filters._english.grammar import tense
from cleaner.filters._english.grammar.clauses import is_named
from cleaner.filters._english.grammar.verbs import HOMOGRAPHS, IRREGULAR, PURE_PAST, base_of_ed
from cleaner.filters.typos.grammar import is_ahead, signs_of
from cleaner.models import error_detector
from cleaner.rulebook.packs import RuleSet
from training.sentences.natural import HELD_OUT, PARTS, documents

SEED = 11
EACH = 40  # lines of which one gets an error
NATURAL, PUT, BASED, LACKING = range(4)
MASS = {PUT: 200.0, BASED: 30.0, LACKING: 30.0}  # how many places the errors of a kind count for, however many are put in
RIDGE = 0.3
TO_PAST = re.compile(r"(?<=[a-z,] )to ([a-z]+)(?=[ ,.;])")
PAST = re.compile(r"(?<=[a-z] )[a-z]+(?=[ ,.;])")
TO_BE = re.compile(r"(?<=[a-z] )to be ([a-z]+ed)(?=[ ,.;])")
NOT_BEFORE = wordset(
    "is are was were be been being am has have had having get gets got to not of the a an his her its their my your our"
)
THRESHOLDS = (-3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0)


def base_of(form: str) -> str:
    """The base of a past form, "" if the word is none."""
    return IRREGULAR.get(form) or HOMOGRAPHS.get(form) or (base_of_ed(form) if form.endswith("ed") else "")


def places(line: str, pasts: dict[str, str], chance: random.Random) -> Iterator[tuple[int, str, int, int]]:
    """Kind, text, and where `to` begins and the form ends: the natural places of a line, and an error in one line of EACH."""
    for match in TO_PAST.finditer(line):
        if base_of(match.group(1)):
            yield NATURAL, line, match.start(), match.end()
    if chance.randrange(EACH):
        return
    puts = [m for m in PAST.finditer(line) if base_of(m.group()) and _word_before(line, m.start()) not in NOT_BEFORE]
    if puts:
        start, end = chance.choice(puts).span()
        yield PUT, f"{line[:start]}to {line[start:]}", start, end + 3
    bases = [m for m in TO_PAST.finditer(line) if m.group(1) in pasts]
    if bases:
        match = chance.choice(bases)
        past = pasts[match.group(1)]
        yield BASED, line[: match.start(1)] + past + line[match.end() :], match.start(), match.start(1) + len(past)
    for match in TO_BE.finditer(line):
        yield LACKING, line[: match.start(1) - 3] + line[match.start(1) :], match.start(), match.end() - 3


def _word_before(line: str, place: int) -> str:
    return line[:place].rsplit(maxsplit=1)[-1].lower()


def gathered(corpus: Path, genres: list[str], model: error_detector.ErrorDetector) -> tuple[Any, Any]:
    """Evidence and kind of all places, as a model reads them that has not seen the genres."""
    rules, chance = RuleSet("typos.grammar"), random.Random(SEED)
    pasts = {base: past for past, base in sorted(IRREGULAR.items()) if past in PURE_PAST}
    rows, kinds = [], []
    for genre in genres:
        for number, lines in documents(next(corpus.glob(f"{genre}.txt.*"))):
            if number % PARTS == HELD_OUT:
                continue
            for line in lines:
                for kind, text, start, end in places(line, pasts, chance):
                    form = text[start + 3 : end]
                    around = context(text, start, end)
                    signs = signs_of(text, start, end, around, rules, named=is_named(text, start))
                    ahead, pure = is_ahead(around.right()), form in PURE_PAST
                    reading = model.to_past_at(text, start, end, form)
                    rows.append(tense.evidence(text, start, end, base_of(form), reading, signs, ahead=ahead, pure=pure).all())
                    kinds.append(kind)
    return np.array(rows), np.array(kinds)


def fitted(rows: Any, kinds: Any) -> Any:
    """Weights by Newton's method, with a ridge on all but the bias."""
    shares = np.array([MASS.get(kind, 0.0) / max(1, int((kinds == kind).sum())) or 1.0 for kind in range(4)])[kinds]
    right = (kinds == PUT).astype(float)
    mean, spread = rows.mean(0), rows.std(0)
    mean[-1], spread[spread == 0] = 0.0, 1.0
    scaled = (rows - mean) / spread
    weights = np.zeros(rows.shape[1])
    ridge = np.full(len(weights), RIDGE)
    ridge[-1] = 1e-6
    for _ in range(60):
        chance = 1 / (1 + np.exp(-scaled @ weights))
        slope = scaled.T @ (shares * (chance - right)) + ridge * weights
        curve = (scaled * (shares * chance * (1 - chance))[:, None]).T @ scaled + np.diag(ridge)
        weights -= np.linalg.solve(curve, slope)
    plain = weights / spread
    plain[-1] -= (plain * mean)[:-1].sum()
    return plain


def main() -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--genres", required=True)
    parser.add_argument("--output", type=Path, default=data_file("typos", "grammar", "tense.tsv"))
    options = parser.parse_args()
    rows, kinds = gathered(options.corpus, options.genres.split(","), error_detector.read(options.model))
    weights = fitted(rows, kinds)
    lines = [f"{name}\t{weight:.3f}" for name, weight in zip(tense.EVIDENCE, weights, strict=True)]
    options.output.write_text("\n".join(["# evidence\tweight", *lines, ""]), encoding="utf-8")
    odds = rows @ weights
    for threshold in THRESHOLDS:
        above = [int((odds[kinds == kind] > threshold).sum()) for kind in range(4)]
        shares = [above[kind] / max(1, int((kinds == kind).sum())) for kind in (PUT, BASED, LACKING)]
        print(
            f"{threshold:5.1f}: natural {above[NATURAL]}, put in {shares[0]:.3f}, base {shares[1]:.3f}, lacking {shares[2]:.3f}"
        )


if __name__ == "__main__":
    main()
