"""What an unknown word was meant to be, and how sure that is.

:func:`correct` weighs the candidates of :mod:`cleaner.models.spelling` in their context, takes the best, and sums up the
evidence in one number: log-odds that the string is an error of that word, and not a rare, foreign or new word of its own.
The evidence is :data:`FEATURES`; its weights are fitted by `python -m training.words.spelling` on injected errors
against the real unknown words of the training text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from math import inf, log, log1p
from typing import Any, NamedTuple, cast

from cleaner.core.kernel import kernel
from cleaner.core.resources import data_file
from cleaner.models.cloze import Gap, cloze_model
from cleaner.models.ngrams import COUNTS, NgramModel, rare_class
from cleaner.models.spelling import SPLIT, Candidate, SpellingModel, spelling_model
from cleaner.models.wordlists.lexicon import Lexicon, english_words
from cleaner.models.wordlists.sounding import sound_alikes
from cleaner.models.wordlists.wordfile import WordFile, open_wordfile
from cleaner.models.wordlists.wordindex import look_up

# What triples of words and the cloze model count beside the error when candidates are ranked; best of 0.3 to 0.7 and 0 to 0.8 on
# errors put into held-out sentences.
CONTEXT, CLOZE = 0.3, 0.6
FAR = 15.0  # the lead of an only candidate
COMMON = 300.0  # the count from which on a neighbour is no longer rare
FAR_EDIT = "*"  # what stands for the edit of a listed misspelling that is more than one edit away
HEARD = "="  # what stands for the edit of a word that sounds alike
HEARD_COST = 4.5  # log-probability (negated) of spelling by the ear, more than one letter off
SAME_SOUND, LIKELIEST = 2.5, -1.0  # nats for one letter off and the same sound; the most that an edit may have then
LISTED = -4.0  # log-probability at least of an edit that the list of ambiguous misspellings has
FULL = 3.4  # nats for "-ful" where "-full" is written: so are 29 of 30 in the list of misspellings
MEMO_WORDS = 500  # words whose candidates are remembered: a word that is judged by itself is soon judged where it stands
LONG = 14  # letters after which more letters are no more evidence
FEATURES = (
    "bias", "slip", "context", "frequency", "lead", "length", "shape", "derived", "compound", "split", "exchanged",
    "first-letter", "last-letter", "short", "plural", "rare-neighbour", "fits",
)  # fmt: skip
# Those that need no context, in the order of kernel/spelling.c.
BY_ITSELF = (
    "bias", "slip", "frequency", "length", "shape", "derived", "compound", "split", "exchanged", "first-letter",
    "last-letter", "short", "plural",
)  # fmt: skip
LEAST_COUNT = 0.1  # the count given to a word that was not seen
PREFIXES = "un re non over pre mis under anti inter super micro out sub co de up back down multi self semi ultra hyper cyber"
SUFFIXES = "s es ed d ing er ers or ly ness less like ish able ful y ize ized izing ization ist ists ism al ally wise hood ship"


class Correction(NamedTuple):
    """The likeliest meaning of an unknown word: one word or two; `score` is the log-odds that it is right, `lead` by how many
    nats it is likelier than the runner-up, `likely` the log-probability of the error."""

    words: tuple[str, ...]
    edit: str
    score: float
    runner_up: str
    lead: float
    likely: float = 0.0


def correct(model: SpellingModel, lexicon: Lexicon, word: str, left: Sequence[str], right: Sequence[str]) -> Correction | None:
    """The best correction of an unknown lower-case word between tokens, None if nothing is one edit away."""
    weighed = weigh(model, lexicon, word, left, right)
    if not weighed:
        return None
    (_, best), *rest = weighed
    evidence = features(model, lexicon, word, weighed, left, right)
    score = sum(model.weights[name] * value for name, value in zip(FEATURES, evidence, strict=True))
    lead = weighed[0][0] - rest[0][0] if rest else FAR
    return Correction(best.words, best.edit, score, " ".join(rest[0][1].words) if rest else "", lead, best.log_probability)


def most_odds(
    model: SpellingModel, lexicon: Lexicon, word: str, left: Sequence[str], right: Sequence[str], prospect: float
) -> float:
    """The most that the score of :func:`correct` may be, but for rounding; `prospect`: the most that the evidence without context
    says for a candidate. Of the context only what fits is weighed, for all candidates, and the runner-up may be far.
    """
    fits = fit(model.ngrams, word, [candidate.words for candidate in known_candidates(model, lexicon, word)], left, right)
    weights = model.weights
    if min(weights["fits"], weights["lead"], weights["context"], -weights["rare-neighbour"]) < 0.0:
        return inf  # other weights than those shipped: a bound on each would be needed
    return prospect + weights["fits"] * max(fits, default=0.0) + weights["lead"] * FAR


def weigh(
    model: SpellingModel, lexicon: Lexicon, word: str, left: Sequence[str], right: Sequence[str]
) -> list[tuple[float, Candidate]]:
    """Known candidates with error and context weighed together, best first."""
    candidates = known_candidates(model, lexicon, word)
    fits = fit(model.ngrams, word, [candidate.words for candidate in candidates], left, right)
    found = [
        (_likely_edit(word, candidate) + CONTEXT * model.ngrams.score(left, candidate.words, right) + CLOZE * fitting, candidate)
        for candidate, fitting in zip(candidates, fits, strict=True)
    ]
    return sorted(found, key=lambda pair: (-pair[0], pair[1].words))


def _likely_edit(word: str, meant: Candidate) -> float:
    """The log-probability of the edit, and of what the tables of letters cannot see."""
    return meant.log_probability + FULL * (word.endswith("full") and meant.words[0] == word[:-1])


def fit(
    ngrams: NgramModel, word: str, meant: Sequence[tuple[str, ...]], left: Sequence[str], right: Sequence[str]
) -> list[float]:
    """How much likelier (nats) the cloze model finds each that may be meant than a rare word in its place."""
    gaps: dict[tuple[str, ...], Gap] = {}
    fits = []
    for first, *others in meant:
        behind = tuple(others)
        if behind not in gaps:
            gaps[behind] = cloze_model().gap(left, [*behind, *right])
        share = 0.0 if first in cloze_model().numbers else ngrams.log_share(first)
        fits.append(gaps[behind].log_odds(first, rare_class(word)) + share)
    return fits


@cache
def kernel_prospect() -> Callable[[bytes, tuple[bytes, ...]], float] | None:
    """What the kernel says in place of :func:`prospect` with the shipped tables, for a word and the words of its sound.

    The sums may differ by rounding. None if there is no kernel, or if a likelier error could be less evidence.
    """
    spelling = kernel_spelling()
    return None if spelling is None else cast(Callable[[bytes, tuple[bytes, ...]], float], spelling.prospect)


@cache
def kernel_spelling() -> Any:
    """What in the kernel says it, with the shipped tables."""
    model = spelling_model()
    if kernel() is None or model.weights["slip"] < 0:
        return None
    ngrams = model.ngrams
    tables = model.edits.parts, model.letters.parts, *(table.parts for table in ngrams.tables[:2])
    shares = [log(max(count, LEAST_COUNT) / ngrams.total) for count in COUNTS]
    weights = [model.weights[name] for name in BY_ITSELF]
    edges = [tuple(edge.encode() for edge in edges.split()) for edges in (PREFIXES, SUFFIXES)]
    return kernel().Spelling(look_up(), tables, shares, weights, *edges)


def prospect(model: SpellingModel, lexicon: Lexicon, word: str) -> float:
    """The evidence that needs no context for the candidate that it suits best; -inf if there is none.

    Most unknown words are no error whatever stands around them: this tells them at a twentieth of the cost of :func:`correct`.
    """
    own = (by_itself(model, lexicon, word, candidate) for candidate in known_candidates(model, lexicon, word))
    return max((sum(model.weights[name] * value for name, value in evidence.items()) for evidence in own), default=float("-inf"))


@lru_cache(MEMO_WORDS)
def known_candidates(model: SpellingModel, lexicon: Lexicon, word: str) -> tuple[Candidate, ...]:
    """What is one edit away and known to the lexicon, what sounds alike, and what the list of ambiguous misspellings has."""
    candidates = model.candidates(word, english_words())
    known = {c.words: c for c in candidates if c.words != (word,) and all(part in lexicon for part in c.words)}
    for heard in sound_alikes(word):
        near = known.get((heard,))
        bonus = SAME_SOUND * (heard[0] == word[0])  # "kustomized" is so on purpose
        likely = near.log_probability + bonus if near else -HEARD_COST
        known[heard,] = Candidate((heard,), near.edit if near else HEARD, min(LIKELIEST, likely))
    for meant in ambiguous(word):
        near = known.get((meant,), Candidate((meant,), FAR_EDIT, LISTED))
        known[near.words] = near._replace(log_probability=max(near.log_probability, LISTED))
    return tuple(sorted(known.values(), key=lambda candidate: -candidate.log_probability))


def ambiguous(word: str) -> tuple[str, ...]:
    """What a known misspelling may stand for, where that is more than one word or not certain; nothing for other words.

    >>> ambiguous("carefull"), ambiguous("careful")
    (('careful', 'carefully'), ())
    """
    found = _several().find(word.encode("ascii", "replace"))
    return tuple(found.decode("ascii").split()) if found else ()


@cache
def _several() -> WordFile:
    return open_wordfile(data_file("typos", "misspellings", "en-several.tsv"))


def by_itself(model: SpellingModel, lexicon: Lexicon, word: str, meant: Candidate) -> dict[str, float]:
    """The evidence for a candidate that needs no context."""
    ngrams = model.ngrams
    return {
        "bias": 1.0,
        "slip": meant.log_probability,
        "frequency": sum(log(max(ngrams.count(part), LEAST_COUNT) / ngrams.total) for part in meant.words),
        "length": float(min(len(word), LONG)),
        "shape": model.shape(word),
        "derived": float(is_derived(lexicon, word)),
        "compound": float(is_compound(lexicon, word)),
        "split": float(meant.edit == SPLIT),
        "exchanged": float(meant.edit[0] == "~"),
        "first-letter": float(meant.words[0][:1] != word[0]),
        "last-letter": float(meant.words[-1][-1:] != word[-1] or meant.words[-1][-2:] == 2 * word[-1]),
        "short": float(len(word) <= 5),
        "plural": float(meant.words[0] == word + "s" or word == meant.words[0] + "s"),
    }


def features(
    model: SpellingModel,
    lexicon: Lexicon,
    word: str,
    weighed: Sequence[tuple[float, Candidate]],
    left: Sequence[str],
    right: Sequence[str],
) -> list[float]:
    """The evidence for the first of the weighed candidates, in the order of FEATURES."""
    score, best = weighed[0]
    ngrams = model.ngrams
    evidence = {
        **by_itself(model, lexicon, word, best),
        "context": ngrams.score(left, best.words, right),
        "lead": min(score - weighed[1][0] if len(weighed) > 1 else FAR, FAR),
        "rare-neighbour": rarity(ngrams, [*left[-1:], *right[:1]]),
        "fits": fit(ngrams, word, [best.words], left, right)[0],
    }
    return [evidence[name] for name in FEATURES]


def rarity(ngrams: NgramModel, neighbours: Sequence[str]) -> float:
    """How rare the rarer neighbour is, 0 to 1: rare words keep company with foreign and technical ones."""
    least = min((ngrams.count(token) for token in neighbours), default=COMMON)
    return max(0.0, 1.0 - log1p(least) / log1p(COMMON))


@lru_cache(MEMO_WORDS)
def is_derived(lexicon: Lexicon, word: str) -> bool:
    """Whether the word is a known one with an affix: a word of its own, more likely than an error.

    >>> from cleaner.models.wordlists.lexicon import english_lexicon
    >>> is_derived(english_lexicon(), "unfollowing"), is_derived(english_lexicon(), "recieve")
    (True, False)
    """
    for prefix in PREFIXES.split():
        if word.startswith(prefix) and len(word) - len(prefix) >= 4 and word[len(prefix) :] in lexicon:
            return True
    for suffix in SUFFIXES.split():
        stem = word.removesuffix(suffix)
        if stem != word and len(stem) >= 4 and (stem in lexicon or stem + "e" in lexicon):
            return True
    return False


@lru_cache(MEMO_WORDS)
def is_compound(lexicon: Lexicon, word: str) -> bool:
    """Whether the word is two common words in one, as new words often are.

    >>> from cleaner.models.wordlists.lexicon import english_lexicon
    >>> is_compound(english_lexicon(), "backoffice"), is_compound(english_lexicon(), "recieve")
    (True, False)
    """
    return any(_is_common(lexicon, word[:i]) and _is_common(lexicon, word[i:]) for i in range(3, len(word) - 2))


def _is_common(lexicon: Lexicon, word: str) -> bool:
    return 0 < lexicon.size(word).lower <= 5
