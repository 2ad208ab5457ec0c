"""The library and ftfy in one run, on texts of your own: how many MB a second, for one long text and for short ones.

    python benchmarks/speed.py TEXT... [--size 1.0] [--rounds 5]

Each TEXT is a file in UTF-8, taken as one document, and cut at lines into documents of about 2,000 and 200 code points. A row
gives the speed of three chains (the family `typos`, safe rules; the preset `encoding`; the default preset), by the least CPU
time of the rounds, and that of the default preset as a multiple of `ftfy.fix_text`. The first round warms caches of words, as a
long run would; `--size` is how many MB of a file are read.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from time import process_time

import ftfy

from cleaner import Cleaner

LENGTHS = (0, 2_000, 200)  # code points of a document; 0: the whole text


def cut(text: str, length: int) -> list[str]:
    """The text as documents of whole lines of about so many code points; 0 for one document."""
    if not length:
        return [text]
    documents, held = [], ""
    for line in text.splitlines(True):
        if held and len(held) + len(line) > length:
            documents.append(held)
            held = ""
        held += line
    return [*documents, held]


def least(function: Callable[[str], object], documents: list[str], rounds: int) -> float:
    """CPU seconds of the fastest round over all documents."""
    best = float("inf")
    for _ in range(rounds):
        start = process_time()
        for document in documents:
            function(document)
        best = min(best, process_time() - start)
    return best


def main() -> None:
    """Print a table, a row for each text and length of document."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", nargs="+", type=Path)
    parser.add_argument("--size", type=float, default=1.0)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    chains = {"typos": Cleaner(select=["typos"]), "encoding": Cleaner(preset="encoding"), "default": Cleaner()}
    print("| text | code points | typos MB/s | encoding MB/s | default MB/s | ftfy MB/s | default by ftfy |")
    print("|---|---|---|---|---|---|---|")
    for path in options.texts:
        text = path.read_text(encoding="utf-8")[: int(options.size * 1e6)]
        for length in LENGTHS:
            documents = cut(text, length)
            size = len(text.encode()) / 1e6
            times = [least(chain.clean, documents, options.rounds) for chain in chains.values()]
            peer = least(ftfy.fix_text, documents, options.rounds)
            speeds = " | ".join(f"{size / time:.1f}" for time in (*times, peer))
            print(f"| {path.name} | {length or 'all'} | {speeds} | {peer / times[-1]:.2f} |", flush=True)


if __name__ == "__main__":
    main()
