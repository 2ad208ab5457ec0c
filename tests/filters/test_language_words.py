"""What is looked up before the words of other languages are judged: signs of expressions, and how often a text uses a word."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cleaner.filters._languages.grammar import asked_signs, patterns
from cleaner.filters._languages.uses import FEW, Uses
from cleaner.filters._languages.word_scan import words_of
from cleaner.filters._languages.words import WORD
from cleaner.models.languages.vocabulary import LANGUAGES
from tests.test_laws import texts


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=100, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_all_that_an_expression_matches_has_its_sign(language: str, data: st.DataObject) -> None:
    pattern = data.draw(st.sampled_from(patterns(language)))
    matched = data.draw(st.from_regex(pattern.place))
    asked = asked_signs(language)[patterns(language).index(pattern)]
    assert pattern.place.search(matched)
    for written in (matched, matched.upper(), matched.lower(), matched.replace("i", "ı").replace("s", "ſ").replace("I", "İ")):
        if pattern.place.search(written):
            words = words_of(written, language, 0, len(written))
            assert words is not None
            assert words.signs & asked == asked, written


def test_signs_are_more_than_nothing() -> None:
    signs = [signs for language in LANGUAGES for pattern in patterns(language) for signs in pattern.signs]
    assert all(sign.letters for row in signs for sign in row)


@example("ª²_aa aa1 ıI", ["aa", "ª²", "aa1", ""])
@given(text=texts, words=st.lists(st.text("ab1_é ", max_size=3), max_size=FEW + 3))
def test_uses_are_those_that_are_counted(text: str, words: list[str]) -> None:
    counted, uses = Counter(WORD.findall(text)), Uses(text)
    words = [word for word in [*words, *re.findall(r"\w+", text)] if word]
    assert [uses.of(word) for word in words] == [counted[word] for word in words]
