"""Decisions of a review, as the page saves them: read, check, carry out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from cleaner.cli.places import read_input
from cleaner.errors import InputError
from cleaner.outputs.logged import Logged
from cleaner.replay import Choice, accept, take_back


class Applied(NamedTuple):
    """The text and its log after the decisions; `lost` counts decisions about changes that are not made any more."""

    text: str
    logged: Logged
    rejected: int
    accepted: int
    lost: int
    along: int


def read_decisions(path: str) -> list[Mapping[str, Any]]:
    """The documents of a file of decisions. Raises InputError."""
    try:
        table = json.loads(read_input(path))
        if table["kind"] != "cleaner-decisions" or table["version"] != 1:
            raise ValueError(f"kind {table['kind']!r}, version {table['version']!r}")
        return [_checked(document) for document in table["documents"]]
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(
            f"not a file of decisions: {error}", where=path, remedy="the page of cleaner review saves one"
        ) from error


def _checked(document: Mapping[str, Any]) -> Mapping[str, Any]:
    for item in (*document["rejected"], *document["suggestions"]):
        key_of(item)
    document["sha256"]
    return document


def key_of(item: Mapping[str, Any]) -> tuple[int, int, str]:
    """What a decision is about: place and rule."""
    return int(item["start"]), int(item["end"]), str(item["rule"])


def carry_out(text: str, logged: Logged, decisions: Mapping[str, Any]) -> Applied:
    """Take back what was rejected, make what was accepted of the suggestions."""
    rejected = {key_of(item) for item in decisions["rejected"]}
    numbers = [
        number
        for number, change in zip(logged.numbers, logged.changes, strict=True)
        if (change.start, change.end, change.rule) in rejected
    ]
    taken = take_back(text, logged, Choice(frozenset(numbers))) if numbers else None
    text, logged = (taken.text, taken.logged) if taken else (text, logged)
    wanted = {key_of(item) for item in decisions["suggestions"]}
    chosen = [k for k, s in enumerate(logged.suggestions) if (s.start, s.end, s.rule) in wanted]
    before = len(logged.suggestions)
    if chosen:
        text, logged = accept(text, logged, chosen)
    made = before - len(logged.suggestions)
    lost = len(rejected) - len(numbers) + len(wanted) - made
    return Applied(text, logged, len(numbers), made, lost, len(taken.dependents) if taken else 0)
