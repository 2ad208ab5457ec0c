"""A space in the wrong place, and none where one should be: "accordin gto" -> "according to", "inthe" -> "in the".

Three errors are certain enough to repair. A space a letter early or late (`accordin gto`, `thatt he power`): a piece is no
word, and moving the space gives two common words, of which one is a function word or the piece is a known misspelling; where
the other piece is a word, it must be far likelier with the letter than without. A space within a common word (`fram ework`).
And two common words written as one (`inthe`, `potof`), one of them a function word that no word of English ends or begins
with by chance. Names, terms of programs (`sizeof`) and what stands beside other words of another language stay.

Only words that no word list knows can be such pieces, and few of them are a word but for one letter, so the scan is the
vocabulary of the document, and `an dis` among the cues; :mod:`cleaner.filters.typos.misspellings` has `alot` and others that
are in its list, and asks :mod:`~cleaner.filters._english.spaces` first.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator

from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.core.views import languages as language
from cleaner.core.views.folding import places, stands_alone
from cleaner.filters._english.context.early import DOUBLED
from cleaner.filters._english.context.foreign import is_among_foreign
from cleaner.filters._english.context.gate import (
    FOREIGN_REACH,
    FOREIGN_WORDS,
    WORD,
    is_quoted,
    may_be_english,
    reads_english,
    wordset,
)
from cleaner.filters._english.context.varieties import Variety
from cleaner.filters._english.judgement import by_variety
from cleaner.filters._english.spaces import CERTAIN, REACH, Move, in_and, moved, parted, tokens_around
from cleaner.filters._english.triggers import cues
from cleaner.filters._english.unknown import candidates_for
from cleaner.filters.triggers import candidates_or_an
from cleaner.models.foreign import foreign_words
from cleaner.models.sequences import sequence_counts
from cleaner.models.tokens import tokens_of
from cleaner.models.wordlists.lexicon import english_lexicon
from cleaner.rulebook.packs import RuleSet

LEAST_GAIN = 2.0  # nats that a moved space must make a text likelier, where the word that loses or gets the letter is one
SURE_GAIN = 5.0  # the same where the other word is one, and the word with the letter is a function word
SHORTEST_COMPLETED = 3  # letters of what a letter of the next word completes: "re dgram" is about datagrams
MORE_OF_AND = ("d", "y")  # what `an` lacks to be `and` or `any`
AS_SPOKEN = frozenset((Variety.EARLY, Variety.DIALECT))  # "accountin' fur ther way": pieces of words look foreign anywhere
FUNCTION_WORDS = wordset(language.FUNCTION_WORDS["en"])
CALL = re.compile(r" ?\(")  # "sizeof (long)"
MARKS = frozenset("\"'“”‘’|<>*:#[]")  # between two of these, a word is a name that is written as such
LETTERS = string.ascii_letters
CODE_BEFORE, CODE_BEHIND = re.compile(r"\[\[\Z"), re.compile(r" \w*[a-z][A-Z]\w*\]")  # "[[thematrix selectedCell] tag]"
SHORT_PAIR = 5  # letters of two words that must have been seen in their place
ELSEWHERE = 15.0  # nats by which another language must suit the words around a joined one
OFTEN = 2  # times a document writes a joined word: its own term


def propose(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """Move or insert the space."""
    for edit in _found(document, rules):
        if not is_among_foreign(document, edit.start, edit.end):
            yield by_variety(document, edit, AS_SPOKEN)


def _found(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """The edits, whatever the variety of English that they stand in."""
    yield from _parted_ands(document, rules)
    found = candidates_for(document, candidates_or_an)
    for word, starts in found.places.items():
        kind = found.kinds[word]
        if word in rules.cached(_terms) or word.decode("latin-1") in rules.words:
            continue
        if kind.shifted or kind.listed:
            yield from _shifts(document, rules, word, starts, listed=kind.listed)
        if kind.cut:
            yield from _joints(document, rules, word, kind.cut)


def _terms(rules: RuleSet) -> frozenset[bytes]:
    """Words of programs that are two by design."""
    return frozenset(rules["typos.spacing.joined"].data["terms"].encode().split())


def _parted_ands(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """`an dis`: an article that is most of `and`."""
    text = document.text
    for start in cues(document, candidates_or_an).an:
        end = start + 2
        if text[end + 1 : end + 2] in MORE_OF_AND and text[start:end] in ("an", "An") and stands_alone(text, start, end):
            move = in_and(text, start, end)
            if move and move.gain > LEAST_GAIN and may_be_english(document) and reads_english(document, start, end):
                yield rules.edit(move.start, move.end, move.replacement, "typos.spacing.shifted")


def _shifts(document: Document, rules: RuleSet, word: bytes, starts: list[int], *, listed: bool) -> Iterator[Edit]:
    """The space beside a word goes, or goes a letter on or back, where that makes common words."""
    text = document.text
    for start in starts:
        end = start + len(word)
        if not text[start:end].islower() or not stands_alone(text, start, end):
            continue
        edit = _close(document, rules, start, end) or _shift(document, rules, start, end, listed=listed)
        if edit and may_be_english(document) and reads_english(document, *_pieces(text, edit)):
            yield edit


def _pieces(text: str, edit: Edit) -> tuple[int, int]:
    """Where the words on both sides of a space that goes begin and end: they are no evidence of the language."""
    before, after = text[max(0, edit.start - REACH) : edit.start], text[edit.end : edit.end + REACH]
    return edit.start - len(before) + len(before.rstrip(LETTERS)), edit.end + len(after) - len(after.lstrip(LETTERS))


def _close(document: Document, rules: RuleSet, start: int, end: int) -> Edit | None:
    """The space that parts a word goes."""
    at = parted(document.text, start, end)
    if at < 0 or document.is_used(document.text[start:end].lower(), oftener=OFTEN):
        return None  # "in struct u", where the text has more of them
    return rules.edit(at, at + 1, "", "typos.spacing.split")


def _shift(document: Document, rules: RuleSet, start: int, end: int, *, listed: bool) -> Edit | None:
    """The space before or behind a word goes a letter on or back.

    What is in no list of misspellings may be a term ("disable dtrace", "the mmapped file", "const int"), so a function word
    must come out of it, or its first letter must make a word of what is none ("accordin gplan").
    """
    move = moved(document.text, start, end)
    if move is None or move.gain < LEAST_GAIN:
        return None
    letter_from_word = move.end <= end and len(move.other) > SHORTEST_COMPLETED
    if len(move.word) + len(move.other) <= SHORT_PAIR and not _is_seen(document.text, move):
        return None  # "go market weh e far"
    completes = move.gain == CERTAIN and (letter_from_word or move.other in FUNCTION_WORDS)
    completes = completes or (
        move.gain > SURE_GAIN and len(move.word) < end - start and move.other in FUNCTION_WORDS
    )  # "downt he road"
    if not (listed or completes or move.word in FUNCTION_WORDS):
        return None
    return rules.edit(move.start, move.end, move.replacement, "typos.spacing.shifted")


def _is_seen(text: str, move: Move) -> bool:
    """Whether the two words that a moved space makes were seen beside a word that they stand beside."""
    head, tail = text[max(0, move.start - REACH) : move.start], text[move.end : move.end + REACH]
    tokens = [token.text for token in tokens_of(head + move.replacement + tail)]
    pairs = [(move.word, move.other), (move.other, move.word)]
    counts = sequence_counts()
    for i in range(len(tokens) - 1):
        if (tokens[i], tokens[i + 1]) in pairs:
            before, behind = tokens[max(0, i - 1) : i + 2], tokens[i : i + 3]
            return any(len(row) == 3 and counts.count(*row) > 0 for row in (before, behind))
    return False


def _is_elsewhere(text: str, start: int, end: int) -> bool:
    """Whether the words of the line around a place are those of another language, whatever they may be in English as well.

    >>> _is_elsewhere("Het verband is er dus al.", 4, 11), _is_elsewhere("We met inthe park.", 7, 12)
    (True, False)
    """
    low = max(text.rfind("\n", 0, start) + 1, start - REACH)
    line_end = text.find("\n", end, end + REACH)
    around = WORD.findall(text[low:start]) + WORD.findall(text[end : line_end if line_end >= 0 else end + REACH])
    return foreign_words().compare(around).nats > ELSEWHERE


def _joints(document: Document, rules: RuleSet, word: bytes, cut: int) -> Iterator[Edit]:
    """A space between two words, unless the document writes them as one more often."""
    text, size = document.text, len(word)
    starts = sorted(start for start, _ in places(document.folded, [word]))
    if len(starts) > OFTEN or not all(text[start : start + size].islower() for start in starts):
        return
    for start in starts:
        end = start + size
        if not stands_alone(text, start, end) or CALL.match(text, end) or is_quoted(text, start, end, MARKS):
            continue
        if CODE_BEFORE.search(text, max(0, start - 2), start) or CODE_BEHIND.match(text, end):
            continue
        if DOUBLED.sub(r"\1", text[start:end]) in english_lexicon():
            continue  # "withall"
        if any(not FOREIGN_WORDS.isdisjoint(beside) for beside in _words_beside(text, start, end)):
            continue  # "creme de menthe"
        at = start + cut
        if not (may_be_english(document) and reads_english(document, start, end)):
            continue
        if _reads_as_two(text, start, at, end) and not _is_elsewhere(text, start, end):
            yield rules.edit(at - 1, at, text[at - 1] + " ", "typos.spacing.joined")


def _words_beside(text: str, start: int, end: int) -> Iterator[list[str]]:
    """The words nearest to a place, on both sides."""
    left, right = tokens_around(text, start, end)
    yield left[-FOREIGN_REACH:]
    yield right[:FOREIGN_REACH]


def _reads_as_two(text: str, start: int, at: int, end: int) -> bool:
    """Whether two words are the likeliest reading of a word that is none: of "forthe", but not of "fromat" and "importand"."""
    from cleaner.models.correction import correct
    from cleaner.models.spelling import spelling_model

    left, right = tokens_around(text, start, end)
    found = correct(spelling_model(), english_lexicon(), text[start:end], left, right)
    return found is not None and found.words == (text[start:at], text[at:end])
