"""Unified diffs."""

from __future__ import annotations

from difflib import unified_diff as lines_diff


def unified_diff(before: str, after: str, name: str = "text") -> str:
    """A unified diff from one text to the other."""
    return "".join(lines_diff(before.splitlines(True), after.splitlines(True), f"a/{name}", f"b/{name}"))
