"""The blocks of a page with what surrounds them: text, links, landmarks, class words, sums over elements.

:func:`page_blocks` reads a parsed and marked page; its `rows` are the blocks that may be text. Blocks in containers that are
never text are left aside, unless the container holds most of the page: then it is no such container.
"""

from __future__ import annotations

import re
from html import unescape
from typing import NamedTuple

from cleaner.html.dom.elements import Block, Element, Page, Run
from cleaner.html.dom.styles import HIDDEN as HIDDEN_RULE
from cleaner.html.dom.tags import HEADINGS
from cleaner.html.selection.collapsed import OVERLAY, collapsed
from cleaner.html.selection.groups import LANDMARK_OF, LANDMARKS, ROLES, group_bits

LONG = 80  # characters of a block that counts as a paragraph of running text, if few of them are links
MOST = 0.5  # share of the page's text on which a container is no container, if next to nothing is left without it
REST = 300  # characters; what is left of a page without its largest container is next to nothing below it
LINKS = 0.5  # share of a container's text in links from which it is one, however little running text is outside of it
CONCEALED = "html.container.noscript"  # where the text of a page stands that is shown without scripts
PERMALINK = "html.container.reply"
SIGNS = frozenset("#¶§🔗⚓")  # of a link in a heading that leads to the heading itself
# Of a link behind a note that leads back to the text; some with a variation selector.
BACK = frozenset(("↩", "↩\ufe0e", "↩\ufe0f", "⤴", "⤴\ufe0e", "⤴\ufe0f", "⏎", "↵"))
WIDE = re.compile(r"[\u3040-\u9fff\uac00-\ud7ff]")  # one says as much as three letters of an alphabet
WIDE_COUNTS = 2  # letters more
SIGN = 16  # characters of the source of such a link
HIDDEN = len(LANDMARKS) - 1
HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


class ElementStats:
    """What is known of one element: groups and landmarks of it and around it, and sums over the rows in it."""

    __slots__ = ("blocks", "chars", "far", "links", "long", "marks", "near", "own", "signature")

    def __init__(self) -> None:
        self.own = self.near = self.far = self.marks = 0
        self.chars = self.links = self.long = self.blocks = 0
        self.signature = ""


class BlockRow:
    """One block: its text on one line, linked characters, and `long`: its characters if it is a paragraph."""

    __slots__ = ("block", "chars", "density", "element", "linked", "long", "seen", "signature", "text")

    def __init__(self, block: Block, text: str, seen: ElementStats, above: ElementStats | None) -> None:
        self.block = block
        self.element = block.element
        self.seen = seen
        self.text = text
        self.chars = len(text)
        linked = 0
        for run in block.runs:
            if run.linked:
                linked += run.end - run.start
        self.linked = min(linked, self.chars)
        self.density = self.linked / (self.chars or 1)
        self.long = self.chars if self.chars >= LONG and self.density < 0.4 else 0
        self.signature = f"{above.signature if above else ''}>{block.element.name}.{seen.signature}"


class PageBlocks(NamedTuple):
    """`rows` may be text; `aside` are the blocks in containers; `found` holds the sums over `rows`."""

    page: Page
    rows: list[BlockRow]
    aside: list[BlockRow]
    found: dict[Element, ElementStats]


def page_blocks(page: Page) -> PageBlocks:
    """Rows and sums of a page whose elements :func:`cleaner.html.containers.mark` has marked."""
    shown = [block for block in page.blocks if block.element.drop != "html.unseen" and _shown_runs(page.source, block)]
    found = look(page, shown)
    rows = []
    for block in shown:
        element = block.element
        text = page.text_of(block)
        if text:
            rows.append(BlockRow(block, text, found[element], found[element.parent] if element.parent else None))
    add_up(rows, found)
    whole = found[page.elements[0]]
    excused = collapsed(page.source, rows)
    visible = [row for row in rows if not row.element.drop]
    outside = ElementStats()
    outside.chars, outside.long = sum(row.chars for row in visible), sum(row.long for row in visible)
    kept: list[BlockRow] = []
    aside: list[BlockRow] = []
    for row in rows:
        (aside if row.element.drop and not _excused(row.element, found, whole, excused, outside) else kept).append(row)
    if not kept:  # whatever hides all of a page, a script shows it
        kept = [row for row in aside if row.element.drop == HIDDEN_RULE]
        aside = [row for row in aside if row.element.drop != HIDDEN_RULE]
    if aside:
        for seen in found.values():
            seen.chars = seen.links = seen.long = seen.blocks = 0
        add_up(kept, found)
    return PageBlocks(page, kept, aside, found)


def letters(text: str) -> int:
    """The length of a text as it would be in letters of an alphabet."""
    return len(text) + WIDE_COUNTS * len(WIDE.findall(text))


def _excused(
    element: Element, found: dict[Element, ElementStats], page: ElementStats, known: dict[Element, bool], outside: ElementStats
) -> bool:
    """Whether the container around an element holds too much text to be left out."""
    known_here = known.get(element)
    if known_here is None:
        root = element
        while root.parent is not None and root.parent.drop == element.drop:
            root = root.parent
        known_here = known.get(root)
        if known_here is None:
            known_here = known[root] = _is_page(root, found[root], page, outside)
        known[element] = known_here
    return known_here


