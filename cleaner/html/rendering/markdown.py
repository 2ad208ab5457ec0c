"""Inline Markdown: links, emphasis, code and pictures of a block, as pieces of the source with marks between them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from cleaner.html.dom.elements import Block, Element, Run
from cleaner.html.dom.formulas import FORMULAS, alternative, delimited, is_displayed
from cleaner.html.dom.tags import HEADINGS
from cleaner.html.rendering.emphasis import Mark, settled
from cleaner.html.rendering.escaping import escaped
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
VERBATIM = frozenset(("code", "kbd"))
MAY_MEAN = re.compile(r"[`*_\[\]\\~<]")  # signs of Markdown whose meaning depends on what is beside them
CLOSING = re.compile(r"(?<!\S)#+$")
BRACKET = re.compile(r"(?<!\\)[\[\]]")
TICKS = re.compile(r"`+")


def fenced(source: str, block: Block, indent: str = "") -> Iterator[Piece]:
    """A block of `<pre>` between fences; `indent` stands before each line that is not the first."""
    fence = _fence(source[block.runs[0].start : block.runs[-1].end])
    start, end = block.runs[0].start, block.runs[-1].end
    yield Piece(start, start, f"{fence}\n{indent}")
    for run in preformatted(source, block.runs):
        if run.gap:
            yield Piece(run.start, run.start, run.gap.replace("\n", f"\n{indent}"))
        for piece in run_pieces(source, run, True):
            text = source[piece.start : piece.end] if piece.text is None else piece.text
            yield piece._replace(text=text.replace("\n", f"\n{indent}")) if indent and "\n" in text else piece
    yield Piece(end, end, f"\n{indent}{fence}")


def inline(source: str, block: Block, cell: bool = False, indent: str = "") -> Iterator[Piece]:
    """The runs of a block with Markdown around them; bars in cells of tables are escaped. `indent` stands before each line
    that is not the first."""
    yield from settled(source, list(_marked_runs(source, block, cell, indent)))


def _marked_runs(source: str, block: Block, cell: bool, indent: str) -> Iterator[Piece | Mark]:
    """The runs of a block and the marks of the elements around them."""
    open_: list[Element] = []
    at_start = not cell
    following = [run.gap for run in block.runs[1:]] + ["\n"]
    for run, next_gap in zip(block.runs, following, strict=True):
        chain = _marked(run.element, block.element)
        same = 0
        while same < min(len(chain), len(open_)) and chain[same] is open_[same]:
            same += 1
        at_start = (at_start or ("\n" in run.gap and not cell)) and len(chain) == same
        for element in reversed(open_[same:]):
            yield Mark(run.start, _close(element, source), element, False)
        if run.gap:
            yield Piece(run.start, run.start, run.gap if cell else run.gap.replace("\n", f"  \n{indent}"))
        for element in chain[same:]:
            yield Mark(run.start, _open(element, source), element, True)
        if run.text is not None and run.element.name in FORMULAS:
            pieces = [Piece(run.start, run.end, _formula_or_picture(run))]
        elif run.text is None and (tex := delimited(run.element, source[run.start : run.end])):
            pieces = [Piece(run.start, run.end, tex)]
        else:
            pieces = list(run_pieces(source, run))
            if not any(element.name in VERBATIM for element in chain):
                linked = any(element.name == "a" for element in chain)
                pieces = _plain(source, pieces, at_start, "\n" in next_gap, linked)
            if run is block.runs[-1] and block.element.name in HEADINGS:
                pieces[-1] = _unclosed(source, pieces[-1])
        for piece in pieces:
            yield from _escaped(source, piece) if cell else (piece,)
        at_start = False
        open_ = chain
    end = block.runs[-1].end
    for element in reversed(open_):
        yield Mark(end, _close(element, source), element, False)


def _formula_or_picture(run: Run) -> str:
    """A formula between dollar signs, two where it is displayed on its own; a picture with its alternative text."""
    image = run.element
    if image.name != "img" or alternative(image):
        return f"$${run.text}$$" if is_displayed(image) else f"${run.text}$"
    source = image.attributes.get("src", "").strip()
    shown = (run.text or "").replace("[", "\\[").replace("]", "\\]")
    return f"![{shown}](<{source}>)" if re.search(r"[\s()<>]", source) else f"![{shown}]({source})"


def _plain(source: str, pieces: list[Piece], at_start: bool, whole: bool, linked: bool) -> list[Piece]:
    """The pieces of a run of text so that Markdown shows what they say; marks are looked for across pieces.

    Brackets without a partner in the text of a link would end it, or begin another one.
    """
    texts = [source[piece.start : piece.end] if piece.text is None else piece.text for piece in pieces]
    if len(pieces) > 1 and MAY_MEAN.search("".join(texts)):
        pieces, texts = [Piece(pieces[0].start, pieces[-1].end, "".join(texts))], ["".join(texts)]
    odd = linked and "".join(texts).count("[") != "".join(texts).count("]")
    found = []
    for k, (piece, text) in enumerate(zip(pieces, texts, strict=True)):
        shown = escaped(text, at_start and not k, whole and len(pieces) == 1)
        if odd:
            shown = BRACKET.sub(r"\\\g<0>", shown)
        found.append(piece if shown == text else piece._replace(text=shown))
    return found


def _unclosed(source: str, piece: Piece) -> Piece:
    """The last piece of a heading, whose number signs at the end are text and not the closing of the heading."""
    text = source[piece.start : piece.end] if piece.text is None else piece.text
    return piece._replace(text=CLOSING.sub(r"\\\g<0>", text)) if text.endswith("#") else piece


def _fence(code: str) -> str:
    """Backticks, more than stand together in the code."""
    longest = max((len(found) for found in TICKS.findall(code)), default=0)
    return "`" * max(3, longest + 1)


def _escaped(source: str, piece: Piece) -> Iterator[Piece]:
    """A piece whose bars do not end a cell."""
    text = source[piece.start : piece.end] if piece.text is None else piece.text
    yield piece._replace(text=text.replace("|", "\\|")) if "|" in text else piece


def _marked(element: Element, block: Element) -> list[Element]:
    """The elements between the block and its text that have a mark in Markdown, outside in; of those in code links, around it."""
    chain = []
    for up in element.ancestors():
        if up is block:
            break
        if up.name in MARKS or (up.name == "a" and address(up)):
            chain.append(up)
    chain.reverse()
    code = next((k for k, up in enumerate(chain) if up.name in VERBATIM), len(chain))
    return [*(up for up in chain[code + 1 :] if up.name == "a"), *chain[: code + 1]] if code + 1 < len(chain) else chain


def _open(element: Element, source: str) -> str:
    if element.name in VERBATIM:
        return _ticks(element, source)
    return "[" if element.name == "a" else MARKS[element.name]


def _close(element: Element, source: str) -> str:
    if element.name in VERBATIM:
        return _ticks(element, source)[::-1]
    return f"]({address(element)})" if element.name == "a" else MARKS[element.name].replace("<", "</")


def _ticks(element: Element, source: str) -> str:
    """What begins a code span: more backticks than stand together in it, set apart from those at its edges."""
    code = source[element.open_end : element.end]
    longest = max((len(found) for found in TICKS.findall(code)), default=0)
    return "`" * (longest + 1) + (" " if longest else "")


def address(link: Element) -> str:
    """Where a link leads; "" for anchors, scripts and links within the page."""
    href = unescape(link.attributes.get("href", "")).strip()
    if not href or href[0] == "#" or href.lower().startswith(("javascript:", "data:")):
        return ""
    return href.replace(" ", "%20").replace("(", "%28").replace(")", "%29").replace("\n", "")
