"""Text folded to one byte a code point, for scans by words: lower case, everything but letters a blank.

    "The Café, 24 army_ops" -> b"the caf\\xe9  00 army_ops"

Offsets in the folded text are offsets in the text. Letters are those of Latin-1, in lower case; digits become `0`, the
underscore stays, all other characters become blanks. So two words apart by one blank have exactly one character between
them. Folding runs at about 1 GB/s, and searching bytes with a literal prefix is fast; what is found must be looked at in
the text itself, for case and punctuation.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

BLANK = ord(" ")
WORD = re.compile(rb"[^ ]+")
BLOCK = 65_536  # bytes split into words at a time: a bound on memory, and within the processor's cache
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


def fold(text: str) -> bytes:
    """The folded text.

    >>> fold("The Café, 24 “Łódź”\\n")
    b'the caf\\xe9  00   \\xf3d   '
    """
    return text.encode("latin-1", "replace").translate(TABLE)


def blocks(folded: bytes) -> Iterator[list[bytes]]:
    """Words of a folded text, block by block; cut at blanks, so that no word is cut unless it is longer than a block.

    >>> list(blocks(b"the caf\\xe9  00 "))
    [[b'the', b'caf\\xe9', b'00']]
    """
    start = 0
    while start < len(folded):
        end = len(folded) if start + BLOCK >= len(folded) else folded.rfind(b" ", start, start + BLOCK) + 1
        end = end if end > start else start + BLOCK
        yield folded[start:end].split()
        start = end


def places(folded: bytes, phrases: Collection[bytes]) -> Iterator[tuple[int, bytes]]:
    """Where phrases stand between blanks or at an end, phrase by phrase: (offset, phrase). A phrase may hold blanks.

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
            at = folded.find(needle, at + length + 1)
        if folded.endswith(b" " + phrase):
            yield len(folded) - length, phrase


def word_places(folded: bytes, words: Collection[bytes]) -> Iterator[tuple[int, bytes]]:
    """Where single words stand: (offset, word), in no particular order; linear however many words there are.

    >>> sorted(word_places(b"teh cat and teh dog", {b"teh", b"dog"}))
    [(0, b'teh'), (12, b'teh'), (16, b'dog')]
    """
    if len(words) <= MANY:
        yield from places(folded, words)
        return
    wanted = frozenset(words)
    for match in WORD.finditer(folded):
        if match.group() in wanted:
            yield match.start(), match.group()


def stands_alone(text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]` is a whole word of the text: not part of a longer one, such as the `an` of `Erdo\u011fan`.

    Folding turns letters beyond Latin-1 into blanks, so whatever is found in the folded text must be asked this.

    >>> stands_alone("Erdo\u011fan an", 5, 7), stands_alone("Erdo\u011fan an", 8, 10), stands_alone("an x-ray", 3, 4)
    (False, True, False)
    """
    before, after = text[start - 1 : start], text[end : end + 1]
    if before in GLUE or after in GLUE or before == "." or (after == "." and text[end + 1 : end + 2].isalnum()):
        return False
    return not before.isalnum() and not after.isalnum()
