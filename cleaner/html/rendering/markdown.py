"""Inline Markdown: links, emphasis, code and pictures of a block, as pieces of the source with marks between them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from cleaner.html.dom.elements import Block, Element, Run
from cleaner.html.dom.formulas import alternative
from cleaner.html.rendering.pieces import Piece, preformatted, run_pieces

MARKS = {
    "b": "**",
    "strong": "**",
    "i": "*",
    "em": "*",
    "code": "`",
    "kbd": "`",
    "s": "~~",
    "del": "~~",
    "sup": "<sup>",
    "sub": "<sub>",
}
FORMULAS = frozenset(("math", "script", "img"))
TICKS = re.compile(r"`+")


def inline(source: str, block: Block, pre: bool, cell: bool = False) -> Iterator[Piece]:
    """The runs of a block with Markdown around them; a block of `<pre>` is fenced, bars in cells of tables are escaped."""
    if pre:
        fence = _fence(source[block.runs[0].start : block.runs[-1].end])
        yield Piece(block.runs[0].start, block.runs[0].start, f"{fence}\n")
        for run in preformatted(source, block.runs):
            if run.gap:
                yield Piece(run.start, run.start, run.gap)
            yield from run_pieces(source, run, True)
        end = block.runs[-1].end
        yield Piece(end, end, f"\n{fence}")
        return
    open_: list[Element] = []
    for run in block.runs:
        chain = _marked(run.element, block.element)
        same = 0
        while same < min(len(chain), len(open_)) and chain[same] is open_[same]:
            same += 1
        closing = "".join(_close(element) for element in reversed(open_[same:]))
        opening = "".join(_open(element) for element in chain[same:])
        if closing or run.gap or opening:
            yield Piece(run.start, run.start, closing + run.gap + opening)
        if run.text is not None and run.element.name in FORMULAS:
            pieces = iter((Piece(run.start, run.end, _formula_or_picture(run)),))
        else:
            pieces = run_pieces(source, run)
        for piece in pieces:
            yield from _escaped(source, piece) if cell else (piece,)
        open_ = chain
    end = block.runs[-1].end
    closing = "".join(_close(element) for element in reversed(open_))
    if closing:
        yield Piece(end, end, closing)


def _formula_or_picture(run: Run) -> str:
    """A formula between dollar signs, a picture with its alternative text."""
    image = run.element
    if image.name != "img" or alternative(image):
        return f"${run.text}$"
    source = image.attributes.get("src", "").strip()
    shown = (run.text or "").replace("[", "\\[").replace("]", "\\]")
    return f"![{shown}](<{source}>)" if re.search(r"[\s()<>]", source) else f"![{shown}]({source})"


def _fence(code: str) -> str:
    """Backticks, more than stand together in the code."""
    longest = max((len(found) for found in TICKS.findall(code)), default=0)
    return "`" * max(3, longest + 1)


def _escaped(source: str, piece: Piece) -> Iterator[Piece]:
    """A piece whose bars do not end a cell."""
    text = source[piece.start : piece.end] if piece.text is None else piece.text
    yield piece._replace(text=text.replace("|", "\\|")) if "|" in text else piece


def _marked(element: Element, block: Element) -> list[Element]:
    """The elements between the block and its text that have a mark in Markdown, outside in."""
    chain = []
    for up in element.ancestors():
        if up is block:
            break
        if up.name in MARKS or (up.name == "a" and address(up)):
            chain.append(up)
    return chain[::-1]


def _open(element: Element) -> str:
    return "[" if element.name == "a" else MARKS[element.name]


def _close(element: Element) -> str:
    return f"]({address(element)})" if element.name == "a" else MARKS[element.name].replace("<", "</")


def address(link: Element) -> str:
    """Where a link leads; "" for anchors, scripts and links within the page."""
    href = unescape(link.attributes.get("href", "")).strip()
    if not href or href[0] == "#" or href.lower().startswith(("javascript:", "data:")):
        return ""
    return href.replace(" ", "%20").replace("(", "%28").replace(")", "%29").replace("\n", "")
