"""Where elements stand among the children of their parent, for selectors that ask (`:nth-child`, `+`, `~`)."""

from __future__ import annotations

from collections import Counter

from cleaner.html.dom.elements import Element


class Siblings:
    """The children of each element in order; kept for pages whose style sheets ask alone."""

    def __init__(self, elements: list[Element]) -> None:
        self.places: dict[Element, tuple[int, int, Element | None]] = {}  # number, number of its name, the one before
        self.last: dict[Element | None, Element] = {}
        self.counts: Counter[tuple[Element | None, str]] = Counter()  # of children by parent and name, "" for all
        for element in elements:
            self.add(element)

    def add(self, element: Element) -> None:
        """Note an element that begins."""
        parent = element.parent
        self.counts[parent, ""] += 1
        self.counts[parent, element.name] += 1
        place = self.counts[parent, ""], self.counts[parent, element.name]
        self.places[element] = (*place, self.last.get(parent))
        self.last[parent] = element

    def before(self, element: Element) -> Element | None:
        """The sibling before an element."""
        return self.places[element][2] if element in self.places else None

    def number(self, element: Element, of_type: bool, from_end: bool) -> int:
        """The place of an element among its siblings, or among those of its name, from 1; 0 if it is not known."""
        if element not in self.places:
            return 0
        of_all, of_name, _ = self.places[element]
        number = of_name if of_type else of_all
        if from_end:
            return self.counts[element.parent, element.name if of_type else ""] - number + 1
        return number
