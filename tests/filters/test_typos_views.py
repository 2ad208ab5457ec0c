"""What the typo filters see of blocks of words is what they would see of the whole text, wherever blocks end."""

from __future__ import annotations

import pytest

from cleaner.core.document import Document
from cleaner.core.edits import Edit, apply
from cleaner.core.views import folding as fold
from cleaner.filters._english.candidates import error_candidates
from cleaner.filters._english.triggers import cues

TEXT = "An book to collapsed and a old hour, its not a one; teh army must of went to there inthe rain rain. " * 6 + "I may of"


def seen(document: Document) -> tuple[object, ...]:
    """Cues and suspects of a document, sorted."""
    found = error_candidates(document)
    return (*(sorted(places) for places in cues(document)), found.kinds, {word: sorted(at) for word, at in found.places.items()})


@pytest.mark.parametrize("size", [16, 64, 200])
def test_wherever_blocks_end(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = seen(Document(TEXT))
    doubles = sorted(Document(TEXT).doubles)
    assert len(doubles) == 6
    monkeypatch.setattr(fold, "BLOCK", size)
    assert seen(Document(TEXT)) == whole
    assert sorted(Document(TEXT).doubles) == doubles


@pytest.mark.parametrize("size", [16, 64, 16_384])
def test_blocks_that_stay_after_edits(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fold, "BLOCK", size)
    before = Document(TEXT)
    seen(before)
    edits = [
        Edit(3, 7, "novel"),
        Edit(TEXT.index("teh"), TEXT.index("teh") + 3, "the the"),
        Edit(len(TEXT) - 2, len(TEXT), "have"),
    ]
    text = apply(TEXT, edits)
    after = before.after(edits, text)
    assert seen(after) == seen(Document(text))
    assert sorted(after.doubles) == sorted(Document(text).doubles)
