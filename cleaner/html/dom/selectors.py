"""CSS selectors on the light tree: the part of the language that container rules and `--keep`/`--drop` need.

Type, `#id`, `.class`, `[attr]` with `= ~= |= ^= $= *=` (and ` i`), `:not(...)` of one compound, descendants, `>` and
lists with commas. Anything else is refused, not guessed at.

>>> from cleaner.html.dom.tree import parse
>>> page = parse('<div class="post share"><p>Text</p></div>')
>>> [element.name for element in page.elements if Selector("div.post:not(.ad) > p").matches(element)]
['p']
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from cleaner.core.errors import ConfigError
from cleaner.html.dom.elements import Element

NAME = r"(?:[\w\u00a0-\U0010ffff-]|\\.)+"
SIMPLE = re.compile(
    rf"""(?P<type>{NAME}|\*)
    | \#(?P<id>{NAME})
    | \.(?P<class>{NAME})
    | \[\s*(?P<attribute>[\w:-]+)\s*(?:(?P<operator>[~|^$*]?=)\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s\]"']+))
        \s*(?P<fold>[iI])?\s*)?\]
    | :not\((?P<negated>[^()]*)\)""",
    re.VERBOSE,
)
COMBINATOR = re.compile(r"\s*(>)\s*|\s+")
OPERATORS: dict[str, Callable[[str, str], bool]] = {
    "=": lambda have, want: have == want,
    "~=": lambda have, want: want in have.split(),
    "|=": lambda have, want: have == want or have.startswith(want + "-"),
    "^=": lambda have, want: bool(want) and have.startswith(want),
    "$=": lambda have, want: bool(want) and have.endswith(want),
    "*=": lambda have, want: bool(want) and want in have,
}
MOST_STEPS = 1_000_000  # ancestors that are looked at for the selectors of one page, about a second
KEYS = ("", "type", "attribute", "class", "id")  # the rarer, the better to find an element by
Test = Callable[[Element], bool]


class Compound(NamedTuple):
    """Tests of one element, and how it hangs on the compound to its left: ">" or " " ("" for the leftmost).

    `key` is what an index can find it by: ("class", name), ("id", name), ("attribute", name), ("type", name) or ("", "").
    """

    tests: tuple[Test, ...]
    combinator: str
    key: tuple[str, str]


class Selector:
    """A parsed list of selectors. Raises ConfigError for what it cannot read."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.chains = [_chain(part, source) for part in _split(source)]

    def __repr__(self) -> str:
        return f"Selector({self.source!r})"

    def matches(self, element: Element) -> bool:
        """Whether the element is one that the selector names."""
        return any(chain_matches(chain, element) for chain in self.chains)


def chain_matches(chain: list[Compound], element: Element) -> bool:
    """Whether one complex selector names the element."""
    if not all(test(element) for test in chain[-1].tests):
        return False
    return len(chain) == 1 or _match_left(chain, len(chain) - 1, element)


class Matcher:
    """Asks many elements of one page, and remembers of each parent whether what a selector wants above it is there.

    After MOST_STEPS no selector that wants something above an element fits: a page of a thousand rules for a thousand nested
    elements would take minutes.
    """

    def __init__(self) -> None:
        self.known: dict[tuple[int, Element | None], bool] = {}
        self.steps = iter(range(MOST_STEPS, 0, -1))
        self.asked: list[list[Compound]] = []  # kept, so that no other takes its place in memory

    def fits(self, chain: list[Compound], element: Element) -> bool:
        """Whether one complex selector names the element."""
        for test in chain[-1].tests:
            if not test(element):
                return False
        if len(chain) == 1:
            return True
        key = id(chain), element.parent
        above = self.known.get(key)
        if above is None:
            self.asked.append(chain)
            above = self.known[key] = _match_left(chain, len(chain) - 1, element, self.steps)
        return above


def _match_left(chain: list[Compound], k: int, element: Element, steps: Iterator[int] | None = None) -> bool:
    """Whether the compounds left of the k-th fit above an element that the k-th one fits; never, when `steps` are used up."""
    if k == 0:
        return True
    left, parent = chain[k - 1], element.parent
    while parent is not None and (steps is None or next(steps, 0)):
        if all(test(parent) for test in left.tests) and _match_left(chain, k - 1, parent, steps):
            return True
        if chain[k].combinator == ">":
            return False
        parent = parent.parent
    return False


def _split(source: str) -> list[str]:
    """At commas outside of brackets and quotes."""
    parts = re.findall(r"""(?:[^,\["'(]|\[[^\]]*\]|\([^)]*\))+""", source)
    if not parts or sum(map(len, parts)) + len(parts) - 1 != len(source):
        raise _unreadable(source)
    return [part.strip() for part in parts]


def _chain(part: str, source: str) -> list[Compound]:
    """A complex selector as compounds with their combinators."""
    chain: list[Compound] = []
    position, combinator = 0, ""
    while position < len(part):
        tests: list[Test] = []
        key = ("", "")
        while position < len(part):
            match = SIMPLE.match(part, position)
            if match is None or (match["type"] and tests):
                break
            test, found = _test(match, source)
            tests.append(test)
            if KEYS.index(found[0]) > KEYS.index(key[0]):
                key = found
            position = match.end()
        if not tests:
            raise _unreadable(source)
        chain.append(Compound(tuple(tests), combinator, key))
        if position < len(part):
            gap = COMBINATOR.match(part, position)
            if gap is None or gap.end() == len(part):
                raise _unreadable(source)
            combinator, position = gap[1] or " ", gap.end()
    if not chain:
        raise _unreadable(source)
    return chain


def _test(match: re.Match[str], source: str) -> tuple[Test, tuple[str, str]]:
    """A test of one element, and the key to find it by."""
    if match["type"]:
        name = match["type"].lower()
        return (lambda _: True, ("", "")) if name == "*" else (lambda e: e.name == name, ("type", name))
    if match["id"]:
        ident = _plain(match["id"])
        return lambda e: e.attributes.get("id") == ident, ("id", ident)
    if match["class"]:
        class_ = _plain(match["class"])
        return lambda e: class_ in e.classes, ("class", class_)
    if match["negated"] is not None:
        inner = Selector(match["negated"])
        return lambda e: not inner.matches(e), ("", "")
    return _attribute_test(match), ("attribute", match["attribute"].lower())


def _attribute_test(match: re.Match[str]) -> Test:
    attribute = match["attribute"].lower()
    if not match["operator"]:
        return lambda e: attribute in e.attributes
    compare = OPERATORS[match["operator"]]
    want = next(value for value in (match["double"], match["single"], match["bare"]) if value is not None)
    if match["fold"]:
        want = want.lower()
        return lambda e: attribute in e.attributes and compare(e.attributes[attribute].lower(), want)
    return lambda e: attribute in e.attributes and compare(e.attributes[attribute], want)


def _plain(name: str) -> str:
    return re.sub(r"\\(.)", r"\1", name)


def _unreadable(source: str) -> ConfigError:
    remedy = "type, #id, .class, [attr=value], :not(...), descendant, > and commas are understood"
    return ConfigError(f"cannot read the selector {source!r}", remedy=remedy)
