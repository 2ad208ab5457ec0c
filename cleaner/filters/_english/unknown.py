"""Unknown words: those that the English word list lacks, where they stand, and of how many a text may be full.

Start at :func:`unknown_words`; :func:`whole_word_at` is the word at one of their places.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from typing import NamedTuple

from cleaner.core.document import Document
from cleaner.core.kernel import kernel
from cleaner.core.views.folding import CLOSING, WordBlock, blocks, places, places_in, word_at
from cleaner.core.views.sections import words_for
from cleaner.filters._english.candidates import ErrorCandidate, ErrorCandidates, error_candidates, sieve_for, terms
from cleaner.filters._english.doubtful import Place
from cleaner.filters._english.judgement import listed_errors
from cleaner.filters._english.unlisted import may_be_suspect
from cleaner.filters.triggers import Trigger, listed, words_of
from cleaner.models.wordlists.lexicon import english_lexicon, english_words

MOST_UNKNOWN = 0.08  # share of the distinct words; above it the text is dialect, code or another language
ALWAYS_UNKNOWN = 4  # so many unknown words are all right in any text, however short
UNKNOWN_A_KNOWN = 2  # so many more for each misspelling that a list has: they are errors too
SHORTEST = 4  # letters of a word with one error
SHORTEST_OF_ALL = 3  # letters of a word whose place tells more than its letters
WORD = re.compile(r"(?<![^\s\"“‘'(\[—–])[^\W\d_]+(?:['’][^\W\d_]+)?(?=[\s,;:!?)\]\"”—–]|\.(?!\w)|\Z)(?!\s['’])")
VOWEL = re.compile(rb"[aeiouy]")  # a word without one is an abbreviation
LONGEST = 40  # letters; longer runs are no words
# A point after a short word may belong to an abbreviation, and what follows to a name.
SENTENCE_START = re.compile(r"(?:\A|(?<=\w{4})\.|[!?:\n])[\s\"“‘'(\[]*\Z")
CASED = bytes(code if chr(code).isascii() and chr(code).isalpha() else ord(" ") for code in range(256))


def unknown_words(document: Document, shortest: int = SHORTEST) -> frozenset[bytes]:
    """Words of a document of so many letters that may be misspelled; none if there are too many to be errors."""
    strange = document.view(_strange_words)
    strange = {word for word in strange if shortest <= len(word)} if shortest > SHORTEST_OF_ALL else strange
    if len(strange) > ALWAYS_UNKNOWN and are_too_many(document, len(small_words(document.text, strange))):
        return frozenset()
    return frozenset(strange)


def _strange_words(document: Document) -> Set[bytes]:
    """The unknown words of a document that may be misspelled, however many there are."""
    strange = frozenset[bytes]().union(*(block.view(_strange_in) for _, block in document.folded_words))
    return strange - terms() if strange else strange


def _strange_in(block: WordBlock) -> Set[bytes]:
    """The unknown words of a block that may be misspelled; a word that the lexicon lacks may be a suspect of any kind."""
    words = {word for word in may_be_suspect(block) if SHORTEST_OF_ALL <= len(word) <= LONGEST}
    words = {word for word in words if word.isalpha() and word.isascii() and VOWEL.search(word)}
    words -= english_words().among(words)
    return {word for word in words if not _is_contracted(word.decode("ascii"))}


def places_of_unknown(document: Document, words: Set[bytes]) -> Iterator[tuple[int, bytes]]:
    """Where some of :func:`unknown_words` stand: (offset, word), block by block of the document."""
    for start, block in document.folded_words:
        yield from ((start + at, word) for at, word in places_in(block, words & block.view(_strange_in)))


def are_too_many(document: Document, unknown: int) -> bool:
    """Whether a text has more unknown words in small letters than English may: it is dialect, code or in another language.

    Its distinct words are counted only as far as the answer needs.
    """
    if unknown <= ALWAYS_UNKNOWN or unknown <= UNKNOWN_A_KNOWN * document.view(listed_errors):
        return False
    words = set[bytes]()
    for _, block in document.folded_words:
        words |= block.distinct()
        if unknown <= MOST_UNKNOWN * len(words):
            return False
    return True


def small_words(text: str, words: Set[bytes]) -> Set[bytes]:
    """Those of some words (in small letters of ASCII) that stand in a text in small letters; other letters are blanks.

    >>> sorted(small_words("Teh adn, Adn étt", {b"teh", b"adn", b"tt"}))
    [b'adn', b'tt']
    """
    found: Set[bytes] | None = kernel().small_words(text, words) if kernel() is not None else None
    return words & _cased_words(text) if found is None else found


def _cased_words(text: str) -> set[bytes]:
    """The distinct words of a text in their own case."""
    seen: set[bytes] = set()
    for _, piece in blocks(text.encode("latin-1", "replace").translate(CASED)):
        seen.update(piece.split())
    return seen


def _is_contracted(word: str) -> bool:
    """`couldn`, which stands for itself in `couldn't` alone."""
    return word.endswith("n") and f"{word}'t" in english_lexicon()


def candidates_for(document: Document, trigger: Trigger) -> ErrorCandidates:
    """The words that may be an error, for a filter that waits for a trigger: those that the scan has found. Of a long text the
    places are those where they set it off, of a short one all.
    """
    starts = words_for(document, trigger)
    if starts is None:
        found = words_of(document, trigger)
        return error_candidates(document) if found is None else _found_by_scan(document, {word for _, word in found})
    sieve = sieve_for(document)
    candidates = ErrorCandidates({}, {})
    for start in starts:
        word = word_at(document.folded, start)
        kind = sieve.answer(word)
        if kind is not None:
            candidates.kinds[word] = kind
            candidates.places.setdefault(word, []).append(start)
    return candidates


def _found_by_scan(document: Document, words: Set[bytes]) -> ErrorCandidates:
    """Some words of a document that may be an error."""
    sieve = sieve_for(document)
    kinds = {word: kind for word in sorted(words) if (kind := sieve.answer(word)) is not None}
    return ErrorCandidates(kinds, {word: sorted(start for start, _ in places(document.folded, [word])) for word in kinds})


def listed_candidates(document: Document) -> ErrorCandidates:
    """Those that are in a list of misspellings."""
    return candidates_for(document, listed)


class Suspects(NamedTuple):
    """Words that may be an error, by why: one error from a common word, doubtful, unknown."""

    near: frozenset[bytes]
    doubtful: frozenset[bytes]
    unknown: frozenset[bytes]

    @staticmethod
    def of(kinds: Mapping[bytes, ErrorCandidate], unknown: frozenset[bytes]) -> Suspects:
        """Those of what words may be."""
        near = frozenset([word for word, suspect in kinds.items() if suspect.near])
        doubtful = frozenset([word for word, suspect in kinds.items() if suspect.doubtful])
        return Suspects(near - terms() if near else near, doubtful - terms() if doubtful else doubtful, unknown)


def starts_of(places: Iterable[tuple[int, bytes]]) -> dict[bytes, list[int]]:
    """The offsets at which each word stands, of words with their offsets.

    >>> starts_of([(0, b"teh"), (8, b"adn"), (12, b"teh")])
    {b'teh': [0, 12], b'adn': [8]}
    """
    found: dict[bytes, list[int]] = {}
    for start, word in places:
        found.setdefault(word, []).append(start)
    return found


def is_name(document: Document, starts: list[int]) -> bool:
    """Whether a word that stands several times has a capital at one of them."""
    return len(starts) > 1 and any(document.text[start].isupper() for start in starts)


def whole_word_at(document: Document, start: int, uses: int) -> Place | None:
    """The whole word at an offset, None if it is part of something else, or capitalised where it may be a name.

    It may yet be a piece of a word in which a space stands (:func:`cleaner.filters._english.spaces.is_half`).
    """
    text = document.text
    match = WORD.match(text, start)
    if match is None or (text[start - 1 : start] in CLOSING and text[start - 2 : start - 1].isalnum()):
        return None  # the "P"roblem
    if text[max(0, start - 2) : start] == "\\ ":
        return None  # reStructuredText: "**p**\\ aragraph"
    word = match.group()
    if word[0].isupper() and not SENTENCE_START.search(text, max(0, start - 20), start):
        return None
    if not word[1:].islower():
        return None
    plain = word.lower().replace("’", "'")
    if not plain.isascii() or ("'" in plain and plain in english_lexicon()):
        return None  # of "hasn't" the letters before the apostrophe are no word
    return Place(start, match.end(), plain, uses)
