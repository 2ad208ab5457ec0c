"""Unified diffs, made from the changes themselves: linear, exact, and such that `patch` applies them.

Start at :func:`unified_diff`. Lines end at a line feed and nowhere else (a carriage return or U+2028 stays inside), and a
last line without line feed is marked as `patch` wants it. :func:`coloured_diff` is the same for a terminal, with the
changed letters marked inside their lines.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from operator import itemgetter
from typing import NamedTuple

from cleaner.core.derive import derive
from cleaner.core.edits import Change, Edit, Span

CONTEXT = 3  # lines, as `diff -u`
NO_FEED = "\n\\ No newline at end of file\n"
RED, GREEN, CYAN, BOLD, MARK, END = "\033[31m", "\033[32m", "\033[36m", "\033[1m", "\033[7m", "\033[0m"


class DiffLine(NamedTuple):
    """A line of a hunk: " ", "-" or "+", the line with its feed, and the code point where it stands in its text."""

    sign: str
    line: str
    offset: int


class HunkBlock(NamedTuple):
    """Lines `old` of the one text became lines `new` of the other.

    `old_at`, `new_at` are the indices of the first of them, `old_offset`, `new_offset` its code points.
    """

    old_at: int
    new_at: int
    old: list[str]
    new: list[str]
    old_offset: int
    new_offset: int


class Hunk(NamedTuple):
    """Blocks near each other with the lines around them; counts of lines as the header states them."""

    old_at: int
    old_count: int
    new_at: int
    new_count: int
    rows: list[DiffLine]

    @property
    def header(self) -> str:
        return f"@@ -{_extent(self.old_at, self.old_count)} +{_extent(self.new_at, self.new_count)} @@"


Pieces = Iterable[Span | Edit | Change]


def unified_diff(before: str, after: str, name: str = "text", spans: Pieces | None = None) -> str:
    """A unified diff from one text to the other, "" if they are equal.

    `spans` say what was replaced, in code points of `before`; without them they are derived.

    >>> print(unified_diff("the the cat\\n", "the cat\\n", "cat.txt"), end="")
    --- a/cat.txt
    +++ b/cat.txt
    @@ -1 +1 @@
    -the the cat
    +the cat
    """
    pieces = [f"--- {_quoted('a/' + name)}\n+++ {_quoted('b/' + name)}\n"]
    for hunk in hunks(before, after, _as_spans(before, after, spans)):
        pieces.append(hunk.header + "\n")
        pieces += [row.sign + (row.line if row.line.endswith("\n") else row.line + NO_FEED) for row in hunk.rows]
    return "".join(pieces) if len(pieces) > 1 else ""


def coloured_diff(before: str, after: str, name: str = "text", spans: Pieces | None = None) -> str:
    """The same for a terminal (ANSI colours): removed red, added green, the changed letters in reverse video."""
    changed = _as_spans(before, after, spans)
    old = [(span.start, span.end) for span in changed]
    new = [(start, start + len(span.after)) for start, span in zip(_new_starts(changed), changed, strict=True)]
    pieces = [f"{BOLD}--- {_quoted('a/' + name)}{END}\n{BOLD}+++ {_quoted('b/' + name)}{END}\n"]
    for hunk in hunks(before, after, changed):
        pieces.append(f"{CYAN}{hunk.header}{END}\n")
        for row in hunk.rows:
            if row.sign == " ":
                pieces.append(_visible(" " + row.line.removesuffix("\n")))
            else:
                colour, marks = (RED, old) if row.sign == "-" else (GREEN, new)
                pieces.append(f"{colour}{row.sign}{_marked(row, marks, colour)}{END}")
            pieces.append("\n" if row.line.endswith("\n") else NO_FEED)
    return "".join(pieces) if len(pieces) > 1 else ""


def _marked(row: DiffLine, marks: Sequence[tuple[int, int]], colour: str) -> str:
    """A line with its changed letters in reverse video."""
    text = row.line.removesuffix("\n")
    pieces, position = [], 0
    k = bisect_right(marks, row.offset, key=itemgetter(1))  # the first that ends behind the start of the line
    while k < len(marks) and marks[k][0] < row.offset + len(text):
        low, high = max(marks[k][0] - row.offset, 0), min(marks[k][1] - row.offset, len(text))
        pieces += [_visible(text[position:low]), *((MARK, _visible(text[low:high]), END, colour) if low < high else ())]
        position, k = high, k + 1
    return "".join(pieces) + _visible(text[position:])


def _visible(text: str) -> str:
    """Without characters that would steer the terminal."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() or char == "\t" else f"\\x{ord(char):02x}" for char in text)


# ---- hunks ------------------------------------------------------------------------------------------------------------


