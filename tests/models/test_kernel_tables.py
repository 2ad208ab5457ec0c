"""The kernel's look-ups say what their Python says: sorted lists, Bloom filters, packed tables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.core.kernel import kernel
from cleaner.core.resources import data_file
from cleaner.models.languages.vocabulary import WordSet, _all_in, vocabulary
from cleaner.models.spelling import spelling_path
from cleaner.models.wordlists.bloom import BloomFilter, Neighbours, near_common
from cleaner.models.wordlists.packed import Packed, Table
from cleaner.models.wordlists.wordfile import WordFile, open_wordfile

pytestmark = pytest.mark.skipif(kernel() is None, reason="there is no kernel")

words = st.binary(max_size=12) | st.sampled_from([b"recieve", b"teh", b"the", b"zzz", b"", b"\xe9t\xe9", b"x" * 300])
texts = st.text(max_size=12) | st.sampled_from(["\ud800", "été", "", "the", "e" * 200])


def in_python(words: WordFile) -> WordFile:
    made = WordFile(words.data)
    vars(made)["_searched"] = None
    return made


@given(words)
def test_a_sorted_list_is_searched_alike(word: bytes) -> None:
    listed = open_wordfile(data_file("typos", "misspellings", "en.tsv"))
    assert listed.find(word) == in_python(listed).find(word)


@given(st.lists(st.binary(max_size=6).filter(lambda word: not {9, 10} & set(word)), max_size=30, unique=True), words)
def test_any_sorted_list_is_searched_alike(listed: list[bytes], other: bytes) -> None:
    lines = sorted(word + b"\t" + word[::-1] + b"\n" for word in listed)
    made = WordFile(b"".join(lines))
    for word in (*listed, other):
        assert made.find(word) == in_python(made).find(word)


def test_all_words_of_a_list_are_found() -> None:
    listed = open_wordfile(data_file("typos", "misspellings", "en-several.tsv"))
    plain = in_python(listed)
    assert all(listed.find(word) == plain.find(word) is not None for word in listed.listed())


@given(words)
def test_bloom_filters_answer_alike(word: bytes) -> None:
    asked = near_common().words
    plain = BloomFilter(asked.data)
    plain.asked = None
    assert (word in asked) == (word in plain)
    assert (word in Neighbours(asked)) == (word in Neighbours(plain))


@pytest.mark.parametrize("language", ["de", "ru"])
@given(text=texts)
def test_the_words_of_languages_are_known_alike(language: str, text: str) -> None:
    asked = vocabulary(language)._near
    plain = WordSet(asked._data)
    plain._asked = None
    assert (text in asked) == (text in plain)


def test_common_words_are_the_same_searched_and_read() -> None:
    words, path = vocabulary("fr").common, data_file("languages", "fr") / "words"
    known = _all_in(path)
    sample = list(known.items())[::50]
    assert all(words[word] == value and words.get(word) == value and word in words for word, value in sample)
    assert words.get("zzz") is None
    assert "zzz" not in words
    assert words.keys() & {"chat", "zzz"} == {"chat"}
    with pytest.raises(KeyError):
        words["zzz"]


@given(texts)
def test_packed_tables_answer_alike(key: str) -> None:
    for table in Packed.open(spelling_path()).tables.values():
        assert isinstance(table, Table)
        for text in (key, key[:3]):
            assert table.get(text) == table._get(text)
