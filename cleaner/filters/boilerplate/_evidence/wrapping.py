"""Whether a line is a paragraph, or part of one that was broken into lines by its width."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

TEXT_END = (".", "!", "?", "…", "。", "！", "？", '."', ".”", "?”", "!”", '?"', '!"', ".»", ".)", "؟")
CLAUSE_ENDS = frozenset(".!?…:;,)]\"'”’»。")
PARAGRAPH = 60  # code points of a line that is a paragraph if it ends a sentence
FLOWS, FLOW_SHARE = 3, 0.15  # lines that end within a sentence that the next one goes on with; of all long lines
WRAP_LENGTH = 40  # code points of a line that may have been broken by its width
WRAPPED_LENGTH = 30  # of what goes on with it, if that does not end as a clause does: "toggle caption" below a caption
ROUND_BULLET = re.compile(r"o\s+[^\Wa-z]")  # as programs print it that make text of HTML


def is_paragraph(line: str) -> bool:
    """Whether a line is long enough for a paragraph, and ends as a sentence does."""
    return len(line) >= PARAGRAPH and line.rstrip().endswith(TEXT_END)


def goes_on(above: str, line: str) -> bool:
    """Whether a line goes on with the sentence that the line above it leaves open.

    >>> goes_on("nobody on the board could say how many people", "wanted to read more")
    True
    >>> goes_on("nobody on the board could say how many people", "o Read more")
    False
    """
    above, line = above.rstrip(), line.lstrip()
    if len(above) < WRAP_LENGTH or not line[:1].islower() or ROUND_BULLET.match(line):
        return False
    return above[-1].isalnum() or above[-1] in ",;-–—'’"


def is_wrapped(lines: Sequence[str]) -> bool:
    """Whether a text has lines that go on with each other, as text has that was wrapped.

    >>> is_wrapped(["A photograph of the quay, taken before the storm", "toggle caption"] * 3)
    False
    """
    flows = long = 0
    for above, line in pairwise(lines):
        if len(above) >= WRAP_LENGTH:
            long += 1
            flows += goes_on(above, line) and (len(line) >= WRAPPED_LENGTH or line.rstrip()[-1] in CLAUSE_ENDS)
    return flows >= FLOWS and flows >= FLOW_SHARE * long
