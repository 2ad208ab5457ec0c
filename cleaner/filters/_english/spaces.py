"""Spaces in the wrong place: is a word only a piece of one, or did a letter of it cross the space beside it?

`ensure thatt he` and `wit hthe` look like a misspelled word beside a clean one, and are two clean words with the space a
letter off. The filters of single words ask here before they repair a half: :func:`parted` of a word with a space in it,
:func:`moved` of a space that belongs elsewhere, :func:`is_half` of both. They are asked about candidates, not about each word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cleaner.filters._english.candidates import correction_of, is_word
from cleaner.filters._english.context.surroundings import may_be_half
from cleaner.filters._english.word_parts import SHORT_WORDS
from cleaner.models.wordlists.lexicon import english_lexicon

BEFORE = re.compile(r"(?<![\w'’-])([^\W\d_]+) \Z")
AFTER = re.compile(r" ([^\W\d_]+)(?![\w'’-])")
REACH = 40  # code points looked at for the words on both sides
PIECED = 4  # size class of a word that was parted by a space
SHORTEST_PIECED = 5  # letters of such a word, if the other piece is a word
SHORTEST_STRANGE = 4  # the same if it is none
KNOWN = 5  # size class up to which a word may stand where it stands
TOKENS = 80  # code points on either side that hold the tokens which tell a likely word from another


CERTAIN = float("inf")


class Move(NamedTuple):
    """What moves a space: `text[start:end]`, the space and a letter, become `replacement`.

    `word` is what the word becomes that was asked about, `other` what its neighbour becomes; `gain` is how much likelier
    (nats) that makes the neighbour, CERTAIN if it is no word as it stands.
    """

    start: int
    end: int
    replacement: str
    gain: float
    word: str
    other: str


def in_and(text: str, start: int, end: int) -> Move | None:
    """What makes "and is" of "an dis" and "any more" of "an ymore", the `an` being `text[start:end]`; None if a noun is meant.

    >>> in_and("the man an dis brother", 8, 10).word, in_and("wrote an draft of it", 6, 8)
    ('and', None)
    """
    after = AFTER.match(text, end, end + REACH)
    if not after or after.group(1)[0] not in "dy" or not is_word(after.group(1)[1:]):
        return None
    word = after.group(1)
    words = (text[start:end].lower() + word[0], word[1:])
    gain = likelier(text, start, after.end(), words, ("a", word))
    return Move(end, end + 2, word[0] + " ", gain, *words) if gain > 0 else None


def parted(text: str, start: int, end: int) -> int:
    """The place of the space that parts one common word ("hard ened", "urb an"), beside its piece `text[start:end]`; -1 if none.

    Two words that may stand by themselves are no pieces, whatever they make together: "see the".

    >>> parted("a fram ework for it", 2, 6), parted("time to go ove rtime ran out", 15, 20), parted("see the cat", 4, 7)
    (6, -1, -1)
    """
    for low, stop, high in _pairs(text, start, end):
        left, right = text[low:stop].lower(), text[stop + 1 : high].lower()
        known = _is_known(left), _is_known(right)
        if all(known):
            continue
        shortest = SHORTEST_PIECED if known[stop >= end] else SHORTEST_STRANGE
        if len(left + right) < shortest or not 0 < english_lexicon().size(left + right).lower <= PIECED:
            continue
        if not any(likelier(text, low, high, words, (left + right,)) > 0 for words in _shifted(left, right)):
            return stop
    return -1


def moved(text: str, start: int, end: int) -> Move | None:
    """The space beside `text[start:end]` a letter off, where that makes two common words; the likeliest, None if there is none.

    The word itself is taken for wrong, so what it becomes is no evidence; its neighbour may be right as it stands.

    >>> moved("it went accordin gto plan", 17, 20)
    Move(start=16, end=18, replacement='g ', gain=inf, word='to', other='according')
    >>> move = moved("to see youa re here", 7, 11)
    >>> move.start, move.end, move.replacement
    (10, 12, ' a')
    """
    found = [move for pair in _pairs(text, start, end) for move in _moves(text, *pair, word_at=start)]
    best = max(found, key=lambda move: move.gain, default=None)
    if best is None or best.gain == CERTAIN:
        return best
    return best._replace(gain=min(best.gain, _over_correction(text, start, end, best)))


def _over_correction(text: str, start: int, end: int, move: Move) -> float:
    """How much likelier (nats) a moved space is than the correction of the word, where that is a known misspelling.

    >>> text = "at home, but thats just me"
    >>> _over_correction(text, 13, 18, Move(11, 13, "t ", 9.0, "hats", "butt")) < 0
    True
    """
    right = correction_of(text[start:end].lower())
    if not right:
        return CERTAIN
    if move.end <= start + 1:  # the space before the word
        low, high = start - 1 - len(_word_before(text, start)), end
        return likelier(text, low, high, (move.other, move.word), (text[low : start - 1].lower(), *right))
    after = AFTER.match(text, end, end + REACH)
    neighbour = after.group(1) if after else ""
    return likelier(text, start, end + 1 + len(neighbour), (move.word, move.other), (*right, neighbour))


def _word_before(text: str, start: int) -> str:
    match = BEFORE.search(text, max(0, start - REACH), start)
    return match.group(1) if match else ""


def is_half(text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]` is a word only because a space beside it is in the wrong place: not to be repaired by itself.

    >>> is_half("wit hthe king", 4, 8), is_half("with teh king", 5, 8), is_half("bestf its you", 6, 9)
    (True, False, True)
    """
    if not may_be_half(text, start, end):
        return False
    if parted(text, start, end) >= 0:
        return True
    move = moved(text, start, end)
    if move is None:
        return False
    return move.gain == CERTAIN or (move.gain > 0 and not _is_known(text[start:end].lower()))


