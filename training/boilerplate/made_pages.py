"""Pages made of natural text with labels and phrases of the catalogue around it, for the training of `boilerplate.structure`.

Labelled pages are English; these show the trees what the frame of a page looks like where the words are others. FOLDER has a file
`<language>.txt.xz` for each language, a paragraph a line. Errors on these pages weigh `WEIGHT`, for what is made is never quite
what pages print.
"""

from __future__ import annotations

import lzma
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from cleaner.core.resources import data_file
from cleaner.filters.boilerplate._evidence.cues import CUES
from training.boilerplate.documents import HELD_OUT

LANGUAGES = ("ar", "cs", "de", "el", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "ru", "sv", "tr", "uk", "vi", "zh")
CJK = frozenset(("ja", "ko", "zh"))  # a paragraph is shorter, and words are not told apart
PAGES, WEIGHT = 14, 0.4  # of each language; of their errors
DOCUMENTS, PARAGRAPHS = 150, 200  # of a language; of a document, the rest of which is another one
NAMES = ["Ada", "Jonas", "Mira", "Tomas", "Elif", "Nora", "Pavel", "Lucia", "Hugo", "Ines", "Kenji", "Olga"]
Record = dict[str, Any]
Kinds = Mapping[str, list[str]]


class Language(NamedTuple):
    """What pages of a language are made of: its text, and labels and phrases by kind."""

    documents: list[list[str]]
    paragraphs: list[str]
    labels: Kinds
    phrases: Kinds
    is_cjk: bool


def made_pages(folder: Path, draw: Random) -> Iterator[Record]:
    """Pages in all languages of which there is text."""
    for code in LANGUAGES:
        paths = sorted(folder.glob(f"**/{code}.txt.xz"))
        if paths:
            language = read_language(paths[0], code)
            for number in range(PAGES):
                rows = list(Page(language, draw).rows())
                lines, labels = map(list, zip(*rows, strict=True))
                yield {"site": f"made {code} {number}", "lines": lines, "labels": labels, "weight": WEIGHT}


def read_language(path: Path, code: str) -> Language:
    """The text of a file, with the labels and phrases of its language."""
    documents = list(read_documents(path))
    shortest = 40 if code in CJK else 100
    paragraphs = [line for document in documents for line in document if len(line) > shortest]
    if len(paragraphs) < 30:
        paragraphs = [line for document in documents for line in document]
    return Language(documents, paragraphs, labels_of(code), phrases_of(code), code in CJK)


def read_documents(path: Path) -> Iterator[list[str]]:
    """The first documents of a file, those held out left aside; a long one is several."""
    document: list[str] = []
    number = found = 0
    with lzma.open(path, "rt", encoding="utf-8") as text:
        for line in text:
            if line.startswith("## "):
                continue
            if (not line.strip() or len(document) >= PARAGRAPHS) and document:
                if number % 10 != HELD_OUT:
                    yield document
                    found += 1
                number += 1
                document = []
            if found == DOCUMENTS:
                return
            if line.strip():
                document.append(line.rstrip("\n"))


def labels_of(code: str) -> Kinds:
    """The labels of a language, by kind."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for row in CUES.read_text(encoding="utf-8").splitlines():
        kind, language, texts = row.split("\t")
        if language == code:
            found[kind] += texts.split("|")
    return found


def phrases_of(code: str) -> Kinds:
    """The phrases of a language, by the last part of their rule."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for name in ("ascii.tsv", "unicode.tsv"):
        for row in data_file("boilerplate", "phrases", name).read_text(encoding="utf-8").splitlines():
            phrase, rule, languages = row.split("\t")
            if code in languages.split(","):
                found[rule.split(".")[-1]].append(phrase)
    return found


