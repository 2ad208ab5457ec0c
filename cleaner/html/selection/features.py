"""What can be seen of a block without understanding it: the numbers that :mod:`cleaner.html.selection.judge` weighs.

Text (length, links, punctuation), its tag, what stands around it and next to it, where it is on the page and in relation to
the element that holds most of the long paragraphs, and the page as a whole. :func:`measure` gives one list of numbers
per row of a survey; :func:`names` says what they are.
"""

from __future__ import annotations

import re
from collections import Counter
from math import log2

from cleaner.core.numbers import whole_number
from cleaner.html.dom.elements import Element
from cleaner.html.selection import repetition, wording
from cleaner.html.selection.blocks import BlockRow, PageBlocks
from cleaner.html.selection.declared import KINDS, Declared
from cleaner.html.selection.groups import GROUP_NAMES, LANDMARKS
from cleaner.html.selection.phrases import TOPICS, UI, topics

ENDS = (".", "!", "?", "…", ":", ";", "。", "！", "？", '"', "”", "»", ")", "।", "؟")
SHORT = 400  # characters; digits, capitals and the words of user interfaces are counted in shorter blocks alone
NUMBER = re.compile(r"\d")
CAPITAL = re.compile(r"[A-Z\u00c0-\u00de\u0391-\u03a9\u0410-\u042f]")
PRICE = re.compile(r"[$€£¥₹]\s?\d|\d\s?(?:€|EUR|USD|zł|kr)\b")
BUY = re.compile(  # buttons of a shop: one on the page of a product, many on a list of products
    r"(?:add to (?:cart|bag|basket)|buy(?: it)? now|shop now|quick (?:view|shop|add)|(?:select|choose) options|in den warenkorb"
    r"|ajouter au panier|añadir)",
    re.IGNORECASE,
)
MORE = re.compile(  # what leads from a teaser to its text
    r"(?:read (?:more|article|full)|continue reading|learn more|view (?:more|all)|see (?:more|all)|more|details|mehr|lire)\b",
    re.IGNORECASE,
)
BUTTON = 40  # characters of a block that may be a button
DATE = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[./:]\d{2}\b|\bago\b", re.IGNORECASE)
TAG_CODE = {"p": 1, "li": 2, "td": 3, "th": 3, "dt": 4, "dd": 5, "pre": 6, "blockquote": 7, "figcaption": 8, "caption": 8,
            "section": 10, "article": 10, "main": 10, "body": 11, "form": 12, "option": 12, "legend": 12, "summary": 13,
            "address": 14, "header": 15, "footer": 15, "aside": 15, "nav": 15, "center": 11}  # fmt: skip


HOLDERS = (0.35, 0.6, 0.85)  # shares of the long paragraphs
NEIGHBOURS = (-2, -1, 1, 2)
CONTEXT = 4  # of the measures of a block, so many are given for its neighbours too
START = 50  # characters of a block that are looked for in what the page declares
FAR = 10_000  # characters; "no long paragraph on this side"

OWN_NAMES = ("chars", "density", "ends", "heading", "wordlen", "commas", "sentences", "digits", "upper", "copyright", "ui",
             "price", "date", "tag")  # fmt: skip
PLACE_NAMES = ("before", "index", "from_title", "since_long", "until_long", "long_before", "since_head", "depth", "repeats",
               "repeat_chars", "same")  # fmt: skip
PAGE_NAMES = ("chars", "links", "long", "longs", "posts", "cards", "prices", "declared", "buys", "mores", "headlines", "headings",
              "linked_headings", "articles", "rows", "card_share", *KINDS)  # fmt: skip


def names() -> list[str]:
    """What the numbers of :func:`measure` are, in order."""
    result = [*OWN_NAMES]
    result += [f"{name}{offset:+d}" for offset in NEIGHBOURS for name in OWN_NAMES[:CONTEXT]]
    result += PLACE_NAMES
    result += ["declared", "titled"]
    result += [f"under.{name}" for name in TOPICS]
    result += [f"wording.{name}" for name in wording.NAMES]
    result += [f"form.{name}" for name in repetition.NAMES]
    result += [f"up{k}.{name}" for k in (1, 2, 3) for name in ("chars", "links", "long")]
    result += [f"section.{name}" for name in ("share", "links", "long", "blocks")]
    result += [f"inside{share}" for share in HOLDERS]
    result += [f"branch{share}.{name}" for share in HOLDERS[:2] for name in ("up", "down", "share")]
    result += [f"in.{name}" for name in LANDMARKS]
    result += [f"class.{name}" for name in GROUP_NAMES]
    result += [f"page.{name}" for name in PAGE_NAMES]
    return result


