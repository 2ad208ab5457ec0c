"""Make `cleaner/data/english.index` from the lexicon and the filters: `python -m training.words.wordindex`.

To be made again when the lexicon, the lists of misspellings, the phrases of confused words, or what the filters say about single
words has changed; `tests/models/test_wordindex.py` tells. It takes two minutes.
"""

from __future__ import annotations

import json
import os
import sys
from array import array
from collections.abc import Iterator
from pathlib import Path
from struct import pack
from typing import Literal

from cleaner.core.errors import RuleError
from cleaner.core.resources import data_file
from cleaner.core.views.folding import fold
from cleaner.filters import scan
from cleaner.filters._english import phrase_scan
from cleaner.filters._english.phrases import CONTRACTED, contracts, listed_before, listed_behind
from cleaner.models.wordlists.wordindex import FILE, LEXICON, MAGIC, digest, english_index, slots_of

LOAD = 0.8  # share of slots that are taken


def inputs() -> dict[str, str]:
    """Digests of what the answers depend on. The code of the filters counts as well: tests ask it about a sample."""
    words = {word for _, word in lines_of(data_file(LEXICON))}
    lists = data_file("typos", "misspellings").glob("*.tsv")
    listed = sorted(word for path in lists for _, word in lines_of(path) if word in words)  # of the others nothing is said
    found = {name: digest(data_file(name).read_bytes()) for name in (LEXICON, "english.ligatures")}
    return {**found, "misspellings": digest(b"\n".join(listed)), **scan.numbering()}


def lines_of(path: Path) -> Iterator[tuple[int, bytes]]:
    """The words of a list and the offsets of their lines."""
    offset = 0
    for line in path.read_bytes().splitlines(keepends=True):
        yield offset, line.partition(b"\t")[0]
        offset += len(line)


def is_folded(word: bytes) -> bool:
    """Whether a word stands so in folded texts; that of others is none."""
    return word.isalpha() and word.isascii() and word.islower()


class Beside:
    """The rows of words: what the lists of each needle say of a word behind it, and before it."""

    def __init__(self) -> None:
        self.needles = [phrases for _, phrases in phrase_scan.needles()]
        columns = [items for phrases in self.needles for phrase in phrases for items in (phrase.after, phrase.before)]
        named = CONTRACTED.union(*(items.words | items.heads | items.tails | items.forbidden for items in columns))
        self.named = {"", *(word for word in named if fold(word) == word.encode("latin-1", "replace"))}
        """Words that a phrase names and that stand so in folded text, and what stands for none."""
        self.rows: dict[str | bool, bytes] = {}

    def row(self, word: bytes) -> bytes:
        """Two cells a needle. Words that no phrase names have one of two rows."""
        letters = word.decode("latin-1")
        key = letters if letters in self.named else contracts(letters)
        if key not in self.rows:
            cells = [
                phrase_scan.cell([listed(phrase, letters) for phrase in phrases])
                for phrases in self.needles
                for listed in (listed_behind, listed_before)
            ]
            self.rows[key] = little("H", cells)
        return self.rows[key]


def make() -> bytes:
    """The bytes of the file."""
    beside = Beside()
    known: dict[tuple[int, bytes], int] = {}
    rows: dict[bytes, int] = {b"": 0}
    lines = []
    for offset, word in lines_of(data_file(LEXICON)):
        number = 0
        if is_folded(word):
            said = scan.shipped(word), beside.row(word)
            rows.setdefault(said[1], len(rows))
            number = known.setdefault(said, len(known) + 1)
        lines.append((offset, word, number))
    named = {word: rows.setdefault(beside.row(word.encode("latin-1")), len(rows)) for word in sorted(beside.named)}
    others = [rows[beside.rows[contracted]] for contracted in (False, True)]
    slots, numbers = slots_of(lines, int(len(lines) / LOAD))
    facts = [[0, 0], *([number, rows[row]] for number, row in known)]
    head = json.dumps(
        {"slots": len(slots), "facts": facts, "named": named, "others": others, "inputs": inputs()}, separators=(",", ":")
    ).encode()
    head += b" " * (-len(head) % 4)
    parts = [little("I", slots), little("H", numbers), b"".join(row.ljust(4 * len(phrase_scan.needles()), b"\0") for row in rows)]
    return MAGIC + pack("<I", len(head)) + head + b"".join(parts)


def little(code: Literal["H", "I"], numbers: list[int]) -> bytes:
    """Numbers as bytes, the lowest first."""
    made = array(code, numbers)
    if sys.byteorder == "big":
        made.byteswap()
    return made.tobytes()


def has_the_list() -> bool:
    """Whether the index that is there was made of the lexicon as it is: then the kernel finds its words."""
    try:
        return english_index().inputs[LEXICON] == digest(data_file(LEXICON).read_bytes())
    except RuleError:
        return False


if __name__ == "__main__":
    if not has_the_list():
        os.environ["CLEANER_PURE"] = "1"  # words are looked up in the list itself
    data_file(FILE).write_bytes(make())
