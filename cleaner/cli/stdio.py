"""Standard input and output as buffered byte streams.

With PYTHONUNBUFFERED set they are raw files, whose `write` may take a part of the data and say so in its return value
alone, and whose `readline` reads byte by byte.
"""

from __future__ import annotations

import io
import sys
from typing import IO

from cleaner.core.errors import InputError


def input_stream() -> IO[bytes]:
    """Standard input. Raises InputError if it is closed."""
    if sys.stdin is None:
        raise InputError("standard input is closed")
    return _buffered(sys.stdin.buffer, "rb")


def output_stream() -> IO[bytes]:
    """Standard output. Raises InputError if it is closed."""
    if sys.stdout is None:
        raise InputError("standard output is closed")
    return _buffered(sys.stdout.buffer, "wb")


def _buffered(stream: IO[bytes], mode: str) -> IO[bytes]:
    raw: object = stream
    return open(stream.fileno(), mode, closefd=False) if isinstance(raw, io.FileIO) else stream
