"""One pass over the words of a text in a language that has a vocabulary: which may be an error of any kind that is looked for.

What a word may be depends on it alone (:func:`facts_of`), but for a few characters beside it, so the kernel remembers it
(`kernel/languages.c`), and a text without doubtful words costs that pass. Without the kernel :func:`_scanned` does the same.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any

from cleaner.core.document import Document
from cleaner.core.kernel import kernel
from cleaner.core.mapped import mapped
from cleaner.core.resources import data_file
from cleaner.core.views.folding import GLUE
from cleaner.filters._languages import accents, doubled, grammar, listed, marks
from cleaner.filters._languages.stretches import NOUNS, stretches
from cleaner.filters._languages.words import ACCENT, DOUBLED, KNOWN, LISTED, SIGN, SMALL, TAKEN, UNKNOWN, WORD, Words
from cleaner.models.languages.close_words import close_words
from cleaner.models.languages.near_words import candidates, pairs_of_accents, spellings_of
from cleaner.models.languages.vocabulary import LANGUAGES, vocabulary

SHORTEST, LONGEST = 3, 40  # letters of a word that is judged
LONGEST_SEEN = 64  # letters of a word that is looked up at all
LONGEST_DOUBLED = 12
DOUBTFUL = LISTED | TAKEN | ACCENT | DOUBLED | UNKNOWN | SIGN
ELIDED = SIGN  # of a word by itself: its vowel may be elided
BEGINS, GOES_ON = 2048, 4096  # the same: a listed phrase of several words begins with it; it is the second word of one
BEGINS_JOINED, JOINED = 8192, 16384  # the same where a hyphen or an apostrophe joins the first two
JOINTS, APOSTROPHES = "-'’", "'’"
PENDING = 256  # the same: the kernel is to ask whether its accents are missing, though the vocabulary may know it
MEMO_WORDS = 40_000
MEMO_PARTS, LONG = 8, 20_000  # parts of texts whose words are remembered; code points of a text of which none is
DIGRAPHS = ("ae", "oe", "ue")
IRREGULAR = 0xFFFF_FFFF  # for a small letter that is more than one, or depends on the letters beside it
FINAL = "\u03a3"  # the one that depends on them
MARKED = ("es",)  # languages whose questions may lack a mark though no word is doubtful
BLOCK = 256  # code points of a block


def words_of(text: str, language: str, start: int, end: int, *, rare: bool = False) -> Words | None:
    """The words of a part of a text in a language; None if none may be an error, by itself or by a pattern of grammar.

    `rare`: rare words may be meant as well.

    >>> words = words_of("Die Regirung hat es mit mit uns beschlossen.", "de", 0, 44)
    >>> [words.word(number) for number in words.doubtful]
    ['Regirung', 'mit']
    """
    return (_words_of if len(text) > LONG else _remembered)(text, language, start, end, rare=rare)


def _words_of(text: str, language: str, start: int, end: int, *, rare: bool) -> Words | None:
    """The same; nothing is remembered."""
    scanner = _scanner(language, rare)
    if scanner is None:
        return _scanned(text, language, start, end, rare=rare)
    found = scanner.scan(text if end - start == len(text) else text[start:end])
    if found is None:
        return None
    spans, bits, doubtful, signs = found
    return Words(text, start, end, memoryview(spans).cast("I"), bits, doubtful, signs)


@lru_cache(MEMO_PARTS)
def _remembered(text: str, language: str, start: int, end: int, *, rare: bool) -> Words | None:
    """The same of a short text, about which the filter asks after :func:`may_be_doubtful` has asked."""
    return _words_of(text, language, start, end, rare=rare)


def may_be_doubtful(text: str) -> bool:
    """Whether a part of a text is in a language with a vocabulary and has a word that may be an error, or a pattern of grammar:
    without unsafe edits and settings nothing is proposed where it has not.

    >>> may_be_doubtful("Die Regierung hat es heute in Berlin beschlossen."), may_be_doubtful("Die Regirung hat es beschlossen.")
    (False, True)
    """
    parts = stretches(Document(text), LANGUAGES)
    return any(part.language in MARKED or words_of(text, *part) is not None for part in parts)


def leave(word: str, language: str, *, rare: bool) -> None:
    """Note that nothing is near an unknown word in small letters, so that it need not be looked at again."""
    left = _left(language, rare)
    if len(left) < MEMO_WORDS:
        left.add(word)
        _remembered.cache_clear()
    scanner = _scanner(language, rare)
    if scanner is not None:
        scanner.leave(word)


@cache
def _left(language: str, rare: bool) -> set[str]:
    """The words noted. What is proposed does not depend on them."""
    return set()


def _scanned(text: str, language: str, start: int, end: int, *, rare: bool) -> Words | None:
    """The same without the kernel."""
    spans, bits = array("I"), bytearray()
    last, last_end, last_facts = "", start, 0
    for match in WORD.finditer(text, start, end):
        written = match.group()
        small = written.lower() if len(written) <= LONGEST_SEEN else ""
        facts = facts_of(language, small) if small else 0
        behind = text[match.end() : min(end, match.end() + 1)]
        bits.append(_bits(language, written, facts, behind))
        if _is_in_phrase(last_facts, facts, text[last_end : match.start()]):
            bits[-2] |= LISTED
        last_facts = facts
        is_regular = len(small) == len(written) and FINAL not in written
        if bits[-1] & UNKNOWN:
            before = text[max(start, match.start() - 2) : match.start()]
            may_stand = written.islower() or language in NOUNS or _may_begin(before, behind)
            if (
                not may_stand
                or _is_part(before, behind)
                or small in _left(language, rare)
                or (is_regular and not rare and not _has_near(language, small))
            ):
                bits[-1] &= ~UNKNOWN
        if not is_regular:
            small = ""  # no letters to compare
        doubles = facts & DOUBLED and small and small == last and len(small) <= LONGEST_DOUBLED
        if doubles and text[last_end : match.start()] in (" ", "\n"):
            bits[-2] |= DOUBLED
        spans.extend((match.start() - start, match.end() - start))
        last, last_end = small, match.end()
    doubtful = [number for number, bit in enumerate(bits) if bit & DOUBTFUL]
    signs = grammar.signs_in(text[start:end], language)
    may_have = any(asked & signs == asked for asked in grammar.asked_signs(language))
    return Words(text, start, end, spans, bytes(bits), doubtful, signs) if doubtful or may_have else None


def _may_begin(before: str, behind: str) -> bool:
    """Whether a word with a capital may begin a sentence, by two characters before it and one behind it, within its part."""
    return not (before[-1:] == " " and (before[:-1].isalnum() or before[:-1] == ",")) and behind in (" ", "")


def _is_part(before: str, behind: str) -> bool:
    """Whether what stands beside a word makes it part of something longer; an apostrophe before it may be that of an elision."""
    return before[-1:] == "." or (before[-1:] in GLUE and before[-1:] not in APOSTROPHES) or behind in GLUE


def _is_in_phrase(before: int, facts: int, gap: str) -> bool:
    """Whether a listed phrase begins with the word before and goes on with this one, by what they are and what stands between."""
    if gap == " ":
        return bool(before & BEGINS and facts & GOES_ON)
    return len(gap) == 1 and gap in JOINTS and bool(before & BEGINS_JOINED and facts & JOINED)


def _has_near(language: str, word: str) -> bool:
    """Whether a common word may have been meant by an unknown one in small letters; a foreign word may have others."""
    return alphabet(language).issuperset(word) and bool(candidates(vocabulary(language), word, language))


def _bits(language: str, written: str, facts: int, behind: str) -> int:
    """What a word may be where it stands, doubles aside."""
    small = written.islower()
    bits = facts & (KNOWN | LISTED | TAKEN) | SMALL * small
    if small and written.isascii() and accents.SHORTEST <= len(written) <= accents.LONGEST:
        bits |= facts & ACCENT
    if facts & ELIDED and behind == " ":
        bits |= SIGN
    if facts & KNOWN or len(written) > LONGEST_SEEN:
        return bits
    if language in NOUNS and any(digraph in written.lower() for digraph in DIGRAPHS):
        bits |= SIGN
    if SHORTEST <= len(written) <= LONGEST and (small or written.istitle()):
        bits |= UNKNOWN
    return bits


@lru_cache(MEMO_WORDS)
def facts_of(language: str, word: str) -> int:
    """What a word in small letters may be by itself.

    >>> [facts_of("de", word) & (KNOWN | DOUBLED) for word in ("haus", "regirung", "mit")]
    [1, 0, 33]
    """
    facts = given(language).get(word, 0) & ~PENDING | KNOWN * vocabulary(language).is_known(word)
    if language in accents.LANGUAGES and word.isascii() and accents.SHORTEST <= len(word) <= accents.LONGEST:
        facts |= ACCENT * bool(accents.accented(language, word))
    return facts


@cache
def given(language: str) -> dict[str, int]:
    """What lists say of words: of a listed phrase of several words the first two count, and of other phrases the first."""
    found: dict[str, int] = {}
    phrases = [(WORD.findall(phrase), listed.WORD.match(phrase)) for phrase in listed.listed_phrases(language)]
    rows = [row for row, _ in phrases]
    joined = [row for row, first in phrases if len(row) > 1 and first and first.group() != row[0]]
    apart = [row for row, first in phrases if len(row) > 1 and first and first.group() == row[0]]
    for fact, words in (
        (LISTED, [row[0] for row in rows if len(row) == 1]),
        (BEGINS, [row[0] for row in apart]),
        (GOES_ON, [row[1] for row in apart]),
        (BEGINS_JOINED, [row[0] for row in joined]),
        (JOINED, [row[1] for row in joined]),
        (TAKEN, close_words(language).sure_words()),
        (DOUBLED, doubled.doubled_words(language)),
        (ELIDED, marks.ELIDED_WORDS.get(language, ())),
        (PENDING, accents.listed_words(language) if language in accents.LANGUAGES else ()),
    ):
        for word in _first_words(words):
            found[word] = found.get(word, 0) | fact
    return found


def _first_words(phrases: Iterable[str]) -> set[str]:
    return {match.group() for phrase in phrases if (match := WORD.match(phrase))}


@cache
def alphabet(language: str) -> frozenset[str]:
    """The small letters of a language."""
    return frozenset(vocabulary(language).letters)


@cache
def _scanner(language: str, rare: bool) -> Any:
    """The kernel's scanner of a language, one for each set of words that may be meant; None if there is no kernel."""
    if kernel() is None:
        return None
    folder = data_file("languages", language)
    others = folder / "rare.bits"
    return kernel().LanguageScanner(
        common=mapped(folder / "words"),
        near=mapped(folder / "known.bits"),
        rare=mapped(others) if others.exists() else None,
        given=[(word.encode(), facts) for word, facts in given(language).items()],
        nouns=language in NOUNS,
        bare=language in accents.LANGUAGES,
        block_of=block_of,
        facts_of=lambda word: facts_of(language, word.lower()),
        search=None if rare else _search(language),
        signs=grammar.signs(language),
        patterns=list(zip(grammar.asked_signs(language), grammar.reaches(language), strict=True)),
    )


