"""The engine `fast`: the text of a page by resiliparse alone, from one reading and in a bounded time.

resiliparse asks every node of a page whether it looks like main content, for two thirds of its time. A page of many tags is
seldom an article, and its rules do worst there: of such a page, and of one in which they find next to nothing, all text is
taken that stands outside of controls and of what "ARIA in HTML" (W3C) calls landmarks: navigation, complementary, the header and
the footer of the page.

Its parser and its rules take time that rises with the square of the depth, so :func:`is_shallow` looks first. Start at
:func:`quick_text`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cleaner.html.extractors.external import LARGEST, TROUBLE, encodable

if TYPE_CHECKING:
    from resiliparse.parse.html import HTMLTree

MANY_TAGS = 3000  # opening and closing; two thirds of the dev pages have fewer
LANDMARKS = (
    "nav", "footer", "aside", "header:not(article header):not(main header)", "[role=navigation]", "[role=contentinfo]",
    "[role=dialog]", "select", "button",
)  # fmt: skip
STRETCH = 8192  # characters of source looked at at a time
SINGLE = ("<br", "<img", "<meta", "<link", "<input", "<hr", "<!", "<p>", "<li", "<source")  # opened, but often not closed
CLOSING = re.compile("</")  # finds them in two thirds of the time of str.count
DEEP_ENOUGH = 5000  # open tags; the parser takes 50 ms for as many, minutes for 100,000


def quick_text(source: str, least: int) -> tuple[str, str]:
    """(text, which text it is); "" where resiliparse fails, and of pages that are too large or too deep for it.

    `least` is how many characters of main content are more than next to nothing.
    """
    tags = source.count("<")
    small = tags <= MANY_TAGS
    if tags > DEEP_ENOUGH or len(source) > LARGEST:
        source = _within_reach(source)
        if not source:
            return "", ""
    try:
        return _read(source, least if small else None)
    except UnicodeEncodeError:  # cheaper than to look for lone surrogates in every page
        return quick_text(encodable(source), least)
    except TROUBLE:
        return "", ""


def _read(source: str, least: int | None) -> tuple[str, str]:
    """The main content if it has at least `least` characters; else, and for None, all outside of landmarks."""
    from resiliparse.parse.html import HTMLTree

    tree = HTMLTree.parse(source)
    if tree.head is not None:
        tree.head.decompose()  # shows nothing, and would be asked node by node
    if least is not None:
        text = _text_of(tree, main_content=True)
        if len(text) >= least:
            return text, "its main content"
    return _text_of(tree, main_content=False), "all text outside of landmarks"


def _text_of(tree: HTMLTree, *, main_content: bool) -> str:
    """The text of a tree; of a source, resiliparse takes a tenth longer."""
    from resiliparse.extract.html2text import extract_plain_text

    skipped = None if main_content else list(LANDMARKS)
    text = extract_plain_text(
        tree, main_content=main_content, list_bullets=True, alt_texts=False, links=False, skip_elements=skipped
    )
    return str(text or "").strip()


def _within_reach(source: str) -> str:
    """The source, without its drawings if it is deep because of them; "" if it is too large or too deep all the same."""
    if len(source) > LARGEST:
        return ""
    if is_shallow(source):
        return source
    source = _without_drawings(source)
    return source if is_shallow(source) else ""


def is_shallow(source: str) -> bool:
    """Whether no part of the source opens more than some thousands of tags than are closed: a cheap look before a parser
    whose cost rises with the square of the depth. Tags that are often not closed are counted only where it matters."""
    if source.count("<") - len(CLOSING.findall(source)) <= DEEP_ENOUGH:
        return True
    return _stays_shallow(source, ()) or _stays_shallow(source, SINGLE)


def _stays_shallow(source: str, single: tuple[str, ...]) -> bool:
    depth = 0
    for start in range(0, len(source), STRETCH):
        stretch = source[start : start + STRETCH]
        depth = max(0, depth + stretch.count("<") - 2 * stretch.count("</") - sum(map(stretch.count, single)))
        if depth > DEEP_ENOUGH:
            return False
    return True


def _without_drawings(source: str) -> str:
    """The source without `<svg>` elements, whose shapes nobody closes, and whose words are no text; those in scripts stay.

    >>> _without_drawings("<p>One<svg><path d=x><path d=y></svg> two.")
    '<p>One two.'
    """
    pieces: list[str] = []
    position = 0
    while (start := source.find("<svg", position)) >= 0 and (end := source.find("</svg", start)) >= 0:
        end = source.find(">", end) + 1 or len(source)
        pieces.append(source[position : start if "</script" not in source[start:end] else end])
        position = end
    pieces.append(source[position:])
    return "".join(pieces)
