"""How boxes stand in a line or below each other: `display` and `white-space`, by inline styles and a page's own style sheets.

Only what differs from the display types of :mod:`cleaner.html.dom.tags` matters: an inline element that a style makes a block
or a cell, the children of flex and grid containers (each is a block, CSS Display 3, 2.7), text whose line ends are kept. The
rules are looked up by the class, id or name that their selector ends with, and read when the first element asks.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from cleaner.core.errors import ConfigError
from cleaner.html.dom.elements import Element
from cleaner.html.dom.selectors import Compound, Selector, chain_matches
from cleaner.html.dom.styles import Sheet, regions, rule_around, selectors, weight

SAID = re.compile(
    r"(display|white-space)(?:-collapse)?\s*:\s*([a-z-]+)(?:\s+[a-z-]+)?\s*(!\s*important)?(?=\s*(?:[;}\"']|$))", re.IGNORECASE
)
BELOW = frozenset((  # display types of a box that begins a line of its own
    "block", "flex", "grid", "table", "list-item", "flow-root", "table-row", "table-caption", "table-row-group", "-webkit-box",
    "-webkit-flex", "-ms-flexbox",
))  # fmt: skip
CONTAINERS = frozenset(("flex", "grid", "inline-flex", "inline-grid", "-webkit-box", "-webkit-flex", "-ms-flexbox"))
CELL = "table-cell"
KEPT = frozenset(("pre", "pre-wrap", "pre-line", "preserve", "preserve-breaks", "break-spaces"))  # line ends are not collapsed
TELLING = re.compile(  # style sheets without one of these say nothing that matters here
    r"display\s*:\s*(?:-webkit-|-ms-|inline-)?(?:block|flex|grid|table|list-item|flow-root|box)|white-space[\w-]*\s*:\s*(?:pre|break-s)"
)
LAST = re.compile(r"(?:^|[\s>])([a-zA-Z][\w-]*)?((?:[.#][\w-]+)*)$")  # the compound that a selector ends with
NAMES = re.compile(r"[.#][\w-]+")
NOTHING = ("", "")


class Rule(NamedTuple):
    """What one rule says of `display` and `white-space` ("" where it says nothing) of what its selector names."""

    selector: str
    order: int
    display: str
    white: str
    important: bool


class Layout:
    """The rules of the style sheets of one page.

    >>> from cleaner.html.dom.tree import parse
    >>> page = parse("<style>.a, .b > i {display: flex}</style><p>One<span class=a>two</span>three")
    >>> page.text_of(page.blocks[-1])
    'One two three'
    """

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.read = 0
        self.chars = 0
        self.rules: dict[str, list[Rule]] = {}  # by ".class", "#id" or name
        self.chains: dict[str, list[list[Compound]]] = {}
        self.concerned: dict[tuple[str, str], bool] = {}
        self.known: dict[tuple[Element | None, str, str], tuple[str, str]] = {}

    def of(self, element: Element) -> tuple[str, str]:
        """`display` and `white-space` as styles say them, "" where they say nothing."""
        name, head = element.name, element.head
        if len(self.sheet.texts) > self.read:
            self._read()
        key = name, head
        asked = self.concerned.get(key)
        if asked is None:
            asked = self.concerned[key] = "style" in head or any(found in self.rules for found in _keys(element))
        if not asked:
            return NOTHING
        place = element.parent, name, head
        said = self.known.get(place)
        if said is None:
            said = self.known[place] = self._said(element)
        return said

    def _read(self) -> None:
        """Take the rules of the style sheets that have come since."""
        for text in self.sheet.texts[self.read :]:
            if TELLING.search(text):
                self._add(text)
        self.read = len(self.sheet.texts)
        self.concerned.clear()
        self.known.clear()

    def _add(self, css: str) -> None:
        elsewhere = regions(css)
        done = -1
        for match in SAID.finditer(css):
            found = rule_around(css, match.start(), elsewhere)
            if found is None or found[2] == done:
                continue
            prelude, body, done = found
            display, white, important = read(body)
            for part in selectors(prelude):
                last = LAST.search(part)
                if last is None:
                    continue
                names = NAMES.findall(last[2])
                key = next((name for name in names if name[0] == "#"), names[0] if names else (last[1] or "").lower())
                if key:
                    rule = Rule(part, self.chars + done, display, white, important)
                    self.rules.setdefault(key, []).append(rule)
        self.chars += len(css)

    def _said(self, element: Element) -> tuple[str, str]:
        rules = [rule for key in _keys(element) for rule in self.rules.get(key, ()) if self._fits(rule, element)]
        rules.sort(key=lambda rule: (weight(rule.selector, rule.important), rule.order))
        display = next((rule.display for rule in reversed(rules) if rule.display), "")
        white = next((rule.white for rule in reversed(rules) if rule.white), "")
        if "style" in element.head:
            own_display, own_white, _ = read(element.attributes.get("style", ""))
            display, white = own_display or display, own_white or white
        return display, white

    def _fits(self, rule: Rule, element: Element) -> bool:
        chains = self.chains.get(rule.selector)
        if chains is None:
            try:
                chains = Selector(rule.selector).chains
            except ConfigError:
                chains = []
            self.chains[rule.selector] = chains
        return any(chain_matches(chain, element) for chain in chains)


def read(body: str) -> tuple[str, str, bool]:
    """`display` and `white-space` of declarations, and whether one of them is important.

    >>> read("color: red; display: block; white-space: pre-wrap !important; display: inline-flex")
    ('inline-flex', 'pre-wrap', True)
    """
    said = {"display": "", "white-space": ""}
    important = False
    for name, value, weighty in SAID.findall(body):
        said[name.lower()] = value.lower()
        important = important or bool(weighty)
    return said["display"], said["white-space"], important


def _keys(element: Element) -> list[str]:
    """By what the index of rules knows the element."""
    head = element.head
    keys = [element.name]
    if "class" in head:
        keys += [f".{name}" for name in element.classes]
    if "id" in head and (ident := element.attributes.get("id")):
        keys.append(f"#{ident}")
    return keys
