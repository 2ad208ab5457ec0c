"""Trains the model of `boilerplate.structure` and writes its trees.

    python -m training.boilerplate.structure PAGES.jsonl.gz [MORE.jsonl.gz ...] [--text FOLDER] [--cross]

Needs lightgbm and scikit-learn.

A file of pages has a JSON object a line: `site`, `lines` of the text of a web page, and `labels` of these lines, 1 for
boilerplate, 0 for content, -1 for unsure; `weight` is that of its errors, if it is not 1. FOLDER holds text without boilerplate
(`*.txt.xz`, a paragraph a line, an empty line between documents): books, verse, law, documentation, speech. Pieces of it, as they
are and wrapped by a width, and lists of its words in the shapes of glossaries, contents, recipes and tables, are pages that are
content throughout.

What the words of a line say comes from a regression (:mod:`training.boilerplate.wording`) that has not seen the page, fitted for
each fold of sites; the one that ships has seen all.

`--cross` prints what models do on sites that they were not trained on, by the filter's own decisions.

An error on content weighs more than one on boilerplate, and more the more words the line has; a page of many lines weighs less
than its lines do. Thresholds of the trees are drawn at random (`extra_trees`) from few bins: with a few hundred pages, numbers
of a page as a whole would otherwise serve to recognise single pages.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import lzma
import re
import textwrap
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from math import log1p, sqrt
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from cleaner.core.resources import data_file
from cleaner.filters.boilerplate._evidence.features import NAMES, Page
from cleaner.filters.boilerplate.phrases import strong_lines
from cleaner.filters.boilerplate.structure import LIKELY, Scores, lines_to_remove
from cleaner.models.trees import Trees
from cleaner.models.wording import Wording
from training.boilerplate import wording
from training.trees import read_trees, write_trees

ROUNDS, FOLDS = 200, 5
PARAMETERS = {
    "objective": "binary", "learning_rate": 0.08, "num_leaves": 12, "min_data_in_leaf": 150, "max_bin": 63,
    "extra_trees": True, "feature_fraction": 0.4, "bagging_fraction": 0.6, "bagging_freq": 1, "lambda_l2": 10.0,
    "verbose": -1, "seed": 0, "deterministic": True, "num_threads": 1,
}  # fmt: skip
CONTENT_WEIGHT = 3.0  # of an error on a line of content
LONG_PAGE = 200  # lines from which a page's lines weigh less
DOCUMENTS, LISTS = 14, 160  # pieces of each file of text; lists made of all
HELD_OUT = 7  # documents whose running number ends in this digit are never read
LENGTHS, WIDTHS = (10, 15, 30, 60, 120), (60, 66, 72, 76)
Record = dict[str, Any]


class Sample(NamedTuple):
    """The lines of one page as numbers, with their labels and weights of error."""

    site: str
    vectors: list[list[float]]
    labels: list[int]
    costs: list[float]


def fold_of(site: str) -> int:
    """The fold of a site in the cross-validation."""
    return int(hashlib.sha256(b"fold" + site.encode()).hexdigest(), 16) % FOLDS


def read_pages(path: Path) -> list[Record]:
    """The labelled pages of a file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def read_documents(path: Path) -> Iterator[list[str]]:
    """The documents of a file of text as paragraphs, those held out left aside."""
    with lzma.open(path, "rt", encoding="utf-8") as text:
        for number, document in enumerate(re.split(r"\n\s*\n", text.read())):
            if number % 10 != HELD_OUT:
                yield [line for line in document.split("\n") if line.strip() and not line.startswith("## ")]


def text_pages(folder: Path, draw: Random) -> Iterator[Record]:
    """Pages that are content throughout: pieces of text, wrapped or not, and lists."""
    paragraphs: list[str] = []
    for path in sorted(folder.glob("**/*.txt.xz")):
        documents = [document for document in read_documents(path) if len(document) > 3]
        for number, document in enumerate(draw.sample(documents, min(DOCUMENTS, len(documents)))):
            start = draw.randrange(max(1, len(document) - 60))
            piece = document[start : start + draw.choice(LENGTHS)]
            paragraphs += [line for line in piece if len(line) > 100]
            if number % 3 == 0:
                width = draw.choice(WIDTHS)
                piece = [line for paragraph in piece for line in textwrap.wrap(paragraph, width)]
            yield as_content(f"{path.name} {number}", piece)
    for number in range(LISTS):
        yield as_content(f"list {number}", make_list(paragraphs, draw))


def as_content(name: str, lines: Sequence[str]) -> Record:
    """A page whose lines are all content."""
    return {"site": name, "lines": list(lines), "labels": [0] * len(lines)}


