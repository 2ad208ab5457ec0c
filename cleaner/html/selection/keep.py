"""Which rows stay, given their chances: units as wholes, what stands between kept paragraphs, headings, the title, comments.

Start at :func:`keep_best`.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from math import inf

from cleaner.html.dom.elements import Element
from cleaner.html.selection.blocks import Row, Survey
from cleaner.html.selection.declared import Declared
from cleaner.html.selection.features import heading_level
from cleaner.html.selection.groups import GROUP_NAMES
from cleaner.html.selection.judge import Judgement, judged
from cleaner.html.selection.sections import sections
from cleaner.html.selection.structures import Table, units

LINKED = 0.5  # share of a heading or a block in links from which it is rather a link to another page
MOST_BETWEEN = 4000  # characters that are kept because they stand between two kept blocks
HEADED = 600  # characters between a heading and what it heads, of bylines, pictures and the like
TITLE_FAR = 4000  # characters between a title and the text
FOREIGN = sum(1 << GROUP_NAMES.index(name) for name in ("related", "share", "comment", "ads", "sign", "consent", "over", "buy"))
CONTROLS = frozenset(("form", "button", "input", "select", "textarea", "nav", "aside", "dialog"))
CUT = 0.001  # the chance of a row that is not to be kept


def keep_best(
    field: Survey,
    judgement: Judgement,
    facts: Declared,
    data: Mapping[Element, Table],
    comments: str = "auto",
    title: bool = True,
) -> list[Row]:
    """The rows whose choice promises the best F1 and what belongs to them, in order."""
    rows = field.rows
    if not rows:
        return []
    parts = sections(field, facts)
    drop = list(parts.others)
    thread = comments if comments != "auto" else "keep" if parts.posts else "drop"
    if thread == "drop":
        drop = [other or comment for other, comment in zip(drop, parts.comments, strict=True)]
    if all(drop):
        drop = [False] * len(rows)
    if any(drop):
        chances = [CUT if cut else chance for chance, cut in zip(judgement.chances, drop, strict=True)]
        judgement = judged(rows, chances) if min(judgement.chances) < 1 else Judgement(chances, judgement.bar, judgement.expected)
    whole = units(rows, data)
    keep = [chance >= judgement.bar and not cut for chance, cut in zip(judgement.chances, drop, strict=True)]
    _as_wholes(rows, whole, keep)
    if thread == "keep" and not parts.posts:
        keep = [kept or comment for kept, comment in zip(keep, parts.comments, strict=True)]
    _fill(rows, keep, drop, field)
    _headings(rows, keep, drop)
    if title:
        _title(rows, keep, facts)
    return [row for row, kept in zip(rows, keep, strict=True) if kept]


def _as_wholes(rows: list[Row], whole: list[Element | None], keep: list[bool]) -> None:
    """Each unit stays if most of its text does."""
    sums: dict[Element, list[int]] = {}
    for row, unit, kept in zip(rows, whole, keep, strict=True):
        if unit is not None:
            total = sums.setdefault(unit, [0, 0])
            total[kept] += row.chars + 1
    for i, unit in enumerate(whole):
        if unit is not None:
            against, in_favour = sums[unit]
            keep[i] = in_favour >= against


def _fill(rows: list[Row], keep: list[bool], drop: list[bool], field: Survey) -> None:
    """Keep what stands right between two kept blocks of one element, unless it looks like something of its own."""
    kept = [i for i, is_kept in enumerate(keep) if is_kept]
    for before, after in pairwise(kept):
        above = rows[before].element.parent
        if after == before + 1 or above is not rows[after].element.parent or above is None:
            continue
        between = range(before + 1, after)
        if any(drop[i] for i in between) or sum(rows[i].chars for i in between) > MOST_BETWEEN:
            continue
        children: dict[Element, list[int]] = {}
        for i in between:
            child = rows[i].element
            while child.parent is not None and child.parent is not above:
                child = child.parent
            if child.parent is None:
                children = {}
                break
            children.setdefault(child, []).append(i)
        for child, members in children.items():
            if _belongs(child, [rows[i] for i in members], field):
                for i in members:
                    keep[i] = True


def _belongs(child: Element, rows: list[Row], field: Survey) -> bool:
    """Whether an element between two paragraphs is of their kind: no links elsewhere, nothing to fill in, no telling name."""
    seen = field.found.get(child)
    linked = sum(row.linked for row in rows)
    chars = sum(row.chars for row in rows)
    if seen is None or linked > LINKED * chars:
        return False
    for row in rows:
        for up in row.element.ancestors():
            if up.name in CONTROLS or (up in field.found and field.found[up].own & FOREIGN):
                return False
            if up is child:
                break
    return True


def _headings(rows: list[Row], keep: list[bool], drop: list[bool]) -> None:
    """Keep the headings of what is kept: of a row that follows with no other heading and little text between, in the same box."""
    target = -1  # the next kept row
    between: float = inf
    for i in range(len(rows) - 1, -1, -1):
        row = rows[i]
        level = heading_level(row.element)
        if keep[i]:
            target, between = i, 0
        elif level and target >= 0 and between <= HEADED and row.density < LINKED and not drop[i]:
            if target == i + 1 or _same_box(row.element, rows[target].element):
                keep[i] = True
                target, between = i, 0
            else:
                between = inf
        elif level:
            between = inf
        else:
            between += row.chars


def _same_box(heading: Element, element: Element) -> bool:
    """Whether a heading stands beside a block, or beside an element that holds it."""
    box = heading.parent
    return box is not None and box.name not in ("body", "#page") and box.start <= element.start < box.end


def _title(rows: list[Row], keep: list[bool], facts: Declared) -> None:
    """Keep the title of the page where it stands before the text and nothing kept says it."""
    first = next((i for i, kept in enumerate(keep) if kept), -1)
    if first < 0 or any(kept and heading_level(row.element) == 1 for row, kept in zip(rows, keep, strict=True)):
        return
    tops = [i for i, row in enumerate(rows) if heading_level(row.element) == 1 or _in_h1(row.element)]
    named = [i for i in tops if _words(rows[i].text) and f" {_words(rows[i].text)} " in facts.title]
    choice = (named or [i for i in tops if i < first] or tops)[:1]
    if choice:
        keep[choice[0]] = True


def _in_h1(element: Element) -> bool:
    return element.parent is not None and element.parent.name == "h1"


def _words(text: str) -> str:
    from cleaner.html.selection.declared import plain

    return plain(text).strip()
