"""Inline Markdown: links, emphasis, code and pictures of a block, as pieces of the source with marks between them."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape

from cleaner.html.dom.tree import Block, Element
from cleaner.html.rendering.pieces import Piece, preformatted, run_pieces

MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*", "code": "`", "kbd": "`", "s": "~~", "del": "~~"}


def inline(source: str, block: Block, pre: bool) -> Iterator[Piece]:
    """The runs of a block with Markdown around them; a block of `<pre>` is fenced."""
    if pre:
        yield Piece(block.runs[0].start, block.runs[0].start, "```\n")
        for run in preformatted(source, block.runs):
            yield from run_pieces(source, run, True)
        end = block.runs[-1].end
        yield Piece(end, end, "\n```")
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
        yield from run_pieces(source, run)
        open_ = chain
    end = block.runs[-1].end
    closing = "".join(_close(element) for element in reversed(open_))
    if closing:
        yield Piece(end, end, closing)


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
    return f"]({address(element)})" if element.name == "a" else MARKS[element.name]


def address(link: Element) -> str:
    """Where a link leads; "" for anchors, scripts and links within the page."""
    href = unescape(link.attributes.get("href", "")).strip()
    if not href or href[0] == "#" or href.lower().startswith(("javascript:", "data:")):
        return ""
    return href.replace(" ", "%20").replace("(", "%28").replace(")", "%29").replace("\n", "")
