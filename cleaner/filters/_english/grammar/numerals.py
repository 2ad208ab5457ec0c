"""The Roman number I, which looks like a pronoun: "World War I to", but not "So I to went"."""

from __future__ import annotations

import re

from cleaner.filters._english.context.gate import CONTEXT, wordset

NUMERAL = re.compile(r"\b([A-Z]\w+) I \Z")  # "World War I to", which is no pronoun; but "So I to went"
OPENERS = wordset(
    "and but so or as when if then what that which where while because since though although until unless after before now today"
    " yesterday tomorrow once here there maybe perhaps well yes no yet still also sometimes often how why who whom than whether"
    " for nor last next this"
)


def is_numeral(text: str, start: int) -> bool:
    """Whether the `I` before a place is a number: "World War I", but not "So I" and "Initially I"."""
    match = NUMERAL.search(text, max(0, start - CONTEXT), start)
    return match is not None and not (match.group(1).lower() in OPENERS or match.group(1).endswith("ly"))
