"""Samples: input -> expected text and change log. `python -m tests.test_samples` writes the expected files anew."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cleaner import Cleaner, Result
from cleaner.documents import KINDS

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
CLEANER = Cleaner()
KINDS_OF = {suffix: name for name, kind in KINDS.items() for suffix in kind.suffixes}


def results(name: str) -> list[Result]:
    """The result of a sample; of JSON Lines, one for each record's text."""
    (path,) = (SAMPLES / name).glob("input.*")
    if path.suffix == ".jsonl":
        records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        return [CLEANER.clean(record["text"]) for record in records]
    kind = KINDS_OF.get(path.suffix, "auto")
    if kind in KINDS and KINDS[kind].needs:
        pytest.importorskip(KINDS[kind].needs, reason="the extra documents")
    return [CLEANER.clean(path.read_bytes(), input_format=kind)]


def expected_text(name: str) -> str:
    found = results(name)
    if len(found) == 1:
        return found[0].text
    return "".join(json.dumps(result.text, ensure_ascii=False) + "\n" for result in found)


def expected_changes(name: str) -> str:
    rows: list[dict[str, Any]] = []
    for number, result in enumerate(results(name)):
        for c in result.changes:
            row = {"start": c.start, "end": c.end, "before": c.before, "after": c.after, "rule": c.rule, "safety": c.safety}
            rows.append({"record": number, **row, "reason": c.reason})
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


NAMES = sorted(path.name for path in SAMPLES.iterdir() if path.is_dir())


@pytest.mark.parametrize("name", NAMES)
def test_sample(name: str) -> None:
    folder = SAMPLES / name
    assert expected_text(name) == (folder / "expected.txt").read_bytes().decode("utf-8")
    assert expected_changes(name) == (folder / "changes.jsonl").read_text(encoding="utf-8")
    for result in results(name):
        assert result.undo() == result.original


def test_there_are_samples() -> None:
    assert {"article", "page", "records", "legacy", "pdf", "epub", "docx", "odt", "mail", "feed", "wiki"} <= set(NAMES)


if __name__ == "__main__":
    for sample in NAMES:
        (SAMPLES / sample / "expected.txt").write_bytes(expected_text(sample).encode("utf-8"))
        (SAMPLES / sample / "changes.jsonl").write_text(expected_changes(sample), encoding="utf-8")
