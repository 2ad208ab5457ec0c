"""Ligatures of Latin letters and the words that they belong to: what the filters of split and of lost ligatures share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from cleaner.core.document import Document
from cleaner.core.views.folding import WordBlock, is_amidst_letters, places_in, word_at
from cleaner.core.views.sections import words_for
from cleaner.filters._english.spaces import tokens_around
from cleaner.filters._english.unlisted import may_be_piece, pieces
from cleaner.filters._english.word_parts import LIGATURES, OTHER_LIGATURES, SHORT_WORDS
from cleaner.filters.triggers import pieces_of_words
from cleaner.models.wordlists.lexicon import english_lexicon
from cleaner.models.wordlists.wordfile import MemoizedLookup

GLYPHS = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"}
COMMON = 5  # size class of the words that repairs make
KNOWN = 6  # size class of words that stand for themselves: those of a desk dictionary
SHORTEST = 3  # letters of a word that the lexicon is asked about; it knows all letters of the alphabet


def letters_of(piece: str) -> str:
    """A piece with its typographic ligatures as letters.

    >>> letters_of("o"), letters_of("diﬀer")
    ('o', 'differ')
    """
    return piece if piece.isascii() else "".join([GLYPHS.get(char, char) for char in piece])


def size(word: str) -> int:
    """Size class of a word as it is written here, 0 if it is none: a name is known with a capital only."""
    found = english_lexicon().size(word)
    return found.lower if word.islower() else found.best


def is_word(piece: str) -> bool:
    """Whether a piece may stand by itself.

    >>> [is_word(piece) for piece in ("speci", "cation", "a", "o", "rst")]
    [False, True, True, False, False]
    """
    return piece.lower() in SHORT_WORDS if len(piece) < SHORTEST else 0 < size(piece) <= KNOWN


def completed(before: str, after: str, most: int) -> Iterator[str]:
    """Words up to a size class that a ligature makes between two pieces, either of which may be empty.

    >>> list(completed("speci", "cation", 5)), list(completed("", "ndings", 5)), list(completed("o", "", 5))
    (['specification'], ['findings'], ['off'])
    """
    for ligature in LIGATURES:
        word = before + ligature + after
        if len(word) >= SHORTEST and 0 < size(word) <= most:
            yield word


class Piece(NamedTuple):
    """A word of the text that is none of English but may be part of one.

    It stands `before` or `after` a ligature inside of common words; with one at its `edge` it is such a word itself.
    """

    letters: str
    before: bool
    after: bool
    edge: bool


def roles_of(letters: bytes) -> bytes:
    """What a run of letters (in lower case) is to a ligature of common words: any of b(efore), a(fter), e(dge).

    >>> roles_of(b"speci"), roles_of(b"ndings"), roles_of(b"the")
    (b'b', b'ae', b'')
    """
    return pieces().find(letters) or b""


def pieces_of(document: Document) -> list[tuple[int, Piece]]:
    """The pieces of a document and where they stand, in order: a view that the filters of ligatures share. Of a long text those
    in sections where one stands beside what it may belong to.
    """
    return document.view(_gathered)


def all_pieces_of(document: Document) -> list[tuple[int, Piece]]:
    """All pieces of a document."""
    return pieces_of(document) if words_for(document, pieces_of_words) is None else document.view(_all)


def _gathered(document: Document) -> list[tuple[int, Piece]]:
    places = words_for(document, pieces_of_words)
    if places is None:
        return _all(document)
    found = [(at, piece) for at in places if (piece := as_piece(word_at(document.folded, at))) is not None]
    return _whole(document.text, found)


def _all(document: Document) -> list[tuple[int, Piece]]:
    found = [(start + at, piece) for start, block in document.folded_words for at, piece in block.view(_in_block)]
    return _whole(document.text, found)


def _whole(text: str, found: list[tuple[int, Piece]]) -> list[tuple[int, Piece]]:
    """Those that no accent and no letter beyond Latin-1 parts from the rest of their word: "keşfi"."""
    return [(at, piece) for at, piece in found if not _is_parted(text, at, at + len(piece.letters))]


def _is_parted(text: str, start: int, end: int) -> bool:
    beside = text[max(0, start - 1) : start], text[end : end + 1]
    return any(map(str.isalnum, beside)) or is_amidst_letters(text, start, end)


def _in_block(block: WordBlock) -> list[tuple[int, Piece]]:
    pieces = _sieve().answers(block)
    return sorted((at, pieces[word]) for at, word in places_in(block, pieces.keys())) if pieces else []


@cache
def _sieve() -> MemoizedLookup[Piece]:
    return MemoizedLookup(piece_of, may_be_piece)


def as_piece(letters: bytes) -> Piece | None:
    """:func:`piece_of` a word, found out once."""
    return _sieve().answer(letters)


def has_edge(piece: str) -> bool:
    """Whether a piece begins or ends with a ligature."""
    return piece.startswith(LIGATURES) or piece.endswith(LIGATURES)


def piece_of(letters: bytes) -> Piece | None:
    """What may be made of a word of the text that is none of English."""
    word = letters.decode("latin-1")
    is_ligature = word in LIGATURES or word in OTHER_LIGATURES
    if len(word) < SHORTEST and not is_ligature:
        return None
    roles = roles_of(letters)
    if not (roles or is_ligature or word.startswith(LIGATURES) or word.endswith(LIGATURES)) or (
        is_word(word) and not is_ligature
    ):
        return None
    return Piece(word, b"b" in roles, b"a" in roles, b"e" in roles)


def likelihood(text: str, start: int, end: int, words: Sequence[str]) -> float:
    """Log-probability (nats) of words in place of `text[start:end]`."""
    from cleaner.models.ngrams import ngram_model

    left, right = tokens_around(text, start, end)
    return ngram_model().score(left, [word.lower() for word in words], right)
