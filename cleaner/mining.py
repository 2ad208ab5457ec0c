"""Boilerplate rules learned from the pages of one site."""

from __future__ import annotations

from collections.abc import Iterable

from cleaner.rulebook import Pack


def mine(texts: Iterable[str]) -> Pack:
    """Rules for lines that repeat over the pages of one site."""
    return Pack("mined", "boilerplate.site", (), "")
