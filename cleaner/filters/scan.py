"""The triggers of the built-in filters, found by the kernel in one pass over a text (`kernel/scan.c`).

The kernel knows nothing of words: what :func:`facts_of` says about those of the lexicon is shipped
(:mod:`cleaner.models.wordlists.wordindex`), and about any other word it asks when it meets it for the first time. So its answers
are made of what the filters themselves say about words. An answer is a number whose bits are those below; a bit that is not set
says that a filter that waits for it would propose nothing. Where it is set, the trigger itself may be asked as well.

Without the kernel (it is optional: a package that was installed without a compiler has none) every trigger is asked one by one;
what is proposed is the same.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache, reduce
from operator import or_
from typing import Any, cast

from cleaner.core.document import Document
from cleaner.core.kernel import kernel
from cleaner.core.views.folding import TABLE
from cleaner.core.views.languages import FUNCTION_WORDS, languages_of_words
from cleaner.core.views.sections import Phrases, Section, Sections, cut, with_margins
from cleaner.filters import stops, triggers, wording_scan
from cleaner.filters._english.phrase_scan import NEEDLES, PhraseScan, digest_of_tables, groups, mask, phrase_scan
from cleaner.filters._english.unlisted import unlisted
from cleaner.filters.boilerplate._evidence.signs import lines_of_page
from cleaner.filters.phrase_edges import edges
from cleaner.filters.triggers import Signs, Trigger
from cleaner.filters.word_facts import (
    ADVERB,
    ENGLISH,
    GROUP,
    IN_SMALL,
    LEFT,
    LISTED,
    NEAR,
    PIECE,
    PLACED,
    RIGHT,
    THE,
    UNJUDGED,
    VOTES,
)
from cleaner.models.wordlists.wordindex import digest, english_index

# Bits that the kernel finds by itself; the numbers are those of kernel/scanner.h.
NOT_PLAIN, ODD, PAGE, DOUBLED, TO_PAST, A, AN, PHRASE, PHRASE_LINE, OTHER_LANGUAGE = (1 << number for number in range(16, 26))
# What the kernel asks for first: edges of phrases beyond ASCII, counts of pairs, the masked model, the net for past forms.
BEYOND_ASCII, TO_COUNT, TO_WEIGH, TO_READ = -1, -2, -3, -4
JUDGED = 1 << 15  # asked beside OTHER_LANGUAGE, never set: whether a word of the other language may be an error
FIRST_STOP = 26  # number of the first bit of a kind of characters (:data:`cleaner.filters.stops.KINDS`)
FIRST_SIGN, LAST_SIGN = 34, 63  # numbers of the bits of strings
EXACT: Mapping[Trigger, int] = {triggers.beyond_plain: NOT_PLAIN, triggers.odd_characters: ODD}
TWO_SCRIPTS = 1 << FIRST_STOP + len(stops.KINDS)
STOPS: dict[Trigger, int] = {trigger: 1 << number for number, trigger in enumerate(stops.KINDS, FIRST_STOP)}
STOPS[triggers.two_scripts] = TWO_SCRIPTS
CODEC_PAIR, MOJIBAKE = STOPS[triggers.codec_pair_stops], STOPS[triggers.mojibake_stops]
# In plain text a page has labels, or the path to it, as well.
NARROWER: Mapping[Trigger, int] = {lines_of_page: PAGE, **STOPS}
MAYBE: Mapping[Trigger, int] = {
    triggers.never: 0,
    triggers.doubled_words: DOUBLED,
    triggers.listed: LISTED,
    triggers.near: NEAR,
    triggers.candidates_or_an: PLACED,  # and what stands behind "an" (kernel/apart.c)
    triggers.articles: A | AN,
    triggers.infinitives: TO_PAST,
    triggers.phrases: PHRASE,
    triggers.pieces_of_words: PIECE,
    triggers.pieces_or_codes: PIECE,  # and what `glyphs` says
    triggers.phrase_lines: PHRASE_LINE,
    triggers.in_other_languages: OTHER_LANGUAGE,
    triggers.doubtful_in_other_languages: OTHER_LANGUAGE | JUDGED,
    **wording_scan.masks({triggers.verb_forms: TO_PAST, triggers.unknown_words: NEAR}),
}
# Triggers that nothing but words by themselves set.
WORDS: Mapping[Trigger, int] = {triggers.listed: LISTED, triggers.near: NEAR}
# Bits that words set; what else the kernel finds it finds without looking at them.
OF_WORDS = LISTED | PLACED | NEAR | PIECE | DOUBLED | TO_PAST | A | AN | PHRASE | OTHER_LANGUAGE | wording_scan.OF_WORDINGS
ALL = wording_scan.OF_KERNEL | wording_scan.OF_WORDINGS
DIGIT = b"0"  # what folding makes of any digit


class Scan:
    """What the kernel is asked for a chain: the bits of its triggers.

    `exact` and `maybe` are the bits of triggers that a set bit answers, and of those that are then still to be asked.
    """

    def __init__(self, signs: Collection[Signs]) -> None:
        all_signs = dict.fromkeys([*signs, triggers.glyphs])
        numbered = {trigger: FIRST_SIGN + number for number, trigger in enumerate(all_signs)}
        self.exact: dict[Trigger, int] = {**EXACT, **NARROWER, **{trigger: 1 << number for trigger, number in numbered.items()}}
        self.maybe = {**MAYBE, triggers.pieces_or_codes: MAYBE[triggers.pieces_or_codes] | 1 << numbered[triggers.glyphs]}
        listed = [(sign, 0, number) for trigger, number in numbered.items() for sign in trigger.signs]
        listed += [(sign, trigger.end, number) for trigger, number in numbered.items() for sign in trigger.at_end]
        self._last: tuple[str, int, int | None] = ("", 0, 0)  # the last text, what was wanted of it, and its bits
        self._scanner = kernel().Scanner(listed, **_model(), classify=facts_of, judge=self._judged)
        rows = _rows_of_votes()[1]
        self._scanner.set_elsewhere([(word, rows[codes]) for word, codes in languages_of_words().items()], facts_elsewhere)
        self._scanner.set_edges(edges(beyond_ascii=False), False)
        index = english_index()
        if index.inputs.items() >= numbering().items():
            self._scanner.set_index(index.words, index.slots, index.numbers, index.facts, unlisted())

    def _judged(self, word: bytes) -> bool:
        """:func:`may_be_misspelled`; the kernel is told how to judge the words to come, for which models are opened."""
        judge = misspelled()
        if judge is not None:
            self._scanner.set_misspelled(judge)
        return may_be_misspelled(word)

    def bits(self, text: str, wanted: int = ALL) -> int | None:
        """The bits of what the text has, of those that are `wanted`; others may be set as well.

        None if its triggers must be asked one by one: long texts, surrogates, endless words. A pass for which no bit of words is
        wanted takes a text of any length, and a fifth of the time.
        """
        last, asked, found = self._last
        if last is text and asked == wanted:  # asked before, whether it is clean
            return found
        found = cast("int | None", self._found(text, wanted & wording_scan.OF_KERNEL))
        if found is not None:  # that a text is too long for words is told at once, and the answer without them stays
            wordings = wording_scan.wordings_in(text, found, wanted, MAYBE, is_english=not found & OTHER_LANGUAGE)
            found = (_narrowed(text, found, wanted) if found & NARROWED else found) | wordings
            self._last = text, wanted, found
        return found

    def phrase_lines(self, text: str) -> list[int] | None:
        """The numbers of the lines that may be phrases of web software, or rows of them; None if that is not known."""
        return cast("list[int] | None", self._scanner.phrase_lines(text))

    def _found(self, text: str, wanted: int, *is_english: bool) -> Any:
        """What the kernel says of a text, or of a section of one, when it has been given what it asks for first."""
        scan = self._scanner.scan
        found = scan(text, wanted, *is_english)
        if found == BEYOND_ASCII:
            self._scanner.set_edges(edges(beyond_ascii=True), True)
            self._scanner.set_stops(stops.TABLE.read())
            found = scan(text, wanted, *is_english)
        if found == TO_COUNT:
            cast(PhraseScan, phrase_scan()).count()
            found = scan(text, wanted, *is_english)
        if found == TO_WEIGH:
            cast(PhraseScan, phrase_scan()).weigh()
            found = scan(text, wanted, *is_english)
        if found == TO_READ:
            self._scanner.set_to_past(*past_forms())
            found = scan(text, wanted, *is_english)
        return found

    def words_of(self, text: str, trigger: Trigger) -> list[tuple[int, bytes]] | None:
        """The words that may be what a trigger waits for, where they stand, of the text that was scanned last: (offset, word).

        None if that is not known: another text was scanned meanwhile, or it is not English.
        """
        return cast("list[tuple[int, bytes]] | None", self._scanner.words_of(text, WORDS[trigger])) if trigger in WORDS else None

    def sections(self, document: Document, masks: Mapping[Trigger, int]) -> Sections:
        """The sections of a long text, of which those are read that are not yet. `masks`: the triggers that are asked about."""
        is_english = document.language in ("en", "")
        sections = document.sections
        if sections is None or sections.is_english != is_english:
            sections = Sections([], [(0, len(document.text))], len(document.text), masks, is_english=is_english)
        if sections.unread:
            wanted = reduce(or_, masks.values()) & OF_WORDS
            read = [
                self._section(document.text, *span, wanted, is_english=is_english)
                for unread in sections.unread
                for span in cut(document.text, *unread)
            ]
            sections = Sections(sorted([*sections.sections, *read]), [], sections.size, masks, is_english=is_english)
        document.sections = sections
        return sections

    def _section(self, text: str, start: int, end: int, wanted: int, *, is_english: bool) -> Section:
        """A section with what stands in it; all may stand in one that the kernel cannot read."""
        low, high = with_margins(text, start, end)
        piece = text[low:high]
        read = self._found(piece, wanted, is_english)
        if read is None:
            return Section(start, end, ALL, None, None)
        bits, hits = read
        phrases: Phrases | None = ()
        if bits & PHRASE:
            known = cast(PhraseScan, phrase_scan()).known(piece) if phrase_scan() is not None else None
            shift = start - low
            phrases = None
            if known is not None:
                phrases = tuple((at - shift, number, which) for at, number, which in known if start <= at + low < end)
        words = tuple((at + low - start, which) for at, which in hits if start <= at + low < end)
        return Section(start, end, bits, words, phrases)


NARROWED = OTHER_LANGUAGE | CODEC_PAIR | MOJIBAKE | TWO_SCRIPTS


def _narrowed(text: str, found: int, wanted: int) -> int:
    """What was found, without what its characters and its language promise and a look at the text does not keep."""
    if found & (CODEC_PAIR | TWO_SCRIPTS):
        from cleaner.filters.encoding._neighbours import may_be_suspect

        found = found | CODEC_PAIR if may_be_suspect(text) else found & ~CODEC_PAIR
    if found & MOJIBAKE:
        from cleaner.filters.encoding._mojibake.classes import may_be_bad

        found = found if may_be_bad(text) else found & ~MOJIBAKE
    if found & OTHER_LANGUAGE and wanted & JUDGED:
        from cleaner.filters._languages.word_scan import may_be_doubtful

        if not may_be_doubtful(text):
            found &= ~OTHER_LANGUAGE
    return found


@cache
def scan_for(signs: tuple[Signs, ...]) -> Scan | None:
    """The scan for a chain, shared by all that have the same signs; None if there is no kernel, or they are too many for it."""
    if kernel() is None or len(signs) > LAST_SIGN - FIRST_SIGN:
        return None
    return None if any(0x80 <= sign[0] < 0xC0 for trigger in signs for sign in trigger.signs if sign) else Scan(signs)


# ---- what is said about words ---------------------------------------------------------------------------------------------


def facts_of(word: bytes) -> int:
    """What the kernel must know about a word of a folded text, as one number.

    >>> facts_of(b"teh") & LISTED > 0, facts_of(b"an") >> LEFT & 7, facts_of(b"cat") & (LISTED | PLACED | NEAR | PIECE)
    (True, 4, 0)
    """
    from cleaner.filters._english.candidates import what_it_may_be
    from cleaner.filters._english.grammar.verbs import is_adverb
    from cleaner.filters._english.ligatures import as_piece
    from cleaner.filters._languages.stretches import is_english

    if DIGIT in word or b"_" in word:  # no word: only the articles before it are looked at
        return _right(word) << RIGHT
    facts = int(word == b"the") << THE | int(is_english(word)) << ENGLISH | _LEFT.get(word, 0) << LEFT | _right(word) << RIGHT
    found = what_it_may_be(word)
    if found is not None:
        placed = bool(found.listed or found.shifted or found.cut)
        facts |= LISTED * found.listed | PLACED * placed << IN_SMALL | int(found.near or found.doubtful) << UNJUDGED
    facts |= PIECE * (as_piece(word) is not None) | is_adverb(word) << ADVERB
    return facts | groups().get(word, 0) << GROUP | _rows_of_votes()[1].get(languages_of_words().get(word, ()), 0) << VOTES


def facts_elsewhere(word: bytes) -> int:
    """The same in a text that is certainly not English, about which few filters are asked.

    >>> facts_elsewhere(b"teh") & LISTED, facts_elsewhere(b"departmant"), facts_elsewhere(b"speci") & PIECE > 0
    (1, 0, True)
    """
    from cleaner.filters._english.candidates import is_listed
    from cleaner.filters._english.ligatures import piece_of

    if DIGIT in word or b"_" in word:
        return 0
    return LISTED * is_listed(word) | PIECE * (piece_of(word) is not None)


def judged(word: bytes) -> int:
    """The same of a word one error from a common one that stands in small letters, where that is judged: names are no errors.

    >>> judged(b"departmant") >> IN_SMALL & NEAR > 0, facts_of(b"departmant") >> UNJUDGED, judged(b"departmant") >> UNJUDGED
    (True, 1, 0)
    """
    return facts_of(word) & ~(1 << UNJUDGED) | NEAR * may_be_misspelled(word) << IN_SMALL


def may_be_misspelled(word: bytes) -> bool:
    """Whether a word is one error from a common one, and that is likely enough for the sentence to be asked.

    >>> [may_be_misspelled(word) for word in (b"departmant", b"calender", b"cat", b"xyzzy")]
    [True, True, False, False]
    """
    from cleaner.filters._english.candidates import terms, what_it_may_be
    from cleaner.filters._english.promising import is_promising

    found = what_it_may_be(word)
    return found is not None and (found.near or found.doubtful) and word not in terms() and is_promising(word)


def past_forms() -> tuple[Any, float, float]:
    """The net that tells whether a `to` and a past form may be an error, and the limits of :func:`may_be_error`."""
    from cleaner.filters._english.grammar.tense import LEAST_BASE, LEAST_ERROR
    from cleaner.models.error_detector import to_past_detector

    return to_past_detector().to_past_net, LEAST_ERROR, LEAST_BASE


def misspelled() -> Any:
    """What says :func:`may_be_misspelled` of nearly all words that the lexicon lacks; None if there is no such thing."""
    from cleaner.filters._english.promising import misspelled_in_kernel

    return misspelled_in_kernel()


def shipped(word: bytes) -> int:
    """What is shipped about a word of the lexicon: those that may be misspelled are judged already.

    >>> shipped(b"calender") >> IN_SMALL & NEAR > 0, shipped(b"cat") >> UNJUDGED
    (True, 0)
    """
    facts = facts_of(word)
    found = judged(word) if facts >> UNJUDGED & 1 else facts
    return found if found >> IN_SMALL & NEAR else facts


_LEFT = {b"to": 1, b"a": 2, b"an": 4}


def _right(word: bytes) -> int:
    """Behind which of `to`, `a` and `an` a word is looked at."""
    from cleaner.filters._english.grammar.sounds import may_sound
    from cleaner.filters._english.grammar.verbs import base_of_past, may_be_past

    past = may_be_past(word) and base_of_past(word.decode("latin-1")) != ""
    return past | may_sound(word, "a") << 1 | (may_sound(word, "an") or word[:1] in (b"d", b"y")) << 2


# ---- languages, tables ---------------------------------------------------------------------------------------------------


def numbering() -> dict[str, str]:
    """Digests of what numbers needles, groups and rows of votes; an index of words with other numbers is not used."""
    votes = [[list(shares) for shares in _rows_of_votes()[0]], sorted(languages_of_words().items())]
    return {NEEDLES: digest_of_tables(), "votes": digest(repr(votes).encode())}


@cache
def _rows_of_votes() -> tuple[list[list[float]], dict[tuple[str, ...], int]]:
    """How a word votes for each language, a row for each set of languages; and the numbers of the rows."""
    codes = list(FUNCTION_WORDS)
    sets = dict.fromkeys(languages_of_words().values())
    rows = [[1 / len(chosen) if code in chosen else 0.0 for code in codes] for chosen in sets]
    return [[0.0] * len(codes), *rows], {chosen: number for number, chosen in enumerate(sets, 1)}


def _model() -> dict[str, Any]:
    """The tables of the kernel."""
    from cleaner.filters.boilerplate._evidence.sketches import KEPT
    from cleaner.models.languages.vocabulary import LANGUAGES

    phrases = phrase_scan()
    judged = mask(code in LANGUAGES for code in FUNCTION_WORDS)
    tables = {"votes": _rows_of_votes()[0], "judged": judged, "fold": TABLE, "sketch": KEPT}
    return {**tables, "phrases": phrases.for_kernel if phrases is not None else None}
