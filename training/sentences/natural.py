"""The natural text that the models of wordings are trained on, as arrays of tokens.

`python -m training.sentences.natural CORPUS FOLDER`.

CORPUS holds one file a genre, `GENRE.txt.gz` (one sentence a line; blocks of 200 count as documents) or `GENRE.txt.xz` (one
paragraph a line, an empty line between documents, whose first line begins with `## `). FOLDER gets what the scripts beside this
one read: `tokens.npz` and `words.txt`. Every tenth document (number 7, 17, ...) is held out: nothing may be counted, trained or
tuned on it. Takes two minutes and 4 GB of memory; needs NumPy.
"""

from __future__ import annotations

import argparse
import gzip
import lzma
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, TextIO

import numpy as np

from cleaner.models.error_detector import QUOTES, TOKEN
from cleaner.models.tokens import NUMBER

BLOCK = 200  # sentences that count as a document
HELD_OUT, PARTS = 7, 10
HEADING = "## "
NO_MARK, QUOTE_MARK, OTHER_MARK, PARAGRAPH, GLUED = range(5)  # what stands before a token
CAPITAL, CAPITALS = 1, 3
OLD = ("fiction-classics", "fiction-eltec", "fiction-novels", "standard-ebooks", "verse-drama")  # before 1930
ONE_KIND = ("law-dc", "docs-manuals", "chat-ubuntu")  # many sentences after one pattern, or full of errors


class Tokens(NamedTuple):
    """The tokens of all genres in a row.

    `word`: their numbers in `words.txt`; `before`: what stands before each; `written`: 0, CAPITAL or CAPITALS; `paragraph`;
    `part`: number of the document, modulo PARTS; `genre`: number in `genres`.
    """

    word: Any
    before: Any
    written: Any
    paragraph: Any
    part: Any
    genre: Any
    genres: list[str]
    words: list[str]


def documents(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The documents of a genre as lines, with their running numbers."""
    sentences = path.suffix == ".gz"
    lines: list[str] = []
    number = -1
    with _opened(path) as file:
        for place, line in enumerate(file):
            begins = place % BLOCK == 0 if sentences else line.startswith(HEADING)
            if begins and number >= 0:
                yield number, lines
            if begins:
                number, lines = number + 1, []
            if line.strip() and not (begins and not sentences):
                lines.append(line.rstrip("\n"))
    if lines:
        yield number, lines


def _opened(path: Path) -> TextIO:
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8")
    return lzma.open(path, "rt", encoding="utf-8")


def weight(genre: str) -> float:
    """What a genre counts for where the words of English are ranked: today's prose most."""
    return 0.4 if genre in OLD else 0.5 if genre in ONE_KIND else 1.0


def gap(text: str) -> int:
    """What stands between two tokens.

    >>> [gap(text) for text in (" ", "", " “", " (")]
    [0, 4, 1, 2]
    """
    if not text:
        return GLUED
    if not text.strip():
        return NO_MARK
    return QUOTE_MARK if QUOTES.intersection(text) else OTHER_MARK


def tokenised(corpus: Path) -> Tokens:
    """All tokens of a corpus."""
    numbers: dict[str, int] = {}
    rows = tuple(array(code) for code in "IBBiBB")
    paths = sorted(corpus.glob("*.txt.[gx]z"))
    paragraph = 0
    for genre, path in enumerate(paths):
        for number, lines in documents(path):
            for line in lines:
                last = -1
                for match in TOKEN.finditer(line):
                    before = PARAGRAPH if last < 0 else gap(line[last : match.start()])
                    last = match.end()
                    name, written = _named(match.group(1), match.group(2), match.group())
                    values = (numbers.setdefault(name, len(numbers)), before, written, paragraph, number % PARTS, genre)
                    for row, value in zip(rows, values, strict=True):
                        row.append(value)
                paragraph += 1
    kinds = (np.uint32, np.uint8, np.uint8, np.int32, np.uint8, np.uint8)
    arrays = [np.frombuffer(row, kind) for row, kind in zip(rows, kinds, strict=True)]
    named: dict[str, Any] = dict(zip(Tokens._fields, arrays, strict=False))
    return Tokens(**named, genres=[path.name.partition(".")[0] for path in paths], words=list(numbers))


def _named(word: str | None, number: str | None, token: str) -> tuple[str, int]:
    """The name of a token, and how it is written."""
    if not word:
        return (NUMBER if number else token), 0
    written = 0 if not word[0].isupper() else CAPITALS if len(word) > 1 and word.isupper() else CAPITAL
    return word.lower().replace("’", "'"), written


def read(folder: Path) -> Tokens:
    """What :func:`main` wrote."""
    with np.load(folder / "tokens.npz") as file:
        arrays: dict[str, Any] = {name: file[name] for name in Tokens._fields[:6]}
        genres = [str(name) for name in file["genres"]]
    return Tokens(**arrays, genres=genres, words=(folder / "words.txt").read_text(encoding="utf-8").split("\n"))


def main() -> None:
    """Tokenise and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    tokens = tokenised(options.corpus)
    options.folder.mkdir(parents=True, exist_ok=True)
    arrays = {name: getattr(tokens, name) for name in Tokens._fields[:6]}
    np.savez(options.folder / "tokens.npz", genres=np.array(tokens.genres), **arrays)
    (options.folder / "words.txt").write_text("\n".join(tokens.words), encoding="utf-8")
    print(f"{len(tokens.word):,} tokens, {len(tokens.words):,} words, {tokens.paragraph[-1] + 1:,} paragraphs")


if __name__ == "__main__":
    main()
