"""The log of a run: one file, appended to by the parent process alone, in the order of the inputs."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from cleaner.engines import compression
from cleaner.engines.tasks import reason
from cleaner.errors import ConfigError, InputError


class LogFile:
    """A change log under construction: `.jsonl`, or compressed (`.jsonl.gz`, `.jsonl.zst`, ...).

    Raises InputError if it cannot be written.
    """

    def __init__(self, path: Path, append: bool = False) -> None:
        self.path = path
        suffix, packing = compression.split_suffix(path.name)
        if suffix == ".parquet":
            raise ConfigError("a log is written as JSON Lines", where=str(path), remedy="cleaner log convert makes Parquet of it")
        try:
            self._raw = open(path, "ab" if append else "wb")  # noqa: SIM115 - closed by close
        except OSError as error:
            raise InputError(f"the log cannot be written: {reason(error)}", where=str(path)) from error
        self._stream = compression.writer(self._raw, packing)

    def write(self, lines: Iterable[str]) -> None:
        """Append lines."""
        text = "\n".join(lines)
        if text:
            self._stream.write((text + "\n").encode("utf-8", "surrogatepass"))

    def flush(self, sync: bool = False) -> None:
        """Hand everything to the operating system, and to the disk if asked."""
        self._stream.flush()
        if self._stream is not self._raw:
            self._raw.flush()
        if sync:
            os.fsync(self._raw.fileno())

    def close(self) -> None:
        """Finish the compression and close. Raises InputError if the disk is full."""
        try:
            if self._stream is not self._raw:
                self._stream.close()
            self._raw.close()
        except OSError as error:
            raise InputError(f"the log cannot be written: {reason(error)}", where=str(self.path)) from error
