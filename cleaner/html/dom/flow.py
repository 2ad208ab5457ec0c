"""Text between tags to blocks: white space collapsed, line ends between East Asian characters joined, marks put in.

White space collapses across inline tags and vanishes at the edges of a box (CSS Text 3, 4.1); a no-break space does not. Where
a style preserves line ends (`white-space: pre-wrap`), they are those of a `<br>`; so is the edge of an inline element that a
style makes a block.
"""

from __future__ import annotations

import re
from functools import partial

from cleaner.html.dom.elements import UNSHOWN, Block, Element, Run
from cleaner.html.dom.tags import BLOCK, QUOTES

WHITE = " \t\n\r\f\v"
WIDE = "\u2e80"  # from here on characters of East Asian scripts; a line end between two of them is no space
HANGUL = ("\uac00", "\ud7ff")
NARROW = "\U0001f000"  # from here on pictures
REPLACED = re.compile(
    r"<(?:img|input|svg|button|select|video|canvas|object|iframe)\b", re.IGNORECASE
)  # stand in a line as a sign does
PREFORMATTED = frozenset(("pre", "listing"))
WATCHED = PREFORMATTED | {"q", "rt", "frameset"}  # something happens at their end
_run = partial(tuple.__new__, Run)  # half the time of Run(...)


def joins(before: str, after: str) -> bool:
    """Whether a line end between two characters is no space: both are East Asian, and neither is Korean (CSS Text 3, 4.1.3).

    >>> joins("水", "車"), joins("a", "車"), joins("한", "국")
    (True, False, False)
    """
    return all(WIDE <= c < NARROW and not HANGUL[0] <= c <= HANGUL[1] for c in (before, after))