def hunks(before: str, after: str, spans: Sequence[Span], context: int = CONTEXT) -> Iterator[Hunk]:
    """The hunks of a diff, in order. Linear in the texts."""
    if not spans:
        return
    starts = _line_starts(before)
    group: list[HunkBlock] = []
    for block in _blocks(before, after, spans, starts):
        if group and block.old_at - (group[-1].old_at + len(group[-1].old)) > 2 * context:
            yield _hunk(before, starts, group, context)
            group = []
        group.append(block)
    if group:
        yield _hunk(before, starts, group, context)


def _blocks(before: str, after: str, spans: Sequence[Span], starts: list[int]) -> Iterator[HunkBlock]:
    """Runs of lines that spans touch, without the lines at their ends that stayed equal."""
    line_shift = shift = 0
    k = 0
    while k < len(spans):
        first, last = _line_of(starts, spans[k].start), _line_of(starts, spans[k].end)
        new_start = starts[first] + shift
        while True:
            shift += len(spans[k].after) - (spans[k].end - spans[k].start)
            k += 1
            if k == len(spans) or _line_of(starts, spans[k].start) > last:
                break
            last = max(last, _line_of(starts, spans[k].end))
        end = starts[last + 1] if last + 1 < len(starts) else len(before)
        old, new = _split(before[starts[first] : end]), _split(after[new_start : end + shift])
        head = _equal_head(old, new)
        tail = _equal_head(old[head:][::-1], new[head:][::-1])
        skipped = sum(map(len, old[:head]))
        block = HunkBlock(
            first + head,
            first + head + line_shift,
            old[head : len(old) - tail],
            new[head : len(new) - tail],
            starts[first] + skipped,
            new_start + skipped,
        )
        line_shift += len(new) - len(old)
        if block.old or block.new:
            yield block


def _hunk(before: str, starts: list[int], group: list[HunkBlock], context: int) -> Hunk:
    """One hunk: the lines of its blocks, and those of context around them."""
    rows: list[DiffLine] = []
    lines = len(starts) - (1 if starts[-1] == len(before) else 0)
    first = max(0, group[0].old_at - context)
    position, shift = first, group[0].new_at - group[0].old_at
    for block in group:
        rows += _rows(" ", [_line(before, starts, k) for k in range(position, block.old_at)], starts[position])
        rows += _rows("-", block.old, block.old_offset)
        rows += _rows("+", block.new, block.new_offset)
        position = block.old_at + len(block.old)
    last = min(lines, position + context)
    rows += _rows(" ", [_line(before, starts, k) for k in range(position, last)], 0)
    added = sum(len(block.new) - len(block.old) for block in group)
    return Hunk(first, last - first, first + shift, last - first + added, rows)


def _rows(sign: str, lines: list[str], offset: int) -> list[DiffLine]:
    offsets = accumulate((len(line) for line in lines), initial=offset)
    return [DiffLine(sign, line, at) for line, at in zip(lines, offsets, strict=False)]


def _line_starts(text: str) -> list[int]:
    starts, position = [0], text.find("\n")
    while position >= 0:
        starts.append(position + 1)
        position = text.find("\n", position + 1)
    return starts


def _line_of(starts: list[int], offset: int) -> int:
    return bisect_right(starts, offset) - 1


def _line(text: str, starts: list[int], k: int) -> str:
    return text[starts[k] : starts[k + 1] if k + 1 < len(starts) else len(text)]


def _split(text: str) -> list[str]:
    """Lines with their feeds; no empty line after the last feed."""
    lines = [line + "\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]


def _equal_head(old: list[str], new: list[str]) -> int:
    most = min(len(old), len(new))
    return next((k for k in range(most) if old[k] != new[k]), most)


def _extent(at: int, count: int) -> str:
    """A range of lines as the header states it: counted from 1, an empty range by the line before it."""
    if count == 1:
        return str(at + 1)
    return f"{at + 1 if count else at},{count}"


def _new_starts(spans: Sequence[Span]) -> list[int]:
    shifts = accumulate((len(span.after) - (span.end - span.start) for span in spans), initial=0)
    return [span.start + shift for span, shift in zip(spans, shifts, strict=False)]


def _as_spans(before: str, after: str, pieces: Pieces | None) -> list[Span]:
    if pieces is None:
        pieces = derive(before, after)
    return [_as_span(piece) for piece in pieces]


def _as_span(piece: Span | Edit | Change) -> Span:
    return Span(piece.start, piece.end, piece[3] if isinstance(piece, Change) else piece[2], ())


def _quoted(name: str) -> str:
    """A file name as `patch` and `git` read it: quoted where it would break the line, ended by a tab at spaces."""
    if any(char < " " or char in '"\\\x7f' for char in name):
        escapes = {"\n": "\\n", "\t": "\\t", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
        return '"' + "".join(escapes.get(char) or (char if char >= " " else f"\\{ord(char):03o}") for char in name) + '"'
    return name + "\t" if " " in name else name
