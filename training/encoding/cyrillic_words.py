"""Make the list of Cyrillic words that `encoding.homoglyphs` trusts: `python -m training.encoding.cyrillic_words FOLDER`.

FOLDER holds running text (`ru.txt.xz`, `uk.txt.xz`; a line `## ` begins a document, every tenth is left out) and
`udhr-train.tsv.gz` for the other languages. Kept are words of Cyrillic letters that stand often in running text, and those of the
Declarations that stand there twice; no counts.
"""

from __future__ import annotations

import gzip
import re
import sys
from collections import Counter
from pathlib import Path

from cleaner.rulebook.packs import RuleSet
from training.encoding.codec_pairs import read_running

WORD = re.compile("[а-яёѐ-џґ]+")
OFTEN, TWICE = 4, 2  # times in running text, in the Declarations
EVERYWHERE = 40  # times as often for words of two letters
LONGEST = 12  # letters; longer words are told by their place
DECLARATIONS = ["bul", "bel", "mkd", "srp_cyrl", "rus", "ukr"]


def words_of(lines: list[str], fewest: int) -> set[str]:
    """The words that stand so often or more."""
    counted: Counter[str] = Counter()
    for line in lines:
        counted.update(WORD.findall(line.lower()))
    return {
        word for word, n in counted.items() if n >= fewest * (EVERYWHERE if len(word) == 2 else 1) and 2 <= len(word) <= LONGEST
    }


def main(folder: str) -> None:
    """Write the list."""
    running = read_running(Path(folder))
    found = set().union(*(words_of(running[code], OFTEN) for code in ("ru", "uk")))
    with gzip.open(Path(folder) / "udhr-train.tsv.gz", "rt", encoding="utf-8") as file:
        rows = [row.rstrip("\n").split("\t", 1) for row in file]
    for code in DECLARATIONS:
        found |= words_of([line for name, line in rows if name == code], TWICE)
    RuleSet("encoding.homoglyphs").data("words.txt").write_text("".join(f"{word}\n" for word in sorted(found)), "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
