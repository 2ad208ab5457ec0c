"""A blank in the wrong place, and none where one should be: "accordin gto" -> "according to", "inthe" -> "in the".

Two slips are certain enough to repair. A blank one letter too early (`accordin gto`): the second piece is no word, but is
one without its first letter, which completes the first piece. And two common words written as one (`inthe`, `potof`,
`andthen`), one of them a function word that no word of English ends or begins with by chance. What a document writes with
a capital, again and again, or beside other words of another language is a name or a term and stays.

Only words that no word list knows can be such pieces, and few of them are a word but for one letter, so the scan is the
vocabulary of the document; :mod:`cleaner.filters.typos.misspellings` has `alot` and others that are in its list.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from cleaner.document import Document
from cleaner.edits import Edit
from cleaner.filters.typos._english import may_be_english, reads_english, wordset
from cleaner.fold import stands_alone
from cleaner.lexicon import english
from cleaner.rulebook import RuleSet
from cleaner.wordfile import Sieve

WORD_LEVEL = True
COMMON = 3  # size class of the words that come out: the commonest 50,000 forms
HEADS = wordset("the and of with that was were from which have been this these those their would could should")
TAILS = wordset("the and of with that was were from which have been this these those their would")
RARE = 6  # size class from which on a word is rarer in this place than a slip
SHORTEST = 3  # letters of the common word that is joined to a function word
LONGEST_JOINED = 40  # letters of two words in one; longer runs are no words, and looking would take quadratic time
OFTEN = 2  # times a document writes a joined word: its own term
# Pieces that are words of one letter or two by rights; anything else so short is an abbreviation.
SHORT_WORDS = wordset("a i an as at be by do go he if in is it me my no of on or so to up us we am")


class Pieces(NamedTuple):
    """What an unknown word may be: a word behind its first letter, and two words joined at `cut` (0 if not)."""

    shifted: bool
    cut: int


def propose(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """Move or insert the blank."""
    found = _sieve().answers(document.vocabulary)
    if not found:
        return
    if rules.words:
        found = {word: pieces for word, pieces in found.items() if word.decode("latin-1") not in rules.words}
    yield from _shifts(document, rules, {word for word, pieces in found.items() if pieces.shifted})
    yield from _joints(document, rules, {word: pieces.cut for word, pieces in found.items() if pieces.cut})


@cache
def _sieve() -> Sieve[Pieces]:
    return Sieve(pieces)


def pieces(letters: bytes) -> Pieces | None:
    """What an unknown word may be; None for words that are known, numbers, identifiers, and all the others.

    >>> pieces(b"gto"), pieces(b"inthe"), pieces(b"cat"), pieces(b"xyzzy")
    (Pieces(shifted=True, cut=0), Pieces(shifted=False, cut=2), None, None)
    """
    word = letters.decode("latin-1")
    if len(word) < SHORTEST or not word.isalpha() or word in english():
        return None
    found = Pieces(is_word(word[1:]), joint(word))
    return found if any(found) else None


def is_word(word: str) -> bool:
    """Whether a word is a common one, or one of the short words that there are.

    >>> [is_word(word) for word in ("to", "hand", "ly", "zebu")]
    [True, True, False, False]
    """
    return word in SHORT_WORDS if len(word) < SHORTEST else 0 < english().size(word).lower <= COMMON


def joint(word: str) -> int:
    """Where two common words are joined, one of them a function word; 0 if nowhere or at more than one place.

    >>> joint("inthe"), joint("potof"), joint("thesummer"), joint("outhouse"), joint("theodolite")
    (2, 3, 3, 0, 0)
    """
    if len(word) > LONGEST_JOINED:
        return 0
    cuts = set()
    for cut in range(2, len(word) - 1):
        first, second = word[:cut], word[cut:]
        if (first in HEADS and is_word(second)) or (second in TAILS and is_word(first)):
            cuts.add(cut)
    return cuts.pop() if len(cuts) == 1 else 0


def _shifts(document: Document, rules: RuleSet, words: set[bytes]) -> Iterator[Edit]:
    """The blank before a word goes behind its first letter, where that completes the word before."""
    text, folded = document.text, document.folded
    for start, letters in document.folded_words.places(words):
        low = folded.rfind(b" ", 0, start - 1) + 1
        head, end = text[low : start - 1], start + len(letters)
        piece = text[start:end]
        if not head.isalpha() or not piece.islower() or text[start - 1 : start] != " " or not stands_alone(text, low, end):
            continue
        if not (head.islower() or head.istitle()):
            continue
        if is_word((head + piece).lower()):
            edit = rules.edit(start - 1, start, "", "typos.spacing.split")
        elif is_word((head + piece[0]).lower()) and english().size(head).lower not in range(1, RARE):
            edit = rules.edit(start - 1, start + 1, piece[0] + " ", "typos.spacing.shifted")
        else:
            continue
        if may_be_english(document) and reads_english(document, low, end):
            yield edit


def _joints(document: Document, rules: RuleSet, words: dict[bytes, int]) -> Iterator[Edit]:
    """A blank between two words, unless the document writes them as one more often."""
    text = document.text
    found: dict[bytes, list[int]] = {}
    for start, letters in document.folded_words.places(words.keys()):
        found.setdefault(letters, []).append(start)
    for letters, starts in found.items():
        written = {text[start : start + len(letters)] for start in starts}
        if len(starts) > OFTEN or not all(word.islower() for word in written):
            continue
        for start in starts:
            end = start + len(letters)
            if stands_alone(text, start, end) and may_be_english(document) and reads_english(document, start, end):
                at = start + words[letters]
                yield rules.edit(at - 1, at, text[at - 1] + " ", "typos.spacing.joined")
