"""Floors of the unsafe typo filters on the shared benchmark, where it is present."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from pathlib import Path
from typing import cast

import pytest

from cleaner import Cleaner
from tests import SHARED

DATA = SHARED / "bench" / "typos" / "data"
WORD = re.compile(r"[^\W\d_]+")
UNSAFE = Cleaner(select=["typos"], unsafe=True)
SAFE = Cleaner(select=["typos"])


def rows(name: str, digest: str) -> list[dict[str, object]]:
    path: Path = DATA / name
    if not path.is_file():
        pytest.skip("the shared benchmark is not here")
    raw = path.read_bytes()
    assert hashlib.sha256(raw).hexdigest()[:12] == digest, "other data: measure the floors anew"
    return [json.loads(line) for line in gzip.decompress(raw).splitlines()]


@pytest.mark.slow
def test_misspellings_in_sentences() -> None:
    cases = rows("spelling.jsonl.gz", "49c26d7347d0")
    right = sum(UNSAFE.clean(case["text"]).text == case["truth"] for case in cases)
    assert right >= 0.52 * len(cases)


@pytest.mark.slow
def test_dialects_names_and_rare_words_stay() -> None:
    changed = []
    for row in rows("guards.jsonl.gz", "e80aa68cc359"):
        lines = [text for text, _ in row["lines"]]
        cleaned = UNSAFE.clean("\n".join(lines)).text.split("\n")
        changed += [word for (_, word), line in zip(row["lines"], cleaned, strict=True) if word not in line]
    assert changed == []


@pytest.mark.slow
def test_sure_corrections_are_rare_on_sound_prose() -> None:
    words = edits = 0
    for row in rows("clean.jsonl.gz", "9ae297e3ca08"):
        text = "\n".join(line for line, _ in row["lines"])
        words += len(text.split())
        edits += sum(change.rule == "typos.speller.sure" for change in SAFE.clean(text).changes)
    assert edits <= 0.1 * words / 10_000


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "floor"), [("dense", 0.91), ("short", 0.91), ("repeated", 0.91)])
def test_listed_misspellings_are_repaired_by_default(kind: str, floor: float) -> None:
    found = right = wrong = 0
    for case in rows("slips.jsonl.gz", "c821054fdc4f"):
        if case["class"] != kind:
            continue
        words = WORD.findall(SAFE.clean(str(case["text"])).text)
        for misspelled, meant, _ in cast(list[tuple[str, str, str]], case["slips"]):
            found += 1
            repaired = misspelled not in words
            right += repaired and set(WORD.findall(meant)) <= set(words)
            wrong += repaired and not set(WORD.findall(meant)) <= set(words)
    assert right >= floor * found
    assert wrong <= 0.01 * found
