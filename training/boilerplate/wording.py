"""Fits the regression over the words of lines, of which `training.boilerplate.structure` makes features.

A line that a page repeats counts once, a page of many lines less than its lines do, content more than boilerplate. The trees must
be trained on what the regression says of pages that it has not seen, or they would trust it too much: :func:`by_fold` fits one
for each fold of sites, without the pages of that fold.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from math import sqrt
from pathlib import Path
from typing import Any

from cleaner.models.wording import BITS, HEADER, Wording, places_of

PENALTY, EPOCHS = 2e-6, 6  # of the averaged stochastic gradient descent
CONTENT_WEIGHT = 1.5  # of an error on a line of content
LONG_PAGE = 100  # lines from which a page's lines weigh less
CLIPPED = 0.001  # share of the weights that are beyond the range of a byte
Record = dict[str, Any]
FoldOf = Callable[[str], int]


def fit(records: Iterable[Record]) -> Wording:
    """The regression of labelled pages; lines of unsure label take no part."""
    import numpy
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import SGDClassifier

    ends, places, values, labels, costs = [0], [], [], [], []
    for record in records:
        for found, label, cost in lines_of(record):
            places += found
            values += [1 / sqrt(max(1, len(found)))] * len(found)
            ends.append(len(places))
            labels.append(label)
            costs.append(cost)
    shape = (len(labels), 1 << BITS)
    table = csr_matrix((numpy.array(values, numpy.float32), numpy.array(places, numpy.int32), numpy.array(ends)), shape=shape)
    model = SGDClassifier(loss="log_loss", alpha=PENALTY, max_iter=EPOCHS, tol=None, average=True, random_state=0)
    model.fit(table, numpy.array(labels), sample_weight=numpy.array(costs))
    weights = model.coef_[0]
    scale = float(numpy.float32(numpy.quantile(abs(weights[weights != 0]), 1 - CLIPPED) / 127))
    rounded = numpy.clip(numpy.rint(weights / scale), -127, 127).astype(numpy.int8)
    return Wording(memoryview(rounded.tobytes()).cast("b"), scale, float(numpy.float32(model.intercept_[0])))


def lines_of(record: Record) -> Iterable[tuple[list[int], int, float]]:
    """The places of the n-grams of each line, its label and the weight of an error on it."""
    lines = [(line.strip(), label) for line, label in zip(record["lines"], record["labels"], strict=True) if line.strip()]
    copies = Counter(line for line, _ in lines)
    share = min(1.0, sqrt(LONG_PAGE / max(1, len(lines)))) * record.get("weight", 1.0)
    for line, label in lines:
        if label >= 0:
            yield sorted(places_of(line)), label, share / copies[line] * (1.0 if label else CONTENT_WEIGHT)


def by_fold(records: Sequence[Record], fold_of: FoldOf, folds: int) -> list[Wording]:
    """One regression for each fold, which has not seen its pages."""
    return [fit(record for record in records if fold_of(record["site"]) != fold) for fold in range(folds)]


def write(wording: Wording, path: Path) -> None:
    """The table as :func:`cleaner.models.wording.shipped` reads it."""
    path.write_bytes(HEADER.pack(wording.scale, wording.bias) + bytes(memoryview(wording.weights)))  # type: ignore[arg-type]
