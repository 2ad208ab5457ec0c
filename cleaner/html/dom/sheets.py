"""The rules of a style sheet that hold on a screen of :data:`SCREEN` pixels: selectors and declarations, unread.

Blocks of at-rules are opened where they hold (`@media` of this screen, `@supports`, `@layer`) and passed over elsewhere; of a
rule inside of another (CSS Nesting) the own declarations are given, under its selector as it stands.
"""

from __future__ import annotations

import re
from typing import NamedTuple

SCREEN = 1280  # CSS pixels, the width of a page on a desk
FONT = 16  # CSS pixels of an em in a media query (Media Queries 4, 2.6: the initial value)
AT_RULE = re.compile(r"@([a-z-]+)(.*)", re.IGNORECASE | re.DOTALL)
MEDIUM = re.compile(r"(?:only\s+)?(?:all|screen)")
WIDTH = re.compile(r"\(\s*(?:(min|max)-width\s*:|width\s*([<>])=?)\s*(\d+(?:\.\d+)?)(px|r?em)?\s*\)")
AND = re.compile(r"\s+and\s+|\s+and(?=\()|(?<=\))and\s+")
OTHERS = re.compile(r"\bnot\b|selector|-(?:ms|moz|webkit-touch)-")  # features that a desktop browser of today lacks, mostly
SPEAKS = (
    "display",
    "visib",
    "white-sp",
    "absolut",
    "fixed",
    "text-ind",
    "clip-path",
    "DISPLAY",
)  # of declarations that are looked at
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


class StyleRule(NamedTuple):
    """A selector (or several), declarations, and the number of the rule in its style sheet."""

    selector: str
    body: str
    number: int


def rules_of(css: str) -> list[StyleRule]:
    """The rules that hold and may say how a box stands or whether it is shown.

    >>> [rule[:2] for rule in rules_of("@media print {.a {display: none}} .b {color: red} @media screen {.c {display: grid}")]
    [('.c', 'display: grid')]
    """
    if "/*" in css:
        css = COMMENT.sub("", css)
    found: list[StyleRule] = []
    blocks: list[tuple[str, bool]] = []  # open ones: their selector, "" for an at-rule; whether they hold
    for number, chunk in enumerate(css.split("}")):
        if chunk.count("{") == 1:
            if blocks and not blocks[-1][1]:
                continue
            if not any(word in chunk for word in SPEAKS):
                continue
            head, body = chunk.split("{")
            _take(found, blocks, head, body, number)
        else:
            *heads, body = chunk.split("{")
            if not heads:
                if blocks:
                    selector, holding = blocks.pop()
                    if selector and holding and body.strip():
                        found.append(StyleRule(selector, body, number))
                continue
            for head in heads[:-1]:
                _open(found, blocks, head, number)
            if not blocks or blocks[-1][1]:
                _take(found, blocks, heads[-1], body, number)
    return found


def _open(found: list[StyleRule], blocks: list[tuple[str, bool]], head: str, number: int) -> None:
    """A block begins in which there are rules."""
    before, _, prelude = head.rpartition(";")
    prelude = prelude.strip()
    holding = not blocks or blocks[-1][1]
    if holding and before and blocks and blocks[-1][0]:
        found.append(StyleRule(blocks[-1][0], before, number))
    at_rule = AT_RULE.match(prelude)
    if at_rule:
        blocks.append(("", holding and _holds(at_rule[1].lower(), at_rule[2])))
    else:
        blocks.append((prelude, holding))


def _take(found: list[StyleRule], blocks: list[tuple[str, bool]], head: str, body: str, number: int) -> None:
    """A rule without rules inside of it."""
    before, _, prelude = head.rpartition(";")
    prelude = prelude.strip()
    if before and blocks and blocks[-1][0]:
        found.append(StyleRule(blocks[-1][0], before, number))
    elif before and before.lstrip()[:1] != "@":
        return  # "li&gt; a": no selector holds a semicolon, so the rule says nothing
    if prelude and prelude[0] != "@":
        found.append(StyleRule(prelude, body, number))


def _holds(name: str, condition: str) -> bool:
    """Whether what stands in the block of an at-rule holds."""
    if name == "media":
        return holds(condition)
    return name == "layer" or (name == "supports" and not OTHERS.search(condition))


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
