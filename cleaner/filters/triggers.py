"""Triggers: what a document must have for a filter to find anything, asked before the filter is imported.

Three kinds, from the cheapest. :class:`Signs` are strings; those of all filters of a chain are looked for in one scan.
:class:`Glance` is a look at the document as a whole. Both are asked before a chain begins (:mod:`cleaner.pipeline.asked`).
Any other function of the document is asked when the filter's turn comes, and may use what filters before have computed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any, cast

from cleaner.core.document import Document
from cleaner.core.lazy import lazy

Trigger = Callable[[Document], object]  # true or not


class Glance:
    """A trigger that costs less than a call of the filter, for text without it.

    >>> Glance(lambda document: document.text.isupper())(Document("LOUD"))
    True
    """

    def __init__(self, look: Trigger) -> None:
        self.look = look

    def __call__(self, document: Document) -> object:
        return self.look(document)


class Signs:
    """A trigger: any of some strings stands in the text; given as bytes, in its UTF-8. Those `at_end` count in the last
    `end` code points.

    >>> Signs("&", b"\\xed")(Document("a & b")), Signs("&")(Document("a"))
    (True, False)
    """

    def __init__(self, *signs: str | bytes, at_end: Sequence[str] = (), end: int = 0) -> None:
        self.signs = tuple(sign.encode() if isinstance(sign, str) else sign for sign in signs)
        self.at_end = tuple(sign.encode() for sign in at_end)
        self.end = end

    def __call__(self, document: Document) -> bool:
        return any(sign in document.utf8 for sign in self.signs) or self.ends(document)

    def ends(self, document: Document) -> bool:
        """Whether the end of the text has a sign that counts there."""
        if not self.at_end:
            return False
        tail = document.text[-self.end :].encode("utf-8", "surrogatepass")
        return any(sign in tail for sign in self.at_end)


class View:
    """A view of the document that a module of filters makes; the module is imported when it is first asked for.

    >>> View("_english.triggers", "cues")(Document("an book")).an
    [0]
    """

    def __init__(self, module: str, name: str) -> None:
        self.module, self.name = module, name

    @lazy
    def _function(self) -> Callable[[Document], Any]:
        return cast(Callable[[Document], Any], getattr(import_module(f"cleaner.filters.{self.module}"), self.name))

    def __call__(self, document: Document) -> Any:
        return self._function(document)


class Wordings:
    """A trigger: a wording of the text that a filter finds likelier than what is written. Of a text that the kernel reads
    `screened` of a module of filters says it, given the tokens in the kernel (`kernel/row.c`); any other text of more than one
    character may have one.

    >>> Wordings("typos.elongations")(Document("It was good."))
    True
    """

    def __init__(self, module: str) -> None:
        self.module = module

    @lazy
    def screened(self) -> Callable[[Any], object]:
        """The function of the module: true for tokens of which the filter must be asked."""
        return cast(Callable[[Any], object], import_module(f"cleaner.filters.{self.module}").screened)

    def __call__(self, document: Document) -> bool:
        return words(document)


_cues = View("_english.triggers", "cues")
_error_candidates = View("_english.candidates", "error_candidates")
_pieces_of_words = View("_english.ligatures", "pieces_of")
_allowed_phrases = View("_english.phrases", "allowed")


def never(document: Document) -> bool:
    """Nothing: for filters that have no rules but those of users' packs."""
    return False


