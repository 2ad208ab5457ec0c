"""A phrasebook: thousands of whole-line phrases, looked up in one scan of a text.

A phrase is a line with typed slots: `{count} bloggers like this:`. A slot matches what its type allows and the unfilled
place-holder (`%d`, `%s`), never anything: {count} {name} {title} {date} {time} {month} {url} {service}.

The scan has two stages, so that ordinary text costs a few C-level passes whatever the number of phrases:

1. A sketch (:mod:`._sketches`) of every line, and of each phrase, is looked up. Lines whose sketch no phrase has are done with.
2. :func:`fold_line` normalises the few that are left, and their text must be a phrase exactly, slots aside.

Phrases with an open slot are found by the sketch of their head or tail, then matched as a pattern.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property
from itertools import compress
from operator import itemgetter
from sys import intern
from typing import Any, NamedTuple

from cleaner.core.errors import RuleError
from cleaner.filters.boilerplate._evidence.plain_edges import EDGE, plain_edge
from cleaner.filters.boilerplate._evidence.sketches import Sketched, sketch, sketched_lines
from cleaner.filters.boilerplate._evidence.slots import (
    NUMBER,
    PLACEHOLDER,
    SERVICES,
    SLOT,
    SLOT_PATTERNS,
    ends,
    fold_cased,
    fold_line,
    may_begin,
    may_fit,
    pattern_of,
)
from cleaner.rulebook.packs import RuleSet

_FIRST_CJK = 0xE3  # lead byte of Japanese, Chinese and Korean characters
HEAD_SIZE, TAIL_SIZE = 6, 4  # sketched bytes at the beginning and the end by which rows of phrases are looked up
_NO_PATTERN = str.maketrans("", "", "()?+\\")
SPACES = 4  # between the words of a phrase that may end with a full stop
HEAD, CJK_HEAD, TAIL = slice(EDGE), slice(2), slice(-EDGE, None)
PLACEHOLDERS = ("", "%d", "%s", "count", "number")  # what a sketch keeps of one


class Found(NamedTuple):
    """A line that is a phrase: number of the line, rule of the phrase, the phrase as it is written in its pack."""

    line: int
    rule: str
    phrase: str


class Phrases(Sequence[tuple[str, str]]):
    """Phrases with their rules, as two lists: 300,000 pairs would take twenty megabytes.

    >>> list(Phrases([("Share this:", "a"), ("Reply", "b")]))
    [('Share this:', 'a'), ('Reply', 'b')]
    """

    def __init__(self, phrases: Iterable[tuple[str, str]]) -> None:
        self.texts: list[str] = []  # in the shipped books a sequence that reads them where they are asked for
        self.rules: list[str] = []
        for phrase, rule in phrases:
            self.texts.append(phrase)
            self.rules.append(intern(rule))

    def __getitem__(self, number: Any) -> Any:
        return self.texts[number], self.rules[number]

    def __len__(self) -> int:
        return len(self.texts)


class Phrasebook:
    """Phrases with the rules that they belong to; see the module docstring.

    >>> book = Phrasebook([("{count} bloggers like this:", "likes"), ("View all posts by {name}", "meta")])
    >>> [found.rule for found in book.find(["A line.", "%d bloggers like this:", "View all posts by Ada"])]
    ['likes', 'meta']
    """

    def __init__(self, phrases: Iterable[tuple[str, str]]) -> None:
        self.phrases = Phrases(phrases)
        self._by_sketch: dict[bytes, int] = {}  # numbers of phrases: a pack may have 300,000, few of which look alike
        self._alike: dict[bytes, list[int]] = {}  # further phrases of the same sketch
        self._by_head: dict[bytes, dict[str, list[int]]] = {}  # of the sketch, then by letter: a script may have one lead byte
        self._by_tail: dict[bytes, dict[str, list[int]]] = {}
        self._folded: dict[int, str] = {}
        self._patterns: dict[int, re.Pattern[str]] = {}
        self.unusable: list[str] = []  # phrases that no scan can find: too few letters, or an unknown slot
        closed: list[int] = []
        counted: list[int] = []
        opened: list[int] = []
        for number, phrase in enumerate(self.phrases.texts):
            if "{" not in phrase:
                closed.append(number)
            else:
                (opened if "{" in phrase.replace("{count}", "") else counted).append(number)
        self._add_closed(closed, "")
        for raw in PLACEHOLDERS:
            self._add_closed(counted, raw)
        for number in opened:
            self._add_open(number)

    def _add_closed(self, numbers: list[int], count: str) -> None:
        """Sketch all phrases at once, with a text for the count, in the cases that a sketch does not fold."""
        texts = self.phrases.texts
        text = "\n".join([texts[number] for number in numbers]).replace("{count}", count)
        first = self._by_sketch.setdefault
        for variant in _cases(text):
            for number, key in zip(numbers, sketch(variant), strict=False):
                if first(key, number) != number:
                    self._alike.setdefault(key, []).append(number)
        self.unusable.extend(texts[number] for number in self._of(b""))
        self._by_sketch.pop(b"", None)
        self._alike.pop(b"", None)

    def _of(self, key: bytes) -> list[int]:
        """Numbers of the phrases with a sketch."""
        first = self._by_sketch.get(key)
        return [] if first is None else [first, *self._alike.get(key, ())]

    def _add_open(self, number: int) -> None:
        """Index a phrase with an open slot by the first or the last letters of its sketch."""
        phrase = self.phrases.texts[number]
        if not SLOT_PATTERNS.keys() >= set(SLOT.findall(phrase)):
            self.unusable.append(phrase)
            return
        head, tail = ends(phrase)
        for text, index, edge, letter in ((head, self._by_head, HEAD, _first), (tail, self._by_tail, TAIL, _last)):
            if len(text) < EDGE:
                continue
            keys = {sketch(variant)[0] for variant in _cases(text)}
            if min(map(len, keys)) >= EDGE:
                for key in sorted(keys):  # so that equal phrases give an equal table
                    index.setdefault(key[edge], {}).setdefault(letter(text), []).append(number)
                return
        self.unusable.append(phrase)

    def likely(self, sketched: Sketched) -> Sketched:
        """The lines that begin or end as a phrase does, as a whole, in its head or in its tail: nearly all lines do not.

        >>> list(Phrasebook([("Share this:", "a")]).likely(sketched_lines(["A line.", "Share this: this"])).numbers)
        [1]
        """
        distinct, found = sketched.distinct, set[bytes]()
        for edge, known in zip((HEAD, CJK_HEAD, TAIL), self._edges, strict=True):
            found.update(compress(distinct, map(known.__contains__, map(itemgetter(edge), distinct))))
        if not found:
            return Sketched([], [], frozenset())
        chosen = list(map(found.__contains__, sketched.keys))
        return Sketched(list(compress(sketched.numbers, chosen)), list(compress(sketched.keys, chosen)), frozenset(found))

    def plain_edges(self) -> tuple[AbstractSet[bytes], AbstractSet[bytes]]:
        """How the sketch of a line in ASCII letters must begin, or end (backwards), if the line is a phrase with an open slot.

        >>> Phrasebook([("View all posts by {name}", "a"), ("{name} is reading this", "b")]).plain_edges()
        ({b'viewallpostsby '}, {b'sihtgnidaersi '})
        """
        edges: tuple[set[bytes], set[bytes]] = set(), set()
        for step, index, found in zip((1, -1), (self._by_head, self._by_tail), edges, strict=True):
            for key, letters in index.items():
                for number in {number for numbers in letters.values() for number in numbers}:
                    whole = plain_edge(self.phrases.texts[number], step)
                    found.add(whole if whole.startswith(key[::step]) else key[::step])
        return edges

    def sketches(self) -> tuple[AbstractSet[bytes], AbstractSet[bytes], AbstractSet[bytes]]:
        """The sketches of phrases, and the heads and tails of those with an open slot."""
        return self._by_sketch.keys(), self._by_head.keys(), self._by_tail.keys()

    @cached_property
    def _edges(self) -> tuple[frozenset[bytes], frozenset[bytes], frozenset[bytes]]:
        """How the sketches of phrases and rows begin, those of Chinese, Japanese and Korean ones in two bytes, and how those end
        whose head is open.
        """
        heads = {key[HEAD] for key in (*self._by_sketch, *self._by_head)}
        return frozenset(heads), frozenset(key for key in self.heads if len(key) == 2), frozenset(self._by_tail)

    @cached_property
    def heads(self) -> frozenset[bytes]:
        """How the sketches of phrases begin: rows of phrases are looked up by them."""
        heads = {key[:HEAD_SIZE] for key in self._by_sketch if len(key) >= HEAD_SIZE} | self._open_heads.keys()
        heads |= {key[:2] for key in self._by_sketch if len(key) >= 2 and key[0] >= _FIRST_CJK}
        return frozenset(heads)

    @property
    def beginnings(self) -> set[bytes]:
        """What :meth:`begins` looks for, but for phrases with a service in them."""
        return {key for key in self._by_sketch if len(key) >= HEAD_SIZE}

    def begins(self, key: bytes) -> bool:
        """Whether a sketch begins with that of a whole phrase, or may with one that has a service in it."""
        by_sketch = self._by_sketch
        return key[:EDGE] in self._open_heads or any(key[:size] in by_sketch for size in self._sizes.get(key[:HEAD_SIZE], ()))

    @cached_property
    def tails(self) -> frozenset[bytes]:
        """How the sketches of phrases end, and those of services."""
        services = sketch("\n".join(SERVICES.replace("(?:", "").translate(_NO_PATTERN).split("|")))
        return frozenset(key[-TAIL_SIZE:] for keys in (self._by_sketch, services) for key in keys)

    @cached_property
    def _sizes(self) -> dict[bytes, tuple[int, ...]]:
        """How long the sketches are that begin alike, the longest first."""
        sizes: dict[bytes, tuple[int, ...]] = {}
        alike: dict[tuple[int, ...], tuple[int, ...]] = {}  # a few hundred rows of sizes for tens of thousands of heads
        for key in self._by_sketch:
            head, row = key[:HEAD_SIZE], sizes.get(key[:HEAD_SIZE], ())
            if len(key) not in row:
                row = tuple(sorted((*row, len(key)), reverse=True))
                sizes[head] = alike.setdefault(row, row)
        return sizes

    def at(self, text: str, position: int, key: bytes, at: int) -> tuple[int, int] | None:
        """The longest phrase that begins at a position of a folded line, as (number, end); `key[at:]` is its sketch."""
        numbers = self._open_heads.get(key[at : at + EDGE], [])
        numbers = [number for number in numbers if may_begin(self.phrases.texts[number], text, position)]
        services = [(number, self._service_pattern(number).match(text, position)) for number in numbers]
        filled = max(((match.end(), number) for number, match in services if match), default=(0, 0))
        heads = [key[at : at + size] for size in range(HEAD_SIZE, 1, -1)]  # a sketch shorter than a head is its own head
        for size in (size for head in heads for size in self._sizes.get(head, ()) if size >= len(head)):
            for number in self._of(key[at : at + size]):
                folded = self._fold(number).removesuffix(".")
                end = position + len(folded)
                if text.startswith(folded, position) and not _cuts_word(text, end):
                    return (number, end) if end > filled[0] else (filled[1], filled[0])
        return (filled[1], filled[0]) if filled[0] else None

    def find(self, lines: Sequence[str], sketched: Sketched | None = None) -> Iterator[Found]:
        """The lines that are phrases, in order. Paragraphs are too long for a phrase, and not looked at."""
        short, keys, distinct = sketched or sketched_lines(lines)
        wanted = self._wanted(distinct)
        if not wanted:
            return
        for number, key in compress(zip(short, keys, strict=False), map(wanted.__contains__, keys)):
            found = self._match(lines[number], self._numbers(lines[number], key))
            if found is not None:
                phrase, rule = self.phrases[found]
                yield Found(number, rule, phrase)

    def _wanted(self, keys: frozenset[bytes]) -> set[bytes]:
        """The sketches of a text that phrases share, as a whole or in their head or tail."""
        likely = compress(keys, map(self._edges[0].__contains__, map(itemgetter(HEAD), keys)))
        wanted = set(filter(self._by_sketch.__contains__, likely))
        for index, edge in ((self._by_head, HEAD), (self._by_tail, TAIL)):
            wanted.update(compress(keys, map(index.__contains__, map(itemgetter(edge), keys))))
        return wanted

    def _numbers(self, line: str, key: bytes) -> list[int]:
        """Numbers of the phrases that a line with a sketch may be."""
        numbers = self._of(key)
        for index, edge, letter in ((self._by_head, HEAD, _first), (self._by_tail, TAIL, _last)):
            if key[edge] in index:
                numbers = numbers + index[key[edge]].get(letter(line), [])
        return numbers

    def _match(self, line: str, numbers: Sequence[int]) -> int | None:
        """Number of the phrase that a line is, None if it is none of them; of phrases with open slots the one that says most."""
        if not numbers:
            return None
        cased = fold_cased(PLACEHOLDER.sub("%d", line))
        folded = cased.casefold()
        fitting = []
        for number in numbers:
            if self._is_open(number):
                if self._fits(number, cased):
                    fitting.append(number)
            elif folded in (phrase := self._fold(number), phrase.removesuffix("."), phrase + "." * (phrase.count(" ") >= SPACES)):
                return number
        return max(fitting, key=lambda number: len(self.phrases.texts[number]), default=None)

    @cached_property
    def _open_heads(self) -> dict[bytes, list[int]]:
        """Phrases whose only open slots are services, by the beginning of their sketch."""
        found: dict[bytes, list[int]] = {}
        for key, letters in self._by_head.items():
            for number in {number for numbers in letters.values() for number in numbers}:
                if set(SLOT.findall(self.phrases.texts[number])) <= {"service", "count"}:
                    found.setdefault(key, []).append(number)
        return found

    def _service_pattern(self, number: int) -> re.Pattern[str]:
        if ~number not in self._patterns:  # beside the patterns of whole lines
            self._patterns[~number] = re.compile(rf"(?:{pattern_of(self.phrases.texts[number])})(?!\w)", re.IGNORECASE)
        return self._patterns[~number]

    def _is_open(self, number: int) -> bool:
        return "{" in self.phrases.texts[number].replace("{count}", "")

    def _fits(self, number: int, cased: str) -> bool:
        """Whether a line is a phrase with open slots, and what stands for names begins as names do or is one word."""
        if not may_fit(self.phrases.texts[number], cased):
            return False  # a pattern takes a millisecond to be made
        if number not in self._patterns:
            self._patterns[number] = re.compile(pattern_of(self.phrases.texts[number]), re.IGNORECASE)
        match = self._patterns[number].fullmatch(cased)
        return match is not None and not any(name and name[0].islower() and " " in name for name in match.groups())

    def _fold(self, number: int) -> str:
        if number not in self._folded:
            self._folded[number] = fold_line(self.phrases.texts[number].replace("{count}", "%d"))
        return self._folded[number]


def _first(text: str) -> str:
    """The first letter of a line or a phrase, of any case; what stands for a number has none.

    >>> _first("1. Über"), _first("%d Likes")
    ('ü', 'l')
    """
    text = NUMBER.sub("", text) if "%" in text else text
    return next(filter(str.isalpha, text), "").casefold()[:1]


def _last(text: str) -> str:
    """The last letter, as :func:`_first`."""
    text = NUMBER.sub("", text) if "%" in text else text
    return next(filter(str.isalpha, reversed(text)), "").casefold()[-1:]


def _cuts_word(text: str, end: int) -> bool:
    """Whether a place lies between two letters of one word; Chinese and Japanese have no spaces between words."""
    return text[end : end + 1].isalpha() and text[end - 1].isalpha() and text[end] < "\u2e80"


def _cases(text: str) -> list[str]:
    """A text in all cases that differ in their sketch."""
    return [text] if text.isascii() else [text, text.upper(), text.lower()]


def book_of_packs(rules: RuleSet) -> Phrasebook:
    """The phrases in the packs of the user. Raises RuleError for a phrase that cannot be looked up."""
    added = [rule for pack in rules.extra for rule in pack.rules]
    book = Phrasebook((phrase, rule.id) for rule in added for phrase in rule.data.get("phrases", ()))
    if book.unusable:
        known = " ".join(f"{{{slot}}}" for slot in SLOT_PATTERNS)
        remedy = f"a phrase needs five letters before or after its slots, which are {known}"
        raise RuleError(f"cannot look for the phrase {book.unusable[0]!r}", where=rules.filter, remedy=remedy)
    return book
