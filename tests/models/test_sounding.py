"""The distance of two spellings is that of rapidfuzz."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from cleaner.models.wordlists.sounding import edits_between

words = st.text("abc", max_size=9)


@given(words, words)
def test_edits_between_words_are_counted_as_rapidfuzz_counts_them(one: str, other: str) -> None:
    assert edits_between(one, other) == OSA.distance(one, other)
