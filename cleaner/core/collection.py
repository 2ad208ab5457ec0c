"""Pausing the collector of cyclic garbage while many objects without cycles are made."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def paused_collection() -> Iterator[None]:
    """No search for cycles meanwhile. It would walk over a million new tuples, or the hundred thousand objects of a page,
    again and again, for up to half of the time. The switch is the process's: another thread makes more garbage before
    it is collected, no more than that; an outer pause stays one.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
