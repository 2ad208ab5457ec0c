"""Edits from two texts: what an opaque `str -> str` function did.

Start at :func:`derive`. It pairs lines (equal ends, then lines that stand once on both sides, then one by one between those
where their number is equal), does the same with words inside a long line, and asks rapidfuzz for the letters only of what
is left and short. difflib would take 50 to 90 times the running time of ftfy here; this takes a
tenth of it, and a line of many megabytes stays linear.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import accumulate

from cleaner.core.edits import Edit, Safety
from cleaner.core.kernel import kernel

# Letters of the two sides multiplied; rapidfuzz needs a quarter of it in bytes and about 1 ms for 10 million.
SMALL = 4_000_000
PIECE = re.compile(r"\w+|\s+|[^\w\s]+")


def derive(before: str, after: str, rule: str = "", reason: str = "", safety: Safety = "safe") -> list[Edit]:
    """Sorted edits that turn `before` into `after`, never more than one in a word.

    >>> derive("the teh cat", "the the cat")
    [Edit(start=5, end=7, replacement='he', rule='', reason='', safety='safe')]
    >>> derive("a\\nb\\nc", "a\\nc")
    [Edit(start=2, end=4, replacement='', rule='', reason='', safety='safe')]
    """
    if before == after:
        return []
    pieces = _merge_within_words(before, _by_lines(before, after))
    return [Edit(start, end, replacement, rule, reason, safety) for start, end, replacement in pieces]


def derive_words(
    before: str, after: str, rule: str = "", reason: str = "", safety: Safety = "safe", *, offset: int = 0
) -> list[Edit]:
    """:func:`derive` for a repair that keeps white space: words are paired by their number, without a search.

    `offset` is where `before` begins in the text that the edits are for.

    >>> derive_words("dÃ©jÃ\xa0 vu", "déjà vu", offset=100)
    [Edit(start=101, end=106, replacement='éjà', rule='', reason='', safety='safe')]
    """
    in_c = kernel()
    edits = (
        in_c.word_edits(before, after, offset, _edit, (rule, reason, safety))
        if in_c is not None
        else _word_edits(before, after, offset, (rule, reason, safety))
    )
    if edits is not None:
        return edits
    return [
        edit._replace(start=edit.start + offset, end=edit.end + offset) for edit in derive(before, after, rule, reason, safety)
    ]


_edit = partial(tuple.__new__, Edit)


def _word_edits(before: str, after: str, offset: int, fields: tuple[str, str, Safety]) -> list[Edit] | None:
    """An edit for each word that differs, None if the numbers of words do; kernel/derive.c gives the same."""
    old, new = before.split(" "), after.split(" ")
    if len(old) != len(new):
        return None
    edits = []
    for left, right in zip(old, new, strict=True):
        if left != right:
            head, tail = _common_ends(left, right)
            edits.append(Edit(offset + head, offset + len(left) - tail, right[head : len(right) - tail], *fields))
        offset += len(left) + 1
    return edits


Piece = tuple[int, int, str]  # before[start:end] -> replacement


def _merge_within_words(before: str, pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Join edits with nothing but letters between them: a word is repaired once."""
    held: Piece | None = None
    for start, end, replacement in pieces:
        if held is not None:
            between = before[held[1] : start]
            if start == held[1] or (len(between) < 40 and between.isalnum()):
                held = (held[0], end, held[2] + between + replacement)
                continue
            yield held
        held = (start, end, replacement)
    if held is not None:
        yield held


def _by_lines(before: str, after: str) -> Iterator[Piece]:
    yield from _by_parts(before, after, 0, before.splitlines(True), after.splitlines(True), _by_words)


def _by_words(before: str, after: str, offset: int) -> Iterator[Piece]:
    if len(before) * len(after) <= SMALL:
        yield from _by_letters(before, after, offset)
        return
    head, tail = _common_ends(before, after)
    before, after, offset = before[head : len(before) - tail], after[head : len(after) - tail], offset + head
    if before and after:
        yield from _by_parts(before, after, offset, PIECE.findall(before), PIECE.findall(after), _by_letters)
    elif before or after:
        yield offset, offset + len(before), after


