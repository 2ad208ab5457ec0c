"""Texts that a page holds in its scripts: JSON-LD, the data of a program that is to draw the page, descriptions in its head.

They are taken where the page itself shows less: next to nothing, or of an article in its structured data (`articleBody`) not
half. As pieces of the page, decoded in place.
"""

from __future__ import annotations

import json
import re
from html import unescape

from cleaner.html.dom.elements import Element, Page
from cleaner.html.dom.tree import parse
from cleaner.html.rendering.pieces import Piece
from cleaner.html.selection.blocks import BlockRow
from cleaner.html.selection.declared import LONGEST_LD, plain

LD_BODY = re.compile(r'"(?:articleBody|text|reviewBody|recipeInstructions)"\s*:\s*"((?:[^"\\]|\\.)*+)"')
ARTICLE_BODY = re.compile(r'"articleBody"\s*:\s*"((?:[^"\\]|\\.)*+)"')
STRING = re.compile(r'"((?:[^"\\]|\\.)*+)"(\s*:)?')  # a key where the second group is there
CONTENT = re.compile(r"""content\s*=\s*(["'])(.*?)\1""", re.IGNORECASE | re.DOTALL)
PROSE = re.compile(r"\w[^.!?。]* [^.!?。]*[.!?。…:]|[\u3040-\u9fff]{12}")
CODE = re.compile(r"^(?:https?:|/|data:|[.#@{\[(])|function\s*\(|=>|[{};]\s*$|\bvar\s")
STATE = re.compile(  # of Next, Nuxt, Apollo, Redux and others
    r"__NUXT__\s*=|__next_f\b|__(?:INITIAL|PRELOADED|APOLLO|REDUX|INITIAL_REDUX|SERVER)_(?:STATE|DATA)__|__(?:DATA|STATE)__\s*="
)
STREAMED = re.compile(r"[0-9a-f]{1,4}:[\[{\"IT]|[0-9a-f]{1,4}:\\?\"")  # rows of React's server components
HEAD = 300  # characters of a script that say what it sets
BODY = 80  # characters of structured data that count as a text, and not as a label
LONG_BODY = 500  # characters of an article in structured data that is looked for on the page
SHOWN = 0.5  # share of it that the page shows, below which the page shows a part alone
MOST = 400_000  # characters of one script


def bodies(page: Page) -> list[Piece]:
    """Texts in the structured data of a page (articles, posts, reviews), in the data of its program, else its description."""
    return _structured(page, LD_BODY) or _program(page) or _description(page)


def whole_article(page: Page, rows: list[BlockRow]) -> list[Piece]:
    """The article in the structured data, if it is one of which the page shows less than half; else nothing."""
    if "articleBody" not in page.source:
        return []
    pieces = _structured(page, ARTICLE_BODY)
    text = plain(" ".join(piece.text or "" for piece in pieces))
    if len(text) < LONG_BODY:
        return []
    words = text.split()
    known = set(zip(words, words[1:], words[2:], strict=False))
    shown: set[tuple[str, ...]] = set()
    for row in rows:
        own = plain(row.text).split()
        shown.update(zip(own, own[1:], own[2:], strict=False))
    return pieces if len(known & shown) < SHOWN * len(known) else []


def _structured(page: Page, pattern: re.Pattern[str]) -> list[Piece]:
    """What JSON-LD holds under the names of a pattern."""
    pieces: list[Piece] = []
    for element in page.elements:
        if element.name == "script" and "ld+json" in element.head:
            for match in pattern.finditer(page.source, element.open_end, min(element.end, element.open_end + LONGEST_LD)):
                _add(pieces, match, read(match[1]))
    return pieces


def _program(page: Page) -> list[Piece]:
    """Sentences in the data of the page's program, each once."""
    pieces: list[Piece] = []
    known: set[str] = set()
    for element in page.elements:
        if element.name == "script" and _holds_data(element, page.source):
            for match in STRING.finditer(page.source, element.open_end, min(element.end, element.open_end + MOST)):
                if match[2] or len(match[1]) < BODY // 2 or (CODE.search(match[1]) and not STREAMED.match(match[1])):
                    continue
                text = _within(read(match[1])) if STREAMED.match(match[1]) else read(match[1])
                if len(text) >= BODY // 2 and text not in known and PROSE.search(text):
                    known.add(text)
                    _add(pieces, match, text, BODY // 2)
    return pieces if sum(len(piece.text or "") for piece in pieces) >= 2 * BODY else []


def _within(text: str) -> str:
    """The sentences among the strings of data that is itself a string."""
    found = []
    for match in STRING.finditer(text):
        if not match[2] and len(match[1]) >= BODY // 2 and not CODE.search(match[1]) and PROSE.search(inner := read(match[1])):
            found.append(inner)
    return "\n\n".join(dict.fromkeys(found))


def _holds_data(element: Element, source: str) -> bool:
    """Whether a script is data, or sets the state that a program begins with."""
    kind = element.attributes.get("type", "").lower()
    if kind == "application/json" or element.attributes.get("id", "") in ("__NEXT_DATA__", "__NUXT_DATA__"):
        return True
    return STATE.search(source, element.open_end, element.open_end + HEAD) is not None


def _add(pieces: list[Piece], match: re.Match[str], text: str, least: int = BODY) -> None:
    if len(text) >= least:
        if pieces:
            pieces.append(Piece(match.start(1), match.start(1), "\n\n"))
        pieces.append(Piece(match.start(1), match.end(1), text))


def read(raw: str) -> str:
    """A JSON string without its quotes, read; if it holds markup, the text of that.

    >>> read(r"<p>One &amp; <b>all<\\/b>.<\\/p><p>Two.<\\/p>")
    'One & all.\\n\\nTwo.'
    """
    try:
        text = str(json.loads(f'"{raw}"', strict=False))
    except ValueError:
        return ""
    if "<" in text and "</" in text:
        page = parse(text)
        return "\n\n".join(page.text_of(block) for block in page.blocks if not block.element.drop)
    return unescape(text).strip()


def _description(page: Page) -> list[Piece]:
    """The longest description in the head of a page."""
    best: list[Piece] = []
    for element in page.elements:
        if element.name == "meta" and "description" in element.head.lower():
            match = CONTENT.search(page.source, element.start, element.open_end)
            text = unescape(match[2]).strip() if match else ""
            if match and len(text) >= BODY and len(text) > sum(len(piece.text or "") for piece in best):
                best = [Piece(match.start(2), match.end(2), text)]
    return best
