"""Hidden text that a reader opens: answers below their questions, panels behind their tabs.

An element that is not displayed counts as opened by a click where the page says so (`aria-controls`, `data-target`, a link to
its id, `role=tabpanel`), where several of its kind each stand right behind a short visible text, or where it is one of several
slides that are shown in turn.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from cleaner.html.dom.styles import HIDDEN, hides

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cleaner.html.dom.elements import Element
    from cleaner.html.selection.blocks import BlockRow

CONTROLLING = ("aria-controls", "data-target", "data-bs-target", "data-toggle-target")
CONTROLS = tuple(  # one by one, and with regard to case: each is found by its first letters
    re.compile(rf"{name}\s*=\s*[\"']?#?([^\"'\s>]+)") for name in CONTROLLING
)
OVERLAY = re.compile(r"modal|dialog|popup|overlay|drawer|dropdown|menu|nav|offcanvas|tooltip", re.IGNORECASE)
FEWEST = 2  # questions with answers that make a list of them
QUESTION = 300  # characters of the visible text that an answer belongs to
LEVELS = 2  # up from an answer to the element that holds it and its question
ASKS = ("?", "？", "؟")
COPY = re.compile(r"clone|duplicate", re.IGNORECASE)  # a slide once more, so that the last one leads to the first
OPENERS = ("button", "summary", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "label", "a")


def collapsed(source: str, rows: list[BlockRow]) -> dict[Element, bool]:
    """The hidden elements that a click opens, each with True."""
    roots: dict[Element, int] = {}  # in the order of the source, with the number of the first row in it
    for i, row in enumerate(rows):
        if row.element.drop == HIDDEN:
            root = row.element
            while root.parent is not None and root.parent.drop == HIDDEN:
                root = root.parent
            roots.setdefault(root, i)
    if not roots:
        return {}
    controlled = _controlled(source) if any("id" in root.attributes for root in roots) else set()
    opened = {root: True for root in roots if _is_panel(root, controlled)}
    opened.update(dict.fromkeys(_slides(roots, rows), True))
    kinds: dict[tuple[str, str], list[Element]] = {}
    visible = [i for i, row in enumerate(rows) if not row.element.drop]
    for root, first in roots.items():
        if root not in opened and _asked(root, first, rows, visible):
            parent = root.parent
            key = (
                root.name + root.attributes.get("class", ""),
                parent.name + parent.attributes.get("class", "") if parent else "",
            )
            kinds.setdefault(key, []).append(root)
    for members in kinds.values():
        if len(members) >= FEWEST:
            opened.update(dict.fromkeys(members, True))
    return opened


def _controlled(source: str) -> set[str]:
    """The ids of the elements that others open."""
    return {name for pattern in CONTROLS for name in pattern.findall(source)}


def _is_panel(root: Element, controlled: set[str]) -> bool:
    """Whether the page says that another element opens this one: no dialog, no menu."""
    attributes = root.attributes
    if attributes.get("role", "") == "tabpanel":
        return True
    return attributes.get("id", "") in controlled and not OVERLAY.search(root.head)


def _slides(roots: Iterable[Element], rows: list[BlockRow]) -> list[Element]:
    """The elements among these that are hidden from screen readers alone while a sibling with the same classes is shown."""
    hidden = [root for root in roots if not COPY.search(root.head) and root.classes and hides(root, None) == "aria"]
    if not hidden:
        return []
    around = {root.parent for root in hidden}
    seen: set[Element] = set()
    shown: set[tuple[Element | None, str, str]] = set()
    for row in rows:
        if row.element.drop:
            continue
        for up in row.element.ancestors():
            if up in seen:
                break
            seen.add(up)
            if up.parent in around and up.classes:
                shown.add((up.parent, up.name, up.classes[0]))
    return [root for root in hidden if (root.parent, root.name, root.classes[0]) in shown]


def _asked(root: Element, first: int, rows: list[BlockRow], visible: list[int]) -> bool:
    """Whether a short visible text stands right before an element, in the same box."""
    k = bisect_right(visible, first - 1) - 1
    if k < 0 or visible[k] != first - 1:
        return False
    question = rows[visible[k]]
    above: Element | None = root
    for _ in range(LEVELS):
        above = above.parent if above is not None else None
        if above is None or above.name in ("body", "#page"):
            return False
        if above.start <= question.element.start < above.end:
            heading = question.text.endswith(ASKS) or any(
                up.name in OPENERS or "aria-expanded" in up.head or up.attributes.get("role", "") == "button"
                for up, _ in zip(question.element.ancestors(), range(3), strict=False)
            )
            return question.chars <= QUESTION and heading
    return False
