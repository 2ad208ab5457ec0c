"""Whether the letters of a word that may be an error say enough for its sentence to be asked.

Most words one error from a common one are names and terms, of which they do not. Of nearly all words that the lexicon lacks the
kernel decides it (`kernel/misspelled.c`).
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

from cleaner.core.kernel import kernel
from cleaner.filters._english.candidates import (
    LEAST,
    PROMISING,
    PROMISING_ELSEWHERE,
    PROMISING_RARE,
    PROMISING_SHORT,
    ROUNDING,
    SHORTEST_NEAR,
    prospect_of,
    terms,
    what_it_may_be,
)
from cleaner.filters._english.unlisted import unlisted
from cleaner.models.wordlists.lexicon import UNKNOWN, english_lexicon

MEMO_WORDS = 2_000  # words that are remembered as likely enough an error or not: rounds, and texts, have the same ones


def is_promising(word: bytes) -> bool:
    """Whether the error alone says enough for the sentence to be asked."""
    kind = what_it_may_be(word)
    if kind is None or not kind.doubtful:
        return prospect_of(word) >= PROMISING
    known = english_lexicon().folded_size(word) != UNKNOWN
    return prospect_of(word) >= (
        PROMISING_RARE if known else PROMISING_SHORT if len(word) < SHORTEST_NEAR else PROMISING_ELSEWHERE
    )


@lru_cache(MEMO_WORDS)
def may_be_error(word: bytes) -> bool:
    """:func:`is_promising` of a word that is near a common one or doubtful, and no term."""
    judge = misspelled_in_kernel()
    told: bool | None = judge.may_be(word) if judge is not None else None
    return is_promising(word) if told is None else told


@cache
def misspelled_in_kernel() -> Any:
    """What says :func:`may_be_error` of nearly all words that the lexicon lacks, and that no term and no other word is one.

    None if there is no kernel, or it cannot compare corrections.
    """
    from cleaner.models.correction import kernel_spelling
    from cleaner.models.wordlists.sounding import parts_for_kernel

    spelling = kernel_spelling()
    if spelling is None:
        return None
    least = PROMISING, PROMISING_SHORT, PROMISING_ELSEWHERE
    return kernel().Misspelled(unlisted(), spelling, parts_for_kernel(), tuple(terms()), *least, LEAST, ROUNDING)
