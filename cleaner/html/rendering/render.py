"""Chosen blocks to text, as edits of the source.

Kept text is kept in place: between two kept pieces stands one gap of the source, which becomes a separator (a space, a
line end, a bullet). :func:`render` lays the pieces out; :func:`edits_of` turns them into edits, one for every left-out
element in a gap, so that the log tells what went and why. `apply(source, edits)` is the text, by construction.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from cleaner.core.edits import Edit
from cleaner.html.dom.tree import Block, Element, Page
from cleaner.html.rendering.markdown import inline
from cleaner.html.rendering.pieces import Piece, preformatted, run_pieces

TIGHT = frozenset(["li", "dt", "dd", "tr", "td", "th", "option", "caption", "address", "legend", "label", "summary"])
ITEMS = frozenset(("li",))
CELLS = frozenset(("td", "th"))
ROWS = frozenset(("tr",))
OWN_PARAGRAPH = frozenset(["p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "figcaption", "ul", "ol", "dl", "table"])


class Left(NamedTuple):
    """A part of the source that is left out, with its rule and reason."""

    start: int
    end: int
    rule: str
    reason: str


def render(page: Page, blocks: list[Block], markdown: bool = False) -> list[Piece]:
    """Pieces of the text of the blocks, in the order of the source."""
    pieces: list[Piece] = []
    writer = _Writer(page.source, markdown)
    previous: Block | None = None
    for block in blocks:
        lead = writer.mark(block)
        if previous is not None:
            lead = _between(previous, block) + lead
        if lead:
            at = block.runs[0].start
            pieces.append(Piece(at, at, lead))
        pieces += writer.block(block)
        previous = block
    return pieces


def _between(previous: Block, block: Block) -> str:
    """What stands between two blocks: cells of a row on one line, items line by line, paragraphs with an empty line."""
    cell, other = _ancestor(block.element, CELLS), _ancestor(previous.element, CELLS)
    if cell is not None and other is not None:
        one_row = cell is not other and _ancestor(cell, ROWS) is _ancestor(other, ROWS)
        if one_row:
            return " | " if _short(previous) and _short(block) else "\n"
        return "\n" if _short(block) else "\n\n"
    item, before = _ancestor(block.element, ITEMS), _ancestor(previous.element, ITEMS)
    if item is not None and before is not None:
        return "\n"
    names = {previous.element.name, block.element.name}
    if item is not None or before is not None or names & OWN_PARAGRAPH:
        return "\n\n"
    return "\n" if names & TIGHT or _short(previous, 40) else "\n\n"


def _short(block: Block, most: int = 200) -> bool:
    """Whether the block is at most so many characters of source."""
    return block.runs[-1].end - block.runs[0].start <= most


def _ancestor(element: Element, names: frozenset[str]) -> Element | None:
    """The nearest element of one of the names, looking up a few levels."""
    up: Element | None = element
    for _ in range(6):
        if up is None:
            return None
        if up.name in names:
            return up
        up = up.parent
    return None


class _Writer:
    """Pieces of single blocks; remembers numbers of list items."""

    def __init__(self, source: str, markdown: bool) -> None:
        self.source = source
        self.markdown = markdown
        self.item: Element | None = None
        self.numbers: dict[Element, int] = {}

    def mark(self, block: Block) -> str:
        """The bullet or number at the first block of a list item; in Markdown, the mark of a heading."""
        item = _ancestor(block.element, ITEMS)
        mark = self.bullet(item) if item is not None and item is not self.item else ""
        self.item = item
        name = block.element.name
        if self.markdown and len(name) == 2 and name[0] == "h" and name[1].isdigit():
            mark += "#" * int(name[1]) + " "
        return mark

    def bullet(self, item: Element) -> str:
        """ "- ", or the number of the item in an ordered list."""
        parent = item.parent
        if parent is None or parent.name != "ol":
            return "- "
        if parent not in self.numbers:
            start = parent.attributes.get("start", "1")
            self.numbers[parent] = int(start) - 1 if start.isdecimal() and len(start) < 6 else 0
        self.numbers[parent] += 1
        return f"{self.numbers[parent]}. "

    def block(self, block: Block) -> Iterator[Piece]:
        """The runs of a block, white space normalised and entities resolved."""
        pre = any(element.name == "pre" for element in block.element.ancestors())
        if self.markdown:
            yield from inline(self.source, block, pre)
            return
        for run in preformatted(self.source, block.runs) if pre else block.runs:
            if run.gap:
                yield Piece(run.start, run.start, run.gap)
            yield from run_pieces(self.source, run, pre)


def edits_of(source: str, pieces: list[Piece], left: list[Left]) -> list[Edit]:
    """Edits of the source that leave the pieces standing; `left` are sorted parts that do not overlap."""
    edits: list[Edit] = []
    position = k = 0
    waiting = ""
    for piece in pieces:
        if piece.start == piece.end and piece.text is not None and piece.start >= position:
            waiting += piece.text
            continue
        k = _gap(edits, source, position, piece.start, waiting, left, k)
        waiting = ""
        if piece.text is not None:
            edits.append(Edit(piece.start, piece.end, piece.text, "html.character", "a character reference or white space"))
        position = piece.end
    _gap(edits, source, position, len(source), waiting, left, k)
    return edits


def _gap(edits: list[Edit], source: str, start: int, end: int, text: str, left: list[Left], k: int) -> int:
    """Edits for the gap between two kept pieces, which becomes `text`; the index of the next left-out part."""
    if start == end and not text:
        return k
    while k < len(left) and left[k].end <= start:
        k += 1
    first = len(edits)
    while k < len(left) and left[k].start < end:
        part = left[k]
        low, high = max(part.start, start), min(part.end, end)
        if low > start:
            edits.append(Edit(start, low, "", "html.markup", "tags and what is not shown"))
        edits.append(Edit(low, high, "", part.rule, part.reason))
        start = high
        if part.end > end:
            break
        k += 1
    if start < end or not edits[first:]:
        if source[start:end] != text:
            edits.append(Edit(start, end, text, "html.markup", "tags and what is not shown"))
    elif text:
        edits[-1] = edits[-1]._replace(replacement=text)
    return k
