"""Error candidates: single words that may be an error, whatever stands around them.

Two filters judge words by themselves: :mod:`~cleaner.filters.typos.misspellings` has lists of them, and
:mod:`~cleaner.filters.typos.spacing` looks for words that are two. What a word may be does not depend on the text, so a process
finds out once for each word, and nearly all words of a text are known to be nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from functools import cache, lru_cache
from itertools import chain
from mmap import mmap
from typing import NamedTuple

from cleaner.core.document import Document
from cleaner.core.resources import data_file, rules_folder
from cleaner.core.views.folding import WordBlock, places_in
from cleaner.filters._english import unlisted as told
from cleaner.filters._english.context.gate import may_be_english
from cleaner.filters._english.unlisted import may_be_suspect, unlisted
from cleaner.filters._english.word_parts import BEGINNINGS, ENDS, HEADS, LANGUAGES, SHORT_WORDS, TAILS
from cleaner.models.sequences import sequence_counts
from cleaner.models.wordlists.bloom import near_common, seen_elsewhere
from cleaner.models.wordlists.lexicon import UNKNOWN, english_lexicon
from cleaner.models.wordlists.sounding import sound_alikes
from cleaner.models.wordlists.wordfile import LONGEST_NEAR, MemoizedLookup, WordFile, WordFiles, open_wordfile

COMMON = 3  # size class of the words that come out: the commonest 50,000 forms
# Log-odds of the error alone before the sentence is asked, and in a quotation; 19 in 20 of the sure corrections say more.
PROMISING, PROMISING_QUOTED = 1.3, 2.4
# The same of doubtful words: a rare one of the list, one of three letters, one that other texts use.
PROMISING_RARE, PROMISING_SHORT, PROMISING_ELSEWHERE = 2.1, 3.5, 3.3
# What a prospect is compared with, and by how much the kernel's may differ by rounding.
LEAST, ROUNDING = (PROMISING, PROMISING_QUOTED, PROMISING_RARE, PROMISING_SHORT, PROMISING_ELSEWHERE), 1e-6
RARE = 6  # size class from which on a word is rare
SEEN, SEEN_SHORT = 30.0, 20.0  # how often a rare word, and one of three letters, may stand in 48 million tokens
OFTEN, OFTENER = 300.0, 20.0  # times that a word must stand, by itself and for each of a rare one with a letter more or less
SINGLE, DOUBLE = re.compile(rb"(?<=[a-z])([^aeiouyh])(?!\1)(?<!\1\1)"), re.compile(rb"([^aeiouyh])\1")
VOWEL = re.compile(rb"[aeiouy]")  # a word without one is an abbreviation
MEMO_WORDS = 5_000  # words that are remembered as promising or not
FIRSTS, LASTS = tuple(HEADS), tuple(TAILS)
SHORTEST = 3  # letters of the common word that is joined to a function word
SHORTEST_NEAR = 4  # letters of a word that may be misspelled
LONGEST_JOINED = 40  # letters of two words in one; longer runs are no words, and looking would take quadratic time


class ErrorCandidate(NamedTuple):
    """What a word may be.

    `listed`: in a list of misspellings; `shifted`: a word but for its first or last letter, or a piece of one that a space parts;
    `cut`: where it is two, or 0;
    `near`: no word, and one error from a common one or of its sound, or an ambiguous misspelling; `doubtful`: the same of a word
    of three letters, of one that other texts or languages use, and of a rare word of the list that is likely an error.
    """

    listed: bool
    shifted: bool
    cut: int
    near: bool = False
    doubtful: bool = False


class ErrorCandidates(NamedTuple):
    """The words of a document that may be an error: what each may be, and the offsets at which it stands, in order.

    Of words that are only `near` another the places are not looked for: most are names.
    """

    kinds: dict[bytes, ErrorCandidate]
    places: dict[bytes, list[int]]


def error_candidates(document: Document) -> ErrorCandidates:
    """The words of a document that may be an error, looked for once.

    >>> found = error_candidates(Document("the cat sat inthe hat, and teh dog was there"))
    >>> found.kinds[b"inthe"].cut, sorted(found.places.items())
    (2, [(b'inthe', [12]), (b'teh', [27])])
    """
    return document.view(_gathered)


def places_of_candidates(document: Document, words: Set[bytes]) -> Iterator[tuple[int, bytes]]:
    """Where words that may be an error stand: (offset, word), block by block of the document."""
    look = _in_block if may_be_english(document) else _listed_in_block
    for start, block in document.folded_words:
        yield from ((start + at, word) for at, word in places_in(block, words & block.view(look)[0].keys()))


def _gathered(document: Document) -> ErrorCandidates:
    """What each block of the document holds, put together. Of a text that is not English only what the lists have is wanted."""
    found = ErrorCandidates({}, {})
    look = _in_block if may_be_english(document) else _listed_in_block
    for start, block in document.folded_words:
        kinds, places = block.view(look)
        if kinds:
            found.kinds.update(kinds)
            for at, word in places:
                found.places.setdefault(word, []).append(start + at)
    return found


def _in_block(block: WordBlock) -> tuple[dict[bytes, ErrorCandidate], list[tuple[int, bytes]]]:
    """The suspects of a block, and where in it they stand."""
    kinds = _sieve().answers(block)
    placed = {word for word, kind in kinds.items() if kind.listed or kind.shifted or kind.cut}
    return kinds, sorted(places_in(block, placed)) if placed else []


def _listed_in_block(block: WordBlock) -> tuple[dict[bytes, ErrorCandidate], list[tuple[int, bytes]]]:
    """The words of a block that are in a list of misspellings, and where those with one correction stand."""
    kinds = _listed_sieve().answers(block)
    placed = {word for word, kind in kinds.items() if kind.listed}
    return kinds, sorted(places_in(block, placed)) if placed else []


def sieve_for(document: Document) -> MemoizedLookup[ErrorCandidate]:
    """What says of words of a document what they may be."""
    return _sieve() if may_be_english(document) else _listed_sieve()


@cache
def _listed_sieve() -> MemoizedLookup[ErrorCandidate]:
    return MemoizedLookup(_in_lists)


def _in_lists(letters: bytes) -> ErrorCandidate | None:
    listed = is_listed(letters)
    return ErrorCandidate(listed, False, 0) if listed or is_ambiguous(letters) else None


def is_listed(letters: bytes) -> bool:
    """Whether a word is in a list of misspellings of any language."""
    return _lists().hold(letters)


@cache
def _sieve() -> MemoizedLookup[ErrorCandidate]:
    return MemoizedLookup(suspect, may_be_suspect)


def what_it_may_be(letters: bytes) -> ErrorCandidate | None:
    """:func:`suspect` of a word, found out once."""
    return _sieve().answer(letters)


@cache
def _lists() -> WordFiles:
    return WordFiles([open_wordfile(data_file("typos", "misspellings") / f"{language}.tsv") for language in LANGUAGES])


@cache
def _several() -> WordFile:
    """Misspellings that may stand for more than one word."""
    return open_wordfile(data_file("typos", "misspellings", "en-several.tsv"))


def lists_of_misspellings() -> tuple[bytes | mmap, bytes | mmap]:
    """The lists of English misspellings with one correction, and of those that may stand for several words: sorted lines."""
    return _english_list().data, _several().data


def is_ambiguous(letters: bytes) -> bool:
    """Whether a word is a known misspelling of more than one word, or of one that is not certain."""
    return _several().find(letters) is not None


def correction_of(word: str) -> tuple[str, ...]:
    """The words that a known English misspelling should be; none for any other word.

    >>> correction_of("thats"), correction_of("alot"), correction_of("cat")
    (("that's",), ('a', 'lot'), ())
    """
    right = _english_list().find(word.encode("latin-1", "replace"))
    return tuple(right.decode("latin-1").split()) if right else ()


@cache
def _english_list() -> WordFile:
    return open_wordfile(data_file("typos", "misspellings", "en.tsv"))


def suspect(letters: bytes) -> ErrorCandidate | None:
    """What a word may be; None if it is nothing but itself.

    >>> suspect(b"gto").shifted, suspect(b"cat"), suspect(b"xyzzy")
    (True, None, None)
    >>> suspect(b"departmant").near, suspect(b"calender").doubtful
    (True, True)
    """
    known = unlisted()
    bits = None if known is None else known.suspect(letters)
    if bits is None:
        return suspect_in_lists(letters)
    return _as_told(letters, bits) if bits else None


def suspect_in_lists(letters: bytes) -> ErrorCandidate | None:
    """The same, looked up list by list."""
    listed = is_listed(letters)
    word = letters.decode("latin-1")
    size = english_lexicon().folded_size(letters) if len(word) >= SHORTEST and word.isalpha() else None
    if size != UNKNOWN:
        doubtful = not listed and size is not None and _is_rare_slip(letters, size.lower) and _is_told(letters)
        return ErrorCandidate(listed, False, 0, doubtful=doubtful) if listed or doubtful else None
    shifted = _is_common(letters[1:]) or (word[-1] != "s" and _is_common(letters[:-1])) or _is_piece(word)
    cut = joint(word)
    near = not listed and (_is_near(letters) or is_ambiguous(letters))
    doubtful = not listed and not near and _is_doubtful(letters)
    return ErrorCandidate(listed, shifted, cut, near, doubtful) if listed or shifted or cut or near or doubtful else None


def _as_told(letters: bytes, bits: int) -> ErrorCandidate | None:
    """The same of a word that the lexicon lacks, from what the kernel says."""
    near = bits & told.IS_NEAR > 0 or (bits & told.BY_SOUND > 0 and sound_alikes(letters.decode("ascii")) != ())
    doubtful = bits & told.IS_DOUBTFUL > 0 or (bits & told.BY_COUNT > 0 and _times(letters) < SEEN_SHORT)
    found = ErrorCandidate(bits & told.IS_LISTED > 0, bits & told.IS_SHIFTED > 0, bits >> told.CUT_AT, near, doubtful)
    return found if any(found) else None


def _is_piece(word: str) -> bool:
    """Whether a word that no list has lacks a beginning or an end of words, or is such an end.

    >>> [_is_piece(word) for word in ("portant", "beauti", "ment", "xyzzy")]
    [True, True, True, False]
    """
    if word in ENDS:
        return True
    return any(is_word(head + word) for head in BEGINNINGS) or any(is_word(word + end) for end in ENDS)


def _is_near(letters: bytes) -> bool:
    """Whether a word that no list has is one error from a common one, or sounds like one, and no other text uses it."""
    if not (SHORTEST_NEAR <= len(letters) <= LONGEST_JOINED and letters.isascii()):
        return False
    return letters not in seen_elsewhere() and (letters in near_common() or sound_alikes(letters.decode("ascii")) != ())


def _is_doubtful(letters: bytes) -> bool:
    """Whether a word that no list has, of three letters or one that other texts use, is one error from a common one."""
    if not (SHORTEST <= len(letters) <= LONGEST_JOINED and letters.isascii()):
        return False
    if letters.endswith(b"n") and f"{letters.decode('ascii')}'t" in english_lexicon():
        return False  # "isn't"
    if len(letters) < SHORTEST_NEAR:
        return VOWEL.search(letters) is not None and _times(letters) < SEEN_SHORT
    return letters in seen_elsewhere() and letters in near_common()


def _times(letters: bytes) -> float:
    """How often a word stands in the text that sequences were counted in."""
    word = letters.decode("ascii")
    return sequence_counts().count(word) if sequence_counts().knows(word) else 0.0


def _is_rare_slip(letters: bytes, size: int) -> bool:
    """Whether a word of the list that is rare in texts is one error from a common one, as "calender" is: one that is rare in
    dictionaries too, or the common one with a letter doubled or not, as "planing" is.
    """
    if not (SHORTEST_NEAR <= len(letters) <= LONGEST_JOINED and letters.isascii()) or letters not in near_common():
        return False
    return (size >= RARE or (size > 1 and _is_common_but_for_doubling(letters))) and _times(letters) < SEEN


def _is_common_but_for_doubling(letters: bytes) -> bool:
    """Whether a consonant twice instead of once, or once instead of twice, makes a common word of another.

    >>> [_is_common_but_for_doubling(word) for word in (b"planing", b"diner", b"coffin", b"lamp")]
    [True, True, False, False]
    """
    times = max(OFTEN, OFTENER * _times(letters))
    others = chain(
        (letters[: at.end()] + letters[at.start() :] for at in SINGLE.finditer(letters)),
        (letters[: at.start()] + letters[at.start() + 1 :] for at in DOUBLE.finditer(letters)),
    )
    return any(_is_common(other) and _times(other) >= times for other in others)


def _is_told(letters: bytes) -> bool:
    """Whether a rare word of the list is an ambiguous misspelling, or so likely an error that the sentence is asked."""
    return is_ambiguous(letters) or prospect_of(letters) >= PROMISING_RARE


def _is_common(letters: bytes) -> bool:
    """:func:`is_word` of folded letters."""
    if len(letters) < SHORTEST:
        return letters.decode("latin-1") in SHORT_WORDS
    return 0 < english_lexicon().folded_size(letters).lower <= COMMON


def is_word(word: str) -> bool:
    """Whether a word is a common one, or one of the short words that there are.

    >>> [is_word(word) for word in ("to", "hand", "ly", "zebu")]
    [True, True, False, False]
    """
    return word in SHORT_WORDS if len(word) < SHORTEST else 0 < english_lexicon().size(word).lower <= COMMON


def joint(word: str) -> int:
    """Where two common words are joined, one of them a function word; 0 if nowhere or at more than one place.

    >>> joint("inthe"), joint("potof"), joint("thesummer"), joint("outhouse"), joint("theodolite")
    (2, 3, 3, 0, 0)
    """
    if len(word) > LONGEST_JOINED or not (word.startswith(FIRSTS) or word.endswith(LASTS)):
        return 0
    cuts = set()
    for cut in range(2, len(word) - 1):
        first, second = word[:cut], word[cut:]
        if (first in HEADS and is_word(second)) or (second in TAILS and is_word(first)):
            cuts.add(cut)
    return cuts.pop() if len(cuts) == 1 else 0


@cache
def terms() -> frozenset[bytes]:
    """Words of computing, food and talk that the word list lacks: no errors."""
    return frozenset(rules_folder().joinpath("typos", "speller", "words.txt").read_bytes().split())


@lru_cache(MEMO_WORDS)
def prospect_of(word: bytes) -> float:
    """What the error alone says for a safe correction, as log-odds."""
    from cleaner.models.correction import ambiguous, kernel_prospect, prospect
    from cleaner.models.spelling import spelling_model

    letters = word.decode("ascii")
    if ambiguous(letters):
        return float("inf")
    told = kernel_prospect()
    if told is not None and len(word) < LONGEST_NEAR:
        found = told(word, tuple(heard.encode() for heard in sound_alikes(letters)))
        if all(abs(found - least) > ROUNDING for least in LEAST):
            return found
    return prospect(spelling_model(), english_lexicon(), letters)
