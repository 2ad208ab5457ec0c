"""Which word is the slip in "to collapsed": the `to`, as in "the army to collapsed", or the form, as in "a way to collapsed it"?

The words around are asked for :data:`EVIDENCE`, summed up to log-odds that the `to` is too much. The heaviest pieces are how much
likelier the n-gram model finds the sentence without `to` than with the base form, and what the cloze model would put between
the words. The weights, `rules/typos/grammar/tense.tsv`,
come from `python -m training.tense`. Asked about candidates alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile
from pathlib import Path

from cleaner.filters._english.gate import Context, wordset
from cleaner.filters._english.spaces import likelier, tokens_around
from cleaner.filters._english.verbs import IRREGULAR, PURE_PAST, base_of_ed
from cleaner.models.lexicon import english

EVIDENCE = (
    "bias", "likelier", "verb-in-sentence", "verb-in-clause", "verb-like", "sentence-start", "comma", "clause-start",
    "pronoun", "determiner", "takes-infinitive", "asks-infinitive", "name", "article-first", "leaves-to", "last-verb-like",
    "pure-past", "no-noun", "subject", "only-verb", "verb-like-in-sentence", "nothing-fits", "past-fits", "base-fits",
)  # fmt: skip
LEAST, MOST = -6.0, 10.0  # nats; what is beyond says no more
VERB = 0.6  # share from which on a word is taken for a verb
SCALE = 4.0  # nats that count as one
MARKS = frozenset(".!?;:")
SUBORDINATES = wordset(
    "that which who because when while as where if whether although though since before after so unless until than what how"
)
SUBJECTS = wordset("he she they we i who it you there what")
DETERMINER_SUBJECTS = wordset("this that these those some all both many several each every none")
ARTICLES = wordset("the a an his her their its our my this these two three four five six")
BEFORE_VERB = ("to", "we", "they", "you", "will", "can", "i", "not", "would")
BEFORE_FINITE = ("it", "he", "which", "that", "she", "who")
BEFORE_NOUN = ("the", "a", "an", "of", "his", "this", "their", "its", "our", "these", "and", "in", "for", "by")
AUXILIARIES = wordset(
    "is are was were be been am has have had do does did will would can could may might shall should must it's that's there's"
    " he's she's what's here's i'm you're we're they're i've you've we've they've let's"
)


def evidence(
    text: str, start: int, end: int, base: str, around: Context, clause: Sequence[str], signs: Sequence[bool]
) -> list[float]:
    """The evidence about `text[start:end]`, a `to` and a past form, in the order of EVIDENCE.

    `clause` is what stands before in the same clause; `signs`: whether the last word of it takes an infinitive, asks for
    one, whether the clause has a verb that leaves a `to` behind, and whether it is a subject by all rules.
    """
    past, last = text[start + 3 : end].lower(), around.left()
    gain = likelier(text, start, end, (past,), ("to", base))
    before = around.before[: len(around.before) - len(clause)]
    lead = before[-1] if before else ""
    sentence = before[max((k for k, token in enumerate(before) if token in MARKS or token.isspace()), default=-1) + 1 :]
    behind = list(takewhile(lambda token: token not in MARKS and not token.isspace(), around.after))
    takes, asks, leaves, subject = signs
    return [
        1.0,
        _limited(gain),
        float(_has_tense(sentence)),
        float(_has_tense(clause[:-1])),
        _most_verb_like(clause[:-1]),
        float(lead in MARKS or lead in ("", "“", '"') or lead.isspace()),
        float(lead == ","),
        float(lead in SUBORDINATES),
        float(last in SUBJECTS),
        float(last in DETERMINER_SUBJECTS),
        float(takes),
        float(asks),
        float(text[:start].rstrip().rpartition(" ")[2][:1].isupper()),
        float(clause[:1] != [] and clause[0] in ARTICLES),
        float(leaves),
        verb_share(last),
        float(past in PURE_PAST),
        float(last.endswith("ly") or not last.isalpha()),
        float(subject),
        float(not any(_has_tense(part) or _most_verb_like(part) > VERB for part in (sentence, clause[:-1], behind))),
        _most_verb_like(sentence),
        *_fits(text, start, end, past, base),
    ]


def _fits(text: str, start: int, end: int, past: str, base: str) -> Iterator[float]:
    """What the cloze model says: nothing rather than `to`; the past form rather than the base without it, and behind it."""
    from cleaner.models.cloze import NOTHING
    from cleaner.models.cloze import english as english_cloze

    left, right = tokens_around(text, start, end)
    cloze = english_cloze()
    yield _limited(cloze.gap(left, [past, *right]).log_odds(NOTHING, "to"))
    yield _limited(cloze.gap(left, right).log_odds(past, base))
    yield _limited(cloze.gap([*left, "to"], right).log_odds(past, base))


def _limited(nats: float) -> float:
    return max(LEAST, min(MOST, nats)) / SCALE


def _most_verb_like(tokens: Sequence[str]) -> float:
    pairs = zip(("", *tokens), tokens, strict=False)
    return max((verb_share(token) for before, token in pairs if before not in ARTICLES and before != "to"), default=0.0)


def verb_share(word: str) -> float:
    """About how often a word is a verb and no noun, 0 to 1, by the words that it was seen behind.

    >>> verb_share("decide") > 0.8, verb_share("table") < 0.2
    (True, True)
    """
    from cleaner.models.ngrams import english as english_ngrams

    count = english_ngrams().count
    nouns = sum(count(before, word) for before in BEFORE_NOUN) + 1
    verbs, finite = (sum(count(before, word) for before in words) for words in (BEFORE_VERB, BEFORE_FINITE))
    return max(verbs / (verbs + nouns), finite / (finite + nouns))


def _has_tense(tokens: Sequence[str]) -> bool:
    """Whether a word that has a tense is among some tokens, and is none that describes the noun behind it."""
    return any(_is_tensed(token) for before, token in zip(("", *tokens), tokens, strict=False) if before not in ARTICLES)


def _is_tensed(token: str) -> bool:
    if token in AUXILIARIES or token in PURE_PAST or token.endswith("n't"):
        return True
    return token in IRREGULAR or (token.endswith("ed") and english().size(token).lower > 0 and base_of_ed(token) != "")


def read_weights(path: Path) -> list[float]:
    """The weights of EVIDENCE, in its order."""
    lines = path.read_text(encoding="utf-8").splitlines()
    weights = dict(line.split("\t") for line in lines if not line.startswith("#"))
    return [float(weights[name]) for name in EVIDENCE]
