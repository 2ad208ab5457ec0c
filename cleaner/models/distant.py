"""What may have been meant by a word with more than one error: "inviroment" -> "environment", "informashun".

The single errors of :mod:`cleaner.models.spelling` say nothing of words that are written by the ear or with several errors. Here
every common word (the fillers of :mod:`cleaner.models.masked`) of about the same letters is compared: the cheapest way from it to
what is written, each error at the cost of the tables, and words of the same sound at no more than :data:`SAME_SOUND`. The masked
model then says which of them belongs at the place. Both together, and how far the next candidate is behind, are log-odds
(weights by `python -m training.words.distant`). Start at :func:`correct_distant`.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable
from functools import cache, lru_cache
from math import log1p
from typing import Any, NamedTuple

from cleaner.core.kernel import kernel
from cleaner.models.masked import masked_model
from cleaner.models.ngrams import ngram_model
from cleaner.models.spelling import EDGE, LETTERS, RAREST, STEP, SpellingModel, spelling_model
from cleaner.models.wordlists.bloom import seen_elsewhere
from cleaner.models.wordlists.sounding import parts_for_kernel, sound_key

MOST_COST = 22.0  # nats of errors beyond which nobody meant a word
MOST_LONGER = 3  # letters by which the two may differ in length
MOST_LETTERS_APART = 4  # letters that one of the two has and the other lacks
SAME_SOUND = 8.0  # nats that a word of the same sound costs at most
SHORTEST_SOUND = 3  # sounds of a word that tell anything
MEMO_NEAR = 500  # words whose candidates are remembered
ROUNDING = 1e-6  # nats by which a bound may be too small
MEMO_WORDS = 10_000  # words whose sound is remembered: all fillers
LONG = 12  # letters from which on more say nothing more
FAR = 12.0  # nats by which a lone candidate is ahead
A = ord("a")
# Weights of the log-odds, in the order of FEATURES.
FEATURES = ("bias", "likely", "cost", "lead", "length", "elsewhere", "sound", "counted")
WEIGHTS = (3.098, 0.455, -0.376, 0.17, 0.528, -2.844, -0.162, -1.805)
LIKELY, COST, LEAD, SOUND = (FEATURES.index(name) for name in ("likely", "cost", "lead", "sound"))
LEAST = 1.0  # log-odds below which a correction is not looked for
CONTEXT = 1.0  # what a nat of the place counts beside one of the errors, where candidates are compared


class Meant(NamedTuple):
    """A word that may have been meant, the nats that its errors cost, and its log-probability at the place."""

    word: str
    cost: float
    likely: float


class Distant(NamedTuple):
    """The best candidate at a place, the log-odds that it was meant, and the next one ("" for none)."""

    word: str
    score: float
    runner_up: str


def errors_cost(model: SpellingModel, written: str, meant: str, most: float = MOST_COST) -> float:
    """Nats of the likeliest errors by which who meant one word wrote the other; more than `most` if they cost more.

    >>> model = spelling_model()
    >>> errors_cost(model, "teh", "the") < errors_cost(model, "nekst", "next") < errors_cost(model, "nekst", "house")
    True
    """
    cost = _cost_of(model)
    before: list[float] = []
    row = [0.0]
    for j, letter in enumerate(meant):
        row.append(row[j] + cost("-" + (meant[j - 1] if j else EDGE) + letter))
    for i, letter in enumerate(written):
        extra = cost("+" + (written[i - 1] if i else EDGE) + letter)
        above, before, row = before, row, [row[0] + extra]
        for j, wanted in enumerate(meant):
            best = before[j] if letter == wanted else before[j] + cost("/" + wanted + letter)
            best = min(best, before[j + 1] + extra, row[j] + cost("-" + (meant[j - 1] if j else EDGE) + wanted))
            if i and j and letter == meant[j - 1] and wanted == written[i - 1] and letter != wanted:
                best = min(best, above[j - 1] + cost("~" + letter + wanted))
            row.append(best)
        if min(row) > most:
            return most + 1.0
    return row[-1]


def correct_distant(text: str, start: int, end: int, least: float = LEAST) -> Distant | None:
    """The common word that was most likely meant by the word `text[start:end]`, which is none; None if none is near.

    Also None if no word could have log-odds of `least`.

    >>> found = correct_distant("We will meet again nekst week.", 19, 24)
    >>> found.word, found.score > 0.0
    ('next', True)
    """
    written = text[start:end].lower()
    ranked = rank(text, start, end, least)
    if not ranked:
        return None
    score = sum(weight * value for weight, value in zip(WEIGHTS, evidence(written, ranked), strict=True))
    return Distant(ranked[0].word, score, ranked[1].word if len(ranked) > 1 else "")


def rank(text: str, start: int, end: int, least: float = LEAST) -> list[Meant]:
    """The candidates for the word `text[start:end]`, best first, without those that could not have log-odds of LEAST.

    None at all if no candidate could have log-odds of `least`.
    """
    written, model = text[start:end].lower(), masked_model()
    near = near_words(written)
    more = max(0.0, least - LEAST)
    if not near.may_have(more):
        return []
    if model.are_below(text, start, end, *_asked(written, more)):
        return []
    words = [meant for meant, _ in near.costs]
    first = model.log_probability_at(text, start, end, near.first)
    likely_of = [first + gain for gain in model.instead_at(text, start, end, near.first, words)]
    most_of = [(near.room + WEIGHTS[LIKELY] * likely) / -WEIGHTS[COST] for likely in likely_of]
    if not any(cost <= most - more / -WEIGHTS[COST] + ROUNDING for (_, cost), most in zip(near.costs, most_of, strict=True)):
        return []
    found = []
    for meant, likely, most in zip(words, likely_of, most_of, strict=True):
        cost = _cost(written, meant, most) if most > 0 else most + 1.0
        if cost <= most:
            found.append(Meant(meant, cost, likely))
    return sorted(found, key=lambda one: (-_weighed(one), one.word))


@lru_cache(MEMO_NEAR)
def _asked(written: str, more: float) -> tuple[tuple[int, ...], tuple[float, ...]]:
    """The rows of the candidates for a word, and which log-probability each must have for log-odds of LEAST and `more`."""
    near = near_words(written)
    rows = tuple([masked_model().fillers[meant] for meant, _ in near.costs])
    asked = (-WEIGHTS[COST] * (cost - ROUNDING) + more - near.room for _, cost in near.costs)
    return rows, tuple([nats / WEIGHTS[LIKELY] for nats in asked])


class Near(NamedTuple):
    """What a word may have been meant for wherever it stands.

    `room`: nats that the errors and the place may cost together, times their weights; `first`: the first filler of about its
    letters; `costs`: fillers with what their errors cost, those that cost too much at any place left out.
    """

    room: float
    first: str
    costs: tuple[tuple[str, float], ...]

    def may_have(self, more: float) -> bool:
        """Whether any of them may have log-odds of LEAST and so much more."""
        return any(cost <= (self.room - more) / -WEIGHTS[COST] + ROUNDING for _, cost in self.costs)


def may_be_meant(written: str, least: float) -> bool:
    """Whether a word in small letters may be far from one that was meant, with log-odds of `least` wherever it stands.

    >>> may_be_meant("inviroment", 2.0), may_be_meant("xyzzy", 2.0)
    (True, False)
    """
    return near_words(written).may_have(max(0.0, least - LEAST))


@lru_cache(MEMO_NEAR)
def near_words(written: str) -> Near:
    """The candidates for a word, without those that could not have log-odds of LEAST even if a place left no doubt."""
    known = sum(weight * value for weight, value in zip(WEIGHTS, _of_word(written), strict=True))
    room = known + WEIGHTS[LEAD] * FAR - LEAST
    most = room / -WEIGHTS[COST] + ROUNDING
    if most <= 0:
        return Near(room, "", ())
    found = _in_kernel().near(written.encode("ascii"), most) if _in_kernel() is not None and written.isascii() else None
    if found is not None:
        first, costs = found
        return Near(room, "" if first is None else _fillers()[first], tuple((_fillers()[number], cost) for number, cost in costs))
    alike = _alike(written)
    priced = [(meant, _cost_in_python(written, meant, most)) for meant in alike]
    return Near(room, alike[0] if alike else "", tuple((meant, cost) for meant, cost in priced if cost <= most))


@cache
def _in_kernel() -> Any:
    """What knows the fillers and what errors cost; None if there is no kernel."""
    if kernel() is None:
        return None
    costs = array("d", [RAREST - step * STEP for step in range(256)])
    beginnings = bytes(ord(_BEGINNINGS.get(letter, letter)) for letter in LETTERS)
    words = tuple(word.encode() for word in _fillers())
    return kernel().Distant(words, beginnings, spelling_model().edits.parts, costs.tobytes(), parts_for_kernel())


@cache
def _fillers() -> tuple[str, ...]:
    return tuple(masked_model().fillers)


def _alike(written: str) -> list[str]:
    """The fillers of about the same letters as a word."""
    letters, size = _letters(written), len(written)
    return [
        meant
        for others, meant in _by_beginning().get(_BEGINNINGS.get(written[0], written[0]), ())
        if (others ^ letters).bit_count() <= MOST_LETTERS_APART and abs(len(meant) - size) <= MOST_LONGER and meant != written
    ]


def _cost(written: str, meant: str, most: float) -> float:
    """:func:`errors_cost`, and SAME_SOUND at most for words of the same sound."""
    found: float | None = None
    if _in_kernel() is not None and written.isascii():
        found = _in_kernel().cost(written.encode("ascii"), masked_model().fillers[meant], most)
    return _cost_in_python(written, meant, most) if found is None else found


def _cost_in_python(written: str, meant: str, most: float) -> float:
    cost = errors_cost(spelling_model(), written, meant, min(most, MOST_COST))
    if cost > SAME_SOUND and most >= SAME_SOUND:
        sound = _heard(written)
        if len(sound) >= SHORTEST_SOUND and _heard(meant) == sound:
            return SAME_SOUND
    return cost


def _weighed(meant: Meant) -> float:
    return CONTEXT * meant.likely - meant.cost


def evidence(written: str, ranked: list[Meant]) -> tuple[float, ...]:
    """The evidence that the first of the candidates was meant, in the order of FEATURES.

    What it is likely at the place; what its errors cost; how far the next is behind; letters; whether other texts use the word,
    whether both sound alike, and how often the text that n-grams were counted in has the word.
    """
    best = ranked[0]
    lead = min(FAR, _weighed(best) - _weighed(ranked[1])) if len(ranked) > 1 else FAR
    values = list(_of_word(written))
    values[LIKELY], values[COST], values[LEAD] = best.likely, best.cost, lead
    values[SOUND] = float(_heard(best.word) == _heard(written))
    return tuple(values)


def _of_word(written: str) -> tuple[float, ...]:
    """The evidence of a word alone; zero for what depends on a candidate."""
    elsewhere = float(written.encode("ascii") in seen_elsewhere())
    return 1.0, 0.0, 0.0, 0.0, float(min(len(written), LONG)), elsewhere, 0.0, log1p(ngram_model().count(written))


# Letters that stand for one another where a word begins.
_BEGINNINGS = {letter: group[0] for group in ("aeiouyh", "ckqsz", "gj", "fpv", "wr") for letter in group}


@cache
def _by_beginning() -> dict[str, list[tuple[int, str]]]:
    """The fillers by what they begin with, each with the set of its letters."""
    found: dict[str, list[tuple[int, str]]] = {}
    for word in masked_model().fillers:
        if word.isascii() and word.isalpha():
            found.setdefault(_BEGINNINGS.get(word[0], word[0]), []).append((_letters(word), word))
    return found


@lru_cache(MEMO_WORDS)
def _heard(word: str) -> str:
    return sound_key(word)


def _letters(word: str) -> int:
    """The set of letters of a word, a bit each."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) - A)
    return bits


@cache
def _cost_of(model: SpellingModel) -> Callable[[str], float]:
    """Nats that an error of the tables costs, remembered."""
    return cache(lambda key: -model.edit_score(key))
