"""Boilerplate rules learned from the pages of one site: lines that come back on page after page.

    pages -> Miner (a sample of distinct pages) -> templates of their lines -> those that repeat -> Pack

The result is an ordinary rule pack for the filter `boilerplate.site`: phrases with slots, the number of pages that had
them, lines that were seen. `Cleaner(rules=[pack])` applies it, `format_pack` writes it as TOML to be read and edited.

Memory is flat: a :class:`Miner` keeps the `SAMPLE` pages with the smallest hashes of their text (a bottom-k sample), at
most `MOST_LINES` lines of each. The sample does not depend on the order of the pages, equal pages count once, and two
miners merge into what one would have seen of both. A template on 30 % of a million pages cannot miss such a sample.

A template becomes a rule if it stands on at least 3 pages and 30 % of them, where pages that nearly repeat another one
and index pages (lists of other pages' titles) do not count; and if it borders on the edge of the page or on another
template, for a heading that all articles share stands alone between paragraphs. Fewer pages do for phrases of the
catalogue, and for templates that always stand between others.

Start at :func:`mine`, then :func:`find_templates`.
"""

from __future__ import annotations

import heapq
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from cleaner.core.resources import data_file
from cleaner.filters.boilerplate._phrasebook import LONGEST_LINE, NUMBER, Phrasebook, fold_line
from cleaner.filters.boilerplate._slots import MONTH
from cleaner.rulebook.packs import Example, Pack, Rule

FILTER = "boilerplate.site"
SAMPLE = 500  # pages kept; a share of 30 % is then known to 2 points
MOST_LINES = 1000  # lines kept from the head, and from the tail, of a page
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
SEEN = 3  # lines quoted in the rule


class Line(NamedTuple):
    """A line of a page: its template folded for comparison ("" for one too long to be a template), and as it stands."""

    key: str
    raw: str


class Miner:
    """Gathers pages of one site and makes rules of what they share; see the module docstring.

    >>> miner = Miner()
    >>> for number in range(4):
    ...     miner.add(f"Harbour Post\\nSkip to text\\n\\nStory {'x' * number} of today.\\n\\nHarbour Post, page {number}")
    >>> [rule.data["phrases"][0] for rule in miner.pack().rules]
    ['Harbour Post', 'Harbour Post, page {count}', 'Skip to text']
    """

    def __init__(self, sample: int = SAMPLE) -> None:
        self.sample = sample
        self.pages = 0
        self._kept: dict[int, tuple[str, ...]] = {}
        self._heap: list[int] = []  # hashes of the kept pages, negated: the largest is the first to go

    def add(self, text: str) -> None:
        """Take in one page."""
        self.pages += 1
        import hashlib

        digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        number = int.from_bytes(digest, "big")
        if number not in self._kept and (len(self._heap) < self.sample or number < -self._heap[0]):
            self._keep(number, _lines_of(text))

    def merge(self, other: Miner) -> None:
        """Take in what another miner has seen; the order of merging makes no difference."""
        self.pages += other.pages
        for number, lines in other._kept.items():
            if number not in self._kept:
                self._keep(number, lines)

    def _keep(self, number: int, lines: tuple[str, ...]) -> None:
        self._kept[number] = lines
        heapq.heappush(self._heap, -number)
        if len(self._heap) > self.sample:
            del self._kept[-heapq.heappop(self._heap)]

    def pack(self, name: str = "mined") -> Pack:
        """The rules for what the pages share; a pack without rules if they share nothing."""
        pages = [[Line(template_key(line), line) for line in lines] for _, lines in sorted(self._kept.items())]
        templates = find_templates(pages)
        rules = tuple(make_rules(templates, name))
        return Pack(name, FILTER, rules, "")


def mine(texts: Iterable[str]) -> Pack:
    """Rules for the lines that repeat over the pages of one site, as texts. Needs three pages at least.

    >>> pack = mine(f"Harbour Post\\n\\nStory {'x' * n} of the day.\\n\\nTags: news" for n in range(5))
    >>> from cleaner import Cleaner
    >>> Cleaner(rules=[pack]).clean("Harbour Post\\n\\nA new story.").text
    'A new story.'
    """
    miner = Miner()
    for text in texts:
        miner.add(text)
    return miner.pack()


def _lines_of(text: str) -> tuple[str, ...]:
    lines = [" ".join(line.split()) if len(line) <= LONGEST_LINE else "" for line in text.split("\n")]
    # A long line is kept as an empty one: it parts what stands around it.
    lines = [line for line, raw in zip(lines, text.split("\n"), strict=True) if line or raw.strip()]
    return tuple(lines if len(lines) <= 2 * MOST_LINES else lines[:MOST_LINES] + lines[-MOST_LINES:])


# ---- templates ------------------------------------------------------------------------------------------------------


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


# ---- rules ----------------------------------------------------------------------------------------------------------


def make_rules(templates: Sequence[Template], name: str) -> Iterator[Rule]:
    """One rule for each template that can be looked up, with examples made of a line that was seen."""
    taken: set[str] = set()
    for template in templates:
        if Phrasebook([(template.phrase, "")]).unusable:
            continue
        slug = _slug(template.phrase, taken)
        line, seen = template.seen[0], list(template.seen)
        yield Rule(
            id=f"{FILTER}.{slug}",
            safety="safe",
            why=f"The site prints it on {template.support} of {template.pages} pages.",
            examples=(Example(f"First paragraph.\n\n{line}\n\nSecond paragraph.", "First paragraph.\n\nSecond paragraph."),),
            keeps=(f"A sentence that mentions {line} stays as it is.",),
            filter=FILTER,
            pack=name,
            source="mined",
            data={
                "phrases": [template.phrase],
                "support": template.support,
                "pages": template.pages,
                "seen": seen,
            },
        )


def _slug(phrase: str, taken: set[str]) -> str:
    """A short name for a phrase, unlike those that are taken."""
    words = re.findall(r"[a-z0-9]+", re.sub(r"\{\w+\}", " n ", phrase.lower()))
    base = "-".join(words)[:40].strip("-") or "line"
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    taken.add(slug)
    return slug
