"""The log of a run: one file, appended to by the parent process alone, in the order of the inputs.

What :meth:`LogFile.flush` has written stays readable whatever happens next: compressed logs end a member there. The
journal notes how far the log had come (:attr:`LogFile.position`), and a run that goes on cuts off what a crash left
beyond. Parquet cannot be read before its end is written, so such a log is JSON Lines (`x.parquet.jsonl`) until it is closed.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

from cleaner.batch.discovery import reason
from cleaner.batch.output.access import resolved, umask
from cleaner.batch.output.atomic import OWN, create, is_special, open_special, writing
from cleaner.core.errors import CleanerError, ConfigError, InputError
from cleaner.formats import compression

if TYPE_CHECKING:
    from cleaner.pipeline.cleaner import Cleaner

PARQUET = ".parquet"


def log_file(path: Path, cleaner: Cleaner, append: bool = False, at: int | None = None) -> LogFile:
    """The log under a name: JSON Lines (`.jsonl`, or compressed), or Parquet. Raises CleanerError if it cannot be written."""
    suffix, packing = compression.split_suffix(path.name)
    if suffix != PARQUET:
        return LogFile(path, cleaner, append, at)
    if packing:
        raise ConfigError("Parquet is compressed by itself", where=str(path), remedy=f"--log {path.with_suffix('')}")
    return ParquetLog(path, cleaner, append, at)


class LogFile:
    """A change log under construction: `.jsonl`, or compressed (`.jsonl.gz`, `.jsonl.zst`, ...).

    `append` goes on with what is there, of which the first `at` bytes count (None: all). Raises InputError if it cannot
    be written.
    """

    _last: tuple[int, int] | None = None  # the access that was restricted to last

    def __init__(self, path: Path, cleaner: Cleaner, append: bool = False, at: int | None = None) -> None:
        self.path = path
        self._cleaner: Cleaner | None = cleaner
        self._packing = compression.split_suffix(path.name)[1]
        self._mode = 0o666 & ~umask()
        try:
            self._raw = self._open(append)
            if at is not None and at < self.position:
                self._raw.truncate(at)
                self._raw.seek(0, os.SEEK_END)
        except OSError as error:
            raise InputError(f"the log cannot be written: {reason(error)}", where=str(path)) from error
        self._stream: IO[bytes] | None = None

    def _open(self, append: bool) -> IO[bytes]:
        """The file, for its owner alone until it is closed; what stands there is ours (see batch.output.guard)."""
        if is_special(self.path):
            return open_special(self.path)
        path = resolved(self.path)
        if not append or not path.exists():
            return create(path)
        flags = os.O_WRONLY | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
        number = os.open(path, flags)
        self._mode = stat.S_IMODE(os.fstat(number).st_mode)
        os.fchmod(number, OWN)
        return os.fdopen(number, "ab")

    def restrict(self, mode: int, group: int) -> None:
        """What is written next tells of a file of this mode and group: nobody else may read it here."""
        if (mode, group) != self._last:
            self._last = mode, group
            own = os.fstat(self._raw.fileno()).st_gid
            self._mode &= mode if group in (own, -1) else (mode & ~0o070) | (mode & 0o007) << 3

    @property
    def position(self) -> int:
        """Bytes that are written: flush first. A pipe has no position; 0 stands for it."""
        return self._raw.tell() if self._raw.seekable() else 0

    def write(self, lines: Iterable[str]) -> None:
        """Append lines: whole documents, from head to foot."""
        text = "\n".join(lines)
        if not text:
            return
        if self._cleaner is not None:
            text, self._cleaner = with_configuration(text, self._cleaner), None
        with self._told():
            if self._stream is None:
                self._stream = compression.writer(self._raw, self._packing)
            self._stream.write((text + "\n").encode("utf-8", "surrogatepass"))

    def flush(self, sync: bool = False) -> None:
        """Hand everything to the operating system, and to the disk if asked."""
        stream, self._stream = self._stream, None
        with self._told():
            if stream is not None and stream is not self._raw:
                stream.close()
            self._raw.flush()
            if sync and self._raw.seekable():
                os.fsync(self._raw.fileno())

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Errors of the operating system as InputError, with the name of the log."""
        try:
            yield
        except OSError as error:
            raise InputError(f"the log cannot be written: {reason(error)}", where=str(self.path)) from error

    def cut(self, position: int) -> None:
        """Take back what was written after a position: it was about an output that is not going to be."""
        self.flush()
        if self._raw.seekable() and position < self.position:
            self._raw.truncate(position)
            self._raw.seek(0, os.SEEK_END)

    def close(self, stopped: bool = False) -> None:
        """Finish and close; `stopped` if the run is going to go on. Raises InputError if the disk is full."""
        with self._told(), self._raw:
            self.flush()
            if not is_special(self.path):
                os.fchmod(self._raw.fileno(), self._mode)


class ParquetLog(LogFile):
    """A log that becomes Parquet when it is closed; the rows of an earlier run stay."""

    def __init__(self, path: Path, cleaner: Cleaner, append: bool = False, at: int | None = None) -> None:
        try:
            import pyarrow.parquet
        except ImportError as error:
            raise ConfigError(
                "a log in Parquet needs pyarrow, which is not installed",
                where=str(path),
                remedy="pip install 'cleaner-text[arrow]', or --log FILE.jsonl.zst",
            ) from error
        del pyarrow
        super().__init__(spool_of(path), cleaner, append, at)
        self._target, self._append = path, append

    def close(self, stopped: bool = False) -> None:
        """Write the Parquet file, in one step; the JSON Lines are gone then, unless the run is going to go on."""
        from cleaner.changelog.files import open_records
        from cleaner.changelog.read import with_reasons
        from cleaner.changelog.tables import rows_of, write_rows

        super().close()
        if stopped:
            return
        if self._append and self._target.exists() and not self.path.stat().st_size:
            self.path.unlink()  # nothing new
            return
        try:
            table = rows_of(with_reasons(open_records(self.path)))
            with writing(self._target, [self.path]) as out:
                write_rows(table, out, self._target if self._append and self._target.exists() else None)
        except (OSError, CleanerError) as error:
            why = error.what if isinstance(error, CleanerError) else reason(error)
            remedy = f"{self.path} holds the changes of this run"
            raise InputError(f"the log cannot be written: {why}", where=str(self._target), remedy=remedy) from error
        self.path.unlink()


def spool_of(path: Path) -> Path:
    """Where the lines of a Parquet log are until it is closed.

    >>> spool_of(Path("a/changes.parquet")).name
    'changes.parquet.jsonl'
    """
    return path.with_name(path.name + ".jsonl")


def with_configuration(text: str, cleaner: Cleaner) -> str:
    """Log lines with tool, configuration and packs in the first head, for all heads of the file."""
    from cleaner.changelog.write import log_lines
    from cleaner.core.document import Document
    from cleaner.pipeline.result import Result

    head, _, rest = text.partition("\n")
    nothing = Result("", Document(""), (), config=cleaner.describe())  # a plug-in may take no empty text
    full = json.loads(next(log_lines(nothing)))
    own = json.loads(head)
    shared = {key: full[key] for key in ("tool", "config", "packs")}
    line = json.dumps(
        {"kind": own.pop("kind"), "schema": own.pop("schema"), "name": own.pop("name"), **shared, **own}, separators=(",", ":")
    )
    return f"{line}\n{rest}" if rest else line
