"""Trains the model of `boilerplate.structure` and writes its trees.

    python -m training.boilerplate.structure PAGES.jsonl.gz [MORE.jsonl.gz ...] [--text FOLDER] [--cross] [--out FOLDER]

Needs lightgbm and scikit-learn.

A file of pages has a JSON object a line: `site`, `lines` of the text of a web page, and `labels` of these lines, 1 for
boilerplate, 0 for content, -1 for unsure (`training.boilerplate.aligned` makes such a file of pages and their main text);
`weight` is that of its errors, if it is not 1. An object with `text` in place of `lines` is content throughout. FOLDER holds text
without boilerplate (`*.txt.xz`, a paragraph a line, an empty line between documents), of which
:mod:`training.boilerplate.documents` makes pages of content and :mod:`training.boilerplate.made_pages` pages in other languages.

Every second page of a file whose name says "crude" counts once more, at half of its weight, as a page in a language that nobody
knows: what its words say is what the regression says of them with their letters replaced. So the trees learn to judge by shape
where the wording tells nothing.

What the words of a line say comes from a regression (:mod:`training.boilerplate.wording`) that has not seen the page, fitted for
each fold of sites; the one that ships has seen all.

`--cross` prints what models do on sites of the first file that they were not trained on, by the filter's own decisions, before
the model of all pages is written to the folder `--out`; with `--folds FOLDER` the models of the folds are kept there.

An error on content weighs more than one on boilerplate, and more the more words the line has; a page of many lines weighs less
than its lines do. Thresholds of the trees are drawn at random (`extra_trees`) from few bins: with a few hundred pages, numbers
of a page as a whole would otherwise serve to recognise single pages.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import string
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from math import log1p, sqrt
from pathlib import Path
from random import Random
from typing import Any

from cleaner.core.resources import data_file
from cleaner.filters.boilerplate._page.features import NAMES, WORDINGS, Page, wordings
from cleaner.filters.boilerplate.phrases import strong_lines
from cleaner.filters.boilerplate.structure import LIKELY, Scores, lines_to_remove
from cleaner.models.trees import Trees
from cleaner.models.wording import BITS, Wording
from training.boilerplate.documents import text_pages
from training.boilerplate.made_pages import made_pages
from training.boilerplate.wording import Lines, write
from training.trees import read_trees, write_trees

ROUNDS, FOLDS = 300, 5
PARAMETERS = {
    "objective": "binary", "learning_rate": 0.08, "num_leaves": 24, "min_data_in_leaf": 150, "max_bin": 63,
    "extra_trees": True, "feature_fraction": 0.4, "bagging_fraction": 0.6, "bagging_freq": 1, "lambda_l2": 10.0,
    "verbose": -1, "seed": 0, "deterministic": True, "num_threads": 1,
}  # fmt: skip
CONTENT_WEIGHT = 3.0  # of an error on a line of content
LONG_PAGE = 200  # lines from which a page's lines weigh less
CRUDE, STRANGE_WEIGHT = "crude", 0.5  # in the name of a file; of the copies of its pages in an unknown language
LETTERS = string.ascii_lowercase
SHIFTED = LETTERS[7:] + LETTERS[:7]
REPLACED = str.maketrans(LETTERS + LETTERS.upper(), SHIFTED + SHIFTED.upper())
SILENT = Wording(memoryview(bytes(1 << BITS)).cast("b"), 0.0, 0.0)  # says nothing of any line
Record = dict[str, Any]


def fold_of(site: str) -> int:
    """The fold of a site in the cross-validation."""
    return int(hashlib.sha256(b"fold" + site.encode()).hexdigest(), 16) % FOLDS


def read_pages(path: Path) -> list[Record]:
    """The labelled pages of a file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [as_page(json.loads(line)) | {"crude": CRUDE in path.name} for line in lines]


def as_page(record: Record) -> Record:
    """A record as it is, or its text as a page of content."""
    if "lines" in record:
        return record
    lines = [line for line in record["text"].split("\n") if line.strip()]
    return {"site": record["page"], "lines": lines, "labels": [0] * len(lines)}


