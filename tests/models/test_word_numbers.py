"""The shipped places of words are those of the words of the shipped models.

`python -m training.sentences.word_numbers` makes them again.
"""

from __future__ import annotations

import random

import pytest

from cleaner.core.resources import data_file
from cleaner.models.wordlists import word_numbers
from cleaner.models.wordlists.word_numbers import WordNumbers, digest_of, numbered
from training.sentences.word_numbers import lists, make

STALE = "stale: python -m training.sentences.word_numbers"
SAMPLE = 300  # words of a list that are looked up


def test_the_file_is_what_its_script_makes() -> None:
    assert data_file(word_numbers.FILE).read_bytes() == make(), STALE


@pytest.mark.parametrize(("name", "words"), list(lists()))
def test_words_are_found_where_they_stand_in_the_list(name: str, words: bytes) -> None:
    assert digest_of(words) in word_numbers._shipped()[0], (name, STALE)
    shipped, rows = numbered(memoryview(words)), words.decode().split("\n")
    assert len(shipped) == len(rows)
    last = {word: row for row, word in enumerate(rows)}
    for word in [rows[0], rows[-1], *random.Random(1).sample(rows, SAMPLE)]:
        assert shipped[word] == last[word]
        for other in (word + "x", word[1:], word.upper(), "\n".join((word, word)), "\ud800"):
            assert shipped.get(other) == last.get(other), other


def test_a_list_that_is_not_shipped_is_looked_up_as_well() -> None:
    assert [numbered(memoryview(b"of\n\nthe\nof")).get(word) for word in ("of", "", "the", "cat")] == [3, 1, 2, None]
    assert dict(WordNumbers(b"one")) == {"one": 0}
