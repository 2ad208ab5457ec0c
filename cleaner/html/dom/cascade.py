"""What the style sheets of a page say of its elements: whether they are shown, and how they stand in the text.

One index for all rules that speak of `display`, `visibility`, `white-space` or of a place off the screen. A rule is found by the
id, class, attribute or name that its selector ends with, and read when the first element asks; the order is that of CSS 2.2, 6.4
(importance, specificity, order). Rules whose selectors name a class or id that the page does not have are not kept.

Of what stands in a line only what differs from the display types of :mod:`cleaner.html.dom.tags` matters: an inline element that
a style makes a block or a cell, the children of flex and grid containers (each is a block, CSS Display 3, 2.7), text whose line
ends are kept.
"""

from __future__ import annotations

import re
from html import unescape
from typing import NamedTuple

from cleaner.core.errors import ConfigError
from cleaner.html.dom.elements import Element
from cleaner.html.dom.selectors import Compound, Matcher, Selector
from cleaner.html.dom.sheets import StyleRule, rules_of
from cleaner.html.dom.siblings import Siblings
from cleaner.html.dom.styles import STYLED, Said, declarations, selectors, weight
from cleaner.html.dom.tags import BLOCK

BELOW = frozenset((  # display types of a box that begins a line of its own
    "block", "flex", "grid", "table", "list-item", "flow-root", "table-row", "table-caption", "table-row-group", "-webkit-box",
    "-webkit-flex", "-ms-flexbox",
))  # fmt: skip
CONTAINERS = frozenset(("flex", "grid", "inline-flex", "inline-grid", "-webkit-box", "-webkit-flex", "-ms-flexbox"))
CELL = "table-cell"
TELLS = BELOW | CONTAINERS | {CELL, "inline-block", "inline-table"}
KEPT = frozenset(("pre", "pre-wrap", "pre-line", "preserve", "preserve-breaks", "break-spaces"))  # line ends are not collapsed
CONTROLS = frozenset(("button", "input", "label", "select", "svg", "img", "option", "textarea"))  # how these stand is no text
PAGES = frozenset(("html", "body", "main"))  # hidden until a script has run
LAST = re.compile(r"(?:^|[\s>+~])([a-zA-Z][\w-]*)?((?:[.#][\w-]+|\[[^\]]*\]|:[\w-]+(?:\([^()]*\))?)*)$")  # the last compound
NEGATED = re.compile(r":not\([^()]*\)")
NAMES = re.compile(r"[.#][\w-]+")
ATTRIBUTES = re.compile(r"\[\s*([\w:-]+)")
MARKS = ("class=", "id=", "CLASS=", "ID=", "Class=", "Id=")
BARE = re.compile(r"[\s\"'>]")
LONGEST_NAME = 200  # characters of a class or id without quotation marks
LATE = re.compile(r":(?:last|only|nth-last|empty)")  # asks for what follows the element, or for what is in it
ORDER = re.compile(r"[+~]|:(?:first|last|only|nth)-")
MOST_OF_KEY = 64  # rules by one class, id, attribute or name that are read: each is asked of each element that has it
LARGEST = 1_000_000  # characters of style sheets that are read


class Rule(NamedTuple):
    """One selector of a rule, what its declarations say, and where it stands among the rules."""

    selector: str
    order: int
    said: Said
    late: bool  # whether it asks for what follows the element


class Asked(NamedTuple):
    """Which questions are worth asking of elements of one name and with one start tag: is it shown, how does it stand."""

    hides: bool
    stands: bool


