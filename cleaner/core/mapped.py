"""Files that are mapped into memory: models and word lists, read where they are looked at.

The system counts the pages of a file that were looked at as memory of the process. Over many texts that becomes nearly all of the
models, so their pages are given back as soon as they are more than :data:`MOST`: what is looked at again comes from the cache of
the system, in a millisecond or two for all of it.
"""

from __future__ import annotations

import mmap
import os
from contextlib import suppress
from functools import cache
from pathlib import Path

# Characters of documents after which the pages are counted, or given back where the system does not count them; mapping them
# again takes a thirtieth of the time.
OFTEN = 1 << 14
# Bytes of pages that are kept: what English prose needs, so that they are seldom given back. With 20 MB texts of 2,000 characters
# take a twelfth longer, and the peak of the process is 4 MB lower.
MOST = 26 << 20
LONG = 1 << 15  # characters of a document in which what filters have read is counted after each
MOST_AMIDST = 12 << 20  # bytes of pages that are kept there: what one filter after the other needs of the same models
PLACE = 160  # characters that take about as long to be cleaned as a model to be asked about one place
COUNTS = "/proc/self/statm"  # of Linux: pages of the process, those in memory, those of them that are of files


class MappedFiles:
    """The mapped files of a process, and how much text was cleaned since their pages were counted. No answer depends on it."""

    def __init__(self) -> None:
        self._files: list[mmap.mmap] = []  # for the life of the process, as the models are
        self._cleaned = 0
        self._more = 0  # bytes of pages that are kept beyond MOST
        self._others: int | None = None  # bytes in memory of other files, such as libraries; None before the first count

    def open(self, path: Path) -> mmap.mmap:
        """A file as bytes that are read where they are looked at."""
        if self._others is None:
            self._others = _of_files()
        with path.open("rb") as file:
            data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._files.append(data)
        return data

    def after(self, characters: int, most: int = MOST) -> None:
        """So much text was cleaned, or looked at by a filter: give the pages back if they are more than `most` bytes."""
        self._cleaned += characters
        if self._cleaned < OFTEN:
            return
        self._cleaned = 0
        counted = _of_files()
        if counted is None:
            self.give_back()
        elif counted - (self._others or 0) > most + self._more:
            self.give_back()
            self._others = _of_files()

    def keep(self, more: int) -> None:
        """Keep so many bytes more from now on: for what reads nearly all of some large tables in every text."""
        self._more = max(self._more, more)

    def give_back(self) -> None:
        """Let the system count no page of these files as ours, where it has a way to."""
        self._cleaned = 0
        advice = getattr(mmap, "MADV_DONTNEED", None)  # not on Windows
        if advice is not None:
            for data in self._files:
                data.madvise(advice)


def _of_files() -> int | None:
    """Bytes of files that the system counts as memory of this process; None where it does not tell."""
    with suppress(OSError, ValueError, IndexError):
        return int(_counts().split()[2]) * mmap.PAGESIZE
    return None


@cache
def descriptor(path: Path) -> int:
    """The number of a file that is kept open, to be read where it is looked at; -1 where a system cannot read at an offset.

    Raises OSError if it cannot be opened.
    """
    return os.open(path, os.O_RDONLY) if hasattr(os, "pread") else -1  # for the life of the process, as what is mapped


def _counts() -> bytes:
    """What the system counts, in a third of the time of `Path.read_bytes`: it is read every 16 KB.

    A descriptor that stays open would tell a forked process about its parent.
    """
    file = os.open(COUNTS, os.O_RDONLY)
    try:
        return os.read(file, 200)
    finally:
        os.close(file)


FILES = MappedFiles()
mapped = FILES.open
