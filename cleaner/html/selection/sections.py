"""Parts of a page that belong to no text: threads of comments, lists of other stories.

Both are told by what their authors call them (class, id, item type) and by their form: items of one kind one after the
other, each with a link to another page (other stories), or with a name, a time and a button to answer (comments). What holds
most of the long paragraphs of a page is neither.
"""

from __future__ import annotations

import re
from itertools import takewhile
from typing import NamedTuple

from cleaner.html.dom.elements import Block, Element
from cleaner.html.selection.blocks import LONG, BlockRow, PageBlocks, letters
from cleaner.html.selection.declared import KINDS, Declared
from cleaner.html.selection.groups import GROUP_NAMES
from cleaner.html.selection.headed import TEXT, headed

# Whole names, or names with a suffix: "comments-area", "comment_list", not "has-comments", "comments-open", "comment-count".
COMMENTS = re.compile(
    r"(?:^|\s)(?:(?:user|article|post|entry|story|blog|wp|fb|reader|page|site|the|view|block|section|component|js|c)[-_]*)*"
    r"(?:comments?|commentlist|commentary-list|disqus|disqus_thread|kommentare?|commentaires?|comentarios?|commenti|reacties|"
    r"kommentarer|komentarze|kommentit|yorumlar|responses)"
    r"(?:[-_]*(?:area|list|thread|section|block|container|wrap(?:per)?|box|body|content|items?|main|holder|root|app|embed|feed|panel|"
    r"component|module|region|inner|template|\d+))*(?=\s|$)",
    re.IGNORECASE,
)
SCHEMA = re.compile(r"schema\.org/(?:User)?Comments?\b|\bcomment\b", re.IGNORECASE)
OTHERS = re.compile(
    r"(?:^|\s)(?:(?:article|post|posts|entry|story|blog|wp|block|section|component|js|c|content|single|page|view|widget|module|list)[-_]*)*"
    r"(?:related|recommended|recommendations?|similar|also[-_]?(?:like|read)|you[-_]?(?:may|might)[-_]?(?:also[-_]?)?like|read[-_]?(?:next|also|more)|"
    r"more[-_]?(?:stories|news|articles|posts|from|on|in|like)|up[-_]?next|next[-_]?(?:articles?|stories|posts)|trending|most[-_]?(?:read|popular|viewed)|"
    r"popular(?:[-_]?posts)?|latest[-_]?(?:news|posts|articles|stories)|recent[-_]?(?:posts|news|articles|stories)|recirc\w*|teasers?|promoted)"
    r"(?:[-_]*(?:area|list|section|block|container|wrap(?:per)?|box|body|content|items?|stories|story|articles?|posts?|news|links?|pages?|reading|module|"
    r"component|grid|widget|row|rail|feed|inner|\d+))*(?=\s|$)",
    re.IGNORECASE,
)
ADDRESS = re.compile(r"e-?mail", re.IGNORECASE)
FIELDS = frozenset(("input", "textarea"))
CHOICE = re.compile(r"hidden|submit|checkbox|button|radio", re.IGNORECASE)
CONSENT = 1 << GROUP_NAMES.index("consent")
COOKIES = re.compile(
    r"cookie|クッキー|쿠키|куки|çerez|eväste|\bkakor|\bsüti|ciastecz|slapuk|sīkdat|küpsis|تعريف الارتباط", re.IGNORECASE
)
LONGEST_CONSENT, MOST_CONSENT = 3000, 0.3  # characters of a box that asks for consent; their share of a page
MOST_FIELDS = 2  # of a form for a newsletter: more ask for a letter to the owner of the page
LETTER = 300  # characters of a box that offers a newsletter
BOX_LEVELS = 6  # up from a field to the box around the form
KEYS = re.compile(r"\bCtrl\s*\+\s*Enter\b", re.IGNORECASE)
REPORT = 250  # characters of a line that asks to report an error
ARTICLE_KIND = KINDS.index("article")
ARTICLE = re.compile(r"itemtype\s*=\s*[\"']?https?://schema\.org/(?:(?:News|Report|Tech)?Article|BlogPosting)\b")
FORUM = KINDS.index("forum")
MOST = 0.5  # share of a page's long paragraphs from which a part is the page
PARAGRAPHS, ARTICLE_TEXT = 3, 400  # long paragraphs and their characters that make an article
HINT = re.compile(  # of the names above and of item types; what has none of these letters has none of the names
    r"ommen|isqus|eacti|orumla|espons|elated|ecommend|imilar|also|ou[-_]?m|ext[-_]?[asp]|read[-_]?[nm]|ore[-_]?[snapofil]|up[-_]?next"
    r"|rending|ost[-_]?[rpv]|opular|atest|ecent|ecirc|easer|romoted"
)
SHORTEST = 6  # characters of attributes that name something
NEVER = frozenset(("body", "html", "#page", "main", "p", "h1", "h2", "h3", "a", "span"))


class Sections(NamedTuple):
    """Of each row whether it is in a thread of comments, in a list of other stories; `posts`: the thread is the text."""

    comments: list[bool]
    others: list[bool]
    posts: bool


