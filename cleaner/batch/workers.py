"""Worker processes that may die, hang or be killed, and answers in order all the same.

`multiprocessing.Pool` hangs when a worker dies and `ProcessPoolExecutor` breaks as a whole. Here every worker has its own
pipe and a shared number that says which item it is at. If it dies or stays at one item for too long, the parent
starts another one, gives it the other items again and the suspect alone; a suspect that does it twice gets an error as
its answer. Where the number says nothing, the batch is halved until the suspect is alone. Workers end with their parent.

Start at :meth:`Pool.answers`.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from time import monotonic
from typing import Any, NamedTuple

from cleaner.core.errors import CleanerError

BATCH = 64  # items a message at the most; one a message is slower than no second process (performance.md, 3)
WEIGHT = 1 << 18  # bytes a message at the most, unless one item is larger
AHEAD = 64  # batches in work or waiting for an earlier one
AHEAD_WEIGHT = 32 << 20  # bytes of them: what keeps memory flat
TRIES = 2  # an item that takes its worker down so often is given up
SLOWEST = 50_000  # bytes a second; the time limit grows with the size of an item at this rate
TICK = 0.5  # seconds between looks at the clock
FALSE_STARTS = 5  # workers in a row that die before their first item: something is wrong with the installation

Work = Callable[[Any, Any], Any]


class WorkItem(NamedTuple):
    """One item on its way: its place in the order, what it is, its size in bytes, whether a worker is needed."""

    number: int
    item: Any
    weight: int
    away: bool


class WorkerFailure(NamedTuple):
    """The answer for an item that a worker did not survive, or that raised."""

    why: str


class Worker:
    """One process, its pipe, what it was given and which item it is at."""

    def __init__(self, context: Any, work: Work, job: Any) -> None:
        self.at = context.RawValue("q", -1)
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=serve, args=(theirs, self.at, work, job, os.getpid()), daemon=True)
        self.process.start()
        theirs.close()
        self.given: list[WorkItem] = []
        self.seen = -1
        self.since = monotonic()

    def give(self, batch: list[WorkItem]) -> None:
        """Send a batch; the worker is idle, so it is reading."""
        self.given = batch
        self.seen, self.since = -1, monotonic()
        self.pipe.send([(asked.number, asked.item) for asked in batch])

    def is_hung(self, limit: float) -> bool:
        """Whether it has been at one item for longer than the limit (and the size of the item) allows."""
        at = self.at.value
        if at != self.seen:
            self.seen, self.since = at, monotonic()
        weight = next((asked.weight for asked in self.given if asked.number == at), 0)
        return bool(self.given) and monotonic() - self.since > limit + weight / SLOWEST

    def end(self) -> None:
        """Stop it, politely if it is idle (closing the pipe is not enough: younger workers inherited it)."""
        if self.given or not self.process.is_alive():
            self.process.kill()
        else:
            with suppress(OSError):
                self.pipe.send(None)
        self.pipe.close()
        self.process.join(TICK * 4)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()


def serve(pipe: Connection, at: Any, work: Work, job: Any, parent: int) -> None:
    """The life of a worker: receive a batch, answer it, until the pipe closes or the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which lets us finish
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    end_with_parent()
    gc.freeze()  # what came from the parent lives as long as the process: no collection looks at it, so its pages stay shared
    while True:
        try:
            batch = pipe.recv()
        except (EOFError, OSError):
            return
        if batch is None:
            return
        answers = []
        for number, item in batch:
            if os.getppid() != parent:
                return
            at.value = number
            answers.append((number, guarded(work, item, job)))
        at.value = -1
        try:
            pipe.send(answers)
        except OSError:
            return


def guarded(work: Work, item: Any, job: Any) -> Any:
    """The answer, or what went wrong: a filter of others may raise anything, and one input must not stop a batch."""
    try:
        return work(item, job)
    except CleanerError as error:
        return WorkerFailure(str(error))
    except MemoryError:
        return WorkerFailure("it needs more memory than there is")
    except Exception as error:  # noqa: BLE001
        return WorkerFailure(f"{type(error).__name__}: {error} {_raised_at(error)}".rstrip())


def _raised_at(error: BaseException) -> str:
    """The file and line that raised, for the report that we hope to get."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"(at {os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno})" if trace else ""


def end_with_parent() -> None:
    """Ask Linux for a SIGKILL when the parent dies: a worker must not write beside the next run."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # 1 is PR_SET_PDEATHSIG


