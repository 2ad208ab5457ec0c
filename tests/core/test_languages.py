"""The kernel counts function words as Python does."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cleaner.core.kernel import kernel
from cleaner.core.views.folding import fold
from cleaner.core.views.languages import FUNCTION_WORDS, _votes_in, votes_in

words = st.sampled_from([*" ".join(FUNCTION_WORDS.values()).split(), "cat", "0", "_", "x" * 70, " "])


@pytest.mark.skipif(kernel() is None, reason="there is no kernel: no compiler, or CLEANER_PURE is set")
@example([])
@example(["de", "de", "la", "a", "a", "a"])
@given(st.lists(words, max_size=60))
def test_votes_are_alike(words: list[str]) -> None:
    folded = fold(" ".join(words))
    assert votes_in(folded) == _votes_in(folded)
