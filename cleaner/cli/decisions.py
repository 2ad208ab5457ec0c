"""Decisions of a review, as the page saves them: read, check, carry out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from cleaner.changelog.positions import Places, Position
from cleaner.changelog.read import ContentDigest, LogDocument
from cleaner.changelog.undo import Choice, narrowed, take_back, unwind
from cleaner.changelog.write import side_table
from cleaner.cli.log_files import read_input
from cleaner.core.edits import Cause, Change, Edit, Span, apply, compose, resolve_overlaps
from cleaner.core.errors import InputError


class Applied(NamedTuple):
    """The text and its log after the decisions; `lost` counts decisions about changes that are not made any more."""

    text: str
    logged: LogDocument
    rejected: int
    accepted: int
    lost: int
    along: int
    edited: int = 0


def read_decisions(path: str) -> list[Mapping[str, Any]]:
    """The documents of a file of decisions. Raises InputError."""
    try:
        table = json.loads(read_input(path))
        if table["kind"] != "cleaner-decisions" or table["version"] != 1:
            raise ValueError(f"kind {table['kind']!r}, version {table['version']!r}")
        return [_checked(document) for document in table["documents"]]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise InputError(
            f"not a file of decisions: {error}", where=path, remedy="the page of cleaner review saves one"
        ) from error


def _checked(document: Mapping[str, Any]) -> Mapping[str, Any]:
    for item in (*document["rejected"], *document["suggestions"], *document.get("edited", ())):
        key_of(item)
    document["sha256"]
    return document


def key_of(item: Mapping[str, Any]) -> tuple[int, int, str]:
    """What a decision is about: place and rule."""
    return int(item["start"]), int(item["end"]), str(item["rule"])


def carry_out(text: str, logged: LogDocument, decisions: Mapping[str, Any]) -> Applied:
    """Take back what was rejected, make what was accepted of the suggestions."""
    by_hand = {key_of(item): str(item["after"]) for item in decisions.get("edited", ())}
    rejected = {key_of(item) for item in decisions["rejected"]}
    undone = rejected | by_hand.keys()
    numbers = [
        number
        for number, change in zip(logged.numbers, logged.changes, strict=True)
        if (change.start, change.end, change.rule) in undone
    ]
    taken = take_back(text, logged, Choice(frozenset(numbers))) if numbers else None
    text, logged = (taken.text, taken.logged) if taken else (text, logged)
    wanted = {key_of(item) for item in decisions["suggestions"]}
    chosen = [k for k, s in enumerate(logged.suggestions) if (s.start, s.end, s.rule) in wanted]
    before = len(logged.suggestions)
    if by_hand:
        chosen = [k for k in chosen if _key(logged.suggestions[k]) not in by_hand]
        logged, own = _with_own(logged, by_hand)
        chosen += own
    if chosen:
        text, logged = accept(text, logged, chosen)
    made = before - len(logged.suggestions)
    lost = len(undone) - len(numbers) + len(wanted) - made
    along = len(taken.dependents) if taken else 0
    return Applied(text, logged, len(numbers) - len(by_hand), made, max(0, lost), along, len(by_hand))


def _key(change: Change) -> tuple[int, int, str]:
    return change.start, change.end, change.rule


def _with_own(logged: LogDocument, by_hand: Mapping[tuple[int, int, str], str]) -> tuple[LogDocument, list[int]]:
    """The log with what the user wrote as suggestions of its own, in the place of those that it is about; their indices."""
    left = [k for k, suggestion in enumerate(logged.suggestions) if _key(suggestion) not in by_hand]
    kept, places = [logged.suggestions[k] for k in left], [logged.suggestion_places[k] for k in left]
    own: list[Change] = []
    for (start, end, rule), after in sorted(by_hand.items()):
        low, high = logged.positions.to_clean(start, end)
        reason = f"edited by hand in a review, instead of {rule}"
        cause = Cause(0, "review", "review.edit", low, high, "", after, reason, "suggest")
        own.append(Change(start, end, "", after, "review", "review.edit", reason, "suggest", (cause,)))
    after_all = replace(logged, suggestions=[*kept, *own], suggestion_places=[*places, *(Position(1, 1, None) for _ in own)])
    return after_all, list(range(len(kept), len(kept) + len(own)))


def accept(text: str, logged: LogDocument, chosen: Iterable[int]) -> tuple[str, LogDocument]:
    """Make suggestions, by their index in `logged.suggestions`: the new text and the log that holds for it.

    Of two that overlap the first is made.

    >>> from cleaner.core.document import Document
    >>> from cleaner.pipeline.result import Result
    >>> suggested = Edit(0, 3, "The", "case", "a sentence begins so", "suggest")
    >>> logged = LogDocument.of(Result("the cat", Document("the cat"), (), (("f", suggested),)))
    >>> text, after = accept("the cat", logged, [0])
    >>> text, after.changes[0].rule, unwind(text, after.changes)
    ('The cat', 'case', 'the cat')
    """
    step = 1 + max((cause.step for change in logged.changes for cause in change.causes), default=-1)
    wanted = {_edit_of(logged.suggestions[k]): logged.suggestions[k] for k in chosen}
    edits, _ = resolve_overlaps(wanted, len(text))
    source = unwind(text, logged.changes)
    net = [Span(change.start, change.end, change.after, ((0, k),)) for k, change in enumerate(logged.changes)]
    made = [_cause_of(edit, wanted[edit].filter, step, text) for edit in edits]
    changes: list[Change] = []
    numbers: list[int] = []
    fresh = max(logged.numbers, default=0)
    for span in compose(net, edits, 1, source):
        old = [k for number, k in span.causes if number == 0]
        new = [made[k] for number, k in span.causes if number == 1]
        fresh += not old
        numbers.append(logged.numbers[old[0]] if old else fresh)
        if not new:
            changes.append(logged.changes[old[0]])
            continue
        causes = sorted((cause for k in old for cause in logged.changes[k].causes), key=lambda cause: cause.step) + new
        whole = Change(span.start, span.end, source[span.start : span.end], "", "", "", "", "safe")
        changes.append(narrowed(whole, span.after, causes))
    after = apply(text, edits)
    places = Places(source, logged.decoding)
    gone = {wanted[edit] for edit in edits}
    left = [k for k, suggestion in enumerate(logged.suggestions) if suggestion not in gone]
    return after, replace(
        logged,
        changes=changes,
        numbers=numbers,
        places=[places.of(change.start, change.end) for change in changes],
        suggestions=[logged.suggestions[k] for k in left],
        suggestion_places=[logged.suggestion_places[k] for k in left],
        output=ContentDigest(**side_table(after.encode("utf-8", "surrogatepass"), len(after))),
    )


def _edit_of(suggestion: Change) -> Edit:
    """A suggestion as an edit of the clean text, which its filter saw."""
    [cause] = suggestion.causes
    return Edit(cause.start, cause.end, cause.after, cause.rule, cause.reason, cause.safety)


def _cause_of(edit: Edit, filter_name: str, step: int, text: str) -> Cause:
    before = text[edit.start : edit.end]
    return Cause(step, filter_name, edit.rule, edit.start, edit.end, before, edit.replacement, edit.reason, edit.safety)
