"""What stands on a page several times in the same form: cards, teasers, rows of products, posts.

Two elements have one form if they are children of one element, with the same name and classes. :func:`measure` says of each
element with text which row of such elements it belongs to; the largest row counts, wherever above the element it is.
"""

from __future__ import annotations

from math import log2
from typing import NamedTuple

from cleaner.html.dom.elements import Element
from cleaner.html.selection.blocks import PageBlocks

FEWEST = 3  # elements of one form that make a row; two are often the two columns of a page
CARDS = 4  # elements from which a row is a list of links to other pages, if most of them
LINKED = 0.7  # of them hold a link
NAMES = ("count", "mean", "linked", "share", "up", "own")


class Form(NamedTuple):
    """A row of elements of one form: how many they are, their characters in all, and how many hold a link."""

    members: int
    chars: int
    linked: int


NONE = Form(1, 0, 0)


def forms(survey: PageBlocks) -> dict[Element, Form]:
    """The row of each element with text, all elements of a row with the same object."""
    found = survey.found
    rows: dict[tuple[Element, str], list[Element]] = {}
    for element, seen in found.items():
        if seen.blocks and element.parent is not None:
            rows.setdefault((element.parent, seen.signature), []).append(element)
    result: dict[Element, Form] = {}
    for members in rows.values():
        chars = sum([found[member].chars for member in members])
        form = Form(len(members), chars, sum([found[member].links > 0 for member in members]))
        for member in members:
            result[member] = form
    return result


def measure(survey: PageBlocks, rows: dict[Element, Form]) -> dict[Element, list[float]]:
    """Of each element with text: how many are in its largest row, their mean size, the share of them with links and of the
    page's text in them, how many levels up they are, and how many are in the row of the element itself."""
    total = survey.found[survey.page.elements[0]].chars or 1
    largest: dict[Element, tuple[Form, int]] = {}
    measures: dict[Element, list[float]] = {}
    for element, seen in survey.found.items():
        if seen.blocks:
            own = rows.get(element, NONE)
            above, up = largest[element.parent] if element.parent is not None else (NONE, -1)
            best = (own, 0) if own.members >= FEWEST and own.chars >= above.chars else (above, up + 1 if above.chars else 0)
            largest[element] = best
            form = best[0]
            measures[element] = [
                log2(form.members),
                log2(1 + form.chars / form.members),
                form.linked / form.members,
                form.chars / total,
                float(best[1]),
                log2(own.members),
            ]
    return measures


def cards(survey: PageBlocks, rows: dict[Element, Form]) -> float:
    """The share of the page's text in its largest row of elements most of which hold a link."""
    total = survey.found[survey.page.elements[0]].chars or 1
    return (
        max([row.chars for row in rows.values() if row.members >= CARDS and row.linked > LINKED * row.members], default=0) / total
    )
