"""Bloom filters and deletion neighbourhoods: what they must never miss."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cleaner.models.wordlists.bloom import BloomFilter, Neighbours, deletions, made, near_common, seen_elsewhere

WORDS = st.binary(min_size=1, max_size=12)


@given(st.sets(WORDS, max_size=50))
def test_a_filter_holds_what_it_was_made_of(words: set[bytes]) -> None:
    found = BloomFilter(made(words, 12))
    assert all(word in found for word in words)


@given(st.text("abcdefgh", min_size=2, max_size=10), st.integers(0, 9), st.sampled_from("abcxyz"))
def test_a_word_one_slip_away_is_near(word: str, at: int, letter: str) -> None:
    at = min(at, len(word) - 1)
    near = Neighbours(BloomFilter(made(deletions(word.encode()), 14)))
    for error in (word[:at] + word[at + 1 :], word[:at] + letter + word[at:], word[:at] + letter + word[at + 1 :]):
        assert error.encode() in near
    assert (word[:at] + word[at : at + 2][::-1] + word[at + 2 :]).encode() in near


def test_shipped_filters_know_slips_from_words_of_others() -> None:
    assert all(word in near_common() for word in (b"departmant", b"measurementts", b"hisstory"))
    assert b"xylqzvw" not in near_common()
    assert b"ancestros" in seen_elsewhere()
    assert b"departmant" not in seen_elsewhere()
