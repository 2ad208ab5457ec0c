"""CSS selectors on the light tree: the part of the language that container rules, `--keep`/`--drop` and style sheets need.

Type, `#id`, `.class`, `[attr]` with `= ~= |= ^= $= *=` (and ` i`), `:not(...)` of one compound, descendants, `>` and
lists with commas. Style sheets may also ask for siblings: `+`, `~`, `:first-child`, `:nth-of-type(2n+1)` and the like
(Selectors 4, 14 and 15), of elements whose order a :class:`Matcher` knows. Anything else is refused, not guessed at.

>>> from cleaner.html.dom.tree import parse
>>> page = parse('<div class="post share"><p>Text</p></div>')
>>> [element.name for element in page.elements if Selector("div.post:not(.ad) > p").matches(element)]
['p']
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from cleaner.core.errors import ConfigError
from cleaner.html.dom.elements import Element
from cleaner.html.dom.siblings import Siblings

NAME = r"(?:[\w\u00a0-\U0010ffff-]|\\.)+"
SIMPLE = re.compile(
    rf"""(?P<type>{NAME}|\*)
    | \#(?P<id>{NAME})
    | \.(?P<class>{NAME})
    | \[\s*(?P<attribute>[\w:-]+)\s*(?:(?P<operator>[~|^$*]?=)\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s\]"']+))
        \s*(?P<fold>[iI])?\s*)?\]
    | :not\((?P<negated>(?:[^()]|\([^()]*\))*)\)
    | :(?P<place>(?:first|last|only|nth|nth-last)-(?:child|of-type))(?:\(\s*(?P<formula>[^()]*?)\s*\))?
    | :(?P<empty>empty)\b""",
    re.VERBOSE,
)
COMBINATOR = re.compile(r"\s*([>+~])\s*|\s+")
FORMULA = re.compile(r"(?P<step>[+-]?\d*)n(?:\s*(?P<sign>[+-])\s*(?P<offset>\d+))?|(?P<only>[+-]?\d+)")  # an+b
OPERATORS: dict[str, Callable[[str, str], bool]] = {
    "=": lambda have, want: have == want,
    "~=": lambda have, want: want in have.split(),
    "|=": lambda have, want: have == want or have.startswith(want + "-"),
    "^=": lambda have, want: bool(want) and have.startswith(want),
    "$=": lambda have, want: bool(want) and have.endswith(want),
    "*=": lambda have, want: bool(want) and want in have,
}
MOST_STEPS = 1_000_000  # ancestors that are looked at for the selectors of one page, about a second
SIBLINGS = ("+", "~")
ONE_STEP = (">", "+")
LONGEST_FORMULA = 12  # characters
KEYS = ("", "type", "attribute", "class", "id")  # the rarer, the better to find an element by
Test = Callable[[Element], bool]
Place = Callable[[Element, Siblings], bool]


class Compound(NamedTuple):
    """Tests of one element, and how it hangs on the compound to its left: ">", "+", "~" or " " ("" for the leftmost).

    `places` are tests of its place among its siblings. `key` is what an index can find it by: ("class", name), ("id", name),
    ("attribute", name), ("type", name) or ("", "").
    """

    tests: tuple[Test, ...]
    combinator: str
    key: tuple[str, str]
    places: tuple[Place, ...] = ()


class Selector:
    """A parsed list of selectors. Raises ConfigError for what it cannot read."""

    def __init__(self, source: str, in_order: bool = False) -> None:
        """`in_order`: it may ask for siblings, and is asked by a :class:`Matcher` that knows them."""
        self.source = source
        self.chains = [_chain(part, source, in_order) for part in _split(source)]

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
        self.siblings: Siblings | None = None
        self.steps = iter(range(MOST_STEPS, 0, -1))
        self.asked: list[list[Compound]] = []  # kept, so that no other takes its place in memory

    def fits(self, chain: list[Compound], element: Element) -> bool:
        """Whether one complex selector names the element."""
        for test in chain[-1].tests:
            if not test(element):
                return False
        places = chain[-1].places
        if places and not self._in_place(places, element):
            return False
        if len(chain) == 1:
            return True
        if chain[-1].combinator in SIBLINGS:
            return self._match_left(chain, len(chain) - 1, element)
        key = id(chain), element.parent
        above = self.known.get(key)
        if above is None:
            self.asked.append(chain)
            above = self.known[key] = self._match_left(chain, len(chain) - 1, element)
        return above

    def _in_place(self, places: tuple[Place, ...], element: Element) -> bool:
        """Whether an element stands among its siblings where the tests want it."""
        siblings = self.siblings
        return siblings is not None and all(place(element, siblings) for place in places)

    def _match_left(self, chain: list[Compound], k: int, element: Element) -> bool:
        """Whether the compounds left of the k-th fit above or before an element that the k-th fits; never when `steps` are used
        up."""
        if k == 0:
            return True
        left, combinator = chain[k - 1], chain[k].combinator
        beside = combinator in SIBLINGS
        other = self._next(element, beside)
        while other is not None and next(self.steps, 0):
            fits = all(test(other) for test in left.tests) and (not left.places or self._in_place(left.places, other))
            if fits and self._match_left(chain, k - 1, other):
                return True
            if combinator in ONE_STEP:
                return False
            other = self._next(other, beside)
        return False

    def _next(self, element: Element, beside: bool) -> Element | None:
        """The sibling before an element, or its parent."""
        if not beside:
            return element.parent
        return self.siblings.before(element) if self.siblings is not None else None


def _match_left(chain: list[Compound], k: int, element: Element) -> bool:
    """Whether the compounds left of the k-th fit above an element that the k-th one fits."""
    if k == 0:
        return True
    left, parent = chain[k - 1], element.parent
    while parent is not None:
        if all(test(parent) for test in left.tests) and _match_left(chain, k - 1, parent):
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


def _chain(part: str, source: str, in_order: bool) -> list[Compound]:
    """A complex selector as compounds with their combinators."""
    chain: list[Compound] = []
    position, combinator = 0, ""
    while position < len(part):
        tests: list[Test] = []
        places: list[Place] = []
        key = ("", "")
        while position < len(part):
            match = SIMPLE.match(part, position)
            if match is None or (match["type"] and (tests or places)):
                break
            position = match.end()
            if in_order and (match["place"] or match["empty"] or _asks_for_a_place(match["negated"])):
                places.append(_place(match, source))
                continue
            test, found = _test(match, source)
            tests.append(test)
            if KEYS.index(found[0]) > KEYS.index(key[0]):
                key = found
        if not tests and not places:
            raise _unreadable(source)
        chain.append(Compound(tuple(tests), combinator, key, tuple(places)))
        if position < len(part):
            gap = COMBINATOR.match(part, position)
            if gap is None or gap.end() == len(part) or (gap[1] in SIBLINGS and not in_order):
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
    if match["place"] or match["empty"]:
        raise _unreadable(source)
    if match["negated"] is not None:
        inner = Selector(match["negated"])
        return lambda e: not inner.matches(e), ("", "")
    return _attribute_test(match), ("attribute", match["attribute"].lower())


def _asks_for_a_place(negated: str | None) -> bool:
    """Whether what `:not(...)` negates is the place of an element."""
    return negated is not None and negated.startswith(":")


def _place(match: re.Match[str], source: str) -> Place:
    """A test of the place of an element among its siblings."""
    if match["negated"] is not None:
        inner = SIMPLE.fullmatch(match["negated"])
        if inner is None or not (inner["place"] or inner["empty"]):
            raise _unreadable(source)
        test = _place(inner, source)
        return lambda element, siblings: not test(element, siblings)
    if match["empty"]:
        return lambda element, siblings: element.end - element.open_end <= len(element.name) + len("</>")
    which, of_type = match["place"].split("-")[0], match["place"].endswith("of-type")
    if which == "only":
        return lambda e, siblings: siblings.number(e, of_type, False) == siblings.number(e, of_type, True) == 1
    from_end = "last" in match["place"]
    step, offset = (0, 1) if which in ("first", "last") and match["formula"] is None else _formula(match["formula"], source)
    if match["place"].startswith("nth") and match["formula"] is None:
        raise _unreadable(source)
    return lambda e, siblings: _is_one_of(siblings.number(e, of_type, from_end), step, offset)


def _formula(written: str | None, source: str) -> tuple[int, int]:
    """The step and the offset of `2n+1`, `odd`, `3`."""
    plain = {"odd": "2n+1", "even": "2n"}.get((written or "").lower(), (written or "").lower())
    match = FORMULA.fullmatch(plain)
    if match is None or len(plain) > LONGEST_FORMULA:
        raise _unreadable(source)
    if match["only"]:
        return 0, int(match["only"])
    step = int(match["step"] + "1") if match["step"] in ("", "+", "-") else int(match["step"])
    return step, int(f"{match['sign']}{match['offset']}") if match["offset"] else 0


def _is_one_of(number: int, step: int, offset: int) -> bool:
    """Whether a place is one of those of a formula; 0 is none.

    >>> [k for k in range(8) if _is_one_of(k, 2, 1)], [k for k in range(8) if _is_one_of(k, -1, 3)]
    ([1, 3, 5, 7], [1, 2, 3])
    """
    if number < 1 or step == 0:
        return 0 < number == offset
    return (number - offset) % step == 0 and (number - offset) // step >= 0


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
