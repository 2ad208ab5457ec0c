"""The original as HTML with its changes marked: what notebooks show of a Result."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from cleaner.core.edits import Change

MOST = 20_000  # characters of the original that are shown


def marked(source: str, changes: Iterable[Change]) -> str:
    """What went out is struck through, what came in is underlined, the rule is the tool tip.

    >>> marked("a <b> teh", [Change(6, 9, "teh", "the", "typos.misspellings", "typos.misspellings.en", "", "safe", ())])[-64:]
    '<del>teh</del><ins title="typos.misspellings.en">the</ins></pre>'
    """
    pieces, position = [], 0
    for change in changes:
        if change.start >= MOST:
            break
        pieces.append(escape(source[position : change.start]))
        if change.before:
            pieces.append(f"<del>{escape(change.before)}</del>")
        pieces.append(f'<ins title="{escape(change.rule)}">{escape(change.after)}</ins>')
        position = change.end
    rest = source[position:MOST]
    more = "…" if len(source) > max(MOST, position) else ""
    return f'<pre style="white-space: pre-wrap">{"".join(pieces)}{escape(rest)}{more}</pre>'
