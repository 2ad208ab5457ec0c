"""Other extractors behind one interface: the source of a page in, its text out.

`soup` is always there (BeautifulSoup with the shipped container rules), `trafilatura` and `resiliparse` are extras. None of
them is asked to fetch anything. :func:`text_by` runs one; :func:`available` says whether it could.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

from cleaner.errors import ConfigError

if TYPE_CHECKING:
    from resiliparse.parse.html import HTMLTree

BLOCKS = (
    "p",
    "div",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "tr",
    "dt",
    "dd",
    "pre",
    "blockquote",
    "section",
    "article",
    "br",
    "td",
    "th",
)
TROUBLE = (ValueError, TypeError, AttributeError, LookupError, RuntimeError, AssertionError, OSError)
LARGEST = 3_000_000  # characters; larger pages are not given to other extractors, whose cost may be worse than linear
STRETCH = 8192  # characters of source looked at at a time
SINGLE = (
    "<br",
    "<img",
    "<meta",
    "<link",
    "<input",
    "<hr",
    "<!",
    "<p>",
    "<li",
    "<path",
    "<use",
    "<rect",
    "<circle",
    "<source",
)  # opened, but often not closed
DEEP_ENOUGH = 3000  # open tags; resiliparse takes half a second for as many, 9 minutes for 100,000
DEEPEST = 300  # open elements; deeper pages are not given to them either: they recurse


def by_trafilatura(source: str) -> str:
    """The main text without comments, by trafilatura."""
    import trafilatura

    return trafilatura.extract(source, include_comments=False) or ""


def by_resiliparse(source: str) -> str:
    """The main content by resiliparse, a C++ parser with a set of rules."""
    from resiliparse.parse.html import HTMLTree

    return _plain_text(HTMLTree.parse(source), main_content=True)


def _plain_text(tree: HTMLTree, *, main_content: bool) -> str:
    """The text of a tree by resiliparse, which takes longer where it is handed the source instead."""
    from resiliparse.extract.html2text import extract_plain_text

    return str(extract_plain_text(tree, main_content=main_content, list_bullets=True, alt_texts=False, links=False) or "").strip()


def by_soup(source: str) -> str:
    """All text outside of scripts and of the containers that the shipped rules name, block by block, by BeautifulSoup."""
    from bs4 import BeautifulSoup

    from cleaner.html.containers import UNSEEN
    from cleaner.html.extract import FILTER
    from cleaner.rulebook import RuleSet

    soup = BeautifulSoup(source, "lxml" if find_spec("lxml") else "html.parser")
    selectors = [selector for rule in RuleSet(FILTER) for selector in rule.data.get("selectors", ())]
    for element in [*soup(list(UNSEEN)), *soup.select(", ".join(selectors))]:
        element.decompose()
    for element in soup(BLOCKS):
        element.insert_before("\n")
        element.insert_after("\n")
    lines = (" ".join(line.split()) for line in soup.get_text().splitlines())
    return "\n".join(line for line in lines if line)


ENGINES: dict[str, Callable[[str], str]] = {"trafilatura": by_trafilatura, "resiliparse": by_resiliparse, "soup": by_soup}
PACKAGES = {"trafilatura": "trafilatura", "resiliparse": "resiliparse", "soup": "bs4"}


@cache
def available(name: str) -> bool:
    """Whether the engine's package is installed."""
    return find_spec(PACKAGES[name]) is not None


def require(name: str) -> None:
    """Raise ConfigError if the engine is not installed."""
    if not available(name):
        raise ConfigError(f"the engine {name} is not installed", remedy='pip install "cleaner-text[html]"')


def is_shallow(source: str) -> bool:
    """Whether no part of the source opens more than some thousands of tags than are closed: a cheap look before a parser
    whose cost rises with the square of the depth. Tags that are often not closed are counted only where it matters."""
    return source.count("<") <= DEEP_ENOUGH or _stays_shallow(source, ()) or _stays_shallow(source, SINGLE)


def _stays_shallow(source: str, single: tuple[str, ...]) -> bool:
    depth = 0
    for start in range(0, len(source), STRETCH):
        stretch = source[start : start + STRETCH]
        depth = max(0, depth + stretch.count("<") - 2 * stretch.count("</") - sum(map(stretch.count, single)))
        if depth > DEEP_ENOUGH:
            return False
    return True


def _encodable(source: str) -> str:
    """The source, lone surrogates replaced."""
    try:
        source.encode("utf-8")
    except UnicodeEncodeError:
        return source.encode("utf-8", "replace").decode("utf-8")
    return source


def text_by(name: str, source: str, depth: int) -> str:
    """What an engine makes of a page, "" where it fails or the page is beyond what it can be trusted with."""
    if len(source) > LARGEST or depth > DEEPEST:
        return ""
    try:
        return ENGINES[name](_encodable(source).replace("\x00", " "))
    except TROUBLE:
        return ""


def quick_text(source: str, least: int) -> tuple[str, bool]:
    """(text, whether it is main content) by resiliparse, from one reading of the page: all that is shown where fewer than
    `least` characters look like main content to it; "" where it fails or the page is too large or too deep for it."""
    from resiliparse.parse.html import HTMLTree

    if len(source) > LARGEST or not is_shallow(source):
        return "", False
    try:
        try:
            tree = HTMLTree.parse(source)
        except UnicodeEncodeError:  # cheaper than looking for lone surrogates in every page
            tree = HTMLTree.parse(_encodable(source))
        text = _plain_text(tree, main_content=True)
        return (text, True) if len(text) >= least else (_plain_text(tree, main_content=False), False)
    except TROUBLE:
        return "", False
