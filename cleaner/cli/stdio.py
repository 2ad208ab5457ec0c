"""Standard input and output as buffered byte streams.

With PYTHONUNBUFFERED set they are raw files, whose `write` may take a part of the data and say so in its return value
alone, and whose `readline` reads byte by byte.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from typing import IO, cast

from cleaner.core.errors import InputError


def input_stream() -> IO[bytes]:
    """Standard input. Raises InputError if it is closed."""
    if sys.stdin is None:
        raise InputError("standard input is closed")
    stream = _buffered(sys.stdin.buffer, "rb")
    return cast(IO[bytes], Typed(stream)) if stream.isatty() else stream


class Typed:
    """What is typed at a terminal: one Ctrl-D ends it. A terminal goes on after its end, so nothing is read behind that."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._ended = False

    def read(self, size: int = -1) -> bytes:
        """Bytes; fewer than asked for at the end only."""
        data = b"" if self._ended else self._stream.read(size)
        self._ended = size < 0 or len(data) < size
        return data

    def readline(self, size: int = -1) -> bytes:
        """A line."""
        line = b"" if self._ended else self._stream.readline(size)
        self._ended = not line.endswith(b"\n") and len(line) != size
        return line

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.readline, b"")

    def isatty(self) -> bool:
        """It is one."""
        return True


def output_stream() -> IO[bytes]:
    """Standard output. Raises InputError if it is closed."""
    if sys.stdout is None:
        raise InputError("standard output is closed")
    return _buffered(sys.stdout.buffer, "wb")


def _buffered(stream: IO[bytes], mode: str) -> IO[bytes]:
    raw: object = stream
    return open(stream.fileno(), mode, closefd=False) if isinstance(raw, io.FileIO) else stream