def _by_letters(before: str, after: str, offset: int) -> Iterator[Piece]:
    """What rapidfuzz finds; two sides too large for it are one edit, which is true if not small."""
    head, tail = _common_ends(before, after)
    before, after = before[head : len(before) - tail], after[head : len(after) - tail]
    offset += head
    if not before or not after or len(before) * len(after) > SMALL:
        if before or after:
            yield offset, offset + len(before), after
        return
    from rapidfuzz.distance import Levenshtein

    for code in Levenshtein.opcodes(before, after):
        if code.tag != "equal":
            yield offset + code.src_start, offset + code.src_end, after[code.dest_start : code.dest_end]


def _by_parts(
    before: str,
    after: str,
    offset: int,
    old: list[str],
    new: list[str],
    deeper: Callable[[str, str, int], Iterator[Piece]],
) -> Iterator[Piece]:
    """Pair the parts (lines or words) of both sides and go deeper where a pair differs.

    Between two anchors parts are paired one by one where their number is equal, else taken as a whole.
    """
    old_at = list(accumulate(map(len, old), initial=0))
    new_at = list(accumulate(map(len, new), initial=0))
    i = j = 0
    for a, b in [*_unique_anchors(old, new), (len(old), len(new))]:
        if a - i == b - j:
            for k in range(a - i):
                if old[i + k] != new[j + k]:
                    yield from deeper(old[i + k], new[j + k], offset + old_at[i + k])
        else:
            yield from deeper(before[old_at[i] : old_at[a]], after[new_at[j] : new_at[b]], offset + old_at[i])
        i, j = a + 1, b + 1


def _unique_anchors(old: list[str], new: list[str]) -> list[tuple[int, int]]:
    """Pairs of equal parts, in order on both sides: equal ends, then parts that stand once on each side (patience)."""
    head, tail = _common_ends(old, new)
    pairs = [(k, k) for k in range(head)]
    middle_old, middle_new = old[head : len(old) - tail], new[head : len(new) - tail]
    once_old = {part for part, n in Counter(middle_old).items() if n == 1}
    once = once_old & {part for part, n in Counter(middle_new).items() if n == 1}
    place = {part: k for k, part in enumerate(middle_new) if part in once}
    found = [(k, place[part]) for k, part in enumerate(middle_old) if part in once]
    pairs += [(a + head, b + head) for a, b in _longest_rising(found)]
    pairs += [(len(old) - k, len(new) - k) for k in range(tail, 0, -1)]
    return pairs


def _longest_rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest subsequence of pairs whose second members rise (the first ones do already)."""
    tops: list[int] = []
    at: list[int] = []
    back: list[int] = []
    for k, (_, b) in enumerate(pairs):
        spot = bisect_left(tops, b)
        if spot == len(tops):
            tops.append(b)
            at.append(k)
        else:
            tops[spot] = b
            at[spot] = k
        back.append(at[spot - 1] if spot else -1)
    chain: list[tuple[int, int]] = []
    k = at[-1] if at else -1
    while k >= 0:
        chain.append(pairs[k])
        k = back[k]
    return chain[::-1]


def _common_ends(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """Length of the common head and of the common tail (which do not overlap)."""
    most = min(len(old), len(new))
    head = _common_head(old, new, most)
    return head, _common_tail(old, new, most - head)


def _common_head(old: Sequence[str], new: Sequence[str], most: int) -> int:
    """By halving on slices: comparing slices runs in C. Most repaired words differ from their first letter on."""
    if not most or old[0] != new[0]:
        return 0
    low = 0
    while low < most:
        step = max(1, (most - low) // 2)
        if old[low : low + step] == new[low : low + step]:
            low += step
        elif step == 1:
            break
        else:
            most = low + step
    return low


def _common_tail(old: Sequence[str], new: Sequence[str], most: int) -> int:
    """How many pieces two sequences have in common at their ends, at most `most`."""
    if not most or old[-1] != new[-1]:
        return 0
    low = 0
    while low < most:
        step = max(1, (most - low) // 2)
        if old[len(old) - low - step : len(old) - low] == new[len(new) - low - step : len(new) - low]:
            low += step
        elif step == 1:
            break
        else:
            most = low + step
    return low
