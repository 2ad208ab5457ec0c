"""The light tree against parsers that conform: html5lib's published inputs for tree construction, and lexbor on pages.

What is compared is the text that is displayed by the style sheet of the standard, without white space, in its order. The
differences that remain are listed; each is one in which the light tree keeps what a browser loses, or does not move text.
`tests/cases/html/tree-construction.json` holds the inputs of html5lib-tests (MIT) and the text of the trees that they say.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from cleaner.html.dom.elements import UNSHOWN
from cleaner.html.dom.tags import UNSEEN
from cleaner.html.dom.tree import parse
from tests import SHARED

INPUTS = Path(__file__).parents[1] / "cases" / "html" / "tree-construction.json"
SKIPPED = UNSEEN | {"math", "noembed"}
LEAST = 0.895  # share of html5lib's inputs that read alike; 0.899 were reached
PAGES = SHARED / "bench" / "html" / "data" / "wcxb" / "pages"
MOST_PAGES = 2  # of 200 that read otherwise: one with shadow roots, whose text lexbor does not show, one with a <div> in its head


def shown(source: str) -> str:
    """The text of the light tree without white space, formulas left out."""
    page = parse(source)
    runs = [run for block in page.blocks for run in block.runs if run.text is None and run.element.drop != UNSHOWN]
    runs.sort(key=lambda run: run.start)
    return "".join("".join(unescape(source[run.start : run.end]) for run in runs).split())


def same_letters(source: str, wanted: str) -> bool:
    return sorted(shown(source)) == sorted(wanted)


def holds(pattern: str) -> Callable[[str, str], bool]:
    found = re.compile(pattern, re.IGNORECASE | re.DOTALL)
    return lambda source, wanted: found.search(source) is not None


DIFFERENCES: dict[str, Callable[[str, str], bool]] = {
    "text in a table that is in no cell stays where it is": same_letters,
    "CDATA sections are text in HTML as well": holds(r"<!\[CDATA"),
    "plaintext is an element like others": holds(r"<plaintext"),
    "text beside frames is kept": holds(r"<frameset|<noframes"),
    "drawings and formulas: no HTML in them is sought": holds(r"<svg|<math"),
    "a list in a list of a form": holds(r"<select"),
    "a comment or a script in a script": holds(r"<script.*(?:<!--|</script [^>]*=)|--\s*[^>-]+>|--!?\s+>"),
    "what has no end tag is not lost": holds(r"<(?:textarea|title|xmp|style|iframe|noembed|noframes)|</?$|=\"[^\"]*$|<img <"),
    "signs that are no characters": holds(r"\x00|&#x10FFF"),
    "a part without scripts in the head": holds(r"<head><noscript"),
}


def test_published_inputs_read_as_in_a_browser() -> None:
    pairs: list[tuple[str, str]] = [(source, wanted) for source, wanted in json.loads(INPUTS.read_text(encoding="utf-8"))]
    others = [(source, wanted) for source, wanted in pairs if shown(source) != wanted]
    unlisted = [(source, wanted, shown(source)) for source, wanted in others if not listed(source, wanted)]
    assert not unlisted
    assert 1 - len(others) / len(pairs) >= LEAST


def listed(source: str, wanted: str) -> str:
    """The difference that an input shows, "" for none that is listed."""
    return next((name for name, fits in DIFFERENCES.items() if fits(source, wanted)), "")


def by_lexbor(source: str) -> str:
    from selectolax.lexbor import LexborHTMLParser

    waiting: list[Any] = [LexborHTMLParser(source).root]
    found = []
    while waiting:
        node = waiting.pop()
        if node.tag == "-text":
            found.append(node.text(deep=False))
        elif node.tag not in SKIPPED:
            children = []
            child = node.first_child
            while child is not None:
                children.append(child)
                child = child.next
            waiting += reversed(children)
    return "".join("".join(found).split())


@pytest.mark.slow
@pytest.mark.skipif(not PAGES.is_dir(), reason="the annotated pages are not part of the project")
def test_pages_read_as_by_lexbor() -> None:
    pytest.importorskip("selectolax", reason="a conforming parser to compare with")
    others = []
    for path in sorted(PAGES.glob("*.html.gz")):
        source = gzip.decompress(path.read_bytes()).decode("utf-8", "replace").replace("\r\n", "\n").replace("\x00", "\ufffd")
        if shown(source) != by_lexbor(source):
            others.append(path.name)
    assert len(others) <= MOST_PAGES, others
