"""Templates that repeat over the pages of one site: lines with numbers and names of months as slots.

    pages of lines -> pages that are no repetitions and no indexes -> templates on enough of them, in the place of boilerplate

Start at :func:`find_templates`; :mod:`cleaner.pipeline.mining` says what it takes for a template to become a rule.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from cleaner.core.resources import data_file
from cleaner.filters.boilerplate._evidence.slots import MONTH, NUMBER, fold_line

FEWEST_PAGES = 3  # two pages may be an article and its print version
FEWEST_KNOWN = 2  # for phrases of the catalogue of two words or more
SHARE = 0.30  # of the pages; boilerplate.md, 4: P 1.000 on two sites
NEARLY = 0.5  # Jaccard similarity of what two pages have beside templates, from which one of them is a repetition
FEW_LINES = 2  # in which repetitions may differ: a date, a page number in words
LITTLE = 0.05  # of their letters, at most, stand in those lines
INDEX_LINKS = 3  # pages that an index page shares lines with, each other ones
BORDERS = 0.5  # share of its places at which a template has a template or the edge of the page beside it
PART = 0.08  # of the pages, for templates between chosen ones: a section of the site, a language
FEWEST_SURE = 4  # pages for those
ENCLOSED = 0.9  # share of the places of such a template that must lie between chosen ones
FEW_PAGES = 30  # of a sample in which a menu that two pages have is a rule
LONGEST_ITEM = 60  # code points of its lines
BULLETS = frozenset("•*·–-▪►›»")
SEEN = 3  # lines quoted in the rule


class Line(NamedTuple):
    """A line of a page: its template folded for comparison ("" for one too long to be a template), and as it stands."""

    key: str
    raw: str


def template_of(line: str) -> str:
    """A line with its numbers and names of months as slots.

    >>> template_of("Posted on: 9 avril 2019, 1,204 views")
    'Posted on: {count} {month} {count}, {count} views'
    """
    line = NUMBER.sub("{count}", line)
    return re.sub(MONTH, "{month}", line) if "{count}" in line else line


def template_key(line: str) -> str:
    """The template of a line, folded so that equal ones compare equal; "" if it can be none."""
    if not line or "{" in line or "}" in line or not line.isprintable():
        return ""
    key = fold_line(template_of(line).replace("{count}", "%d"))
    return key if sum(map(str.isalpha, key.replace("{month}", ""))) > 1 else ""


class Template(NamedTuple):
    """A template, on how many of how many pages it was counted, and lines that had it."""

    phrase: str
    support: int
    pages: int
    seen: tuple[str, ...]


def find_templates(pages: Sequence[Sequence[Line]]) -> list[Template]:
    """What repeats over pages, most frequent first."""
    distinct = drop_repetitions(pages)
    articles = drop_indexes(distinct)
    on_articles, on_pages = _frequencies(articles), _frequencies(distinct)
    frequent = {key for key, number in on_articles.items() if number >= max(FEWEST_PAGES, SHARE * len(articles))}
    chosen = frequent - _lonely(articles, frequent)
    chosen |= {key for key, number in on_pages.items() if number >= FEWEST_PAGES and is_known(key)}
    if len(distinct) >= FEWEST_PAGES:
        chosen |= {key for key, number in on_pages.items() if number >= FEWEST_KNOWN and is_known(key) and " " in key}
    chosen |= _enclosed(
        articles, chosen, {key for key, number in on_articles.items() if number >= max(FEWEST_SURE, PART * len(articles))}
    )
    if len(articles) <= FEW_PAGES:
        chosen |= _menus(articles, chosen, {key for key, number in on_articles.items() if number >= FEWEST_KNOWN})
    found = [_describe(key, on_pages[key], distinct) for key in chosen]
    found += [headed for headed in _headed(distinct, chosen) if headed.support >= FEWEST_PAGES]
    return sorted(found, key=lambda template: (-template.support, template.phrase))


def _frequencies(pages: Sequence[Sequence[Line]]) -> Counter[str]:
    """On how many pages each template stands."""
    return Counter(key for page in pages for key in {line.key for line in page} if key)


def _enclosed(pages: Sequence[Sequence[Line]], chosen: set[str], candidates: set[str]) -> set[str]:
    """Candidates that nearly always stand in a run of templates that begins and ends with chosen ones, or at an edge.

    So a menu in the second language of a site is found though a few pages have it.
    """
    places: Counter[str] = Counter()
    enclosed: Counter[str] = Counter()
    for page in pages:
        run: list[str] = []
        opened = True  # the edge of a page counts as chosen
        for key in [*(line.key for line in page), None]:
            if key in candidates and key not in chosen:
                run.append(key)
                continue
            places.update(run)
            closed = key is None or key in chosen
            if opened and closed:
                enclosed.update(run)
            run, opened = [], closed
    return {key for key in places if enclosed[key] >= ENCLOSED * places[key]}


def _menus(pages: Sequence[Sequence[Line]], chosen: set[str], candidates: set[str]) -> set[str]:
    """Short lines that stand as the same run on two pages, between chosen templates or at an edge, beside text of the page.

    A run of one line may be a title that two pages share; so it must be an item of a list, as the chosen line beside it.
    """
    found: defaultdict[tuple[str, ...], set[int]] = defaultdict(set)
    for number, page in enumerate(pages):
        runs = [run for run in _runs_between(page, chosen) if all(line.key in candidates for line in run.lines)]
        taken = sum(len(run.lines) for run in runs)
        if taken < sum(line.key not in chosen for line in page):
            for run in runs:
                if all(len(line.raw) <= LONGEST_ITEM for line in run.lines) and (len(run.lines) > 1 or run.is_listed):
                    found[tuple(line.key for line in run.lines)].add(number)
    return {key for run, on in found.items() if len(on) >= FEWEST_KNOWN for key in run}


class Run(NamedTuple):
    """Lines between two chosen templates, and whether they are items of a list with one of these."""

    lines: list[Line]
    is_listed: bool


def _runs_between(page: Sequence[Line], chosen: set[str]) -> Iterator[Run]:
    """The lines between each two chosen templates that follow each other, the edges of the page among them."""
    edges = [-1, *(k for k, line in enumerate(page) if line.key in chosen), len(page)]
    for before, after in pairwise(edges):
        lines = list(page[before + 1 : after])
        if lines:
            bullets = {page[k].raw[:1] for k in (before, after) if 0 <= k < len(page)} & BULLETS
            yield Run(lines, all(line.raw[:1] in bullets for line in lines))


def _describe(key: str, support: int, pages: Sequence[Sequence[Line]]) -> Template:
    raw = Counter(line.raw for page in pages for line in page if line.key == key)
    seen = tuple(line for line, _ in sorted(raw.items(), key=lambda item: (-item[1], item[0]))[:SEEN])
    return Template(template_of(seen[0]), support, len(pages), seen)


def _lonely(pages: Sequence[Sequence[Line]], frequent: set[str]) -> set[str]:
    """Templates that mostly stand between lines that are none: headings that all articles of a site share."""
    places: Counter[str] = Counter()
    borders: Counter[str] = Counter()
    for page in pages:
        keys = [line.key for line in page]
        for number, key in enumerate(keys):
            if key in frequent:
                places[key] += 1
                at_edge = number in (0, len(keys) - 1)
                borders[key] += at_edge or keys[number - 1] in frequent or keys[number + 1] in frequent
    return {key for key in frequent if borders[key] < BORDERS * places[key] and not is_known(key)}


def drop_repetitions(pages: Sequence[Sequence[Line]]) -> list[Sequence[Line]]:
    """Pages without those that nearly repeat an earlier one.

    They share half of what they have beside the templates of the site (what more than half of the pages have), or differ
    in a line or two only: then a whole corpus of repetitions is told from a site.
    """
    whole = [frozenset(line.key or line.raw for line in page) for page in pages]
    on_pages = Counter(key for keys in whole for key in keys)
    own = [frozenset(key for key in keys if on_pages[key] <= len(pages) / 2) for keys in whole]
    holders: defaultdict[str, list[int]] = defaultdict(list)
    kept: list[int] = []
    for number in range(len(pages)):
        shared = Counter(other for key in own[number] for other in holders[key])
        if any(count >= NEARLY * len(own[number] | own[other]) for other, count in shared.items()):
            continue
        if any(_differ_little(whole[number], whole[other]) for other in kept):
            continue
        kept.append(number)
        for key in own[number]:
            holders[key].append(number)
    return [pages[number] for number in kept]


def _differ_little(one: frozenset[str], other: frozenset[str]) -> bool:
    if abs(len(one) - len(other)) > FEW_LINES or len(one ^ other) > FEW_LINES:
        return False
    return sum(map(len, one ^ other)) <= LITTLE * sum(map(len, one | other))


def drop_indexes(pages: Sequence[Sequence[Line]]) -> list[Sequence[Line]]:
    """Pages without those that list others: each of several pages shares other rare lines with them.

    All pages stay if more than half of them would go, for then lists are what the site is made of.
    """
    on_pages = Counter(key for page in pages for key in {line.key for line in page} if key)
    rare = {key for key, number in on_pages.items() if 2 <= number < max(FEWEST_PAGES, SHARE * len(pages))}
    holders: defaultdict[str, set[int]] = defaultdict(set)
    for number, page in enumerate(pages):
        for line in page:
            if line.key in rare:
                holders[line.key].add(number)
    kept = [page for number, page in enumerate(pages) if _links(number, page, holders) < INDEX_LINKS]
    return kept if len(kept) > len(pages) / 2 else list(pages)


def _links(number: int, page: Sequence[Line], holders: dict[str, set[int]]) -> int:
    """How many other pages share a rare line with a page, counting one page a line."""
    linked: set[int] = set()
    for key in {line.key for line in page}:
        others = holders.get(key, set()) - {number}
        if others and not others & linked:
            linked.add(min(others))
    return len(linked)


# ---- known phrases with a title behind them --------------------------------------------------------------------------


@cache
def _known_phrases() -> tuple[frozenset[str], frozenset[str]]:
    """Folded phrases of the catalogue, sure and doubtful; and what those begin with that end in a slot."""
    folder = data_file("boilerplate", "phrases")
    rows = [row for name in ("ascii.tsv", "unicode.tsv") for row in (folder / name).read_text("utf-8").splitlines()]
    phrases = [row.partition("\t")[0].replace("{count}", "%d") for row in rows]
    heads = [phrase.partition("{")[0] for phrase in phrases if phrase.count("{") == 1 and phrase.endswith("}")]
    return frozenset(fold_line(phrase) for phrase in phrases if "{" not in phrase), frozenset(map(fold_line, heads))


def is_known(key: str) -> bool:
    """Whether a folded line is a phrase of the catalogue."""
    return key in _known_phrases()[0]


def _headed(pages: Sequence[Sequence[Line]], chosen: set[str]) -> Iterator[Template]:
    """Templates such as `Next post {title}`: a known phrase of several words, with something else behind it every time."""
    found: defaultdict[str, dict[int, str]] = defaultdict(dict)
    for number, page in enumerate(pages):
        for line in page:
            if line.key and line.key not in chosen:
                head = _known_head(line.raw)
                if head:
                    found[head][number] = line.raw
    for head, lines in found.items():
        if len(set(lines.values())) >= FEWEST_PAGES:
            yield Template(head + " {title}", len(lines), len(pages), tuple(sorted(set(lines.values()))[:SEEN]))


LONGEST_HEAD = 5  # words


def _known_head(line: str) -> str:
    """The longest known phrase of two words or more that a line begins with, and goes on after; "" for none."""
    words = line.split(" ")
    for length in range(min(LONGEST_HEAD, len(words) - 1), 1, -1):
        head = " ".join(words[:length])
        if any(fold_line(head) in known for known in _known_phrases()):
            return template_of(head)
    return ""
