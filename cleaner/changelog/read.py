"""A change log read back: documents with their changes, ready for undo, maps and exports.

Start at :func:`read_log` for the lines of a file, at :meth:`LogDocument.of` for a Result that was never written. The schema is
that of docs/change-log.md. Keys and kinds of record that are not known are passed over, so that logs of later versions with
the same major number can be read.
"""

from __future__ import annotations

import json
import sys
from base64 import b64decode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from cleaner.changelog.positions import Position
from cleaner.changelog.write import (
    SCHEMA,
    OffsetShift,
    change_lines,
    foot_table,
    head_table,
    places_of,
    side_table,
    suggestion_lines,
)
from cleaner.core.byte_edits import ByteEdit, Decoding
from cleaner.core.edits import Cause, Change, Span
from cleaner.core.errors import LogError
from cleaner.core.positions import Positions

if TYPE_CHECKING:
    from cleaner.pipeline.result import Result

OF_RECORDS = ("jsonl", "json", "csv", "tsv", "parquet", "warc", "mail", "mailbox")  # formats of files that hold many texts
MOST_STEPS = 100_000  # passes of one document; a chain of 55 filters makes at most a few thousand in all of its rounds
INHERITED = ("tool", "config", "packs")  # what a head may leave to the head before it


@dataclass(frozen=True)
class ContentDigest:
    """One end of a cleaning: what went in or what came out (as UTF-8 where it was a str)."""

    sha256: str
    bytes: int
    code_points: int = 0  # not counted for a whole file of records


@dataclass(frozen=True)
class LogDocument:
    """One document of a log. `numbers[i]` and `places[i]` belong to `changes[i]`; `head` is the head record as it stands."""

    name: str
    head: Mapping[str, Any]
    decoding: Decoding | None
    changes: list[Change]
    numbers: list[int]
    places: list[Position]
    suggestions: list[Change]
    suggestion_places: list[Position]
    input: ContentDigest
    output: ContentDigest
    dropped: list[Mapping[str, Any]] = field(default_factory=list)

    @classmethod
    def of(cls, result: Result[Any], name: str = "") -> LogDocument:
        """What the log of a result would read back as; no text is written."""
        source = result.source
        original = result.original
        data = original if isinstance(original, bytes) else original.encode("utf-8", "surrogatepass")
        return cls(
            name,
            head_table(result, name),
            result.document.decoding,
            result.changes,
            list(range(1, len(result.changes) + 1)),
            list(places_of(result, result.changes)),
            result.suggestions,
            list(places_of(result, result.suggestions)),
            ContentDigest(**side_table(data, len(source))),
            ContentDigest(**side_table(result.text.encode("utf-8", "surrogatepass"), len(result.text))),
        )

    @property
    def is_record(self) -> bool:
        """Whether this is a text of a record of a file."""
        return "record" in self.head

    @property
    def is_file(self) -> bool:
        """Whether this is no text but a whole file of records, told of after those of its texts that changed."""
        return self.head.get("format") in OF_RECORDS

    @cached_property
    def positions(self) -> Positions:
        """Offsets between original and clean text."""
        return Positions([Span(change.start, change.end, change.after, ()) for change in self.changes])

    def lines(self) -> Iterator[str]:
        """The log of the document, line by line, without line feeds."""
        yield json.dumps(self.head, separators=(",", ":"), default=str)
        yield from change_lines(self.changes, self.places, self.numbers)
        yield from suggestion_lines(self.suggestions, self.suggestion_places)
        yield from (json.dumps(item, separators=(",", ":")) for item in self.dropped)
        foot = foot_table(len(self.changes), len(self.suggestions), asdict(self.input), asdict(self.output))
        yield json.dumps(foot, separators=(",", ":"))

    def records(self) -> Iterator[dict[str, Any]]:
        """The records of the document as tables, with every reason written out: what the exports are made of."""
        yield from with_reasons(json.loads(line) for line in self.lines())


