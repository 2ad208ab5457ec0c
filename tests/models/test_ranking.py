"""Tokens are read and looked up in pieces, so that a long text takes little memory at a time: pieces change nothing."""

from __future__ import annotations

import pytest

from cleaner import Cleaner
from cleaner.core import document
from cleaner.core.kernel import kernel
from cleaner.filters.typos import ranker
from cleaner.models import ranking
from cleaner.models.cloze import cloze_model
from cleaner.models.ngrams import ngram_model

TEXT = (
    "We went back to there house. it was “great” — but i dont no why. The dog's tail, wagged 1,200 times!\n\n"
    "Than we left, then they came. Your going to loose it , he said\nand they're was nothing left to see over their.\n"
)
WORDS = ["their", "there", "than", "then", "it's", "you're", "lose", "the", "zyzzyva"]


def test_a_text_is_read_alike_in_pieces_of_any_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ranking, "wordings", lambda _: None)
    whole = ranking.TokenSequence(ngram_model(), cloze_model(), TEXT)
    monkeypatch.setattr(ranking, "PIECE", 7)
    parts = ranking.TokenSequence(ngram_model(), cloze_model(), TEXT)
    assert whole.names == parts.names
    assert [TEXT[start:end] for start, end in zip(whole.starts, whole.ends, strict=True)][:4] == ["We", "went", "back", "to"]
    for name in ("starts", "ends", "unusual", "unseen"):
        assert getattr(whole, name) == getattr(parts, name)
    assert [whole.sentence(i) for i in range(len(whole.names))] == [parts.sentence(i) for i in range(len(parts.names))]


ODD = (
    "",
    "…",
    "dont’t 1,200.5, x.5 a1b ’tis o’ 5,",
    "Café ÉTÉ naïve ß ª² µ×÷ÿ Ÿ",
    "no.\n\n“Yes” (No) [go] 'it.' no. It\n_so\n\t-- and\n\nthen\n— this\r\n\r\nthat",
    "a\u2028b\u00a0. C\u2009D\x85e €5 ™ → ▪ ☺ \U0001f600 x",
    "w" * 300 + " word",
    "Слово word",
    "\ud800 word",
)


@pytest.mark.skipif(kernel() is None, reason="nothing to compare with")
@pytest.mark.parametrize("text", [TEXT, *ODD])
def test_the_kernel_reads_what_python_reads(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    read = ranking.TokenSequence(ngram_model(), cloze_model(), text)
    monkeypatch.setattr(ranking, "wordings", lambda _: None)
    row = ranking.TokenSequence(ngram_model(), cloze_model(), text)
    for name in ("names", "starts", "ends", "_row", "_edges"):
        assert getattr(read, name) == getattr(row, name), name
    places = [i for i in range(len(row.names)) for _ in WORDS]
    words = WORDS * len(row.names)
    for unusual in (True, False):
        found = row._promising(places, [row.counts.number(word) for word in words], 1.0, unusual)
        for sequence in (read, row):  # without what stands there, and with it
            assert sequence.promising(places, words, 1.0, unusual=unusual) == found
    assert any(found) or text != TEXT


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
