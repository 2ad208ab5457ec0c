"""Marks in a text that switch cleaning off for a part of it, written as a comment of the text's own format.

    <!-- cleaner: off -->  ...  <!-- cleaner: on -->      nothing between is touched (to the end, without `on`)
    <!-- cleaner: off[typos] -->                          the same for rules of these prefixes
    A line. <!-- cleaner: ignore[typos.doubled] -->       this line; alone on a line, the next one
    .. cleaner: off      // cleaner: off      # cleaner: ignore      % cleaner: ignore     and so on

A mark counts only as a comment, so a text that speaks of marks (in quotes or as code) is no such text. Start at
:func:`marks_of`; the pipeline drops edits that reach into a span. A mark itself is never touched.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

WORD = "cleaner:"  # a text without it is not looked at again
MARK = re.compile(
    r"""(?<!["'`‘“])
        (?P<open> <!--|/\*|\{\#|\[//\]:[ ]\#[ ]\( | (?<![^\s])(?://|\#|%|;|--|\.\.) )
        [ \t]* cleaner: [ \t]* (?P<what> off|on|ignore ) \b
        (?: \[ (?P<rules> [\w.,\ \-]* ) \] )? [ \t]* (?P<close> --> | \*/ | \#\} | \) | (?=\n|\Z) )""",
    re.VERBOSE,
)
CLOSERS = {"<!--": "-->", "/*": "*/", "{#": "#}", "[//]: # (": ")"}


Span = tuple[int, int]
Marks = dict[tuple[str, ...], list[Span]]  # by the prefixes of rules that are off (() for all): sorted, disjoint spans
MOST = 256  # different lists of rules in one text; what is beyond them is off for all


def marks_of(text: str) -> Marks:
    """What the marks of a text protect, by the rules that are off there.

    >>> text = "teh <!-- cleaner: ignore[typos] -->\\nteh\\n<!-- cleaner: off -->\\nteh\\n<!-- cleaner: on -->\\nteh\\n"
    >>> marks = marks_of(text)
    >>> [text[start:end] for start, end in marks[("typos",)]]
    ['teh <!-- cleaner: ignore[typos] -->']
    >>> [text[start:end] for start, end in marks[()] if "teh" in text[start:end]]
    ['<!-- cleaner: off -->\\nteh\\n<!-- cleaner: on -->']
    """
    if WORD not in text:
        return {}
    found: Marks = {}
    for start, end, rules in _spans(text):
        found.setdefault(rules if rules in found or len(found) < MOST else (), []).append((start, end))
    return {rules: _merged(spans) for rules, spans in found.items()}


def _merged(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _spans(text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """The spans that comments in a text switch off."""
    since: tuple[int, tuple[str, ...]] | None = None  # where cleaning was switched off, and for what
    for match in MARK.finditer(text):
        if CLOSERS.get(match["open"], "") != match["close"]:
            continue
        yield *match.span(), ()
        rules = tuple(rule.strip() for rule in (match["rules"] or "").split(",") if rule.strip())
        if match["what"] == "ignore":
            yield *_line(text, *match.span()), rules
            continue
        if since is not None:
            yield since[0], match.start(), since[1]
        since = (match.start(), rules) if match["what"] == "off" else None
    if since is not None:
        yield since[0], len(text), since[1]


def _line(text: str, start: int, end: int) -> tuple[int, int]:
    """The line that a mark stands in, or the one after it if it stands alone."""
    first, last = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    last = len(text) if last < 0 else last
    if text[first:start].strip() or text[end:last].strip():
        return first, last
    following = text.find("\n", last + 1)
    return min(last + 1, len(text)), len(text) if following < 0 else following


def is_marked(marks: Marks, start: int, end: int, rule: str) -> bool:
    """Whether a rule must keep off a part of the text."""
    end = max(end, start + 1)
    for rules, spans in marks.items():
        k = bisect_left(spans, (end, 0))
        if k and spans[k - 1][1] > start and (not rules or any(_is_prefix(prefix, rule) for prefix in rules)):
            return True
    return False


def _is_prefix(prefix: str, rule: str) -> bool:
    return rule == prefix or rule.startswith(prefix + ".")
