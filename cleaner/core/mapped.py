"""Files that are mapped into memory: models and word lists, read where they are looked at.

The system counts the pages of a file that were looked at as memory of the process. Over many texts that becomes nearly all of the
models, so their pages are given back every so often: what is looked at again comes from the cache of the system, in a millisecond
or two for all of it.
"""

from __future__ import annotations

import mmap
from pathlib import Path

ENOUGH = 1 << 16  # characters of documents; cleaning them takes thirty times as long as mapping the pages again
LONG = 1 << 15  # characters of a document in which every filter gives back what it has read
PLACE = 160  # characters that take about as long to be cleaned as a model to be asked about one place


class MappedFiles:
    """The mapped files of a process, and how much text was cleaned since their pages were given back. No answer depends on it."""

    def __init__(self) -> None:
        self._files: list[mmap.mmap] = []  # for the life of the process, as the models are
        self._cleaned = 0

    def open(self, path: Path) -> mmap.mmap:
        """A file as bytes that are read where they are looked at."""
        with path.open("rb") as file:
            data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._files.append(data)
        return data

    def after(self, characters: int) -> None:
        """So much text was cleaned, or looked at by a filter: give the pages back if that is enough."""
        self._cleaned += characters
        if self._cleaned >= ENOUGH:
            self._cleaned = 0
            self.give_back()

    def give_back(self) -> None:
        """Let the system count no page of these files as ours, where it has a way to."""
        advice = getattr(mmap, "MADV_DONTNEED", None)  # not on Windows
        if advice is not None:
            for data in self._files:
                data.madvise(advice)


FILES = MappedFiles()
mapped = FILES.open
