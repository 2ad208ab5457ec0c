"""What attributes and style sheets say of an element as it begins: whether it is displayed, and how it stands in the text."""

from __future__ import annotations

import re

from cleaner.html.dom.cascade import BELOW, CELL, CONTAINERS, KEPT, Cascade
from cleaner.html.dom.elements import UNSHOWN, Element
from cleaner.html.dom.flow import WATCHED, Flow
from cleaner.html.dom.formulas import drawn
from cleaner.html.dom.styles import HIDDEN, STYLED, declarations, hides
from cleaner.html.dom.tags import BLOCK, UNSEEN

SHADOW = re.compile(r"""shadowroot(?:mode)?\s*=\s*["']?(?:open|closed)\b""", re.IGNORECASE)
DRAWING = "mjx-"  # elements of which MathJax draws a formula: how they stand is no matter of the text
LONGEST_PLAIN = 6  # characters of attributes too short for one that hides: " hidden"


class Styled(Flow):
    """A flow of text, and the style sheets that were read with it."""

    def __init__(self, source: str, ruby: bool, alt: bool) -> None:
        super().__init__(source, ruby, alt)
        self.unseen = UNSEEN if ruby else UNSEEN | {"rt"}
        self.cascade = Cascade(source)
        self.stands = False  # whether a style may say how the last element stands
        self.containers: set[Element | None] = set()  # flex and grid: their children are blocks
        self.known: dict[str, str] = {}
        self._last_source: int | None = None

    def _is_unseen(self, element: Element) -> bool:
        """Whether an element in a displayed one is not displayed; notes the rule that says so."""
        name, head = element.name, element.head
        self.stands = False
        if self.cascade.siblings is not None:
            self.cascade.siblings.add(element)
        if name in self.unseen:
            element.drop = self._unseen(name, head)
        elif len(head) > LONGEST_PLAIN or name in self.cascade.types:
            ruled = False
            if self.cascade.rules:
                ruled, self.stands = self.cascade.concerns(element)
            elif "style" in head:
                self.stands = STYLED.search(head) is not None
            if ruled:
                said = self.cascade.said(element)
                verdict = hides(element, said if said is not None and said.hides else None)
                element.drop = verdict and self._hidden(verdict, element)
            else:
                known = self.known.get(head)
                if known is None:
                    known = self.known[head] = hides(element, None)
                element.drop = known and self._hidden(known, element)
        return element.drop not in ("", self.stack[-1].drop)

    def _unseen(self, name: str, head: str) -> str:
        """The rule that keeps an element of this name out: none for the root of a shadow tree."""
        if name == "template" and SHADOW.search(head):
            return self.stack[-1].drop
        if name == "noframes" and self.frames:
            return ""
        return UNSHOWN

    def _hidden(self, verdict: str, element: Element) -> str:
        """The rule that hides an element by what its attributes and the style sheets come to, "" for none."""
        name = element.name
        if verdict == "aria":  # a drawn formula, or a box that is closed
            last = self.blocks[-1].runs[-1].element if self.blocks else None
            if drawn(element, last):
                return UNSHOWN
            return HIDDEN if name in BLOCK else ""
        if verdict == "drawn":
            return UNSHOWN if element.start < self.last_source() else ""
        return verdict if name not in ("html", "body") else ""

    def last_source(self) -> int:
        """Where the last formula in a script stands, -1 if there is none."""
        if self._last_source is None:
            self._last_source = self.source.rfind("math/tex")
        return self._last_source

    def _is_shown_line_end(self, start: int, end: int, head: str) -> bool:
        """Whether a `<br>` is displayed."""
        return len(head) <= LONGEST_PLAIN or not self._is_unseen(Element("br", start, end, self.stack[-1], head))

    def _enter(self, element: Element, root: bool) -> None:
        """Note what the end of an element will change; `root`: it is not displayed."""
        if root or element.name in WATCHED:
            self._watch(element, root)
        if element.drop:
            return
        display = white = ""
        if self.stands and not element.name.startswith(DRAWING):
            display, white = self._box(element)
        if element.parent in self.containers and element.name not in BLOCK:
            display = "block"
        if not display and not white:
            return
        gap = "\n" if display in BELOW else " " if display == CELL else ""
        inner = display.startswith("inline-") and element.name not in BLOCK
        if gap and element.name not in BLOCK:
            self._edge(gap)
            self.edges[element] = gap
        if display in CONTAINERS:
            self.containers.add(element)
        if white:
            self.kept_lines.append((element, white in KEPT))
        if inner:
            self.inner.append((element, self._last()))
        if (white or gap or inner) and (not self.watched or self.watched[-1] is not element):
            self.watched.append(element)

    def _box(self, element: Element) -> tuple[str, str]:
        """`display` and `white-space` as style sheets and the inline style say them, "" where they say nothing."""
        said = self.cascade.said(element) if self.cascade.rules else None
        display, white = (said.display, said.white) if said is not None else ("", "")
        if "style" in element.head:
            own = declarations(element.attributes.get("style", ""))
            if own is not None:
                display, white = own.display or display, own.white or white
        return display, white

    def _hide_late(self) -> None:
        """Hide what rules hide that ask for what follows an element, with all that is in it; when the page has been read."""
        self.cascade.finish()
        late, gone = self.cascade.late, set[Element]()
        for element in self.elements:
            if element.parent in gone:
                gone.add(element)
                element.drop = element.drop or HIDDEN
            elif not element.drop and element.name not in self.unseen and not late.isdisjoint(self.cascade.keys(element)):
                said = self.cascade.said(element)
                if said is not None and said.hides and self._hidden(hides(element, said), element) == HIDDEN:
                    gone.add(element)
                    element.drop = HIDDEN
