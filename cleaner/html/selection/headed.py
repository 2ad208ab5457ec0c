"""Lists of other stories and threads of comments, told by their heading and by what stands below it.

A heading alone proves nothing: below one of other stories everything links elsewhere, below one of comments there are a count,
buttons to answer or times. A list right behind a paragraph that says `Read also:` and goes on with a link is one line long.
Headings are looked up in :mod:`cleaner.html.selection.headings`.
"""

from __future__ import annotations

import re
from collections import Counter

from cleaner.html.dom.elements import Element
from cleaner.html.dom.tags import HEADINGS
from cleaner.html.selection.blocks import BlockRow, PageBlocks
from cleaner.html.selection.headings import Headings, headings

LONGEST = 80  # characters of a heading
HEADING_ROWS = 2  # between the beginning of a thread and its first comment: a heading, a count
MOST = 0.5  # share of the page's text from which a list is the page
PROSE = 300  # characters of long paragraphs before a list whose heading may as well be that of a page of lists
TEXT = 1000  # characters of long paragraphs before a list from which these are the page, however long the list
BETWEEN = 450  # characters of text without a link that a list of other stories may have between two links
LINKED = 0.8  # share of what follows a label that is a link
HALF = 0.5  # share of a line in links from which it is one
LEVELS = 4  # up from a heading to the box that it shares with what it heads
ANSWER = re.compile(  # on a button, in the languages of larger sites
    r"(?:reply|respond|like|antwort(?:en)?|répondre|responder|rispondi|beantwoorden|reageer|odpowiedz|odpovědět|ответить|відповісти"
    r"|yanıtla|cevapla|svara?|vastaa|válasz|απάντηση|răspunde|balas|trả lời|(?:ال)?رد|پاسخ|הגב|जवाब"
    r"|回复|回覆|返信|답글)\b",
    re.IGNORECASE,
)
AGO = (  # how long ago, as sites say it; before or behind the number
    r"\d (?:[^\W\d]+ )?(?:ago|geleden|fa|temu|назад|тому|önce|siden|sedan|sitten|πριν)\b"
    r"|\d+ ?[^\W\d_ ]{1,4}前|\d+ ?[^\W\d_ ]{1,3} ?전"
    r"|(?:vor|il y a|hace|há|před|pred|acum|πριν(?: από)?) (?:\d|une?\b|uma?\b|eine[mr]\b)|(?:قبل|منذ|לפני) (?:\d|[^\W\d]+)"
)
YEAR = r"\b(?:19|20)\d\d(?:\b| ?[年년])"
STAMP = re.compile(
    rf"{AGO}|(?:19|20)\d\d ?[年년.] ?\d{{1,2}} ?[月월.]|\d{{1,2}}[./-]\d{{1,2}}[./-](?:19|20)?\d\d"
    r"|(?:19|20)\d\d-\d\d-\d\d|\b\d{1,2}:\d{2}\b",
    re.IGNORECASE,
)
WHEN = re.compile(rf"{YEAR}|\b\d{{1,2}}[.:h]\d{{2}}\b|\bago\b|{AGO}", re.IGNORECASE)
LABEL = re.compile(r"[\W_]*([^:：]{3,40}?)\s*[:：]\s*(?=\S)")
TIMED = re.compile(r"\d{1,2}[:h.]\d{2}\b")
FEWEST_TIMED = 5  # items of a feed
BUTTON, FEWEST = 20, 2  # characters of a button; comments that make a thread
SIGNED = 80  # characters of a line with a time or a button
SIGNATURE = 50  # characters of a name and a time before a comment in the same line


def headed(field: PageBlocks) -> tuple[set[int], set[int]]:
    """The numbers of the rows in threads of comments, and in lists of other stories."""
    comments: set[int] = set()
    others: set[int] = set()
    rows = field.rows
    known = headings()
    whole = field.found[field.page.elements[0]].chars
    prose = 0
    for i, row in enumerate(rows):
        if row.chars <= LONGEST and i not in others and i not in comments:
            said = row.text.lower().strip(" :：›»>-–—|#.…↓▼•*")
            if known.others.fullmatch(said) or (prose >= PROSE and known.perhaps.fullmatch(said)):
                region = _below(i, rows, field)
                least = prose >= TEXT or sum(rows[k].chars for k in region) <= MOST * whole
                if region and least and _all_links(rows, region):
                    others.update((i, *region))
            elif known.comments.fullmatch(said):
                region = _below(i, rows, field)
                if region and not _holds_title(rows, region) and _thread([rows[k].text for k in region], said):
                    comments.update((i, *region))
        if row.chars <= 2 * LONGEST and row.linked and i not in others and _is_labelled(row, known):
            others.add(i)
        prose += row.long
    comments |= _signed_items(rows)
    return comments, others | _feed(field)


def _holds_title(rows: list[BlockRow], region: list[int]) -> bool:
    """Whether the top heading of a page stands below what looks like the heading of a thread: a count above an article."""
    return any("h1" in (up.name for up, _ in zip(rows[k].element.ancestors(), range(2), strict=False)) for k in region)


