"""Markdown: what filters must leave alone, so that a cleaned text renders as before.

Front matter, fenced and indented code, HTML tags and comments, code spans, targets of links and images, reference
definitions, autolinks, indentation and the two spaces of a hard line break. Start at :func:`guarded_spans`; the pipeline
drops edits that reach into such a span. One pass over the text, linear, no parser: where it cannot tell, it guards.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterator

from cleaner.core.edits import Edit

BLOCK = re.compile(
    r"""
      \A---[ \t]*\n.*?^(?:---|\.\.\.)[ \t]*$                         # front matter
    | ^[ ]{0,3}(?P<fence>```+|~~~+)[^\n]*(?:\n|\Z)                   # a fence; its end is looked for apart
    | ^(?P<code>[ ]{4}|\t)[^\n]*$                                   # indented code, unless it hangs below a list item
    | ^[ ]{0,3}\[[^\]\n]{1,200}\]:[^\n]*$                            # reference definition
    | ^[ \t]+                                                        # indentation
    | [ ]{2,}(?=\n)                                                  # hard line break
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)
INLINE = re.compile(
    r"""
      \]\([^()\n]{0,2000}(?:\([^()\n]{0,500}\)[^()\n]{0,500})?\)     # ](target "title")
    | \]\[[^\]\n]{0,200}\]                                           # ][reference]
    | <!--                                                           # a comment; its end is looked for apart
    | </?[a-zA-Z][^<>\n]{0,1000}>                                    # tags, <https://autolink>
    | <[\w.+-]+@[\w.-]+>
    """,
    re.VERBOSE | re.DOTALL,
)
TICKS = re.compile(r"`+")
LIST_ITEM = re.compile(r" {0,3}(?:[-+*]|\d{1,9}[.)])[ \t]|[ \t]+\S")
FAR = 12  # lines looked back for the list item that an indented line may belong to

Span = tuple[int, int]


def guarded_spans(text: str) -> tuple[list[Span], list[Span]]:
    """Sorted spans that no edit may reach into, and spans that only the removal of more than themselves may take along.

    >>> text = "Call `teh()` at [teh page](http://teh.example).\\n\\n```\\nteh code\\n```\\n"
    >>> blocks, inline = guarded_spans(text)
    >>> [text[start:end] for start, end in blocks], [text[start:end] for start, end in inline]
    (['```\\nteh code\\n```\\n'], ['`teh()`', '](http://teh.example)'])
    """
    blocks = list(_blocks(text))
    inline = [span for span in _inline(text) if not _overlaps(blocks, *span)]
    return blocks, inline


def _blocks(text: str) -> Iterator[Span]:
    """Blocks of code in Markdown: fenced and indented."""
    position = 0
    while match := BLOCK.search(text, position):
        start, end = match.span()
        if fence := match["fence"]:
            close = re.compile(rf"^ {{0,3}}{re.escape(fence[0])}{{{len(fence)},}}[ \t]*(?:\n|\Z)", re.MULTILINE).search(text, end)
            end = close.end() if close else len(text)
        elif match["code"] and _hangs_below_item(text, start):
            end = start + len(match.group()) - len(match.group().lstrip())
        if end > start:
            yield start, end
        position = max(end, start + 1)


def _hangs_below_item(text: str, start: int) -> bool:
    """Whether an indented line belongs to a list item or goes on with the paragraph above it, and so is no code."""
    end = start
    for _ in range(FAR):
        if end <= 0:
            return False
        begin = text.rfind("\n", 0, end - 1) + 1
        line = text[begin : end - 1]
        if line.strip() and not line.startswith(("    ", "\t")):
            return end == start or LIST_ITEM.match(line) is not None
        end = begin
    return False


def _inline(text: str) -> list[Span]:
    found = _code_spans(text)
    position, last_end = 0, text.rfind("-->")
    while match := INLINE.search(text, position):
        start, position = match.span()
        if match.group() == "<!--" and start < last_end:
            position = text.index("-->", start) + 3
        found.append((start, position))
    found.sort()
    return found


def _code_spans(text: str) -> list[Span]:
    """Runs of backticks paired with the next run of the same length in the same paragraph."""
    found: list[Span] = []
    for paragraph in re.finditer(r"(?:[^\n]+(?:\n|\Z))+", text):
        runs = [match.span() for match in TICKS.finditer(text, *paragraph.span())]
        by_length: dict[int, deque[int]] = {}
        for k, (start, end) in enumerate(runs):
            by_length.setdefault(end - start, deque()).append(k)
        k = 0
        while k < len(runs):
            start, end = runs[k]
            same = by_length[end - start]
            while same and same[0] <= k:
                same.popleft()
            if same:
                found.append((start, runs[same[0]][1]))
                k = same[0] + 1
            else:
                k += 1
    return found


def _overlaps(spans: list[Span], start: int, end: int) -> bool:
    """Whether a span overlaps one of sorted, disjoint spans."""
    k = bisect_left(spans, (end, end))
    return k > 0 and spans[k - 1][1] > start


def is_guarded(edit: Edit, guarded: tuple[list[Span], list[Span]]) -> bool:
    """Whether an edit reaches into what is guarded.

    >>> guarded = guarded_spans("See [it](http://x.example) now.")
    >>> is_guarded(Edit(9, 25, "y"), guarded), is_guarded(Edit(0, 31, ""), guarded), is_guarded(Edit(28, 31, "w"), guarded)
    (True, False, False)
    """
    blocks, inline = guarded
    start, end = edit.start, max(edit.end, edit.start + 1)
    if _overlaps(blocks, start, end):
        return True
    if not _overlaps(inline, start, end):
        return False
    if edit.replacement.strip():
        return True
    first = inline[max(0, bisect_right(inline, (start, start)) - 1)]
    last = inline[max(0, bisect_right(inline, (end, end)) - 1)]
    return first[0] < start < first[1] or last[0] < end < last[1]
