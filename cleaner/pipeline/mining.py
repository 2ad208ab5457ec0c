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

Start at :func:`mine`, then :func:`cleaner.pipeline.templates.find_templates`.
"""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterable, Iterator, Sequence

from cleaner.filters.boilerplate._evidence.phrasebook import Phrasebook
from cleaner.filters.boilerplate._evidence.sketches import LONGEST_LINE
from cleaner.pipeline.templates import Line, Template, find_templates, template_key
from cleaner.rulebook.packs import Example, Pack, Rule

FILTER = "boilerplate.site"
SAMPLE = 500  # pages kept; a share of 30 % is then known to 2 points
MOST_LINES = 1000  # lines kept from the head, and from the tail, of a page


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
