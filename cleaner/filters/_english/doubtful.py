"""Words that are no misspelling for certain, and may be one all the same: "in your calender", "see yoi tomorrow".

A rare word of the list, a word of three letters and one that other texts use are corrected where the letters make an error
likely, the masked model (:mod:`cleaner.models.masked`) finds what was meant likely at the place as well, and the text is short
or has other errors. :mod:`cleaner.filters.typos.speller` finds the places. Here is also what it asks of every unknown word where
it stands: whether the text names or defines it, and whether its neighbours are of another language.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.filters._english.candidates import prospect_of
from cleaner.filters._english.context.early import is_old_form
from cleaner.filters._english.context.foreign import is_unknown
from cleaner.filters._english.context.gate import BROKEN, FOREIGN_REACH, FOREIGN_WORDS, in_quotation, reads_english
from cleaner.filters._english.context.varieties import SPELLING, Variety, varieties
from cleaner.filters._english.judgement import error_rate, is_story, most_error_rate
from cleaner.filters._english.spaces import AFTER, is_half
from cleaner.models.wordlists.lexicon import english_lexicon
from cleaner.rulebook.packs import RuleSet

if TYPE_CHECKING:
    from cleaner.models.correction import Correction
    from cleaner.models.tokens import Token

RULE = "typos.speller.sure"
CAREFUL = -0.3  # nats of the error rate of a careful text: 180 words without an error
CONTEXT = 120  # code points on either side that may hold the tokens of the context
NEAR_CONTEXT, TOKENS = 40, 4  # code points that nearly always hold so many tokens, of which none farther off counts
LONGEST = 40  # letters; longer runs are no words
# A doubtful word: log-odds of the correction; nats of the masked model and of the error, together; both weighed together.
DOUBTFUL, FITTING, LESS_FITTING, FITS, DOUBTFUL_SUM, DOUBTFUL_CARE = 2.5, -11.0, 1.5, 0.5, 4.5, 2.0
# Log-odds (cleaner.models.correction) from which on a correction of the speller is made, in a text of which nothing is known.
LIKELY = 1.0
CARE = 1.0  # less asked of a likely correction for each nat by which the text has more errors than most, or more for fewer
CAREFULLY = 1.0  # still more for fewer: of 108 likely corrections outside of careless texts 45 were names, terms or foreign
CAPITAL = 1.5  # more asked of a word with a capital: it may be a name
EDGE = 2.0  # more asked where the error is a letter more at the beginning or end
SPOKEN = 4.0  # more asked of a likely correction that puts the g of -ing, where the text is careful: people speak so
SHORT_WORD, SHORT_LETTERS = 1.5, 6  # more asked of a likely correction of so short a word in a story or careful text: "cout"
QUOTED = 2.0  # more asked in a quotation: people speak as they speak
APOSTROPHES = ("'", "’", "‘")
CONFIRMED = 1.0  # less asked of a correction that the document uses elsewhere
ROUNDING = 1e-6  # nats by which the logarithm of a probability may be too large
KINDS = SPELLING | {Variety.VERSE}  # where people spell by the sound, the time or the metre
SHORTEST_HALF, KNOWN_WHOLE = 4, 4  # letters of the second half of a word with a space in it; size class of the whole
ENDINGS = frozenset((b"s", b"es", b"ed", b"d", b"ing", b"er"))
NAMED = re.compile(
    r"\b(?:called|named|(?:referred to|known) as|term|word|"
    r"command|function|method|class|option|flag|package|library|tools?|module|file|like|aka|user)"
    r"[ :]+[\"“‘'(]?\Z"
)
KEY = re.compile(r"^[\w-]+: \Z", re.MULTILINE)
DRAWN_OUT = re.compile(r"(.)\1\1")  # a sound, or a word with more letters on purpose
SAYS = re.compile(r" (?:says|said|asks|wrote)\b")  # someone of that name


IDENTIFIER = re.compile(r"[a-z]_[a-z]|\w\(\)|::|\b[a-z]+[A-Z][a-z]|\b[A-Z][a-z]+[A-Z][a-z]|\b_[a-z]")
SAMPLE, IDENTIFIER_EVERY = 20_000, 2_500.0  # code points that are looked at; in so many a text about programs has one


class Place(NamedTuple):
    """An unknown word where it stands; `plain` is it in lower case with a straight apostrophe, `uses` how often it stands."""

    start: int
    end: int
    plain: str
    uses: int


class Around(NamedTuple):
    """The tokens on both sides of a word, and those of them beside it that have no capital."""

    left: list[str]
    right: list[str]
    beside: list[str]


def around(text: str, start: int, end: int) -> Around:
    """What stands around `text[start:end]`, within CONTEXT code points; TOKENS on either side at least, if there are so many.

    >>> around("see Ann at teh old mill", 11, 14)
    Around(left=['see', 'ann', 'at'], right=['old', 'mill'], beside=['at', 'old'])
    """
    before, after = _tokens_before(text, start), _tokens_behind(text, end)
    beside = [token.text for token in before[-1:] + after[:1] if not text[token.start].isupper()]
    return Around([token.text for token in before], [token.text for token in after], beside)


def _tokens_before(text: str, start: int) -> list[Token]:
    """The first may be the end of a longer one, where more are found than are asked for."""
    from cleaner.models.tokens import tokens_of

    found = tokens_of(text, max(0, start - NEAR_CONTEXT), start)
    return found if len(found) > TOKENS or start <= NEAR_CONTEXT else tokens_of(text, max(0, start - CONTEXT), start)


def _tokens_behind(text: str, end: int) -> list[Token]:
    from cleaner.models.tokens import tokens_of

    size = len(text)
    found = tokens_of(text, end, min(size, end + NEAR_CONTEXT))
    return found if len(found) > TOKENS or end + NEAR_CONTEXT >= size else tokens_of(text, end, min(size, end + CONTEXT))


def screened(screens: Any) -> bool:
    """Whether an unknown word of a text that the kernel has read (`kernel/row.c`) may be corrected where the scan finds none near
    a common one. It is judged where it stands, but for what can only speak against a correction.
    """
    unknown = screens.unknown()
    if not unknown:
        return unknown is None
    text, rate = screens.text(), most_error_rate(screens)
    least, doubtful = least_likely(rate), DOUBTFUL if rate >= CAREFUL else math.inf
    for start, end, plain, beside in unknown:
        prospect = prospect_of(plain.encode("ascii")) if plain.isalpha() else math.inf
        if prospect == -math.inf:
            continue  # no word is one error away
        left, right = beside if beside[0] is not None else around(text, start, end)[:2]
        asked = least + CAPITAL * text[start].isupper()
        meant = _most_likely(plain, prospect, left, right, min(asked, doubtful))
        if meant is None:
            continue
        asked += doubts_of_likely(text, start, plain, meant.words[0], is_careful=rate < CAREFUL)
        confirmed = CONFIRMED * all(word in text.lower() for word in meant.words)
        if prospect == math.inf or meant.score + confirmed + ROUNDING >= min(asked, doubtful):
            return True
    return False


def _most_likely(plain: str, prospect: float, left: list[str], right: list[str], least: float) -> Correction | None:
    """The correction of a word, where it may have so many log-odds. `prospect`: the most that letters alone say for one."""
    from cleaner.models.correction import correct, most_odds
    from cleaner.models.spelling import spelling_model

    model, lexicon = spelling_model(), english_lexicon()
    if prospect < math.inf and most_odds(model, lexicon, plain, left, right, prospect) + CONFIRMED + ROUNDING < least:
        return None
    return correct(model, lexicon, plain, left, right)


def doubts_of_likely(text: str, start: int, plain: str, meant: str, *, is_careful: bool, is_story: bool = False) -> float:
    """How much more a likely correction asks for at a place: of a letter more at the beginning (`vtable`), of a short word in a
    story, in a quotation, and where an apostrophe stands for a letter that nobody speaks ("'ighest")."""
    prefixed = plain[1:] == meant and plain[0] != plain[1]
    return (
        EDGE * prefixed
        + SPOKEN * (meant == f"{plain}g" and is_careful)
        + SHORT_WORD * (len(plain) <= SHORT_LETTERS and (is_story or is_careful))
        + QUOTED * (in_quotation(text, start) + (text[start - 1 : start] in APOSTROPHES))
    )


def least_likely(rate: float) -> float:
    """The log-odds of a likely correction in a text with some rate of errors: more is asked where there are few."""
    return LIKELY - CARE * rate + CAREFULLY * max(0.0, -rate)


def correct_doubtful(document: Document, rules: RuleSet, place: Place) -> Iterator[Edit]:
    """The edit of a word that may be meant: a rare one, one of three letters or one that other texts use. The masked model must
    find the word that was meant likely as well, and the text must be short or have other errors.
    """
    from cleaner.models.correction import correct
    from cleaner.models.masked import masked_model
    from cleaner.models.spelling import spelling_model

    text, (start, end, plain, uses) = document.text, place
    if uses > 1 or in_quotation(text, start) or is_own(document, place):
        return
    if document.view(is_story) or document.view(error_rate) < CAREFUL or is_half(text, start, end):
        return
    left, right, _ = around(text, start, end)
    found = correct(spelling_model(), english_lexicon(), plain, left, right)
    if found is None or found.words[0] not in masked_model().fillers or len(found.words) > 1 or found.words[0] == plain:
        return
    if is_part_with_next(text, end, found.words[-1]) or is_among_strangers(left, right, [], frozenset()):
        return
    if not reads_english(document, start, end, own=1):
        return
    care = DOUBTFUL_CARE * max(0.0, -document.view(error_rate))
    most = found.score + FITS * (found.likely - FITTING)  # if the word were certain at the place
    if found.score < DOUBTFUL + care or most < DOUBTFUL_SUM + care - ROUNDING or varieties(document, start, end, KINDS):
        return  # nearly all; to ask for its probability among all words takes as long as all before
    least = max(FITTING - LESS_FITTING, FITTING + (DOUBTFUL_SUM + care - found.score) / FITS) - found.likely
    fits = masked_model().log_probability_from(text, start, end, found.words[0], least)
    sum_of = found.score + FITS * (fits + found.likely - FITTING)
    if found.score >= DOUBTFUL + care and fits + found.likely >= FITTING - LESS_FITTING and sum_of >= DOUBTFUL_SUM + care:
        reason = f"rarely a word; “{found.words[0]}” fits with log-odds {found.score:.1f}"
        edit = rules.edit(start, end, found.words[0], RULE, reason)
        yield edit._replace(safety="suggest") if is_old_form(document, plain, found.words[0]) else edit


def is_own(document: Document, place: Place) -> bool:
    """Whether the text names, defines or inflects the word, or breaks it."""
    text, (start, end, plain, _) = document.text, place
    if NAMED.search(text, max(0, start - LONGEST), start) or SAYS.match(text, end) or DRAWN_OUT.search(plain):
        return True
    if text[end : end + 1] == ":" and text[start - 1 : start] in ("", "\n"):
        return True  # "luxas: the plan is good"
    if KEY.search(text, max(0, start - LONGEST), start) and text[end : end + 1] in ("", "\n"):
        return True  # "author: descipher"
    if BROKEN.search(text, max(0, start - 3), start) or (text[start - 1 : start] == "(" and text[end : end + 1] == ")"):
        return True
    # "the sharder", "sharders": the document forms words of it
    return document.folded_words.holds(plain.encode("ascii"), ENDINGS)


def is_part_with_next(text: str, end: int, meant: str) -> bool:
    """Whether a correction is the first half of a word whose second half stands behind it."""
    after = AFTER.match(text, end, end + LONGEST)
    if after is None:
        return False
    behind = after.group(1)
    return behind.islower() and len(behind) >= SHORTEST_HALF and 0 < english_lexicon().size(meant + behind).lower <= KNOWN_WHOLE


def is_among_strangers(left: list[str], right: list[str], beside: list[str], unknown: frozenset[bytes]) -> bool:
    """Whether a word stands beside one that is unknown, no misspelling and no name, or near a word of a foreign phrase."""
    if not FOREIGN_WORDS.isdisjoint(left[-FOREIGN_REACH:] + right[:FOREIGN_REACH]):
        return True
    return any(token.encode("ascii", "replace") in unknown or (token.isalpha() and is_unknown(token)) for token in beside)


def is_edge(plain: str, meant: str) -> bool:
    """Whether a word is the meant one and a letter more at an edge, no doubled one: `mtime`."""
    doubled = plain[0] == plain[1] if plain[1:] == meant else plain[-1] == plain[-2]
    return len(plain) > len(meant) and meant in (plain[1:], plain[:-1]) and not doubled


def is_technical(document: Document) -> bool:
    """Whether a text is about programs: it has identifiers all over.

    >>> is_technical(Document("Call lsearch() and read_all, or openFile.")), is_technical(Document("Call me."))
    (True, False)
    """
    text = document.text[:SAMPLE]
    return len(IDENTIFIER.findall(text)) > len(text) / IDENTIFIER_EVERY
