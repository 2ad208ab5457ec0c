"""Worker processes for requests: a request that takes too long is given up together with its process."""

from __future__ import annotations

import asyncio
import multiprocessing
from multiprocessing.connection import Connection
from typing import Any

from cleaner.serve.work import Table, answer

BUSY, TOO_LONG = 503, 504
_CONTEXT = multiprocessing.get_context("spawn")  # a fork of a process with threads may hang


class Workers:
    """`count` processes that answer one request each at a time; `seconds` is all that a request gets, waiting included."""

    def __init__(self, count: int, seconds: float) -> None:
        self.seconds = seconds
        self._idle: asyncio.Queue[_Worker] = asyncio.Queue()
        self._all = {_Worker() for _ in range(count)}
        for worker in self._all:
            self._idle.put_nowait(worker)

    async def do(self, task: str, asked: Table) -> tuple[int, Table]:
        """The answer of the next idle worker, as :func:`cleaner.serve.work.answer` gives it, or 503, 504."""
        try:
            worker = await asyncio.wait_for(self._idle.get(), self.seconds)
        except TimeoutError:
            return BUSY, {"error": "all workers are busy", "remedy": "try again, or start with more --jobs"}
        try:
            return await asyncio.to_thread(worker.do, task, asked, self.seconds)
        finally:
            self._idle.put_nowait(worker)

    def stop(self) -> None:
        """End the processes."""
        for worker in self._all:
            worker.stop()


class _Worker:
    """One process, started with its first request and again after one that was given up."""

    def __init__(self) -> None:
        self._process: Any = None
        self._pipe: Connection | None = None

    def do(self, task: str, asked: Table, seconds: float) -> tuple[int, Table]:
        """Have a task done within so many seconds: HTTP status and answer."""
        pipe = self._pipe or self._start()
        try:
            pipe.send((task, asked))
            if pipe.poll(seconds):
                done: tuple[int, Table] = pipe.recv()
                return done
        except (EOFError, OSError):
            self.stop()
            return TOO_LONG, {
                "error": "the worker ended without an answer",
                "remedy": "it may need more memory than there is",
            }
        self.stop()
        return TOO_LONG, {
            "error": f"not done within {seconds:g} seconds",
            "remedy": "send less, or start with more --timeout",
        }

    def _start(self) -> Connection:
        self._pipe, there = _CONTEXT.Pipe()
        self._process = _CONTEXT.Process(target=_serve, args=(there,), daemon=True)
        self._process.start()
        there.close()
        return self._pipe

    def stop(self) -> None:
        if self._pipe is not None:
            self._process.kill()
            self._process.join()
            self._pipe.close()
            self._pipe = None


def _serve(pipe: Connection) -> None:
    """The loop of a worker process: until the other end is closed."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C ends the server, which ends its workers
    while True:
        try:
            task, asked = pipe.recv()
        except EOFError:
            return
        pipe.send(answer(task, asked))
