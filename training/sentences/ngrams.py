"""Count n-grams and write the shipped model: `python -m training.sentences.ngrams CORPUS [--output FILE]`.

CORPUS is the folder of :mod:`training.sentences.corpus`. Words seen once, and word pairs and triples whose weighted count
stays under a floor, are left out; what is left is packed by :mod:`cleaner.models.wordlists.packed`. Takes about two minutes and
2 GB of memory.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from cleaner.models.ngrams import COUNTS, KNOWN, model_path, rare_class, to_step
from cleaner.models.tokens import END, START, tokens_of
from cleaner.models.wordlists.packed import pack
from training.sentences.corpus import sentences

FLOORS = {"1": 1.0, "2": 1.0, "3": 1.5}  # weighted counts


def count(folder: Path) -> dict[str, Counter[str]]:
    """Weighted counts of one, two and three tokens in a row; rare words count as their class, and as themselves alone."""
    rows = [
        (weight, [START, START, *(token.text for token in tokens_of(sentence)), END])
        for sentence, weight in sentences(folder, dev=False)
    ]
    words: Counter[str] = Counter()
    for weight, row in rows:
        for word in row[1:]:
            words[word] += weight  # type: ignore[assignment]
    rare = {word for word, n in words.items() if COUNTS[to_step(n)] < KNOWN}
    tables: dict[str, Counter[str]] = {"1": Counter(words), "2": Counter(), "3": Counter()}
    one, two, three = tables.values()
    for word in rare:
        one[rare_class(word)] += words[word]
    for weight, words_of_row in rows:
        row = [rare_class(word) if word in rare else word for word in words_of_row]
        for i in range(1, len(row)):
            two[f"{row[i - 1]} {row[i]}"] += weight  # type: ignore[assignment]
            if i > 1:
                three[f"{row[i - 2]} {row[i - 1]} {row[i]}"] += weight  # type: ignore[assignment]
    return tables


def main() -> None:
    """Count, prune, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--output", type=Path, default=model_path())
    options = parser.parse_args()
    counts = count(options.corpus)
    tables = {name: {key: to_step(n) for key, n in sorted(table.items()) if n >= FLOORS[name]} for name, table in counts.items()}
    notes = {
        "words": sum(n for word, n in counts["1"].items() if not word.startswith("<") or word == END),
        "sources": "see docs/models.md",
    }
    options.output.write_bytes(pack(tables, notes))
    for name, table in tables.items():
        print(f"{name}-grams: {len(table):,} of {len(counts[name]):,}")
    print(f"{options.output.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
