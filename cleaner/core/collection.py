"""Pausing the collector of cyclic garbage while many objects without cycles are made."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

MANY = 500  # new objects without cycles, from which on a pause of the collector costs less than its searches


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


def paused_for(objects: int) -> AbstractContextManager[None]:
    """:func:`paused_collection` where many objects are going to be made.

    >>> with paused_for(3):
    ...     gc.isenabled()
    True
    """
    return paused_collection() if objects >= MANY else nullcontext()
