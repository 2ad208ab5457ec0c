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
