"""Which rows stay, given their chances: units as wholes, what stands between kept paragraphs, headings, the title, comments.

Start at :func:`keep_best`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import pairwise
from math import inf

from cleaner.html.dom.elements import Element
from cleaner.html.dom.formulas import FORMULAS
from cleaner.html.selection.blocks import LONG, BlockRow, PageBlocks
from cleaner.html.selection.declared import Declared, plain
from cleaner.html.selection.features import heading_level
from cleaner.html.selection.groups import GROUP_NAMES
from cleaner.html.selection.judge import Judgement, judged
from cleaner.html.selection.phrases import TOPICS, topics
from cleaner.html.selection.referred import answers, notes
from cleaner.html.selection.screens import repeated
from cleaner.html.selection.sections import sections
from cleaner.html.selection.structures import Table, units

LINKED = 0.5  # share of a heading or a block in links from which it is rather a link to another page
MOST_BETWEEN = 4000  # characters that are kept because they stand between two kept blocks
HEADED = 600  # characters between a heading and what it heads, of bylines, pictures and the like
LONGEST_HEADING = 1000  # characters of source from which a heading is one that nothing closes
HEADING_LEVELS = 3  # from a box of text in a heading up to the heading
LEVELS = 4  # up from a heading to the box that it shares with what it heads
FOREIGN = sum(1 << GROUP_NAMES.index(name) for name in ("related", "share", "comment", "ads", "sign", "consent", "over", "buy"))
LONE_LINKS = 2  # paragraphs that are links: more of them on a page are teasers between its paragraphs
LABEL, BUTTON = 0.25, 25  # chance below which a heading may be the label of a button; its characters
ELSEWHERE = (TOPICS.index("more"), TOPICS.index("share"))
RIGHTS = TOPICS.index("rights")
AFTER = tuple(TOPICS.index(name) for name in ("more", "share", "rights", "comments", "author", "order"))
TAIL = 0.15  # mean chance from which what follows a text in its box belongs to it
CONTROLS = frozenset(("form", "button", "input", "select", "textarea", "nav", "aside", "dialog"))
QUOTING = frozenset(("blockquote", "q"))  # boxes within a text that may end it
LEAST_HEADLINE = 20  # characters of a title that is no heading: shorter ones are names of sites and sections
CLOSE = 0.08  # below the bar
CUT = 0.001  # the chance of a row that is not to be kept


def keep_best(
    field: PageBlocks,
    judgement: Judgement,
    facts: Declared,
    data: Mapping[Element, Table],
    comments: str = "auto",
    title: bool = True,
) -> list[BlockRow]:
    """The rows whose choice promises the best F1 and what belongs to them, in order."""
    rows = field.rows
    if not rows:
        return []
    parts = sections(field, facts)
    drop = list(parts.others)
    thread = comments if comments != "auto" else "keep" if parts.posts else "drop"
    thread = "keep" if thread == "mark" else thread
    if thread == "drop":
        drop = [other or comment for other, comment in zip(drop, parts.comments, strict=True)]
    again = repeated(field)
    drop = [cut or k in again for k, cut in enumerate(drop)]
    if all(drop):
        drop = [False] * len(rows)
    if any(drop):
        chances = [CUT if cut else chance for chance, cut in zip(judgement.chances, drop, strict=True)]
        judgement = judged(rows, chances) if min(judgement.chances) < 1 else Judgement(chances, judgement.bar, judgement.expected)
    whole = units(rows, data)
    keep = [chance >= judgement.bar and not cut for chance, cut in zip(judgement.chances, drop, strict=True)]
    _close_calls(rows, judgement, keep, drop)
    _as_wholes(rows, whole, keep)
    if thread == "keep" and not parts.posts:
        keep = [kept or comment for kept, comment in zip(keep, parts.comments, strict=True)]
    _fill(rows, keep, drop, field)
    _tail(rows, keep, drop, field, judgement.chances)
    _headings(field, keep, [cut or label for cut, label in zip(drop, _labels(rows, judgement.chances), strict=True)])
    _fill(rows, keep, drop, field)  # once more: a section may begin with a table or a list
    notes(rows, keep, drop, field)
    answers(rows, keep, drop)
    if title:
        _title(rows, keep, facts)
    return [row for row, kept in zip(rows, keep, strict=True) if kept]


def _close_calls(rows: list[BlockRow], judgement: Judgement, keep: list[bool], drop: list[bool]) -> None:
    """Keep what missed the bar by little between two kept rows, where others of its kind are kept: `Step 1` if `Step 3` is."""
    kinds = {row.signature for row, kept in zip(rows, keep, strict=True) if kept}
    for i in range(1, len(rows) - 1):
        near = judgement.chances[i] >= max(CUT * 10, judgement.bar - CLOSE)
        if near and not keep[i] and keep[i - 1] and keep[i + 1] and not drop[i] and rows[i].signature in kinds:
            keep[i] = True


def _as_wholes(rows: list[BlockRow], whole: list[Element | None], keep: list[bool]) -> None:
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


def _fill(rows: list[BlockRow], keep: list[bool], drop: list[bool], field: PageBlocks) -> None:
    """Keep what stands right between two kept blocks of one element, unless it looks like something of its own."""
    lone = sum(_is_link(row) for row in rows) <= LONE_LINKS
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
            if child is above and _is_formula(rows[i]):
                keep[i] = True
                continue
            while child.parent is not None and child.parent is not above:
                child = child.parent
            if child.parent is None:
                children = {}
                break
            children.setdefault(child, []).append(i)
        for child, members in children.items():
            if _belongs(child, [rows[i] for i in members], field) or (lone and _is_lone_link(rows[members[0]], child)):
                for i in members:
                    keep[i] = True


def _is_formula(row: BlockRow) -> bool:
    """Whether a block is one formula, between the paragraphs of its box and in none of them."""
    return all(run.element.name in FORMULAS for run in row.block.runs)


def _tail(rows: list[BlockRow], keep: list[bool], drop: list[bool], field: PageBlocks, chances: list[float]) -> None:
    """Keep lists, terms, tables, code, notes right behind the last paragraph of a text, in its box: few pages end with them, so
    that their chances are low."""
    last = next((i for i in range(len(rows) - 1, -1, -1) if keep[i] and rows[i].element.name == "p"), -1)
    above = rows[last].element.parent if last >= 0 else None
    while above is not None and above.name in QUOTING:
        above = above.parent
    if above is None or any(rows[i].long and not keep[i] for i in range(last) if rows[i].element.parent is above):
        return  # the box is not that of the text alone
    children: dict[Element, list[int]] = {}
    for i in range(last + 1, len(rows)):
        child = rows[i].element
        if child.start >= above.end:
            break
        while child.parent is not None and child.parent is not above:
            child = child.parent
        if child.parent is None:
            return
        children.setdefault(child, []).append(i)
    waiting: list[int] = []  # headings
    for child, members in children.items():
        own = [rows[i] for i in members]
        if any(drop[i] for i in members) or not _belongs(child, own, field) or any(_leads_off(row) for row in own):
            return
        waiting += members
        if not heading_level(child):
            if sum(chances[i] * rows[i].chars for i in waiting) < TAIL * sum(rows[i].chars for i in waiting):
                return
            for i in waiting:
                keep[i] = True
            waiting = []


def _leads_off(row: BlockRow) -> bool:
    """Whether a block speaks of rights, or a short one of sharing, authors, comments or other pages."""
    spoken = topics(row.text)
    return spoken[RIGHTS] > 1 or (row.chars < LONG and any(spoken[k] for k in AFTER))


def _is_link(row: BlockRow) -> bool:
    """Whether a row is a paragraph that consists of links."""
    return row.element.name == "p" and row.density > LINKED


def _is_lone_link(row: BlockRow, child: Element) -> bool:
    """Whether a row is such a paragraph, and leads to no other story by what it says."""
    return child is row.element and _is_link(row) and not any(topics(row.text)[k] for k in ELSEWHERE)


def _belongs(child: Element, rows: list[BlockRow], field: PageBlocks) -> bool:
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


def _headings(field: PageBlocks, keep: list[bool], drop: list[bool]) -> None:
    """Keep the headings of what is kept: of a row that follows with no other heading and little text between, in the same box."""
    rows = field.rows
    target = -1  # the next kept row
    between: float = inf
    for i in range(len(rows) - 1, -1, -1):
        row = rows[i]
        if keep[i]:
            target, between = i, 0
        elif not _in_heading(row.element):
            between += row.chars
        elif target >= 0 and between <= HEADED and not drop[i] and _heads(row, rows[target], target == i + 1, field):
            keep[i] = True
            target, between = i, 0
        else:
            between = inf


def _labels(rows: list[BlockRow], chances: list[float]) -> list[bool]:
    """Of each row whether it is a heading by its tag alone, for it labels a button: unlikely to be text, it speaks of sharing,
    comments or other pages, or stands on the page several times."""
    found = [
        chance < LABEL and row.chars <= BUTTON and _in_heading(row.element) for row, chance in zip(rows, chances, strict=True)
    ]
    times = Counter(row.text for row, is_label in zip(rows, found, strict=True) if is_label)
    return [label and (times[row.text] > 1 or _leads_off(row)) for row, label in zip(rows, found, strict=True)]


def _in_heading(element: Element) -> bool:
    """Whether an element is a heading, or a box inside of one that is closed soon."""
    above = zip(element.ancestors(), range(HEADING_LEVELS), strict=False)
    return any(heading_level(up) and (up is element or up.end - up.start <= LONGEST_HEADING) for up, _ in above)


def _heads(heading: BlockRow, row: BlockRow, right_below: bool, field: PageBlocks) -> bool:
    """Whether a heading is that of a row: right above it, or beside it or what holds it."""
    if right_below and heading.density < LINKED:
        return True
    box = heading.element
    for _ in range(LEVELS):  # up from what holds the heading alone
        if box.parent is None or box.parent.name in ("body", "#page"):
            return False
        box = box.parent
        if box in field.found and field.found[box].blocks > 1:
            break
    return box.start <= row.element.start < box.end


def _title(rows: list[BlockRow], keep: list[bool], facts: Declared) -> None:
    """Keep the title of the page where it stands before the text and nothing kept says it.

    Of several top headings it is the longest that the head of the page names: the name of the site mostly stands there as well.
    """
    first = next((i for i, kept in enumerate(keep) if kept), -1)
    if first < 0:
        return
    tops = [i for i, row in enumerate(rows) if heading_level(row.element) == 1 or _in_h1(row.element)]
    named = [i for i in tops if plain(rows[i].text).strip() and plain(rows[i].text) in facts.title]
    best = max(named, key=lambda i: len(rows[i].text), default=-1)
    if any(keep[i] for i in tops) and (best < 0 or any(keep[i] and 2 * len(rows[i].text) > len(rows[best].text) for i in tops)):
        return
    choice = [best] if best >= 0 else ([i for i in tops if i < first] or tops)[:1]
    if not tops:
        choice = _headline(rows[:first], facts) or _first_in_article(rows, first)
    if choice:
        keep[choice[0]] = True


def _headline(rows: list[BlockRow], facts: Declared) -> list[int]:
    """Of the rows above a text without a top heading, the longest that the title of the page begins with."""
    named = [i for i, row in enumerate(rows) if len(row.text) >= LEAST_HEADLINE and facts.title.startswith(plain(row.text))]
    return [max(named, key=lambda i: len(rows[i].text))] if named else []


def _first_in_article(rows: list[BlockRow], first: int) -> list[int]:
    """The heading at the top of the `<article>` whose text begins with the row `first`, if it is the only one above it."""
    article = next((up for up in rows[first].element.ancestors() if up.name == "article"), None)
    if article is None or _in_heading(rows[first].element):
        return []
    above = [i for i in range(first) if rows[i].element.start >= article.start and _in_heading(rows[i].element)]
    words = [i for i in above if len(rows[i].text) >= LEAST_HEADLINE and rows[i].density < LINKED]
    return words if len(words) == 1 and words[0] == above[-1] else []


def _in_h1(element: Element) -> bool:
    return element.parent is not None and element.parent.name == "h1"
