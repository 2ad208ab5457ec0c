"""Make `cleaner/data/english.ligatures` from the lexicon: `python -m training.words.ligatures`.

The pieces that common words have before and behind a ligature: what `characters.split-ligatures` and `characters.lost-ligatures`
ask first about a word of the text that is none of English.
"""

from __future__ import annotations

from collections.abc import Iterable

from cleaner.core.resources import data_file
from cleaner.filters._english.ligatures import COMMON
from cleaner.filters._english.word_parts import LIGATURES


def make(words: Iterable[str]) -> bytes:
    """The lines of the file: a piece, a tab, "b" if it stands before a ligature, "a" if behind one, "e" if at an edge of a word.

    >>> make(["differ", "off"])
    b'di\\tb\\ner\\ta\\no\\tbe\\n'
    """
    roles: dict[str, set[str]] = {}
    for word in words:
        for ligature in LIGATURES:
            at = word.find(ligature)
            while at >= 0:
                before, after = word[:at], word[at + len(ligature) :]
                edge = "" if before and after else "e"
                if before:
                    roles.setdefault(before, set()).update("b" + edge)
                if after:
                    roles.setdefault(after, set()).update("a" + edge)
                at = word.find(ligature, at + 1)
    lines = {piece.encode(): "".join(sorted(found, key="bae".index)).encode() for piece, found in roles.items()}
    return b"".join(piece + b"\t" + lines[piece] + b"\n" for piece in sorted(lines, key=lambda piece: piece + b"\t"))


def common_words() -> Iterable[str]:
    """The words of the lexicon that repairs may make."""
    for line in data_file("english.words").read_text(encoding="utf-8").splitlines():
        word, classes = line.split("\t")
        if word.isascii() and word.isalpha() and 0 < int(classes[0]) <= COMMON:
            yield word


if __name__ == "__main__":
    data_file("english.ligatures").write_bytes(make(common_words()))
