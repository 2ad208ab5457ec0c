"""Signals that end a run: Ctrl-C, a polite kill, a terminal that goes away.

They raise :class:`Interrupted` where the program is, so that whatever is under way is left as every error leaves it:
temporary files removed, inputs and earlier outputs as they were. Only what must not be torn apart (log, journal and renaming
of inputs that are done) is finished first, within :func:`deferred`.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any

ENDING = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


class Interrupted(KeyboardInterrupt):
    """A signal has ended the run; `hint` says how to go on."""

    def __init__(self, number: int = signal.SIGINT, hint: str = "") -> None:
        super().__init__(number)
        self.number, self.hint = int(number), hint


class _State:
    """How many parts that must not be torn apart are under way, and the signal that came meanwhile."""

    depth = 0
    waiting = 0


def _stop(number: int, frame: FrameType | None) -> None:
    if _State.depth:
        _State.waiting = number
        return
    raise Interrupted(number)


@contextmanager
def handled() -> Iterator[None]:
    """Within the block signals raise Interrupted. A signal that is ignored (as `nohup` asks) stays so."""
    before: dict[int, Any] = {}
    with suppress(ValueError):  # not the main thread: whoever runs us there sees to signals
        for number in ENDING:
            if signal.getsignal(number) not in (signal.SIG_IGN, None):
                before[number] = signal.signal(number, _stop)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def deferred() -> Iterator[None]:
    """Within the block nothing is interrupted; a signal that comes meanwhile counts at its end."""
    _State.depth += 1
    try:
        yield
    finally:
        _State.depth -= 1
        number = _State.waiting
        if number and not _State.depth:
            _State.waiting = 0
    if number and not _State.depth:
        raise Interrupted(number)
