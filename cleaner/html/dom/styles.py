"""What is not shown: by attributes, by inline styles, and by the style sheets that a page holds itself.

Of style sheets, rules are read that say `display`, `visibility` or move a box off the screen, and whose selectors
:mod:`cleaner.html.selectors` understands; the cascade is that of CSS 2.2, 6.4 (importance, specificity, order). Widths are asked
of a screen of :data:`SCREEN` pixels. Rules of other media, and those that wait for an event (`:hover`), say nothing of a page
that is read.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

from cleaner.core.errors import ConfigError
from cleaner.html.dom.elements import Element
from cleaner.html.dom.selectors import Compound, Selector, chain_matches

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
HIDING = {  # words that take a box from the screen, each with what stands before it
    "none": re.compile(r"display\s*:\s*$"), "hidden": re.compile(r"visibility\s*:\s*$"),
    "collapse": re.compile(r"visibility\s*:\s*$"), "rect(": re.compile(r"clip\s*:\s*$"),
    "inset(": re.compile(r"clip-path\s*:\s*$"), "NONE": re.compile(r"DISPLAY\s*:\s*$"),
    **dict.fromkeys(("-9", "-1", "-2", "-3", "-5"), re.compile(r"(?:left|right|top|indent)\s*:\s*$")),
}  # fmt: skip
BEFORE = 24  # characters before such a word that are looked at
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
SCREEN = 1280  # CSS pixels, the width of a page on a desk
FONT = 16  # CSS pixels of an em in a media query (Media Queries 4, 2.6: the initial value)
ELSEWHERE = re.compile(r"@(?!layer\b)([a-z-]+)([^{};]*)\{", re.IGNORECASE)  # rules that may not hold
PLAIN_RULES = frozenset(("font-face", "page", "property", "counter-style", "viewport"))  # no rules inside of them
CLOSED = re.compile(r"\}\s*\}")
MEDIUM = re.compile(r"(?:only\s+)?(?:all|screen)")
WIDTH = re.compile(r"\(\s*(?:(min|max)-width\s*:|width\s*([<>])=?)\s*(\d+(?:\.\d+)?)(px|r?em)?\s*\)")
AND = re.compile(r"\s+and\s+|\s+and(?=\()|(?<=\))and\s+")
NAME = re.compile(r"[\w-]+")
WAITS = re.compile(r":(?!not\()|[+~]|\*|\\")
PAGES = (("type", "html"), ("type", "body"), ("type", "main"))  # hidden until a script has run
GROUPED = re.compile(r"(?:[^,()]|\([^()]*\))+")
GROUP = re.compile(r":(?:is|where|matches|-webkit-any)\(([^()]*)\)")
MOST_GROUPS = 64  # selectors that one with groups stands for
OTHERS = re.compile(r"\bnot\b|selector|-(?:ms|moz|webkit-touch)-")  # features that a desktop browser of today lacks, mostly
LARGEST = 1_000_000  # characters of style sheets that are read
LONGEST_RULE = 20_000  # characters of a selector, and of the declarations before or after one: so that the cost is linear
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
        self.read = 0
        self.rules = 0
        self.texts: list[str] = []  # the style sheets that hold here, without comments

    def add(self, css: str, media: str = "") -> bool:
        """Read a style sheet; whether it says anything of what is shown."""
        before = self.read
        self.read += len(css)
        if media.strip().lower() not in ("", "all", "screen") or self.read > LARGEST:
            return False
        if "/*" in css:
            css = COMMENT.sub("", css)
        self.texts.append(css)
        places = [place for word, before in HIDING.items() for place in _places(css, word, before)]
        if not places:
            return False
        count = self.rules
        elsewhere = regions(css)
        for place in sorted(places):
            self._found(css, place, before, elsewhere)
        if self.hiding:
            self.names = {name for kind, name in self.hiding if kind != "type"}
            self.types = {name for kind, name in self.hiding if kind == "type"}
            for word in ("display", "visible"):
                for place in _places(css, word, None):
                    self._found(css, place, before, elsewhere, self.names | self.types)
        return self.rules > count

    def _found(self, css: str, place: int, before: int, elsewhere: list[tuple[int, int]], only: set[str] | None = None) -> None:
        """Read the rule around a place, if it holds here and its selector names what is looked for; `before`: characters of the
        style sheets before this one."""
        found = rule_around(css, place, elsewhere)
        if found is None:
            return
        prelude, body, open_ = found
        if only and only.isdisjoint(NAME.findall(prelude)):
            return
        if (prelude, body) not in self.known:
            self.known.add((prelude, body))
            self._rule(prelude, body, before + open_)

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
        if not any(chain_matches(chain, element) for chain, _ in hiding):
            return None
        rules = [rule for key in keys for rule in self.by_key.get(key, ())]
        fits = [declared for chain, declared in rules if chain_matches(chain, element)]
        fits.sort(key=lambda declared: (declared.weight, declared.order))
        display = next((declared.display for declared in reversed(fits) if declared.display), "")
        visibility = next((declared.visibility for declared in reversed(fits) if declared.visibility), "")
        away = any(declared.away for declared in fits)
        return display, visibility, away, any(declared.important for declared in fits)


def _places(css: str, word: str, before: re.Pattern[str] | None) -> list[int]:
    """Where a word stands in a style sheet, if what should be before it is."""
    found = []
    place = css.find(word)
    while place >= 0:
        if before is None or before.search(css, max(0, place - BEFORE), place):
            found.append(place)
        place = css.find(word, place + 1)
    return found


def rule_around(css: str, place: int, elsewhere: list[tuple[int, int]]) -> tuple[str, str, int] | None:
    """Selector, declarations and place of the rule around a place; None if it does not hold here (see :func:`regions`)."""
    open_ = css.rfind("{", max(0, place - LONGEST_RULE), place)
    if open_ < 0 or css.find("}", open_, place) >= 0:
        return None
    start = max(0, open_ - LONGEST_RULE)
    for mark in "{};":
        start = css.rfind(mark, start, open_) + 1 or start
    k = bisect_right(elsewhere, (start, len(css))) - 1
    prelude = css[start:open_].strip()
    if (k >= 0 and start < elsewhere[k][1]) or not prelude or prelude[0] == "@":
        return None
    end = css.find("}", place, place + LONGEST_RULE)
    inner = css.find("{", place, end if end >= 0 else place + LONGEST_RULE)  # of a rule inside of this one
    end = (css.rfind(";", place, inner) if inner >= 0 else end) + 1 or place + LONGEST_RULE
    return prelude, css[open_ + 1 : end], open_


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


def regions(css: str) -> list[tuple[int, int]]:
    """Where rules stand that hold for other media, widths or browsers, as sorted (start, end)."""
    found: list[tuple[int, int]] = []
    position = 0
    while (match := ELSEWHERE.search(css, position)) is not None:
        name = match[1].lower()
        if (name == "media" and holds(match[2])) or (name == "supports" and not OTHERS.search(match[2])):
            position = match.end()
            continue
        if name in PLAIN_RULES:
            position = css.find("}", match.end()) + 1 or len(css)
        else:
            closed = CLOSED.search(css, match.end())
            position = closed.end() if closed else len(css)
        found.append((match.start(), position))
    return found


def holds(queries: str) -> bool:
    """Whether one of the media queries is true of a screen of :data:`SCREEN` pixels; what else they may ask is taken as false.

    >>> [holds(query) for query in (" screen ", "(min-width: 64em)", "only screen and (max-width:767px)", "print, (width>=1px)")]
    [True, True, False, True]
    """
    return any(all(_is_so(part.strip()) for part in AND.split(query.strip())) for query in queries.lower().split(","))


def _is_so(part: str) -> bool:
    """One condition of a media query."""
    width = WIDTH.fullmatch(part)
    if width is None:
        return MEDIUM.fullmatch(part) is not None
    pixels = float(width[3]) * (FONT if (width[4] or "").endswith("em") else 1)
    return pixels <= SCREEN if width[1] == "min" or width[2] == ">" else pixels >= SCREEN


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
    if "MathJax" in head and "MathJax" in attributes.get("class", ""):
        return "drawn"
    return "aria" if attributes.get("aria-hidden", "").lower() == "true" else ""
