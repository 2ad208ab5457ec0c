"""Cleaning documents in several processes, in order, with bounded memory; what they share is loaded before they are made.

The standard pool: a worker that dies ends the call with an error, which is what a caller of a library expects. A batch, which
must go on without the input that killed a worker, has workers of its own (:mod:`cleaner.batch.workers`).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import suppress
from itertools import islice
from multiprocessing import get_start_method
from typing import TYPE_CHECKING, Any

from cleaner.core.errors import CleanerError

if TYPE_CHECKING:
    from cleaner.pipeline.cleaner import Cleaner
    from cleaner.pipeline.result import Result

BATCH = 32  # documents a task: one a task is slower than no second process, measured on texts of 2,000 characters
IN_FLIGHT = 3  # tasks a process: enough to keep it busy, few enough to keep memory flat
# What English prose has the filters and models loaded for: half of what a process needs before it is up to speed.
EXERCISE = """\
The committee had recieved the the report by noon, and its not certain weather they would of read it. She had to went home, for an
university is to far a way. It was a well-known inter-
national firm, whose de sign had been alot better then the others; he beleived that teh goverment could definately manage.
"""


def load_shared(cleaner: Cleaner) -> None:
    """Load filters and models into a process from which others are to be forked: each would do so by itself, in 0.1 s.

    Plug-ins are not asked, for what they do with a text that nobody gave is unknown; what is missing or broken is told when a
    document needs it.
    """
    with suppress(CleanerError):
        (cleaner.with_options(filters=()) if cleaner.filters else cleaner).clean(EXERCISE)


def clean_in_processes(cleaner: Cleaner, documents: Iterable[str | bytes], jobs: int, input_format: str) -> Iterator[Result[Any]]:
    """Results in the order of the documents."""
    source = iter(documents)
    waiting: deque[Future[list[Result[Any]]]] = deque()
    if get_start_method() == "fork":
        load_shared(cleaner)
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