class Pool:
    """`jobs` processes that do `work(item, job)`; use it in a `with` block. Forked ones have what `load_shared` loads."""

    def __init__(self, work: Work, job: Any, jobs: int, limit: float, load_shared: Callable[[], None]) -> None:
        # fork starts a worker in 15 ms, spawn in 300 ms; elsewhere than on Linux fork is not safe
        self._context = multiprocessing.get_context("fork" if sys.platform == "linux" else None)
        if self._context.get_start_method() == "fork":
            load_shared()
        self._work, self._job, self._limit = work, job, limit
        self._workers = [self._start() for _ in range(jobs)]
        self._again: deque[list[WorkItem]] = deque()
        self._tries: dict[int, int] = {}
        self._false_starts = 0
        self.replaced = 0

    def _start(self) -> Worker:
        return Worker(self._context, self._work, self._job)

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.end()

    def answers(self, items: Iterable[tuple[Any, int, bool]]) -> Iterator[tuple[Any, Any]]:
        """Pairs (item, answer) in the order of the items, which are triples (item, bytes, whether a worker is needed).

        Items are taken lazily, a bounded number ahead of the answers.
        """
        batches = batched(items)
        order: deque[WorkItem] = deque()
        done: dict[int, Any] = {}
        waiting = 0  # batches handed out or held back, not yet yielded
        exhausted = False
        sizes: deque[int] = deque()
        weight = 0
        while True:
            for worker in self._workers:
                if worker.given:
                    continue
                if self._again:
                    worker.give(self._again.popleft())
                    continue
                while not worker.given and not exhausted and waiting < AHEAD and weight < AHEAD_WEIGHT:
                    batch = next(batches, None)
                    if batch is None:
                        exhausted = True
                        break
                    order.extend(batch)
                    sizes.append(len(batch))
                    waiting += 1
                    weight += sum(asked.weight for asked in batch)
                    done.update((asked.number, asked.item) for asked in batch if not asked.away)
                    if away := [asked for asked in batch if asked.away]:
                        worker.give(away)
            while order and order[0].number in done:
                asked = order.popleft()
                weight -= asked.weight
                yield asked.item, done.pop(asked.number)
                sizes[0] -= 1
                if not sizes[0]:
                    sizes.popleft()
                    waiting -= 1
            if exhausted and not order:
                return
            if (order and order[0].number not in done) or not exhausted:
                self._collect(done)

    def _collect(self, done: dict[int, Any]) -> None:
        """Wait for answers; see after the dead and the hung."""
        busy = {worker.pipe: worker for worker in self._workers if worker.given}
        if not busy:
            return
        for pipe in wait(list(busy), TICK):
            worker = busy[pipe]
            try:
                answers = worker.pipe.recv()
            except (EOFError, OSError):
                worker.process.join(TICK)
                code = worker.process.exitcode
                self._replace(worker, done, f"a worker process died at it ({describe_exit(code)})")
                continue
            self._false_starts = 0
            done.update(answers)
            worker.given = []
        for worker in self._workers:
            if worker.given and worker.is_hung(self._limit):
                worker.process.kill()
                worker.process.join()
                self._replace(worker, done, f"it took longer than {self._limit:g} s (--timeout allows more)")

    def _replace(self, worker: Worker, done: dict[int, Any], why: str) -> None:
        """Another worker; the suspect alone, the innocent together, to be done again."""
        at, given = worker.at.value, worker.given
        worker.given = []
        worker.end()
        self._workers[self._workers.index(worker)] = self._start()
        self.replaced += 1
        suspects = [asked for asked in given if asked.number == at]
        if not suspects and len(given) == 1:
            suspects = given
        if not suspects:
            self._false_starts += 1
            if self._false_starts > FALSE_STARTS:
                raise CleanerError("worker processes die before they begin", remedy="-j 1 shows why")
            middle = len(given) // 2
            self._again.extend([given[:middle], given[middle:]])
            return
        if innocent := [asked for asked in given if asked not in suspects]:
            self._again.append(innocent)
        for asked in suspects:
            self._tries[asked.number] = self._tries.get(asked.number, 0) + 1
            if self._tries[asked.number] < TRIES:
                self._again.append([asked])
            else:
                done[asked.number] = WorkerFailure(why)


def describe_exit(code: int | None) -> str:
    """What an exit code of a process says.

    >>> describe_exit(-9), describe_exit(3)
    ('SIGKILL', 'exit code 3')
    """
    if code is not None and code < 0:
        return signal.Signals(-code).name
    return f"exit code {code}"


def batched(items: Iterable[tuple[Any, int, bool]]) -> Iterator[list[WorkItem]]:
    """Items by the batch: as many as fit a message."""
    batch: list[WorkItem] = []
    weight = 0
    for number, (item, size, away) in enumerate(items):
        batch.append(WorkItem(number, item, size, away))
        weight += size
        if len(batch) >= BATCH or weight >= WEIGHT:
            yield batch
            batch, weight = [], 0
    if batch:
        yield batch


def alone(work: Work, job: Any, items: Iterable[tuple[Any, int, bool]]) -> Iterator[tuple[Any, Any]]:
    """What :meth:`Pool.answers` does, in this process."""
    for item, _, away in items:
        yield item, guarded(work, item, job) if away else item
