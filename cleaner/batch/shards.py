"""A log in a folder (`--log changes/`): shards of bounded size, `log-00000.jsonl.zst` and so on, read as one log.

A shard is closed when it has grown over `SHARD` bytes, between two documents. Positions count from the beginning of the
first shard, so the journal needs one number here too, and what a crash left beyond it is cut off, whole shards included.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from cleaner.batch.discovery import reason
from cleaner.batch.logfile import LogFile
from cleaner.batch.output.atomic import make_folder
from cleaner.changelog.files import shards_in
from cleaner.core.errors import InputError

if TYPE_CHECKING:
    from cleaner.pipeline.cleaner import Cleaner

SHARD = 128 << 20  # bytes of a file; a million changes or so in a compressed one


class ShardedLog:
    """What :class:`~cleaner.batch.logfile.LogFile` is, in a folder. Raises InputError if it cannot be written."""

    def __init__(self, folder: Path, cleaner: Cleaner, append: bool = False, at: int | None = None) -> None:
        self.path, self._cleaner = folder, cleaner
        try:
            make_folder(folder)
            shards = shards_in(folder)
            if not append:
                for shard in shards:
                    shard.unlink()
                shards = []
            self._ended = [(shard, shard.stat().st_size) for shard in shards[:-1]]
        except OSError as error:
            raise InputError(f"the log cannot be written: {reason(error)}", where=str(folder)) from error
        self._open = LogFile(shards[-1] if shards else self._name(), cleaner, append)
        if at is not None:
            self.cut(at)

    def _name(self) -> Path:
        """The next shard: compressed as well as this installation can."""
        try:
            import zstandard
        except ImportError:
            suffix = ".jsonl.gz"
        else:
            del zstandard
            suffix = ".jsonl.zst"
        last = self._ended[-1][0].name if self._ended else ""
        return self.path / f"log-{int(last[4:9]) + 1 if last else 0:05}{suffix}"

    @property
    def _before(self) -> int:
        return sum(size for _, size in self._ended)

    @property
    def position(self) -> int:
        """Bytes of all shards: flush first."""
        return self._before + self._open.position

    def write(self, lines: Iterable[str]) -> None:
        """Append lines: whole documents, from head to foot."""
        self._open.write(lines)

    def restrict(self, mode: int, group: int) -> None:
        """See :meth:`cleaner.batch.logfile.LogFile.restrict`; it holds for the shard at hand."""
        self._open.restrict(mode, group)

    def flush(self, sync: bool = False) -> None:
        """Hand everything to the operating system, and to the disk if asked; begin a shard when the open one is full."""
        self._open.flush(sync)
        if self._open.position >= SHARD:
            self._open.close()
            self._ended.append((self._open.path, self._open.path.stat().st_size))
            self._open = LogFile(self._name(), self._cleaner)

    def cut(self, position: int) -> None:
        """Take back what was written after a position."""
        while self._ended and position < self._before:
            self._open.close()
            self._open.path.unlink()
            self._open = LogFile(self._ended.pop()[0], self._cleaner, append=True)
        self._open.cut(position - self._before)

    def close(self, stopped: bool = False) -> None:
        """Finish and close. Raises InputError if the disk is full."""
        self._open.close(stopped)
