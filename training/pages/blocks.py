"""Make the weights of `cleaner.html.selection.judge`: trees that tell blocks of main text from the rest.

    python -m training.pages.blocks FOLDER > cleaner/data/html/trees.json    # needs lightgbm and numpy
    python -m training.pages.blocks FOLDER --score OTHER                     # only the F1 on pages of other sites
    python -m training.pages.blocks FOLDER --folds 4 --seeds 2               # only the F1 on pages not trained on

FOLDER holds `gold.jsonl.gz` (records with `file`, main `text`, `type`, `weight`) and the pages in `pages/`; the weights that ship
are of the pages that :mod:`training.pages.wcxb` picks. A block counts as main text as far as its words are in the longest
common subsequence of page and gold, or its triples of words in the
gold. It weighs what its words are of the page's gold, for the F1 to be reached is one of words. Thresholds are drawn at
random (`extra_trees`) from few bins: with some hundred pages, measures of a page as a whole would otherwise serve to
recognise single pages. How much a type of page weighs is its share of the whole split, whatever its number of pages here.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
from collections import Counter
from pathlib import Path
from random import Random
from statistics import fmean, pstdev
from typing import Any, NamedTuple

from cleaner.html.containers import mark
from cleaner.html.dom.elements import Element
from cleaner.html.dom.tree import parse
from cleaner.html.extract import shipped_index
from cleaner.html.selection.blocks import PageBlocks, page_blocks
from cleaner.html.selection.declared import Declared, declared
from cleaner.html.selection.features import measure, names
from cleaner.html.selection.judge import judged, smoothed_probabilities
from cleaner.html.selection.keep import keep_best
from cleaner.html.selection.structures import Table, tables
from training.pages.inserted import MARK, Bank, inserted

WORD = re.compile(r"\w+")
ROUNDS = 200
PARAMETERS = {
    "objective": "cross_entropy", "learning_rate": 0.1, "num_leaves": 15, "min_data_in_leaf": 150, "max_bin": 63,
    "extra_trees": True, "feature_fraction": 0.4, "bagging_fraction": 0.7,
    "bagging_freq": 1, "lambda_l2": 5.0, "verbose": -1, "seed": 0,
    "deterministic": True, "num_threads": 1,
}  # fmt: skip
SHARES = {  # of the types of pages in WCXB's dev split
    "article": 0.53, "service": 0.11, "product": 0.079, "collection": 0.078, "forum": 0.075, "listing": 0.066,
    "documentation": 0.061,
}  # fmt: skip
MADE_SEED = 1  # of what is put into which page
GRAM = 4  # words
AUGMENTED = frozenset(("article", "documentation", "service"))  # types of pages that blocks are put into
SURE = 0.8  # label from which a row is one of the text
FEWEST_PLACES = 4  # paragraphs of a page that blocks are put into
INSERTED_WEIGHT = 1.0  # of a page with blocks, against one as it is
FEWEST, MOST = 50, 3000  # words of a gold text between which the weight of a word falls


class Sample(NamedTuple):
    """One page: its survey, the measures of its rows, labels between 0 and 1 and weights; the gold text's words, type, weight."""

    field: PageBlocks
    facts: Declared
    data: dict[Element, Table]
    vectors: list[list[float]]
    labels: list[float]
    weights: list[float]
    gold: list[str]
    kind: str
    weight: float
    is_made: bool = False  # with blocks put in


def read(folder: Path) -> list[Sample]:
    """All pages of a folder."""
    with gzip.open(folder / "gold.jsonl.gz", "rt", encoding="utf-8", errors="surrogateescape") as records:
        golds = [json.loads(record) for record in records]
    return [sample(gzip.decompress((folder / "pages" / gold["file"]).read_bytes()), gold) for gold in golds]


def sample(data: bytes, gold: dict[str, Any]) -> Sample:
    """A page with its gold."""
    page = parse(data.decode("utf-8", "replace"))
    mark(page, shipped_index())
    field = page_blocks(page)
    words = WORD.findall(gold["text"].lower())
    blocks = [WORD.findall(row.text.lower()) for row in field.rows]
    share = max(FEWEST, min(MOST, len(words)))
    weights = [min(1.0, len(block) / share) + 0.0005 for block in blocks]
    facts = declared(page)
    grids = tables(page, field.rows)
    return Sample(
        field,
        facts,
        grids,
        measure(field, facts),
        labels(blocks, words),
        weights,
        words,
        gold.get("type", ""),
        gold.get("weight", 1.0),
    )


