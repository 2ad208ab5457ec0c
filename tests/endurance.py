"""What takes hours: the laws on a million generated inputs, the memory of one Cleaner over 200,000 documents.

    python -m tests.endurance laws --count 1000000 [--seed 1]
    python -m tests.endurance memory --count 200000

`.ci/nightly` runs both; the tests run a small part of each. Inputs depend on the seed and their number alone: what breaks a
law is printed with both, and `--first NUMBER --count 1` runs it again.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import sys
import time
from collections.abc import Iterator
from functools import cache
from typing import Any

from cleaner import Cleaner, Result
from cleaner.batch.file_digest import FileDigest
from cleaner.batch.restore import restore
from cleaner.changelog.read import read_log
from cleaner.changelog.undo import undo_from_log
from cleaner.formats import format_of
from cleaner.formats.job import Block, Job
from tests.test_laws import CLEANERS, PIECES, log_is_complete, obeys

WORDS = [
    "the",
    "boat",
    "harbour",
    "council",
    "had",
    "was",
    "of",
    "and",
    "to",
    "in",
    "on",
    "morning",
    "late",
    "nobody",
    "letter",
    "that",
    "with",
    "they",
    "it",
    "would",
    "pier",
    "lamp",
    "rain",
    "west",
    "north",
    "painted",
    "left",
    "came",
    "reports",
    "minister",
    "water",
    "people",
    "could",
    "should",
    "their",
    "there",
    "were",
    "said",
    "year",
    "time",
    "after",
    "before",
    "old",
    "new",
    "small",
    "long",
]
MARKUP = ["<p>", "</p>", "<li>", "<div hidden>", "</div>", "<script>", "<table><tr><td>", "&amp;", "<!--", "-->", "<b>", "</b>"]
PIECES_AT_MOST = 40  # of a generated input
SETTLED = 0.5  # share of the documents after which memory has to be level
LEVEL = 0.03  # by which share it may grow from there on: caches are bounded, and pages are given back late


def text_of(seed: int, number: int, pieces: int = PIECES_AT_MOST) -> tuple[str, str]:
    """(kind, text) of a generated input: up to so many pieces that filters react to, within words or alone."""
    chance = random.Random(f"{seed}:{number}")
    kind = chance.choice(("text", "text", "bytes", "page", "records"))
    pool = [PIECES, WORDS, MARKUP if kind == "page" else PIECES]
    parts = []
    for _ in range(chance.randint(0, pieces)):
        part = chance.choice(chance.choice(pool))
        parts.append(part + " " if part.isalpha() else part)
        if chance.random() < 0.05:
            parts.append(
                chr(chance.choice((chance.randrange(0x20, 0x250), chance.randrange(0xD800), chance.randrange(0xE000, 0x110000))))
            )
    return kind, "".join(parts)


@cache
def chains() -> list[Cleaner]:
    """The presets, and all that can be turned on."""
    presets = [Cleaner(name) for name in ("web-strong", "encoding", "ocr", "pdf", "subtitles", "mail")]
    return [*CLEANERS.values(), *presets, Cleaner("web-strong", unsafe=True), Cleaner("ocr", unsafe=True)]


def check(seed: int, number: int, pieces: int = PIECES_AT_MOST) -> None:
    """All laws on one input. Raises AssertionError."""
    kind, text = text_of(seed, number, pieces)
    chain = chains()[number % len(chains())]
    if kind == "records":
        records_come_back(text, chain)
        return
    if kind == "page":
        page = f"<html><body>{text}"
        result: Result[Any] = chain.clean(page, input_format="html")
        assert result.undo() == page
        log_is_complete(result)
    elif kind == "bytes":
        encoding = ("utf-8", "cp1252", "utf-16-le", "koi8-r")[number % 4]
        errors = "surrogatepass" if encoding.startswith("utf") else "replace"
        result = chain.clean(text.encode(encoding, errors), input_format="text")
        obeys(result, chain)
    else:
        result = chain.clean(text, input_format="text")
        obeys(result, chain)
    comes_back_from_log(result)


def comes_back_from_log(result: Result[Any]) -> None:
    """The clean text and the written log alone give the original; the log that is read is the log that was written."""
    lines = result.log("a").split("\n")[:-1]
    [logged] = read_log(lines)
    original = result.original if isinstance(result.original, bytes) else result.original.encode("utf-8", "surrogatepass")
    assert undo_from_log(result.text.encode("utf-8", "surrogatepass"), logged) == original, "the log gives the original"
    assert logged.changes == result.changes, "the log holds the changes"
    assert [json.loads(line) for line in logged.lines()] == [json.loads(line) for line in lines], (
        "the log is written as it was read"
    )


def records_come_back(text: str, chain: Cleaner) -> None:
    """Lines of JSON, some of them none: what stands around the texts stays, a second run changes nothing, undo is exact."""
    third = len(text) // 3
    records = [{"id": 1, "text": text[:third]}, {"text": [text[third:-third], 7], "x": 1.50}, {"n": None, "text": text[-third:]}]
    lines = [json.dumps(record, ensure_ascii=k == 1) for k, record in enumerate(records)]
    data = "\n".join([*lines, "[1", ""]).encode("utf-8", "surrogatepass")
    kind = format_of("jsonl")
    job = Job(chain, fields=("text",), log=True)
    cleaned = kind.clean(Block(data, first=1), job, "jsonl", "a.jsonl")
    whole = FileDigest("jsonl")
    whole.add(data, cleaned.data)
    out = io.BytesIO()
    restore(read_log([*cleaned.log, *whole.lines("a.jsonl")]), "a.jsonl", io.BytesIO(cleaned.data), out)
    assert out.getvalue() == data, "undo of records"
    assert cleaned.data.count(b"\n") == data.count(b"\n"), "as many records"
    assert kind.clean(Block(cleaned.data, first=1), job, "jsonl", "a.jsonl").data == cleaned.data, "records stay clean"


def laws(first: int, count: int, seed: int, told_of: int = 0, pieces: int = PIECES_AT_MOST) -> int:
    """How many inputs broke a law; each is told, and every so many how far it is."""
    broken = 0
    for number in range(first, first + count):
        try:
            check(seed, number, pieces)
        except Exception as error:  # noqa: BLE001 - whatever comes out breaks the law that no input crashes it
            broken += 1
            told = f"{type(error).__name__}: {str(error)[:200]}"
            print(
                f"--seed {seed} --pieces {pieces} --first {number}: {told}: {text_of(seed, number, pieces)!r}",
                file=sys.stderr,
                flush=True,
            )
        if told_of and (number - first) % told_of == told_of - 1:
            print(f"{number - first + 1:,} inputs", file=sys.stderr, flush=True)
    return broken


# ---- memory ---------------------------------------------------------------------------------------------------------------


def documents(count: int) -> Iterator[str]:
    """Texts that differ: sentences of common words, words that occur nowhere else, and what filters repair."""
    for number in range(count):
        chance = random.Random(number)
        lines = []
        for _ in range(chance.randint(2, 12)):
            words = chance.choices(WORDS, k=chance.randint(4, 14))
            words.insert(2, "".join(chance.choices("abcdefghiklmnoprstuvw", k=8)))
            lines.append(" ".join(words).capitalize() + chance.choice((".", ". the the end.", " recieved it.", " schÃ¶n.")))
        yield "\n".join(lines)


def memory_over(count: int) -> list[int]:
    """Resident bytes of this process after each hundredth of the documents."""
    import os

    cleaner = Cleaner()
    seen = []
    for number, text in enumerate(documents(count), 1):
        cleaner.clean(text).changes
        if number % max(1, count // 100) == 0:
            with open("/proc/self/statm") as file:
                seen.append(int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE"))
    return seen


def growth(seen: list[int]) -> float:
    """By which share memory grew after it should be level."""
    return max(seen[-10:]) / max(seen[: int(len(seen) * SETTLED)]) - 1


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("laws", "memory"))
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pieces", type=int, default=PIECES_AT_MOST, help="at most in an input: short ones take less time")
    parser.add_argument("--level", type=float, default=LEVEL, help="share by which memory may grow in the second half")
    options = parser.parse_args()
    started = time.monotonic()
    if options.what == "laws":
        broken = laws(options.first, options.count, options.seed, told_of=10_000, pieces=options.pieces)
        print(f"{options.count:,} inputs, {broken:,} broke a law, {time.monotonic() - started:.0f} s")
        return broken > 0
    seen = memory_over(options.count)
    grown = growth(seen)
    print(
        f"{options.count:,} documents, {seen[-1] >> 20} MB, {grown:+.1%} in the second half, {time.monotonic() - started:.0f} s"
    )
    return grown > options.level


if __name__ == "__main__":
    sys.exit(main())
