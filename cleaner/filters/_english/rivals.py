"""Which of several words a listed misspelling stands for at a place: "not noth much" -> `not`, though the list has `north`.

The list was made for source code and names one correction. Where another word is one error away as well, the masked model says
how likely each is at the place, the table of errors how likely each writer's error is, and that the list has its correction
counts for so much as to outweigh a rare error. Of 503 errors put into natural text for which the list has a wrong word, 54 % come
out right and 1 % as a third word, of 1,500 for which it has the right one 0.1 % as another (`MEANT`); in doubt (`UNDECIDED`) are
10 and 0.4 % more.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from cleaner.models.masked import masked_model
from cleaner.models.spelling import single_edits, spelling_model

LISTED = -5.0  # log-probability at least of the error that the list names: best of -3, -5 and -7
UNKNOWN = 3.0  # nats by which a word that the masked model lacks fits its place better than its frequency says
MEANT, UNDECIDED = 3.0, 1.0  # nats by which another word must be likelier to be put, and to leave the correction unsafe

CONFUSED = -3.5  # log-probability that a writer takes one word for the other, against which errors of a letter are weighed
MEMO_WORDS = 500  # words whose neighbours by letters are remembered


class Meant(NamedTuple):
    """What a misspelling stands for, and whether the sentence leaves no doubt."""

    word: str
    is_sure: bool


def meant_at(text: str, start: int, end: int, correction: str, others: str) -> Meant:
    """Which of a correction and other words, with blanks between, fits between the words around `text[start:end]`.

    >>> meant_at("It was a difficut time for all of us.", 9, 17, "difficulty", "difficult")
    Meant(word='difficult', is_sure=True)
    >>> meant_at("We had some difficut with it.", 12, 20, "difficulty", "difficult").word
    'difficulty'
    """
    if not others:
        return Meant(correction, is_sure=True)
    written, model, spelling = text[start:end].lower(), masked_model(), spelling_model()
    rivals = others.split()
    if correction in model.fillers:  # to compare words takes a tenth of the time of probabilities
        fits = model.instead_at(text, start, end, correction, rivals)
    else:
        least = spelling.ngrams.log_share(correction) + UNKNOWN
        fits = [model.log_probability_at(text, start, end, word) - least for word in rivals]
    error = max(spelling.likely_error(written, correction), LISTED)
    gains = {word: fit + spelling.likely_error(written, word) - error for word, fit in zip(rivals, fits, strict=True)}
    best = max(gains, key=gains.__getitem__)
    return Meant(best if gains[best] >= UNDECIDED else correction, is_sure=not UNDECIDED <= gains[best] < MEANT)


def may_be_third(text: str, start: int, end: int, right: str) -> bool:
    """Whether a word that was taken for another one may rather be an error for a third: "it is hear by few people" -> `heard`.

    `right` is a word of the masked model.

    >>> may_be_third("The radio is hear by few people in the city.", 13, 17, "here")
    True
    >>> may_be_third("We are hear to help you with it.", 7, 11, "here")
    False
    """
    written, model, spelling = text[start:end].lower(), masked_model(), spelling_model()
    third = [word for word in _one_error_away(written) if word != right]
    fits = model.instead_at(text, start, end, right, third)
    return any(fit + spelling.likely_error(written, word) > CONFUSED for word, fit in zip(third, fits, strict=True))


@lru_cache(MEMO_WORDS)
def _one_error_away(written: str) -> tuple[str, ...]:
    """The words of the masked model for which a letter error makes what is written."""
    fillers = masked_model().fillers
    return tuple(sorted({word for word, _ in single_edits(written) if word in fillers and word != written}))