def bank_of(samples: list[Sample]) -> Bank:
    """The sentences and titles of pages, to put blocks together from."""
    chosen = [one for one in samples if one.kind in AUGMENTED]
    titles = [" ".join(row.text.split()) for one in chosen for row in one.field.rows if row.element.name in ("h1", "h2")]
    return Bank(
        [" ".join(row.text for row, label in zip(one.field.rows, one.labels, strict=True) if label > SURE) for one in chosen],
        titles,
    )


def augmented(samples: list[Sample], bank: Bank, seed: int) -> list[Sample | None]:
    """Each article or manual once more with blocks put in, None for the other pages."""
    rng = Random(seed)
    found: list[Sample | None] = []
    for one in samples:
        places = [
            row.element.end
            for row, label in zip(one.field.rows, one.labels, strict=True)
            if row.element.name == "p" and row.long and label > SURE and row.element.end > row.element.open_end
        ]
        fits = one.kind in AUGMENTED and len(places) >= FEWEST_PLACES
        found.append(_with_blocks(one, inserted(one.field.page.source, sorted(set(places)), rng, bank)) if fits else None)
    return found


def _with_blocks(one: Sample, source: str) -> Sample:
    """A page with blocks in it: labels of its own rows as they were, found by their text; of the blocks, as they are marked."""
    page = parse(source)
    mark(page, shipped_index())
    field = page_blocks(page)
    known: dict[str, list[float]] = {}
    for row, label in zip(one.field.rows, one.labels, strict=True):
        known.setdefault(row.text, []).append(label)
    share = max(FEWEST, min(MOST, len(one.gold)))
    found, weights = [], []
    for row in field.rows:
        said = next((up.attributes[MARK] for up in row.element.ancestors() if MARK in up.head), None)
        same = known.get(row.text, [0.5])
        found.append(float(said) if said is not None else same.pop(0) if len(same) > 1 else same[0])
        weights.append(min(1.0, len(WORD.findall(row.text)) / share) * INSERTED_WEIGHT + 0.0005)
    facts = declared(page)
    return Sample(field, facts, {}, measure(field, facts), found, weights, one.gold, one.kind, one.weight, True)


def labels(blocks: list[list[str]], gold: list[str]) -> list[float]:
    """How much of each block is in the gold."""
    from rapidfuzz.distance import Indel

    flat = [word for block in blocks for word in block]
    hit = [0] * len(flat)
    for code in Indel.opcodes(flat, gold):
        if code.tag == "equal":
            hit[code.src_start : code.src_end] = [1] * (code.src_end - code.src_start)
    known = set(zip(gold, gold[1:], gold[2:], strict=False))
    found, position = [], 0
    for block in blocks:
        share = sum(hit[position : position + len(block)]) / (len(block) or 1)
        position += len(block)
        triples = list(zip(block, block[1:], block[2:], strict=False))
        if len(block) >= 6:
            share = max(share, sum(triple in known for triple in triples) / len(triples))
        found.append(share)
    return found


def train(samples: list[Sample], seed: int = 0) -> Any:
    """The booster for these pages; pages without rows are passed over."""
    import lightgbm
    import numpy

    counts = Counter(one.kind for one in samples if not one.is_made)
    samples = [one for one in samples if one.vectors]
    shares = [SHARES.get(one.kind, 1 / len(SHARES)) / counts[one.kind] for one in samples]
    mean = fmean(shares)
    rows = numpy.concatenate([numpy.array(one.vectors, dtype=numpy.float32) for one in samples])
    wanted = [label for one in samples for label in one.labels]
    weights = [weight * (share / mean) ** 0.5 for one, share in zip(samples, shares, strict=True) for weight in one.weights]
    return lightgbm.train({**PARAMETERS, "seed": seed}, lightgbm.Dataset(rows, wanted, weight=weights), ROUNDS)


