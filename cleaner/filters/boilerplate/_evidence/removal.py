"""Removing lines so that paragraphs stay as they were: no blank line is left over, none is lost between two paragraphs.

With the setting `keep_as = "TAG"` of a boilerplate filter, lines are marked instead: `<TAG>Share this:</TAG>`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.core.errors import ConfigError
from cleaner.rulebook.packs import RuleSet

TAG = re.compile(r"[A-Za-z][\w.-]*")


class Reason(NamedTuple):
    """Why a line goes: the rule, and what is said about this line ("" for what the rule says)."""

    rule: str
    text: str = ""


def removals(document: Document, rules: RuleSet, found: Mapping[int, Reason]) -> Iterator[Edit]:
    """Edits that take out the found lines (by number), one edit a line, or mark them if the settings say so."""
    tag = rules.settings.get("keep_as")
    if tag is not None:
        yield from _marks(document, rules, found, str(tag))
        return
    made = [number for number in sorted(found) if rules.applies(found[number].rule, rules[found[number].rule].safety)]
    for run in _runs(document.lines, sorted(found.keys() - set(made))):  # only suggested: what one rule says of a run is one edit
        for rule in dict.fromkeys(found[number].rule for number in run):
            same = [number for number in run if found[number].rule == rule]
            for part in _runs(document.lines, same):
                yield rules.edit(*_span(document, part[0], part[-1]), "", *found[part[0]])
    for run in _runs(document.lines, made):
        start, end = _span(document, run[0], run[-1])
        for number, following in zip(run, [*run[1:], None], strict=True):
            stop = end if following is None else document.line_starts[following]
            rule, text = found[number]
            if start < stop:
                yield rules.edit(start, stop, "", rule, text)
            start = stop


def _marks(document: Document, rules: RuleSet, found: Mapping[int, Reason], tag: str) -> Iterator[Edit]:
    """The lines between an opening and a closing tag; such a line is no phrase any more."""
    if not TAG.fullmatch(tag):
        raise ConfigError(f"keep_as is {tag!r}", where=rules.filter, remedy="a word such as boilerplate")
    for number in sorted(found):
        line = document.lines[number]
        text = line.strip()
        start = document.line_starts[number] + line.index(text)
        rule, why = found[number]
        yield rules.edit(start, start + len(text), f"<{tag}>{text}</{tag}>", rule, why)


def _runs(lines: list[str], numbers: list[int]) -> Iterator[list[int]]:
    """Found lines in groups that nothing but blank lines parts."""
    run: list[int] = []
    for number in numbers:
        if run and any(lines[k].strip() for k in range(run[-1] + 1, number)):
            yield run
            run = []
        run.append(number)
    if run:
        yield run


def _span(document: Document, first: int, last: int) -> tuple[int, int]:
    """What goes with the lines first to last: the blank lines on one side of them, the side that has fewer.

    At the head of a text the blank lines after them go, at its tail those before; a line feed at the very end stays.
    """
    lines, starts = document.lines, document.line_starts
    above, below = first, last + 1
    while above > 0 and not lines[above - 1].strip():
        above -= 1
    while below < len(lines) and not lines[below].strip():
        below += 1
    if above == 0:
        return 0, starts[below] if below < len(lines) else len(document.text)
    if below == len(lines):
        return _tail(document, above - 1)
    if first - above < below - last - 1:
        return starts[above], starts[last + 1]
    return starts[first], starts[below]


def _tail(document: Document, last_kept: int) -> tuple[int, int]:
    """From the end of the last line that is kept to the end of the text, or to its last line feed."""
    text, line = document.text, document.lines[last_kept]
    start = document.line_starts[last_kept] + len(line) - line.endswith("\r")
    if not text.endswith("\n"):
        return start, len(text)
    return start, len(text) - (2 if text.endswith("\r\n") else 1)
