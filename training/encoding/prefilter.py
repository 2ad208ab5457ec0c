"""Derive the prefilter of `encoding.mojibake` from ftfy's own test of badness.

    python -m training.encoding.prefilter > rules/encoding/mojibake/prefilter.txt

ftfy calls a segment bad if its `BADNESS_RE` matches. Each alternative of that expression is a sequence of character sets.
Whatever it matches must hold one adjacent pair of those sets (or the one set, where it is alone); so a scan for one pair
of each alternative misses nothing. Of the pairs of an alternative, the one with the rarest member in ordinary text is
taken. What is written is one regular expression: a set of characters to stop at, then what must stand before or after.
`tests/filters/encoding/test_prefilter.py` derives it again and compares.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable
from re import _parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

# How common characters are in ordinary text of many scripts, as far as it matters for speed: the scan stops at each one.
COMMON = {
    **dict.fromkeys("abcdefghijklmnopqrstuvwxyz ", 1000.0),
    **dict.fromkeys("ABCDEFGHIJKLMNOPQRSTUVWXYZ", 100.0),
    **dict.fromkeys("абвгдежзийклмнопрстуфхцчшщъыьэюяіїєαβγδεζηθικλμνξοπρστυφχψωςάέήίόύώ", 500.0),
    **dict.fromkeys("АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЫЭЮЯΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ", 30.0),
    **dict.fromkeys("éèàêçâîôûùëïäöüßåøæñóíáúãõąęłśćżźńčšžřěůýőűğışățșâî", 100.0),
    **dict.fromkeys("’“”‘–—…«»\xa0", 60.0),
}
RARE = 0.1


class Pair(NamedTuple):
    """Two adjacent sets; the scan stops at the characters of `scan`, which is the first or the second of them."""

    first: frozenset[str]
    second: frozenset[str]
    scan: str


def derive_prefilter(pattern: str, flags: int) -> str:
    """The regular expression that every match of `pattern` (alternatives of sequences of sets) contains a match of."""
    tree = list(_parser.parse(pattern, flags))
    branches = tree[0][1][1] if len(tree) == 1 and str(tree[0][0]) == "BRANCH" else [tree]
    around: dict[str, dict[str, set[str]]] = {"first": defaultdict(set), "second": defaultdict(set), "alone": defaultdict(set)}
    for branch in branches:
        pair = _best_pair([_members(op, value) for op, value in branch])
        partners = pair.second if pair.scan == "first" else pair.first
        for char in pair.first if pair.scan == "first" else pair.second:
            around[pair.scan][char] |= partners
    return _write(around)


def _members(op: Any, value: Any) -> frozenset[str] | None:
    """The characters that one element matches; None if it is no plain set (an anchor, a repetition, any character)."""
    name = str(op)
    if name == "LITERAL":
        return frozenset(chr(value))
    if name != "IN" or any(str(kind) in ("NEGATE", "CATEGORY") for kind, _ in value):
        return None
    found: set[str] = set()
    for kind, item in value:
        found.update(map(chr, range(item[0], item[1] + 1)) if str(kind) == "RANGE" else [chr(item)])
    return frozenset(found)


def _best_pair(elements: list[frozenset[str] | None]) -> Pair:
    """The adjacent pair of plain sets with the rarest member to stop at; a single set stands for itself."""
    pairs = []
    for a, b in itertools.pairwise(elements):
        if a and b:
            pairs += [Pair(a, b, "first"), Pair(a, b, "second")]
    pairs = pairs or [Pair(frozenset(), element, "alone") for element in elements if element]
    if not pairs:
        raise ValueError("an alternative without a plain set of characters")
    return min(pairs, key=_cost)


def _cost(pair: Pair) -> tuple[float, float]:
    first, second = _weight(pair.first), _weight(pair.second)
    return (first, second) if pair.scan == "first" else (second, first)


def _weight(chars: Iterable[str]) -> float:
    return sum(COMMON.get(char, RARE) for char in chars)


def _write(around: dict[str, dict[str, set[str]]]) -> str:
    alone = set(around["alone"])
    parts = [f"(?<=[{ranges(alone)}])"]
    union = set(alone)
    for scan, template in (("second", "(?<=[{partners}][{chars}])"), ("first", "(?<=[{chars}])(?=[{partners}])")):
        groups: dict[frozenset[str], set[str]] = defaultdict(set)
        for char, partners in around[scan].items():
            if char not in alone:
                groups[frozenset(partners)].add(char)
                union.add(char)
        for partner, chars in sorted(groups.items(), key=lambda item: ranges(item[1])):
            parts.append(template.format(partners=ranges(partner), chars=ranges(chars)))
    return f"[{ranges(union)}](?:{'|'.join(parts)})"


def ranges(chars: Iterable[str]) -> str:
    r"""Characters as the inside of a set of a regular expression, in ASCII.

    >>> ranges("abcx\xe9")
    'a-cx\\xe9'
    """
    codes = sorted(map(ord, chars))
    runs: list[list[int]] = []
    for code in codes:
        if runs and code == runs[-1][1] + 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return "".join(_run(low, high) for low, high in runs)


def _run(low: int, high: int) -> str:
    if high - low < 2:
        return "".join(map(_escape, range(low, high + 1)))
    return f"{_escape(low)}-{_escape(high)}"


def _escape(code: int) -> str:
    if code < 0x80:
        return chr(code) if chr(code).isalnum() else f"\\x{code:02x}"
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def main() -> None:
    """Print the prefilter for the installed ftfy."""
    from ftfy.badness import BADNESS_RE

    print(derive_prefilter(BADNESS_RE.pattern, re.VERBOSE))


if __name__ == "__main__":
    main()