def sections(field: PageBlocks, facts: Declared) -> Sections:
    """The threads and lists of a page."""
    found = field.found
    page = found[field.page.elements[0]]
    article = facts.kinds[ARTICLE_KIND] > 0 or ARTICLE.search(field.page.source) is not None
    threads: set[Element] = set()
    lists: set[Element] = set()
    telling: dict[str, bool] = {}
    for element, seen in found.items():
        head = element.head
        if not seen.blocks or len(head) < SHORTEST or element.name in NEVER:
            continue
        if head not in telling:
            telling[head] = HINT.search(head) is not None
        if not telling[head]:
            continue
        if _named(element, COMMENTS) or (
            article and "itemtype" in element.head and SCHEMA.search(element.attributes.get("itemtype", ""))
        ):
            threads.add(element)
        elif _named(element, OTHERS) and seen.links > 0 and seen.long <= MOST * page.long and seen.chars <= MOST * page.chars:
            lists.add(element)
    threads = {
        element for element in threads if found[element].long <= MOST * page.long or not _holds_text(element, field, threads)
    }
    lists.update(_letters(field))
    lists.update(_consents(field))
    answers, stories = headed(field)
    comments = _with(_inside(field.rows, threads), answers)
    others = _with(_inside(field.rows, lists), stories | _reports(field.rows))
    prose = sum(row.long for row, other in zip(field.rows, others, strict=True) if not other)
    if _chars(field.rows, others) > MOST * page.chars and prose < TEXT:
        others = [False] * len(field.rows)
    posts = bool(facts.kinds[FORUM]) or (
        not article and _chars(field.rows, comments) > MOST * page.chars and not _has_text_before(field.rows, comments)
    )
    return Sections(comments, others, posts)


def _reports(rows: list[BlockRow]) -> set[int]:
    """The rows behind an article that ask to report its errors by a key, as papers of many languages do ("select it and press
    Ctrl+Enter"). An article that explains the key has text behind it."""
    last = max((k for k, row in enumerate(rows) if row.long and not KEYS.search(row.text)), default=-1)
    if sum(row.long for row in rows[: last + 1]) < TEXT:
        return set()
    return {k for k in range(last + 1, len(rows)) if rows[k].chars <= REPORT and KEYS.search(rows[k].text)}


def _has_text_before(rows: list[BlockRow], comments: list[bool]) -> bool:
    """Whether an article stands before a thread: some long paragraphs, more than the first post of a thread mostly has."""
    before = takewhile(lambda pair: not pair[1], zip(rows, comments, strict=True))
    sizes = [letters(row.text) for row, _ in before if row.element.name == "p" and not row.linked]
    long = [size for size in sizes if size >= LONG]
    return len(long) >= PARAGRAPHS and sum(long) >= ARTICLE_TEXT


def comments_of(field: PageBlocks, facts: Declared) -> frozenset[Block]:
    """The blocks of a page's threads of comments, none of a page that is a thread."""
    parts = sections(field, facts)
    if parts.posts:
        return frozenset()
    return frozenset(row.block for row, inside in zip(field.rows, parts.comments, strict=True) if inside)


def _letters(field: PageBlocks) -> set[Element]:
    """Boxes that ask for an e-mail address: little text around a field to write it in."""
    found = field.found
    boxes: set[Element] = set()
    fields = [element for element in field.page.elements if element.name in FIELDS and not CHOICE.search(element.head)]
    for number, element in enumerate(fields):
        if element.name != "input" or not ADDRESS.search(element.head):
            continue
        box = None
        for up, _ in zip(element.ancestors(), range(BOX_LEVELS), strict=False):
            if up.name in NEVER or up.name == "article" or (up in found and found[up].chars > LETTER):
                break
            box = up
        near = fields[max(0, number - MOST_FIELDS) : number + MOST_FIELDS + 1]
        if box is not None and sum(box.start < other.start < box.end for other in near) <= MOST_FIELDS:
            boxes.add(box)
    return boxes


def _consents(field: PageBlocks) -> set[Element]:
    """Boxes that ask for consent: their name says so, and their text speaks of cookies."""
    found = field.found
    named = [element for element, seen in found.items() if seen.own & CONSENT and 0 < seen.chars <= LONGEST_CONSENT]
    if not named:
        return set()
    most = MOST_CONSENT * found[field.page.elements[0]].chars
    speaking = {up for row in field.rows if COOKIES.search(row.text) for up in row.element.ancestors()}
    return {element for element in named if element in speaking and found[element].chars <= most and element.name not in NEVER}


def _with(chosen: list[bool], numbers: set[int]) -> list[bool]:
    return [is_chosen or k in numbers for k, is_chosen in enumerate(chosen)]


def _chars(rows: list[BlockRow], chosen: list[bool]) -> int:
    return sum(row.chars for row, is_chosen in zip(rows, chosen, strict=True) if is_chosen)


def _named(element: Element, names: re.Pattern[str]) -> bool:
    attributes = element.attributes
    return any(names.search(attributes[key]) is not None for key in ("class", "id") if key in attributes)


def _holds_text(element: Element, field: PageBlocks, threads: set[Element]) -> bool:
    """Whether long paragraphs stand in an element that are in no thread inside of it."""
    for row in field.rows:
        if row.long and element.start <= row.element.start < element.end:
            inner = next((up for up in row.element.ancestors() if up in threads), None)
            if inner is element:
                return True
    return False


def _inside(rows: list[BlockRow], roots: set[Element]) -> list[bool]:
    """Of each row whether it is in one of the elements."""
    if not roots:
        return [False] * len(rows)
    known: dict[Element, bool] = {}
    for row in rows:
        if row.element not in known:
            known[row.element] = any(up in roots for up in row.element.ancestors())
    return [known[row.element] for row in rows]