class Page:
    """One page of a language."""

    def __init__(self, language: Language, draw: Random) -> None:
        self.language, self.draw = language, draw

    def rows(self) -> Iterator[tuple[str, int]]:
        """Lines with their labels, 1 for boilerplate, from the head to the foot."""
        yield from ((line, 1) for line in self.head())
        yield self.words(7).capitalize(), 0
        yield from ((line, 1) for line in self.phrases(("meta", "post-meta"), 0, 2) + self.labels(("share",), 0, 3))
        for paragraph in self.body():
            yield paragraph, 0
            if self.draw.random() < 0.06:
                within = (
                    self.phrases(("related", "label", "ad"), 1, 1) + self.labels(("ad", "related"), 0, 1) + self.teasers(0, 1)
                )
                yield from ((line, 1) for line in within)
            elif self.draw.random() < 0.06:
                yield self.words(5).capitalize(), 0
        yield from ((line, 1) for line in self.foot())

    def head(self) -> list[str]:
        """Links to skip with, a consent dialog, accounts, a menu."""
        bullet = self.draw.choice(("• ", "* ", "", "", "", ""))
        menu = self.labels(("nav", "section"), 2, 9) + self.own(0, 4)
        self.draw.shuffle(menu)
        lines = self.phrases(("skip-link",), 0, 1) + self.labels(("account", "newsletter"), 0, 2)
        lines += [bullet + label for label in menu] + self.labels(("share", "nav"), 0, 2)
        if self.draw.random() < 0.35:
            lines = self.phrases(("cookie",), 1, 3) + self.labels(("cookie",), 2, 4) + lines
        return lines

    def body(self) -> list[str]:
        """Paragraphs of a document; short ones of scripts without spaces are joined."""
        document = self.draw.choice(self.language.documents)
        start = self.draw.randrange(max(1, len(document) - 30))
        body = document[start : start + self.draw.choice((4, 8, 14, 30))]
        if not self.language.is_cjk or sum(map(len, body)) >= 800:
            return body
        lines = self.draw.sample(self.language.paragraphs, min(len(self.language.paragraphs), 30))
        return ["".join(lines[k : k + 4]) for k in range(0, len(lines) - 3, 4)]

    def foot(self) -> list[str]:
        """Some of the blocks that pages have below their text, links to what the law asks for, and whose the page is."""
        blocks: list[Callable[[], list[str]]] = [
            lambda: self.phrases(("share", "likes", "like-this"), 1, 4) + self.labels(("share",), 0, 3),
            lambda: self.labels(("related",), 1, 1) + self.teasers(2, 5),
            lambda: (
                self.phrases(("comments", "comments-nav"), 0, 3)
                + self.phrases(("comment-form",), 1, 4)
                + self.labels(("comments",), 0, 3)
            ),
            lambda: self.phrases(("widget", "post-nav", "nav", "furniture"), 1, 3) + self.teasers(0, 2),
            lambda: self.phrases(("subscribe", "paywall", "footer"), 1, 3) + self.labels(("newsletter", "account"), 0, 3),
            lambda: self.labels(("shop",), 0, 3),
            lambda: self.labels(("section",), 2, 8) + self.own(0, 3),
        ]
        self.draw.shuffle(blocks)
        lines = [line for block in blocks[: self.draw.randint(1, 5)] for line in block()]
        bullet = self.draw.choice(("• ", "* ", "", "", "", ""))
        lines += [bullet + label for label in self.labels(("legal", "nav"), 2, 6)]
        if self.draw.random() < 0.7:
            lines.append(self.draw.choice(("© 2024 ", "Copyright © 2023 ", "© ")) + self.words(2).capitalize())
        return lines

    def labels(self, kinds: Sequence[str], fewest: int, most: int) -> list[str]:
        """Some labels of some kinds, in one of the cases in which pages write them."""
        pool = [label for kind in kinds for label in self.language.labels.get(kind, ())]
        drawn = self.draw.sample(pool, min(self.draw.randint(fewest, most), len(pool)))
        return [self.draw.choice((str.capitalize, str.capitalize, str.title, str.upper, str))(label) for label in drawn]

    def phrases(self, kinds: Sequence[str], fewest: int, most: int) -> list[str]:
        """Some phrases of some kinds, their slots filled."""
        pool = [phrase for kind in kinds for phrase in self.language.phrases.get(kind, ())]
        return [self.filled(phrase) for phrase in self.draw.sample(pool, min(self.draw.randint(fewest, most), len(pool)))]

    def filled(self, phrase: str) -> str:
        """A phrase with something in its slots."""
        draw = self.draw
        made: dict[str, Callable[[], str]] = {
            "count": lambda: draw.choice(("%d", str(draw.randint(1, 900)), str(draw.randint(2, 30)))),
            "name": lambda: draw.choice(NAMES),
            "date": lambda: f"{draw.randint(1, 28)}.{draw.randint(1, 12)}.{draw.randint(2008, 2025)}",
            "time": lambda: f"{draw.randint(1, 23)}:{draw.randint(10, 59)}",
            "service": lambda: draw.choice(("Facebook", "X", "WhatsApp", "LinkedIn")),
        }
        return re.sub(r"\{(\w+)\}", lambda slot: made.get(slot[1], lambda: self.words(1).capitalize())(), phrase)

    def own(self, fewest: int, most: int) -> list[str]:
        """Entries of a menu that only this site has."""
        return [self.words(2).capitalize() for _ in range(self.draw.randint(fewest, most))]

    def teasers(self, fewest: int, most: int) -> list[str]:
        """Titles of other pages, with dates and links to go on reading."""
        lines: list[str] = []
        for _ in range(self.draw.randint(fewest, most)):
            lines.append(self.words(9).capitalize())
            if self.draw.random() < 0.4:
                lines.append(self.filled("{date}"))
            if self.draw.random() < 0.3:
                lines += self.labels(("action", "related"), 1, 1)
        return lines

    def words(self, most: int) -> str:
        """Up to so many words of the text."""
        text = self.draw.choice(self.language.paragraphs)
        if self.language.is_cjk:
            text = re.sub(r"\W", "", text)
            start = self.draw.randrange(max(1, len(text) - 12))
            return text[start : start + self.draw.randint(2, 4 * most)] or "本"
        words = re.findall(r"[^\W\d_]+", text) or ["a"]
        start = self.draw.randrange(max(1, len(words) - most))
        return " ".join(words[start : start + self.draw.randint(1, most)])
