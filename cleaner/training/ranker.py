"""How much likelier another wording must be: `python -m cleaner.training.ranker CORPUS`.

For every pair of the sets in rules/typos/ranker.toml, the dev part of the CORPUS is asked two things: how much likelier
the model finds the other word where the written one is right (each time it does is a false edit), and how often it finds
the right word back where the other was put in. The margin of a pair is the least that keeps its false edits within the
budget of its rule, and at least FLOOR; pairs that then find less than USEFUL of the slips are left out. What comes out is
rules/typos/ranker/margins.tsv.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

from cleaner.models.ngrams import NgramModel, english
from cleaner.models.ranking import Row
from cleaner.rulebook import read_pack, rules_folder
from cleaner.training.corpus import sentences

FLOOR = 2.0  # natural-log units
USEFUL = 0.2
Pair = tuple[str, str]  # written, meant


class Kind(NamedTuple):
    """The rule of a pair, its budget of false edits in 10,000 words, and what is added to its measured margin."""

    rule: str
    budget: float
    spare: float


def read_pairs() -> dict[Pair, Kind]:
    """Pairs of words taken for each other, both ways, with what their rule says."""
    pack = read_pack(rules_folder() / "typos" / "ranker.toml", "typos.ranker")
    pairs: dict[Pair, Kind] = {}
    for rule in pack.rules:
        for words in rule.data.get("sets", ()):
            first, second = words.split()
            kind = Kind(rule.id, rule.data["budget"], rule.data["spare"])
            pairs.setdefault((first, second), kind)
            pairs.setdefault((second, first), kind)
    return pairs


def measure(model: NgramModel, texts: list[str], pairs: dict[Pair, Kind]) -> list[tuple[Pair, float, float]]:
    """For every useful pair its margin and the share of injected slips found."""
    meant_by = defaultdict(list)
    for written, meant in pairs:
        meant_by[written].append(meant)
    false: dict[Pair, list[float]] = defaultdict(list)
    found: dict[Pair, list[float]] = defaultdict(list)
    words = 0
    for text in texts:
        row = Row(model, text)
        words += len(text.split())
        for i, name in enumerate(row.names):
            for other in meant_by.get(name, ()):
                if not row.is_usual(i):
                    false[name, other].append(row.swap(i, other))
                row.names[i] = other  # `other` written where `name` was meant
                found[other, name].append(row.swap(i, name) if not row.is_usual(i) else 0.0)
                row.names[i] = name
    out = []
    for pair in sorted(pairs):
        ordered = sorted(false[pair], reverse=True)
        allowed = int(pairs[pair].budget * words / 10_000)
        worst = ordered[allowed] + pairs[pair].spare if allowed < len(ordered) else FLOOR
        margin = max(FLOOR + pairs[pair].spare, worst)
        share = sum(gain > margin for gain in found[pair]) / len(found[pair]) if found[pair] else 0.0
        if share >= USEFUL if found[pair] else model.count(pair[1]) > model.count(pair[0]):
            out.append((pair, margin, share))
    return out


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--output", type=Path, default=rules_folder() / "typos" / "ranker" / "margins.tsv")
    options = parser.parse_args()
    pairs = read_pairs()
    texts = [text for text, _ in sentences(options.corpus, dev=True)]
    measured = measure(english(), texts, pairs)
    lines = [f"{a}\t{b}\t{margin:.1f}\t{share:.2f}\t{pairs[a, b].rule}" for (a, b), margin, share in measured]
    options.output.write_text("\n".join(["# written\tmeant\tmargin\tfound\trule", *lines, ""]), encoding="utf-8")
    print(f"{len(measured)} of {len(pairs)} pairs")


if __name__ == "__main__":
    main()
