"""A page as a light tree whose every node knows where it stands in the source.

:func:`parse` reads the source once, with one regular expression, and keeps what extraction needs: elements with their
offsets, and blocks (runs of text that no block-level box interrupts, with white space collapsed as CSS Text 3 has it). It
closes what authors leave open (`<p>`, `<li>`, table cells) as browsers do, in a simplified way; it never recurses, caps the
depth, and takes linear time on any input.

What is not displayed (`display: none`, templates, drawings, form controls) has blocks of its own and cuts no paragraph.

>>> page = parse("<ul><li>One<li><b>T</b>wo <svg><path/></svg> words</ul>")
>>> [page.text_of(block) for block in page.blocks]
['One', 'Two words']
"""

from __future__ import annotations

import re

from cleaner.html.dom.drawings import end_of_drawing
from cleaner.html.dom.elements import UNSHOWN, Element, Lowered, Page
from cleaner.html.dom.formulas import BOX, script_source, spoken, words_of
from cleaner.html.dom.glyphs import SOURCE, glyph_text
from cleaner.html.dom.styled import Styled
from cleaner.html.dom.tags import (
    BLOCK,
    BUTTON_SCOPE,
    CLOSES,
    CLOSES_P,
    FORMATTING,
    HEADINGS,
    IN_HEAD,
    RAW,
    SCOPE,
    TAG,
    VOID,
)

SEEN_VOID = frozenset(("img", "meta", "link", "base", "input", "embed"))  # elements that somebody looks at
UNUSUAL = VOID | RAW | {"svg", "math", BOX}
TOLD = frozenset(("math", "script", "style", "xmp"))
DEEPEST = 500  # open elements; browsers stop at 512. What is nested deeper hangs in the last one


def parse(source: str, ruby: bool = True, alt: bool = False) -> Page:
    """The tree of any source. `ruby`: ruby texts are kept, in brackets; `alt`: the alternative texts of pictures are text."""
    return _Parser(source, ruby, alt).run()


