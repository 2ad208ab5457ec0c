"""What people see of a run, on standard error: a line for every failure, a bar, a table at the end."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Sequence
from time import monotonic
from typing import Any

from cleaner.batch.discovery import Task
from cleaner.batch.settings import Watcher
from cleaner.batch.summary import Summary
from cleaner.batch.work import Outcome
from cleaner.changelog.findings import Finding
from cleaner.cli.colours import counted, printable, show_diff
from cleaner.cli.reports.findings import Report
from cleaner.cli.values import Options
from cleaner.formats.job import Tally

BEAT = 0.1  # seconds between two looks of the bar
MOST_FAILURES = 20  # lines about failed inputs at the end of a run with a bar
BAR = 24  # characters


class Teller(Watcher):
    """Watches a run; `total` inputs are expected (0: nobody knows)."""

    def __init__(self, options: Options, total: int = 0, report: Report | None = None) -> None:
        self.options, self.report = options, report
        self.total = total
        self.count = self.changes = 0
        self.started = self.shown = monotonic()
        self.bar = options.progress is True or (options.progress is None and total > 1)

    def __enter__(self) -> Teller:
        return self

    def __exit__(self, *_: object) -> None:
        self.seconds = monotonic() - self.started
        self._wipe()
        if self.report:
            self.report.end()

    def done(self, outcome: Outcome) -> None:
        """An input is done: its diff, a line if asked, the bar."""
        self.count += 1
        self.changes += outcome.tally.changes
        options = self.options
        if outcome.diff:
            self.differs(outcome.diff)
        self.found(outcome.findings)
        if options.verbose or not outcome.tally.bytes_out:  # why nothing came out is told in any case
            for note in outcome.notes:
                self.say(f"cleaner: {outcome.task.name}: {note}")
        if options.verbose and not outcome.error:
            what = "left as it is" if outcome.copied else counted(outcome.tally.changes, "change")
            self.say(f"{outcome.task.name}: {what}")
        self._beat()

    def found(self, findings: Sequence[Finding]) -> None:
        """What `--check` found."""
        if self.report and findings:
            self._wipe()
            self.report.add(findings)

    def differs(self, diff: str) -> None:
        """A diff."""
        self._wipe()
        show_diff(diff)

    def skipped(self, task: Task) -> None:
        """An input had been done before."""
        self.count += 1
        self._beat()

    def failed(self, name: str, why: str) -> None:
        """A line for what failed."""
        self.say(f"cleaner: {name}: {why}")

    def say(self, line: str) -> None:
        """A line on standard error, above the bar."""
        self._wipe()
        print(printable(line), file=sys.stderr)

    def _beat(self) -> None:
        now = monotonic()
        if self.bar and now - self.shown >= BEAT:
            self.shown = now
            sys.stderr.write("\r" + self._line(now) + "\x1b[K")
            sys.stderr.flush()

    def _line(self, now: float) -> str:
        rate = self.count / max(now - self.started, 1e-9)
        parts = [f"{self.count:,} files", f"{rate:,.0f}/s", counted(self.changes, "change")]
        if self.total:
            filled = min(BAR, BAR * self.count // self.total)
            left = (self.total - self.count) / max(rate, 1e-9)
            parts[0] = f"[{'#' * filled}{' ' * (BAR - filled)}] {self.count:,} of {self.total:,}"
            parts.append(f"{_clock(left)} left")
        return " · ".join(parts)[: shutil.get_terminal_size().columns - 1]

    def _wipe(self) -> None:
        if self.bar:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def tell_end(summary: Summary, options: Options, several: bool, seconds: float) -> None:
    """What came of the run: nothing for one file, a line for several, a table or JSON if asked."""
    if options.stats:
        tell_stats(summary.tally, options.stats, _extra(summary, seconds))
    elif several and not options.quiet and not options.diff:
        print(printable(sentence(summary, options, seconds)), file=sys.stderr)


def _extra(summary: Summary, seconds: float) -> dict[str, Any]:
    return {
        "inputs": summary.inputs,
        "cleaned": summary.cleaned,
        "rewritten": summary.rewritten,
        "copied": summary.copied,
        "left": sum(summary.left.values()),
        "skipped": summary.skipped,
        "links": summary.links,
        "failed": len(summary.failed),
        "failed_records": summary.failures,
        "seconds": round(seconds, 3),
    }


def sentence(summary: Summary, options: Options, seconds: float) -> str:
    """A run in one line; the numbers add up to the inputs."""
    done = "checked" if options.check else "cleaned"
    parts = [f"{counted(summary.cleaned, 'file')} {done}"]
    parts.append(f"{counted(summary.tally.changes, 'change')} in {summary.rewritten:,} of them")
    if summary.tally.suggestions:
        parts.append(counted(summary.tally.suggestions, "suggestion"))
    for number, what in (
        (summary.copied, "copied as they are"),
        (summary.skipped, "unchanged since the last run"),
        *((number, f"left alone: {why}") for why, number in sorted(summary.left.items())),
        (len(summary.failed), "failed"),
        (summary.failures, "records failed"),
    ):
        if number:
            parts.append(f"{number:,} {what}")
    return f"cleaner: {', '.join(parts)} ({seconds:.1f} s)"


def tell_stats(tally: Tally, form: str, extra: dict[str, Any] | None = None) -> None:
    """The counts of a run: a table, or one line of JSON."""
    numbers: dict[str, Any] = {
        **(extra or {}),
        "texts": tally.texts,
        "changed": tally.changed,
        "changes": tally.changes,
        "suggestions": tally.suggestions,
        "bytes_in": tally.bytes_in,
        "bytes_out": tally.bytes_out,
    }
    if form == "json":
        print(json.dumps({**numbers, "families": dict(tally.families), "rules": dict(tally.rules)}), file=sys.stderr)
        return
    for key, value in numbers.items():
        print(f"{key.replace('_', ' '):<40} {value:>12,}", file=sys.stderr)
    for rule, count in tally.rules.most_common():
        print(f"  {printable(rule):<38} {count:>12,}", file=sys.stderr)
