"""Fits the regression over the words of lines, of which `training.boilerplate.structure` makes features.

A line that a page repeats counts once, a page of many lines less than its lines do, content more than boilerplate. The trees must
be trained on what the regression says of pages that it has not seen, or they would trust it too much: :class:`Lines` fits one
without the pages of some folds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from functools import cache
from math import sqrt
from pathlib import Path
from typing import Any

from cleaner.models.wording import BITS, HEADER, Wording, places_of

PENALTY, EPOCHS = 2e-6, 6  # of the averaged stochastic gradient descent
CONTENT_WEIGHT = 1.5  # of an error on a line of content
LONG_PAGE = 100  # lines from which a page's lines weigh less
CLIPPED = 0.001  # share of the weights that are beyond the range of a byte
Record = dict[str, Any]


class Lines:
    """The lines of pages as rows of a sparse matrix of n-grams; `folds` are those of the pages."""

    def __init__(self, records: Sequence[Record], folds: Sequence[int]) -> None:
        import numpy
        from scipy.sparse import csr_matrix

        ends, places, values = [0], [], []
        labels, costs, of_fold = [], [], []
        for record, fold in zip(records, folds, strict=True):
            lines = [(line.strip(), label) for line, label in zip(record["lines"], record["labels"], strict=True) if line.strip()]
            copies = Counter(line for line, _ in lines)
            share = min(1.0, sqrt(LONG_PAGE / max(1, len(lines)))) * record.get("weight", 1.0)
            for line, label in lines:
                found = sorted(places_of(line))
                places += found
                values += [1 / sqrt(max(1, len(found)))] * len(found)
                ends.append(len(places))
                labels.append(label)
                costs.append(share / copies[line] * (1.0 if label else CONTENT_WEIGHT))
                of_fold.append(fold)
        shape = (len(labels), 1 << BITS)
        self.table = csr_matrix(
            (numpy.array(values, numpy.float32), numpy.array(places, numpy.int32), numpy.array(ends)), shape=shape
        )
        self.labels, self.costs, self.folds = map(numpy.array, (labels, costs, of_fold))

    @cache  # noqa: B019 # one object, which lives as long as the training
    def fit(self, without: frozenset[int] = frozenset()) -> Wording:
        """The regression of the pages outside of some folds; lines of unsure label take no part."""
        import numpy
        from sklearn.linear_model import SGDClassifier

        chosen = (self.labels >= 0) & ~numpy.isin(self.folds, list(without))
        model = SGDClassifier(loss="log_loss", alpha=PENALTY, max_iter=EPOCHS, tol=None, average=True, random_state=0)
        model.fit(self.table[chosen], self.labels[chosen], sample_weight=self.costs[chosen])
        weights = model.coef_[0]
        scale = float(numpy.float32(numpy.quantile(abs(weights[weights != 0]), 1 - CLIPPED) / 127))
        rounded = numpy.clip(numpy.rint(weights / scale), -127, 127).astype(numpy.int8)
        return Wording(memoryview(rounded.tobytes()).cast("b"), scale, float(numpy.float32(model.intercept_[0])))

    def judged(self, held_out: Collection[int] = ()) -> Any:
        """The log-odds of every line by a regression that has seen neither its fold nor those held out."""
        import numpy

        from cleaner.models.wording import LIMIT

        found = numpy.zeros(len(self.labels))
        for fold in sorted(set(self.folds.tolist())):
            judge = self.fit(frozenset({fold, *held_out}))
            chosen = self.folds == fold
            weights = numpy.array(judge.weights, numpy.float64) * judge.scale
            found[chosen] = numpy.clip(self.table[chosen] @ weights + judge.bias, -LIMIT, LIMIT)
        return found


def write(wording: Wording, path: Path) -> None:
    """The table as :func:`cleaner.models.wording.shipped` reads it."""
    path.write_bytes(HEADER.pack(wording.scale, wording.bias) + bytes(memoryview(wording.weights)))  # type: ignore[arg-type]