def _pairs(text: str, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Where the two words on both sides of a space beside `text[start:end]` begin, part and end."""
    before = BEFORE.search(text, max(0, start - REACH), start)
    if before and not (before.start() and before.start() == start - REACH):
        yield before.start(), start - 1, end
    after = AFTER.match(text, end, end + REACH)
    if after:
        yield start, end, after.end()


def _moves(text: str, low: int, stop: int, high: int, *, word_at: int) -> Iterator[Move]:
    """The two ways to move the space at `stop` between the words that begin at `low` and end at `high`."""
    left, right = text[low:stop].lower(), text[stop + 1 : high]
    if not right.islower():
        return  # "goto F"
    for one, two in _shifted(left, right):
        forth = len(one) > len(left)
        if word_at == low:
            gain = likelier(text, low, high, (one, two), (one, right)) if _is_known(right) else CERTAIN
        else:
            gain = likelier(text, low, high, (one, two), (left, two)) if _is_known(left) else CERTAIN
        letter = text[stop + 1] + " " if forth else " " + text[stop - 1]
        start = stop if forth else stop - 1
        yield Move(start, start + 2, letter, gain, *((one, two) if word_at == low else (two, one)))


def _shifted(left: str, right: str) -> Iterator[tuple[str, str]]:
    """Two common words that differ from two others by the place of the space.

    >>> list(_shifted("wit", "hthe")), list(_shifted("in", "time"))
    ([('with', 'the')], [])
    """
    for one, two in ((left + right[0], right[1:]), (left[:-1], left[-1] + right)):
        if is_word(one) and is_word(two):
            yield one, two


def _is_known(word: str) -> bool:
    """Whether a word may stand by itself.

    >>> [_is_known(word) for word in ("to", "wit", "th", "accordin")]
    [True, True, False, False]
    """
    return word in SHORT_WORDS if len(word) < 3 else 0 < english_lexicon().size(word).lower <= KNOWN


def likelier(text: str, low: int, high: int, words: Sequence[str], others: Sequence[str]) -> float:
    """How much likelier (nats) some words are than others in place of `text[low:high]`.

    >>> text = "the man an dis brother"
    >>> likelier(text, 8, 14, ("and", "is"), ("a", "dis")) > 0
    True
    """
    from cleaner.models.ngrams import ngram_model

    left, right = tokens_around(text, low, high)
    model = ngram_model()
    return model.score(left, words, right) - model.score(left, others, right)


def tokens_around(text: str, start: int, end: int) -> tuple[list[str], list[str]]:
    """The tokens before and after `text[start:end]`, as the models count them."""
    from cleaner.models.tokens import names_of

    return names_of(text, max(0, start - TOKENS), start), names_of(text, end, min(len(text), end + TOKENS))
