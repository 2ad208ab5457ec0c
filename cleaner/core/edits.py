"""Edits: how filters say what they would change, and the arithmetic on them.

A filter never rewrites text. It proposes :class:`Edit`\\ s, and :func:`apply` alone builds the new text; so the change
log is complete by construction. The rest of this module follows from that:

- :func:`resolve_overlaps` sorts one filter's proposals and drops what overlaps (dropped edits are kept, with the reason);
- :func:`compose` folds the edits of pass after pass into net :class:`Span`\\ s in the coordinates of the *original*;
- :func:`invert` turns net spans around, which is undo.

All offsets are code points. :func:`compose` and :func:`apply` are linear in the edits and the text that they touch.
Offsets and single edits are carried between the original and the result by :mod:`cleaner.core.positions`. Deriving edits from an
opaque `str -> str` function is in :mod:`cleaner.core.derive`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any, Literal, NamedTuple, cast

from cleaner.core.kernel import kernel

Safety = Literal["safe", "unsafe", "suggest"]
SAFETIES: tuple[Safety, ...] = ("safe", "unsafe", "suggest")


class Edit(NamedTuple):
    """Replace `text[start:end]` by `replacement`; a zero-width edit (`start == end`) inserts.

    `start`, `end` are code points of the text that the filter saw. `safety` is "safe" (applied by default), "unsafe"
    (applied on request) or "suggest" (only ever reported).

    >>> apply("the the cat", [Edit(3, 7, "", rule="typos.doubled-word")])
    'the cat'
    """

    start: int
    end: int
    replacement: str
    rule: str = ""
    reason: str = ""
    safety: Safety = "safe"


class Dropped(NamedTuple):
    """An edit that was proposed but not made, and why ("overlaps", "protected")."""

    edit: Edit
    why: str


class Pass(NamedTuple):
    """One filter's edits over the whole text: sorted, not overlapping, in the coordinates of the text that it saw.

    `before[i]` is the text that `edits[i]` replaced.
    """

    filter: str
    edits: tuple[Edit, ...]
    before: tuple[str, ...]
    dropped: tuple[Dropped, ...] = ()


class Span(NamedTuple):
    """A net replacement in original coordinates: `original[start:end]` became `after`.

    `causes` are pairs (number of the pass, number of the edit in it), in the order in which they were made.
    """

    start: int
    end: int
    after: str
    causes: tuple[tuple[int, int], ...]


_span = partial(tuple.__new__, Span)  # half the time of Span(...), which matters for a million of them


class Cause(NamedTuple):
    """One edit of one pass that took part in a change; `start`, `end` count in the text that its filter saw."""

    step: int
    filter: str
    rule: str
    start: int
    end: int
    before: str
    after: str
    reason: str
    safety: Safety


class Change(NamedTuple):
    """A net difference between original and result, in ORIGINAL coordinates (code points).

    `filter`, `rule` and `reason` are those of the widest of its `causes`; `safety` is that of the riskiest.
    """

    start: int
    end: int
    before: str
    after: str
    filter: str
    rule: str
    reason: str
    safety: Safety
    causes: tuple[Cause, ...] = ()

    def __repr__(self) -> str:
        return f"<Change {self.start}:{self.end} {self.before!r} -> {self.after!r} by {self.rule} ({self.safety})>"

    def to_dict(self) -> dict[str, Any]:
        """The fields as plain values, for JSON; `causes` as tables of their own."""
        return {**self._asdict(), "causes": [cause._asdict() for cause in self.causes]}


def apply(text: str, edits: Iterable[Edit | Span]) -> str:
    """The text with sorted, non-overlapping edits made.

    >>> apply("Iraqí forces", [Edit(4, 5, "i")])
    'Iraqi forces'
    """
    in_c = kernel()
    if in_c is not None and edits.__class__ is list:
        return cast(str, in_c.apply(text, edits))
    pieces, position = [], 0
    for edit in edits:
        pieces.append(text[position : edit[0]])
        pieces.append(edit[2])
        position = edit[1]
    pieces.append(text[position:])
    return "".join(pieces)


def replaced_by(text: str, edits: list[Edit]) -> tuple[str, ...]:
    """What each of some edits replaces in a text.

    >>> replaced_by("Iraqí forces", [Edit(4, 5, "i"), Edit(5, 6, "-")])
    ('í', ' ')
    """
    in_c = kernel()
    if in_c is not None:
        return cast("tuple[str, ...]", in_c.replaced(text, edits))
    return tuple([text[edit[0] : edit[1]] for edit in edits])


class Made(NamedTuple):
    """A text with edits made, what each of them replaced, and the spans of the new text that their replacements take."""

    text: str
    before: tuple[str, ...]
    spans: list[tuple[int, int]]


def make(text: str, edits: list[Edit]) -> Made:
    """Make sorted, non-overlapping edits.

    >>> make("Iraqí forces", [Edit(4, 5, "i"), Edit(5, 6, "'s ")])
    Made(text="Iraqi's forces", before=('í', ' '), spans=[(4, 5), (5, 8)])
    """
    in_c = kernel()
    if in_c is not None:
        return _made(in_c.made(text, edits))
    shift, spans = 0, list[tuple[int, int]]()
    for start, end, replacement, *_ in edits:
        spans.append((start + shift, start + shift + len(replacement)))
        shift += len(replacement) - (end - start)
    return Made(apply(text, edits), replaced_by(text, edits), spans)


_made = partial(tuple.__new__, Made)


def kinds_of(edits: list[Edit], text: str) -> list[tuple[str, Safety]] | None:
    """The rules and safeties of edits of a text that are in order, of which none meets the next and each changes something.

    None for others, for many kinds, and where there is no kernel: then they are looked at one by one.

    >>> kinds_of([Edit(0, 1, "A")], "a") in (None, [("", "safe")]), kinds_of([Edit(0, 1, "a")], "a")
    (True, None)
    """
    in_c = kernel()
    return None if in_c is None else cast("list[tuple[str, Safety]] | None", in_c.kinds(edits, Edit, text))


def are_apart(edits: list[Edit], length: int) -> bool:
    """Whether a list holds nothing but edits of a text of so many code points, in order, none of which meets the next, so that
    :func:`resolve_overlaps` would keep it as it is. May be false for a list of that kind where an insert touches another edit.

    >>> are_apart([Edit(0, 1, "a"), Edit(1, 2, "b")], 2), are_apart([Edit(0, 2, "a"), Edit(1, 2, "b")], 2)
    (True, False)
    """
    in_c = kernel()
    if in_c is not None:
        return cast(bool, in_c.are_apart(edits, Edit, length))
    last, was_insert = -1, False
    for edit in edits:
        if edit.__class__ is not Edit:
            return False
        start, end = edit[0], edit[1]
        if start.__class__ is not int or end.__class__ is not int:
            return False
        if not max(0, last) <= start <= end <= length or (start == last and (start == end or was_insert)):
            return False
        last, was_insert = end, start == end
    return True


def resolve_overlaps(edits: Iterable[Edit], length: int) -> tuple[list[Edit], list[Dropped]]:
    """Sort a filter's proposals and drop what overlaps an earlier one, what is out of range, and exact repetitions.

    The edit that starts first wins; of two with the same start the longer one. Two inserts at one place overlap.

    >>> kept, dropped = resolve_overlaps([Edit(2, 4, "x"), Edit(0, 3, "y")], 10)
    >>> kept
    [Edit(start=0, end=3, replacement='y', rule='', reason='', safety='safe')]
    >>> dropped[0].why
    'overlaps'
    """
    kept: list[Edit] = []
    dropped: list[Dropped] = []
    end = 0
    inserted: int | None = None  # where the last edit that was kept is an insert
    for edit in sorted(edits, key=lambda e: (e.start, -e.end)):
        if not 0 <= edit.start <= edit.end <= length:
            dropped.append(Dropped(edit, "out of range"))
        elif edit.start < end or (edit.start == edit.end and (edit.start == inserted or edit.end < end)):
            if not kept or edit != kept[-1]:
                dropped.append(Dropped(edit, "overlaps"))
        else:
            kept.append(edit)
            end = edit.end
            inserted = edit.start if edit.start == edit.end else None
    return kept, dropped


# ---- composition ------------------------------------------------------------------------------------------------


def compose(net: Sequence[Span], edits: Sequence[Edit], step: int, original: str) -> list[Span]:
    """Net spans (original -> middle) followed by one pass of edits (middle -> new), as net spans (original -> new).

    Spans and edits that do not touch stay apart; where an edit reaches into the output of an earlier span, the two
    become one span with the causes of both. A linear merge of two sorted lists.

    >>> first = compose([], [Edit(4, 5, "i")], 0, "Iraqí army army")
    >>> compose(first, [Edit(10, 15, "")], 1, "Iraqí army army")
    [Span(start=4, end=5, after='i', causes=((0, 0),)), Span(start=10, end=15, after='', causes=((1, 0),))]
    """
    out: list[Span] = []
    add, spans, many = out.append, len(net), len(edits)
    i = j = shift = 0  # middle = original + shift, outside of the spans
    while i < spans and j < many:
        span, edit = net[i], edits[j]
        low = span[0] + shift
        high = low + len(span[2])
        if high < edit[0]:  # the two plain cases first, and by index: this loop is all that a large document waits for
            add(span)
            shift = high - span[1]
            i += 1
        elif edit[1] < low:
            add(_span((edit[0] - shift, edit[1] - shift, edit[2], ((step, j),))))
            j += 1
        elif high == edit.start and not _joined(span, low, high, edit):
            add(span)
            shift = high - span.end
            i += 1
        elif edit.end == low and not _joined(span, low, high, edit):
            add(_span((edit[0] - shift, edit[1] - shift, edit[2], ((step, j),))))
            j += 1
        else:
            i, j, shift = _merge_cluster(net, edits, i, j, shift, step, original, out)
    out.extend(net[i:])
    if shift:
        out.extend([_span((edits[k][0] - shift, edits[k][1] - shift, edits[k][2], ((step, k),))) for k in range(j, many)])
    else:  # the edits of a page, mostly: their offsets are not copied
        out.extend([_span((edits[k][0], edits[k][1], edits[k][2], ((step, k),))) for k in range(j, many)])
    return out


def _joined(span: Span, low: int, high: int, edit: Edit) -> bool:
    """Whether an insert sits where its order beside an empty span could not be told: those two become one."""
    return edit.start == edit.end and low <= edit.start <= high and (low == high or span.start == span.end)


def _merge_cluster(
    net: Sequence[Span], edits: Sequence[Edit], i: int, j: int, shift: int, step: int, original: str, out: list[Span]
) -> tuple[int, int, int]:
    """Fold the run of spans and edits that overlap, from net[i] and edits[j] on, into one span; new (i, j, shift)."""
    first_i, first_j = i, j
    low = min(net[i].start + shift, edits[j].start)
    start = low - shift
    high = low
    position, middle = start, []
    while True:
        if i < len(net):
            span = net[i]
            span_low = span.start + shift
            span_high = span_low + len(span.after)
            if i == first_i or span_low < high or (j > first_j and _joined(span, span_low, span_high, edits[j - 1])):
                middle.append(original[position : span.start])
                middle.append(span.after)
                position = span.end
                shift = span_high - span.end
                high = max(high, span_high)
                i += 1
                continue
        if j < len(edits):
            edit = edits[j]
            if j == first_j or edit.start < high or (i > first_i and _follows(net[i - 1], shift, edit)):
                high = max(high, edit.end)
                j += 1
                continue
        break
    end = high - shift
    middle.append(original[position:end])
    after = apply("".join(middle), [Edit(e.start - low, e.end - low, e.replacement) for e in edits[first_j:j]])
    if after != original[start:end]:
        causes = [cause for span in net[first_i:i] for cause in span.causes]
        causes += [(step, k) for k in range(first_j, j)]
        causes.sort()
        out.append(Span(start, end, after, tuple(causes)))
    return i, j, shift


def _follows(span: Span, shift: int, edit: Edit) -> bool:
    """:func:`_joined` for the span just passed, whose end in the middle text is `span.end + shift`."""
    high = span.end + shift
    return _joined(span, high - len(span.after), high, edit)


def invert(net: Sequence[Span], original: str) -> list[Edit]:
    """Edits that lead from the result back to the original.

    >>> net = compose([], [Edit(4, 5, "i")], 0, "Iraqí")
    >>> apply("Iraqi", invert(net, "Iraqí"))
    'Iraqí'
    """
    edits, shift = [], 0
    for span in net:
        start = span.start + shift
        end = start + len(span.after)
        edits.append(Edit(start, end, original[span.start : span.end]))
        shift = end - span.end
    return edits
