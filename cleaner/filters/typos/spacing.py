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
from functools import lru_cache

from cleaner.document import Document
from cleaner.edits import Edit
from cleaner.filters.typos._english import may_be_english, reads_english, wordset
from cleaner.fold import stands_alone
from cleaner.lexicon import english
from cleaner.rulebook import RuleSet

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


def propose(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """Move or insert the blank."""
    if not may_be_english(document):
        return
    shifted, joined = set[bytes](), dict[bytes, int]()
    for word in english().unknown(document.vocabulary):
        shifts, cut = pieces(word)
        if (shifts or cut) and word not in rules.words:
            letters = word.encode("latin-1")
            if shifts:
                shifted.add(letters)
            if cut:
                joined[letters] = cut
    if shifted:
        yield from _shifts(document, rules, shifted)
    if joined:
        yield from _joints(document, rules, joined)


@lru_cache(maxsize=100_000)
def pieces(word: str) -> tuple[bool, int]:
    """Whether an unknown word is one without its first letter, and where two words are joined in it."""
    return (is_word(word[1:]), joint(word)) if len(word) >= SHORTEST else (False, 0)


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
        if not (head.islower() or head.istitle()) or not reads_english(document, low, end):
            continue
        if is_word((head + piece).lower()):
            yield rules.edit(start - 1, start, "", "typos.spacing.split")
        elif is_word((head + piece[0]).lower()) and english().size(head).lower not in range(1, RARE):
            yield rules.edit(start - 1, start + 1, piece[0] + " ", "typos.spacing.shifted")


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
            if stands_alone(text, start, start + len(letters)) and reads_english(document, start, start + len(letters)):
                at = start + words[letters]
                yield rules.edit(at - 1, at, text[at - 1] + " ", "typos.spacing.joined")
