"""Declarative shadow trees: what their slots show.

The children of a host are shown where its shadow tree has a slot for them, and nowhere else (HTML Living Standard, 4.12.3 and
4.12.4). :func:`composed` gives the source in the order in which it is shown, to be read instead of the page;
:meth:`Composed.restored` puts what was found in it back to where it stands in the page.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from cleaner.html.dom.elements import Element, Page
from cleaner.html.dom.tree import parse

ROOT = "shadowrootmode"
MODES = ("open", "closed")
DEEPEST = 40  # hosts and slots inside of each other; a host further in is read as it stands
IN_PLACE = -1  # shown where it stands


class Part(NamedTuple):
    """`source[start:end]`, shown where it stands, or at the place `shown`."""

    start: int
    end: int
    shown: int = IN_PLACE


class Composed:
    """A source in the order in which it is shown: `text`, made of parts of it."""

    def __init__(self, source: str, parts: list[Part]) -> None:
        self.parts = [part for part in parts if part.end > part.start]
        self.text = "".join([source[part.start : part.end] for part in self.parts])
        self.starts: list[int] = []  # of the parts, in `text`
        place = 0
        for part in self.parts:
            self.starts.append(place)
            place += part.end - part.start

    def restored(self, start: int, end: int, text: str | None) -> Iterator[tuple[int, int, str | None]]:
        """A stretch of the composed text, kept or with `text` in its place, as stretches of the source: what was moved is
        written where it is shown."""
        while True:
            k = max(0, bisect_right(self.starts, start) - 1)
            part, first = self.parts[k], self.starts[k]
            stop = min(end, first + part.end - part.start) if k + 1 < len(self.parts) else end
            if part.shown >= 0:
                yield part.shown, part.shown, self.text[start:stop] if text is None else text
            else:
                yield part.start + start - first, part.start + stop - first, text
            if stop >= end:
                return
            start = stop
            text = None if text is None else ""


def composed(source: str) -> Composed | None:
    """The source with what its slots show in its place; None where there is no shadow tree."""
    if ROOT not in source:
        return None
    page = parse(source)
    roots: dict[Element, Element] = {}  # of hosts
    for element in page.elements:
        if element.name == "template" and element.attributes.get(ROOT, "").lower() in MODES and element.parent is not None:
            roots.setdefault(element.parent, element)
    if not roots:
        return None
    assigned = _assigned(page, roots)
    events = sorted([*roots, *assigned], key=lambda element: element.start)
    writer = _Writer(source, roots, assigned, events)
    return Composed(source, list(writer.parts(0, len(source), IN_PLACE, 0)))


def _assigned(page: Page, roots: Mapping[Element, Element]) -> dict[Element, list[tuple[int, int]]]:
    """What each slot shows instead of its own content, as stretches of the source."""
    trees = {root: host for host, root in roots.items()}
    slots: dict[tuple[Element, str], Element] = {}
    children: dict[Element, list[Element]] = {host: [] for host in roots}
    for element in page.elements:
        if element.name == "slot":
            root = next((up for up in element.ancestors() if up in trees), None)
            if root is not None:
                slots.setdefault((trees[root], element.attributes.get("name", "")), element)
        if element.parent is not None and element.parent in roots:
            children[element.parent].append(element)
    found: dict[Element, list[tuple[int, int]]] = {}
    for host, members in children.items():
        position = host.open_end
        end = page.source.rfind("</", host.open_end, host.end)
        for child in [*members, None]:
            start = child.start if child is not None else max(end, position)
            if page.source[position:start].strip() and (slot := slots.get((host, ""))):
                found.setdefault(slot, []).append((position, start))
            if child is None or child.name in ("template", "style", "script"):
                position = child.end if child is not None else position
                continue
            if slot := slots.get((host, child.attributes.get("slot", ""))):
                found.setdefault(slot, []).append((child.start, child.end))
            position = child.end
    return found


class _Writer:
    """The parts of a source, hosts and slots one inside of the other."""

    def __init__(
        self,
        source: str,
        roots: Mapping[Element, Element],
        assigned: Mapping[Element, list[tuple[int, int]]],
        events: list[Element],
    ) -> None:
        self.source, self.roots, self.assigned, self.events = source, roots, assigned, events
        self.starts = [event.start for event in events]

    def parts(self, start: int, end: int, shown: int, depth: int) -> Iterator[Part]:
        """The parts that stand for `source[start:end]`."""
        position = start
        for k in range(bisect_left(self.starts, start), len(self.events)):
            element = self.events[k]
            if element.start >= end or depth >= DEEPEST:
                break
            if element.start < position:
                continue
            yield Part(position, element.open_end, shown)
            if element in self.roots:
                root = self.roots[element]
                yield from self.parts(root.start, root.end, shown, depth + 1)
            else:
                place = shown if shown >= 0 else element.open_end
                for stretch in self.assigned[element]:
                    yield from self.parts(*stretch, place, depth + 1)
            close = self.source.rfind("</", element.open_end, element.end)
            position = close if close >= 0 and close >= self._inner_end(element) else element.end
        yield Part(position, end, shown)

    def _inner_end(self, element: Element) -> int:
        """Where the shadow tree of a host ends."""
        return self.roots[element].end if element in self.roots else element.open_end
