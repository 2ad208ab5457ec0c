"""An error of one letter that makes another word: "one of the moat important days" -> "most important".

The scan takes words that were seen beside neither or only one of their neighbours; the words one edit away
(:func:`cleaner.models.spelling.single_edits`) are scored in their place by triples of words, and the best of them by
:class:`cleaner.models.ranking.TokenSequence`. Words that fit badly are often meant: rare words, names, dialect, so a far
likelier sentence is asked for than where two words are known to be taken for each other (:mod:`cleaner.filters.typos.ranker`).
Left alone: words that the document uses again, capitals, quotations, and every language but English.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import Any

from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.core.kernel import kernel
from cleaner.filters._english.context.gate import reads_english
from cleaner.filters._english.judgement import by_context
from cleaner.filters._english.rescoring import Found, margin_of, nats, row_of, shipped_margin, stands_alone, strongest
from cleaner.models.cloze import cloze_model
from cleaner.models.ngrams import ngram_model
from cleaner.models.ranking import TokenSequence, wordings
from cleaner.models.spelling import LETTERS, single_edits
from cleaner.models.wordlists.lexicon import english_lexicon, english_words
from cleaner.rulebook.packs import RuleSet

RULE = "typos.real-words.letter"
SHORTEST = 3  # letters of a written word
LEAST_BY_TRIPLES = 8.0  # nats; what triples of words find less likely is not asked further
PROMISING = 4.0  # the same of pairs with both neighbours, all of a text looked up at once
LEAST_COUNT = 15.0  # times the training text holds a word that may be meant
LARGEST_CLASS = 4  # size class of such a word
MEMO_WORDS = 5_000  # words whose neighbours by letters are remembered


def propose(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """Put the word one letter away where the sentence is far likelier with it."""
    if document.language == "en":
        yield from (by_context(document, edit) for edit in strongest(_find(document, rules)))


def _find(document: Document, rules: RuleSet) -> Iterator[Found]:
    """Words for which one an edit away makes the sentence far likelier."""
    row, margin = row_of(document), margin_of(rules, RULE)
    if row.screens is None:
        unusual: Sequence[int] = [i for i in row.unusual if not row.was_seen_beside(i)]
    else:
        unusual = screened(row.screens, margin)
    places = [i for i in unusual if may_be_error(row, i) and row.names[i] not in rules.words]
    pairs = [(i, word) for i in places for word in one_edit_away(row.names[i])]
    promising = row.promising([i for i, _ in pairs], [word for _, word in pairs], PROMISING)
    meant: dict[int, list[str]] = {}
    for (i, word), is_promising in zip(pairs, promising, strict=True):
        if is_promising:
            meant.setdefault(i, []).append(word)
    for i, words in meant.items():
        gain, best = best_meant(row, i, words)
        if gain > margin and document.times(row.names[i]) == 1 and reads_english(document, row.starts[i], row.ends[i], own=1):
            edit = rules.edit(row.starts[i], row.ends[i], best, RULE, f"{nats(gain)} with “{best}”")
            yield Found(gain - margin, i, edit)


def screened(screens: Any, margin: float | None = None) -> Sequence[int]:
    """The tokens that the kernel leaves, of those of a text that it has read; `margin`: of the rule, if not the one shipped."""
    least = shipped_margin("typos.real-words", RULE) if margin is None else margin
    cloze, by_triples = cloze_model().in_kernel, min(LEAST_BY_TRIPLES, least)
    found: list[int] = screens.letters(common_words(), cloze, SHORTEST, PROMISING, by_triples, least)
    return found


def may_be_error(row: TokenSequence, i: int) -> bool:
    """Whether token i is a known word in small letters, not seen beside both of its neighbours."""
    name = row.names[i]
    if len(name) < SHORTEST or not name.isalpha() or not row.text[row.starts[i]].islower() or row.is_known_there(i):
        return False
    return english_lexicon().size(name).lower > 0 and stands_alone(row, i)


def best_meant(row: TokenSequence, i: int, candidates: Sequence[str]) -> tuple[float, str]:
    """The word that fits best in place of token i, and how much likelier the sentence is with it."""
    gain, best = max((row.swap_by_triples(i, word), word) for word in candidates)
    return (row.reword(i, best) if gain > LEAST_BY_TRIPLES else gain), best


@cache
def common_words() -> Any:
    """The words that may be meant, for the kernel; it must be there."""
    words = cloze_model().numbers.parts[0]  # type: ignore[attr-defined]
    return kernel().Rivals(wordings(ngram_model()), words, LEAST_COUNT, LARGEST_CLASS)


@lru_cache(MEMO_WORDS)
def one_edit_away(word: str) -> tuple[str, ...]:
    """Common words that an error of one letter turns into the written word.

    >>> "house" in one_edit_away("hose"), one_edit_away("zebra")
    (True, ())
    """
    if word.isascii():
        others = {other.decode("ascii") for other in english_words().near(word.encode("ascii"), LETTERS.encode("ascii"))}
    else:
        others = {other for other, _ in single_edits(word)}
    known = cloze_model().numbers
    return tuple(sorted(other for other in others - {word} if other.isalpha() and _is_common(other) and other in known))


def _is_common(word: str) -> bool:
    return ngram_model().count(word) >= LEAST_COUNT and 0 < english_lexicon().size(word).lower <= LARGEST_CLASS