class Cascade:
    """The rules of the style sheets of one page.

    >>> from cleaner.html.dom.tree import parse
    >>> page = parse("<style>.a {display: none} div.a.b {display: block}</style><p class=a>x<div class='a b'>y")
    >>> [(element.name, element.drop) for element in page.elements[2:]]
    [('p', 'html.hidden'), ('div', '')]
    >>> page = parse("<style>.a, .b > i {display: flex}</style><p>One<span class=a>two</span>three")
    >>> page.text_of(page.blocks[-1])
    'One two three'
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self.names: frozenset[str] | None = None  # the classes and ids of the page
        self.read = 0  # characters of style sheets
        self.rules: dict[str, list[Rule]] = {}  # by ".class", "#id", "[attribute" or name
        self.hiding: set[str] = set()  # the keys of rules that take a box from the screen
        self.late: set[str] = set()  # those of them that ask for what follows an element
        self.standing: set[str] = set()  # the keys of rules that change how an inline element stands
        self.standing_blocks: set[str] = set()  # the same for other elements
        self.resets: set[str] = set()  # those of rules that collapse line ends
        self.types: set[str] = set()  # names of elements among the keys
        self.by_attribute = self.by_order = self.keeps = False  # whether a rule asks for attributes, for siblings; keeps lines
        self.finished = False  # whether the page has been read
        self.siblings: Siblings | None = None
        self.chains: dict[str, list[list[Compound]]] = {}
        self.weights: dict[Rule, tuple[int, int, int, int]] = {}
        self.matcher = Matcher()
        self.asked: dict[tuple[str, str], Asked] = {}
        self.known: dict[tuple[Element | None, str, str], Said | None] = {}

    def add(self, css: str, media: str, elements: list[Element]) -> bool:
        """Read a style sheet; whether it says anything. `elements` are those that stand before it."""
        before = self.read
        self.read += len(css)
        if media.strip().lower() not in ("", "all", "screen") or self.read > LARGEST:
            return False
        rules = rules_of(css)
        if not rules:
            return False
        count = len(self.rules), sum(map(len, self.rules.values()))
        for rule in rules:
            self._take(rule._replace(number=before + rule.number))
        if self.keeps:
            self.standing |= self.resets
            self.standing_blocks |= self.resets
        if self.by_order and self.siblings is None:
            self.siblings = self.matcher.siblings = Siblings(elements)
        self.asked.clear()
        self.known.clear()
        return count != (len(self.rules), sum(map(len, self.rules.values())))

    def _take(self, rule: StyleRule) -> None:
        """Keep the selectors of a rule that can name an element of the page."""
        if self.names is None:
            self.names = names_of(self.source)
        said: Said | None = None
        for part in selectors(rule.selector):
            last = LAST.search(part)
            if last is None or not all(name[1:] in self.names for name in NAMES.findall(NEGATED.sub("", part))):
                continue
            if said is None:
                said = declarations(rule.body)
                if said is None:
                    return
            key = _key(last)
            if key:
                self._index(key, Rule(part, rule.number, said, LATE.search(part) is not None))

    def _index(self, key: str, rule: Rule) -> None:
        """Note a rule under what its selector ends with."""
        said, named = rule.said, key[0] not in ".#["
        hides = said.hides and not (named and key in PAGES)
        stands = key not in CONTROLS and (said.display in TELLS or bool(said.white))
        rules = self.rules.setdefault(key, [])
        if len(rules) >= MOST_OF_KEY:
            return
        rules.append(rule)
        if named:
            self.types.add(key)
        self.by_attribute = self.by_attribute or "[" in rule.selector
        self.by_order = self.by_order or ORDER.search(rule.selector) is not None
        if hides:
            (self.late if rule.late else self.hiding).add(key)
        if not stands or rule.late:
            return
        if said.white in KEPT:
            self.keeps = True
        elif said.white:
            self.resets.add(key)
        if said.white in KEPT or said.display in CONTAINERS:
            self.standing_blocks.add(key)
        if said.white in KEPT or said.display in TELLS:
            self.standing.add(key)

    def concerns(self, element: Element) -> Asked:
        """Which questions the rules, or the inline style, may answer of an element."""
        place = element.name, element.head
        asked = self.asked.get(place)
        if asked is None:
            keys = self.keys(element)
            standing = self.standing_blocks if element.name in BLOCK else self.standing
            stands = not standing.isdisjoint(keys) or STYLED.search(element.head) is not None
            asked = self.asked[place] = Asked(not self.hiding.isdisjoint(keys), stands)
        return asked

    def said(self, element: Element) -> Said | None:
        """What the rules come to for an element; None where none speaks of it."""
        if self.by_order:
            return self._said(element)
        head = element.head
        if not self.by_attribute:
            attributes = element.attributes
            head = f"{attributes.get('class')} {attributes.get('id')}"
        place = element.parent, element.name, head
        if place not in self.known:
            self.known[place] = self._said(element)
        return self.known[place]

    def finish(self) -> None:
        """The page has been read: what follows each element is known."""
        self.finished = True
        self.known.clear()

    def _said(self, element: Element) -> Said | None:
        rules = [rule for key in self.keys(element) for rule in self.rules.get(key, ()) if self._fits(rule, element)]
        if len(rules) < 2:
            return rules[0].said if rules else None
        rules.sort(key=lambda rule: (self.weight(rule), rule.order))
        saids = [rule.said for rule in reversed(rules)]
        return Said(
            next((said.display for said in saids if said.display), ""),
            next((said.visibility for said in saids if said.visibility), ""),
            next((said.white for said in saids if said.white), ""),
            any(said.away for said in saids),
            any(said.important for said in saids),
            any(said.hides for said in saids),
        )

    def weight(self, rule: Rule) -> tuple[int, int, int, int]:
        """The weight of a rule in the cascade, counted once."""
        known = self.weights.get(rule)
        if known is None:
            known = self.weights[rule] = weight(rule.selector, rule.said.important)
        return known

    def _fits(self, rule: Rule, element: Element) -> bool:
        if rule.late and not self.finished:
            return False
        chains = self.chains.get(rule.selector)
        if chains is None:
            try:
                chains = Selector(rule.selector, in_order=True).chains
            except ConfigError:
                chains = []
            self.chains[rule.selector] = chains
        return any(self.matcher.fits(chain, element) for chain in chains)

    def keys(self, element: Element) -> list[str]:
        """By what the index knows an element."""
        head = element.head
        keys = [element.name]
        if "class" in head:
            keys += [f".{name}" for name in element.classes]
        if "id" in head and (ident := element.attributes.get("id")):
            keys.append(f"#{ident}")
        if self.by_attribute:
            keys += [f"[{name}" for name in element.attributes]
        return keys


def names_of(source: str) -> frozenset[str]:
    """The classes and ids of a page, and more: a look at what stands behind the names of these attributes.

    >>> sorted(names_of("<p class='a b' id=c>d"))
    ['a', 'b', 'c']
    """
    values = []
    for mark in MARKS:
        for behind in source.split(mark)[1:]:  # a third of the time of a regular expression
            piece = behind.lstrip() if behind[:1].isspace() else behind
            end = piece.find(piece[0], 1) if piece[:1] in ('"', "'") and piece else -1
            values.append(piece[1:end] if end > 0 else BARE.split(piece[:LONGEST_NAME], maxsplit=1)[0])
    found = frozenset(name for value in values for name in value.split())
    return found | frozenset(name for value in values if "&" in value for name in unescape(value).split())


def _key(last: re.Match[str]) -> str:
    """The rarest name that the last compound of a selector asks for, "" for none."""
    rest = NEGATED.sub("", last[2])
    names = NAMES.findall(rest)
    ident = next((name for name in names if name[0] == "#"), "")
    attribute = ATTRIBUTES.search(rest)
    named = names[0] if names else f"[{attribute[1].lower()}" if attribute else (last[1] or "").lower()
    return ident or named
