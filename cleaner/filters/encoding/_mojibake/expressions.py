"""ftfy's expressions, in a form that takes a tenth of the time to be made ready (:mod:`cleaner.core.precomputed`).

ftfy's test of badness is one expression of fifty sets of characters. Characters that stand in the same of these sets are a
class, of which there are some seventy: a text is translated to the letters of its classes, and searched with the same expression
over these. The expression for UTF-8 within clean text is taken as it is. Both are those of the installed ftfy, which is imported
only if it is another version than the one that they were shipped for.

The prefilter (`prefilter.txt`, made by `training.encoding.prefilter`) is parted in the same way: characters to stop at, and what
must stand before or behind each.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Any, NamedTuple

from cleaner.core.precomputed import Precomputed
from cleaner.core.resources import data_file

FIRST_CLASS = 0xA1  # code of the letter of the first class; they need no escape in a set
# A character of each kind that expressions tell apart, and that none names: white space, letters and digits, others.
KINDS = "\u2003\u3042\u3003"
Test = Callable[[str], bool]


# ---- classes --------------------------------------------------------------------------------------------------------------


class Badness:
    """What looks like mojibake: the expression over classes of characters.

    >>> [bad.search(text) for bad in [badness()] for text in ("schön", "schÃ¶n")]
    [None, (3, 5)]
    """

    def __init__(self, letters: Mapping[str, str], kinds: str, pattern: str) -> None:
        self._classes = _Classes({ord(char): letter for char, letter in letters.items()})
        self._classes.kinds = kinds
        self.pattern = pattern

    @cached_property
    def _search(self) -> Callable[[str, int], re.Match[str] | None]:
        return re.compile(self.pattern).search

    def letter(self, char: str) -> str:
        """The letter of the class of a character."""
        return self._classes[ord(char)]

    def search(self, text: str, start: int = 0, end: int | None = None) -> tuple[int, int] | None:
        """Where the first match within a part of the text is, as ftfy's expression finds it."""
        first = max(0, start - 1)  # the beginning of the text is told from that of the part
        found = self._search(text[first:end].translate(self._classes), start - first)
        return (first + found.start(), first + found.end()) if found else None


class _Classes(dict[int, str]):
    """The letters of the classes by character; of a character that no set names, that of its kind."""

    kinds = ""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        return self.kinds[0 if char.isspace() else 1 if char.isalnum() else 2]


def classes_of(pattern: str, flags: int) -> tuple[dict[str, str], str, str]:
    """The letter of the class of each character that an expression names, those of the kinds of others, and the expression."""
    from re import _parser  # type: ignore[attr-defined]

    tree = _parser.parse(pattern, flags)
    tests = list(dict.fromkeys(_atoms(tree)))
    named = {char for atom in tests for char in _named(atom)} | {"\n", "_"}
    numbers: dict[tuple[bool, ...], str] = {}

    def letter(char: str) -> str:
        row = tuple(_has(atom, char) for atom in tests)
        return numbers.setdefault(row, chr(FIRST_CLASS + len(numbers)))

    letters = {char: letter(char) for char in sorted(named)}
    kinds = "".join(map(letter, KINDS))
    sets = {atom: "".join(sorted(name for row, name in numbers.items() if row[k])) for k, atom in enumerate(tests)}
    return letters, kinds, _written(tree, sets)


def _atom(op: Any, value: Any) -> tuple[Any, ...] | None:
    """An element that matches one character, in a form that compares; None for any other element."""
    name = str(op)
    if name == "IN":
        return name, *((str(kind), *(item if isinstance(item, tuple) else (item,))) for kind, item in value)
    return (name, value) if name in ("LITERAL", "NOT_LITERAL", "ANY") else None


def _atoms(tree: Any) -> Iterator[tuple[Any, ...]]:
    for op, value in tree:
        atom = _atom(op, value)
        if atom is not None:
            yield atom
        elif str(op) == "BRANCH":
            for branch in value[1]:
                yield from _atoms(branch)
        elif str(op) == "MAX_REPEAT":
            yield from _atoms(value[2])


def _named(atom: tuple[Any, ...]) -> Iterator[str]:
    """The characters that an element names."""
    if atom[0] in ("LITERAL", "NOT_LITERAL"):
        yield chr(atom[1])
    for part in atom[1:] if atom[0] == "IN" else ():
        if part[0] == "LITERAL":
            yield chr(part[1])
        elif part[0] == "RANGE":
            yield from map(chr, range(part[1], part[2] + 1))


def _has(atom: tuple[Any, ...], char: str) -> bool:
    """Whether an element matches a character."""
    if atom[0] == "IN":
        parts = [part for part in atom[1:] if part[0] != "NEGATE"]
        return any(_part_has(part, ord(char)) for part in parts) != (len(parts) < len(atom) - 1)
    if atom[0] == "ANY":
        return char != "\n"
    return (atom[0] == "LITERAL") is (ord(char) == atom[1])


def _part_has(part: tuple[Any, ...], code: int) -> bool:
    if part[0] == "CATEGORY":
        char = chr(code)
        is_word = char.isalnum() or char == "_"
        return {"CATEGORY_SPACE": char.isspace(), "CATEGORY_WORD": is_word}[str(part[1])]
    return bool(part[1] <= code <= part[-1])


