"""What is not shown: by attributes, by inline styles, and by the style sheets that a page holds itself.

Of style sheets, rules are read that say `display`, `visibility` or move a box off the screen, and whose selectors
:mod:`cleaner.html.dom.selectors` understands; the cascade is that of CSS 2.2, 6.4 (importance, specificity, order). Rules that
wait for an event (`:hover`) say nothing of a page that is read.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from cleaner.core.errors import ConfigError
from cleaner.html.dom.elements import Element
from cleaner.html.dom.selectors import Compound, Matcher, Selector
from cleaner.html.dom.sheets import StyleRule, rules_of

HIDDEN = "html.hidden"
GONE = ("hidden", "collapse")
DISPLAY = re.compile(r"(?:^|[;{\s])display\s*:\s*([a-z-]+)\s*(!\s*important)?", re.IGNORECASE)
VISIBILITY = re.compile(r"(?:^|[;{\s])visibility\s*:\s*([a-z]+)\s*(!\s*important)?", re.IGNORECASE)
AWAY = re.compile(  # a box outside of the screen or of no size: the ways in which pages hide text from the eye alone
    r"(?:^|[;{\s])(?:(?:left|right|top|margin-left|text-indent)\s*:\s*-\d{3,}(?:px|em|rem|vw)?"
    r"|clip\s*:\s*rect\(\s*[01](?:px)?[,\s]\s*[01](?:px)?[,\s]\s*[01](?:px)?[,\s]\s*[01](?:px)?\s*\)"
    r"|clip-path\s*:\s*inset\(\s*(?:50|100)%)",
    re.IGNORECASE,
)
ABSOLUTE = re.compile(r"position\s*:\s*(?:absolute|fixed)|text-indent", re.IGNORECASE)
HIDES = re.compile(  # declarations that may take a box from the screen
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|position\s*:\s*(?:absolute|fixed)|text-indent", re.IGNORECASE
)
SHOWS = re.compile(r"display|visible", re.IGNORECASE)
NAME = re.compile(r"[\w-]+")
WAITS = re.compile(r":(?!not\()|[+~]|\*|\\")
PAGES = (("type", "html"), ("type", "body"), ("type", "main"))  # hidden until a script has run
GROUPED = re.compile(r"(?:[^,()]|\([^()]*\))+")
GROUP = re.compile(r":(?:is|where|matches|-webkit-any)\(([^()]*)\)")
MOST_GROUPS = 64  # selectors that one with groups stands for
MOST_OF_KEY = 64  # rules by one class, id or name that are read: each is asked of each element that has it
LARGEST = 1_000_000  # characters of style sheets that are read
SOURCES = ("katex-mathml", "ssistive")  # boxes beside a drawn formula that hold its source


class Declared(NamedTuple):
    """What one rule says: its weight in the cascade, `display` and `visibility` ("" where it says nothing), off the screen."""

    weight: tuple[int, int, int, int]
    order: int
    display: str
    visibility: str
    away: bool
    important: bool

    @property
    def hides(self) -> bool:
        """Whether the rule takes a box from the screen."""
        return self.display == "none" or self.visibility in GONE or self.away


class Sheet:
    """The rules of a page's own style sheets that bear on what is shown.

    >>> from cleaner.html.dom.tree import parse
    >>> page = parse("<style>.a {display: none} div.a.b {display: block}</style><p class=a>x<div class='a b'>y")
    >>> [(element.name, element.drop) for element in page.elements[2:]]
    [('p', 'html.hidden'), ('div', '')]
    """

    def __init__(self) -> None:
        self.by_key: dict[tuple[str, str], list[tuple[list[Compound], Declared]]] = {}
        self.hiding: dict[tuple[str, str], list[tuple[list[Compound], Declared]]] = {}
        self.names: set[str] = set()  # classes, ids and attributes by which hiding rules find elements
        self.types: set[str] = set()  # names of elements that they hide
        self.known: set[tuple[str, str]] = set()
        self.matcher = Matcher()
        self.read = 0
        self.rules = 0
        self.said: list[list[StyleRule]] = []  # the rules of each style sheet

    def add(self, css: str, media: str = "") -> bool:
        """Read a style sheet; whether it says anything of what is shown."""
        before = self.read
        self.read += len(css)
        if media.strip().lower() not in ("", "all", "screen") or self.read > LARGEST:
            return False
        rules = rules_of(css)
        if not rules:
            return False
        self.said.append([rule._replace(number=before + rule.number) for rule in rules])
        count = self.rules
        others: list[StyleRule] = []
        for rule in self.said[-1]:
            if HIDES.search(rule.body):
                self._found(rule)
            elif SHOWS.search(rule.body):
                others.append(rule)
        if self.hiding:
            self.names = {name for kind, name in self.hiding if kind != "type"}
            self.types = {name for kind, name in self.hiding if kind == "type"}
            names = self.names | self.types
            for rule in others:
                if not names.isdisjoint(NAME.findall(rule.selector)):
                    self._found(rule)
        return self.rules > count

    def _found(self, rule: StyleRule) -> None:
        """Read a rule, unless it has been read."""
        if rule[:2] not in self.known:
            self.known.add(rule[:2])
            self._rule(*rule)

    def _rule(self, prelude: str, body: str, order: int) -> None:
        """Take a rule of a style sheet that hides or shows something."""
        display, visibility = _last(DISPLAY, body), _last(VISIBILITY, body)
        away = AWAY.search(body) is not None and ABSOLUTE.search(body) is not None
        if not (display or visibility or away):
            return
        important = bool((display and display[2]) or (visibility and visibility[2]))
        said = (display[1].lower() if display else "", visibility[1].lower() if visibility else "", away)
        for part in selectors(prelude):
            try:
                chains = Selector(part).chains
            except ConfigError:
                continue
            for chain in chains:
                key = chain[-1].key
                if not key[0] or key in PAGES:  # of any name: to be asked of every element of a page
                    continue
                if len(self.by_key.get(key, ())) >= MOST_OF_KEY:
                    continue
                self.rules += 1
                declared = Declared(weight(part, important), order, *said, important)
                self.by_key.setdefault(key, []).append((chain, declared))
                if declared.hides:
                    self.hiding.setdefault(key, []).append((chain, declared))

    def concerns(self, element: Element) -> bool:
        """Whether a rule that hides could speak of the element."""
        return element.name in self.types or (bool(self.names) and not self.names.isdisjoint(NAME.findall(element.head)))

    def display(self, element: Element) -> tuple[str, str, bool, bool] | None:
        """What the rules come to, None where none hides: display, visibility, whether it is off the screen, and whether
        an inline style cannot change that."""
        keys = _keys(element)
        hiding = [rule for key in keys for rule in self.hiding.get(key, ())]
        fits = self.matcher.fits
        if not any(fits(chain, element) for chain, _ in hiding):
            return None
        rules = [rule for key in keys for rule in self.by_key.get(key, ())]
        said = [declared for chain, declared in rules if fits(chain, element)]
        said.sort(key=lambda declared: (declared.weight, declared.order))
        display = next((declared.display for declared in reversed(said) if declared.display), "")
        visibility = next((declared.visibility for declared in reversed(said) if declared.visibility), "")
        away = any(declared.away for declared in said)
        return display, visibility, away, any(declared.important for declared in said)


def selectors(prelude: str) -> list[str]:
    """The selectors of a rule that wait for no event, `:is(...)` and `:where(...)` written out.

    >>> selectors("a:hover, :is(.b, .c) > p")
    ['.b > p', '.c > p']
    """
    parts = GROUPED.findall(prelude) if "(" in prelude else prelude.split(",")
    written = [part.strip() for text in parts for part in (_written_out(text) if ":" in text else (text,))]
    return [part for part in written if part and not WAITS.search(part)]


def _written_out(selector: str) -> list[str]:
    """A selector without groups, for each of the selectors that they hold."""
    found, done = [selector], 0
    while done < len(found) <= MOST_GROUPS:
        group = GROUP.search(found[done])
        if group is None:
            done += 1
        else:
            before, after = found[done][: group.start()], found[done][group.end() :]
            found[done : done + 1] = [f"{before}{name.strip()}{after}" for name in group[1].split(",")]
    return found


def _last(pattern: re.Pattern[str], body: str) -> re.Match[str] | None:
    """The declaration that counts of those of one property: the last, and important ones before others (CSS 2.2, 6.4)."""
    said = list(pattern.finditer(body))
    return next((match for match in reversed(said) if match[2]), said[-1] if said else None)


def _keys(element: Element) -> list[tuple[str, str]]:
    """By what a selector can name the element."""
    attributes = element.attributes
    keys = [("type", element.name), *(("class", name) for name in attributes.get("class", "").split())]
    if "id" in attributes:
        keys.append(("id", attributes["id"]))
    return keys + [("attribute", name) for name in attributes if name not in ("class", "id")]


def weight(selector: str, important: bool) -> tuple[int, int, int, int]:
    """Importance and specificity."""
    classes = selector.count(".") + selector.count("[")
    types = len(re.findall(r"(?:^|[\s>])[a-zA-Z]", selector))
    return int(important), selector.count("#"), classes, types


def hides(element: Element, sheet: tuple[str, str, bool, bool] | None) -> str:
    """The rule that keeps an element from being shown, "" for none; "aria": hidden from screen readers alone; "drawn": the
    picture of a formula whose source may stand beside it."""
    head = element.head
    style = "style" in head
    if sheet is None and not style and "idden" not in head and "popover" not in head and "MathJax" not in head:
        return ""
    attributes = element.attributes
    if any(source in head for source in SOURCES):
        return ""
    display, visibility, away, fixed = sheet or ("", "", False, False)
    inline = attributes.get("style", "") if style and not fixed else ""
    if inline:
        if found := _last(DISPLAY, inline):
            display = found[1].lower()
        if found := _last(VISIBILITY, inline):
            visibility = found[1].lower()
        away = away or (AWAY.search(inline) is not None and ABSOLUTE.search(inline) is not None)
    if "hidden" in attributes and not display:
        streamed = attributes.get("id", "").startswith("S:")  # React moves it to its place when the page has arrived
        if attributes["hidden"].lower() != "until-found" and not streamed:
            return HIDDEN
    if display == "none" or visibility in GONE or away or "popover" in attributes:
        return HIDDEN
    if "MathJax" in head and element.name != "mjx-container" and "MathJax" in attributes.get("class", ""):
        return "drawn"
    return "aria" if attributes.get("aria-hidden", "").lower() == "true" else ""
