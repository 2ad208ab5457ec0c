"""The main text of a page: which blocks to keep, and what to say of those left out. Start at :func:`judge`.

:func:`best` turns chances into the set of blocks with the best expected F1, so the bar is lower on a page where nothing is
sure. The expectation is one over pages whose blocks err together, not each by itself.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate
from math import exp, log, sqrt
from typing import NamedTuple

from cleaner.core.resources import data_file
from cleaner.html.dom.elements import Element, Page
from cleaner.html.rendering.account import Left
from cleaner.html.rendering.pieces import Piece
from cleaner.html.selection.blocks import BlockRow, PageBlocks, letters
from cleaner.html.selection.declared import Declared
from cleaner.html.selection.features import heading_level, measure
from cleaner.html.selection.groups import LANDMARKS
from cleaner.models.trees import Trees, load

ALIKE = 0.6  # weight of the mean of a signature; 0.3 to 0.6 did best on the dev pages, out of fold
CHARS_PER_WORD = 6
MOST_LOGIT = 5.0
SURE = 1 / (1 + exp(-MOST_LOGIT))
SMALL_PAGE = 600  # characters; a page with less text is its own main text
HOLDING = sum(1 << LANDMARKS.index(name) for name in ("main", "article"))
LINKS = 0.9  # share of a row in links from which it is a line of links
NEVER = 0.001  # the chance of a row that is none of the text
OUTSIDE = "html.outside-main"
# Logits. The blocks of a page err together, so its chances are taken as too low or too high as a whole, by this much; and
# out of fold they are too high on the whole, by 0.6 where little is sure.
SHIFTS = (-2.4, -1.3, -0.6, 0.1, 1.2)
FIRST_WORDS = 60  # characters of a left-out element that its reason quotes


class Judgement(NamedTuple):
    """How likely each row is main text, the lowest chance to keep, and the F1 that this choice can expect."""

    chances: list[float]
    bar: float
    expected: float

    def moved(self, weight: float, rows: list[BlockRow], shares: Sequence[float]) -> Judgement:
        """The judgement after another engine's vote: `weight` logits for what it keeps, against what it leaves out."""
        pairs = zip(self.chances, shares, strict=True)
        return judged(rows, [_chance(_logit(chance) + weight * (2 * share - 1)) for chance, share in pairs])


def judge(survey: PageBlocks, facts: Declared) -> Judgement:
    """Judge the rows of a page by the shipped weights; rows of one kind are judged alike."""
    rows = survey.rows
    if survey.found[survey.page.elements[0]].chars < SMALL_PAGE and sum(letters(row.text) for row in rows) < SMALL_PAGE:
        return Judgement([NEVER if around else 1.0 for around in surroundings(rows)], 1.0, 1.0)
    trees = load(data_file("html", "trees.json"))
    return judged(rows, smoothed_probabilities(rows, probabilities(trees, measure(survey, facts))))


def surroundings(rows: list[BlockRow]) -> list[bool]:
    """Of each row of a short page whether it stands around the text: outside of `<main>` and `<article>` where these hold most
    of it; lines of links before the first heading and behind all text.

    >>> from cleaner.html.dom.tree import parse
    >>> from cleaner.html.selection.blocks import page_blocks
    >>> page = parse("<div><a href=/>Home</a> <a href=/a>About</a></div><h1>Reeds</h1><p>They grow in <a href=/m>mud</a>.")
    >>> surroundings(page_blocks(page).rows)
    [True, False, False]
    """
    inside = [bool(row.seen.marks & HOLDING) for row in rows]
    held = sum(row.chars for row, is_inside in zip(rows, inside, strict=True) if is_inside)
    if 2 * held < sum(row.chars for row in rows):
        inside = [True] * len(rows)
    others = [k for k, row in enumerate(rows) if row.density < LINKS]
    first = next((k for k, row in enumerate(rows) if heading_level(row.element)), 0)
    first, last = min([first, *others[:1]]), max([first, *others[-1:]])
    return [
        not heading_level(row.element) and (not inside[k] or (row.density >= LINKS and not first <= k <= last and bool(others)))
        for k, row in enumerate(rows)
    ]


def judged(rows: list[BlockRow], chances: list[float]) -> Judgement:
    """The best choice by these chances."""
    return Judgement(chances, *best(chances, _sizes(rows)))


def _sizes(rows: list[BlockRow]) -> list[float]:
    return [max(1.0, row.chars / CHARS_PER_WORD) for row in rows]


