"""Views that a document hands on to what edits make of it are those of a fresh document."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cleaner.core.document import Document
from cleaner.core.edits import Edit, apply

PIECES = st.lists(st.sampled_from(["a", "“b” ", "\u00ad", "\x07", "\ufb01", "é", "\n", "\ud800"]), max_size=8).map("".join)


@given(PIECES, PIECES, st.integers(0, 8), st.integers(0, 8))
def test_odd_characters(text: str, replacement: str, one: int, other: int) -> None:
    document = Document(text)
    assert document.odd_characters is not None  # computed before the edit
    start, end = sorted(min(place, len(text)) for place in (one, other))
    edits = [Edit(start, end, replacement)]
    changed = apply(text, edits)
    assert document.after(edits, changed).odd_characters == Document(changed).odd_characters


WORDS = st.lists(st.sampled_from(["a", "b", "it's", "don’t", " ", "  ", "\n", "1", "-"]), max_size=12).map("".join)


@given(st.data(), WORDS)
def test_words(data: st.DataObject, text: str) -> None:
    document = Document(text)
    assert document.words is not None  # computed before the edits
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=6)))
    edits = [Edit(start, end, data.draw(WORDS)) for start, end in zip(cuts[::2], cuts[1::2], strict=False)]
    edits = [edit for edit, last in zip(edits, [None, *edits], strict=False) if last is None or edit.start > last.end]
    changed = apply(text, edits)
    assert document.after(edits, changed).words == Document(changed).words
