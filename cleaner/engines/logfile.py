"""The log of a run: one file, appended to by the parent process alone, in the order of the inputs."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from cleaner.engines import compression
from cleaner.engines.tasks import reason
from cleaner.errors import ConfigError, InputError

if TYPE_CHECKING:
    from cleaner.pipeline import Cleaner


class LogFile:
    """A change log under construction: `.jsonl`, or compressed (`.jsonl.gz`, `.jsonl.zst`, ...).

    Raises InputError if it cannot be written.
    """

    def __init__(self, path: Path, cleaner: Cleaner, append: bool = False) -> None:
        self.path = path
        self._cleaner: Cleaner | None = cleaner
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
        if not text:
            return
        if self._cleaner is not None:
            text, self._cleaner = with_configuration(text, self._cleaner), None
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


def with_configuration(text: str, cleaner: Cleaner) -> str:
    """Log lines with tool, configuration and packs in the first head, for all heads of the file."""
    from cleaner.outputs.jsonl import log_lines

    head, _, rest = text.partition("\n")
    full = json.loads(next(log_lines(cleaner.clean(""))))
    own = json.loads(head)
    shared = {key: full[key] for key in ("tool", "config", "packs")}
    line = json.dumps(
        {"kind": own.pop("kind"), "schema": own.pop("schema"), "name": own.pop("name"), **shared, **own}, separators=(",", ":")
    )
    return f"{line}\n{rest}" if rest else line