def _written(tree: Any, sets: Mapping[tuple[Any, ...], str]) -> str:
    """An expression over classes."""
    found = []
    for op, value in tree:
        name, atom = str(op), _atom(op, value)
        if atom is not None:
            found.append(f"[{sets[atom]}]")
        elif name == "BRANCH":
            found.append(f"(?:{'|'.join(_written(branch, sets) for branch in value[1])})")
        elif name == "MAX_REPEAT":
            found.append(f"(?:{_written(value[2], sets)}){{{int(value[0])},{int(value[1])}}}")
        elif name == "AT" and str(value) == "AT_BEGINNING":
            found.append("^")
        else:
            raise ValueError(f"an element that is not known: {name}")
    return "".join(found)


# ---- what is shipped ------------------------------------------------------------------------------------------------------


def _files() -> list[Path]:
    """The modules of the installed ftfy that hold the expressions; it is not imported."""
    from importlib.util import find_spec

    spec = find_spec("ftfy")
    folders = spec.submodule_search_locations if spec else None
    return [Path(folder) / name for folder in folders or () for name in ("badness.py", "chardata.py")]


def _made() -> dict[str, Any]:
    from ftfy.badness import BADNESS_RE
    from ftfy.chardata import UTF8_DETECTOR_RE

    utf8 = UTF8_DETECTOR_RE.pattern, UTF8_DETECTOR_RE.flags
    return {"badness": classes_of(BADNESS_RE.pattern, BADNESS_RE.flags), "utf8": utf8}


TABLE = Precomputed("ftfy", _files, _made)
_table = cache(TABLE.read)


@cache
def badness() -> Badness:
    """What looks like mojibake to ftfy."""
    return Badness(*_table()["badness"])


@cache
def utf8_in_clean_text() -> re.Pattern[str]:
    """ftfy's expression for UTF-8 within clean text."""
    return re.compile(*_table()["utf8"])


# ---- the prefilter --------------------------------------------------------------------------------------------------------


class Prefilter(NamedTuple):
    """The characters to stop at, and for each what must stand before it or behind it; None before it: anything."""

    stops: re.Pattern[str]
    before: Mapping[str, str | None]
    behind: Mapping[str, str]

    def find(self, text: str, start: int, end: int) -> int:
        """Where the first character stands that every bad sequence has one of; -1 if nowhere.

        >>> prefilter().find("schön, schÃ¶n", 0, 13), prefilter().find("schön", 0, 5)
        (11, -1)
        """
        for match in self.stops.finditer(text, start, end):
            spot, char = match.start(), match.group()
            before = self.before[char]
            if before is None or (spot and text[spot - 1] in before) or (spot + 1 < end and text[spot + 1] in self.behind[char]):
                return spot
            if char == CAPITAL and CAPITAL_INSIDE.match(text, spot, end):
                return spot
        return -1


CAPITAL = "Ã"
# "policÃa": what is left of "í" where its second byte, a soft hyphen, was dropped. No language writes this capital so.
CAPITAL_INSIDE = re.compile("Ã(?<=[a-zß-öø-ÿ].)(?=[a-z])")
ALTERNATIVE = re.compile(r"\(\?<=\[(?P<first>[^\]]*)\](?:\[(?P<second>[^\]]*)\])?\)(?:\(\?=\[(?P<behind>[^\]]*)\]\))?")
CHARACTER = re.compile(r"\\x(..)|\\u(....)|(.)")


def _characters(ranges: str) -> str:
    """The characters in a set of an expression.

    >>> _characters(r"a-c\\xe9")
    'abcé'
    """
    codes = [int(found[1] or found[2], 16) if found[3] is None else ord(found[3]) for found in CHARACTER.finditer(ranges)]
    marks = [found[3] == "-" for found in CHARACTER.finditer(ranges)]
    chars: list[str] = []
    for k, code in enumerate(codes):
        if k and marks[k - 1]:
            chars.extend(map(chr, range(codes[k - 2] + 1, code + 1)))
        elif not marks[k]:
            chars.append(chr(code))
    return "".join(chars)


def _prefilter_file() -> Path:
    return data_file("encoding", "mojibake", "prefilter.txt")


def _parted() -> tuple[str, dict[str, str | None], dict[str, str]]:
    """The characters that the expression of the file stops at, and what must stand before and behind each."""
    pattern = _prefilter_file().read_text("ascii").strip()
    stops = pattern[1 : pattern.index("]")]
    before: dict[str, str | None] = dict.fromkeys(_characters(stops), "")
    behind = dict.fromkeys(_characters(stops), "")
    for found in ALTERNATIVE.finditer(pattern):
        if found["second"]:
            before |= {char: (before[char] or "") + _characters(found["first"]) for char in _characters(found["second"])}
        elif found["behind"]:
            behind |= {char: behind[char] + _characters(found["behind"]) for char in _characters(found["first"])}
        else:
            before |= dict.fromkeys(_characters(found["first"]))
    return stops, before, behind


PARTED = Precomputed("mojibake-prefilter", lambda: [_prefilter_file()], _parted)


@cache
def prefilter() -> Prefilter:
    """One character beside another that every match of ftfy's expression for mojibake holds, and capitals inside of words."""
    stops, before, behind = PARTED.read()
    return Prefilter(re.compile(f"[{stops}]"), before, behind)
