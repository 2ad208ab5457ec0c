"""Chosen blocks to text: paragraphs, items, rows of tables, code, in the order of the source.

Kept text is kept in place: between two kept pieces stands one gap of the source, which becomes a separator (a space, a
line end, a bullet). :func:`render` lays the pieces out; :mod:`cleaner.html.rendering.account` turns them into edits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from operator import itemgetter

from cleaner.html.dom.elements import Block, Element, Page
from cleaner.html.dom.tags import CELLS, HEADINGS
from cleaner.html.rendering.markdown import fenced, inline
from cleaner.html.rendering.pieces import Piece, preformatted, run_pieces
from cleaner.html.rendering.rows import rows_of
from cleaner.html.selection.structures import Table, around

TIGHT = frozenset(["li", "dt", "dd", "tr", "td", "th", "option", "caption", "address", "legend", "label", "summary"])
ITEMS = frozenset(("li",))
ROWS = frozenset(("tr",))
LISTS = frozenset(("ul", "ol", "menu", "dir"))
TABLES = frozenset(("table",))
QUOTATIONS = frozenset(("blockquote",))
TERM_LISTS = frozenset(("dl",))
OWN_PARAGRAPH = frozenset(["p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "figcaption", "ul", "ol", "dl", "table"])
COMMENTS = ("[comments]", "[end of comments]")  # lines before and after a thread that is marked
LONGEST_HEADING = 1000  # characters of source of a heading around boxes
DEEPEST_LIST = 8  # levels of lists that are indented


def render(
    page: Page,
    blocks: Sequence[Block],
    markdown: bool = False,
    data: Mapping[Element, Table] | None = None,
    comments: Container[Block] = (),
) -> list[Piece]:
    """Pieces of the text of the blocks, in the order of the source.

    `data` are the tables that are laid out in rows; `comments` the blocks that are set between the lines `COMMENTS`.
    """
    pieces: list[Piece] = []
    blocks, comments = in_order(blocks, comments)
    writer = _Writer(page, markdown)
    previous: Block | None = None
    apart = False  # whether a table has just ended
    k = 0
    commented = False
    while k < len(blocks):
        block = blocks[k]
        table = _table(block, data) if data else None
        members = [block]
        if table is not None:
            end = k + 1
            while end < len(blocks) and blocks[end].runs[0].start < table.element.end:
                end += 1
            members = list(blocks[k:end])
        lead = "" if table is not None else writer.mark(block)
        if previous is not None:
            lead = (writer.between(previous, block) if table is None and not apart else "\n\n") + lead
        if (block in comments) != commented:
            lead = _marked(lead, previous is None, commented)
            commented = not commented
        if lead:
            at = block.runs[0].start
            pieces.append(Piece(at, at, lead))
        pieces += writer.block(block) if table is None else rows_of(page.source, table, members, markdown)
        previous, apart = members[-1], table is not None
        k += len(members)
    if commented and previous is not None:
        end = previous.runs[-1].end
        pieces.append(Piece(end, end, f"\n\n{COMMENTS[1]}"))
    return pieces


def in_order(blocks: Sequence[Block], comments: Container[Block]) -> tuple[Sequence[Block], Container[Block]]:
    """The blocks, cut so that none stands between the runs of another, and those of them that are comments.

    What is not displayed cuts no paragraph; if it is taken for text after all, its blocks stand inside of one.
    """
    if all(before.runs[-1].start <= block.runs[0].start for before, block in pairwise(blocks)):
        return blocks, comments
    runs = sorted(((run, block) for block in blocks for run in block.runs), key=lambda pair: pair[0].start)
    parts: list[Block] = []
    marked: set[Block] = set()
    for block, members in groupby(runs, key=itemgetter(1)):
        part = Block(block.element)
        part.runs = [run for run, _ in members]
        part.runs[0] = part.runs[0]._replace(gap=part.runs[0].gap.lstrip())
        parts.append(part)
        if block in comments:
            marked.add(part)
    return parts, marked


def _marked(lead: str, first: bool, commented: bool) -> str:
    """What stands before a block at which comments begin, or end."""
    return ("" if first else "\n\n") + COMMENTS[commented] + "\n\n" + lead.lstrip("\n")


def _table(block: Block, data: Mapping[Element, Table]) -> Table | None:
    """The table of data that a block begins."""
    table = around(block.element, TABLES)
    return data.get(table) if table is not None else None


def _between(previous: Block, block: Block) -> str:
    """What stands between two blocks: cells of a row on one line, items line by line, paragraphs with an empty line.

    Two blocks of one element are set apart by an empty line of the page (`<br><br>`).
    """
    cell, other = _ancestor(block.element, CELLS), _ancestor(previous.element, CELLS)
    if cell is not None and other is not None:
        one_row = cell is not other and _ancestor(cell, ROWS) is _ancestor(other, ROWS)
        if cell is not other and HEADINGS.isdisjoint((previous.element.name, block.element.name)):
            if one_row and _short(previous) and _short(block):
                return " | "
            return "\n" if one_row or _short(block) else "\n\n"
    item, before = _ancestor(block.element, ITEMS), _ancestor(previous.element, ITEMS)
    if item is not None and before is not None:
        return "\n"
    terms, others = _ancestor(block.element, TERM_LISTS), _ancestor(previous.element, TERM_LISTS)
    if terms is not others:
        return "\n\n"
    names = {previous.element.name, block.element.name}
    if item is not None or before is not None or names & OWN_PARAGRAPH or previous.element is block.element:
        return "\n\n"
    return "\n" if names & TIGHT or _short(previous, 40) else "\n\n"


def _on_a_line(block: Block) -> Block:
    """The block with spaces for its line ends."""
    flat = Block(block.element)
    flat.runs = [run._replace(gap=run.gap.replace("\n", " ")) for run in block.runs]
    return flat


def _short(block: Block, most: int = 200) -> bool:
    """Whether the block is at most so many characters of source."""
    return block.runs[-1].end - block.runs[0].start <= most


def _heading(block: Block) -> Element | None:
    """The heading that a block is, or that it is a box of; what stands in one that nothing closes is none."""
    heading = _ancestor(block.element, HEADINGS)
    boxed = heading is not None and heading is not block.element
    return None if boxed and heading is not None and heading.end - heading.start > LONGEST_HEADING else heading


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

    def __init__(self, page: Page, markdown: bool) -> None:
        self.page = page
        self.source = page.source
        self.markdown = markdown
        self.fresh = False
        self.indent = ""  # before the further lines of a block, in Markdown
        self.widths: dict[Element, int] = {}  # of the marks of items
        self.numbers: dict[Element, int] = {}
        self.counts: Counter[Element | None] = Counter()  # of the items of lists

    def mark(self, block: Block) -> str:
        """The bullet or number at the first block of a list item; in Markdown, the marks of quotations, headings and levels."""
        item = _ancestor(block.element, ITEMS)
        self.fresh = item is not None and item not in self.widths
        mark = self.bullet(item) if item is not None and self.fresh else ""
        if item is not None and self.fresh:
            self.widths[item] = len(mark)
        if self.markdown:
            mark = self._markdown(block, item, mark)
        return mark

    def _markdown(self, block: Block, item: Element | None, mark: str) -> str:
        """The same in Markdown; what stands before the further lines of the block is noted."""
        chain = list(block.element.ancestors())
        quoted = "> " * min(DEEPEST_LIST, sum(up.name == "blockquote" for up in chain))
        outer = [self.widths[up] for up in chain if up in self.widths and up is not item][:DEEPEST_LIST]
        before = quoted + " " * sum(outer)
        own = " " * self.widths.get(item, 0) if item is not None else ""
        self.indent = before + own
        heading = _heading(block)
        if heading is not None:
            return before + (mark or own) + "#" * int(heading.name[1]) + " "
        return before + (mark or own)

    def between(self, previous: Block, block: Block) -> str:
        """What stands between two blocks; in Markdown, two paragraphs of one item are apart, those of one quotation are not."""
        gap = _between(previous, block)
        if not self.markdown:
            return gap
        quote = around(block.element, QUOTATIONS)
        if quote is not None and quote is around(previous.element, QUOTATIONS):
            return f"\n{self.indent[: self.indent.rindex('>') + 1]}\n"
        if gap == " | " or not self.fresh:
            return "\n\n"
        return gap

    def bullet(self, item: Element) -> str:
        """ "- ", or the number of the item in an ordered list."""
        parent = item.parent
        if parent is None or parent.name != "ol":
            return "- "
        step = -1 if "reversed" in parent.attributes else 1
        if parent not in self.numbers:
            start = parent.attributes.get("start", "")
            first = int(start) if start.isdecimal() and len(start) < 6 else self.items(parent) if step < 0 else 1
            self.numbers[parent] = first - step
        value = item.attributes.get("value", "") if "value" in item.head else ""
        self.numbers[parent] = int(value) if value.isdecimal() and len(value) < 6 else self.numbers[parent] + step
        return f"{self.numbers[parent]}. "

    def items(self, ordered: Element) -> int:
        """How many items a list has."""
        if not self.counts:
            self.counts = Counter(item.parent for item in self.page.elements if item.name == "li")
        return self.counts[ordered]

    def block(self, block: Block) -> Iterator[Piece]:
        """The runs of a block, white space normalised and entities resolved."""
        pre = any(element.name == "pre" for element in block.element.ancestors())
        if self.markdown:
            flat = block if _heading(block) is None else _on_a_line(block)
            yield from fenced(self.source, block, self.indent) if pre else inline(self.source, flat, indent=self.indent)
            return
        for run in preformatted(self.source, block.runs) if pre else block.runs:
            if run.gap:
                yield Piece(run.start, run.start, run.gap)
            yield from run_pieces(self.source, run, pre)
