"""What came of a run, and whether it was stopped before its end."""

from __future__ import annotations

import signal
from contextlib import suppress
from types import FrameType
from typing import Any

from cleaner.formats.job import Tally


class Summary:
    """What came of a run."""

    def __init__(self) -> None:
        self.tally = Tally()
        self.inputs = self.rewritten = self.copied = self.skipped = self.links = 0
        self.failed: list[tuple[str, str]] = []
        self.failures = 0
        self.stopped = False


class Stopper:
    """Ctrl-C once: no new inputs, what is in flight is finished. Twice: at once."""

    def __init__(self, summary: Summary) -> None:
        self.summary = summary
        self.stopped = False
        self._old: Any = None

    def _stop(self, number: int, frame: FrameType | None) -> None:
        if self.stopped:
            raise KeyboardInterrupt
        self.stopped = self.summary.stopped = True

    def __enter__(self) -> Stopper:
        with suppress(ValueError):  # not the main thread: whoever runs us there sees to signals
            self._old = signal.signal(signal.SIGINT, self._stop)
        return self

    def __exit__(self, *_: object) -> None:
        if self._old is not None:
            signal.signal(signal.SIGINT, self._old)
