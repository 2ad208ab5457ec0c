"""Lines that may have come through a codec pair: the prefilter of :mod:`cleaner.filters.encoding.codec_pairs`."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from typing import NamedTuple

from cleaner.core.document import Document
from cleaner.rulebook.packs import RuleSet

NOT_SPACE = re.compile(r"\S")  # beside a control
STRANGE = re.compile(r"[^\s\d\x00-@\[-`{-\x7f]")  # beside a sign such as "£"; figures and marks are ordinary there
# "Kevlar®" before a space or a mark, and "Basic usage¶" at the end of a line, are what they are: the sign of a trade mark, of a
# link. Letters that came through a codec pair stand inside of words as well.
SIGNS = "®™¶"
TWICE = "§■∞"  # signs that clean text writes twice in a row
SIGN_BEHIND_WORD = re.compile(r"[A-Za-z](?:[®™](?![^\s\d\x00-@\[-`{-\x7f])|¶$)", re.MULTILINE)
# No language writes four accented letters in a row, nor these marks and signs between small letters ("b„umte", "r‚p‚ta"). The
# bytes of both, which are looked for first, are found at memory speed.
RUNS_IN_UTF8 = tuple(
    re.compile(pattern, re.DOTALL)  # each begins with bytes of its own, by which it is found
    for pattern in (
        rb"\xc3[\x80-\xbf]\xc3[\x80-\xbf]\xc3[\x80-\xbf]\xc3[\x80-\xbf]",
        rb"\xe2\x80[\x9a\x9d\x9e\xa0\xa1\xb0\xb9](?<=[a-z]...)(?=[a-z])",
        rb"\xc2[\xa1-\xa6\xbc-\xbf](?<=[a-z]..)(?=[a-z])",
        rb"\xc6\x92(?<=[a-z]..)(?=[a-z])",
    )
)
# The same in text. A pattern that begins with one class of characters is searched for three times as fast as one of alternatives.
ACCENTED, INNER_MARKS, CYRILLIC = "À-ÖØ-öø-ÿ", "‚”„†‡‰‹¡-¦¼-¿ƒ", "а-яё"
FOUR, MARK = f"(?<=[{ACCENTED}])[{ACCENTED}]{{3}}", f"(?<=[a-z][{INNER_MARKS}])(?=[a-z])"
RUN_OF_LATIN_1 = re.compile(f"[{ACCENTED}{INNER_MARKS}](?:{FOUR}|{MARK})")
CYRILLIC_LEADS, CYRILLIC_IN_UTF8 = (b"\xd0", b"\xd1"), re.compile(rb"[a-z][\xd0\xd1][\x80-\xbf][a-z]")
WITH_CYRILLIC = re.compile(f"[{ACCENTED}{INNER_MARKS}{CYRILLIC}](?:{FOUR}|(?<=[a-z][{INNER_MARKS}{CYRILLIC}])(?=[a-z]))")
IN_CYRILLIC = re.compile(f"[{ACCENTED}{INNER_MARKS}a-z](?:{FOUR}|{MARK}|(?<=[a-z])[{CYRILLIC}][a-z])")
MOST_BYTES = 1.4  # a code point in UTF-8; text that takes more has fewer Latin letters than others


class Prefilter(NamedTuple):
    """Characters to stop at; for each, the neighbours before and after it that no language puts there."""

    scan: re.Pattern[str]
    before: dict[str, Container[str]]
    after: dict[str, Container[str]]


def prefilter_of(rules: RuleSet) -> Prefilter:
    """The table of `prefilter.tsv`."""
    before: dict[str, Container[str]] = {}
    after: dict[str, Container[str]] = {}
    for row in rules.data("prefilter.tsv").read_text("utf-8").split("\n")[:-1]:
        scan, *partners = row.split("\t")
        before[scan], after[scan] = (_neighbours(scan, column) for column in partners)
    return Prefilter(re.compile(f"[{''.join(before)}]"), before, after)


def suspect_lines(document: Document, prefilter: Prefilter, parts: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The lines with a pair of characters, or a run of letters, that no language has, in parts of a text: (start, end)."""
    text = document.text
    utf8 = "\n".join([text[first:last] for first, last in parts]).encode("utf-8", "surrogatepass")
    run_of = _runs_of(utf8, sum(last - first for first, last in parts))
    for first, last in parts:
        run = run_of.search(text, first, last) if run_of else None
        spot = _first_odd(text, first, last, prefilter)
        while spot >= 0 or run:
            spot = run.start() if run and not 0 <= spot < run.start() else spot
            end = text.find("\n", spot)
            end = len(text) if end < 0 else end
            yield text.rfind("\n", 0, spot) + 1, end
            if run and run.start() < end:
                run = run_of.search(text, end, last) if run_of else None
            spot = _first_odd(text, end, last, prefilter)


def _runs_of(utf8: bytes, size: int) -> re.Pattern[str] | None:
    """What finds the runs of some text and the letters amidst small ones; None if it has none, which is told at memory speed."""
    if any(lead in utf8 for lead in CYRILLIC_LEADS) and CYRILLIC_IN_UTF8.search(utf8):
        return IN_CYRILLIC if len(utf8) > MOST_BYTES * size else WITH_CYRILLIC
    return RUN_OF_LATIN_1 if any(run.search(utf8) for run in RUNS_IN_UTF8) else None


def _first_odd(text: str, start: int, end: int, prefilter: Prefilter) -> int:
    """Where the next character with a neighbour that no language puts there stands; -1 if nowhere."""
    before, after = prefilter.before, prefilter.after
    for match in prefilter.scan.finditer(text, start, end):
        spot, char = match.start(), match.group()
        left, right = text[spot - 1 : spot], text[spot + 1 : spot + 2]
        if (left and left in before[char]) or (right and right in after[char]):
            if char in SIGNS and SIGN_BEHIND_WORD.match(text, spot - 1):
                continue
            if char in TWICE and char in text[max(0, spot - 1) : spot + 2 : 2]:
                continue
            return spot
    return -1


def _neighbours(scan: str, column: str) -> Container[str]:
    if column != "*":
        return column  # a set of them would take ten times as much
    return _Matching(NOT_SPACE if scan < "\xa0" else STRANGE)


class _Matching:
    """The characters that match a pattern: the neighbours that a rare sign has nowhere."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.pattern = pattern

    def __contains__(self, neighbour: object) -> bool:
        return isinstance(neighbour, str) and self.pattern.match(neighbour) is not None