class Samples:
    """The lines of all pages as numbers, with their labels and weights of error."""

    def __init__(self, records: Sequence[Record]) -> None:
        import numpy

        self.records = records
        folds = [fold_of(record["site"]) for record in records]
        self.lines = Lines(records, folds)
        vectors: list[Any] = []
        costs: list[float] = []
        self.prosaic: list[list[bool]] = []
        self.numbers: list[list[int]] = []
        for record in records:
            page = Page(record["lines"], strong_lines(record["lines"]), SILENT)
            vectors.append(numpy.array(list(page.vectors()), numpy.float32).reshape(-1, len(NAMES)))
            self.prosaic.append([line.prose for line in page.lines])
            self.numbers.append(page.numbers)
            labels = [record["labels"][number] for number in page.numbers]
            sizes = [max(len(line.words), line.cjk) for line in page.lines]
            costs += costs_of(labels, sizes, record.get("weight", 1.0))
        self.vectors, self.costs = numpy.concatenate(vectors), numpy.array(costs)

    def with_wordings(self, held_out: Sequence[int] = ()) -> Any:
        """The vectors, with what regressions that have not seen the page say of its words."""
        judged = self.lines.judged(held_out).tolist()
        start = 0
        for prosaic in self.prosaic:
            end = start + len(prosaic)
            if prosaic:
                self.vectors[start:end, -WORDINGS:] = wordings(judged[start:end], prosaic)
            start = end
        return self.vectors

    def strange(self, held_out: Sequence[int]) -> Iterator[tuple[Any, Any]]:
        """Places of the lines of every second crude page, and their vectors with the wording of a language that nobody knows."""
        import numpy

        judge = self.lines.fit(frozenset(held_out))
        ends = numpy.cumsum([len(numbers) for numbers in self.numbers])
        crude = [k for k, record in enumerate(self.records) if record.get("crude") and self.numbers[k]]
        for k in crude[1::2]:
            places = numpy.arange(ends[k] - len(self.numbers[k]), ends[k])
            vectors = self.vectors[places]
            texts = [self.records[k]["lines"][number].strip() for number in self.numbers[k]]
            scores = {text: judge.score(text.translate(REPLACED)) for text in texts}
            vectors[:, -WORDINGS:] = wordings([scores[text] for text in texts], self.prosaic[k])
            yield places, vectors

    def train(self, held_out: Sequence[int] = ()) -> str:
        """The text of a LightGBM model of the pages outside of some folds; lines of unsure label take no part."""
        import lightgbm
        import numpy

        vectors, strange = self.with_wordings(held_out), list(self.strange(held_out))
        rows = numpy.concatenate([numpy.arange(len(vectors)), *[places for places, _ in strange]])
        vectors = numpy.concatenate([vectors, *[made for _, made in strange]])
        costs = self.costs[rows]
        costs[len(self.costs) :] *= STRANGE_WEIGHT
        labels = self.lines.labels[rows]
        chosen = (labels >= 0) & ~numpy.isin(self.lines.folds[rows], list(held_out))
        data = lightgbm.Dataset(vectors[chosen], labels[chosen], weight=costs[chosen])
        return str(lightgbm.train(PARAMETERS, data, num_boost_round=ROUNDS).model_to_string())


def costs_of(labels: Sequence[int], sizes: Sequence[int], weight: float) -> list[float]:
    """The weight of an error on each line of a page, by its label and its words."""
    share = min(1.0, sqrt(LONG_PAGE / max(1, len(labels)))) * weight
    return [share * (1.0 if label else CONTENT_WEIGHT * (1 + log1p(size) / 3)) for label, size in zip(labels, sizes, strict=True)]


def scores_of(model_text: str) -> Scores:
    """Log-odds by a model that is not the shipped one."""
    made = list(read_trees(model_text))
    trees = Trees(NAMES, [nodes for nodes, _ in made], [leaves for _, leaves in made])  # type: ignore[misc]
    return lambda page: trees.totals(list(page.vectors()))


def cross(samples: Samples, tried: Sequence[Record], folder: Path | None) -> Iterator[tuple[Record, Scores, Wording]]:
    """Some of the pages with a model and a regression that have not seen their sites."""
    for fold in range(FOLDS):
        model, judge = samples.train([fold]), samples.lines.fit(frozenset([fold]))
        if folder is not None:
            write_trees(model, NAMES, folder / f"trees-{fold}.json")
            write(judge, folder / f"wording-{fold}.weights")
        scores = scores_of(model)
        yield from ((record, scores, judge) for record in tried if fold_of(record["site"]) == fold)


def print_scores(trials: Iterable[tuple[Record, Scores, Wording]]) -> None:
    """Precision, recall and lost words of the safe rules, and of all, with a model for each page."""
    found: Counter[tuple[int, str]] = Counter()
    words: Counter[tuple[int, str]] = Counter()
    for record, scores, judge in trials:
        gone = lines_to_remove(record["lines"], scores, wording=judge)
        for number, (line, label) in enumerate(zip(record["lines"], record["labels"], strict=True)):
            tier = "" if number not in gone else "unsafe" if gone[number].rule == LIKELY else "safe"
            found[label, tier] += bool(line.strip())
            words[label, tier] += len(line.split())
    for tiers in (("safe",), ("safe", "unsafe")):
        right, wrong, lost = (sum(table[label, tier] for tier in tiers) for table, label in ((found, 1), (found, 0), (words, 0)))
        total = sum(found[1, tier] for tier in ("", "safe", "unsafe"))
        content = sum(words[0, tier] for tier in ("", "safe", "unsafe"))
        precision, recall = right / max(1, right + wrong), right / max(1, total)
        print(f"{tiers}: precision {precision:.4f}, recall {recall:.3f}, content words lost {lost / content:.3%}")


def main() -> None:
    """Train and write, or cross-validate on the pages of the first file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", type=Path, nargs="+")
    parser.add_argument("--text", type=Path)
    parser.add_argument("--cross", action="store_true")
    parser.add_argument("--folds", type=Path)
    parser.add_argument("--out", type=Path, default=data_file("boilerplate", "structure"))
    options = parser.parse_args()
    first, *more = [read_pages(path) for path in options.pages]
    texts = [*text_pages(options.text, Random(11)), *made_pages(options.text, Random(5))] if options.text else []
    samples = Samples([record for part in (first, *more, texts) for record in part])
    if options.cross:
        print_scores(cross(samples, first, options.folds))
    write_trees(samples.train(), NAMES, options.out / "trees.json")
    write(samples.lines.fit(), options.out / "wording.weights")


if __name__ == "__main__":
    main()
