"""A run over many inputs: find, clean (here or in worker processes), commit in order.

    Finder -> tasks -> items (a small file, a block of a large one) -> Pool or this process -> commit

Only this process commits, in batches: first the log is written, then the journal, then finished files are renamed to
where they belong. So whatever kills the run, every output is the old file or the new one, the log holds every change
that was made, and `--resume` goes on. Start at :meth:`Run.run`.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path
from types import FrameType
from typing import IO, Any, NamedTuple

from cleaner.engines import compression
from cleaner.engines.atomic import AtomicFile, back_up, sweep, temporary_beside
from cleaner.engines.formats import format_of
from cleaner.engines.job import Cleaned, Job, NotTextError, Tally
from cleaner.engines.journal import Journal, Record
from cleaner.engines.logfile import LogFile
from cleaner.engines.pool import Gone, Pool, alone
from cleaner.engines.tasks import Found, Link, Problem, Task, reason
from cleaner.engines.work import (
    TROUBLE,
    BlockItem,
    EndItem,
    FileItem,
    Folded,
    Item,
    Outcome,
    do,
    failed,
    is_small,
    trouble,
    writer_for,
)
from cleaner.errors import CleanerError

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


class Summary:
    """What came of a run."""

    def __init__(self) -> None:
        self.tally = Tally()
        self.inputs = self.rewritten = self.copied = self.skipped = self.links = 0
        self.failed: list[tuple[str, str]] = []
        self.failures = 0
        self.stopped = False


class Watcher:
    """Told what happens; this one is silent. `cleaner.cli.watch` shows it to people."""

    def done(self, outcome: Outcome) -> None:
        """An input is done (or failed)."""

    def skipped(self, task: Task) -> None:
        """An input had been done by an earlier run."""

    def failed(self, name: str, why: str) -> None:
        """An input, or a record of one, could not be cleaned."""


class Run:
    """One run; see the module docstring."""

    def __init__(
        self,
        job: Job,
        settings: Settings,
        run: str,
        *,
        log: LogFile | None = None,
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
        self._open: _Output | None = None

    def run(self, found: Iterable[Found]) -> Summary:
        """Do it all. Raises KeyboardInterrupt after Ctrl-C, when everything in flight is done and in place."""
        try:
            self._run(found)
        except BaseException:
            for folder in self._folders:
                sweep(Path(folder), self.id, own=True)
            raise
        return self.summary

    def _run(self, found: Iterable[Found]) -> None:
        with _Stopper(self.summary) as stopper:
            items = self._items(found, stopper)
            if self.settings.jobs > 1:
                with Pool(do, self.job, self.settings.jobs, self.settings.limit) as pool:
                    self._take_all(pool.answers(items))
            else:
                self._take_all(alone(do, self.job, items))
            self._commit()
            self._make_links()

    # ---- items ----------------------------------------------------------------------------------------------------

    def _items(self, found: Iterable[Found], stopper: _Stopper) -> Iterator[tuple[Item, int, bool]]:
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

    def _items_of(self, task: Task, stopper: _Stopper) -> Iterator[tuple[Item, int, bool]]:
        try:
            self._prepare(task)
        except OSError as problem:
            self._fail(task.target, reason(problem))
            return
        if is_small(task) and (task.target or self.settings.out is None):
            yield FileItem(task, self._temporary(task), self.settings.sync), max(task.size, 2048), True
            return
        error = ""
        try:
            yield from self._blocks_of(task, stopper)
        except NotTextError as problem:
            if task.inside:
                yield FileItem(task, self._temporary(task), self.settings.sync), 0, True
                return
            error = str(problem)
        except TROUBLE as problem:
            error = trouble(problem)
        yield EndItem(task, error), 0, False

    def _blocks_of(self, task: Task, stopper: _Stopper) -> Iterator[tuple[Item, int, bool]]:
        with self._source(task) as raw:
            for block in format_of(task.kind).blocks(compression.reader(raw, task.compression), self.job, task.kind):
                yield BlockItem(task, block), len(block.data), True
                if stopper.stopped and not task.target:
                    break

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
                sweep(Path(folder), self.id)

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
        if self._open is None or self._open.task.number != item.task.number:
            self._open = _Output(item.task, self)
        if isinstance(answer, Gone):
            self._open.error = self._open.error or answer.why
        else:
            self._open.write(answer)

    def _end(self, item: EndItem) -> None:
        if self._open is None or self._open.task.number != item.task.number:
            self._open = _Output(item.task, self)
        output, self._open = self._open, None
        self._hold(output.end(item.error))

    # ---- commit ---------------------------------------------------------------------------------------------------

    def _commit(self) -> None:
        """Log, then journal, then rename: in this order nothing that was changed is ever unlogged."""
        held, self._held, self._held_log = self._held, [], 0
        if self.log:
            for outcome in held:
                self.log.write(outcome.log)
            self.log.flush(self.settings.sync and bool(self.settings.backup or any(o.task.source == o.task.target for o in held)))
        if self.journal:
            self.journal.add(record_of(outcome) for outcome in held)
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
        for failure in outcome.failures:
            summary.failures += 1
            self.watcher.failed(outcome.task.name, failure)
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


class _Output:
    """The output of a large input: written block by block as the answers come."""

    def __init__(self, task: Task, run: Run) -> None:
        self.task, self.run = task, run
        self.folded = Folded(task)
        self.error = ""
        self.file: AtomicFile | None = None
        self.stream = run.settings.out
        if task.target:
            try:
                temporary = temporary_beside(Path(task.target), run.id, task.number)
                self.file = AtomicFile(Path(task.target), temporary, os.stat(task.source) if task.source != "-" else None)
                self.stream = writer_for(self.file.stream, task)
            except (OSError, CleanerError) as error:
                self.error = trouble(error)

    def write(self, cleaned: Cleaned) -> None:
        """One block; its log goes out at once, so that memory stays flat."""
        self.folded.add(cleaned)
        if self.run.log:
            self.run.log.write(cleaned.log)
        self.folded.log.clear()
        if self.stream is None or self.error:
            return
        if self.file is None:
            self.stream.write(cleaned.data)
            self.stream.flush()
            return
        try:
            self.stream.write(cleaned.data)
        except OSError as error:
            self.error = reason(error)

    def end(self, error: str) -> Outcome:
        """Finish or discard."""
        error = self.error or error
        task, file = self.task, self.file
        if file is None:
            return self.folded.outcome(error=error, size=self.folded.tally.bytes_out)
        in_place = task.source == task.target
        if error or (in_place and not self.folded.tally.differs):
            file.discard()
            return self.folded.outcome(error=error, size=task.size, mtime=task.mtime)
        try:
            if self.stream is not None and self.stream is not file.stream:
                self.stream.close()
            state = file.finish(self.run.settings.sync)
        except OSError as problem:
            file.discard()
            return self.folded.outcome(error=reason(problem))
        return self.folded.outcome(temporary=str(file.temporary), size=state.st_size, mtime=state.st_mtime_ns)


class _Stopper:
    """Ctrl-C once: no new inputs, what is in flight is finished. Twice: at once."""

    def __init__(self, summary: Summary) -> None:
        self.summary = summary
        self.stopped = False
        self._old: Any = None

    def _stop(self, number: int, frame: FrameType | None) -> None:
        if self.stopped:
            raise KeyboardInterrupt
        self.stopped = self.summary.stopped = True

    def __enter__(self) -> _Stopper:
        with suppress(ValueError):  # not the main thread: whoever runs us there sees to signals
            self._old = signal.signal(signal.SIGINT, self._stop)
        return self

    def __exit__(self, *_: object) -> None:
        if self._old is not None:
            signal.signal(signal.SIGINT, self._old)


def record_of(outcome: Outcome) -> Record:
    """The line of the journal for an input. What was cleaned in place is described as it is now."""
    task = outcome.task
    in_place = task.source == task.target
    size, mtime = (outcome.size, outcome.mtime) if in_place and not outcome.error else (task.size, task.mtime)
    temporary = os.path.basename(outcome.temporary)
    return Record(task.source, size, mtime, task.target, outcome.size, outcome.tally.changes, temporary, outcome.error)
