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

from cleaner.document import Document
from cleaner.edits import Edit
from cleaner.filters.typos._english import may_be_english, reads_english
from cleaner.filters.typos._suspects import is_word, suspects
from cleaner.fold import stands_alone
from cleaner.lexicon import english
from cleaner.rulebook import RuleSet

WORD_LEVEL = True
RARE = 6  # size class from which on a word is rarer in this place than a slip
OFTEN = 2  # times a document writes a joined word: its own term


def propose(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """Move or insert the blank."""
    found = suspects(document)
    if not found:
        return
    if rules.words:
        found = {word: pieces for word, pieces in found.items() if word.decode("latin-1") not in rules.words}
    yield from _shifts(document, rules, {word for word, pieces in found.items() if pieces.shifted})
    yield from _joints(document, rules, {word: pieces.cut for word, pieces in found.items() if pieces.cut})


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
