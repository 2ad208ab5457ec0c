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
from cleaner.html.dom.selectors import Compound, Matcher, Selector
from cleaner.html.dom.sheets import StyleRule
from cleaner.html.dom.styles import MOST_OF_KEY, Sheet, selectors, weight
from cleaner.html.dom.tags import BLOCK

SAID = re.compile(
    r"(display|white-space)(?:-collapse)?\s*:\s*([a-z-]+)(?:\s+[a-z-]+)?\s*(!\s*important)?(?=\s*(?:[;}\"']|$))", re.IGNORECASE
)
BELOW = frozenset((  # display types of a box that begins a line of its own
    "block", "flex", "grid", "table", "list-item", "flow-root", "table-row", "table-caption", "table-row-group", "-webkit-box",
    "-webkit-flex", "-ms-flexbox",
))  # fmt: skip
CONTAINERS = frozenset(("flex", "grid", "inline-flex", "inline-grid", "-webkit-box", "-webkit-flex", "-ms-flexbox"))
CELL = "table-cell"
TELLS = BELOW | CONTAINERS | {CELL, "inline-block", "inline-table"}
KEPT = frozenset(("pre", "pre-wrap", "pre-line", "preserve", "preserve-breaks", "break-spaces"))  # line ends are not collapsed
STYLED = re.compile(r"style\s*=[^>]*(?:display|white-space)", re.IGNORECASE)
LAST = re.compile(r"(?:^|[\s>])([a-zA-Z][\w-]*)?((?:[.#][\w-]+)*)$")  # the compound that a selector ends with
NAMES = re.compile(r"[.#][\w-]+")
NOTHING = ("", "")
MOST = 16  # rules by the name of elements alone, of one name: each is asked of each of them
CONTROLS = frozenset(("button", "input", "label", "select", "svg", "img", "option", "textarea"))  # how these stand is no text


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
        self.rules: dict[str, list[Rule]] = {}  # by ".class", "#id" or name
        self.tells: dict[str, list[Rule]] = {}  # those of them that may change something
        self.weights: dict[Rule, tuple[int, int, int, int]] = {}
        self.chains: dict[str, list[list[Compound]]] = {}
        self.matcher = Matcher()
        self.telling: set[str] = set()  # the keys of rules that change how an inline element stands
        self.telling_blocks: set[str] = set()  # the same for other elements
        self.resets: set[str] = set()  # those of rules that collapse line ends
        self.by_attribute = False  # whether a rule asks for another attribute than class and id
        self.keeps = False  # whether a rule keeps line ends
        self.concerned: dict[tuple[str, str], bool] = {}
        self.known: dict[tuple[Element | None, str, str], tuple[str, str]] = {}

    def of(self, element: Element) -> tuple[str, str]:
        """`display` and `white-space` as styles say them, "" where they say nothing."""
        name, head = element.name, element.head
        if len(self.sheet.said) > self.read:
            self._read()
        key = name, head
        asked = self.concerned.get(key)
        if asked is None:
            telling = self.telling_blocks if name in BLOCK else self.telling
            asked = self.concerned[key] = STYLED.search(head) is not None or not telling.isdisjoint(_keys(element))
        if not asked:
            return NOTHING
        attributes = element.attributes
        alike = head if self.by_attribute else f"{attributes.get('class')} {attributes.get('id')} {attributes.get('style')}"
        place = element.parent, name, alike
        said = self.known.get(place)
        if said is None:
            said = self.known[place] = self._said(element)
        return said

    def _read(self) -> None:
        """Take the rules of the style sheets that have come since."""
        for rules in self.sheet.said[self.read :]:
            for rule in rules:
                if "display" in rule.body or "white-space" in rule.body:
                    self._add(rule)
        if self.keeps:
            self.telling |= self.resets
            self.telling_blocks |= self.resets
        self.read = len(self.sheet.said)
        self.concerned.clear()
        self.known.clear()

    def _add(self, said: StyleRule) -> None:
        display, white, important = read(said.body)
        for part in selectors(said.selector):
            last = LAST.search(part)
            if last is None:
                continue
            names = NAMES.findall(last[2])
            key = next((name for name in names if name[0] == "#"), names[0] if names else (last[1] or "").lower())
            if key and key not in CONTROLS:
                rule = Rule(part, said.number, display, white, important)
                rules = self.rules.setdefault(key, [])
                if len(rules) >= (MOST_OF_KEY if key[0] in ".#" else MOST):
                    continue
                rules.append(rule)
                self.by_attribute = self.by_attribute or "[" in part
                if white or display in TELLS:
                    self.tells.setdefault(key, []).append(rule)
                self.keeps = self.keeps or white in KEPT
                if white and white not in KEPT:
                    self.resets.add(key)
                if white in KEPT or display in CONTAINERS:
                    self.telling_blocks.add(key)
                if white in KEPT or display in TELLS:
                    self.telling.add(key)

    def _said(self, element: Element) -> tuple[str, str]:
        """What rules and the element's own style come to."""
        keys = _keys(element)
        if "style" not in element.head and not any(self._fits(rule, element) for key in keys for rule in self.tells.get(key, ())):
            return NOTHING
        rules = [rule for key in keys for rule in self.rules.get(key, ()) if self._fits(rule, element)]
        if len(rules) > 1:
            rules.sort(key=lambda rule: (self.weight(rule), rule.order))
        display = next((rule.display for rule in reversed(rules) if rule.display), "")
        white = next((rule.white for rule in reversed(rules) if rule.white), "")
        if "style" in element.head:
            own_display, own_white, _ = read(element.attributes.get("style", ""))
            display, white = own_display or display, own_white or white
        return display, white

    def weight(self, rule: Rule) -> tuple[int, int, int, int]:
        """The weight of a rule in the cascade, counted once."""
        known = self.weights.get(rule)
        if known is None:
            known = self.weights[rule] = weight(rule.selector, rule.important)
        return known

    def _fits(self, rule: Rule, element: Element) -> bool:
        chains = self.chains.get(rule.selector)
        if chains is None:
            try:
                chains = Selector(rule.selector).chains
            except ConfigError:
                chains = []
            self.chains[rule.selector] = chains
        return any(self.matcher.fits(chain, element) for chain in chains)


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