STYLES: tuple[Callable[[int, str, Random], str], ...] = (
    lambda _, item, __: item,
    lambda _, item, draw: f"{draw.choice('•*-·')} {item}",
    lambda number, item, _: f"{number + 1}. {item}",
    lambda _, item, draw: f"{item}: {draw.randint(1, 99)} {draw.choice(('g', 'ml', '%', ''))}".rstrip(),
    lambda number, item, draw: f"{draw.randint(1, 9)}.{number} {item} ..... {3 * number + 1}",
    lambda _, item, draw: f"{item} ${draw.randint(2, 80)}.{draw.randint(10, 99)}",
    lambda _, item, draw: f"{draw.randint(1, 28)} May {draw.randint(1890, 2020)} {item}",
)


def make_list(paragraphs: Sequence[str], draw: Random) -> list[str]:
    """A heading, a list in one style, and paragraphs around it, or none."""
    longest, style = draw.choice((1, 2, 4)), draw.choice(STYLES)
    change = draw.choice((str.capitalize, str.title, str, str.lower))
    items = [change(some_words(draw.choice(paragraphs), longest, draw)) for _ in range(draw.choice((6, 12, 25, 60, 120)))]
    if draw.random() < 0.3:
        items.sort()
    before, after = draw.randint(0, 4), draw.randint(0, 4)
    heading = [some_words(draw.choice(paragraphs), 4, draw).title()]
    lines = [style(number, item, draw) for number, item in enumerate(items)]
    return heading + draw.sample(paragraphs, before) + lines + draw.sample(paragraphs, after)


def some_words(text: str, longest: int, draw: Random) -> str:
    """Up to so many words of a text, from any place."""
    words = re.findall(r"[^\W\d_]+", text)
    start = draw.randrange(max(1, len(words) - longest))
    return " ".join(words[start : start + draw.randint(1, longest)])


def make_sample(record: Record, judge: Wording) -> Sample:
    """One page as numbers; `judge` has not seen it."""
    page = Page(record["lines"], strong_lines(record["lines"]), judge)
    labels = [record["labels"][number] for number in page.numbers]
    share = min(1.0, sqrt(LONG_PAGE / max(1, len(labels)))) * record.get("weight", 1.0)
    sizes = [max(len(line.words), line.cjk) for line in page.lines]
    costs = [
        share * (1.0 if label else CONTENT_WEIGHT * (1 + log1p(size) / 3)) for label, size in zip(labels, sizes, strict=True)
    ]
    return Sample(record["site"], list(page.vectors()), labels, costs)


def train(samples: Iterable[Sample]) -> str:
    """The text of a LightGBM model; lines of unsure label take no part."""
    import lightgbm
    import numpy

    rows = [
        (vector, label, cost)
        for sample in samples
        for vector, label, cost in zip(sample.vectors, sample.labels, sample.costs, strict=True)
        if label >= 0
    ]
    vectors, labels, costs = zip(*rows, strict=True)
    data = lightgbm.Dataset(numpy.array(vectors, dtype=numpy.float32), numpy.array(labels), weight=numpy.array(costs))
    return str(lightgbm.train(PARAMETERS, data, num_boost_round=ROUNDS).model_to_string())


def scores_of(model_text: str) -> Scores:
    """Log-odds by a model that is not the shipped one."""
    made = list(read_trees(model_text))
    trees = Trees(NAMES, [nodes for nodes, _ in made], [leaves for _, leaves in made])  # type: ignore[misc]
    return lambda page: trees.totals(list(page.vectors()))


def make_samples(records: Sequence[Record]) -> list[Sample]:
    """The pages as numbers, their wording judged by regressions that have not seen them."""
    judges = wording.by_fold(records, fold_of, FOLDS)
    return [make_sample(record, judges[fold_of(record["site"])]) for record in records]


def cross(records: Sequence[Record], tried: Sequence[Record]) -> Iterator[tuple[Record, Scores, Wording]]:
    """Some of the pages with a model and a regression that have not seen their sites."""
    for fold in range(FOLDS):
        seen = [record for record in records if fold_of(record["site"]) != fold]
        model, judge = scores_of(train(make_samples(seen))), wording.fit(seen)
        yield from ((record, model, judge) for record in tried if fold_of(record["site"]) == fold)


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
    options = parser.parse_args()
    first, *more = [read_pages(path) for path in options.pages]
    texts = list(text_pages(options.text, Random(11))) if options.text else []
    records = [record for part in (first, *more, texts) for record in part]
    if options.cross:
        print_scores(cross(records, first))
        return
    folder = data_file("boilerplate", "structure")
    write_trees(train(make_samples(records)), NAMES, folder / "trees.json")
    wording.write(wording.fit(records), folder / "wording.weights")


if __name__ == "__main__":
    main()
