"""Make `rules/typos/lexicon.txt` from SCOWL: `python -m training.words.lexicon words.tsv.gz`.

The input is `word <TAB> size class <TAB> lists`, the final word lists of SCOWL 2020.12.07 (sizes 10 to 80, all spellings).
"""

from __future__ import annotations

import gzip
import sys
from pathlib import Path

from cleaner.models.wordlists.lexicon import lexicon_file


def make(rows: list[tuple[str, int]]) -> bytes:
    """The lines of the lexicon from words in their own spelling and their SCOWL sizes.

    >>> make([("Polish", 20), ("polish", 35), ("cat's", 10)])
    b'polish\\t32\\n'
    """
    sizes: dict[str, list[int]] = {}
    for word, size in rows:
        if word.endswith("'s") or not word.replace("'", "").isalpha():
            continue
        classes = sizes.setdefault(word.lower(), [9, 9])
        form = 0 if word == word.lower() else 1
        classes[form] = min(classes[form], size // 10)
    lines = {word.encode(): f"\t{lower % 9}{capital % 9}\n".encode() for word, (lower, capital) in sizes.items()}
    # sorted as the look-up compares: with the tab, so that "cat" stands before "cat's" and "cats"
    return b"".join(word + lines[word] for word in sorted(lines, key=lambda w: w + b"\t"))


def main(source: str) -> None:
    """Read the gzipped table and write the shipped file."""
    with gzip.open(Path(source), "rt", encoding="utf-8") as file:
        fields = [line.rstrip("\n").split("\t") for line in file]
    lexicon_file().write_bytes(make([(word, int(size)) for word, size, *_ in fields]))


if __name__ == "__main__":
    main(sys.argv[1])
