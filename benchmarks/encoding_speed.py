"""Encoding repair and ftfy in one run: clean text and text with broken lines, as one document and as short ones; linear time.

    python benchmarks/encoding_speed.py TEXT.txt [...] [--size 1.0] [--share 0 0.05] [--length 0 2000 200] [--rounds 3]
    python benchmarks/encoding_speed.py TEXT.txt [...] --growth

Each file is sound text in UTF-8, a sentence or paragraph a line; name it for its language. Lines of a corpus are one to three of
these; `mixed` takes them from all files. Broken lines are UTF-8 that was read as Windows-1252. A row gives the speed of
`Cleaner(preset="encoding")` and the CPU time of `ftfy.fix_text` over its own (the least of the rounds of each, taken in
turns); in brackets over that of a cleaner with the family `characters` as well, which does more of what `fix_text` does.
`--growth` gives seconds for half a MB, 1, 2 and 4 MB, lines and one line of nothing but damage: they must double.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from time import process_time

import ftfy

from cleaner import Cleaner

SEED = 7
SHOWN = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(256))
ART = "├┤a┼┐a┼┐░▒▓█▀▄╔═╗║Ã©Ð¾ÂÑŸ€™ "


def broken(line: str) -> str:
    """What a browser shows if it takes the line's UTF-8 for Windows-1252: "schÃ¶n"."""
    return "".join([SHOWN[byte] for byte in line.encode()])


def corpus(lines: Sequence[str], size: float, share: float) -> str:
    """Lines recombined to about `size` MB of UTF-8, a share of them broken."""
    chance = random.Random(SEED)
    made: list[str] = []
    total = 0
    while total < size * 1e6:
        line = " ".join(chance.choices(lines, k=chance.randint(1, 3)))
        total += len(line.encode()) + 1
        made.append(broken(line) if chance.random() < share else line)
    return "\n".join(made)


def cut(text: str, length: int) -> list[str]:
    """The text as documents of whole lines, of about so many code points; 0 for one document."""
    if not length:
        return [text]
    documents: list[str] = []
    held = ""
    for line in text.split("\n"):
        if held and len(held) + len(line) > length:
            documents.append(held)
            held = ""
        held += line + "\n"
    return [*documents, held]


def seconds(run: Callable[[str], object], texts: Sequence[str]) -> float:
    """CPU time for all texts."""
    begun = process_time()
    for text in texts:
        run(text)
    return process_time() - begun


def row(texts: Sequence[str], rounds: int) -> str:
    """Speed and ratios for one corpus."""
    runs = (
        Cleaner(preset="encoding").clean,
        Cleaner(preset="encoding", select=["encoding", "characters"]).clean,
        ftfy.fix_text,
    )
    for run in runs:
        seconds(run, [text[:20_000] for text in texts[:20]])  # what is read and compiled once
    times = [[seconds(run, texts) for run in runs] for _ in range(rounds)]
    alone, wider, peer = map(min, zip(*times, strict=True))
    size = sum(len(text.encode()) for text in texts) / 1e6
    return f"{size / alone:7.1f} MB/s  {peer / alone:5.1f} x ({peer / wider:.1f} x)"


def growth(sources: dict[str, list[str]]) -> None:
    """Seconds by size."""
    repair = Cleaner(preset="encoding").clean
    for name, lines in sources.items():
        text = corpus(lines, 4, 0.05)
        print(f"{name:<10}", *(f"{seconds(repair, [text[: len(text) // parts]]):7.2f} s" for parts in (8, 8, 4, 2, 1)))
    art = "".join(random.Random(SEED).choices(ART, k=4_000_000))
    print(f"{'one line':<10}", *(f"{seconds(repair, [art[: len(art) // parts]]):7.2f} s" for parts in (8, 8, 4, 2, 1)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", nargs="+", type=Path)
    parser.add_argument("--size", type=float, default=1.0, help="MB of each corpus")
    parser.add_argument("--share", type=float, nargs="+", default=[0.0, 0.05], help="of lines that are broken")
    parser.add_argument("--length", type=int, nargs="+", default=[0], help="code points of a document; 0: one document")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--growth", action="store_true", help="seconds by size; the first column warms up")
    options = parser.parse_args()
    sources = {path.stem: [line for line in path.read_text("utf-8").split("\n") if line] for path in options.texts}
    sources["mixed"] = [line for lines in sources.values() for line in lines[:500]]
    if options.growth:
        growth(sources)
        return
    for share in options.share:
        for name, lines in sources.items():
            text = corpus(lines, options.size, share)
            for length in options.length:
                print(
                    f"{share:4.0%} broken  {name:<6} {length or 'whole':>6}", row(cut(text, length), options.rounds), flush=True
                )


if __name__ == "__main__":
    main()
