"""Count sequences of words and write the shipped counts: `python -m training.sentences.sequences FOLDER [--output FILE]`.

FOLDER is what :mod:`training.sentences.natural` wrote. Sequences of two, three and four tokens are counted in all documents that
are not held out, chat aside, which is full of errors; what stands less often than LEAST is left out. Takes a minute and 4 GB of
memory.
"""

from __future__ import annotations

import argparse
import json
import struct
from pathlib import Path
from typing import Any

import numpy as np

from cleaner.core.resources import data_file
from cleaner.models.ngrams import ENDINGS, STEPS, rare_class
from cleaner.models.ngrams import LEAST as LEAST_COUNT
from cleaner.models.sequences import FIRST, MAGIC, SECOND
from cleaner.models.tokens import END, START
from cleaner.models.wordlists.packed import BUCKET
from training.sentences.natural import HELD_OUT, PARAGRAPH, Tokens, read

LEAST = {2: 2, 3: 3, 4: 4}  # times a sequence must stand in the text
LEAST_WORD = 4
MOST_WORDS = 65_535  # numbers of 16 bits
LEFT_OUT = ("chat-ubuntu",)
SPECIAL = [START, END, "<>", *(f"<{ending}>" for ending in ENDINGS)]


def numbered(tokens: Tokens) -> tuple[Any, Any, list[str]]:
    """Numbers of the tokens with the edges of paragraphs among them, which of them count, and the words."""
    counted = (tokens.part != HELD_OUT) & ~np.isin(tokens.genre, [tokens.genres.index(name) for name in LEFT_OUT])
    often = np.bincount(tokens.word[tokens.part != HELD_OUT], minlength=len(tokens.words))
    order = np.argsort(-often, kind="stable")
    words = [*SPECIAL, *(tokens.words[i] for i in order if often[i] >= LEAST_WORD)][:MOST_WORDS]
    numbers = {word: number for number, word in enumerate(words)}
    renamed = np.array([numbers.get(word, numbers.get(rare_class(word), 0)) for word in tokens.words], np.uint64)
    starts = tokens.before == PARAGRAPH
    places = np.arange(len(tokens.word)) + 2 * np.cumsum(starts)
    row = np.zeros(places[-1] + 2, np.uint64)
    counts = np.zeros(len(row), bool)
    row[-1] = numbers[END]
    for shift, values in ((0, renamed[tokens.word]), (-1, np.uint64(numbers[START])), (-2, np.uint64(numbers[END]))):
        at = places if not shift else places[starts] + shift
        row[at] = values
        counts[at] = counted if not shift else counted[starts]
    return row, counts, words


def table(keys: Any, counts: Any) -> tuple[int, int, bytes]:
    """Buckets, entries and bytes of a table, as :mod:`cleaner.models.wordlists.packed` reads it."""
    half = np.uint64(32)
    codes = keys * np.uint64(FIRST)
    codes = (codes ^ codes >> half) * np.uint64(SECOND)
    codes ^= codes >> half
    buckets = max(1, len(keys) // BUCKET)
    places, low = ((codes >> half) * np.uint64(buckets) >> half).astype(np.int64), codes.astype(np.uint16)
    values = steps(counts)
    order = np.lexsort((-values.astype(int), low, places))
    places, low, values = places[order], low[order], values[order]
    same = np.zeros(len(places), bool)
    same[1:] = (places[1:] == places[:-1]) & (low[1:] == low[:-1])
    places, low, values = places[~same], low[~same], values[~same]
    offsets = np.zeros(buckets + 1, np.uint32)
    np.cumsum(np.bincount(places, minlength=buckets), out=offsets[1:])
    body = offsets.tobytes() + low.tobytes() + values.tobytes()
    return buckets, len(values), body + bytes(-len(body) % 4)


def steps(counts: Any) -> Any:
    """Counts on the scale of :func:`cleaner.models.ngrams.to_step`."""
    return np.clip(1 + np.rint(STEPS * np.log2(np.maximum(counts, LEAST_COUNT) / LEAST_COUNT)), 1, 255).astype(np.uint8)


def packed(words: list[str], often: Any, tables: dict[str, tuple[int, int, bytes]]) -> bytes:
    """The file."""
    text = "\n".join(words).encode() + steps(often).tobytes()
    places = {name: [buckets, entries, 10**8] for name, (buckets, entries, _) in tables.items()}
    for _ in range(4):  # the offsets have digits, and the head's length moves them
        head = json.dumps(
            {"words": len("\n".join(words).encode()), "total": int(often.sum()), "tables": places}, sort_keys=True
        ).encode()
        at = 12 + len(head) + len(text)
        at += -at % 4
        for name, (_, _, body) in tables.items():
            places[name][2] = at
            at += len(body)
    front = MAGIC + struct.pack("<I", len(head)) + head + text
    return bytes(front + bytes(-len(front) % 4)) + b"".join(body for _, _, body in tables.values())


def main() -> None:
    """Count, prune, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--output", type=Path, default=data_file("english.sequences"))
    options = parser.parse_args()
    row, counted, words = numbered(read(options.folder))
    often = np.bincount(row[counted].astype(np.int64), minlength=len(words))
    tables, keys, kept = {}, row.copy(), counted.copy()
    for length, least in LEAST.items():
        keys = keys[:-1] << np.uint64(16) | row[length - 1 :]
        kept = kept[:-1] & counted[length - 1 :]
        found, times = np.unique(keys[kept], return_counts=True)
        tables[str(length)] = table(found[times >= least], times[times >= least])
        print(f"{length} in a row: {tables[str(length)][1]:,} of {len(found):,}")
    options.output.write_bytes(packed(words, often, tables))
    print(f"{options.output.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
