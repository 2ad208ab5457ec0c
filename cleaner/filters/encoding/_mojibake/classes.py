"""The judgement of ftfy's expressions as a table over characters, for the kernel (`kernel/judgement.c`).

Characters that no expression and no set of the prefilter tells apart are of one class, of which there are 78. What looks
like mojibake is then a set of short sequences of classes, which are looked for side by side, a bit for each of their places. The
table, whose numbers have their lowest byte first:

    65,536 bytes   the class of each character of the basic plane; UNKNOWN for surrogates
    256 x 16       by class, the places that it may stand in: a bit each
    3 x 16         the places with which a sequence begins, begins at the start of a text alone, and ends
    256            by class, whether the prefilter stops at it (STOP), whatever stands before it (ANYWHERE)
    256 x 32       by class, the classes before which the prefilter stops: a bit each
    256 x 32       the same of those behind
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

from cleaner.core.kernel import kernel
from cleaner.core.precomputed import PrecomputedBytes
from cleaner.filters.encoding._mojibake.expressions import PARTED, TABLE, badness, prefilter

CHARACTERS = 0x10000  # code points that have a class
UNKNOWN = 255
STOP, ANYWHERE = 1, 2
LONG = 20_000  # code points of a text of which more than its beginning is not looked at for that alone
PLACES = 128  # places in sequences, at most
Sequence = tuple[bool, list[str]]  # whether it begins at the start of a text alone, and the letters of the classes in each place


def sequences_of(pattern: str) -> list[Sequence]:
    """The sequences that an expression over sets of letters matches.

    >>> sequences_of("(?:[ab][c]|^(?:[d]){0,1}[e])")
    [(False, ['ab', 'c']), (True, ['e']), (True, ['d', 'e'])]
    """
    from re import _parser  # type: ignore[attr-defined]

    return [("^" in found, [places for places in found if places != "^"]) for found in _sequences(_parser.parse(pattern))]


def _sequences(tree: Any) -> Iterator[list[str]]:
    parts = [list(_of_element(str(op), value)) for op, value in tree]
    for chosen in product(*parts):
        yield [places for part in chosen for places in part]


def _of_element(op: str, value: Any) -> Iterator[list[str]]:
    if op == "LITERAL":
        yield [chr(value)]
    elif op == "IN":
        yield ["".join(map(chr, _codes(value)))]
    elif op == "AT":
        yield ["^"]
    elif op == "SUBPATTERN":
        yield from _sequences(value[3])
    elif op == "BRANCH":
        for branch in value[1]:
            yield from _sequences(branch)
    elif op == "MAX_REPEAT":
        for times in range(int(value[0]), int(value[1]) + 1):
            for chosen in product(list(_sequences(value[2])), repeat=times):
                yield [places for part in chosen for places in part]
    else:
        raise ValueError(f"an element that is not known: {op}")


def _codes(members: Any) -> Iterator[int]:
    for kind, value in members:
        yield from range(value[0], value[1] + 1) if str(kind) == "RANGE" else (value,)


def _files() -> list[Path]:
    return [*TABLE.inputs(), *PARTED.inputs()]


def _made() -> bytes:
    """The table; empty if there are more classes or places than it has room for."""
    letter, spots = badness().letter, prefilter()
    stops = {char: number for number, char in enumerate(spots.before)}
    sets = list(dict.fromkeys([frozenset(before or "") for before in spots.before.values()]))
    sets = list(dict.fromkeys([*sets, *map(frozenset, spots.behind.values())]))
    numbers: dict[object, int] = {}
    members: list[str] = []  # a character of each class
    rows = bytearray(CHARACTERS)
    for code in range(CHARACTERS):
        char = chr(code)
        if 0xD800 <= code < 0xE000:
            rows[code] = UNKNOWN
            continue
        held = tuple([char in chars for chars in sets])
        stop = (spots.before[char], spots.behind[char]) if char in stops else None
        number = numbers.setdefault((letter(char), held, stop), len(numbers))
        if number == len(members):
            members.append(char)
        if number >= UNKNOWN:
            return b""
        rows[code] = number
    sequences = sequences_of(badness().pattern)
    if sum(len(places) for _, places in sequences) > PLACES:
        return b""
    return bytes(rows) + _places(sequences, [letter(char) for char in members]) + _neighbours(members)


def _places(sequences: list[Sequence], letters: list[str]) -> bytes:
    """Where each class may stand, and which places begin and end sequences."""
    masks = [0] * (UNKNOWN + 1)
    first = at_start = last = place = 0
    for is_at_start, places in sequences:
        if is_at_start:
            at_start |= 1 << place
        else:
            first |= 1 << place
        for held in places:
            for number, letter in enumerate(letters):
                masks[number] |= (letter in held) << place
            place += 1
        last |= 1 << place - 1
    return b"".join(mask.to_bytes(PLACES // 8, "little") for mask in [*masks, first, at_start, last])


def _neighbours(members: list[str]) -> bytes:
    """At which classes the prefilter stops, and the neighbours for which it does."""
    spots = prefilter()
    kinds = bytearray(UNKNOWN + 1)
    before, behind = [0] * (UNKNOWN + 1), [0] * (UNKNOWN + 1)
    for number, stop in enumerate(members):
        if stop in spots.before:
            kinds[number] = STOP | ANYWHERE * (spots.before[stop] is None)
            for other, char in enumerate(members):
                before[number] |= (char in (spots.before[stop] or "")) << other
                behind[number] |= (char in spots.behind[stop]) << other
    return bytes(kinds) + b"".join(mask.to_bytes(32, "little") for mask in [*before, *behind])


CLASSES = PrecomputedBytes("mojibake.classes", _files, _made)


@cache
def judgement() -> Any:
    """The decoder of the kernel; None where there is none."""
    if kernel() is None:
        return None
    table = CLASSES.read()
    return kernel().Mojibake(table) if len(table) else None


def begins_bad(text: str, most: int) -> bool:
    """Whether the first code points of a text look like mojibake, as :func:`is_bad` says of them.

    >>> begins_bad("schÃ¶n", 10), begins_bad("schÃ¶n", 4), begins_bad("schön", 10)
    (True, False, False)
    """
    decoder = judgement()
    if decoder is not None and len(text) <= LONG and not decoder.any(text):
        return False  # which is asked about most texts anyway
    found: bool | None = decoder.looks_bad(text, most) if decoder is not None else None
    if found is None:
        from cleaner.filters.encoding._mojibake.judgement import is_bad

        found = is_bad(text[:most])
    return found


def may_be_bad(text: str) -> bool:
    """Whether :mod:`cleaner.filters.encoding.mojibake` may find anything in a text.

    >>> may_be_bad("Schlösser"), may_be_bad("Schlö\\nschÃ¶n"), may_be_bad('â€" and then')
    (False, True, True)
    """
    decoder = judgement()
    return decoder is None or "â" in text or bool(decoder.any(text))
