"""What record formats share: cleaning the text fields of records, and gathering what came of it."""

from __future__ import annotations

from cleaner.engines.job import Cleaned, Job, Tally

MOST_FAILURES = 100  # messages about broken records kept for one block; the number of all is told


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

    def clean(self, text: str, place: str, field: str) -> str:
        """The clean text of one field."""
        result = self.job.cleaner.clean(text, input_format="auto")
        self.tally.count(result)
        if result.text != text:
            name = f"{self.name}#{place}:{field}"
            if self.job.log:
                from cleaner.engines.formats.text import lines_of_log

                self.log += lines_of_log(result, name)
            if self.job.diff:
                self.diffs.append(result.diff(name))
        return result.text

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
            from cleaner.engines.formats.text import lines_of_log

            self.log += lines_of_log(result, f"{self.name}#{place}:page")
        return result.text

    def fail(self, place: str, why: str) -> None:
        """A record that cannot be cleaned; it goes out as it came in."""
        self.failures.append(f"{place}: {why}")

    def cleaned(self, before: bytes, after: bytes) -> Cleaned:
        """What came of the block."""
        self.tally.bytes_in, self.tally.bytes_out = len(before), len(after)
        self.tally.differs = before != after
        return Cleaned(after, self.tally, self.log, "".join(self.diffs), self.failures)
