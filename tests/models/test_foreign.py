"""Which sentences are English, by words of other languages."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.core.kernel import kernel
from cleaner.models.foreign import foreign_words

ENGLISH = (
    "The old mill burned down last winter.",
    "Nobody in our street has seen the cat since Monday.",
    "He put on a coat and went to bed at ten.",
    "Is it far?",
)
OTHERS = (
    "La maison est au bord de la mer.",
    "El perro de mi hermana no come nada.",
    "Das Haus steht an der Straße, und der Garten ist groß.",
    "Tá an madra ag an doras agus níl an cat sa teach.",
    "Dem pikin dey for di house wey dem build.",
    "Het huis van mijn broer is niet groot.",
)


@pytest.mark.parametrize("text", ENGLISH)
def test_english_suits_english(text: str) -> None:
    assert foreign_words().compare(text.rstrip(".?").split()).nats < 0


@pytest.mark.parametrize("text", OTHERS)
def test_other_languages_suit_themselves(text: str) -> None:
    assert foreign_words().compare(text.rstrip(".").replace(",", "").split()).nats > 0


def test_what_says_nothing_is_no_evidence() -> None:
    assert foreign_words().compare([]).nats == 0
    assert foreign_words().compare(["Kowalczyk", "\ud800"]).nats <= 0
    assert foreign_words().strangeness("bridge") == 0 < foreign_words().strangeness("wordt")


SOME_WORDS = sorted({word for text in (*ENGLISH, *OTHERS) for word in text.rstrip(".?").split()})


@pytest.mark.skipif(kernel() is None, reason="nothing to compare with")
@settings(max_examples=300)
@given(st.lists(st.sampled_from([*SOME_WORDS, "I", "l’eau", "Kowalczyk", "\ud800", "слово"]), max_size=12))
def test_the_kernel_adds_up_what_words_say_as_python_does(words: list[str]) -> None:
    foreign, codes = foreign_words(), ("de", "fr")
    added = foreign.compare(words), foreign.suits(words), foreign.ahead(words, codes)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(foreign, "_suiting", None)
        assert added == (foreign.compare(words), foreign.suits(words), foreign.ahead(words, codes))
