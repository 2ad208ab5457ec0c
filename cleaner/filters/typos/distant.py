"""Words with more than one error, or written by the ear: "the inviroment" -> "the environment", "good informashun".

The scan takes the unknown words of a text in small letters. :mod:`cleaner.models.distant` compares each with the common words of
about the same letters, by what the errors cost and by what belongs at the place. A correction that is all but certain is safe
where the text has other misspellings, which lists have; a likely one is unsafe. Left alone: what a text names or defines, writes
often or as a name; quotations, stories where a safe edit is asked for, speech in novels, verse, dialect, early English and texts
about spelling; neighbours of words of other languages, texts full of unknown words, and every language but English.

One error is the business of :mod:`~cleaner.filters.typos.speller`, which runs before and knows rarer words.
Source: the method is the noisy channel of Kernighan, Church and Gale (1990) with a masked language model for the context.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.filters._english.candidates import is_listed, is_word
from cleaner.filters._english.context.early import has_early_words, is_old_form
from cleaner.filters._english.context.gate import in_quotation, may_be_english, reads_english
from cleaner.filters._english.context.varieties import varieties
from cleaner.filters._english.doubtful import (
    CAREFUL,
    KINDS,
    Place,
    around,
    is_among_strangers,
    is_edge,
    is_own,
    is_part_with_next,
)
from cleaner.filters._english.judgement import error_rate, is_story, listed_errors, most_error_rate, probability
from cleaner.filters._english.spaces import is_half
from cleaner.filters._english.unknown import SHORTEST_OF_ALL, is_name, places_of_unknown, starts_of, unknown_words, whole_word_at
from cleaner.filters.triggers import listed, words_of
from cleaner.models.wordlists.lexicon import english_lexicon
from cleaner.rulebook.packs import RuleSet

SURE_RULE, LIKELY_RULE = "typos.distant.sure", "typos.distant.likely"
MEMO_WORDS = 1_000  # words that are remembered as errors or not
MOST_USES = 2  # a string that the document uses more often is a word of its own
# Log-odds (cleaner.models.distant) from which on a correction is made. From the first on, 36 % of injected errors are corrected,
# .04 % wrongly, and 1.4 % of the unknown words of natural text change, most of them errors; from the second on 53, .5 and 3 %.
SURE, LIKELY = 3.0, 2.0
CARE = 1.0  # more asked of a likely correction for each nat by which the text has fewer errors than most
CAPITAL = 1.5  # more asked of a word with a capital: it may be a name
EDGE = 2.0  # more asked where the error is a letter more at the beginning or end: "vfolder"
SPOKEN = 2.0  # more asked of what is spoken without the g of -ing
ADDRESSED = 2.0  # more asked before a comma or a colon: "mikeg, do you know"
CLOSE = 2.0  # nats by which the errors of another word may cost more for it to be as near


def propose(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """Correct words that are far from what was meant."""
    deep = rules.applies(LIKELY_RULE, "unsafe")
    if document.language not in ("en", "") or not (document.view(listed_errors) or deep) or document.view(error_rate) < CAREFUL:
        return
    unknown = _unlisted(document)
    if not unknown or not may_be_english(document):
        return
    least = LIKELY + CARE * max(0.0, -document.view(error_rate))
    for starts in starts_of(places_of_unknown(document, unknown)).values():
        if len(starts) > MOST_USES or is_name(document, starts):
            continue
        for start in starts:
            place = whole_word_at(document, start, len(starts))
            if place and place.plain.isalpha() and place.plain not in rules.words and _may_be_error(place.plain, least):
                yield from _correct(document, rules, place, unknown, least)


def screened(screens: Any) -> bool:
    """Whether a text that the kernel has read may be careless enough."""
    return most_error_rate(screens) >= CAREFUL


def _correct(document: Document, rules: RuleSet, place: Place, unknown: frozenset[bytes], least: float) -> Iterator[Edit]:
    """The edit at a place, if what was meant has log-odds of `least`."""
    from cleaner.models.distant import correct_distant

    text, (start, end, plain, _) = document.text, place
    if in_quotation(text, start) or is_half(text, start, end) or is_own(document, place):
        return
    if is_among_strangers(*around(text, start, end), unknown):
        return
    found = correct_distant(text, start, end, least)
    if found is None or is_part_with_next(text, end, found.word) or _is_joined(plain, found.word):
        return
    score = found.score - _doubts(text, place, found.word)
    if score < least:
        return
    if is_old_form(document, plain, found.word) or document.view(has_early_words):
        return
    if not reads_english(document, start, end, own=1) or varieties(document, start, end, KINDS):
        return
    sure = (
        score >= SURE
        and document.view(listed_errors) > 0
        and not document.view(is_story)
        and not _is_contested(plain, found.word)
    )
    reason = f"no known word; probability {probability(score):.2f}" + (f", next “{found.runner_up}”" if found.runner_up else "")
    meant = found.word.capitalize() if text[start].isupper() else found.word
    yield rules.edit(start, end, meant, SURE_RULE if sure else LIKELY_RULE, reason)


@lru_cache(MEMO_WORDS)
def _may_be_error(plain: str, least: float) -> bool:
    """Whether an unknown word may be far from one that was meant, wherever it stands; no word is that is made at need.

    >>> [_may_be_error(word, 2.0) for word in ("inviroment", "unfollowing", "backoffice", "xyzzy")]
    [True, False, False, False]
    """
    from cleaner.models.correction import is_compound, is_derived
    from cleaner.models.distant import may_be_meant

    lexicon = english_lexicon()
    return may_be_meant(plain, least) and not is_derived(lexicon, plain) and not is_compound(lexicon, plain)


def _unlisted(document: Document) -> frozenset[bytes]:
    """The unknown words of a document that no list has as a misspelling."""
    unknown, told = unknown_words(document, SHORTEST_OF_ALL), words_of(document, listed)
    if told is not None:
        return unknown.difference([word for _, word in told])
    return frozenset([word for word in unknown if not is_listed(word)])


def _doubts(text: str, place: Place, meant: str) -> float:
    """How much more a correction asks for at a place."""
    return (
        CAPITAL * text[place.start].isupper()
        + EDGE * is_edge(place.plain, meant)
        + SPOKEN * (meant == f"{place.plain}g")
        + ADDRESSED * (text[place.end : place.end + 1] in (",", ":"))
    )


def _is_contested(plain: str, meant: str) -> bool:
    """Whether a word that the masked model does not know is as near: "a moring mast" is no morning, and may be a mooring one.

    >>> _is_contested("moring", "morning"), _is_contested("enviromment", "environment")
    (True, False)
    """
    from cleaner.models.correction import known_candidates
    from cleaner.models.distant import errors_cost
    from cleaner.models.masked import masked_model
    from cleaner.models.spelling import spelling_model

    model = spelling_model()
    others = {candidate.words[0] for candidate in known_candidates(model, english_lexicon(), plain) if len(candidate.words) == 1}
    least = errors_cost(model, plain, meant)
    return any(errors_cost(model, plain, other) <= least + CLOSE for other in others - masked_model().fillers.keys())


def _is_joined(plain: str, meant: str) -> bool:
    """Whether a word is the meant one and another without a space: "runningit" is no error for "running".

    >>> _is_joined("runningit", "running"), _is_joined("theeth", "teeth")
    (True, False)
    """
    rest = plain.removeprefix(meant) if plain.startswith(meant) else plain.removesuffix(meant)
    return rest != plain and is_word(rest)
