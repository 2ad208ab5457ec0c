"""Cleaning documents in several processes, in order, with bounded memory.

The standard pool: a worker that dies ends the call with an error, which is what a caller of a library expects. A batch, which
must go on without the input that killed a worker, has workers of its own (:mod:`cleaner.batch.workers`).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cleaner.pipeline.cleaner import Cleaner
    from cleaner.pipeline.result import Result

BATCH = 32  # documents a task: one a task is slower than no second process, measured on texts of 2,000 characters
IN_FLIGHT = 3  # tasks a process: enough to keep it busy, few enough to keep memory flat


def clean_in_processes(cleaner: Cleaner, documents: Iterable[str | bytes], jobs: int, input_format: str) -> Iterator[Result[Any]]:
    """Results in the order of the documents."""
    source = iter(documents)
    waiting: deque[Future[list[Result[Any]]]] = deque()
    with ProcessPoolExecutor(jobs, initializer=_start, initargs=(cleaner,)) as pool:
        while True:
            while len(waiting) < jobs * IN_FLIGHT and (batch := list(islice(source, BATCH))):
                waiting.append(pool.submit(_clean_batch, batch, input_format))
            if not waiting:
                return
            yield from waiting.popleft().result()


_worker: list[Cleaner] = []  # set once, when a worker process starts


def _start(cleaner: Cleaner) -> None:
    _worker[:] = [cleaner]


def _clean_batch(batch: list[str | bytes], input_format: str) -> list[Result[Any]]:
    return [_worker[0].clean(data, input_format=input_format) for data in batch]
