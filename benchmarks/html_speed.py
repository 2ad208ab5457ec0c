"""Pages to text: how many pages a second, beside trafilatura and resiliparse in the same run.

    python benchmarks/html_speed.py FOLDER [--rounds 3] [--sample 200]

FOLDER holds pages, `*.html` or `*.html.gz`. Each page goes through all systems before the next one, and each round through all
pages, so that whatever else the machine does falls on all of them alike; a page counts with the least CPU time that a system
took for it in any round. Systems:

    auto, fast       `cleaner.clean(page, input_format="html")`, and with `settings={"html": {"engine": "fast"}}`: text
    auto+log         the same, and its changes: what a run with `--log` waits for
    select=html      without the repairs of the text
    trafilatura      `extract(page)`; resiliparse: `bytes_to_str`, `extract_plain_text(main_content=True)`

Exits with 0 and a word on why where there are no pages or peers. `--undo` checks that every page comes back, with both engines.
"""

from __future__ import annotations

import argparse
import gzip
import logging
import warnings
from collections.abc import Callable
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from time import process_time
from typing import Any

import cleaner

FAST = {"settings": {"html": {"engine": "fast"}}}
System = Callable[[bytes], object]


def cleaned(**options: Any) -> System:
    """Our text."""
    return lambda page: cleaner.clean(page, input_format="html", **options).text


def logged(**options: Any) -> System:
    """Our text and its changes."""
    return lambda page: cleaner.clean(page, input_format="html", **options).changes


def by_trafilatura(page: bytes) -> str:
    """trafilatura with its defaults."""
    import trafilatura

    return trafilatura.extract(page) or ""


def by_resiliparse(page: bytes) -> str:
    """resiliparse's main content."""
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.encoding import bytes_to_str, detect_encoding

    return extract_plain_text(bytes_to_str(page, detect_encoding(page)), main_content=True)


OURS: dict[str, System] = {
    "auto": cleaned(),
    "auto, select=html": cleaned(select=["html"]),
    "auto+log": logged(),
    "fast": cleaned(**FAST),
    "fast, select=html": cleaned(select=["html"], **FAST),
    "fast+log": logged(**FAST),
}
PEERS: dict[str, System] = {"trafilatura": by_trafilatura, "resiliparse": by_resiliparse}


def pages_in(folder: Path, sample: int) -> list[bytes]:
    """The first pages of a folder, by name."""
    paths = sorted(chain(folder.glob("*.html"), folder.glob("*.html.gz")))[:sample]
    return [gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes() for path in paths]


def seconds(systems: dict[str, System], pages: list[bytes], rounds: int) -> dict[str, float]:
    """CPU time of each system for all pages, each page at its best."""
    for run in systems.values():
        run(b"<html><body>" + b"<p>The quick brown fox jumps over the lazy dog, as before.</p>" * 20)
    best = {name: [float("inf")] * len(pages) for name in systems}
    for _ in range(rounds):
        for number, page in enumerate(pages):
            for name, run in systems.items():
                begun = process_time()
                run(page)
                best[name][number] = min(best[name][number], process_time() - begun)
    return {name: sum(times) for name, times in best.items()}


def not_undone(pages: list[bytes]) -> int:
    """How many pages do not come back byte for byte."""
    return sum(cleaner.clean(page, input_format="html", **options).undo() != page for page in pages for options in ({}, FAST))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--sample", type=int, default=200)
    parser.add_argument("--undo", action="store_true")
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    pages = pages_in(options.folder, options.sample)
    if not pages:
        print(f"no pages in {options.folder}: nothing to measure")
        return
    if options.undo:
        print(f"{not_undone(pages)} of {2 * len(pages)} do not come back")
    peers = {name: run for name, run in PEERS.items() if find_spec(name)}
    times = seconds(OURS | peers, pages, options.rounds)
    peer = times.get("trafilatura")
    print(f"{len(pages)} pages, {sum(map(len, pages)) / 1e6:.0f} MB; CPU time\n")
    print("| system | pages/s | ms a page | times trafilatura |\n|---|---|---|---|")
    for name, time in times.items():
        ratio = f"{peer / time:.2f}" if peer else "not installed"
        print(f"| {name} | {len(pages) / time:.1f} | {1000 * time / len(pages):.1f} | {ratio} |")


if __name__ == "__main__":
    main()