beyond_plain = Glance(lambda document: not document.is_plain)  # beyond ASCII and the usual quotation marks, dashes, ellipses
# The same; the kernel knows more exactly which characters each of these filters waits for (:mod:`cleaner.filters.stops`).
(
    mojibake_stops,
    codec_pair_stops,
    apostrophe_stops,
    spacing_accents,
    arabic_forms,
    apart_letters,
    accented_letters,
    two_scripts,
) = (Glance(beyond_plain.look) for _ in range(8))
odd_characters = Glance(lambda document: document.odd_characters)  # controls, invisible characters, ligatures
ampersand = Signs("&")  # what begins a character reference
surrogates = Signs("&#", b"\xed")  # surrogates, or numeric references that may stand for them
equals_sign = Signs("=")  # what begins an escape of quoted-printable
backslash = Signs("\\")  # what begins an escape of programming languages
form_feed = Signs("\f")  # the end of a page
wide_gap = Signs("   ")  # what parts columns
# Ligatures, and how extractors and fonts of TeX write them: GLYPHS and CODES of `characters.split-ligatures`.
APART_LIGATURES = (" ff", " fi ", " fl ")  # which other languages have apart as well: SIGNS of `_languages.ligatures`
glyphs = Signs("(cid:", *"\x0b\x0e\x0f\x1b\x1c\x1d\x1e\x1f", *"\ufb00\ufb01\ufb02\ufb03\ufb04")
# A hyphen at the end of a line, or what programs write for one.
hyphen_at_line_end = Signs("-\n", "-\r", "- \n", "-\f", "\u2010", "\x02", "\ufffe")


def doubled_words(document: Document) -> object:
    """A word that stands twice in a row."""
    return document.doubles


def words(document: Document) -> bool:
    """More than one character: no word or phrase that is repaired has less, but for signs of Chinese and Japanese."""
    return len(document.text) > 2 or len(document.text.strip()) > 1 or not document.text.isascii()


def phrase_lines(document: Document) -> bool:
    """A line that may be a phrase of web software: its sketch begins or ends like one (:mod:`cleaner.filters.scan`)."""
    return words(document)


def listed(document: Document) -> bool:
    """A word in a list of misspellings."""
    return words(document) and any(kind.listed for kind in _error_candidates(document).kinds.values())


def near(document: Document) -> bool:
    """A word that no list has, one error from a common one."""
    return words(document) and any(kind.near or kind.doubtful for kind in _error_candidates(document).kinds.values())


def words_of(document: Document, trigger: Trigger) -> list[tuple[int, bytes]] | None:
    """The words that may be what a trigger waits for, as (offset, folded word), if the scan has just told them; else None."""
    return None if document.scan is None else document.scan.words_of(document.text, trigger)


def candidates_or_an(document: Document) -> object:
    """A word that may be an error, or `an` before a consonant."""
    return words(document) and (_error_candidates(document).places or _cues(document).an)


def articles(document: Document) -> object:
    """An article before a letter that asks for the other one."""
    return words(document) and (_cues(document).a or _cues(document).an)


def infinitives(document: Document) -> object:
    """The word `to`."""
    return words(document) and _cues(document).to


def phrases(document: Document) -> object:
    """Words of the table of confusions between others that allow them."""
    return words(document) and _allowed_phrases(document)


def pieces_of_words(document: Document) -> object:
    """A word that may be part of one with a ligature, in a text that may be English."""
    return words(document) and document.language in ("en", "") and _pieces_of_words(document)


def pieces_or_codes(document: Document) -> object:
    """A word that may be part of one with a ligature, a ligature, or the code of a glyph."""
    if glyphs(document) or pieces_of_words(document):
        return True
    return any(sign in document.text for sign in APART_LIGATURES) and _pieces_of_words(document)


lost_apostrophes = Wordings("typos.possessives")
parted_words = Wordings("typos.compounds")
other_letters = Wordings("typos.real_words")
function_words = Wordings("typos.function_words")
taken_words = Wordings("typos.ranker")
verb_forms = Wordings("_english.grammar.agreement")
drawn_out = Wordings("typos.elongations")
unknown_words = Wordings("_english.doubtful")
distant_words = Wordings("typos.distant")


def in_other_languages(document: Document) -> bool:
    """Anything but plain English; that is told by one word, for to tell the language takes longer."""
    if document.is_plain and not words(document):
        return False
    return not document.is_plain or (b"the" not in document.folded_words and document.language != "en")


def doubtful_in_other_languages(document: Document) -> bool:
    """The same, and a word there may be an error, or grammar may not allow one; only :mod:`cleaner.filters.scan` tells that."""
    return in_other_languages(document)
