"""Trains the model of `boilerplate.structure` and writes it as a table of weights.

    python -m training.structure pages.jsonl.gz [--all | --score | --cross]

The input has a JSON object a line: `site`, `lines` of the text of a web page, and `labels` of these lines, 1 for boilerplate,
0 for content, -1 for unsure. A logistic regression over the features of :mod:`cleaner.filters.boilerplate._shapes`, fitted by
L-BFGS. Sites with `is_held_out` take no part unless `--all` is said; `--score` prints what the shipped model does on them,
`--cross` what models do on the sites that they were not trained on, held-out sites left out.

A second stage over the scores of neighbours (stacking) was tried and gained nothing on unseen sites.

A third of the pages is shown once more without function words, as a page in an unknown language looks. An error on content
weighs more than one on boilerplate, and more the more words the line has.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import random
import sys
from collections import Counter, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import exp, log1p, sqrt
from operator import mul
from pathlib import Path
from typing import Any, NamedTuple

from cleaner.filters.boilerplate._shapes import Page
from cleaner.filters.boilerplate.phrases import known_lines
from cleaner.filters.boilerplate.structure import lines_to_remove, load_model, model_file

PARTS = 10  # of the sites, by a hash of their names
HELD_OUT = (0, 1)  # parts that training does not see
FOLDS = 4  # of the cross-validation
STEPS = 60  # of L-BFGS
MEMORY = 8  # pairs of vectors that it remembers
RIDGE = 10.0  # L2 penalty, half the weight of a squared coefficient times two; from a cross-validation over 5, 10, 25
CONTENT_WEIGHT = 3.0
FEWEST = 20  # lines that must have a feature
SMALLEST = 0.02  # weight that is written

Weights = Mapping[str, float]
Vector = list[float]


class Sample(NamedTuple):
    """The lines of one page as features, with their labels and weights of error."""

    site: str
    features: list[list[str]]
    labels: list[int]
    costs: list[float]


def part_of(site: str) -> int:
    """Which part of the sites a site belongs to."""
    return int(hashlib.sha256(site.encode()).hexdigest(), 16) % PARTS


def is_held_out(site: str) -> bool:
    """Whether training leaves a site aside."""
    return part_of(site) in HELD_OUT


def fold_of(site: str) -> int:
    """The fold of a site in the cross-validation."""
    return int(hashlib.sha256(b"fold" + site.encode()).hexdigest(), 16) % FOLDS


def read_pages(path: Path) -> list[dict[str, Any]]:
    """The labelled pages of a file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def make_sample(record: dict[str, Any], *, blind: bool = False) -> Sample:
    """One page as features; `blind`: as if its language were unknown."""
    page = Page(record["lines"], known_lines(record["lines"]))
    if blind:
        page.speaks = False
    labels = [record["labels"][shape.number] for shape in page.shapes]
    sizes = [max(len(shape.words), shape.cjk) for shape in page.shapes]
    costs = [1.0 if label else CONTENT_WEIGHT * (1 + log1p(size) / 3) for label, size in zip(labels, sizes, strict=True)]
    return Sample(record["site"], page.features(), labels, [cost / 2 for cost in costs] if blind else costs)


def train(samples: Sequence[Sample]) -> Weights:
    """Logistic regression with an L2 penalty."""
    counts = Counter(name for sample in samples for names in sample.features for name in names)
    index = {name: number for number, name in enumerate(name for name, count in counts.items() if count >= FEWEST)}
    rows = [
        ([index[name] for name in names if name in index], label, cost)
        for sample in samples
        for names, label, cost in zip(sample.features, sample.labels, sample.costs, strict=True)
        if label >= 0
    ]

    def loss(weights: Vector) -> tuple[float, Vector]:
        total = RIDGE * sum(weight * weight for weight in weights)
        gradient = [2 * RIDGE * weight for weight in weights]
        for names, label, cost in rows:
            score = sum([weights[k] for k in names])
            signed = score if label else -score
            total += cost * (log1p(exp(-signed)) if signed > -30 else -signed)
            slope = cost * (1 / (1 + exp(-max(-30.0, min(30.0, score)))) - label)
            for k in names:
                gradient[k] += slope
        return total, gradient

    weights = minimise(loss, [0.0] * len(index))
    return {name: weights[number] for name, number in index.items()}


