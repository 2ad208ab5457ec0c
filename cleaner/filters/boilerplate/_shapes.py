"""What a line of a page looks like, alone and among its neighbours: the features of the model of `boilerplate.structure`.

A feature is a short string, "name=value"; a line has about forty. :class:`Page` holds the lines of a text that are not
blank, :meth:`Page.features` their features; :func:`smoothed` evens out the scores that a model gives them. Values are
binned, so that the model is a table of weights that a person can read:

    len, words, end, begin, case, function, digits, known, copies, cjk, sign     the line alone
    zone, zone.*                                                                 where it stands: see :data:`ZONES`
    run, near, up, down, before, after, page.*                                   neighbours and page

No feature says what a line says, but whether the catalogue knows it: a model of shapes holds for languages that it was not
trained on. Function words are counted only on pages whose language has some.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from cleaner.core.languages import FUNCTION_WORDS

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
CJK = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
FUNCTION = frozenset(word for words in FUNCTION_WORDS.values() for word in words.split())
LOOKED_AT = 400  # code points of a line
BULLETS = "•*-–+·▪►›»◦"
SIGNS = {sign: sign for sign in "|©@%/&"} | dict.fromkeys("›»→", ">") | dict.fromkeys("$€£", "$") | {"http": "url"}
ENDS = dict.fromkeys(".。", ".") | dict.fromkeys("!?！？", "!") | dict.fromkeys(":：", ":") | dict.fromkeys("\"”»'’)", '"')
ENDS |= {"…": "…"} | dict.fromkeys(",;，；", ",")
SENTENCE_ENDS = frozenset('.!"…')

# Zones: before the first line of prose, after the last one, close to either, between, or on a page without prose.
ZONES = ("head", "early", "middle", "late", "tail", "none")
FEWEST_PROSE = 30  # words of prose without which a page has no zones

LENGTHS = (0, 4, 8, 12, 16, 22, 30, 40, 55, 75, 100, 150, 250, 500)
PLACES = (2, 5, 10, 20, 40, 80, 160)
DISTANCES = (1, 2, 3, 4, 6, 10, 20, 998)
FAR = 999  # distance to a line of prose that does not exist
WINDOW = 5  # lines on either side whose lengths are averaged
KNOWN_WINDOW = 8  # lines on either side in which known phrases are counted


class Shape(NamedTuple):
    """A line that is not blank."""

    number: int
    text: str
    length: int
    words: tuple[str, ...]
    function: int
    cjk: int
    end: str
    bullet: bool
    known: str
    prose: bool
    short: bool
    alone: tuple[str, ...]


class Page:
    """The lines of a text that are not blank, with what the model sees of them.

    `known` maps numbers of lines to "sure" or "word": lines that are phrases of the catalogue.
    """

    def __init__(self, lines: Sequence[str], known: Mapping[int, str]) -> None:
        texts = [(number, line.strip()) for number, line in enumerate(lines)]
        copies = Counter(text for _, text in texts)
        seen: dict[tuple[str, str], Shape] = {}
        self.shapes: list[Shape] = []
        for number, text in texts:
            if text:
                key = (text, known.get(number, ""))
                if key not in seen:
                    seen[key] = shape_of(number, *key, min(copies[text], 3))
                self.shapes.append(seen[key]._replace(number=number))
        words = sum(len(shape.words) for shape in self.shapes if shape.prose)
        function = sum(shape.function for shape in self.shapes if shape.prose)
        self.speaks = function >= SPEAKS * words > 0

    def features(self) -> list[list[str]]:
        """The features of every line."""
        return [[*placed, *whole, *shape.alone] for shape, (placed, whole) in zip(self.shapes, self._places(), strict=True)]

    def scores(self, weights: Mapping[str, float]) -> list[float]:
        """The sum of the weights of its features for every line; what lines share is summed once."""
        get = weights.get
        alone: dict[tuple[str, ...], float] = {}
        page: dict[tuple[str, ...], float] = {}
        found = []
        for shape, (placed, whole) in zip(self.shapes, self._places(), strict=True):
            if shape.alone not in alone:
                alone[shape.alone] = sum([get(name, 0.0) for name in shape.alone])
            if whole not in page:
                page[whole] = sum([get(name, 0.0) for name in whole])
            found.append(sum([get(name, 0.0) for name in placed]) + page[whole] + alone[shape.alone])
        return found

    def _places(self) -> Iterator[tuple[list[str], tuple[str, ...]]]:
        """Features of every line's place, and those of the page, which lines of one zone share."""
        shapes = self.shapes
        prose = list(accumulate((weight(shape) for shape in shapes), initial=0))
        lengths = list(accumulate((min(shape.length, 200) for shape in shapes), initial=0))
        known = list(accumulate((shape.known != "" for shape in shapes), initial=0))
        up, down, runs = distances(shapes), distances(shapes[::-1])[::-1], run_lengths(shapes)
        whole = {zone: tuple(self._whole(prose[-1], zone)) for zone in ZONES}
        for k, shape in enumerate(shapes):
            zone = zone_of(prose[k], prose[-1] - prose[k + 1], prose[-1])
            low, high = max(0, k - WINDOW), min(len(shapes), k + WINDOW + 1)
            near = bisect_right((15, 25, 35, 50, 80, 120), (lengths[high] - lengths[low]) / (high - low))
            low, high = max(0, k - KNOWN_WINDOW), min(len(shapes), k + KNOWN_WINDOW + 1)
            around = bisect_right((0, 1, 2, 4), known[high] - known[low])
            run = bisect_right((0, 1, 2, 3, 5, 8, 15, 30), runs[k])
            length = bisect_right(LENGTHS, shape.length)
            top, bottom = bisect_right(PLACES, k), bisect_right(PLACES, len(shapes) - 1 - k)
            above, below = bisect_right(DISTANCES, up[k]), bisect_right(DISTANCES, down[k])
            function = min(shape.function, 4) if self.speaks else "?"
            made = [
                f"function={function}",
                f"zone={zone}",
                f"zone.len={zone} {length}",
                f"zone.end={zone} {shape.end} {function}",
                f"zone.run={zone} {run}",
                f"run={run}",
                f"run.bullet={run} {shape.bullet}",
                f"near={near}",
                f"zone.near={zone} {near}",
                f"known.near={around}",
                f"zone.known={zone} {around}",
                f"top={top}",
                f"bottom={bottom}",
                f"zone.top={zone} {top}",
                f"zone.bottom={zone} {bottom}",
                f"up={above}",
                f"down={below}",
                f"up.down={above} {below}",
                f"up.down.len={above // 3} {below // 3} {length // 2}",
                f"before={_glimpse(shapes[k - 1] if k else None)}",
                f"after={_glimpse(shapes[k + 1] if k + 1 < len(shapes) else None)}",
            ]
            yield made, whole[zone]

    def _whole(self, prose: int, zone: str) -> list[str]:
        """What the page looks like as a whole, alone and with a zone."""
        count = len(self.shapes)
        kinds = Counter(shape.known for shape in self.shapes)
        short = sum(shape.short for shape in self.shapes) / max(1, count)
        made = [
            f"page.prose={bisect_right((30, 100, 300, 800), prose)}",
            f"page.lines={bisect_right((20, 50, 100, 200, 400), count)}",
            f"page.sure={min(kinds['sure'], 3)}",
            f"page.word={bisect_right((0, 1, 2, 4, 8), kinds['word'])}",
            f"page.short={bisect_right((0.2, 0.4, 0.6, 0.8), short)}",
        ]
        return made + [f"{name} {zone}" for name in made]


