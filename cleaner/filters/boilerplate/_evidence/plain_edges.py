"""How a line must begin or end to be a phrase with an open slot, for lines in ASCII letters: what the kernel looks up."""

from __future__ import annotations

import re

from cleaner.filters.boilerplate._evidence.sketches import sketch
from cleaner.filters.boilerplate._evidence.slots import with_counts

EDGE = 5  # sketched bytes by which a phrase with an open slot is looked up
LONGEST_EDGE = 24  # sketched bytes, as in kernel/sketches.c
FIXED = {1: re.compile(r"\A[^%0-9]*"), -1: re.compile(r"[^%0-9]*\Z")}  # letters at one end, by the way they are read


def plain_edge(phrase: str, step: int) -> bytes:
    """The sketch of what stands at the beginning of a phrase, or backwards at its end (`step` -1), as far as it is fixed.

    That is to the first number behind as many letters as an edge has, or to the first other slot; a space says that a word ends
    there.

    >>> plain_edge("View all posts by {name}", 1), plain_edge("{count} posts by {name}", 1), plain_edge("{name} wrote", -1)
    (b'viewallpostsby ', b'postsby ', b'etorw ')
    """
    whole = b""
    for piece in with_counts(phrase)[step < 0].split("{count}")[::step]:
        fixed = FIXED[step].findall(piece)[0]
        whole += sketch(fixed)[0][::step]
        is_cut = len(fixed) < len(piece)
        if is_cut or len(whole) >= EDGE:
            word_ends = is_cut or not (fixed[0] if step < 0 else fixed[-1]).isalpha()
            return whole + b" " if word_ends and len(whole) <= LONGEST_EDGE else whole[:LONGEST_EDGE]
    return whole