def minimise(loss: Callable[[Vector], tuple[float, Vector]], point: Vector) -> Vector:
    """The minimum of a convex function that returns its value and gradient, by L-BFGS with backtracking.

    >>> [abs(round(x, 3)) for x in minimise(lambda v: ((v[0] - 1) ** 2 + 4 * v[1] ** 2, [2 * (v[0] - 1), 8 * v[1]]), [5.0, 5.0])]
    [1.0, 0.0]
    """
    value, gradient = loss(point)
    pairs: deque[tuple[Vector, Vector, float]] = deque(maxlen=MEMORY)
    for _ in range(STEPS):
        direction = _direction(gradient, pairs)
        slope = _dot(direction, gradient)
        size = 1.0 if pairs else 1.0 / max(1.0, sqrt(_dot(gradient, gradient)))
        while True:
            moved = [x + size * d for x, d in zip(point, direction, strict=True)]
            new, after = loss(moved)
            if new <= value + 1e-4 * size * slope or size < 1e-9:
                break
            size /= 2
        step = [b - a for a, b in zip(point, moved, strict=True)]
        turn = [b - a for a, b in zip(gradient, after, strict=True)]
        if _dot(step, turn) > 0:
            pairs.append((step, turn, 1 / _dot(step, turn)))
        done = value - new < 1e-6 * max(1.0, abs(value))
        point, value, gradient = moved, new, after
        if done:
            break
    return point


def _direction(gradient: Vector, pairs: Sequence[tuple[Vector, Vector, float]]) -> Vector:
    """The two-loop recursion of L-BFGS."""
    found, shares = [-x for x in gradient], []
    for step, turn, scale in reversed(pairs):
        share = scale * _dot(step, found)
        shares.append(share)
        found = [x - share * y for x, y in zip(found, turn, strict=True)]
    if pairs:
        step, turn, scale = pairs[-1]
        ratio = 1 / (scale * _dot(turn, turn))
        found = [ratio * x for x in found]
    for (step, turn, scale), share in zip(pairs, reversed(shares), strict=True):
        more = share - scale * _dot(turn, found)
        found = [x + more * y for x, y in zip(found, step, strict=True)]
    return found


def _dot(one: Vector, other: Vector) -> float:
    return float(sum(map(mul, one, other)))


def write_model(path: Path, weights: Weights) -> None:
    """The weights that matter, sorted, as `feature<TAB>weight`."""
    rows = [f"{name}\t{weight:.2f}\n" for name, weight in sorted(weights.items()) if abs(weight) >= SMALLEST]
    path.write_text("".join(rows), encoding="utf-8", newline="\n")


def print_scores(trials: Iterable[tuple[dict[str, Any], Weights]]) -> None:
    """Precision, recall and lost words of the filter, with a model for each page."""
    found: Counter[tuple[int, bool]] = Counter()
    words: Counter[bool] = Counter()
    for record, weights in trials:
        gone = set(lines_to_remove(record["lines"], weights))
        for number, (line, label) in enumerate(zip(record["lines"], record["labels"], strict=True)):
            if line.strip():
                found[label, number in gone] += 1
                words[number in gone] += len(line.split()) * (label == 0)
    precision = found[1, True] / max(1, found[1, True] + found[0, True])
    recall = found[1, True] / max(1, found[1, True] + found[1, False])
    print(f"precision {precision:.4f}, recall {recall:.3f}, content words lost {words[True] / max(1, words.total()):.3%}")


def main(arguments: list[str]) -> None:
    """Train and write, or score."""
    records = read_pages(Path(arguments[0]))
    if "--score" in arguments:
        weights = load_model()
        print_scores((record, weights) for record in records if is_held_out(record["site"]))
        return
    chosen = [record for record in records if "--all" in arguments or not is_held_out(record["site"])]
    samples = [make_sample(record) for record in chosen]
    samples += [make_sample(record, blind=True) for record in random.Random(5).sample(chosen, len(chosen) // 3)]
    if "--cross" in arguments:
        models = [train([sample for sample in samples if fold_of(sample.site) != fold]) for fold in range(FOLDS)]
        print_scores((record, models[fold_of(record["site"])]) for record in chosen)
        return
    write_model(model_file(), train(samples))


if __name__ == "__main__":
    main(sys.argv[1:])