def _feed(field: PageBlocks) -> set[int]:
    """The rows of news in short that stand beside an article: a list outside of it, each item of which begins with a time."""
    found, rows = field.found, field.rows
    times: Counter[Element] = Counter()
    for k, row in enumerate(rows):
        item = next((up for up in row.element.ancestors() if up.name == "li"), None) if TIMED.match(row.text) else None
        if item is not None and item.parent is not None and (not k or rows[k - 1].element.start < item.start):
            times[item.parent] += 1
    lists = [above for above, number in times.items() if number >= FEWEST_TIMED]
    if not lists:
        return set()
    articles = [element for element, seen in found.items() if element.name == "article" and seen.long >= PROSE]
    feeds = [one for one in lists if articles and not any(up.start < one.end and one.start < up.end for up in articles)]
    return {k for k, row in enumerate(rows) if any(feed.start < row.element.start < feed.end for feed in feeds)}


def _signed_items(rows: list[BlockRow]) -> set[int]:
    """The rows of items side by side, each of which has a time and one button to answer: comments without a heading."""
    buttons = [k for k, row in enumerate(rows) if row.chars <= BUTTON and ANSWER.match(row.text)]
    if len(buttons) < FEWEST:
        return set()
    counts = Counter(up for k in buttons for up in rows[k].element.ancestors())
    items: dict[Element, Element] = {}  # with what holds them
    for k in buttons:
        for up in rows[k].element.ancestors():
            if up.parent is not None and counts[up] == 1 < counts[up.parent]:
                items[up] = up.parent
    held: dict[Element, list[int]] = {}
    signed: set[Element] = set()
    for k, row in enumerate(rows):
        item = next((up for up in row.element.ancestors() if up in items), None)
        if item is not None:
            held.setdefault(item, []).append(k)
            if row.chars <= SIGNED and WHEN.search(row.text):
                signed.add(item)
    threads = Counter(items[item] for item in signed)
    found = {k for item in signed if threads[items[item]] >= FEWEST for k in held[item]}
    for thread, members in threads.items():
        if members >= FEWEST:
            first = min(held[item][0] for item in signed if items[item] is thread)
            found.update(_heading_of(thread, first, rows))
    return found


def _heading_of(thread: Element, first: int, rows: list[BlockRow]) -> range:
    """The rows between the beginning of a box and its first comment, if they are as few and as short as a heading."""
    start = first
    while start > 0 and rows[start - 1].element.start > thread.start:
        start -= 1
    short = first - start <= HEADING_ROWS and all(rows[k].chars <= LONGEST for k in range(start, first))
    return range(start if short else first, first)


def _is_labelled(row: BlockRow, known: Headings) -> bool:
    """Whether a row is a label and a link."""
    label = known.labels.match(row.text)
    if label is None:
        label = LABEL.match(row.text)
        if label is None or not known.others.fullmatch(label[1].lower()):
            return False
    return row.linked >= LINKED * (row.chars - label.end())


def _below(number: int, rows: list[BlockRow], field: PageBlocks) -> list[int]:
    """The rows that a heading heads: what follows in the box that it begins, else the boxes of links right behind it."""
    heading = rows[number].element
    box = heading
    for _ in range(LEVELS):
        if box.parent is None or field.found[box].blocks > 1:
            break
        if box.parent.name in ("body", "#page") or field.found[box.parent].blocks > 1:
            break
        box = box.parent
    above = box.parent
    if above is None:
        return []
    first = next((k for k in range(number - 1, -1, -1) if rows[k].element.start < above.start), -1) + 1
    rest = [k for k in range(number + 1, len(rows)) if rows[k].element.start < above.end]
    if first == number and above.name not in ("body", "#page", "main"):
        return _until_heading(rest, rows, heading)
    return _siblings(rest, rows, above)


def _until_heading(rest: list[int], rows: list[BlockRow], heading: Element) -> list[int]:
    """Of what follows all before the next heading of the same level or above."""
    found: list[int] = []
    for k in rest:
        if {heading.name, rows[k].element.name} <= HEADINGS and rows[k].element.name <= heading.name:
            break
        found.append(k)
    return found


def _siblings(rest: list[int], rows: list[BlockRow], above: Element) -> list[int]:
    """Of what follows in a box the first child, and those that are alike: lists behind lists, cards behind cards."""
    found: list[int] = []
    kind = ""
    for k in rest:
        child = rows[k].element
        while child.parent is not None and child.parent is not above:
            child = child.parent
        if not kind:
            kind = child.name + child.head
        if child.name + child.head != kind:
            break
        found.append(k)
    return found


def _all_links(rows: list[BlockRow], region: list[int]) -> bool:
    """Whether links stand all along a region: lines that are links, and none of the other text far from the next."""
    apart = 0
    links = 0
    for k in region:
        row = rows[k]
        if row.density >= HALF:
            links += 1
            apart = 0
        else:
            apart += row.chars
        if apart > BETWEEN:
            return False
    return links > 0


def _thread(texts: list[str], heading: str) -> bool:
    """Whether lines below a heading are comments: two of them, or one below a count, are signed with a time or a button. A
    long one has the time at its beginning, right behind a name."""
    signs = sum(
        bool(ANSWER.match(text) or WHEN.search(text)) if len(text) <= SIGNED else STAMP.search(text[:SIGNATURE]) is not None
        for text in texts
    )
    return signs >= (1 if any(c.isdigit() for c in heading) else 2)
