"""Which word is the error in "to collapsed": the `to` ("the army to collapsed"), the form ("a way to collapsed it"), or none?

The evidence (:data:`EVIDENCE`) is what the error detector says of the place, how much likelier the counts of sequences find the
text without `to`, what the words around show, and how well the form fits with and without `to` before it by the masked model, and
nothing in the place of `to` by the cloze model; summed up, it is the log-odds that the `to` is one word too many. The weights,
`data/typos/grammar/tense.tsv`, are fitted by `training/sentences/tense.py`: those of the first 18 to the natural text of genres
that the error detector had not seen, every `to` before a past form in it, and errors put in; those of the last five, and of the
sum of the others, to such places of 17 genres. Asked about candidates alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, log, log1p
from pathlib import Path
from typing import NamedTuple

from cleaner.filters._english.context.gate import wordset
from cleaner.filters._english.grammar.verbs import HOMOGRAPHS
from cleaner.filters._english.spaces import tokens_around
from cleaner.models.cloze import NOTHING, cloze_model
from cleaner.models.error_detector import Reading
from cleaner.models.masked import masked_model
from cleaner.models.sequences import sequence_counts

EVIDENCE = (
    "slip", "dropped", "likelier", "rather-than-base", "seen-after-to", "verb-ahead", "pure-past", "finite", "subject",
    "takes-infinitive", "asks-infinitive", "leaves-to", "named", "noted", "finite-subject", "behind-adverb", "homograph", "bias",
    "fits-without-to", "fits-behind-to", "to-fits", "nothing-fits", "is-filler",
)  # fmt: skip
# Log-odds that one of the two words is an error, and that it is the form, if one is: where the first are no more and the second
# no less, neither word is doubted.
LEAST_ERROR, LEAST_BASE = 4.0, 0.0
# What the last five add at most where the masked model knows the form, and where it does not: of 2,311 errors put in and 193
# natural places none had more than 4.2 and 0.5, so they are not asked where more would be needed; the first three of them, which
# ask the masked model, had 2.1 at most.
MOST_KNOWN, MOST_UNKNOWN, MOST_MASKED = 4.5, 1.0, 2.5
# Nats beyond which a piece of evidence says no more: least and most of the first four.
LIMITS = ((-10.0, 16.0), (-6.0, 6.0), (-8.0, 16.0), (-8.0, 8.0))
REACH, UNLIKELY = 400, -9.0  # code points around a place that the masked model reads; log-probability of a form that it lacks
AUXILIARIES = wordset(
    "is are was were be been am has have had do does did will would can could may might shall should must it's that's there's"
    " he's she's what's here's i'm you're we're they're i've you've we've they've let's"
)


class Signs(NamedTuple):
    """What lists of words say of a place.

    `takes`, `asks`: whether the word before takes an infinitive, asks for one; `leaves`: whether a `to` may be left behind in
    the clause; `subject`: whether the words before are the subject of the verb; `finite`: whether the form can only be a
    tense; `named`: whether a name stands before; `noted`: whether marks of code or of notes stand near; `adverb`: whether an
    adverb or the conjunction of a second verb stands before.
    """

    takes: bool
    asks: bool
    leaves: bool
    subject: bool
    finite: bool
    named: bool
    noted: bool
    adverb: bool


class Evidence(NamedTuple):
    """The evidence in the order of EVIDENCE but for the last five, and what the error detector says of a place.

    The last five take longest, so they are asked where they can decide: about `text[start:end]` and the `form` in it.
    """

    values: list[float]
    reading: Reading
    text: str
    start: int
    end: int
    form: str

    def all(self) -> list[float]:
        """The values of all that EVIDENCE names."""
        return [*self.values, *_fits(self.text, self.start, self.end, self.form, self.nothing())]

    def nothing(self) -> float:
        """How much likelier (nats) the cloze model finds nothing in place of `to`."""
        left, right = tokens_around(self.text, self.start, self.start + len("to"))
        return cloze_model().gap(left, right).log_odds(NOTHING, "to")

    def odds(self, weights: Sequence[float], least: float) -> float:
        """Log-odds that the `to` is one word too many; where they must be less than `least`, anything that is less."""
        first = sum(weight * value for weight, value in zip(weights, self.values, strict=False))
        is_known = self.form in masked_model().fillers
        most = first + (MOST_KNOWN if is_known else MOST_UNKNOWN)
        if most >= least and is_known:
            *_, of_nothing, of_known = weights
            most = first + of_nothing * self.nothing() + of_known + MOST_MASKED
        if most < least:
            return most
        return sum(weight * value for weight, value in zip(weights, self.all(), strict=True))


def error_odds(reading: Reading) -> float:
    """Log-odds that any of the two words is an error."""
    return _summed(reading[1:]) - reading.right


def base_odds(reading: Reading) -> float:
    """Log-odds that a base form is meant, if one of the words is an error."""
    return reading.base - _summed((reading.dropped, reading.other))


def may_be_error(reading: Reading) -> bool:
    """Whether the detector doubts one of the two words at all; the kernel asks the same of the places that it finds."""
    return error_odds(reading) > LEAST_ERROR or base_odds(reading) < LEAST_BASE


def evidence(text: str, start: int, end: int, base: str, reading: Reading, signs: Signs, *, ahead: bool, pure: bool) -> Evidence:
    """The evidence about `text[start:end]`, a `to` and a past form of the verb `base`, which the detector has read.

    `ahead`: whether what follows suits a finite verb; `pure`: whether the form is a past tense alone.
    """
    form, counts = text[start + 3 : end].lower(), sequence_counts()
    left, right = tokens_around(text, start, end)
    written, dropped, meant = (counts.score(left, words, right) for words in (("to", form), (form,), ("to", base)))
    nats = (error_odds(reading), reading.dropped - _summed(reading[2:]), dropped - written, dropped - meant)
    limited = [max(least, min(most, value)) for value, (least, most) in zip(nats, LIMITS, strict=True)]
    values = [
        *limited,
        log1p(counts.count("to", form)),
        float(ahead),
        float(pure),
        float(signs.finite),
        float(signs.subject),
        float(signs.takes),
        float(signs.asks),
        float(signs.leaves),
        float(signs.named),
        float(signs.noted),
        float(signs.finite and signs.subject),
        float(signs.adverb),
        float(form in HOMOGRAPHS),
        1.0,
    ]
    return Evidence(values, reading, text, start, end, form)


def _fits(text: str, start: int, end: int, form: str, nothing: float) -> list[float]:
    """How well the words of a place fit it: by how many nats the masked model finds the form likelier without `to`, the
    log-probabilities of the form behind `to` (UNLIKELY for a form that it does not know) and of the `to`, how much likelier the
    cloze model finds nothing in place of `to`, and whether the masked model knows the form.
    """
    model, near, behind = masked_model(), text[max(0, start - REACH) : start], text[end : end + REACH]
    to = model.log_probability_at(text, start, start + len("to"), "to")
    if form not in model.fillers:
        return [0.0, UNLIKELY, to, nothing, 0.0]
    without = near + form + behind
    alone = model.log_probability_at(without, len(near), len(near) + len(form), form)
    there = model.log_probability_at(text, end - len(form), end, form)
    return [alone - there, there, to, nothing, 1.0]


def _summed(shares: Sequence[float]) -> float:
    """The logarithm of a sum of probabilities, given by their logarithms."""
    most = max(shares)
    return most + log(sum(exp(share - most) for share in shares))


def read_weights(path: Path) -> list[float]:
    """The weights of EVIDENCE, in its order."""
    lines = path.read_text(encoding="utf-8").splitlines()
    weights = dict(line.split("\t") for line in lines if not line.startswith("#"))
    return [float(weights[name]) for name in EVIDENCE]
