"""Tables of slips and letters: `python -m cleaner.training.spelling MISSPELLINGS`.

MISSPELLINGS is a gzip file of lines `misspelling,correction[,correction...]`; lines with one correction that is one slip
away are counted. The letters of the corrections make the table of letter triples.
"""

from __future__ import annotations

import argparse
import gzip
from collections import Counter
from math import log
from pathlib import Path

from cleaner.models.packed import pack
from cleaner.models.spelling import EDGE, LETTERS, slips, smoothed, spelling_path, to_step


def read_pairs(path: Path) -> list[tuple[str, str]]:
    """Misspellings with their only correction, letters alone."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [line.strip().split(",") for line in file]
    return [(row[0], row[1]) for row in rows if len(row) == 2 and row[0].isalpha() and row[1].isalpha()]


def slip_table(pairs: list[tuple[str, str]]) -> dict[str, int]:
    """Log-probabilities of slips, from pairs one slip apart."""
    hits: Counter[str] = Counter()
    chances: Counter[str] = Counter()
    for typo, meant in pairs:
        found = [key for word, key in slips(typo) if word == meant]
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


def main() -> None:
    """Count and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("misspellings", type=Path)
    parser.add_argument("--output", type=Path, default=spelling_path())
    options = parser.parse_args()
    pairs = read_pairs(options.misspellings)
    tables = {"slips": slip_table(pairs), "letters": letter_table({meant for _, meant in pairs})}
    options.output.write_bytes(pack(tables, {"pairs": len(pairs)}))
    print({name: len(table) for name, table in tables.items()}, options.output.stat().st_size)


if __name__ == "__main__":
    main()
