"""From log-odds to an edit: how sure a judge must be for each safety, and how sure it was, in the reason.

A judge weighs evidence to log-odds (nats) that an edit is right. From the first of its :class:`Thresholds` on the edit is safe,
from the second on unsafe, from the third on suggested; what is less likely is not proposed. In varieties of English where
words are meant to stand as they do (:mod:`~cleaner.filters._english.context.varieties`) it is suggested at most.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from math import exp, log
from typing import Any, NamedTuple

from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.core.kernel import kernel
from cleaner.core.views.folding import WordBlock
from cleaner.filters._english.candidates import correction_of, is_ambiguous, is_listed, lists_of_misspellings, what_it_may_be
from cleaner.filters._english.context.gate import in_quotation, may_be_english, reads_english, times_opened
from cleaner.filters._english.context.varieties import WORDING, Variety, only_suggests, varieties
from cleaner.filters._english.unlisted import unlisted

SHORT = 400  # code points of a text whose language few words tell: "I am am proud" might be German
DIALOGUE = 20  # quotation marks of a text full of speech
STORY = 400  # code points of a story in which there is a quotation mark; novels have 80 to 300, reports 1,000 and more
READ = 200_000  # code points at the beginning of a text that tell whether it is a story
# What people write who do not look twice: no capitals, no apostrophes, short forms, marks that stand twice or beside a blank.
CARELESS = re.compile(
    r"(?<![\w.'’-])(?:i|u|ur|im|ive|plz|pls|thx|lol|omg|cuz|coz|thru|ppl|gonna|wanna|gotta)(?![\w.'’-])"
    r"|[a-z]{3}[.!?] +[a-z]+ [a-z]|[!?]{2,}|[a-z] [,!?](?= |$)|[a-z][,!?][a-z]"
)
SIGNS_AN_ERROR = 3.0  # of these that say as much as one misspelling
PRIOR, USUAL = 0.5, 1_000.0  # errors that a text is given beforehand, and words in which a text of which nothing is known has one
MOST_CARE, MOST_CARELESS = 1.0, 0.7  # nats at most
LETTERS_A_WORD = 5.8  # code points of an English word and its blank
MEMO_WORDS = 5_000  # words that are remembered as misspellings or not
MOST = 30.0  # nats: what is beyond rounds to certainty


class Thresholds(NamedTuple):
    """Log-odds from which on an edit is safe, unsafe, suggested."""

    safe: float
    unsafe: float
    suggest: float


def probability(odds: float) -> float:
    """The probability that log-odds stand for.

    >>> round(probability(0.0), 2), round(probability(3.0), 2), probability(-99.0) < 0.001
    (0.5, 0.95, True)
    """
    return 1.0 / (1.0 + exp(-max(-MOST, min(MOST, odds))))


def graded(document: Document, edit: Edit, odds: float, least: Thresholds) -> Iterator[Edit]:
    """The edit with the safety that its log-odds allow where it stands; nothing if they are too low even to suggest it."""
    if odds < least.suggest:
        return
    safety = edit.safety
    if odds < least.safe and safety == "safe":
        safety = "unsafe" if odds >= least.unsafe else "suggest"
    elif odds < least.unsafe:
        safety = "suggest"
    yield by_variety(document, edit._replace(safety=safety, reason=f"{edit.reason} Probability {probability(odds):.2f}."))


def by_variety(document: Document, edit: Edit, kinds: frozenset[Variety] = WORDING) -> Edit:
    """The edit, only suggested where the variety of English asks for that."""
    variety = only_suggests(document, edit.start, edit.end, kinds)
    return edit._replace(safety="suggest", reason=f"{edit.reason} Only suggested: {variety}.") if variety else edit


def by_speech(document: Document, edit: Edit) -> Edit:
    """The edit, only suggested in a quotation of a text full of quotations: people of novels stammer, and say "a elephant"."""
    if not document.view(_has_dialogue) or not in_quotation(document.text, edit.start):
        return edit
    return edit._replace(safety="suggest", reason=f"{edit.reason} Only suggested: dialogue.")


def by_context(document: Document, edit: Edit) -> Edit:
    """The edit of a rule that weighs sentences: only suggested where :func:`by_variety` says so, and in stories, where people
    speak and narrators write as they please.
    """
    if document.view(is_story):
        return edit._replace(safety="suggest", reason=f"{edit.reason} Only suggested: a story.")
    return by_variety(document, edit)


def is_story(document: Document) -> bool:
    """Whether a text is full of quotations all over: a novel, and no long report with some.

    >>> is_story(Document("“No,” said he. " * 30)), is_story(Document("It rained for days. " * 1500 + "“No,” said he. " * 30))
    (True, False)
    """
    text = document.text[:READ]
    marks = text.count('"') + 2 * text.count("“") + 2 * times_opened(text)
    return marks >= DIALOGUE and marks * STORY > len(text)


def _has_dialogue(document: Document) -> bool:
    text = document.text
    return text.count('"') + 2 * text.count("“") >= DIALOGUE or 2 * times_opened(text) >= DIALOGUE


def error_rate(document: Document) -> float:
    """By how many nats the errors and the careless spellings of a text are more frequent than in a text of which nothing is
    known: what is likely an error in a forum post is likely a rare word in an edited book.

    The rate has a gamma prior; words of a list of misspellings and what :data:`CARELESS` finds are counted.

    >>> careless, book = Document("i dont no why u did it !! its wierd"), Document("It rained for days. " * 1500)
    >>> error_rate(careless) > 0.5, error_rate(book)
    (True, -1.0)
    """
    return _rate(document, document.view(listed_errors) + careless_in(document.text[:READ]) / SIGNS_AN_ERROR)


def careless_in(text: str) -> int:
    """How often :data:`CARELESS` finds something in a text; the kernel counts the same in a twentieth of the time.

    >>> careless_in("i dont no why u did it !!")
    3
    """
    counted: int | None = kernel().careless(text) if kernel() is not None else None
    return len(CARELESS.findall(text)) if counted is None else counted


def error_rate_by_lists(document: Document) -> float:
    """As :func:`error_rate`, by misspellings of the lists alone: safe edits need these, for old books have the others too."""
    return _rate(document, document.view(listed_errors))


def listed_errors(document: Document) -> int:
    """How many different words of a text the lists have as English misspellings; one that stands often may be a name."""
    is_english = may_be_english(document)
    words = set[bytes]().union(*(block.view(_misspelled_in) for _, block in document.folded_words))
    return sum(map(_may_be_wrong if is_english else is_listed, words))


def _misspelled_in(block: WordBlock) -> list[bytes]:
    """The words of a block that are English misspellings of the lists."""
    if unlisted() is None:
        return [word for word in block.words if _is_misspelling(word)]
    found: list[bytes] = unlisted().misspellings_in(block.letters)
    return found


def _may_be_wrong(word: bytes) -> bool:
    """Whether a word of an English text is listed, or no word and near one."""
    kind = what_it_may_be(word)
    return kind is not None and (kind.listed or kind.near or kind.doubtful)


@lru_cache(1)
def most_error_rate(row: Any) -> float:
    """What the :func:`error_rate` of a text is at most, given its tokens in the kernel: each that may be listed is counted."""
    text = row.text()
    return _rate_of(len(text), row.listed(_lists_for_kernel()) + careless_in(text[:READ]) / SIGNS_AN_ERROR)


@cache
def _lists_for_kernel() -> Any:
    return kernel().Listed(*lists_of_misspellings())


def _rate(document: Document, signs: float) -> float:
    return _rate_of(len(document.text), signs)


def _rate_of(size: int, signs: float) -> float:
    words = min(size, READ) / LETTERS_A_WORD
    return max(-MOST_CARE, min(MOST_CARELESS, log((signs + PRIOR) / (words / USUAL + PRIOR))))


@lru_cache(MEMO_WORDS)
def _is_misspelling(word: bytes) -> bool:
    """Whether a list has a word as an English misspelling, ambiguous or not."""
    return correction_of(word.decode("latin-1")) != () or is_ambiguous(word)


def stands_in_english(document: Document, start: int, end: int, *, own: int = 0) -> bool:
    """Whether a candidate stands among English words, in a text that may be English; `own` words of its own are, too.

    >>> stands_in_english(Document("I ate a apple."), 6, 7)
    True
    >>> stands_in_english(Document("She was was really proud of her."), 4, 11, own=2)
    True
    """
    if may_be_english(document) and reads_english(document, start, end, own=own):
        return True
    # too few words to tell: what is not foreign by its sentence may be judged
    return document.size <= SHORT and Variety.FOREIGN not in varieties(document, start, end)
