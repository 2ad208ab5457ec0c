"""Tokens are read and looked up in pieces, so that a long text takes little memory at a time: pieces change nothing."""

from __future__ import annotations

import pytest

from cleaner import Cleaner
from cleaner.core import document
from cleaner.filters.typos import ranker
from cleaner.models import ranking
from cleaner.models.cloze import cloze_model
from cleaner.models.ngrams import ngram_model

TEXT = (
    "We went back to there house. it was “great” — but i dont no why. The dog's tail, wagged 1,200 times!\n\n"
    "Than we left, then they came. Your going to loose it , he said\nand they're was nothing left to see over their.\n"
)


def test_a_text_is_read_alike_in_pieces_of_any_size(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = ranking.TokenSequence(ngram_model(), cloze_model(), TEXT)
    monkeypatch.setattr(ranking, "PIECE", 7)
    parts = ranking.TokenSequence(ngram_model(), cloze_model(), TEXT)
    assert whole.names == parts.names
    assert [TEXT[start:end] for start, end in zip(whole.starts, whole.ends, strict=True)][:4] == ["We", "went", "back", "to"]
    for name in ("starts", "ends", "unusual", "unseen"):
        assert getattr(whole, name) == getattr(parts, name)
    assert [whole.sentence(i) for i in range(len(whole.names))] == [parts.sentence(i) for i in range(len(parts.names))]


def test_an_empty_text_has_no_tokens() -> None:
    empty = ranking.TokenSequence(ngram_model(), cloze_model(), "")
    assert (empty.names, [*empty.starts], [*empty.unusual]) == ([], [], [])


def test_pieces_change_no_repair(monkeypatch: pytest.MonkeyPatch) -> None:
    text = TEXT * 9 + "The agree-\nment was an agree-\nment.\n"
    cleaner = Cleaner("pdf", unsafe=True)
    whole = cleaner.clean(text)
    for module, name, size in ((ranking, "PIECE", 5), (ranker, "AT_ONCE", 3), (document, "PIECE", 11)):
        monkeypatch.setattr(module, name, size)
    assert cleaner.clean(text).changes == whole.changes
    assert len(whole.changes) > 20
