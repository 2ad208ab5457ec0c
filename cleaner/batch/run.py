"""A run over many inputs: find, clean (here or in worker processes), commit in order.

    Finder -> tasks -> items (a small file, a block of a large one) -> Pool or this process -> commit

Only this process commits, in batches: first the log is written, then the journal, then finished files are renamed to
where they belong. So whatever kills the run, every output is the old file or the new one, the log holds every change
that was made, and `--resume` goes on. Start at :meth:`Run.run`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path
from typing import IO, Any, NamedTuple

from cleaner.batch.atomic import back_up, sweep, temporary_beside
from cleaner.batch.discovery import Found, Link, Problem, Task, reason
from cleaner.batch.file_digest import Whole
from cleaner.batch.journal import Journal, Record
from cleaner.batch.large import NOTHING, Begun, LargeOutput, can_go_on
from cleaner.batch.logfile import LogFile
from cleaner.batch.shards import ShardedLog
from cleaner.batch.summary import Stopper, Summary
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
    trouble,
)
from cleaner.batch.workers import Gone, Pool, alone
from cleaner.core.errors import CleanerError
from cleaner.formats import compression, format_of, is_records
from cleaner.formats.job import Cleaned, Job, NotTextError

COMMIT = 64  # inputs whose outputs are placed at once
COMMIT_LOG = 1 << 20  # characters of log that are held back at the most


class Settings(NamedTuple):
    """How a run goes about its work.

    `jobs` processes; `limit` seconds an input may take; `sync` whether outputs are forced to the disk before they replace
    anything; `backup` the suffix under which in-place runs keep the old file ("" for none); `out` where text goes that
    has no target (None: nowhere); `stdin` gives the stream for the input "-".
    """

    jobs: int = 1
    limit: float = 120.0
    sync: bool = True
    backup: str = ""
    out: IO[bytes] | None = None
    stdin: Callable[[], IO[bytes]] | None = None


class Watcher:
    """Told what happens; this one is silent. `cleaner.cli.terminal` shows it to people."""

    def done(self, outcome: Outcome) -> None:
        """An input is done (or failed)."""

    def skipped(self, task: Task) -> None:
        """An input had been done by an earlier run."""

    def failed(self, name: str, why: str) -> None:
        """An input, or a record of one, could not be cleaned."""

    def differs(self, diff: str) -> None:
        """The diff of a block of a large input, which is not held until its end."""


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
        self._folders: set[str] = set()
        self._first_link: dict[tuple[int, int], Task] = {}
        self._hard_links: list[tuple[Task, Task]] = []
        self._links: list[Link] = []
        self._open: LargeOutput | None = None
        self._begun: dict[int, Begun] = {}  # by the number of the task: what is known of a large input when it begins
        self._log_at = (0, 0)  # where the log was when the open output began, and when it was at its last edge

    def run(self, found: Iterable[Found]) -> Summary:
        """Do it all. Raises KeyboardInterrupt after Ctrl-C, when everything in flight is done and in place."""
        try:
            self._run(found)
        except BaseException:
            keep = self._leave() if self._open else ()
            for folder in self._folders:
                sweep(Path(folder), self.id, own=True, keep=keep)
            raise
        return self.summary

    def _run(self, found: Iterable[Found]) -> None:
        with Stopper(self.summary) as stopper:
            items = self._items(found, stopper)
            if self.settings.jobs > 1:
                with Pool(do, self.job, self.settings.jobs, self.settings.limit) as pool:
                    self._take_all(pool.answers(items))
            else:
                self._take_all(alone(do, self.job, items))
            self._commit()
            self._make_links()

    # ---- items ----------------------------------------------------------------------------------------------------

    def _items(self, found: Iterable[Found], stopper: Stopper) -> Iterator[tuple[Item, int, bool]]:
        for task in found:
            if stopper.stopped:
                return
            if isinstance(task, Problem):
                self._fail(task.name, task.what)
            elif isinstance(task, Link):
                self._links.append(task)
            elif self.journal and self.journal.is_done(task.source, task.size, task.mtime, task.target):
                self.summary.skipped += 1
                self._prepare(task)
                self.watcher.skipped(task)
            elif not self._is_second_link(task):
                yield from self._items_of(task, stopper)

    def _items_of(self, task: Task, stopper: Stopper) -> Iterator[tuple[Item, int, bool]]:
        try:
            self._prepare(task)
        except OSError as problem:
            self._fail(task.target, reason(problem))
            return
        if is_small(task) and (task.target or self.settings.out is None):
            yield FileItem(task, self._temporary(task), self.settings.sync), max(task.size, 2048), True
            return
        try:
            stopped = yield from self._blocks_of(task, stopper)
            end = EndItem(task, stopped=stopped)
        except NotTextError as problem:
            if task.inside:
                yield FileItem(task, self._temporary(task), self.settings.sync), 0, True
                return
            end = EndItem(task, str(problem))
        except TROUBLE as problem:
            end = EndItem(task, trouble(problem))
        yield end, 0, False

    def _blocks_of(self, task: Task, stopper: Stopper) -> Generator[tuple[Item, int, bool], None, bool]:
        """The blocks that are left to do; whether the run was stopped before the last of them."""
        part = self.journal.part_of(task.source, task.size, task.mtime, task.target) if self.journal else None
        whole = Whole(task.kind) if self.log and is_records(task.kind) else None
        self._begun[task.number] = Begun(part, whole)
        done = part.blocks if part else 0
        may_stop = not task.target or (self.journal is not None and can_go_on(task))
        with self._source(task) as raw:
            blocks = format_of(task.kind).blocks(compression.reader(raw, task.compression), self.job, task.kind)
            for number, block in enumerate(blocks):
                if stopper.stopped and may_stop:
                    return True
                if number >= done:
                    yield BlockItem(task, block), len(block.data), True
                elif whole:
                    whole.read(block.data)
        return False

    def _source(self, task: Task) -> AbstractContextManager[IO[bytes]]:
        if task.source == "-" and self.settings.stdin:
            return nullcontext(self.settings.stdin())
        return open(task.source, "rb")

    def _temporary(self, task: Task) -> str:
        return str(temporary_beside(Path(task.target), self.id, task.number)) if task.target else ""

    def _prepare(self, task: Task) -> None:
        """The folder of the output, free of what a killed run left."""
        if not task.target:
            return
        folder = os.path.dirname(task.target) or "."
        if folder not in self._folders:
            os.makedirs(folder, exist_ok=True)
            self._folders.add(folder)
            if self.journal:
                sweep(Path(folder), self.id, keep={part.temp for part in self.journal.parts.values()})

    def _is_second_link(self, task: Task) -> bool:
        """Hard links to one file: it is cleaned once and linked again."""
        if task.links < 2 or not task.target:
            return False
        state = os.stat(task.source)
        first = self._first_link.setdefault((state.st_dev, state.st_ino), task)
        if first is task:
            return False
        self._hard_links.append((first, task))
        return True

    # ---- answers --------------------------------------------------------------------------------------------------

    def _take_all(self, answers: Iterator[tuple[Any, Any]]) -> None:
        for item, answer in answers:
            if isinstance(item, FileItem):
                self._take_file(item, answer)
            elif isinstance(item, BlockItem):
                self._take_block(item, answer)
            else:
                self._end(item)

    def _take_file(self, item: FileItem, answer: Outcome | Gone) -> None:
        if isinstance(answer, Gone):
            if item.temporary:
                Path(item.temporary).unlink(missing_ok=True)
            answer = failed(item.task, answer.why)
        self._hold(answer)

    def _hold(self, outcome: Outcome) -> None:
        self._held.append(outcome)
        self._held_log += sum(map(len, outcome.log))
        if len(self._held) >= COMMIT or self._held_log > COMMIT_LOG:
            self._commit()

    def _take_block(self, item: BlockItem, answer: Cleaned | Gone) -> None:
        output = self._output_of(item.task)
        if isinstance(answer, Gone):
            output.error = output.error or answer.why
            return
        output.write(item.block, answer)
        if self.log:
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
        sync = self.settings.sync and self.journal is not None
        if self.log:
            self.log.flush(sync)
        self._log_at = (self._log_at[0], self._position())
        part = output.mark(self._position(), sync)
        if part and self.journal:
            self.journal.mark(part)

    def _end(self, item: EndItem) -> None:
        output = self._output_of(item.task)
        if item.stopped:
            if item.task.target and not item.task.compression:
                self._mark(output)
            self._leave()
            return
        outcome = output.end(item.error, self.settings.sync)
        self._open = None
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
        held, self._held, self._held_log = self._held, [], 0
        if self.log:
            for outcome in held:
                self.log.write(outcome.log)
            self.log.flush(self.settings.sync and bool(self.settings.backup or any(o.task.source == o.task.target for o in held)))
        if self.journal:
            self.journal.add(map(record_of, held), self._position())
        for outcome in held:
            self._place(outcome)

    def _place(self, outcome: Outcome) -> None:
        task = outcome.task
        if outcome.temporary:
            try:
                if self.settings.backup and task.source == task.target:
                    back_up(Path(task.target), self.settings.backup)
                os.replace(outcome.temporary, task.target)
            except (OSError, CleanerError) as error:
                Path(outcome.temporary).unlink(missing_ok=True)
                outcome = outcome._replace(error=trouble(error))
        self._count(outcome)

    def _count(self, outcome: Outcome) -> None:
        summary = self.summary
        summary.inputs += 1
        if outcome.error:
            self._fail(outcome.task.name, outcome.error)
        else:
            summary.copied += outcome.copied
            summary.rewritten += outcome.tally.differs
            summary.tally.add(outcome.tally)
        summary.failures += outcome.failed
        for failure in outcome.failures:
            self.watcher.failed(outcome.task.name, failure)
        if outcome.failed > len(outcome.failures):
            self.watcher.failed(outcome.task.name, f"{outcome.failed - len(outcome.failures):,} more records")
        self.watcher.done(outcome)

    def _fail(self, name: str, why: str) -> None:
        self.summary.failed.append((name, why))
        self.watcher.failed(name, why)

    def _make_links(self) -> None:
        """Hard and symbolic links, when the files that they lead to are there."""
        for first, second in self._hard_links:
            if os.path.exists(second.target) and os.path.samefile(first.target, second.target):
                continue
            self._link(second.name, second.target, lambda held, first=first: os.link(first.target, held))  # type: ignore[misc]
        for link in self._links:
            self._link(link.name, link.target, lambda held, link=link: os.symlink(link.leads_to, held))  # type: ignore[misc]

    def _link(self, name: str, target: str, make: Callable[[str], None]) -> None:
        try:
            os.makedirs(os.path.dirname(target) or ".", exist_ok=True)
            held = str(temporary_beside(Path(target), self.id, -1))
            with suppress(FileNotFoundError):
                os.unlink(held)
            make(held)
            os.replace(held, target)
            self.summary.links += 1
        except OSError as error:
            self._fail(name, reason(error))


def record_of(outcome: Outcome) -> Record:
    """The line of the journal for an input. What was cleaned in place is described as it is now."""
    task = outcome.task
    in_place = task.source == task.target
    size, mtime = (outcome.size, outcome.mtime) if in_place and not outcome.error else (task.size, task.mtime)
    temporary = os.path.basename(outcome.temporary)
    return Record(task.source, size, mtime, task.target, outcome.size, outcome.tally.changes, temporary, outcome.error)