class Flow:
    """The block that text goes to, and what stands before the next text."""

    def __init__(self, source: str, ruby: bool, alt: bool = False) -> None:
        self.source, self.alt = source, alt
        root = Element("#page", 0, 0, None, "")
        root.end = len(source)
        self.stack = [root]
        self.elements = [root]
        self.blocks: list[Block] = []
        self.block: Block | None = None
        self.gap = ""
        self.breaks = 0
        self.marked = False  # whether `gap` holds more than white space
        self.ruby = ruby
        self.links = self.pre = self.paragraphs = self.quotes = 0
        self.kept_lines: list[tuple[Element, bool]] = []  # open elements whose style says whether line ends are kept
        self.edges: dict[Element, str] = {}  # open inline elements that stand apart, with what sets them apart
        self.inner: list[tuple[Element, Run | None]] = []  # open boxes in a line, with the run before each
        self.frames = False
        self.watched: list[Element] = []
        self.flows: list[tuple[Element, Block | None, str, int, bool]] = []  # of the text around what is not displayed
        self.ended = -1  # where the last link or component ended
        self.touches = False  # whether another one began right there: style sheets mostly set them apart

    def _lines(self, start: int, end: int) -> None:
        """Take a run of text whose line ends are kept."""
        while (at := self.source.find("\n", start, end)) >= 0:
            if at > start:
                self._text(start, at)
            self._line_end()
            start = at + 1
        if start < end:
            self._text(start, end)

    def _text(self, start: int, end: int) -> None:
        """Take a run of text: white space collapses as CSS Text 3 has it."""
        text = self.source[start:end]
        if self.kept_lines and self.kept_lines[-1][1] and not self.pre and "\n" in text:
            self._lines(start, end)
            return
        trailing = False
        if not self.pre:
            stripped = text.strip(WHITE)
            if not stripped:
                self._white()
                return
            if len(stripped) != len(text):
                if text[0] != stripped[0]:
                    self._white()
                    start += len(text) - len(text.lstrip(WHITE))
                trailing = end - start != len(stripped)
                end = start + len(stripped)
            text = stripped
        parent = self.stack[-1]
        if parent.drop == UNSHOWN:
            if parent.name != "head":
                return
            self._pop_to(len(self.stack) - 1, start)
            parent = self.stack[-1]
        self._add(start, end, parent, text[0], None)
        if trailing:
            self.gap = " "

    def _add(self, start: int, end: int, parent: Element, first: str, text: str | None) -> None:
        """A run of text at the end of the block."""
        block = self.block
        if block is None or self.breaks > 1:
            element = parent
            while element.name not in BLOCK and element.parent is not None and element.drop == element.parent.drop:
                element = element.parent
            if block is not None and self.marked:
                self._flush(block)
            block = self.block = Block(element)
            self.blocks.append(block)
            gap = self.gap.strip(WHITE) if self.gap else ""
        else:
            gap = self.gap
            if gap == " " and first >= WIDE and self._joined(block.runs[-1], start):
                gap = ""
            elif self.pre and gap and not self.breaks and "\n" in (first, self.source[max(0, block.runs[-1].end - 1)]):
                gap = ""  # line ends of the code itself
            elif self.touches and not gap and first.isalnum() and first < WIDE and self._is_word(block.runs[-1]):
                gap = " "
        self.touches = False
        self.breaks = 0
        self.marked = False
        self.gap = ""
        block.runs.append(_run((start, end, parent, self.links > 0, gap, text)))

    def _is_word(self, before: Run) -> bool:
        """Whether a run ends with a letter or a digit."""
        return before.text is None and before.end > 0 and self.source[before.end - 1].isalnum()

    def _joined(self, before: Run, start: int) -> bool:
        """Whether the white space before `start` is a line end between East Asian characters."""
        source = self.source
        if before.text is not None or before.end == 0 or not joins(source[before.end - 1], source[start]):
            return False
        between = source[before.end : start]
        return REPLACED.search(between) is None and "\n" in "".join(re.split(r"<[^<>]*>", between))

    def _white(self) -> None:
        """White space that collapses with what stands before it."""
        if not self.gap:
            self.gap = " "
        elif self.marked:
            self._space()

    def _space(self) -> None:
        """White space after a mark."""
        if not self.gap.endswith((" ", "\n")):
            self.gap += " "

    def _mark(self, mark: str) -> None:
        """A mark that stands in no text node."""
        self.gap += mark
        self.marked = True

    def _break(self) -> None:
        """A block-level box begins or ends."""
        if self.marked and self.block is not None:
            self._flush(self.block)
        self.block = None
        self.gap = ""
        self.breaks = 0
        self.marked = False

    def _flush(self, block: Block) -> None:
        """Marks at the end of a block."""
        last = block.runs[-1]
        block.runs.append(_run((last.end, last.end, last.element, last.linked, self.gap.rstrip(WHITE), None)))
        self.gap = ""
        self.marked = False

    def _line_end(self) -> None:
        """A `<br>`: white space around it goes. Right behind a box that ends a line it ends none."""
        if self.breaks or not self.gap.endswith("\n"):
            self.gap = self.gap.rstrip(" ") + "\n"
        self.breaks += 1

    def _edge(self, gap: str) -> None:
        """An inline element begins or ends that a style sets apart from the text beside it, by a space or a line end."""
        if self.marked or self.gap.endswith("\n") or (self.inner and self.inner[-1][1] is self._last()):
            return
        self.gap = gap

    def _last(self) -> Run | None:
        """The last run of the block."""
        return self.block.runs[-1] if self.block is not None else None

    def _watch(self, element: Element, root: bool) -> None:
        """Note what the end of an element will change; `root`: it is not displayed, so the text around it goes on behind it."""
        self.watched.append(element)
        name = element.name
        if root:
            self.flows.append((element, self.block, self.gap, self.breaks, self.marked))
            self.block, self.gap, self.breaks, self.marked = None, "", 0, False
        if name == "frameset":
            self.frames = True
        elif name in PREFORMATTED:
            self.pre += 1
        elif element.drop:
            return
        elif name == "q":
            self._mark(self._quote(0))
            self.quotes += 1
        elif name == "rt" and self.ruby:
            if self.marked and self.gap.rstrip(WHITE).endswith(")"):  # readings one after the other, as below <rb>
                self.gap = self.gap.rstrip(WHITE)[:-1]
            else:
                self._mark("(")

    def _left(self, element: Element) -> None:
        """A watched element has ended."""
        self.watched.pop()
        name = element.name
        if self.flows and self.flows[-1][0] is element:
            _, self.block, self.gap, self.breaks, self.marked = self.flows.pop()
        if self.kept_lines and self.kept_lines[-1][0] is element:
            self.kept_lines.pop()
        if self.inner and self.inner[-1][0] is element:
            self.inner.pop()
            if not self.breaks and self.gap == "\n":
                self.gap = ""  # what stands apart in a box does not from what is behind the box
        if element in self.edges:
            self._edge(self.edges.pop(element))
        if name in PREFORMATTED:
            self.pre -= 1
        elif element.drop:
            return
        elif name == "q":
            self.quotes -= 1
            self._mark(self._quote(1))
        elif name == "rt" and self.ruby:
            self._mark(")")

    def _quote(self, side: int) -> str:
        """The quotation mark before (0) or after (1) a `<q>`."""
        said = (up.attributes.get("lang") for up in self.stack[-1].ancestors() if "lang" in up.head)
        language = next(filter(None, said), "")
        marks = QUOTES.get(language[:2].lower(), "“”‘’")
        return marks[side + 2 * (self.quotes % 2)]

    def _pop_to(self, depth: int, end: int) -> None:
        """Close the elements from `depth` of the stack on; what that means is the parser's to say."""
        raise NotImplementedError
