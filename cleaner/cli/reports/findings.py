"""What `--check` shows: findings on standard output, in the form that was asked for, or counts of them by rule."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator

from cleaner.changelog.findings import WRITERS, Finding
from cleaner.cli.colours import colours
from cleaner.cli.stdio import output_stream
from cleaner.cli.values import Options
from cleaner.core.escape import escaped


class Report:
    """Takes findings as they come and writes each at once; :meth:`end` finishes a document or shows the counts."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.form = options.output_format or "text"
        self.count = 0
        self.rules: Counter[tuple[str, str]] = Counter()
        self._held: list[Finding] = []
        self._pieces: Iterator[str] | None = None
        self._over = False
        self._colour = colours(sys.stdout, options.color) and self.form in ("text", "grouped")

    def add(self, findings: Iterable[Finding]) -> None:
        """Take in findings."""
        for finding in findings:
            self.count += 1
            if self.options.statistics:
                self.rules[finding.rule, "suggest" if finding.suggested else finding.safety] += 1
            elif self.options.quiet < 1 or self.form != "text":
                self._held.append(finding)
                self._write()

    def _feed(self) -> Iterator[Finding]:
        """The findings for the writer, which is asked for a piece only when there is one, or at the end."""
        while self._held or not self._over:
            yield self._held.pop(0)

    def _write(self) -> None:
        if self._pieces is None:
            self._pieces = WRITERS[self.form](self._feed(), self._colour)
        out = output_stream()
        while self._held:
            out.write(next(self._pieces).encode("utf-8", "backslashreplace"))
        if self.form == "text":
            out.flush()

    def end(self) -> None:
        """All findings are there."""
        self._over = True
        out = output_stream()
        if self.options.statistics:
            out.write(self._statistics().encode())
        elif self.form not in ("text", "grouped", "github") or self._pieces is not None:
            pieces = self._pieces if self._pieces is not None else WRITERS[self.form](iter(()), self._colour)
            out.write("".join(pieces).encode("utf-8", "backslashreplace"))
        out.flush()

    def _statistics(self) -> str:
        rows = self.rules.most_common()
        if self.form == "json":
            return json.dumps([{"code": rule, "safety": safety, "count": count} for (rule, safety), count in rows]) + "\n"
        width = max((len(f"{count:,}") for _, count in rows), default=1)
        return "".join(f"{count:>{width},}  {escaped(rule)} [{safety}]\n" for (rule, safety), count in rows)
