"""Floors of quality on the development data of the benchmark, which does not ship; see docs/boilerplate.md.

A floor is only ever raised. The digests say which data it was measured on.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import random
from typing import Any

import pytest

from cleaner import Cleaner, mine
from tests import SHARED

DATA = SHARED / "bench" / "boilerplate" / "data"
DIGESTS = {
    "clean.jsonl.gz": "3d03142bfb99a035",
    "jetpack.jsonl.gz": "9dc333bdd3053c09",
    "site.jsonl.gz": "0d114d7856622b44",
}
pytestmark = pytest.mark.slow


def records(name: str) -> list[dict[str, Any]]:
    path = DATA / name
    if not path.is_file():
        pytest.skip("the benchmark data is not beside this checkout")
    raw = path.read_bytes()
    assert hashlib.sha256(raw).hexdigest()[:16] == DIGESTS[name]
    return [json.loads(line) for line in gzip.decompress(raw).decode("utf-8").split("\n") if line]


def test_no_clean_text_is_touched() -> None:
    boilerplate = Cleaner(select=["boilerplate"])
    touched = [text["page"] for text in records("clean.jsonl.gz") if boilerplate.clean(text["text"], input_format="text").changes]
    assert not touched


def test_no_likes_line_is_left() -> None:
    boilerplate = Cleaner(select=["boilerplate"])
    for page in records("jetpack.jsonl.gz"):
        text = boilerplate.clean(page["text"], input_format="text").text
        assert "%d" not in text


@pytest.mark.parametrize(("size", "recall"), [(5, 0.86), (20, 0.9), (101, 0.88)])
def test_mined_rules_on_one_site(size: int, recall: float) -> None:
    pages, draw = records("site.jsonl.gz"), random.Random(size)
    right = wrong = missed = 0
    for _ in range(100 // size):
        chosen = draw.sample(pages, size)
        site = Cleaner(select=["boilerplate"], rules=[mine("\n".join(page["lines"]) for page in chosen)])
        for page in chosen:
            left = site.clean("\n".join(page["lines"]), input_format="text").text.split("\n")
            for line, label in zip(page["lines"], page["labels"], strict=True):
                gone = line.strip() != "" and line not in left
                right += gone and label == 1
                wrong += gone and label == 0
                missed += label == 1 and line.strip() != "" and not gone
    assert right >= 0.995 * (right + wrong)
    assert right >= recall * (right + missed)
