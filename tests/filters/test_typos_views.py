"""What the typo filters see of blocks of words is what they would see of the whole text, wherever blocks end."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.core.document import Document
from cleaner.core.edits import Edit, apply
from cleaner.core.views import folding as fold
from cleaner.filters._english.candidates import error_candidates
from cleaner.filters._english.phrases import allowed
from cleaner.filters._english.triggers import cues, phrase_cues

TEXT = "An book to collapsed and a old hour, its not a one; teh army must of went to there inthe rain rain. " * 6 + "I may of"


def seen(document: Document) -> tuple[object, ...]:
    """Cues and suspects of a document, sorted."""
    found = error_candidates(document)
    places = {word: sorted(at) for word, at in found.places.items()}
    return (*(sorted(places) for places in cues(document)), phrase_cues(document), found.kinds, places)


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


SENTENCES = [
    "Its been a long day.",
    "We went to there house.",
    "They could of been nearer then us.",
    "A dog barked.",
    "x" * 300,
    "\n\n",
]


@settings(max_examples=60)
@given(data=st.data(), parts=st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=30))
def test_phrases_after_edits_are_those_of_the_new_text(data: st.DataObject, parts: list[str]) -> None:
    document = Document(" ".join(parts))
    allowed(document)
    for _ in range(data.draw(st.integers(1, 3))):
        cuts = sorted(data.draw(st.sets(st.integers(0, len(document.text)), max_size=4)))
        edits = [
            Edit(start, end, data.draw(st.sampled_from(["", "there ", " its", "word", "z"])))
            for start, end in zip(cuts[::2], cuts[1::2], strict=False)
        ]
        document = document.after(edits, apply(document.text, edits))
        if data.draw(st.booleans()):
            allowed(document)
    assert allowed(document) == allowed(Document(document.text))
