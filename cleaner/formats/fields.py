"""What record formats share: cleaning the text fields of records, and gathering what came of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from cleaner.formats.job import Cleaned, Job, Tally

if TYPE_CHECKING:
    from cleaner.changelog.findings import Finding
    from cleaner.pipeline.result import Result


Accept = Callable[["Result[Any]"], bool]


class Where(NamedTuple):
    """Where a text stands in its file: `place` ("line=12") and `field` call it in the log; line and column count from 1.

    `nth` counts the texts that a field of one record has, `string` (from 1) all strings of a record or document.
    """

    place: str
    field: str
    line: int = 1
    column: int = 1
    nth: int = 0
    string: int = 0

    def record(self) -> dict[str, Any]:
        """What the log needs to find the text again."""
        found: dict[str, Any] = {"field": self.field}
        if self.nth:
            found["nth"] = self.nth
        return {**found, "string": self.string} if self.string else found


class Gatherer:
    """Cleans field after field of one block; only records that change are logged.

    A record is called by input, line or row, and field: `data.jsonl#line=12:text`.
    """

    def __init__(self, job: Job, name: str) -> None:
        self.job, self.name = job, name
        self.tally = Tally()
        self.log: list[str] = []
        self.diffs: list[str] = []
        self.failures: list[str] = []
        self.findings: list[Finding] = []
        self._head, self._bare = 0, ""
        self._record: dict[str, Any] = {}

    def clean(self, text: str, where: Where, careful: bool = False, accept: Accept | None = None) -> str:
        """The clean text of one field. A `careful` look takes no text for a page, and leaves none empty.

        Where `accept` is given, it says whether a text that has changed can stand where it is to stand.
        """
        result = self.job.cleaner.clean(text, input_format="text" if careful else "auto")
        if careful and not result.text.strip():
            return text
        if accept and result.text != text and not accept(result):
            return text
        self.tally.count(result)
        if self.job.check:
            self._find(result, where)
        if result.text != text:
            name = f"{self.name}#{where.place}:{where.field}"
            if self.job.log:
                self._log(result, name, where.record())
            if self.job.diff:
                self.diffs.append(diff_of(result, name, self.job))
        return result.text

    def _find(self, result: Result[Any], where: Where) -> None:
        from cleaner.changelog.findings import findings_of

        self.findings += findings_of(result, self.name, self.job.suggestions, where.line, where.column)

    def _log(self, result: Result[Any], name: str, record: dict[str, Any]) -> None:
        self._head = len(self.log)
        self._record = record
        self.log += lines_of_log(result, name)
        self._bare = self.log[self._head]  # the head without the record
        self._write_record()

    def raw(self, token: str) -> None:
        """What stood for the text that was cleaned last, where writing the text anew would not give the same."""
        if self.job.log:
            self._record["raw"] = token
            self._write_record()

    def _write_record(self) -> None:
        import json  # only for a pipe of records with a log

        record = json.dumps(self._record, separators=(",", ":"))
        self.log[self._head] = f'{self._bare[:-1]},"record":{record}}}'

    def page(self, body: bytes, place: str, encoding: str | None) -> str:
        """The clean text of a page; `encoding` is what the server declared, if Python knows it."""
        import codecs

        try:
            encoding = codecs.lookup(encoding).name if encoding else None
        except LookupError:
            encoding = None
        result = self.job.cleaner.clean(body, input_format="html", encoding=encoding)
        self.tally.count(result)
        if self.job.log:
            self._log(result, f"{self.name}#{place}:page", {"field": "page"})
        return result.text

    def fail(self, place: str, why: str) -> None:
        """A record that cannot be cleaned; it goes out as it came in."""
        self.failures.append(f"{place}: {why}")

    def cleaned(self, before: bytes, after: bytes) -> Cleaned:
        """What came of the block."""
        self.tally.bytes_in, self.tally.bytes_out = len(before), len(after)
        self.tally.differs = before != after
        return Cleaned(after, self.tally, self.log, "".join(self.diffs), self.failures, (), self.findings)


def diff_of(result: Result[Any], name: str, job: Job) -> str:
    """The diff of a result as a run shows it: in colours on a terminal, with reasons if asked."""
    from cleaner.changelog.diff import coloured_diff, unified_diff

    make = coloured_diff if job.colour else unified_diff
    diff = make(result.source, result.text, name, result.changes)
    if not job.explain or not diff:
        return diff
    from cleaner.changelog.findings import findings_of, line_of

    return "".join(f"# {line_of(finding)}\n" for finding in findings_of(result, name)) + diff


def lines_of_log(result: Result[Any], name: str) -> list[str]:
    """The log of one text, line by line; :class:`cleaner.batch.logfile.LogFile` adds the configuration once a file."""
    from cleaner.changelog.write import log_lines

    return list(log_lines(result, name, brief=True))
