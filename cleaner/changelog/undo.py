"""Undo from a log: all of it or some of it, with nothing but the clean text and the log.

Start at :func:`undo_from_log` for all, at :func:`take_back` for some. Every undo is checked: the clean text against the log
before, what comes out against the SHA-256 of what went in. Which documents of a log a file belongs to, and the blocks of
a large file, are the business of :func:`find_documents`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from cleaner.changelog.read import ContentDigest, LogDocument
from cleaner.changelog.write import OffsetShift, side_table
from cleaner.core.edits import Cause, Change, Edit, Safety, Span, apply, compose, invert
from cleaner.core.errors import LogError
from cleaner.rulebook.catalogue import is_prefix

BLOCK = re.compile(r"#byte=(\d+)\Z")  # how the log calls a block of a file too large to be cleaned at once


def undo_from_log(clean: bytes, logged: LogDocument) -> bytes:
    """The original bytes, from the clean text (UTF-8) and its log; of a str that was cleaned, the UTF-8.

    >>> from cleaner import clean
    >>> from cleaner.changelog.read import read_log
    >>> result = clean(b"caf\\xe9, the the menu", encoding="latin-1", select=["typos"])
    >>> [logged] = read_log(result.log().splitlines())
    >>> undo_from_log(result.text.encode(), logged)
    b'caf\\xe9, the the menu'

    Raises LogError if the text is not the one that the log was written for.
    """
    source = unwind(clean_text(clean, logged), logged.changes)
    data = encode_source(source, logged)
    if _digest(data) != logged.input.sha256:
        raise LogError("undoing gives other bytes than went in: the log was altered", where=logged.name)
    return data


def encode_source(source: str, logged: LogDocument) -> bytes:
    """The bytes that the text before cleaning was read from. Raises LogError."""
    if logged.decoding is None:
        return source.encode("utf-8", "surrogatepass")
    if logged.decoding.is_of_document and not logged.decoding.repairs and logged.input.bytes:
        raise LogError(
            f"the text was {logged.decoding.how}, and the log does not hold the original",
            where=logged.name,
            remedy=f"look for the file with SHA-256 {logged.input.sha256[:16]}...; --keep-originals puts originals in the log",
        )
    try:
        return logged.decoding.encode(source)
    except (UnicodeError, LookupError) as error:
        raise LogError(f"the log's decoding does not fit the text: {error}", where=logged.name) from error


def decode_source(data: bytes, logged: LogDocument) -> str:
    """The text before cleaning, from the original bytes, read as it was read then. Raises LogError."""
    decoding = logged.decoding
    if decoding is None:
        return data.decode("utf-8", "surrogatepass")
    pieces, position = [], len(decoding.bom)
    try:
        for repair in decoding.repairs:
            pieces += [data[position : repair.offset].decode(decoding.encoding), repair.text]
            position = repair.offset + len(repair.raw)
        return "".join(pieces) + data[position:].decode(decoding.encoding)
    except (UnicodeError, LookupError) as error:
        raise LogError(f"the log's decoding does not fit the text: {error}", where=logged.name) from error


def clean_text(clean: bytes, logged: LogDocument) -> str:
    """The clean text, if it is the one that the log was written for. Raises LogError."""
    if _digest(clean) != logged.output.sha256:
        raise LogError(
            "this is not the text that the log was written for, or it was changed since",
            where=logged.name,
            remedy=f"its SHA-256 must begin with {logged.output.sha256[:16]}",
        )
    return clean.decode("utf-8", "surrogatepass")


def unwind(text: str, changes: Sequence[Change]) -> str:
    """The text before the changes. Raises LogError at the first change that is not in the text."""
    pieces, shift, position = [], 0, 0
    for change in changes:
        start = change.start + shift
        end = start + len(change.after)
        if text[start:end] != change.after:
            raise LogError(f"the text does not hold {change.after[:40]!r} at {start}, as the log says")
        pieces.append(text[position:start])
        pieces.append(change.before)
        position, shift = end, end - change.end
    pieces.append(text[position:])
    return "".join(pieces)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


# ---- which document -----------------------------------------------------------------------------------------------------


def find_documents(clean: bytes, documents: Iterable[LogDocument], name: str = "") -> list[LogDocument]:
    """The documents of a log that a clean text came from: one, or the blocks of a large file, in order.

    It goes by the SHA-256 of the text; `name` decides between equal texts. Of several runs over a file the last one counts that
    changed it. Raises LogError if there is none.
    """
    digest = _digest(clean)
    runs: dict[str, list[list[LogDocument]]] = {}  # of each file, as far as they fit
    offsets: dict[str, int] = {}
    records = False
    for logged in documents:
        records = records or any(mark in logged.name for mark in ("#line=", "#row=", "#mail="))
        base = BLOCK.sub("", logged.name)
        if base == logged.name:
            if logged.output.sha256 == digest:
                runs.setdefault(base, []).append([logged])
            continue
        start = offsets.get(base, 0) if not logged.name.endswith("#byte=0") else 0
        offsets[base] = end = start + logged.output.bytes
        if start == 0:
            runs.setdefault(base, []).append([])
        if _digest(clean[start:end]) == logged.output.sha256 and base in runs:
            runs[base][-1].append(logged)
    found = {base: _last_change(parts, len(clean)) for base, parts in runs.items()}
    return _choose({base: parts for base, parts in found.items() if parts}, name, records)


def _last_change(runs: list[list[LogDocument]], size: int) -> list[LogDocument]:
    """The last run over a file that changed it, of those that tell of all its bytes; else the last one."""
    whole = [parts for parts in runs if sum(part.output.bytes for part in parts) == size]
    changed = [parts for parts in whole if any(part.input.sha256 != part.output.sha256 for part in parts)]
    return (changed or whole or [[]])[-1]


def _choose(found: dict[str, list[LogDocument]], name: str, records: bool) -> list[LogDocument]:
    named = {base: parts for base, parts in found.items() if base == name or name.endswith("/" + base)}
    candidates = list((named or found).values())
    if not candidates and records:
        raise LogError("the log is one of records, not of whole files", where=name, remedy="undo the text of a record: --name")
    if not candidates:
        raise LogError(
            "this is not the text that the log was written for, or it was changed since",
            where=name,
            remedy="no document of the log has its SHA-256",
        )
    if len({tuple(part.input.sha256 for part in parts) for parts in candidates}) > 1:
        raise LogError(
            f"several documents became this text: {', '.join(list(found)[:5])}", where=name, remedy="say which: --name"
        )
    return candidates[0]


def undo_all(clean: bytes, parts: Sequence[LogDocument]) -> bytes:
    """What the documents that :func:`find_documents` found were, one after the other."""
    pieces, position = [], 0
    for logged in parts:
        end = position + logged.output.bytes
        pieces.append(undo_from_log(clean[position:end], logged))
        position = end
    return b"".join(pieces)


# ---- some of it -----------------------------------------------------------------------------------------------------------


class Choice(NamedTuple):
    """What is to be taken back: changes by number, edits by rule, or what touches a part of the original (code points)."""

    numbers: frozenset[int] = frozenset()
    rules: tuple[str, ...] = ()
    between: tuple[int, int] | None = None

    def whole(self, number: int, change: Change) -> bool:
        """Whether a change goes as a whole."""
        if number in self.numbers:
            return True
        if self.between is not None and change.start < max(self.between[1], self.between[0] + 1) and change.end > self.between[0]:
            return True
        return self.rule(change.rule, change.filter) and all(self.rule(c.rule, c.filter) for c in change.causes)

    def partly(self, change: Change) -> bool:
        """Whether some of the edits that made a change go."""
        return any(self.rule(cause.rule, cause.filter) for cause in change.causes)

    def rule(self, rule: str, filter_name: str) -> bool:
        """Whether a rule is one of those to be taken back."""
        return any(is_prefix(prefix, rule) or is_prefix(prefix, filter_name) for prefix in self.rules)


class TakenBack(NamedTuple):
    """The text without what was taken back, the log that holds for it, the numbers of the changes, and what went with them.

    `dependents` are edits nobody asked to take back: they were built on others that were.
    """

    text: str
    logged: LogDocument
    numbers: list[int]
    dependents: list[tuple[int, Cause]]


def take_back(text: str, logged: LogDocument, choice: Choice) -> TakenBack:
    """Undo some of the changes; the rest stays made, and the new log undoes it.

    >>> from cleaner import clean
    >>> logged = LogDocument.of(clean("the the cat and and a dog", select=["typos"]))
    >>> taken = take_back("the cat and a dog", logged, Choice(numbers=frozenset([1])))
    >>> taken.text, [change.before for change in taken.logged.changes], taken.logged.numbers
    ('the the cat and a dog', [' and'], [2])

    Raises LogError for a number that no change has, and if the text does not fit the log.
    """
    missing = choice.numbers - set(logged.numbers)
    if missing:
        raise LogError(f"there is no change {min(missing)}", where=logged.name, remedy="see cleaner log show")
    source = unwind(text, logged.changes)
    kept, numbers, places, undone = [], [], [], []
    dependents: list[tuple[int, Cause]] = []
    old, new = OffsetShift(), OffsetShift()
    for number, change, place in zip(logged.numbers, logged.changes, logged.places, strict=True):
        rest: Change | None = change
        if choice.whole(number, change):
            rest = None
        elif choice.partly(change):
            rest, lost = _without(change, choice, old)
            dependents += [(number, cause) for cause in lost]
        if rest is not change:
            undone.append(number)
        if rest is not None:
            rest = _moved(rest, old, new)
            new.add(rest.causes)
            kept.append(rest)
            numbers.append(number)
            places.append(place)
        old.add(change.causes)
    left = apply(source, [Span(change.start, change.end, change.after, ()) for change in kept])
    return TakenBack(left, _renewed(logged, kept, numbers, places, undone, left), undone, dependents)


def _renewed(
    logged: LogDocument, changes: list[Change], numbers: list[int], places: list[Any], undone: list[int], text: str
) -> LogDocument:
    """The log of what is left. Suggestions that touch what was taken back are gone, others move with the text."""
    gone = set(undone)
    undone_spans = [change for number, change in zip(logged.numbers, logged.changes, strict=True) if number in gone]
    fresh = replace(
        logged,
        head={**logged.head, "notes": [*logged.head.get("notes", ()), f"taken back: {_ranges(undone)}"]}
        if undone
        else logged.head,
        changes=changes,
        numbers=numbers,
        places=places,
        output=ContentDigest(**side_table(text.encode("utf-8", "surrogatepass"), len(text))),
    )
    suggestions, suggestion_places = [], []
    for suggestion, place in zip(logged.suggestions, logged.suggestion_places, strict=True):
        if any(c.start <= suggestion.end and suggestion.start <= c.end for c in undone_spans):
            continue
        start = fresh.positions.to_clean(suggestion.start, suggestion.start)[0]
        was = logged.positions.to_clean(suggestion.start, suggestion.start)[0]
        causes = tuple(
            cause._replace(start=cause.start + start - was, end=cause.end + start - was) for cause in suggestion.causes
        )
        suggestions.append(suggestion._replace(causes=causes))
        suggestion_places.append(place)
    return replace(fresh, suggestions=suggestions, suggestion_places=suggestion_places)


def _ranges(numbers: Sequence[int]) -> str:
    """Numbers as people write them: "1-3, 7"."""
    pieces: list[list[int]] = []
    for number in numbers:
        if pieces and number == pieces[-1][1] + 1:
            pieces[-1][1] = number
        else:
            pieces.append([number, number])
    return ", ".join(str(low) if low == high else f"{low}-{high}" for low, high in pieces)


def _moved(change: Change, old: OffsetShift, new: OffsetShift) -> Change:
    """Its causes where they would have stood, had what was taken back never been made."""
    causes = tuple(
        cause._replace(start=cause.start + by, end=cause.end + by)
        for cause, by in ((cause, new.before(cause.step) - old.before(cause.step)) for cause in change.causes)
    )
    return change._replace(causes=causes)


def _without(change: Change, choice: Choice, growth: OffsetShift) -> tuple[Change | None, list[Cause]]:
    """A change without the edits of the chosen rules; and the edits that had to go with them.

    The edits are made again, step by step, on the text of the change alone, once all of them and once without those that
    go; an edit that touches a place where the two differ was built on one that went, so it goes too.
    """
    stays: dict[int, Cause] = {}
    differs: list[Span] = []  # from the text without the edits that go, to the text with all of them
    full = part = change.before
    for step in sorted({cause.step for cause in change.causes}):
        base = change.start + growth.before(step)
        causes = [(k, cause) for k, cause in enumerate(change.causes) if cause.step == step]
        edits = [Edit(cause.start - base, cause.end - base, cause.after) for _, cause in causes]
        if any(edit.start < 0 or full[edit.start : edit.end] != c.before for edit, (_, c) in zip(edits, causes, strict=True)):
            break  # edits that cancelled each other stood here: the log does not hold the text between
        made = []
        for (k, cause), edit, (shift, touched) in zip(causes, edits, _meetings(differs, edits), strict=True):
            if not touched and not choice.rule(cause.rule, cause.filter):
                made.append(Edit(edit.start - shift, edit.end - shift, edit.replacement))
                stays[k] = cause._replace(start=cause.start - shift, end=cause.end - shift)
        full, (part, differs) = apply(full, edits), _step(part, differs, made, edits)
    if full != change.after or part == change.before:
        stays = {}
    lost = [c for k, c in enumerate(change.causes) if k not in stays and not choice.rule(c.rule, c.filter)]
    return narrowed(change, part, list(stays.values())) if stays else None, lost


def _meetings(differs: Sequence[Span], edits: Sequence[Edit]) -> list[tuple[int, bool]]:
    """For each edit of the full text: how far that has moved against the other text there, and whether the edit touches
    a difference between the two."""
    found = []
    k = shift = 0
    for edit in edits:
        while k < len(differs) and differs[k].start + shift + len(differs[k].after) < edit.start:
            shift += len(differs[k].after) - (differs[k].end - differs[k].start)
            k += 1
        found.append((shift, k < len(differs) and differs[k].start + shift <= edit.end))
    return found


def _step(part: str, differs: Sequence[Span], made: Sequence[Edit], edits: Sequence[Edit]) -> tuple[str, list[Span]]:
    """The text without the edits that go, after one more pass, and how it differs from the text with all edits."""
    spans = [Span(edit.start, edit.end, edit.replacement, ()) for edit in made]
    after = apply(part, made)
    net = [Span(edit.start, edit.end, edit.replacement, ()) for edit in invert(spans, part)]
    net = compose(net, [Edit(span.start, span.end, span.after) for span in differs], 0, after)
    return after, compose(net, edits, 0, after)


def narrowed(change: Change, after: str, causes: list[Cause]) -> Change:
    """A change with some of its causes only."""
    main = max(causes, key=lambda cause: len(cause.before) + len(cause.after))
    safety: Safety = "unsafe" if any(cause.safety == "unsafe" for cause in causes) else "safe"
    return Change(change.start, change.end, change.before, after, main.filter, main.rule, main.reason, safety, tuple(causes))