SPEAKS = 0.15  # share of function words in the prose of a page whose language is known; English has 0.4
PROSE_LENGTH = 200  # code points of a line that is prose however it ends
PROSE_WORDS = 12  # words of a sentence
PROSE_CJK = 40  # characters of a line in a script without spaces


def shape_of(number: int, text: str, known: str, copies: int) -> Shape:
    """A line as the model sees it."""
    head = text[:LOOKED_AT]
    words = tuple(WORD.findall(head))
    lowered = tuple(word.lower() for word in words)
    function = sum(word in FUNCTION for word in lowered)
    cjk = 0 if head.isascii() else len(CJK.findall(head))
    end = _end(text)
    bullet = len(text) > 1 and text[0] in BULLETS
    sentence = end in SENTENCE_ENDS
    prose = (len(words) >= PROSE_WORDS and sentence) or len(text) >= PROSE_LENGTH or cjk >= PROSE_CJK
    short = len(text) < 70 and not sentence and function <= 3 and cjk < PROSE_CJK // 2
    digits = bisect_right((0.01, 0.2, 0.5), sum(map(str.isdigit, head[:120])) / min(len(text), 120))
    alone = [
        f"len={bisect_right(LENGTHS, len(text))}",
        f"words={min(len(words), 12)}",
        f"end={end}",
        f"begin={_begin(text[1:].lstrip() if bullet else text)} {bullet}",
        f"case={_case(words, text)}",
        f"digits={digits}",
        f"known={known}",
        f"copies={copies}",
        f"cjk={bisect_right((0, 3, 10, 30), cjk)}",
    ]
    alone += {f"sign={name}" for sign, name in SIGNS.items() if sign in text}
    return Shape(number, text, len(text), lowered, function, cjk, end, bullet, known, prose, short, tuple(alone))


