"""The parts of a parsed page: elements with their offsets, runs of text, blocks of runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?""")
SPACES = re.compile(r"[ \t\n\r\f\v]+")
UNSHOWN = "html.unseen"  # the rule of what is never displayed


class Lowered(dict[str, str]):
    """Names in lower case by the names as they are written; elements of one name share one str."""

    def __missing__(self, name: str) -> str:
        lower = self[name] = name.lower()
        return lower


class Element:
    """`source[start:open_end]` is the start tag, `source[start:end]` the element; `drop` is the rule that leaves it out."""

    __slots__ = ("_attributes", "_classes", "depth", "drop", "end", "head", "name", "open_end", "parent", "start")

    def __init__(self, name: str, start: int, open_end: int, parent: Element | None, head: str, drop: str = "") -> None:
        self.name = name
        self.start = start
        self.open_end = open_end
        self.end = open_end
        self.parent = parent
        self.head = head
        self.depth: int = 0 if parent is None else parent.depth + 1
        self.drop = drop
        self._attributes: dict[str, str] | None = None
        self._classes: list[str] | None = None

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
        if self._classes is None:
            self._classes = self.attributes.get("class", "").split()
        return self._classes

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
    """Text between two tags: `source[start:end]`, or `text` in its place, inside `element`.

    `gap` is what stands before it: "", " ", "\\n" (a `<br>`), or marks that the browser or we add (quotation marks, the
    brackets around a ruby text), with white space around them.
    """

    start: int
    end: int
    element: Element
    linked: bool
    gap: str
    text: str | None


class Block:
    """Runs of text that no block-level box interrupts; `element` is the innermost block-level element around them."""

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
        runs = block.runs
        if len(runs) == 1 and runs[0].text is None:
            text = self.source[runs[0].start : runs[0].end]
        else:
            source = self.source
            text = "".join([run.gap + (source[run.start : run.end] if run.text is None else run.text) for run in runs])
        if "&" in text:
            text = unescape(text)
        return " ".join(text.split())
