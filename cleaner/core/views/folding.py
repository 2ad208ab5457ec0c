"""Text folded to one byte a code point, for scans by words: lower case, everything but letters a space.

    "The Café, 24 army_ops" -> b"the caf\\xe9  00 army_ops"

Offsets in the folded text are offsets in the text. Letters are those of Latin-1, in lower case; digits become `0`, the
underscore stays, all other characters become spaces. So two words apart by one space have exactly one character between
them. Folding runs at about 1 GB/s, and searching bytes with a literal prefix is fast; what is found must be looked at in
the text itself, for case and punctuation.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import accumulate, compress, islice
from operator import eq
from typing import TypeVar
from unicodedata import category

from cleaner.core.edits import Edit
from cleaner.core.lazy import lazy

View = TypeVar("View")
BLANK = ord(" ")
DIGIT = ord("0")
WORD = re.compile(rb"[^ ]+")
BLOCK = 16_384  # bytes split into words at a time: what an edit makes anew, and within the processor's cache
WIDEST_GAP = 2  # spaces between the two words of a double
WHOLE = frozenset([b""])  # the ending of a word that is asked for as it is
FEW_ASKED = 32  # words that a text is searched for before all its words are known: each takes a fiftieth of that
FEW_BLOCKS = 32  # of a text whose blocks keep their words, which edits elsewhere leave as they are
MANY = 40  # words searched for one by one; from more on, one walk over all words is cheaper


def _table() -> bytes:
    table = bytearray(b" " * 256)
    for code in range(256):
        letter = chr(code)
        if letter.isalpha():
            lower = letter.lower()
            table[code] = ord(lower) if lower < "\u0100" else code
    table[ord("0") : ord("9") + 1] = b"0" * 10
    table[ord("_")] = ord("_")
    return bytes(table)


TABLE = _table()
GLUE = frozenset("-'’‘/\\@_&#$%+=~*<>|^`")  # a word beside one of these is part of something longer
CLOSING = frozenset(')]}"”»')  # so it is behind one of these that stands behind a letter


def fold(text: str) -> bytes:
    """The folded text.

    >>> fold("The Café, 24 “Łódź”\\n")
    b'the caf\\xe9  00   \\xf3d   '
    """
    return text.encode("latin-1", "replace").translate(TABLE)


def word_at(folded: bytes, start: int) -> bytes:
    """The word that begins at an offset.

    >>> word_at(b"the cat", 4), word_at(b"the cat", 0)
    (b'cat', b'the')
    """
    end = folded.find(b" ", start)
    return folded[start : end if end >= 0 else len(folded)]


def blocks(folded: bytes) -> Iterator[tuple[int, bytes]]:
    """A folded text in pieces (offset, piece); cut at spaces, so that no word is cut unless it is longer than a block.

    >>> list(blocks(b"the caf\\xe9  00 "))
    [(0, b'the caf\\xe9  00 ')]
    """
    start = 0
    while start < len(folded):
        end = len(folded) if start + BLOCK >= len(folded) else folded.rfind(b" ", start, start + BLOCK) + 1
        end = end if end > start else start + BLOCK
        yield start, folded[start:end]
        start = end


class WordBlock:
    """A piece of a folded text: its letters, its words, and where one stands twice, as pairs (offset in the piece, word).

    Nothing of it depends on where in the text it stands, so it is kept when edits elsewhere move it, with what filters saw in it.
    """

    __slots__ = ("_doubles", "_views", "_words", "letters")

    def __init__(self, letters: bytes) -> None:
        self.letters = letters
        self._words: set[bytes] | None = None
        self._doubles: list[tuple[int, bytes]] | None = None
        self._views: dict[Callable[[WordBlock], object], object] = {}

    @property
    def words(self) -> set[bytes]:
        """The distinct words."""
        if self._words is None:
            self._words = set(self.letters.split())
        return self._words

    def distinct(self) -> set[bytes]:
        """The same, not kept if it was not known: the sets of all blocks of a long text take five times its size."""
        return set(self.letters.split()) if self._words is None else self._words

    @property
    def doubles(self) -> list[tuple[int, bytes]]:
        """Where a word that is no number stands twice."""
        if self._doubles is None:
            words = self.letters.split()
            repeated = {word for word in compress(words, map(eq, words, islice(words, 1, None))) if word[0] != DIGIT}
            self._doubles = list(_doubled_in(self.letters, repeated)) if repeated else []
        return self._doubles

    def holds(self, beginning: bytes, endings: AbstractSet[bytes]) -> bool:
        """Whether a word of the block is a beginning with one of some endings: a search takes less time than to know all words.

        >>> block = WordBlock(b"the cats")
        >>> block.holds(b"cat", {b"s", b"ted"}), block.holds(b"he", {b""}), block.holds(b"the", {b""})
        (True, False, True)
        """
        if self._words is not None:
            return any(beginning + ending in self._words for ending in endings)
        letters, at = self.letters, self.letters.find(beginning)
        while at >= 0:
            if not at or letters[at - 1] == BLANK:
                end = at + len(beginning)
                stop = letters.find(b" ", end)
                if letters[end : stop if stop >= 0 else len(letters)] in endings:
                    return True
            at = letters.find(beginning, at + 1)
        return False

    def view(self, make: Callable[[WordBlock], View]) -> View:
        """What `make` sees in the block, computed once."""
        if make not in self._views:
            self._views[make] = make(self)
        return self._views[make]  # type: ignore[return-value]  # what `make` gave


class Words:
    """The words of a folded text, as `blocks` that begin at the offsets `starts`."""

    def __init__(self, starts: list[int], blocks: list[WordBlock]) -> None:
        self.starts, self.blocks = starts, blocks
        self._asked = 0

    @lazy
    def vocabulary(self) -> AbstractSet[bytes]:
        """The distinct words."""
        if len(self.blocks) <= FEW_BLOCKS:
            return frozenset().union(*(block.words for block in self.blocks)) if len(self.blocks) != 1 else self.blocks[0].words
        found = set[bytes]()
        for block in self.blocks:
            found |= block.distinct()
        return found

    def __contains__(self, word: bytes) -> bool:
        """Whether a word stands in the text.

        >>> words = words_of(b"the cat")
        >>> b"the" in words, b"cat" in words, b"he" in words
        (True, True, False)
        """
        return self.holds(word, WHOLE)

    def holds(self, beginning: bytes, endings: AbstractSet[bytes]) -> bool:
        """Whether any word is a beginning with one of some endings."""
        if self._asked < FEW_ASKED and "vocabulary" not in self.__dict__:
            self._asked += 1  # no answer depends on it
            return any(block.holds(beginning, endings) for block in self.blocks)
        return any(beginning + ending in self.vocabulary for ending in endings)

    @lazy
    def doubles(self) -> list[tuple[int, bytes]]:
        """Where a word stands twice, numbers aside: (offset of the first, word)."""
        if len(self.blocks) == 1:
            return self.blocks[0].doubles
        found = [(start + at, word) for start, block in self for at, word in block.doubles]
        for (start, block), following in zip(self, self.blocks[1:], strict=False):
            last = block.letters.rstrip(b" ")
            at = last.rfind(b" ") + 1
            behind = following.letters.lstrip(b" ")
            gap = len(block.letters) - len(last) + len(following.letters) - len(behind)
            if gap <= WIDEST_GAP and behind.split(maxsplit=1)[:1] == [last[at:]] and last[at] != DIGIT:
                found.append((start + at, last[at:]))
        return found

    def __iter__(self) -> Iterator[tuple[int, WordBlock]]:
        """Pairs (offset, block)."""
        return zip(self.starts, self.blocks, strict=True)

    def places(self, words: AbstractSet[bytes]) -> Iterator[tuple[int, bytes]]:
        """Where single words stand: (offset, word), in no particular order.

        >>> sorted(words_of(b"teh cat and teh dog").places({b"teh", b"dog"}))
        [(0, b'teh'), (12, b'teh'), (16, b'dog')]
        """
        for start, block in self:
            yield from ((start + at, word) for at, word in places_in(block, block.words & words))

    def after(self, edits: Sequence[Edit], folded: bytes) -> Words:
        """The words of `folded`, which `edits` (sorted, apart) made of this text; blocks that none touches are kept.

        >>> words_of(b"teh cat").after([Edit(0, 3, "the the")], b"the the cat").doubles
        [(0, b'the')]
        """
        starts, ends = [edit.start for edit in edits], [edit.end for edit in edits]
        shifts = list(accumulate((len(edit.replacement) - (edit.end - edit.start) for edit in edits), initial=0))
        made = Words([], [])
        done = 0  # how much of the new text the blocks made cover
        for start, block in self:
            behind = bisect_left(ends, start)
            if behind == bisect_right(starts, start + len(block.letters)):
                moved = start + shifts[behind]
                made._look(done, folded[done:moved])
                made._add(moved, block)
                done = moved + len(block.letters)
        made._look(done, folded[done:])
        return made

    def _look(self, offset: int, folded: bytes) -> None:
        for start, letters in blocks(folded):
            self._add(offset + start, WordBlock(letters))

    def _add(self, start: int, block: WordBlock) -> None:
        self.starts.append(start)
        self.blocks.append(block)


def words_of(folded: bytes) -> Words:
    """The words of a folded text; one that is no number and stands twice with one or two spaces between is a double.

    >>> words_of(b"the cat  cat and the dog").doubles
    [(4, b'cat')]
    """
    if len(folded) <= BLOCK:
        return Words([0], [WordBlock(folded)])
    found = [(start, WordBlock(letters)) for start, letters in blocks(folded)]
    return Words([start for start, _ in found], [block for _, block in found])


def places_in(block: WordBlock, words: Collection[bytes]) -> Iterator[tuple[int, bytes]]:
    """Where words stand in a block that holds them all: (offset in the block, word)."""
    if len(words) > MANY:
        return ((match.start(), match.group()) for match in WORD.finditer(block.letters) if match.group() in words)
    return places(block.letters, words)


def _doubled_in(block: bytes, repeated: set[bytes]) -> Iterator[tuple[int, bytes]]:
    if len(repeated) <= MANY:
        pairs = [word + gap + word for word in repeated for gap in (b" ", b"  ")]
        yield from ((at, pair[: pair.index(b" ")]) for at, pair in places(block, pairs))
        return
    last, end = b"", 0
    for match in WORD.finditer(block):
        if match.group() == last and match.start() - end <= WIDEST_GAP and last in repeated:
            yield end - len(last), last
        last, end = match.group(), match.end()


def places(folded: bytes, phrases: Collection[bytes]) -> Iterator[tuple[int, bytes]]:
    """Where phrases stand between spaces or at an end, phrase by phrase: (offset, phrase). A phrase may hold spaces.

    >>> list(places(fold("The cat, the catalogue, the cat"), [b"the cat", b"dog"]))
    [(0, b'the cat'), (24, b'the cat')]
    """
    for phrase in phrases:
        length = len(phrase)
        if folded.startswith(phrase) and folded[length : length + 1] in (b" ", b""):
            yield 0, phrase
        needle = b" " + phrase + b" "
        at = folded.find(needle)
        while at >= 0:
            yield at + 1, phrase
            at = folded.find(needle, at + 1)  # phrases may overlap: "the the" stands twice in "the the the"
        if folded.endswith(b" " + phrase):
            yield len(folded) - length, phrase


def stands_alone(text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]` is a whole word of the text: not part of a longer one, such as the `an` of `Erdo\u011fan`.

    Folding turns letters beyond Latin-1 into spaces, so whatever is found in the folded text must be asked this.

    >>> stands_alone("Erdo\u011fan an", 5, 7), stands_alone("Erdo\u011fan an", 8, 10), stands_alone("an x-ray", 3, 4)
    (False, True, False)
    >>> stands_alone("a [d]irectory", 5, 13), stands_alone("(a) directory", 4, 13), stands_alone("cafe\u0301", 0, 4)
    (False, True, False)
    >>> stands_alone('the "P"roblem', 7, 13), stands_alone('the "problem"', 5, 12)
    (False, True)
    """
    before, after = text[start - 1 : start], text[end : end + 1]
    if before in GLUE or after in GLUE or before == "." or (after == "." and text[end + 1 : end + 2].isalnum()):
        return False
    if before in CLOSING and text[start - 2 : start - 1].isalnum():  # "[d]irectory", the "P"roblem
        return False
    return not before.isalnum() and not after.isalnum() and not is_amidst_letters(text, start, end)


def is_amidst_letters(text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]` ends before the combining mark of its last letter, or is parted from a letter by a mark or by a
    character that is not seen.

    >>> is_amidst_letters("de\u0301tails", 0, 2), is_amidst_letters("D\ufeffepuis", 2, 7), is_amidst_letters("dé tail", 0, 2)
    (True, True, False)
    """
    before, after = text[start - 1 : start], text[end : end + 1]
    return (before > "\x7f" and _joins(before, text[start - 2 : start - 1])) or (
        after > "\x7f" and _joins(after, text[end + 1 : end + 2])
    )


def _joins(char: str, beyond: str) -> bool:
    """Whether a character beside a word makes it part of something longer."""
    kind = category(char)
    return kind.startswith("M") or (kind == "Cf" and beyond.isalnum())
