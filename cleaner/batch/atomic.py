"""Files that are whole or not there: written beside the target, synced, renamed.

What replaces its own input is forced to the disk first. Files of a mirrored tree are not: a power failure may lose the
last of them, but not their inputs, and `--resume` sees that their size is not that of the journal.

A reader sees the old content or the new one, never less; a crash leaves at most a file named `.cleaner-*.tmp`, which the
next run with `--resume` sweeps away. The mode bits of the input go to the output, and a symbolic link stays a link.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Container
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO

from cleaner.core.errors import InputError

PREFIX, SUFFIX = ".cleaner-", ".tmp"


class AtomicFile:
    """A file under construction: write to `stream`, then :meth:`finish` and :meth:`place`; leaving the block discards it.

    `target` is where it will be; `like` gives the mode bits; `after` keeps the first bytes of a temporary file that is
    there already.
    """

    def __init__(self, target: Path, temporary: Path, like: os.stat_result | None = None, after: int = 0) -> None:
        self.target, self.temporary, self.like = target, temporary, like
        self.stream: IO[bytes] = open(temporary, "r+b" if after else "wb")  # noqa: SIM115 - closed by finish
        if after:
            self.stream.truncate(after)
            self.stream.seek(after)

    def mark(self, sync: bool = True) -> int:
        """Hand over what is written so far, to the disk if asked; how many bytes that is."""
        self.stream.flush()
        if sync:
            os.fsync(self.stream.fileno())
        return self.stream.tell()

    def finish(self, sync: bool = True) -> os.stat_result:
        """Everything is written: mode bits, flush, sync, close."""
        self.stream.flush()
        number = self.stream.fileno()
        if self.like is not None:
            _take_over(number, self.like)
        if sync:
            os.fsync(number)
        state = os.fstat(number)
        self.stream.close()
        return state

    def leave(self) -> None:
        """Close the temporary file and leave it there, for a run that goes on."""
        with suppress(OSError):
            self.stream.close()

    def discard(self) -> None:
        """Leave the target as it is."""
        with suppress(OSError):
            self.stream.close()
        self.temporary.unlink(missing_ok=True)

    def place(self) -> None:
        """Put the file where it belongs, in one step."""
        os.replace(self.temporary, self.target)

    def __enter__(self) -> AtomicFile:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if kind is not None:
            self.discard()


def _take_over(number: int, like: os.stat_result) -> None:
    """Mode bits, and the owner where we may (a run as root must not take files from their owners)."""
    own = os.fstat(number)
    if (own.st_uid, own.st_gid) != (like.st_uid, like.st_gid):
        with suppress(OSError):
            os.fchown(number, like.st_uid, like.st_gid)
    os.fchmod(number, stat.S_IMODE(like.st_mode))


def temporary_beside(target: Path, run: str, number: int) -> Path:
    """The name of a temporary file: no other run and no other file of this one has it."""
    return target.parent / f"{PREFIX}{run}-{number}{SUFFIX}"


def is_temporary(name: str) -> bool:
    """Whether a file name is that of one of our temporary files."""
    return name.startswith(PREFIX) and name.endswith(SUFFIX)


def sweep(folder: Path, run: str, own: bool = False, keep: Container[str] = ()) -> int:
    """Remove temporary files that other runs (or our `own` one) left in a folder, but for those in `keep`; how many."""
    swept = 0
    ours = f"{PREFIX}{run}-"
    with suppress(FileNotFoundError), os.scandir(folder) as entries:
        for entry in entries:
            if is_temporary(entry.name) and entry.name.startswith(ours) == own and entry.name not in keep:
                os.unlink(entry.path)
                swept += 1
    return swept


def back_up(path: Path, suffix: str) -> None:
    """Keep the content of a file under `path + suffix`, as a hard link if the file system can, else as a copy.

    Raises InputError if something other than a file stands there.
    """
    backup = path.with_name(path.name + suffix)
    if backup.is_dir():
        raise InputError("the backup cannot be written: there is a folder of that name", where=str(backup))
    held = backup.with_name(f"{PREFIX}{os.getpid()}-backup{SUFFIX}")
    held.unlink(missing_ok=True)
    try:
        os.link(path, held)
    except OSError:
        import shutil

        shutil.copy2(path, held)
    os.replace(held, backup)
