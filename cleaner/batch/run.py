"""A run over many inputs: find, clean (here or in worker processes), commit in order.

    Finder -> tasks -> items (a small file, a block of a large one) -> Pool or this process -> commit

Only this process commits, in batches: first the log is written, then the journal, then finished files are renamed to
where they belong. So whatever kills the run, every output is the old file or the new one, the log holds every change
that was made, and `--resume` goes on. Start at :meth:`Run.run`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from cleaner.batch.discovery import NOT_PROSE, Found, Left, Link, Problem, Task
from cleaner.batch.file_digest import FileDigest
from cleaner.batch.journal import Journal, Record
from cleaner.batch.logfile import LogFile
from cleaner.batch.output.atomic import back_up, put, sync_folder, temporary_beside
from cleaner.batch.output.large import NOTHING, LargeOutput, ResumeState
from cleaner.batch.output.mirror import Mirror
from cleaner.batch.settings import Settings, Watcher
from cleaner.batch.shards import ShardedLog
from cleaner.batch.signals import Interrupted, deferred
from cleaner.batch.summary import Summary
from cleaner.batch.work import (
    TROUBLE,
    BlockItem,
    EndItem,
    FileItem,
    Item,
    Outcome,
    do,
    failed,
    is_small,
    opened,
    trouble,
)
from cleaner.batch.workers import Pool, WorkerFailure, alone
from cleaner.core.errors import CleanerError
from cleaner.formats import format_of, is_records
from cleaner.formats.job import Cleaned, Job, NotTextError

if TYPE_CHECKING:
    pass

COMMIT = 64  # inputs whose outputs are placed at once
MORE = " more records"
COMMIT_LOG = 1 << 20  # characters of log that are held back at the most


class Run:
    """One run; see the module docstring."""

    def __init__(
        self,
        job: Job,
        settings: Settings,
        run: str,
        *,
        log: LogFile | ShardedLog | None = None,
        journal: Journal | None = None,
        watcher: Watcher | None = None,
    ) -> None:
        self.job, self.settings, self.id = job, settings, run
        self.log, self.journal, self.watcher = log, journal, watcher or Watcher()
        self.summary = Summary()
        self._held: list[Outcome] = []
        self._held_log = 0
        keep = {part.temp for part in journal.parts.values()} if journal else None
        self._mirror = Mirror(settings.root, run, keep)
        self._open: LargeOutput | None = None
        self._begun: dict[int, ResumeState] = {}  # by the number of the task: what is known of a large input when it begins
        self._pending: dict[int, str] = {}  # by the number of the task: temporary files that are not placed yet
        self._log_at = (0, 0)  # where the log was when the open output began, and when it was at its last edge

    def run(self, found: Iterable[Found]) -> Summary:
        """Do it all. Raises Interrupted at a signal, when what was done is in place and the rest is as it was."""
        try:
            self._run(found)
        except BaseException as error:
            with deferred():
                if isinstance(error, Interrupted):
                    self._commit()
                keep = self._leave() if self._open else set()
                for temporary in self._pending.values():
                    if os.path.basename(temporary) not in keep:
                        Path(temporary).unlink(missing_ok=True)
            raise
        return self.summary

    def _run(self, found: Iterable[Found]) -> None:
        items = self._items(found)
        if self.settings.jobs > 1:
            from cleaner.pipeline.processes import load_shared

            load = partial(load_shared, self.job.cleaner)
            with Pool(do, self.job, self.settings.jobs, self.settings.limit, load) as pool:
                self._take_all(pool.answers(items))
        else:
            self._take_all(alone(do, self.job, items))
        self._commit()
        self.summary.links = self._mirror.make_links(self._fail)

    # ---- items ----------------------------------------------------------------------------------------------------

    def _items(self, found: Iterable[Found]) -> Iterator[tuple[Item, int, bool]]:
        """The work items of what was found; what is skipped, left or wrong is counted."""
        for task in found:
            if isinstance(task, Problem):
                self._fail(task.name, task.what)
            elif isinstance(task, Left):
                self.summary.left[task.why] += 1
            elif isinstance(task, Link):
                self._mirror.add(task)
            elif self.journal and (done := self.journal.done(task.source, task.size, task.mtime, task.target)) is not None:
                self._skip(task, done)
            elif not self._mirror.is_second_link(task):
                yield from self._items_of(task)

    def _skip(self, task: Task, failures: Sequence[str]) -> None:
        """An earlier run has done this input; records of it that failed then still do, and are told again."""
        self.summary.skipped += 1
        try:
            self._mirror.prepare(task)
        except TROUBLE as problem:
            self._fail(task.target, trouble(problem))
            return
        self._tell_failures(task.name, failures)
        self.watcher.skipped(task)

    def _items_of(self, task: Task) -> Iterator[tuple[Item, int, bool]]:
        """One item for a small input; blocks and an end for a large one."""
        try:
            self._mirror.prepare(task)
        except TROUBLE as problem:
            self._fail(task.target, trouble(problem))
            return
        if is_small(task, self.settings.jobs) and (task.target or self.settings.out is None):
            yield FileItem(task, self._temporary(task), self.settings.sync), max(task.size, 2048), True
            return
        try:
            yield from self._blocks_of(task)
            end = EndItem(task)
        except NotTextError as problem:
            if task.inside:
                yield FileItem(task, self._temporary(task), self.settings.sync), 0, True
                return
            end = EndItem(task, str(problem))
        except TROUBLE as problem:
            end = EndItem(task, trouble(problem))
        yield end, 0, False

    def _blocks_of(self, task: Task) -> Iterator[tuple[Item, int, bool]]:
        """The blocks that are left to do."""
        part = self.journal.part_of(task.source, task.size, task.mtime, task.target) if self.journal else None
        done = part.blocks if part else 0
        with self._source(task) as raw:
            kind, stream = opened(raw, task)
            task = task._replace(kind=kind)
            whole = FileDigest(kind) if self.log and is_records(kind) else None
            self._begun[task.number] = ResumeState(part, whole)
            for number, block in enumerate(format_of(kind).blocks(stream, self.job, kind)):
                if number >= done:
                    yield BlockItem(task, block), len(block.data), True
                elif whole:
                    whole.read(block.data)

    def _source(self, task: Task) -> AbstractContextManager[IO[bytes]]:
        if task.source == "-" and self.settings.stdin:
            return nullcontext(self.settings.stdin())
        return open(task.source, "rb")

    def _temporary(self, task: Task) -> str:
        if not task.target:
            return ""
        temporary = str(temporary_beside(Path(task.target), self.id, task.number))
        self._pending[task.number] = temporary
        return temporary

    # ---- answers --------------------------------------------------------------------------------------------------

    def _take_all(self, answers: Iterator[tuple[Any, Any]]) -> None:
        for item, answer in answers:
            if isinstance(item, FileItem):
                self._take_file(item, answer)
            elif isinstance(item, BlockItem):
                self._take_block(item, answer)
            else:
                self._end(item)

    def _take_file(self, item: FileItem, answer: Outcome | WorkerFailure) -> None:
        if isinstance(answer, WorkerFailure):
            if item.temporary:
                Path(item.temporary).unlink(missing_ok=True)
            answer = failed(item.task, answer.why)
        self._hold(answer)

    def _hold(self, outcome: Outcome) -> None:
        self._held.append(outcome)
        self._held_log += sum(map(len, outcome.log))
        if len(self._held) >= COMMIT or self._held_log > COMMIT_LOG:
            self._commit()

    def _take_block(self, item: BlockItem, answer: Cleaned | WorkerFailure) -> None:
        """Write a cleaned block of a large input, its log and its findings."""
        output = self._output_of(item.task)
        if isinstance(answer, WorkerFailure):
            output.error = output.error or answer.why
            return
        output.write(item.block, answer)
        if answer.findings:
            self.watcher.found(answer.findings)
        if self.log:
            self.log.restrict(*item.task.access)
            self.log.write(answer.log)  # at once, so that memory stays flat
        if answer.diff:
            self.watcher.differs(answer.diff)
        if output.is_due:
            self._mark(output)

    def _output_of(self, task: Task) -> LargeOutput:
        """The output of a large input; what came before it is committed, so that the log is about this one alone."""
        if self._open is None:
            self._commit()
            self._log_at = (self._position(), self._position())
            self._open = LargeOutput(task, self.id, self.settings.out, self._begun.pop(task.number, NOTHING))
        return self._open

    def _mark(self, output: LargeOutput) -> None:
        """The output is at an edge: from here a run can go on."""
        with deferred():
            self._mark_now(output)

    def _mark_now(self, output: LargeOutput) -> None:
        sync = self.settings.sync and self.journal is not None
        if self.log:
            self.log.flush(sync)
        self._log_at = (self._log_at[0], self._position())
        part = output.mark(self._position(), sync)
        if part and self.journal:
            self.journal.mark(part)

    def _end(self, item: EndItem) -> None:
        """Close the output of a large input."""
        output = self._output_of(item.task)
        outcome = output.end(item.error, self.settings.sync)
        self._open = None
        if output.file:
            self._pending[item.task.number] = str(output.file.temporary)
        if self.log and output.whole and not outcome.error:
            self.log.write(output.whole.lines(item.task.name))
        if outcome.error and self.log and item.task.target:
            self.log.cut(self._log_at[0])
        self._hold(outcome)

    def _leave(self) -> set[str]:
        """The run ends within a large input: output and log end where the journal says, if it says; what is kept."""
        output, self._open = self._open, None
        assert output is not None
        output.leave()
        if self.log and output.file:
            self.log.cut(self._log_at[1])
        return {output.file.temporary.name} if output.file and output.kept else set()

    def _position(self) -> int:
        return self.log.position if self.log else 0

    # ---- commit ---------------------------------------------------------------------------------------------------

    def _commit(self) -> None:
        """Log, then journal, then rename: in this order nothing that was changed is ever unlogged."""
        with deferred():
            held, self._held, self._held_log = self._held, [], 0
            if self.log:
                for outcome in held:
                    if outcome.log:
                        self.log.restrict(*outcome.task.access)
                    self.log.write(outcome.log)
                self.log.flush(self.settings.sync and any(outcome.task.in_place for outcome in held))
            if self.journal:
                self.journal.add((record_of(outcome, self.settings.backup) for outcome in held), self._position())
            for outcome in held:
                self._place(outcome)
            if self.settings.sync:
                for folder in {os.path.dirname(outcome.task.target) for outcome in held if outcome.temporary}:
                    sync_folder(Path(folder or "."))

    def _place(self, outcome: Outcome) -> None:
        """Move a finished output to its place, after the backup."""
        task = outcome.task
        if outcome.temporary:
            try:
                if self.settings.backup and task.in_place:
                    back_up(Path(task.target), self.settings.backup)
                put(Path(outcome.temporary), Path(task.target))
            except (OSError, CleanerError) as error:
                Path(outcome.temporary).unlink(missing_ok=True)
                outcome = outcome._replace(error=trouble(error))
        self._pending.pop(task.number, None)
        self._count(outcome)

    def _count(self, outcome: Outcome) -> None:
        """Add an outcome to the summary and tell the watcher."""
        summary = self.summary
        if outcome.error:
            self._fail(outcome.task.name, outcome.error)
        elif outcome.copied and outcome.temporary:
            summary.copied += 1
        elif outcome.copied:
            summary.left[NOT_PROSE] += 1
        else:
            summary.cleaned += 1
            summary.rewritten += outcome.tally.differs
            summary.tally.add(outcome.tally)
        self._tell_failures(outcome.task.name, failures_of(outcome))
        self.watcher.done(outcome)

    def _tell_failures(self, name: str, failures: Sequence[str]) -> None:
        """Records of an input that failed; the last line may stand for many."""
        for failure in failures:
            self.watcher.failed(name, failure)
            self.summary.failures += int(failure.split(" ", 1)[0].replace(",", "")) if failure.endswith(MORE) else 1

    def _fail(self, name: str, why: str) -> None:
        self.summary.failed.append((name, why))
        self.watcher.failed(name, why)


def record_of(outcome: Outcome, backup: str = "") -> Record:
    """The line of the journal for an input. What was cleaned in place is described as it is now."""
    task = outcome.task
    size, mtime = (outcome.size, outcome.mtime) if task.in_place and not outcome.error else (task.size, task.mtime)
    temporary, changes = os.path.basename(outcome.temporary), outcome.tally.changes
    backup = backup if temporary and task.in_place else ""
    return Record(
        task.source, size, mtime, task.target, outcome.size, changes, temporary, outcome.error, failures_of(outcome), backup
    )


def failures_of(outcome: Outcome) -> tuple[str, ...]:
    """A line for each record that failed, as far as they are told one by one, and one for the others."""
    more = outcome.failed - len(outcome.failures)
    return (*outcome.failures, f"{more:,}{MORE}") if more > 0 else outcome.failures