class _Parser(Styled):
    """The state of one reading: the stack of open elements and the block that text goes to."""

    def __init__(self, source: str, ruby: bool, alt: bool) -> None:
        super().__init__(source, ruby, alt)
        self.skipped: dict[str, int] = {}
        self.unclosed: set[str] = set()

    def run(self) -> Page:
        source, search, lowered, position = self.source, TAG.search, Lowered(), 0
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
                self._end_tag(lowered[name], start, match.end())
                position = match.end()
            else:
                position = self._start_tag(lowered[name], start, match.end(), head)
        if position < end:
            self._text(position, end)
        self._pop_to(1, end)
        self._break()
        if self.cascade.late:
            self._hide_late()
        return Page(source, self.elements, self.blocks)

    def _declaration(self, match: re.Match[str]) -> int:
        """Past a comment, a doctype, a processing instruction; an unclosed one ends at the next ">"."""
        if match[5] and (end := self.source.find("]]>", match.end())) >= 0:
            if end > match.end():
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

    # ---- start tags ---------------------------------------------------------------------------------------------

    def _start_tag(self, name: str, start: int, end: int, head: str) -> int:
        stack = self.stack
        if name == "br":
            if self._is_shown_line_end(start, end, head):
                self._line_end()
            return end
        self._implied_ends(name, start)
        touching = self.ended == start and (name == "a" or "-" in name)
        if touching or (name == "button" and self.source.startswith(">", start - 1)):
            self.touches = True
        parent = stack[-1]
        element = Element(name, start, end, parent, head, parent.drop)
        root = False
        if not parent.drop or (name in self.unseen and parent.drop != UNSHOWN):
            root = self._is_unseen(element)
        if name in BLOCK and not root:
            self._break()
        if name in UNUSUAL:
            stop = self._without_content(element)
            if stop >= 0:
                return stop
            if name in RAW:  # without an end tag; what follows is not lost
                element.drop, root = parent.drop, False
        if len(stack) > DEEPEST:
            self.skipped[name] = self.skipped.get(name, 0) + 1
            return end
        self.elements.append(element)
        stack.append(element)
        if name == "p":
            self.paragraphs += 1
        elif name == "a":
            self.links += 1
        self._enter(element, root)
        return end

    def _implied_ends(self, name: str, start: int) -> None:
        """Close what a start tag ends without an end tag: paragraphs, items, cells, the head."""
        if self.paragraphs and name in CLOSES_P:
            self._close_paragraph(start)
        open_name = self.stack[-1].name
        if open_name == "head" and name not in IN_HEAD:
            self._pop_to(len(self.stack) - 1, start)
        if name in CLOSES:
            self._close_for(name, start)
        elif name in HEADINGS and open_name in HEADINGS:
            self._pop_to(len(self.stack) - 1, start)

    def _without_content(self, element: Element) -> int:
        """An element without content, or whose content is no markup; where it ends, -1 if its content is read as a page."""
        name, end = element.name, element.open_end
        if name in VOID:
            if name in SEEN_VOID:
                self.elements.append(element)
                if name == "img" and not element.drop and (text := words_of(element, self.alt)):
                    self._add(element.start, end, element, text[0], text)
            return end
        if name in ("svg", BOX):
            return self._drawing(element) if name == "svg" else self._drawn_formula(element)
        if name == "noframes" and self.frames:
            return -1
        if name == "math" and element.head.endswith("/"):
            return end
        raw_end = self._raw_end(name, end)
        if raw_end < 0:
            return -1
        self.elements.append(element)
        element.end = self.source.find(">", raw_end) + 1 or len(self.source)
        if name in TOLD:
            self._raw(element, self.source[end:raw_end])
        return element.end

    def _raw(self, element: Element, content: str) -> None:
        """What an element whose content is no markup adds to the page."""
        name, drop = element.name, element.drop
        if name == "style":
            self.cascade.add(content, element.attributes.get("media", ""), self.elements)
        elif name == "math":
            text = spoken(element, content)
        elif name == "script":
            text = script_source(element, content)
            if text:
                drop = element.drop = self.stack[-1].drop
        elif name == "xmp":
            self._break()
            text = content.strip("\n")
        if name != "style" and text and not drop:
            self._add(element.start, element.end, element, text[0], text)
            if name == "xmp":
                self._break()

    def _drawing(self, element: Element) -> int:
        """Past an `<svg>`; where nothing ends it, its tag alone is passed over."""
        end = element.open_end
        if element.head.endswith("/") or "svg" in self.unclosed:
            return end
        place = end_of_drawing(self.source, end)
        if place < 0:
            self.unclosed.add("svg")
            return end
        element.drop = UNSHOWN
        element.end = place
        self.elements.append(element)
        return place

    def _drawn_formula(self, element: Element) -> int:
        """Past MathJax's box of a formula of which nothing but the drawing is there; -1 for one that is read as a page."""
        stop = self._raw_end(element.name, element.open_end)
        if stop < 0 or element.drop or self.source.find(SOURCE, element.open_end, stop) >= 0:
            return -1
        text = glyph_text(self.source[element.open_end : stop])
        if not text:
            return -1
        element.end = self.source.find(">", stop) + 1 or len(self.source)
        self.elements.append(element)
        self._add(element.start, element.end, element, text[0], text)
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

    # ---- end tags -----------------------------------------------------------------------------------------------

    def _close_paragraph(self, start: int) -> None:
        """A block-level tag ends an open paragraph, unless a box with a flow of its own stands between."""
        stack = self.stack
        for depth in range(len(stack) - 1, 0, -1):
            open_name = stack[depth].name
            if open_name == "p":
                self._pop_to(depth, start)
                self._break()
                return
            if open_name in BUTTON_SCOPE:
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
        stack = self.stack
        if name == "br":
            self._line_end()
            return
        if self.skipped.get(name):
            self.skipped[name] -= 1
            return
        if stack[-1].name == name:  # as it mostly is
            element = stack.pop()
            element.end = end
            if name in BLOCK:
                self._break()
                if name == "p":
                    self.paragraphs -= 1
            elif name == "a":
                self.links -= 1
                self.ended = end
            elif "-" in name:
                self.ended = end
            if self.watched and self.watched[-1] is element:
                self._left(element)
        else:
            self._misnested(name, start, end)

    def _misnested(self, name: str, start: int, end: int) -> None:
        """An end tag that is not that of the innermost element: it ends an outer one, or is passed over."""
        stack = self.stack
        formatting = name in FORMATTING
        table_part = name in SCOPE
        heading = name in HEADINGS
        if name == "p" and not self.paragraphs:
            self._break()  # an end tag alone makes an empty paragraph
        for depth in range(len(stack) - 1, 0, -1):
            open_name = stack[depth].name
            if open_name == name or (heading and open_name in HEADINGS):
                closed = stack[depth]
                self._pop_to(depth, start)
                closed.end = end
                return
            if (formatting and open_name in BLOCK) or (open_name in SCOPE and not table_part):
                return

    def _pop_to(self, depth: int, end: int) -> None:
        """Close the elements from `depth` of the stack on; they end here."""
        stack, watched = self.stack, self.watched
        while len(stack) > depth:
            element = stack.pop()
            element.end = end
            if element.name in BLOCK and not element.drop:
                self._break()
            if element.name == "p":
                self.paragraphs -= 1
            elif element.name == "a":
                self.links -= 1
            if watched and watched[-1] is element:
                self._left(element)
