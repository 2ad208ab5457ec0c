"""The kernel prices errors as Python does, and what is left out beforehand could not have been made."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cleaner.core.kernel import kernel
from cleaner.models import distant
from cleaner.models.distant import LEAST, correct_distant, errors_cost, near_words
from cleaner.models.spelling import spelling_model

words = st.one_of(
    st.text("abcdehiklmnoprstuy", min_size=1, max_size=12),
    st.sampled_from(
        ["inviroment", "nekst", "informashun", "politishans", "xyzzy", "teh", "recieve", "gzzz", "naybors", "e" * 41]
    ),
)


@pytest.mark.skipif(kernel() is None, reason="nothing to compare with")
@settings(max_examples=60, deadline=None)
@example("moring")
@given(words)
def test_near_words_are_those_of_python(word: str) -> None:
    near_words.cache_clear()
    found = near_words(word)
    near_words.cache_clear()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(distant, "_in_kernel", lambda: None)
        assert near_words(word) == found
    near_words.cache_clear()
    for meant, _ in found.costs[:20]:
        for most in (30.0, 12.0, 9.0, 6.0):
            assert distant._cost(word, meant, most) == distant._cost_in_python(word, meant, most)


@pytest.mark.parametrize("word", ["nekst", "inviroment", "informashun", "knoledg", "tomorow", "beutifull", "ther"])
@pytest.mark.parametrize("sentence", ["We will meet again {} week.", "She thinks that the {} is good for you.", "{}"])
def test_bounds_leave_out_what_is_not_made(word: str, sentence: str) -> None:
    start, text = sentence.index("{"), sentence.format(word)
    found = correct_distant(text, start, start + len(word))
    for least in (LEAST, 2.0, 3.0, 4.0):
        bounded = correct_distant(text, start, start + len(word), least)
        assert bounded == found or (bounded is None and (found is None or found.score < least))


def test_an_exchange_counts_though_a_way_without_it_costs_too_much() -> None:
    cost = errors_cost(spelling_model(), "teh", "the")
    assert errors_cost(spelling_model(), "teh", "the", cost + 20.0) == cost
