"""Ligatures that text extraction lost: "speci cation" -> "specification", "these ndings" -> "these findings".

A glyph without a character leaves a gap, which extractors write as a space, or nothing at the edge of a word. The pieces are
looked up with each ligature between them: what makes a common word of a piece that is none, and is likelier so by the
language model, is repaired. Where a text has lost ligatures for certain, less is asked for: two words that make a third
("con dent"), short pieces and edges ("the rst", "better o").

Counted on 1.2 million words of clean text: nothing is found inside of words; edges are found in terms of programs ("uid"), so
they are repaired on request only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.core.views.folding import stands_alone
from cleaner.filters._english.context.gate import may_be_english, reads_english
from cleaner.filters._english.ligatures import (
    COMMON,
    SHORTEST,
    Piece,
    all_pieces_of,
    completed,
    is_word,
    likelihood,
    pieces_of,
    roles_of,
)
from cleaner.rulebook.packs import RuleSet

LONGEST = 24  # letters of a piece
NEXT = r" ([a-z]{1,24})(?![\w'’])"
BEFORE = r"(?<![\w'’])([A-Za-z]{1,24}) \Z"
WORD = r"(?<![\w'’])[A-Za-z][a-z]{0,23}(?![\w'’])"
CHARS_PER_WORD = 6  # of English text, spaces included
FEW = 12  # pieces of a short text, which say nothing of its language
STRANGEST = 0.2  # share of pieces that are no words, beyond which a text is not English, whatever it looks like
GAIN = 4.0  # nats by which the whole word must be likelier than its pieces
GAIN_EDGE = 8.0  # the same where the ligature was the first or last of its word
SHORTEST_EDGE = 4  # letters of a piece that lost its edge
SURE_GAIN = 6.0  # nats of a repair that counts as evidence for the others
SURE, SURE_SHARE = 2, 1 / 3000  # such repairs, and their share of the words, by which a text has lost its ligatures
GAIN_KNOWN, GAIN_EDGE_KNOWN, GAIN_LETTER = 3.0, 2.0, 4.0  # nats in such a text: between two words, at edges, for one letter


class Loss(NamedTuple):
    """A place where a ligature may be missing: the word for it, what it gains, and what kind of place it is."""

    start: int
    end: int
    word: str
    gain: float
    inside: bool
    words: bool  # both pieces are words
    letters: int  # of the first piece


def propose(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """The word with its ligature."""
    if not may_be_english(document):
        return
    text = document.text
    pieces = pieces_of(document)
    most = max(FEW, STRANGEST * len(text) / CHARS_PER_WORD)
    if len(pieces) > most:
        return
    found = [loss for start, piece in pieces for loss in _losses(text, start, piece)]
    if not found or len(all_pieces_of(document)) > most:  # which takes longer than a few pieces
        return
    sure = sum(loss.inside and loss.gain > SURE_GAIN for loss in found)
    is_known = sure >= SURE and sure >= SURE_SHARE * len(text) / CHARS_PER_WORD
    if is_known:  # more may be missing than what is certain by itself
        found = [loss for start, piece in all_pieces_of(document) for loss in _losses(text, start, piece)]
    for loss in [*found, *(_elsewhere(text) if is_known else ())]:
        if loss.gain > _needed(loss, is_known=is_known) and reads_english(document, loss.start, loss.end):
            kind = "inside" if loss.inside and not loss.words else "edge"
            yield rules.edit(loss.start, loss.end, loss.word, f"characters.lost-ligatures.{kind}")


def _losses(text: str, start: int, piece: Piece) -> Iterator[Loss]:
    """What a piece may have been, alone and with the piece before or behind it."""
    end = start + len(piece.letters)
    written = text[start:end]
    if not (written[1:].islower() or len(written) == 1) or not stands_alone(text, start, end):
        return
    after = re.compile(NEXT).match(text, end) if piece.before else None
    if after:
        yield from _loss(text, start, after.end(), written, after.group(1), inside=True)
    before = re.compile(BEFORE).search(text, max(0, start - LONGEST - 1), start) if piece.after and written.islower() else None
    if before and _is_for_itself(before.group(1)) and (before.group(1)[1:].islower() or len(before.group(1)) == 1):
        yield from _loss(text, before.start(), end, before.group(1), written, inside=True)
    if piece.edge and written.islower():
        yield from _loss(text, start, end, "", written, inside=False)
    if piece.edge:
        yield from _loss(text, start, end, written, "", inside=False)


def _loss(text: str, start: int, end: int, before: str, after: str, *, inside: bool) -> Iterator[Loss]:
    """The likeliest word that a ligature makes of two pieces, if there is one."""
    words = list(completed(before, after, COMMON))
    if words:
        chances = [likelihood(text, start, end, [word]) for word in words]
        best = max(chances)
        pieces = [piece for piece in (before, after) if piece]
        gain = best - likelihood(text, start, end, pieces)
        both = inside and is_word(before) and is_word(after)
        yield Loss(start, end, words[chances.index(best)], gain, inside, both, len(pieces[0]))


def _elsewhere(text: str) -> Iterator[Loss]:
    """Places in a text that has lost ligatures: two words that one makes a third ("con dent"), and pieces of a letter or two."""
    for match in re.compile(WORD).finditer(text):
        word = match.group()
        after = re.compile(NEXT).match(text, match.end()) if b"b" in roles_of(word.lower().encode()) else None
        if after and _is_for_itself(word) and _is_for_itself(after.group(1)):
            yield from _loss(text, match.start(), after.end(), word, after.group(1), inside=True)
        if len(word) < SHORTEST and not is_word(word):
            if word.islower() and text[match.start() - 1 : match.start()] not in ("'", "’"):
                yield from _loss(text, match.start(), match.end(), "", word, inside=False)
            yield from _loss(text, match.start(), match.end(), word, "", inside=False)


def _is_for_itself(piece: str) -> bool:
    """Whether :func:`pieces_of` has no such piece: it is a word, or too short."""
    return len(piece) < SHORTEST or is_word(piece)


def _needed(loss: Loss, *, is_known: bool) -> float:
    """What a place must gain, in a text that is known to have lost its ligatures, or in any other."""
    if loss.words:
        return GAIN_KNOWN if is_known else float("inf")
    if loss.inside:
        return 0.0 if is_known else GAIN
    if is_known:
        return GAIN_EDGE_KNOWN if loss.letters > 1 else GAIN_LETTER
    return GAIN_EDGE if loss.letters >= SHORTEST_EDGE else float("inf")
