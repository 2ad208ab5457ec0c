"""What is looked up before the words of other languages are judged: signs of expressions, and how often a text uses a word."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cleaner.core.kernel import kernel
from cleaner.filters._languages import stretches
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


LINES = [
    "В лесу было тихо, и никто не шёл.", "в", "не", "Вчера мы не видели его", "Учора ми не бачили його, а він був у лісі.",
    "У лесе было ціха", "Вчера видяхме, че не е така", "Он је у шуми, а не у граду", "он сказал не", "НЕ ТАК", "Привет",
    "昨天市长为新桥揭幕。", "افتتح الجسر", "Das Haus steht an der Straße", "La maison est là, à côté",
    "The old mill burned down.", "", " ", "не" * 300, "ы" * 450 + " не", "в\rне", "É",
]  # fmt: skip


@pytest.mark.skipif(kernel() is None, reason="nothing to compare with")
@given(st.lists(st.sampled_from(LINES), max_size=8).map("\n".join), st.sampled_from([LANGUAGES, ("ru",), ("de", "fr")]))
def test_the_kernel_leaves_out_no_line_in_a_language(text: str, allowed: tuple[str, ...]) -> None:
    named = stretches.named_of(allowed)
    found = list(stretches._lines_in_any(text, allowed, named))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stretches, "kernel", lambda: None)
        assert found == list(stretches._lines_in_any(text, allowed, named))
