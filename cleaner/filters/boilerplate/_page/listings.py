"""Lists on a page that look like menus and are its text: offers, tables with a cell a line, prices, ingredients, names
of services.

The trees judge a line by its shape and by what stands around it, so what a shop sells may look to them like what a menu holds.
These functions say which lines stay whatever the trees say of them; each looks at the page as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from cleaner.filters.boilerplate._evidence.cues import KINDS, is_name, is_sure

if TYPE_CHECKING:
    from cleaner.filters.boilerplate._page.features import Page

FEWEST_OFFERS, LONGEST_BUTTON = 5, 40  # buttons alike on a page that lists offers; code points of one
FEWEST_VALUES, LONGEST_VALUE, ROW = 6, 30, 6  # times a value of a table comes back; its code points; lines from one to the next
OFFER = re.compile(
    r"\W*(?:book|buy|shop|order|reserve|add to|(?:view|see) (?:deal|price|product|item|details)|check (?:price|availability))\b",
    re.IGNORECASE,
)
FEWEST_PRICES, LONGEST_PRICED = 15, 80  # prices of a page that lists what it sells; code points of a line with one
PRICE = re.compile(r"[$€£¥]\s?\d|\d\s?[€£]|\d[.,]\d\d\s?(?:EUR|USD|GBP|kr|zł|лв)")
FEWEST_AMOUNTS, FEWEST_UNITS = 3, 2  # lines of a list of ingredients that begin with a number; that have a unit
AMOUNTS_APART, LONGEST_AMOUNT = 3, 120  # lines from one to the next; code points of one
FRACTIONS = "\u00bc-\u00be\u2150-\u215e"
AMOUNT = re.compile(  # `250 g flour`, `½ lemon`, `2-3 eggs`; no `1. Boats`
    rf"[^\w{FRACTIONS}]*(?:\d+(?:[.,/⁄]\d+)?(?:\s?[-–]\s?\d+)?\s?[{FRACTIONS}]?|[{FRACTIONS}])\s?[^\W\d_]"
)
UNIT = re.compile(  # of what is weighed and measured in kitchens
    r"\d\s?(?:k?gr?|mg|[mcd]?l|dkg|oz\.?|lbs?\.?|cups?|tbsp\.?|tsp\.?|tablespoons?|teaspoons?|[TE]L)(?!\w)"
)
FEWEST_NAMED, NAMES_APART = 2, 4  # names of services in a list; lines from one to the next
ABOUT = 12  # lines on either side of a list of names that are looked at for a label of sharing, or of a footer


def listed(page: Page) -> set[int]:
    """Places of the lines that belong to such a list."""
    return offers(page) | values(page) | priced(page) | measured(page) | named(page)


def offers(page: Page) -> set[int]:
    """The lines between the first and the last of buttons to buy that come back: the page is a list of offers, and short lines
    say what is offered. The buttons themselves are not among them."""
    buttons: dict[str, list[int]] = {}
    for k, line in enumerate(page.lines):
        if len(line.text) <= LONGEST_BUTTON and (
            KINDS[line.cue.kind] == "shop" if line.cue.kind >= 0 else OFFER.match(line.text)
        ):
            buttons.setdefault(line.text, []).append(k)
    kept: set[int] = set()
    for places in buttons.values():
        if len(places) >= FEWEST_OFFERS and places[-1] - places[0] >= 2 * len(places):
            kept.update(range(places[0], places[-1]))
    many = (places for places in buttons.values() if len(places) >= FEWEST_OFFERS)
    return kept.difference(*many)


def values(page: Page) -> set[int]:
    """The lines of a table whose cells stand one a line: a value that is no label of pages comes back every few lines
    ("Full support", "No"), and what it is the value of stands between."""
    places: dict[str, list[int]] = {}
    for k, line in enumerate(page.lines):
        if len(line.text) <= LONGEST_VALUE and line.cue.kind < 0 and not line.strong and line.text[:1].isalpha():
            places.setdefault(line.text, []).append(k)
    kept: set[int] = set()
    for found in places.values():
        if len(found) >= FEWEST_VALUES and found[-1] - found[0] < ROW * len(found):
            kept.update(range(max(0, found[0] - ROW), min(found[-1] + ROW, len(page.lines))))
    return kept


def priced(page: Page) -> set[int]:
    """The lines around prices that are no labels, on a page that has many of them: what is sold, and its data."""
    places = [k for k, line in enumerate(page.lines) if len(line.text) <= LONGEST_PRICED and PRICE.search(line.text)]
    if len(places) < FEWEST_PRICES:
        return set()
    around = {near for k in places for near in range(max(0, k - ROW), min(k + ROW + 1, len(page.lines)))}
    return {k for k in around if not page.lines[k].strong}


def measured(page: Page) -> set[int]:
    """The lines of a list of ingredients: several begin with a number, some of which have a unit. Labels among them are none."""
    kept: set[int] = set()
    amounts = [k for k, line in enumerate(page.lines) if len(line.text) <= LONGEST_AMOUNT and AMOUNT.match(line.text)]
    for run in _runs_of(amounts, AMOUNTS_APART):
        units = sum(UNIT.search(page.lines[k].text) is not None for k in run)
        if len(run) >= FEWEST_AMOUNTS and units >= FEWEST_UNITS:
            kept.update(k for k in range(run[0], run[-1] + 1) if not page.lines[k].strong)
    return kept


def named(page: Page) -> set[int]:
    """Names of services ("Facebook", "GitHub") in a list of other things within the text, where no label around them says that
    they are buttons: the text lists what it is about."""
    prose = [k for k, line in enumerate(page.lines) if line.prose]
    kept: set[int] = set()
    for run in _runs_of((k for k, line in enumerate(page.lines) if is_name(line.text)), NAMES_APART):
        inside = prose and prose[0] < run[0] and run[-1] < prose[-1]
        others = run[-1] - run[0] + 1 - len(run)
        around = page.lines[max(0, run[0] - ABOUT) : run[-1] + ABOUT + 1]
        if inside and len(run) >= FEWEST_NAMED and others >= len(run) / 2 and not any(is_sure(line.text) for line in around):
            kept.update(run)
    return kept


def _runs_of(places: Iterable[int], apart: int) -> Iterator[list[int]]:
    """Places in runs: none is more than so many lines from the next."""
    run: list[int] = []
    for k in places:
        if run and k - run[-1] > apart:
            yield run
            run = []
        run.append(k)
    if run:
        yield run
