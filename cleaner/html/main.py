"""The main text of a page: which blocks to keep, and what to say of those left out. Start at :func:`select`."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from cleaner.html.blocks import Row, Survey
from cleaner.html.declared import Declared
from cleaner.html.features import measure
from cleaner.html.model import choose, load, probabilities
from cleaner.html.render import Left, Piece
from cleaner.html.tree import Element, Page
from cleaner.rulebook import rules_folder

SMALL_PAGE = 600  # characters; a page with less text is its own main text
OUTSIDE = "html.outside-main"
UNSEEN_RULE = "html.unseen"
FIRST_WORDS = 60  # characters of a left-out element that its reason quotes


def select(survey: Survey, facts: Declared) -> list[Row]:
    """The rows of the main text, in order."""
    rows = survey.rows
    if survey.found[survey.page.elements[0]].chars < SMALL_PAGE:
        return rows
    trees = load(rules_folder() / "html" / "main" / "trees.json")
    chances = probabilities(trees, measure(survey, facts))
    keep = choose(chances, [max(1.0, row.chars / 6) for row in rows])
    return [row for row, kept in zip(rows, keep, strict=True) if kept]


def left_out(page: Page, pieces: Sequence[Piece], rows: Sequence[Row]) -> list[Left]:
    """The largest elements with text of which nothing is kept, each with its rule and reason; sorted, not overlapping."""
    kept = [piece.start for piece in pieces if piece.end > piece.start]
    untouched: dict[Element, bool] = {}

    def empty(element: Element) -> bool:
        known = untouched.get(element)
        if known is None:
            k = bisect_left(kept, element.start)
            known = untouched[element] = k == len(kept) or kept[k] >= element.end
        return known

    found: list[Left] = []
    end = -1
    for start, element, row in _candidates(page, rows):
        if start < end:
            continue
        top = element if empty(element) else None
        while top is not None and top.parent is not None and empty(top.parent) and _alike(top, top.parent):
            top = top.parent
        text = row.text if row is not None else ""
        if top is not None:
            left = Left(max(top.start, end), top.end, top.drop or OUTSIDE, reason(top, text))
        elif row is not None:
            left = Left(start, row.block.runs[-1].end, OUTSIDE, reason(element, text))
        else:
            continue
        if left.end > left.start:
            found.append(left)
            end = left.end
    return found


def _candidates(page: Page, rows: Sequence[Row]) -> list[tuple[int, Element, Row | None]]:
    """Blocks of text, and elements that are never shown, by their start."""
    unseen = [
        (element.start, element, None)
        for element in page.elements
        if element.drop == UNSEEN_RULE and element.parent is not None and element.parent.drop != UNSEEN_RULE
    ]
    blocks = [(row.block.runs[0].start, row.element, row) for row in rows]
    return sorted([*unseen, *blocks], key=lambda candidate: candidate[0])


def _alike(element: Element, parent: Element) -> bool:
    """Whether the parent is left out for the same cause; the body and the page are never named as left out."""
    return parent.drop == element.drop and parent.name not in ("body", "html", "#page", "head")


def reason(element: Element, text: str) -> str:
    """Where it stood, how it began and how long its source is."""
    words = text if len(text) <= FIRST_WORDS else text[:FIRST_WORDS].rsplit(" ", 1)[0] + " …"
    quoted = f" {words!r}," if words else ""
    return f"{element.path()}:{quoted} {element.end - element.start} characters of source"
