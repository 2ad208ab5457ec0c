"""Running text of other languages, as the scripts for them read it: documents with their numbers, words with their case.

A file `LANG.txt.xz` holds one paragraph a line; a line that begins with `## ` begins a document and names its source. Of ten
documents, number 7 is held out for one look at the end (HELD_OUT), and numbers 8 and 9 set thresholds (TUNING).
"""

from __future__ import annotations

import gzip
import lzma
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

HELD_OUT, TUNING, PARTS = 7, (8, 9), 10
FEW, BLOCK = 100, 200  # documents of a language that are too few to be divided by ten, and the paragraphs that count as one then
WORD = re.compile(r"[^\W\d_]+")
OLD = ("ELTeC", "100_polish_novels", "RussianNovels")  # sources in the spelling of 1840 to 1930


class Text(NamedTuple):
    """A document: its running number, where it is from, its paragraphs."""

    number: int
    source: str
    paragraphs: list[str]

    @property
    def is_old(self) -> bool:
        """Whether it is in the spelling of its time."""
        return any(name in self.source for name in OLD)

    @property
    def part(self) -> int:
        """Its number modulo ten."""
        return self.number % PARTS


def texts(folder: Path, language: str) -> Iterator[Text]:
    """The documents of a language; where they are few, they are cut into blocks of paragraphs."""
    whole = list(_whole(folder, language))
    if len(whole) >= FEW:
        yield from whole
        return
    blocks = [(text, at) for text in whole for at in range(0, len(text.paragraphs), BLOCK)]
    for number, (text, at) in enumerate(blocks):
        yield Text(number, text.source, text.paragraphs[at : at + BLOCK])


def _whole(folder: Path, language: str) -> Iterator[Text]:
    number, source, paragraphs = -1, "", list[str]()
    with lzma.open(folder / f"{language}.txt.xz", "rt", encoding="utf-8") as file:
        for line in file:
            if line.startswith("## "):
                if number >= 0:
                    yield Text(number, source, paragraphs)
                number, source, paragraphs = number + 1, line[3:].strip(), []
            elif line.strip():
                paragraphs.append(line.rstrip("\n"))
    yield Text(number, source, paragraphs)


def dictionary(folder: Path, language: str) -> frozenset[str]:
    """The word forms of `LANG.txt.xz` or `LANG.txt.gz` in small letters, the empty set if there is none."""
    for suffix, opened in ((".txt.xz", lzma.open), (".txt.gz", gzip.open)):
        path = folder / (language + suffix)
        if path.exists():
            with opened(path, "rt", encoding="utf-8") as file:
                return frozenset(part for line in file for part in WORD.findall(line.lower().replace("ĳ", "ij")))
    return frozenset()