def with_reasons(records: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The records of a log with the reasons that were left out, for they are those of the record before."""
    reasons: dict[tuple[str, str], list[str] | str] = {}
    for record in records:
        kind = record["kind"]
        if kind == "head":
            reasons.clear()
        elif "rule" in record and kind != "dropped":
            key = kind, record["rule"]
            record["reason"] = reasons[key] = record.get("reason", reasons.get(key, ""))
            for cause in record.get("causes", ()):
                key = kind, cause["rule"]
                cause["reason"] = reasons[key] = cause.get("reason", reasons.get(key, ""))
        yield record


def with_brief_heads(records: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The records of a log; a head leaves out what the head before it says already."""
    said: dict[str, Any] = {}
    for record in records:
        if record["kind"] == "head":
            told = {key: record[key] for key in INHERITED if key in record}
            if all(said.get(key) == value for key, value in told.items()):
                record = {key: value for key, value in record.items() if key not in INHERITED}  # noqa: PLW2901
            said |= told
        yield record


def read_log(lines: Iterable[str | bytes]) -> Iterator[LogDocument]:
    """The documents of a log, one after the other; each is checked for being whole.

    Raises LogError, naming the line, for what is no log, a log of another schema, and a log that was cut.

    >>> from cleaner import clean
    >>> [logged] = read_log(clean("the the cat", select=["typos"]).log("cat.txt").splitlines())
    >>> logged.name, logged.changes[0].before, logged.places[0]
    ('cat.txt', ' the', Position(line=1, column=4, bytes=(3, 7), part=''))
    """
    return documents_of(numbered(lines))


def numbered(lines: Iterable[str | bytes]) -> Iterator[tuple[int, dict[str, Any]]]:
    """The records of the lines of a log, with the numbers of their lines. Raises LogError."""
    return ((number, _parse(line, number)) for number, line in enumerate(lines, 1) if line.strip())


def documents_of(records: Iterable[tuple[int, Mapping[str, Any]]]) -> Iterator[LogDocument]:
    """The documents that numbered records make. Raises LogError as :func:`read_log` does."""
    inherited: dict[str, Any] = {}
    reader: _Reader | None = None
    number = 0
    for number, record in records:
        kind = record.get("kind")
        try:
            if kind == "head":
                if reader is not None:
                    raise LogError(f"the log of {reader.name!r} is cut: it has no foot", where=f"line {number}")
                inherited |= {key: record[key] for key in INHERITED if key in record}
                reader = _Reader(inherited | dict(record), number)
            elif reader is None:
                raise LogError("not a change log: it does not begin with a head", where=f"line {number}")
            elif kind == "foot":
                yield reader.finish(record, number)
                reader = None
            else:
                reader.take(record)
        except (KeyError, TypeError, ValueError, IndexError) as error:
            raise LogError(f"a broken record: {error!r}", where=f"line {number}") from error
    if reader is not None:
        raise LogError(f"the log of {reader.name!r} is cut: it has no foot", where=f"after line {number}")


def _parse(line: str | bytes, number: int) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except ValueError as error:
        raise LogError("not a change log, or a line of it is cut", where=f"line {number}") from error
    except RecursionError as error:
        raise LogError("not a change log: nested too deeply", where=f"line {number}") from error
    if not isinstance(record, dict):
        raise LogError("not a change log: a record must be an object", where=f"line {number}")
    return record


class _Reader:
    """Collects the records of one document."""

    def __init__(self, head: dict[str, Any], number: int) -> None:
        schema = head.get("schema")
        if schema != SCHEMA:
            raise LogError(f"the log has schema {schema!r}", where=f"line {number}", remedy=f"this version reads {SCHEMA}")
        self.head = head
        self.name = text_of(head.get("name", ""))
        self.changes: list[Change] = []
        self.numbers: list[int] = []
        self.places: list[Position] = []
        self.suggestions: list[Change] = []
        self.suggestion_places: list[Position] = []
        self.dropped: list[Mapping[str, Any]] = []
        self._growth = OffsetShift()
        self._reasons: dict[str, dict[str, str]] = {"change": {}, "suggestion": {}}

    def take(self, record: Mapping[str, Any]) -> None:
        kind = record.get("kind")
        if kind == "change":
            change = self._change(record)
            if self.changes and change.start < self.changes[-1].end:
                raise ValueError("changes overlap")
            self.changes.append(change)
            self.numbers.append(record["n"])
            self.places.append(_place(record))
        elif kind == "suggestion":
            self.suggestions.append(self._suggestion(record))
            self.suggestion_places.append(_place(record))
        elif kind == "dropped":
            self.dropped.append(record)

    def _reason(self, record: Mapping[str, Any], kind: str) -> str:
        """The reason stated, or the last one of the same rule."""
        reasons = self._reasons[kind]
        if "reason" in record:
            reasons[record["rule"]] = text_of(record["reason"])
        return reasons.get(record["rule"], "")

    def _change(self, record: Mapping[str, Any]) -> Change:
        """The change of a log record, its fields checked."""
        start, end = record["start"], record["end"]
        before, after = text_of(record["before"]), text_of(record["after"])
        if len(before) != end - start:
            raise ValueError("before is not as long as start and end say")
        reason = self._reason(record, "change")
        filter_, rule, safety = record["filter"], record["rule"], record["safety"]
        causes: tuple[Cause, ...] = ()
        if "causes" in record:
            causes = tuple([self._cause(cause, start) for cause in record["causes"]])
        elif "step" in record:
            step = _step(record)
            seen = start + self._growth.before(step) + record.get("at", 0)
            causes = (Cause(step, filter_, rule, seen, seen + end - start, before, after, reason, safety),)
        self._growth.add(causes)
        return Change(start, end, before, after, filter_, rule, reason, safety, causes)

    def _cause(self, record: Mapping[str, Any], base: int) -> Cause:
        step = _step(record)
        before, after = text_of(record["before"]), text_of(record["after"])
        start = base + self._growth.before(step) + record["at"]
        reason, safety = self._reason(record, "change"), record.get("safety", "safe")
        return Cause(step, record["filter"], record["rule"], start, start + len(before), before, after, reason, safety)

    def _suggestion(self, record: Mapping[str, Any]) -> Change:
        start, end, filter_, rule = record["start"], record["end"], record["filter"], record["rule"]
        before, after, safety = text_of(record["before"]), text_of(record["after"]), record["safety"]
        reason = self._reason(record, "suggestion")
        causes: tuple[Cause, ...] = ()
        if "step" in record:
            seen = record.get("seen", (start, end, after))
            causes = (Cause(_step(record), filter_, rule, seen[0], seen[1], "", text_of(seen[2]), reason, safety),)
        return Change(start, end, before, after, filter_, rule, reason, safety, causes)

    def finish(self, foot: Mapping[str, Any], number: int) -> LogDocument:
        found = (len(self.changes), len(self.suggestions))
        if found != (foot["changes"], foot["suggestions"]):
            raise LogError(
                f"the log of {self.name!r} is cut: {found[0]} changes and {found[1]} suggestions are there, "
                f"the foot counts {foot['changes']} and {foot['suggestions']}",
                where=f"line {number}",
            )
        table = self.head.get("decoding")
        return LogDocument(
            self.name,
            self.head,
            read_decoding(table) if table else None,
            self.changes,
            self.numbers,
            self.places,
            self.suggestions,
            self.suggestion_places,
            _side(foot["input"]),
            _side(foot.get("output", foot["input"])),
            self.dropped,
        )


def text_of(value: str | list[str]) -> str:
    """A str from its JSON: a string, or a list of strings to be joined (see `json_string`)."""
    return value if isinstance(value, str) else "".join(value)


def read_decoding(table: Mapping[str, Any]) -> Decoding:
    """The decoding from its JSON. Raises ValueError if it is none."""
    if not isinstance(table, dict) or not isinstance(table["encoding"], str) or not isinstance(table["how"], str):
        raise ValueError("the decoding has no names of an encoding and of how it was found")
    repairs = tuple(
        ByteEdit(offset, b64decode(raw), start, text_of(text)) for offset, raw, start, text in table.get("byte_edits", ())
    )
    return Decoding(table["encoding"], table["how"], table.get("confidence", 1.0), b64decode(table.get("bom", "")), repairs)


def _place(record: Mapping[str, Any]) -> Position:
    in_bytes = None
    if record.get("bytes"):
        start, end = record["bytes"]
        in_bytes = (start, end)
    return Position(record["line"], record["column"], in_bytes, record.get("part", ""))


def _step(record: Mapping[str, Any]) -> int:
    """The number of the pass of a record. A number that no log of ours has would make a list of that length."""
    step: int = record["step"]
    if not 0 <= step < MOST_STEPS:
        raise ValueError(f"there is no pass {step}")
    return step


def _side(table: Mapping[str, Any]) -> ContentDigest:
    """One end of a cleaning from its JSON. Raises ValueError if it is none."""
    sha256, counts = table["sha256"], (table["bytes"], table.get("code_points", 0))
    if not isinstance(sha256, str) or any(type(count) is not int or not 0 <= count <= sys.maxsize for count in counts):
        raise ValueError("a digest has no sums and counts")
    return ContentDigest(sha256, *counts)
