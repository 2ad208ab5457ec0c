"""Other extractors behind one interface: the source of a page in, its text out.

`soup` is always there (BeautifulSoup with the shipped container rules), `trafilatura` and `resiliparse` are extras. None of
them is asked to fetch anything. :func:`text_by` runs one; :func:`available` says whether it could.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.util import find_spec

from cleaner.core.errors import ConfigError

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
TROUBLE = (ValueError, TypeError, AttributeError, LookupError, RuntimeError, AssertionError, OSError, ImportError)
LARGEST = 3_000_000  # characters; larger pages are not given to other extractors, whose cost may be worse than linear
DEEPEST = 300  # open elements; deeper pages are not given to them either: they recurse, or take quadratic time


def by_trafilatura(source: str) -> str:
    """The main text without comments, by trafilatura."""
    import trafilatura

    return trafilatura.extract(source, include_comments=False) or ""


def by_resiliparse(source: str) -> str:
    """The main content by resiliparse, a C++ parser with a set of rules."""
    from resiliparse.extract.html2text import extract_plain_text

    return str(extract_plain_text(source, main_content=True, list_bullets=True, alt_texts=False, links=False) or "")


def by_soup(source: str) -> str:
    """All text outside of scripts and of the containers that the shipped rules name, block by block, by BeautifulSoup."""
    from bs4 import BeautifulSoup

    from cleaner.html.containers import FILTER
    from cleaner.html.dom.tags import UNSEEN
    from cleaner.rulebook.packs import RuleSet

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


def encodable(source: str) -> str:
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
        return ENGINES[name](encodable(source).replace("\x00", " "))
    except TROUBLE:
        return ""