def flat(tree: dict[str, Any]) -> tuple[list[list[float]], list[float]]:
    """(nodes, leaves) of a tree as LightGBM dumps it; see :mod:`cleaner.models.trees`."""
    nodes: list[list[float]] = []
    leaves: list[float] = []

    def walk(node: dict[str, Any]) -> int:
        if "leaf_value" in node:
            leaves.append(round(node["leaf_value"], 4))
            return ~(len(leaves) - 1)
        place = len(nodes)
        nodes.append([])
        left, right = walk(node["left_child"]), walk(node["right_child"])
        nodes[place] = [node["split_feature"], float(f"{node['threshold']:.5g}"), left, right]
        return place

    walk(tree["tree_structure"])
    return nodes, leaves


def dump(booster: Any) -> str:
    """The trees as JSON."""
    trees = [flat(tree) for tree in booster.dump_model()["tree_info"]]
    trees = [tree for tree in trees if tree[0]]
    table = {"features": names(), "nodes": [nodes for nodes, _ in trees], "leaves": [leaves for _, leaves in trees]}
    return json.dumps(table, separators=(",", ":"))


class Score(NamedTuple):
    """One page: F1 of its words, precision and recall of its words in fours."""

    words: float
    precision: float
    recall: float


def score(one: Sample, chances: list[float]) -> Score:
    """How well the choice that the chances lead to meets the gold text."""
    rows = one.field.rows
    rows = (
        keep_best(one.field, judged(rows, smoothed_probabilities(rows, chances)), one.facts, one.data, title=False)
        if rows
        else []
    )
    words = [word for row in rows for word in WORD.findall(row.text.lower())]
    found, wanted = grams(words), grams(one.gold)
    common = (found & wanted).total()
    same = (Counter(words) & Counter(one.gold)).total()
    return Score(2 * same / (len(words) + len(one.gold)), common / (found.total() or 1), common / (wanted.total() or 1))


def grams(words: list[str]) -> Counter[Any]:
    """Runs of words of the length `GRAM`."""
    return Counter(zip(*(words[offset:] for offset in range(GRAM)), strict=False))


def scores(booster: Any, samples: list[Sample]) -> list[Score]:
    """The score of each page by these trees."""
    return [score(one, list(booster.predict(one.vectors)) if one.vectors else []) for one in samples]


def cross_validate(samples: list[Sample], made: list[Sample | None], folds: int, seed: int) -> list[Score]:
    """The score of each page by trees that were made without it; each fold has its share of pages of each type. `made` are the
    pages with blocks put in."""
    order = list(range(len(samples)))
    Random(seed).shuffle(order)
    order.sort(key=lambda k: samples[k].kind)
    found: dict[int, Score] = {}
    for fold in range(folds):
        held = order[fold::folds]
        rest = set(order) - set(held)
        booster = train([one for k in sorted(rest) for one in (samples[k], made[k]) if one is not None], seed)
        found.update(zip(held, scores(booster, [samples[k] for k in held]), strict=True))
    return [found[k] for k in range(len(samples))]


def report(samples: list[Sample], runs: list[list[Score]]) -> str:
    """Mean and spread over runs of the weighted F1; of each type, F1 of words, and in fours of mean precision and recall."""
    total = sum(one.weight for one in samples)
    overall = [sum(one.weight * page.words for one, page in zip(samples, run, strict=True)) / total for run in runs]
    lines = [f"F1 {fmean(overall):.4f} (standard deviation over {len(runs)} seeds {pstdev(overall):.4f}) on {len(samples)} pages"]
    for kind in sorted({one.kind for one in samples}):
        pages = [page for run in runs for one, page in zip(samples, run, strict=True) if one.kind == kind]
        words, precision, recall = map(fmean, zip(*pages, strict=True))
        fours = 2 * precision * recall / (precision + recall or 1)
        lines.append(f"{kind}: {words:.3f}; in fours {fours:.3f} (precision {precision:.3f}, recall {recall:.3f})")
    return "\n".join(lines)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--score", type=Path, help="a folder of pages of other sites")
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--seeds", type=int, default=1)
    options = parser.parse_args()
    samples = read(options.folder)
    made = augmented(samples, bank_of(samples), MADE_SEED)
    if options.folds:
        runs = [cross_validate(samples, made, options.folds, seed) for seed in range(options.seeds)]
        print(report(samples, runs), file=sys.stderr)
        return
    pages = [*samples, *(one for one in made if one is not None)]
    if options.score:
        others = read(options.score)
        print(report(others, [scores(train(pages, seed), others) for seed in range(options.seeds)]), file=sys.stderr)
    else:
        print(dump(train(pages)))


if __name__ == "__main__":
    main()
