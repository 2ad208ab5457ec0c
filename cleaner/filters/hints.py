"""What a text must have for a search to find a variety of English there: counted in its folded words, in a tenth of the time.

Each function may say yes where a search finds nothing, and never no where it finds something; so most passages, which are
ordinary prose, are not searched.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any, cast

from cleaner.core.kernel import kernel
from cleaner.core.views.folding import fold
from cleaner.filters._english.context.early import ARCHAIC, OLD_AROUND, is_old_spelling
from cleaner.models.wordlists.wordindex import look_up, selector

MEMO_WORDS = 4_000  # words whose answer is remembered: less than 1 MB
LETTERS = re.compile(rb"[^0_]+")
# Apostrophes where letters may have been dropped (goin', 'em, o'): in front of a space or a mark, and before some endings, but
# not those of contractions.
APOSTROPHE = re.compile(r"['’](?=[\s,.;:!?]|(?:em|im|er|ere|ad|ow|ome|ouse|appen|bout|cause|tis|twas|e|is|un)\b)")
# Letters beyond Latin-1, blank when folded, that an expression which heeds no capitals takes for letters of ASCII.
UNFOLDED = "\u0130\u0131\u017f\u212a"
OF_SPELLING = (b"sic", b"mis", b"typo", b"spel")  # one of these is part of all words about spelling
HESITATION = frozenset(b"uh um erm uhm hmm mm mhm huh er ah".split())
BEGUN_AGAIN = frozenset(b"i we he she they you and but".split())
FILLERS = frozenset(b"well know okay yeah right mean".split())
# Words beside what is spoken of: before it ("the word teh", "his surname is Teh") and behind it ("Teh is a surname").
NAMES = frozenset(
    b"word term verb noun prefix suffix abbreviation acronym pseudonym name surname nickname username is was".split()
)
CALLED = frozenset(b"is was are were means meant".split())
DROPPED = frozenset(b"em im er ere ad ow ome ouse appen bout cause tis twas e is un".split())  # behind a dropped letter
BROKEN_OFF = ("-", "\u2014", "\u2013", "...", "\u2026", "[")
SPEECH_LEAST = 3  # signs of speech in a passage
OF_CODE = ("_", " = ", "()", "::", "->", "=>", "==", "$", "<")
LINE_END = "{}<>$=|;"  # of a line of code
APART = bytes(ord(" ") if code in b"0_" else code for code in range(256))  # what is a letter, and what is none
CASES = bytes(ord("a") if 97 <= code < 123 else ord("A") if 65 <= code < 91 else ord(" ") for code in range(256))


# Bits, as in kernel/prose.c: what may stand at a place, varieties of English or signs of several; what a word may be a sign of.
MENTION, EARLY, DIALECT, LINES, SPEECH, TURNS = (1 << number for number in range(6))
HESITATES, AGAIN, OF_DIALECT, IS_ARCHAIC, OF_NAMES, IS, OF_DROPPED, FILLS = (1 << number for number in range(8))
ALL = MENTION | EARLY | DIALECT | LINES | SPEECH | TURNS
LINES_REACH, LONGEST_LINE = 1_500, 20_000  # code points on either side that are looked at; of a line that is
LONGEST_WHOLE = 20_000  # code points of a text that is read once for all its places


def possible(text: str, start: int, end: int, edges: tuple[int, int], heads: frozenset[bytes], *, with_lines: bool = True) -> int:
    """The bits of what may stand at a place; ALL, if there is no kernel. `edges`: of its sentence; `heads`: words of dialect, or
    what stands before their apostrophe. Unless `with_lines`, signs of lines are not looked for.

    >>> possible("the word teh", 9, 12, (0, 12), frozenset()) & MENTION > 0
    True
    """
    prose, found = _prose(heads), None
    if prose is None:
        return ALL
    if len(text) <= LONGEST_WHOLE:
        found = prose.varieties(text, start, end, *edges, with_lines, True)
    if found is None:
        low, high = text.rfind("\n", 0, max(0, start - LINES_REACH)) + 1, end + LINES_REACH
        places = (start - low, end - low, max(0, edges[0] - low), edges[1] - low)
        found = prose.varieties(text[low:high], *places, with_lines, False) if start - low <= LONGEST_LINE else ALL
    return ALL if found is None else cast(int, found)


@cache
def _prose(heads: frozenset[bytes]) -> Any:
    if look_up() is None:
        return None
    signs = defaultdict[bytes, int](int)
    archaic = [fold(word).split()[0] for word in ARCHAIC if word[0].isalpha()]
    kinds = [(HESITATION, HESITATES), (FILLERS, FILLS), (BEGUN_AGAIN, AGAIN), (heads, OF_DIALECT)]
    for words, sign in [*kinds, (frozenset(archaic), IS_ARCHAIC), (NAMES, OF_NAMES), (CALLED, IS), (DROPPED, OF_DROPPED)]:
        for word in words:
            signs[word] |= sign
    return kernel().Prose(look_up(), list(signs.items()))


def folded_words(text: str) -> list[bytes]:
    """The words of a piece of text, folded; words with an apostrophe are two.

    >>> folded_words("It's 24 Men")
    [b'it', b's', b'00', b'men']
    """
    return fold(text).split()


def _is_unfolded(text: str) -> bool:
    return not text.isascii() and any(letter in text for letter in UNFOLDED)


def may_be_of_spelling(text: str) -> bool:
    """Whether a sentence may speak of spelling: "typos", "[sic]", "misspelled"."""
    folded = fold(text)
    return any(part in folded for part in OF_SPELLING) or _is_unfolded(text)


def may_be_broken_speech(text: str) -> bool:
    """Whether a passage may have some signs of speech: hesitation, what is begun again or broken off, words of talk.

    >>> may_be_broken_speech("Well, I I mean, we we just went home."), may_be_broken_speech("I mean that we went home - well!")
    (True, True)
    >>> may_be_broken_speech("They went home, and it rained - all day.")
    False
    """
    words = folded_words(text)
    found = sum(word in HESITATION or word in FILLERS for word in words) + sum(map(text.count, BROKEN_OFF))
    found += sum(word == following and word in BEGUN_AGAIN for word, following in pairwise(words))
    return found >= SPEECH_LEAST or _is_unfolded(text)


def may_hold(words: Collection[bytes], text: str, least: int) -> bool:
    """Whether a text has at least so many of some words without apostrophes, given folded.

    >>> may_hold({b"uh"}, "_Uh_, 2uh", 2)
    True
    """
    letters = b" " + fold(text).translate(APART)
    if sum(letters.count(b" " + word) for word in words) < least:  # of words that begin so there are not enough either
        return _is_unfolded(text)
    return sum(map(words.__contains__, letters.split())) >= least or _is_unfolded(text)


def may_be_early(words: Sequence[bytes]) -> bool:
    """Whether folded words may hold some common ones in the spelling of before 1700.

    >>> may_be_early(b"they did informe the mynd of the darknesse and the maie".split())
    True
    """
    distinct, unlisted = set(words), selector(0)
    old = {word: count for word in (distinct if unlisted is None else unlisted(distinct)) if (count := _old_in(word))}
    return bool(old) and sum(old.get(word, 0) for word in words) >= OLD_AROUND


@lru_cache(MEMO_WORDS)
def _old_in(word: bytes) -> int:
    """How many parts of a folded word are common words in the spelling of before 1700."""
    return sum(is_old_spelling(letters.decode("latin-1")) for letters in LETTERS.findall(word))


def most_dropped(text: str) -> int:
    """How often letters may have been dropped in a text, at most.

    >>> most_dropped("I'm goin' with 'em o' nights")
    3
    """
    return len(APOSTROPHE.findall(text)) if "'" in text or "’" in text else 0


def may_be_code(line: str, least: int) -> bool:
    """Whether a line may have so many signs of code.

    >>> may_be_code("it = user_name()", 2), may_be_code("a line of prose about McDonald", 2)
    (True, False)
    """
    found = sum(map(line.count, OF_CODE)) + (line.rstrip()[-1:] in LINE_END)
    if found < least:
        found += line.encode("latin-1", "replace").translate(CASES).count(b"aA")
    return found >= least