def _is_page(root: Element, seen: ElementStats, page: ElementStats, outside: ElementStats) -> bool:
    """Whether what a rule calls a container is the page: it holds most of the text, and there is no other text to speak of.

    Menus, footers and the lists of a consent tool do hold most of the text of some shops; a page whose `<nav>` is never
    closed has its paragraphs inside of it, and none outside. `outside` are the sums over what is in no container.
    """
    if root.drop == HIDDEN_RULE:  # shown by a script, if nothing else is
        most = seen.chars > MOST * page.chars and (seen.long > 0 or page.chars - seen.chars < LONG)
        return not outside.long and (most or (outside.chars < REST < seen.long and not OVERLAY.search(root.head)))
    if seen.chars <= MOST * page.chars:
        return False
    if root.drop == CONCEALED or page.chars - seen.chars < REST:
        return True
    return page.long == seen.long and seen.links < LINKS * seen.chars


def _shown_runs(source: str, block: Block) -> bool:
    """Take hidden or otherwise dropped runs out of a block; whether any are left."""
    drop = block.element.drop
    if len(block.runs) > 1 and (block.element.name in HEADINGS or _ends_with_a_sign(block)):
        _mark_permalinks(source, block)
    if any(run.element.drop != drop for run in block.runs):
        kept: list[Run] = []
        gap = ""
        for run in block.runs:
            if run.element.drop != drop:
                gap = gap or (run.gap if run.gap.isspace() else "")
            else:
                kept.append(run._replace(gap=run.gap or gap) if kept else run._replace(gap=run.gap.lstrip()))
                gap = ""
        block.runs = kept
    return bool(block.runs)


def _ends_with_a_sign(block: Block) -> bool:
    """Whether the last run may be a linked sign, or a reference to its character."""
    last = block.runs[-1]
    return last.linked and last.end - last.start <= SIGN


def _mark_permalinks(source: str, block: Block) -> None:
    """Mark the sign behind a heading that is a link to the heading, as programs for documentation put it, and the sign behind
    a note that leads back to the text."""
    signs = SIGNS if block.element.name in HEADINGS else BACK
    for run in block.runs:
        if run.linked and unescape(source[run.start : run.end]).strip() in signs:
            link = next((up for up in run.element.ancestors() if up.name == "a"), None)
            if link is not None and link.attributes.get("href", "").startswith("#"):
                run.element.drop = run.element.drop or PERMALINK


def look(page: Page, blocks: list[Block]) -> dict[Element, ElementStats]:
    """Groups and landmarks of every element that holds a block, inherited downwards; in the order of the source."""
    known: dict[tuple[str, str], tuple[int, int, str]] = {}
    found: dict[Element, ElementStats] = {}
    needed = {page.elements[0]}
    for block in blocks:
        for up in block.element.ancestors():
            if up in needed:
                break
            needed.add(up)
    for element in page.elements:
        if element not in needed:
            continue
        seen = found[element] = ElementStats()
        key = (element.name, element.head)
        facts = known.get(key)
        if facts is None:
            facts = known[key] = _facts(element)
        seen.own, seen.marks, seen.signature = facts
        parent = element.parent
        if parent is not None:
            above = found[parent]
            seen.marks |= above.marks
            seen.near = seen.own | above.own
            seen.far = seen.own | above.far
            if parent.parent is not None:
                seen.near |= found[parent.parent].own
    return found


def _facts(element: Element) -> tuple[int, int, str]:
    """What a start tag says by itself: groups, landmarks, signature."""
    own = marks = 0
    name, signature = element.name, element.name
    if name in LANDMARK_OF:
        marks |= 1 << LANDMARK_OF[name]
    if len(element.head) > 3:
        attributes = element.attributes
        classes = attributes.get("class", "")
        signature = f"{name}.{classes}"
        if name not in ("html", "body"):
            own = group_bits(f"{classes} {attributes.get('id', '')} {attributes.get('itemprop', '')}")
        role = attributes.get("role", "")
        if role in ROLES:
            marks |= 1 << ROLES[role]
        hidden = "hidden" in attributes or attributes.get("aria-hidden") == "true"
        if hidden or ("style" in attributes and HIDING.search(attributes["style"])):
            marks |= 1 << HIDDEN
    return own, marks, signature


def add_up(rows: list[BlockRow], found: dict[Element, ElementStats]) -> None:
    """Sums over rows, carried up from element to element."""
    for row in rows:
        seen = row.seen
        seen.chars += row.chars
        seen.links += row.linked
        seen.long += row.long
        seen.blocks += 1
    for element in reversed(found):
        seen = found[element]
        if seen.blocks and element.parent is not None:
            above = found[element.parent]
            above.chars += seen.chars
            above.links += seen.links
            above.long += seen.long
            above.blocks += seen.blocks