def _end(text: str) -> str:
    if text.endswith("..."):
        return "…"
    return ENDS.get(text[-1]) or ("9" if text[-1].isdigit() else "a" if text[-1].isalpha() else "-")


def _begin(text: str) -> str:
    first = text[:1]
    if first.isalpha():
        return "A" if first.isupper() else "a" if first.islower() else "x"
    return "9" if first.isdigit() else '"' if first and first in "\"“„«‘'(" else "-"


def _case(words: Sequence[str], text: str) -> str:
    capitals = sum(word[0].isupper() for word in words)
    if not words:
        return "none"
    if text.isupper():
        return "ALL"
    return "Each" if capitals == len(words) else "Most" if 2 * capitals > len(words) else "Some"


def weight(shape: Shape) -> int:
    """Words of prose in a line; of a script without spaces, half its characters."""
    return max(len(shape.words), shape.cjk // 2) if shape.prose else 0


def zone_of(before: int, after: int, total: int) -> str:
    """Where a line stands, from the words of prose before it, after it and on the page."""
    if total < FEWEST_PROSE:
        return "none"
    if before == 0:
        return "head"
    if after == 0:
        return "tail"
    return "early" if before < 0.15 * total else "late" if after < 0.1 * total else "middle"


def distances(shapes: Sequence[Shape]) -> list[int]:
    """Lines back to the last line of prose."""
    found, last = [], -FAR
    for k, shape in enumerate(shapes):
        found.append(min(k - last, FAR))
        if shape.prose:
            last = k
    return found


def run_lengths(shapes: Sequence[Shape]) -> list[int]:
    """How many short lines stand together where a line stands; 0 for others."""
    found: list[int] = []
    run = 0
    for shape in shapes:
        if shape.short:
            run += 1
            continue
        found += [run] * run + [0]
        run = 0
    return found + [run] * run


def _glimpse(shape: Shape | None) -> str:
    return "edge" if shape is None else f"{bisect_right(LENGTHS, shape.length) // 2} {shape.end} {shape.bullet}"


LIMIT = 6.0  # of a score, in either direction: log-odds of 400 to 1, so that no line outvotes its neighbours
AVERAGED = 4  # lines on either side


def smoothed(scores: Sequence[float]) -> list[float]:
    """Scores half their own, half the mean around them: what a menu holds is seldom one line of text.

    >>> [round(score, 2) for score in smoothed([4.0, 4.0, 4.0, -5.0, 4.0, 4.0, 4.0])]
    [3.1, 3.25, 3.36, -1.14, 3.36, 3.25, 3.1]
    """
    scores = [max(-LIMIT, min(LIMIT, score)) for score in scores]
    sums = list(accumulate(scores, initial=0.0))
    found = []
    for k, score in enumerate(scores):
        low, high = max(0, k - AVERAGED), min(len(scores), k + AVERAGED + 1)
        found.append((score + (sums[high] - sums[low]) / (high - low)) / 2)
    return found