def measure(survey: PageBlocks, facts: Declared) -> list[list[float]]:
    """One list of numbers per row."""
    rows = survey.rows
    if not rows:
        return []
    surroundings = _Surroundings(survey)
    places = _places(survey)
    forms = repetition.forms(survey)
    repeated = repetition.measure(survey, forms)
    shared = _page(survey, facts, repetition.cards(survey, forms))
    owns = [_own(row) for row in rows]
    under = _topics(rows)
    texts = [wording.WORD.findall(row.text[: wording.MOST].lower()) for row in rows]
    worded = wording.measure(texts, facts, next((row.text for row in rows if heading_level(row.element) == 1), ""))
    known = set(facts.text.split())  # asked first: to look a start up in a long text is expensive
    nothing = [0.0] * CONTEXT
    heads = [nothing, nothing, *(own[:CONTEXT] for own in owns), nothing, nothing]
    vectors = []
    for i, row in enumerate(rows):
        start = f" {' '.join(texts[i][: START // 2])} "[:START]
        said = 1.0 if len(start) > 8 and known.issuperset(texts[i][:2]) and start in facts.text else 0.0
        titled = 1.0 if len(start) > 5 and start in facts.title else 0.0
        near = (*heads[i], *heads[i + 1], *heads[i + 3], *heads[i + 4])
        place = (*places[i], said, titled, *under[i], *worded[i], *repeated[row.element])
        vectors.append([*owns[i], *near, *place, *surroundings.of(row.element), *shared])
    return vectors


# ---- the block itself -------------------------------------------------------------------------------------------


def _own(row: BlockRow) -> list[float]:
    """Measures of the block alone; see `OWN_NAMES`."""
    text, chars = row.text, row.chars
    words = text.count(" ") + 1
    short = chars < SHORT
    numbers = len(NUMBER.findall(text)) if short else 0
    return [
        log2(1 + chars),
        row.density,
        1.0 if text.endswith(ENDS) else 0.0,
        float(heading_level(row.element)),
        chars / words,
        float(text.count(",") + text.count("、") + text.count("，")),
        float(text.count(". ") + text.count("? ") + text.count("! ") + text.count("。")),
        numbers / chars,
        len(CAPITAL.findall(text)) / chars if short else 0.03,
        float(("©" in text) + ("|" in text)),
        len(UI.findall(text.lower())) / words if short else 0.0,
        1.0 if numbers and PRICE.search(text) else 0.0,
        1.0 if short and (numbers or "ago" in text) and DATE.search(text) else 0.0,
        float(TAG_CODE.get(row.element.name, 0)),
    ]


def _topics(rows: list[BlockRow]) -> list[list[float]]:
    """What the headings above each row speak of: a heading holds until one of its level or above."""
    nothing = [0.0] * len(TOPICS)
    under = []
    above: list[tuple[int, list[float]]] = []
    for row in rows:
        level = heading_level(row.element)
        if level:
            while above and above[-1][0] >= level:
                above.pop()
        under.append([max(values) for values in zip(*(flags for _, flags in above), strict=True)] if above else nothing)
        if level:
            spoken = topics(row.text) if row.chars < SHORT else nothing
            above.append((level, spoken))
    return under


def heading_level(element: Element) -> int:
    """1 to 6 for a heading, 0 for anything else."""
    name = element.name
    return whole_number(name[1]) or 0 if len(name) == 2 and name[0] == "h" else 0


# ---- its place in the order of the page -------------------------------------------------------------------------


def _places(survey: PageBlocks) -> list[list[float]]:
    """Where each row stands on the page; see `PLACE_NAMES`."""
    rows, found = survey.rows, survey.found
    root = found[survey.page.elements[0]]
    repeats = Counter(row.signature for row in rows)
    chars_of: Counter[str] = Counter()
    for row in rows:
        chars_of[row.signature] += row.chars
    same = Counter(row.text for row in rows)
    title = next((i for i, row in enumerate(rows) if _in_title(row.element)), -1)
    until = _until_long(rows)
    places = []
    before = long_before = since_head = 0
    since = FAR
    for i, row in enumerate(rows):
        since_head = 0 if heading_level(row.element) else since_head + 1
        times = repeats[row.signature]
        places.append(
            [
                before / (root.chars or 1),
                i / len(rows),
                float(i - title if title >= 0 else -99),
                log2(1 + since),
                log2(1 + until[i]),
                long_before / (root.long or 1),
                float(min(since_head, 30)),
                float(row.element.depth),
                log2(times),
                chars_of[row.signature] / times,
                float(min(same[row.text], 5)),
            ]
        )
        before += row.chars
        long_before += row.long
        since = 0 if row.long else since + row.chars
    return places


def _until_long(rows: list[BlockRow]) -> list[int]:
    """Characters from the end of each row to the next long paragraph."""
    until = [FAR] * len(rows)
    distance = FAR
    for i in range(len(rows) - 1, -1, -1):
        until[i] = distance
        distance = 0 if rows[i].long else distance + rows[i].chars
    return until


def _in_title(element: Element) -> bool:
    """Whether the element is, or is just inside of, an h1."""
    above = element.parent
    return element.name == "h1" or (above is not None and above.name == "h1")


# ---- its place in the tree --------------------------------------------------------------------------------------


