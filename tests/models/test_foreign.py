"""Which sentences are English, by words of other languages."""

from __future__ import annotations

import pytest

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
