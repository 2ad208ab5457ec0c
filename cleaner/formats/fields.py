"""What record formats share: cleaning the text fields of records, and gathering what came of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from cleaner.formats.job import Cleaned, Job, Tally

if TYPE_CHECKING:
    from cleaner.pipeline.result import Result


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
        self._head, self._bare = 0, ""
        self._record: dict[str, Any] = {}

    def clean(self, text: str, place: str, field: str, nth: int = 0) -> str:
        """The clean text of one field; `nth` counts the texts that a field of one record has."""
        result = self.job.cleaner.clean(text, input_format="auto")
        self.tally.count(result)
        if result.text != text:
            name = f"{self.name}#{place}:{field}"
            if self.job.log:
                self._log(result, name, {"field": field, "nth": nth} if nth else {"field": field})
            if self.job.diff:
                self.diffs.append(result.diff(name))
        return result.text

    def _log(self, result: Result[Any], name: str, record: dict[str, Any]) -> None:
        from cleaner.formats.text import lines_of_log

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
        return Cleaned(after, self.tally, self.log, "".join(self.diffs), self.failures)
