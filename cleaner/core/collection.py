"""Pausing the collector of cyclic garbage while many objects without cycles are made."""

from __future__ import annotations

import gc
from types import TracebackType


class PausedCollection:
    """No search for cycles meanwhile. It would walk over a million new tuples, or the hundred thousand objects of a page,
    again and again, for up to half of the time. The switch is the process's: another thread makes more garbage before
    it is collected, no more than that; an outer pause stays one.
    """

    def __enter__(self) -> None:
        self.was_enabled = gc.isenabled()
        gc.disable()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self.was_enabled:
            gc.enable()


def paused_collection() -> PausedCollection:
    """A pause for a `with` statement; one that is made in no time, for short texts have changes as well."""
    return PausedCollection()
