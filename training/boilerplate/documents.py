"""Pages that are content throughout, for the training of `boilerplate.structure`: pieces of natural text, and lists of its words.

Pieces of books, verse, law, documentation and speech, as they are and wrapped by a width; lists in the shapes of glossaries,
tables of contents, recipes and price lists. Documents whose running number ends in `HELD_OUT` are never read.
"""

from __future__ import annotations

import lzma
import re
import textwrap
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

DOCUMENTS, LISTS = 14, 160  # pieces of each file of text; lists made of all
HELD_OUT = 7
LENGTHS, WIDTHS = (10, 15, 30, 60, 120), (60, 66, 72, 76)  # paragraphs of a piece; code points of a wrapped line
PARAGRAPH = 100  # code points of a paragraph of which lists are made
Record = dict[str, Any]


def read_documents(path: Path) -> Iterator[list[str]]:
    """The documents of a file of text as paragraphs, those held out left aside."""
    with lzma.open(path, "rt", encoding="utf-8") as text:
        for number, document in enumerate(re.split(r"\n\s*\n", text.read())):
            if number % 10 != HELD_OUT:
                yield [line for line in document.split("\n") if line.strip() and not line.startswith("## ")]


def text_pages(folder: Path, draw: Random) -> Iterator[Record]:
    """Pieces of text, wrapped or not, and lists."""
    paragraphs: list[str] = []
    for path in sorted(folder.glob("**/*.txt.xz")):
        documents = [document for document in read_documents(path) if len(document) > 3]
        for number, document in enumerate(draw.sample(documents, min(DOCUMENTS, len(documents)))):
            start = draw.randrange(max(1, len(document) - 60))
            piece = document[start : start + draw.choice(LENGTHS)]
            paragraphs += [line for line in piece if len(line) > PARAGRAPH]
            if number % 3 == 0:
                width = draw.choice(WIDTHS)
                piece = [line for paragraph in piece for line in textwrap.wrap(paragraph, width)]
            yield as_content(f"{path.name} {number}", piece)
    for number in range(LISTS):
        yield as_content(f"list {number}", make_list(paragraphs, draw))


def as_content(name: str, lines: Sequence[str]) -> Record:
    """A page whose lines are all content."""
    return {"site": name, "lines": list(lines), "labels": [0] * len(lines)}


STYLES: tuple[Callable[[int, str, Random], str], ...] = (
    lambda _, item, __: item,
    lambda _, item, draw: f"{draw.choice('•*-·')} {item}",
    lambda number, item, _: f"{number + 1}. {item}",
    lambda _, item, draw: f"{item}: {draw.randint(1, 99)} {draw.choice(('g', 'ml', '%', ''))}".rstrip(),
    lambda number, item, draw: f"{draw.randint(1, 9)}.{number} {item} ..... {3 * number + 1}",
    lambda _, item, draw: f"{item} ${draw.randint(2, 80)}.{draw.randint(10, 99)}",
    lambda _, item, draw: f"{draw.randint(1, 28)} May {draw.randint(1890, 2020)} {item}",
)


def make_list(paragraphs: Sequence[str], draw: Random) -> list[str]:
    """A heading, a list in one style, and paragraphs around it, or none."""
    longest, style = draw.choice((1, 2, 4)), draw.choice(STYLES)
    change = draw.choice((str.capitalize, str.title, str, str.lower))
    items = [change(some_words(draw.choice(paragraphs), longest, draw)) for _ in range(draw.choice((6, 12, 25, 60, 120)))]
    if draw.random() < 0.3:
        items.sort()
    before, after = draw.randint(0, 4), draw.randint(0, 4)
    heading = [some_words(draw.choice(paragraphs), 4, draw).title()]
    lines = [style(number, item, draw) for number, item in enumerate(items)]
    return heading + draw.sample(paragraphs, before) + lines + draw.sample(paragraphs, after)


def some_words(text: str, longest: int, draw: Random) -> str:
    """Up to so many words of a text, from any place."""
    words = re.findall(r"[^\W\d_]+", text)
    start = draw.randrange(max(1, len(words) - longest))
    return " ".join(words[start : start + draw.randint(1, longest)])