def smoothed_probabilities(rows: list[BlockRow], chances: list[float]) -> list[float]:
    """Chances drawn towards the mean of the rows with the same signature: items of one list stay or go together."""
    sums: dict[str, list[float]] = {}
    logits = [_logit(chance) for chance in chances]
    for row, logit in zip(rows, logits, strict=True):
        weight = sqrt(row.chars + 1)
        total = sums.setdefault(row.signature, [0.0, 0.0])
        total[0] += weight * logit
        total[1] += weight
    means = {signature: total / weight for signature, (total, weight) in sums.items()}
    return [_chance((1 - ALIKE) * logit + ALIKE * means[row.signature]) for row, logit in zip(rows, logits, strict=True)]


def probabilities(trees: Trees, vectors: Sequence[Sequence[float]]) -> list[float]:
    """How likely each vector belongs to a block of the main text."""
    return [1 / (1 + exp(-max(-30.0, min(30.0, total)))) for total in trees.totals(vectors)]


def best(chances: Sequence[float], sizes: Sequence[float]) -> tuple[float, float]:
    """The lowest chance to keep for the best expected F1 over sizes, and that F1; over what the page may be like: see `SHIFTS`.

    >>> bar, expected = best([0.99, 0.01, 0.6], [100, 100, 100])
    >>> bar, round(expected, 2)
    (0.6, 0.82)
    """
    order = sorted(range(len(chances)), key=lambda i: -chances[i])
    odds = [(chances[i], 1 - chances[i], sizes[i]) for i in order]
    taken = list(accumulate(size for _, _, size in odds))
    means = [0.0] * len(order)
    for factor in map(exp, SHIFTS):
        right = list(accumulate([factor * chance / (against + factor * chance) * size for chance, against, size in odds]))
        expected = right[-1] if right else 0.0
        means = [mean + found / (size + expected) for mean, found, size in zip(means, right, taken, strict=True)]
    at = max(range(len(order)), key=means.__getitem__, default=-1)
    return (chances[order[at]], 2 * means[at] / len(SHIFTS)) if order else (2.0, 0.0)


def _logit(chance: float) -> float:
    return log(chance / (1 - chance)) if SURE > chance > 1 - SURE else (MOST_LOGIT if chance > 0.5 else -MOST_LOGIT)


def _chance(logit: float) -> float:
    return 1 / (1 + exp(-logit))


def left_out(page: Page, pieces: Sequence[Piece], rows: Sequence[BlockRow]) -> list[Left]:
    """The largest elements of which nothing is kept, each with its rule and reason; sorted, not overlapping."""
    kept = [piece.start for piece in pieces if piece.end > piece.start]
    untouched: dict[Element, bool] = {}

    def empty(element: Element) -> bool:
        known = untouched.get(element)
        if known is None:
            k = bisect_left(kept, element.start)
            known = untouched[element] = k == len(kept) or kept[k] >= element.end
        return known

    starts = [row.block.runs[0].start for row in rows]
    found: list[Left] = []
    end = -1
    for start, element, row in _candidates(page, rows, starts):
        if start < end:
            continue
        top = element if empty(element) else None
        while top is not None and top.parent is not None and empty(top.parent) and _alike(top, top.parent):
            top = top.parent
        if top is not None:
            k = bisect_left(starts, top.start)
            text = rows[k].text if k < len(rows) and starts[k] < top.end else ""
            left = Left(max(top.start, end), top.end, top.drop or OUTSIDE, reason(top, text))
        elif row is not None:
            left = Left(start, row.block.runs[-1].end, OUTSIDE, reason(element, row.text))
        else:
            continue
        if left.end > left.start:
            found.append(left)
            end = left.end
    return found


def _candidates(page: Page, rows: Sequence[BlockRow], starts: Sequence[int]) -> list[tuple[int, Element, BlockRow | None]]:
    """Blocks of text, and elements that a rule leaves out, by their start."""
    dropped = [
        (element.start, element, None)
        for element in page.elements
        if element.drop and element.parent is not None and element.parent.drop != element.drop
    ]
    blocks = [(start, row.element, row) for start, row in zip(starts, rows, strict=True)]
    return sorted([*dropped, *blocks], key=lambda candidate: candidate[0])


def _alike(element: Element, parent: Element) -> bool:
    """Whether the parent is left out for the same cause; the body and the page are never named as left out."""
    return parent.drop == element.drop and parent.name not in ("body", "html", "#page", "head")


def reason(element: Element, text: str) -> str:
    """Where it stood, how it began and how long its source is."""
    words = text if len(text) <= FIRST_WORDS else text[:FIRST_WORDS].rsplit(" ", 1)[0] + " …"
    quoted = f" {words!r}," if words else ""
    return f"{element.path()}:{quoted} {element.end - element.start} characters of source"
