"""How much likelier (nats) the models must find the right words of a phrase for anything to be proposed.

:mod:`cleaner.filters.typos.confusions` decides by these; the kernel leaves out what stays below them (:func:`limits_of`), so that
the filter is asked where an edit or a suggestion is likely.
"""

from __future__ import annotations

from typing import NamedTuple

from cleaner.filters._english.judgement import Thresholds
from cleaner.filters._english.phrase_table import CONTRACTION, LESS_SURE, WEIGHED, Phrase
from cleaner.models.error_detector import error_detector
from cleaner.models.masked import masked_model

# Nats by which the error detector must find the right word likelier than the written one. The lists decide; it may only forbid.
# In natural text "your not coming" gets up to 2.7 for "you're", "loose his hold" up to 4.1 for "lose".
# The word alone is judged: of 1.3 million words of edited text, one `its` is above the first threshold ("Its most significant"),
# fifteen above the second; `wont`, `cant` and `lets` only in verse, but for errors.
JUDGED = {
    "its": Thresholds(2.9, 1.5, 0.5),
    "wont": Thresholds(3.0, 1.5, 0.5),
    "cant": Thresholds(3.0, 1.5, 0.5),
    "lets": Thresholds(3.0, 1.5, 0.5),
}
LEAST, AGAINST = {"you-are": 3.3, "lose": 4.5, "to": 3.0, "then": 0.0}, -3.0
UNSURE = 1.0  # nats less that an unsafe edit asks for; LESS_SURE of words that the masked model weighs
# Pairs about which three models are asked: what the masked model and the error detector find, and SHARE of what counts of
# sequences find, at most MOST_COUNTED, less the first number are log-odds; from the second on an edit is safe. In 4 million words
# of 12 genres all 15 `its` above 7 in sum are errors, and 8 of the 11 from 4 to 7; of `your` above 10.5 one is an error, and two
# are asked no longer ("your putting it so", "Your what?").
TOGETHER = {("its", "it's"): (3.0, 4.0), ("your", "you're"): (5.5, 5.0)}
SHARE, MOST_COUNTED = 0.3, 10.0
FORMS = ("base-form", "participle")  # of verbs, behind an auxiliary
# Nats by which the masked model must find the other form likelier; where it does not know both, the edit is unsafe.
FORM, UNCOMPARED = Thresholds(3.0, 1.0, 0.0), 2.0
SLACK = 1e-6  # nats by which sums may differ on another machine
NEVER = float("-inf")  # of a limit that nothing is below


class Limits(NamedTuple):
    """What the models know of a phrase, as the kernel takes it.

    Of each model the rows of the right and of the wrong word, -1 if it does not compare them, and the nats below which nothing is
    proposed; the nats of both and of counts together.
    """

    masked_right: int = -1
    masked_wrong: int = -1
    masked_least: float = NEVER
    detector_right: int = -1
    detector_wrong: int = -1
    detector_least: float = NEVER
    together_least: float = NEVER

    @property
    def has_any(self) -> bool:
        """Whether a model says anything of the phrase."""
        return self.masked_right >= 0 or self.detector_right >= 0


def limits_of(phrase: Phrase) -> Limits:
    """The limits of a phrase.

    >>> from cleaner.filters._english.phrase_table import read_meant, shipped_phrases
    >>> [round(limits_of(phrase).detector_least, 1) for phrase in shipped_phrases()[b"whose"] if phrase.rule == "homophone"]
    [4.0]
    """
    right, wrong = _differing(phrase)
    masked, detector = masked_model().fillers, error_detector().fillers
    limits = Limits()
    if phrase.rule in (*FORMS, WEIGHED) and right in masked and wrong in masked:
        least = phrase.least - LESS_SURE if phrase.rule == WEIGHED else FORM.suggest
        limits = limits._replace(masked_right=masked[right], masked_wrong=masked[wrong], masked_least=least - SLACK)
    if phrase.rule not in FORMS and right in detector and wrong in detector:
        limits = limits._replace(detector_right=detector[right], detector_wrong=detector[wrong])
        if phrase.rule != WEIGHED:
            limits = limits._replace(detector_least=_least_of_detector(phrase) - SLACK)
        elif (phrase.wrong, phrase.right) in TOGETHER:
            limits = limits._replace(together_least=TOGETHER[phrase.wrong, phrase.right][0] - SLACK)
    return limits


def _least_of_detector(phrase: Phrase) -> float:
    if phrase.rule == CONTRACTION:
        return JUDGED[phrase.wrong].suggest
    return phrase.least - UNSURE if phrase.least else LEAST.get(phrase.rule, AGAINST)


def _differing(phrase: Phrase) -> tuple[str, str]:
    """What the right and the wrong words do not share, in small letters."""
    head, tail = phrase.same
    right, wrong = (words[head : len(words) - tail].lower() for words in (phrase.right, phrase.wrong))
    return right, wrong
