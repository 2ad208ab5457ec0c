"""A page as a light tree whose every node knows where it stands in the source.

:func:`parse` reads the source once, with one regular expression, and keeps what extraction needs: elements with their
offsets, and blocks (runs of text that no block-level tag interrupts). It closes what authors leave open (`<p>`, `<li>`,
table cells) as browsers do, in a simplified way; it never recurses, caps the depth, and takes linear time on any input.

>>> page = parse("<ul><li>One<li><b>Two</b> words</ul>")
>>> [page.text_of(block) for block in page.blocks]
['One', 'Two words']
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from html import unescape
from typing import NamedTuple

from cleaner.html.dom.tags import APART, BLOCK, CLOSES, FORMATTING, RAW, SCOPE, VOID

# Attribute values in quotes may hold "<" and ">"; outside of quotes both end the tag. Possessive, so linear.
TAG = re.compile(
    r"""<(?: (/?) ([a-zA-Z][^\s/><]*+) ( (?: [^=><]++ | =\s*+(?:"[^"]*+"|'[^']*+')?+ )*+ ) >?
        | (!--) | (!\[CDATA\[) | [!?/] )""",
    re.VERBOSE,
)
ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?""")
SPACES = re.compile(r"[ \t\n\r\f\v]+")

SEEN_VOID = frozenset(("img", "meta", "link", "base", "input", "embed"))  # elements that somebody looks at
UNUSUAL = VOID | RAW
INLINE = FORMATTING | {"p"}
DEEPEST = 500  # open elements; browsers stop at 512. What is nested deeper hangs in the last one


class Element:
    """`source[start:open_end]` is the start tag, `source[start:end]` the element; `drop` is the rule that leaves it out."""

    __slots__ = ("_attributes", "depth", "drop", "end", "head", "name", "open_end", "parent", "start")

    def __init__(self, name: str, start: int, open_end: int, parent: Element | None, head: str) -> None:
        self.name = name
        self.start = start
        self.open_end = open_end
        self.end = open_end
        self.parent = parent
        self.head = head
        self.depth: int = 0 if parent is None else parent.depth + 1
        self.drop = ""
        self._attributes: dict[str, str] | None = None

    @property
    def attributes(self) -> dict[str, str]:
        """Names in lower case; of repeated ones the first counts."""
        if self._attributes is None:
            found: dict[str, str] = {}
            if len(self.head) > 1:
                for name, double, single, bare in ATTRIBUTE.findall(self.head):
                    value = double or single or bare
                    found.setdefault(name.lower(), unescape(value) if "&" in value else value)
            self._attributes = found
        return self._attributes

    @property
    def classes(self) -> list[str]:
        """The class names."""
        return self.attributes.get("class", "").split()

    def ancestors(self) -> Iterator[Element]:
        """The element and all above it, inside out."""
        element: Element | None = self
        while element is not None:
            yield element
            element = element.parent

    def path(self) -> str:
        """A selector path of the innermost four levels, such as `main > div.post > p`."""
        parts = []
        for element in self.ancestors():
            parts.append(element.label())
            if len(parts) == 4 or element.attributes.get("id"):
                break
        return " > ".join(reversed(parts))

    def label(self) -> str:
        """`div#id` or `div.class`."""
        ident = self.attributes.get("id", "")
        if ident and not SPACES.search(ident):
            return f"{self.name}#{ident}"
        return ".".join([self.name, *self.classes[:2]])


class Run(NamedTuple):
    """Text between two tags: `source[start:end]`, inside `element`; `gap` says whether white space or a break stood before it."""

    start: int
    end: int
    element: Element
    linked: bool
    gap: str  # "", " " or "\n" (a <br> before it)


_run = partial(tuple.__new__, Run)  # half the time of Run(...)


class Block:
    """Runs of text that no block-level tag interrupts; `element` is the innermost block-level element around them."""

    __slots__ = ("element", "runs")

    def __init__(self, element: Element) -> None:
        self.element = element
        self.runs: list[Run] = []


class Page(NamedTuple):
    """A parsed page: elements and blocks in the order of the source."""

    source: str
    elements: list[Element]
    blocks: list[Block]

    def text_of(self, block: Block) -> str:
        """The text of a block on one line, entities resolved."""
        if len(block.runs) == 1:
            text = self.source[block.runs[0].start : block.runs[0].end]
        else:
            text = "".join([(" " if run.gap else "") + self.source[run.start : run.end] for run in block.runs])
        if "&" in text:
            text = unescape(text)
        return " ".join(text.split())


def parse(source: str) -> Page:
    """The tree of a page; never fails, whatever the source holds."""
    return _Parser(source).run()


class _Parser:
    """The state of one reading: the stack of open elements and the block that text goes to."""

    def __init__(self, source: str) -> None:
        self.source = source
        root = Element("#page", 0, 0, None, "")
        root.end = len(source)
        self.stack = [root]
        self.elements = [root]
        self.blocks: list[Block] = []
        self.block: Block | None = None
        self.gap = ""
        self.breaks = 0
        self.links = 0
        self.pre = 0
        self.skipped: dict[str, int] = {}
        self.unclosed: set[str] = set()

    def run(self) -> Page:
        source, search, position = self.source, TAG.search, 0
        end = len(source)
        while True:
            match = search(source, position)
            if match is None:
                break
            start = match.start()
            if start > position:
                self._text(position, start)
            close, name, head = match.group(1, 2, 3)
            if name is None:
                position = self._declaration(match)
            elif close:
                self._end_tag(name.lower(), start, match.end())
                position = match.end()
            else:
                position = self._start_tag(name.lower(), start, match.end(), head)
        if position < end:
            self._text(position, end)
        for element in self.stack[1:]:
            element.end = end
        return Page(source, self.elements, self.blocks)

    def _declaration(self, match: re.Match[str]) -> int:
        """Past a comment, a doctype, a processing instruction; an unclosed one ends at the next ">"."""
        if match[5]:
            end = self.source.find("]]>", match.end())
            if end >= 0:
                self._text(match.end(), end)
                return end + 3
        if match[4] and "--" not in self.unclosed:
            if self.source.startswith((">", "->"), match.end()):
                return self.source.index(">", match.end()) + 1
            end = self.source.find("--", match.end())
            while end >= 0:
                if self.source.startswith((">", "!>"), end + 2):
                    return self.source.index(">", end) + 1
                end = self.source.find("--", end + 1)
            self.unclosed.add("--")
        end = self.source.find(">", match.end()) if ">" not in self.unclosed else -1
        if end < 0:
            self.unclosed.add(">")
        return end + 1 or len(self.source)

    def _text(self, start: int, end: int) -> None:
        source = self.source
        text = source[start:end]
        trailing = 0
        if not self.pre:
            stripped = text.strip()
            if not stripped:
                self.gap = self.gap or " "
                return
            if len(stripped) != len(text):
                if text[0] != stripped[0]:
                    self.gap = self.gap or " "
                    start += len(text) - len(text.lstrip())
                trailing = end - start - len(stripped)
                end -= trailing
        parent = self.stack[-1]
        if self.block is None or self.breaks > 1:
            element = parent
            while element.name in FORMATTING and element.parent is not None:
                element = element.parent
            self.block = Block(element)
            self.blocks.append(self.block)
            self.gap = ""
        self.breaks = 0
        self.block.runs.append(_run((start, end, parent, self.links > 0, self.gap)))
        self.gap = " " if trailing else ""

    def _start_tag(self, name: str, start: int, end: int, head: str) -> int:
        stack = self.stack
        if name in BLOCK:
            self.block = None
            self.gap = ""
            self.breaks = 0
            if stack[-1].name in INLINE:
                self._close_paragraph(name, start)
        elif name == "br":
            self.gap = "\n"
            self.breaks += 1
        elif name in APART or "-" in name:
            self.gap = self.gap or " "
        if name in CLOSES:
            self._close_for(name, start)
        if name in UNUSUAL:
            stop = self._without_content(name, start, end, head)
            if stop >= 0:
                return stop
        if len(stack) > DEEPEST:
            self.skipped[name] = self.skipped.get(name, 0) + 1
            return end
        element = Element(name, start, end, stack[-1], head)
        self.elements.append(element)
        stack.append(element)
        if name == "a":
            self.links += 1
        elif name == "pre":
            self.pre += 1
        return end

    def _without_content(self, name: str, start: int, end: int, head: str) -> int:
        """An element without content, or whose content is no markup; where it ends, -1 if its content is read as a page."""
        if name in VOID or head.endswith(('"/', "'/", " /")):
            if name in SEEN_VOID:
                self.elements.append(Element(name, start, end, self.stack[-1], head))
            return end
        raw_end = self._raw_end(name, end)
        if raw_end < 0:
            return -1
        element = Element(name, start, end, self.stack[-1], head)
        self.elements.append(element)
        element.end = self.source.find(">", raw_end) + 1 or len(self.source)
        return element.end

    def _raw_end(self, name: str, position: int) -> int:
        """Where the end tag of a raw text element stands, -1 if it has none (then its content is read as a page)."""
        if name in self.unclosed:
            return -1
        match = re.compile(f"</{name}(?=[\\s/>])", re.IGNORECASE).search(self.source, position)
        if match is None:
            self.unclosed.add(name)
            return len(self.source) if name in ("script", "style") else -1
        return match.start()

    def _close_paragraph(self, name: str, start: int) -> None:
        """A block-level tag ends an open paragraph, unless something other than formatting stands between."""
        for depth in range(len(self.stack) - 1, 0, -1):
            open_name = self.stack[depth].name
            if open_name == "p" and name not in ("svg", "math", "noscript", "template"):
                self._pop_to(depth, start)
                return
            if open_name not in FORMATTING:
                return

    def _close_for(self, name: str, start: int) -> None:
        closed, barriers = CLOSES[name]
        for depth in range(len(self.stack) - 1, 0, -1):
            open_name = self.stack[depth].name
            if open_name in closed:
                self._pop_to(depth, start)
                return
            if open_name in barriers:
                return

    def _end_tag(self, name: str, start: int, end: int) -> None:
        if name in BLOCK:
            self.block = None
            self.gap = ""
            self.breaks = 0
        elif name == "br":
            self.gap = "\n"
            self.breaks += 1
        elif name in APART or "-" in name:
            self.gap = self.gap or " "
        if self.skipped.get(name):
            self.skipped[name] -= 1
            return
        stack = self.stack
        if stack[-1].name == name:  # as it mostly is
            stack.pop().end = end
            if name == "a":
                self.links -= 1
            elif name == "pre":
                self.pre -= 1
            return
        formatting = name in FORMATTING
        table_part = name in SCOPE
        for depth in range(len(stack) - 1, 0, -1):
            open_name = stack[depth].name
            if open_name == name:
                closed = stack[depth]
                self._pop_to(depth, start)
                closed.end = end
                return
            if (formatting and open_name in BLOCK) or (open_name in SCOPE and not table_part):
                return

    def _pop_to(self, depth: int, end: int) -> None:
        """Close the elements from `depth` of the stack on; they end here."""
        stack = self.stack
        while len(stack) > depth:
            element = stack.pop()
            element.end = end
            if element.name == "a":
                self.links -= 1
            elif element.name == "pre":
                self.pre -= 1
