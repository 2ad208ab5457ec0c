"""What is not shown: by attributes, by inline styles, and by the style sheets that a page holds itself.

Of style sheets, rules are read that say `display`, `visibility` or move a box off the screen, and whose selectors
:mod:`cleaner.html.dom.selectors` understands; the cascade is that of CSS 2.2, 6.4 (importance, specificity, order). Rules that
wait for an event (`:hover`) say nothing of a page that is read.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from cleaner.html.dom.elements import Element

HIDDEN = "html.hidden"
GONE = ("hidden", "collapse")
DISPLAY = re.compile(r"(?:^|[;{\s])display\s*:\s*([a-z-]+)\s*(!\s*important)?", re.IGNORECASE)
WHITE = re.compile(
    r"(?:^|[;{\s])white-space(?:-collapse)?\s*:\s*([a-z-]+)(?:\s+[a-z-]+)?\s*(!\s*important)?(?=\s*(?:[;}\"']|$))", re.IGNORECASE
)
VISIBILITY = re.compile(r"(?:^|[;{\s])visibility\s*:\s*([a-z]+)\s*(!\s*important)?", re.IGNORECASE)
AWAY = re.compile(  # a box outside of the screen or of no size: the ways in which pages hide text from the eye alone
    r"(?:^|[;{\s])(?:(?:left|right|top|margin-left|text-indent)\s*:\s*-\d{3,}(?:px|em|rem|vw)?"
    r"|clip\s*:\s*rect\(\s*[01](?:px)?[,\s]\s*[01](?:px)?[,\s]\s*[01](?:px)?[,\s]\s*[01](?:px)?\s*\))",
    re.IGNORECASE,
)
CLIPPED = re.compile(r"(?:^|[;{\s])clip-path\s*:\s*inset\(\s*(?:50|100)%", re.IGNORECASE)
ABSOLUTE = re.compile(r"position\s*:\s*(?:absolute|fixed)|text-indent", re.IGNORECASE)
STYLED = re.compile(r"style\s*=[^>]*(?:display|white-space)", re.IGNORECASE)
WAITS = re.compile(  # for an event, or is not read
    r":(?!not\(|(?:first|last|only)-(?:child|of-type)\b|nth-(?:last-)?(?:child|of-type)\(|empty\b)|\*=|~=|\\"
)
GROUPED = re.compile(r"(?:[^,()]|\([^()]*\))+")
GROUP = re.compile(r":(?:is|where|matches|-webkit-any)\(([^()]*)\)")
MOST_GROUPS = 64  # selectors that one with groups stands for
SPOKEN = "mjx-assistive-mml"  # MathJax's box of a formula's source: it stands where the formula is drawn
SOURCES = ("katex-mathml", "ssistive")  # boxes beside a drawn formula that hold its source


class Said(NamedTuple):
    """What declarations come to ("" where they say nothing): `white` is white-space, `away` off the screen."""

    display: str
    visibility: str
    white: str
    away: bool
    important: bool
    hides: bool  # whether one of the rules takes a box from the screen


def declarations(body: str) -> Said | None:
    """What the declarations of a rule say of how a box stands; None for nothing.

    >>> declarations("color: red; display: block; white-space: pre-wrap !important; display: inline-flex")
    Said(display='inline-flex', visibility='', white='pre-wrap', away=False, important=True, hides=False)
    """
    display, visibility = _last(DISPLAY, body), _last(VISIBILITY, body)
    white = _last(WHITE, body) if "white" in body or "WHITE" in body else None
    away = is_away(body)
    if not (display or visibility or white or away):
        return None
    important = any(said and said[2] for said in (display, visibility, white))
    shown, seen, kept = (said[1].lower() if said else "" for said in (display, visibility, white))
    return Said(shown, seen, kept, away, important, shown == "none" or seen in GONE or away)


def is_away(body: str) -> bool:
    """Whether declarations move a box off the screen, or leave nothing of it."""
    return CLIPPED.search(body) is not None or (ABSOLUTE.search(body) is not None and AWAY.search(body) is not None)


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


def weight(selector: str, important: bool) -> tuple[int, int, int, int]:
    """Importance and specificity."""
    classes = selector.count(".") + selector.count("[") + selector.count(":") - selector.count(":not(")
    types = len(re.findall(r"(?:^|[\s>+~])[a-zA-Z]", selector))
    return int(important), selector.count("#"), classes, types


def hides(element: Element, rules: Said | None) -> str:
    """The rule that keeps an element from being shown, "" for none; "aria": hidden from screen readers alone; "drawn": the
    picture of a formula whose source may stand beside it. `rules`: what style sheets say, if one of their rules hides."""
    head = element.head
    style = "style" in head
    if rules is None and not style and "idden" not in head and "popover" not in head and "MathJax" not in head:
        return ""
    attributes = element.attributes
    if element.name == SPOKEN or any(source in head for source in SOURCES):
        return ""
    display, visibility, away = (rules.display, rules.visibility, rules.away) if rules is not None else ("", "", False)
    inline = attributes.get("style", "") if style and not (rules is not None and rules.important) else ""
    if inline:
        if found := _last(DISPLAY, inline):
            display = found[1].lower()
        if found := _last(VISIBILITY, inline):
            visibility = found[1].lower()
        away = away or is_away(inline)
    if "hidden" in attributes and not display:
        streamed = attributes.get("id", "").startswith("S:")  # React moves it to its place when the page has arrived
        if attributes["hidden"].lower() != "until-found" and not streamed:
            return HIDDEN
    if display == "none" or visibility in GONE or away or "popover" in attributes:
        return HIDDEN
    if "MathJax" in head and element.name != "mjx-container" and "MathJax" in attributes.get("class", ""):
        return "drawn"
    return "aria" if attributes.get("aria-hidden", "").lower() == "true" else ""
