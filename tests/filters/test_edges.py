"""The shipped edges of phrases are those of the shipped phrases.

`python -m training.boilerplate.phrase_edges` makes them again.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner.core.errors import RuleError
from cleaner.core.resources import data_file
from cleaner.filters import phrase_edges
from training.boilerplate.phrase_edges import make

STALE = "stale: python -m training.boilerplate.phrase_edges"


def test_the_file_is_what_its_script_makes() -> None:
    assert data_file("boilerplate", phrase_edges.FILE).read_bytes() == make(), STALE


def test_edges_of_ascii_texts_are_the_first_of_all() -> None:
    few, every = bytes(phrase_edges.edges(beyond_ascii=False)), bytes(phrase_edges.edges(beyond_ascii=True))
    assert every.startswith(few)
    assert 0 < len(few) < len(every)
    assert (few, every[len(few) :]) == phrase_edges.made_edges()


def test_a_file_of_other_phrases_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phrase_edges, "inputs", lambda: {"ascii.tsv": "of another day"})
    monkeypatch.setattr(phrase_edges, "made_edges", lambda: (b"few", b" more"))
    assert phrase_edges.edges(beyond_ascii=False) == b"few"
    assert phrase_edges.edges(beyond_ascii=True) == b"few more"


def test_a_file_of_another_kind_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "phrases.edges"
    broken.write_bytes(b"something else altogether")
    monkeypatch.setattr(phrase_edges, "data_file", lambda *_: broken)
    with pytest.raises(RuleError, match="no model file"):
        phrase_edges.edges(beyond_ascii=False)