class _Surroundings:
    """Measures that all blocks of one element share; computed once for each."""

    def __init__(self, survey: PageBlocks) -> None:
        self.found = survey.found
        self.total = survey.found[survey.page.elements[0]].chars or 1
        self.holders = [_holder(survey, share) for share in HOLDERS]
        self.branches = [_branches(survey, holder, self.total) for holder in self.holders[:2]]
        self.sections = _sections(survey, self.total)
        self.known: dict[Element, list[float]] = {}
        self.flags: dict[tuple[int, int, int], list[float]] = {}

    def of(self, element: Element) -> list[float]:
        """Sums over the elements above, the section, the holders, landmarks and class words."""
        vector = self.known.get(element)
        if vector is None:
            vector = self.known[element] = self._measure(element)
        return vector

    def _measure(self, element: Element) -> list[float]:
        """What an element and those above it hold: sizes, shares of links, flags of their names."""
        vector: list[float] = []
        up = element
        for _ in range(3):
            up = up.parent or up
            above = self.found[up]
            size = above.chars or 1
            vector += (log2(1 + above.chars), above.links / size, above.long / size)
        top = self.found[self.sections[element]]
        size = top.chars or 1
        vector += (top.chars / self.total, top.links / size, top.long / size, log2(1 + top.blocks))
        vector += [1.0 if holder.start <= element.start and element.end <= holder.end else 0.0 for holder in self.holders]
        for branches in self.branches:
            vector += branches[element]
        seen = self.found[element]
        names = seen.marks, seen.near, seen.far
        flags = self.flags.get(names)
        if flags is None:
            flags = self.flags[names] = _flags(*names)
        vector += flags
        return vector


def _flags(marks: int, near: int, far: int) -> list[float]:
    """The bits of landmarks and class words as numbers."""
    flags = [1.0 if marks >> k & 1 else 0.0 for k in range(len(LANDMARKS))]
    return flags + [float((near >> k & 1) + (far >> k & 1)) for k in range(len(GROUP_NAMES))]


def _sections(survey: PageBlocks, total: int) -> dict[Element, Element]:
    """For each element with text: the largest element around it that still is but a part of the page, less than half."""
    found = survey.found
    sections: dict[Element, Element] = {}
    for element, seen in found.items():
        if seen.blocks:
            parent = element.parent
            part = parent is not None and found[parent].chars * 2 <= total
            sections[element] = sections[parent] if part and parent is not None else element
    return sections


def _branches(survey: PageBlocks, holder: Element, total: int) -> dict[Element, tuple[float, float, float]]:
    """Where each element leaves the branch of the tree that leads to the holder: levels up from the holder, levels down
    to the element, and the share of the page's text in the last element of its own."""
    up = {element: float(k) for k, element in enumerate(holder.ancestors())}
    branches: dict[Element, tuple[float, float, float]] = {}
    for element, seen in survey.found.items():
        if element in up:
            branches[element] = up[element], 0.0, seen.chars / total
        elif seen.blocks and element.parent is not None:
            above = branches[element.parent]
            branches[element] = above[0], above[1] + 1, seen.chars / total if element.parent in up else above[2]
    return branches


def _holder(survey: PageBlocks, share: float) -> Element:
    """The innermost element that holds at least this share of the long paragraphs."""
    best = root = survey.page.elements[0]
    need = survey.found[root].long * share
    if need:
        for element, seen in survey.found.items():
            if seen.long >= need and element.depth >= best.depth:
                best = element
    return best


# ---- the page ---------------------------------------------------------------------------------------------------


def _page(survey: PageBlocks, facts: Declared, cards: float) -> list[float]:
    """Measures of the page as a whole; see `PAGE_NAMES`."""
    rows, found = survey.rows, survey.found
    root = found[survey.page.elements[0]]
    chars = root.chars or 1
    post, card = 1 << GROUP_NAMES.index("post"), 1 << GROUP_NAMES.index("card")
    buttons = [row.text for row in rows if row.chars < BUTTON]
    headings = [row for row in rows if heading_level(row.element)]
    return [
        log2(chars),
        root.links / chars,
        root.long / chars,
        log2(1 + sum(1 for row in rows if row.long)),
        log2(1 + sum(1 for seen in found.values() if seen.own & post)),
        log2(1 + sum(1 for seen in found.values() if seen.own & card)),
        log2(1 + sum(1 for row in rows if row.chars < 60 and PRICE.search(row.text))),
        log2(1 + len(facts.text)),
        log2(1 + sum(1 for text in buttons if BUY.match(text))),
        log2(1 + sum(1 for text in buttons if MORE.match(text))),
        float(sum(1 for row in headings if row.element.name == "h1")),
        log2(1 + len(headings)),
        log2(1 + sum(1 for row in headings if row.density > 0.5)),
        log2(1 + sum(1 for element, seen in found.items() if seen.blocks and element.name == "article")),
        log2(1 + len(rows)),
        cards,
        *facts.kinds,
    ]