def _search(language: str) -> tuple[str, str, str, list[tuple[bytes, bytes]]]:
    """What the kernel must know to tell whether a common word may have been meant (:func:`_has_near`)."""
    letters = vocabulary(language).letters
    spellings = [(one.encode(), other.encode()) for one, other in spellings_of(language)]
    return letters, *pairs_of_accents(letters), spellings


@cache
def block_of(number: int) -> bytes:
    """What the characters of a block of Unicode are, and their small letters, as the kernel reads them."""
    chars = [chr(BLOCK * number + place) for place in range(BLOCK)]
    text = "".join(chars)
    if text.isalpha() and text == text.lower() == text.upper() == text.casefold() and not text.islower():  # Chinese
        return bytes([_kind(text[0])]) * BLOCK + array("I", map(ord, text)).tobytes()
    kinds = bytes([_kind(char) for char in chars])
    small = array("I", [ord(char.lower()) if len(char.lower()) == 1 and char != FINAL else IRREGULAR for char in chars])
    return kinds + small.tobytes()


def _kind(char: str) -> int:
    """Whether a character is a letter (1), a small one (2), one with a capital's form (4), a letter or a digit (8).

    16 is added where it is something else than its small letter if case does not count.
    """
    letter = WORD.match(char) is not None
    cased = char.islower() << 1 | (char.isupper() or char.istitle()) << 2
    return letter | cased | char.isalnum() << 3 | (grammar.folded(char) != char.lower()) << 4
