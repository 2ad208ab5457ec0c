"""Boxes that say again, for a screen of another size, what the page says already.

Shops and themes write a description twice, `<div class="hidden-md-up">` and `<div class="hidden-sm-down">`, `desktop` and
`mobile`, `lg:hidden` and `hidden lg:block`, and an external style sheet shows one of them. Of two boxes with the same text,
one of which has such a name, the first is the text. A box whose text stands nowhere else is left alone, whatever its name.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from cleaner.html.selection.blocks import PageBlocks

# Bootstrap 3-5, Foundation, Tailwind, and the words of themes
SCREEN = re.compile(
    r"(?:^|[\s_-])(?:(?:mobile|desktop|tablet|phone|handheld)s?|(?:hidden|visible|hide|show)[-_](?:for[-_])?"
    r"(?:xs|sm|small|md|medium|lg|large|xl|up|down)"
    r"|d[-_](?:(?:xs|sm|md|lg|xl|xxl)[-_])?(?:none|block|flex)|(?:max-)?(?:xs|sm|md|lg|xl|2xl):(?:hidden|block|flex|grid|inline\S*))(?=[\s_-]|$)",
    re.IGNORECASE,
)
SHORTEST = 20  # characters of a text that is looked for again
MOST_ROWS = 300  # of a box that is looked for again
MOST_PLACES = 8  # where the first line of a box is looked for
NEVER = frozenset(("html", "body", "#page", "main", "p", "span", "a"))


def repeated(field: PageBlocks) -> set[int]:
    """The numbers of the rows that stand a second time.

    >>> from cleaner.html.dom.tree import parse
    >>> from cleaner.html.selection.blocks import page_blocks
    >>> text = "<p>A mug of <b>stoneware</b>, thrown by hand.</p>"
    >>> other = "<div class=mobile><p>Made in Ghent, Belgium.</p></div>"
    >>> page = parse(f"<div class=desktop>{text}</div><div class=mobile>{text}</div>{other}")
    >>> repeated(page_blocks(page))
    {1}
    """
    boxes = _boxes(field)
    if not boxes:
        return set()
    rows = field.rows
    places: dict[str, list[int]] = {}
    for k, row in enumerate(rows):
        places.setdefault(row.text, []).append(k)
    named = [False] * len(rows)
    for members in boxes:
        named[members.start : members.stop] = [True] * len(members)
    gone: set[int] = set()
    for members in boxes:
        texts = [row.text for row in rows[members.start : members.stop]]
        if members[0] in gone or sum(map(len, texts)) < SHORTEST:
            continue
        for at in places[texts[0]][:MOST_PLACES]:
            end = at + len(texts)
            apart = end <= members.start or (at >= members.stop and not any(named[at:end]))
            if apart and gone.isdisjoint(range(at, end)) and [row.text for row in rows[at:end]] == texts:
                gone.update(members)
                break
    return gone


def _boxes(field: PageBlocks) -> list[range]:
    """The numbers of the rows of each box that is named after a size of screen, outer boxes before those in them."""
    known: dict[str, bool] = {}
    boxes: list[range] = []
    starts = [row.block.runs[0].start for row in field.rows]
    for element, seen in field.found.items():
        if seen.blocks and "class" in element.head and element.name not in NEVER:
            if element.head not in known:
                known[element.head] = SCREEN.search(element.attributes.get("class", "")) is not None
            if known[element.head]:
                members = range(bisect_left(starts, element.start), bisect_left(starts, element.end))
                if 0 < len(members) <= MOST_ROWS:
                    boxes.append(members)
    return boxes
