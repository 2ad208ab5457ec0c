"""Reading small files that a user, or a project that is not trusted, names: regular files of a bounded size, bounded nesting."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import IO, Any

from cleaner.core.errors import ConfigError

PIECE = 1 << 16  # bytes read at once
MOST_CONFIG = 1 << 20  # bytes of a config file or preset
MOST_PACK = 64 << 20  # bytes of a rule pack or word list; the largest of ours has 2 MB


def read_bounded(path: Path, most: int, what: str, special: bool = False) -> bytes:
    """The content of a file. A pipe or device is read only where `special` allows it (`--words <(...)`).

    Raises ConfigError for what is no file, too large or cannot be read.
    """
    try:
        # a pipe without a writer must not hang us where it is not wanted anyway
        number = os.open(path, os.O_RDONLY | (0 if special else getattr(os, "O_NONBLOCK", 0)) | getattr(os, "O_CLOEXEC", 0))
        with os.fdopen(number, "rb") as file:
            mode = os.fstat(number).st_mode
            if not (stat.S_ISREG(mode) or (special and stat.S_ISFIFO(mode))):
                raise ConfigError(f"cannot read the {what}: not a file", where=str(path))
            data = _up_to(file, most + 1)
    except FileNotFoundError:
        raise ConfigError(f"there is no such {what}", where=str(path)) from None
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise ConfigError(f"cannot read the {what}: {why}", where=str(path)) from error
    if len(data) > most:
        raise ConfigError(f"the {what} is larger than {most >> 20} MB", where=str(path))
    return data


def _up_to(file: IO[bytes], most: int) -> bytes:
    """The first bytes of a file, with no buffer for more than it has: memory may be limited."""
    pieces = []
    while most > 0 and (piece := file.read(min(most, PIECE))):
        pieces.append(piece)
        most -= len(piece)
    return b"".join(pieces)


def parse_toml(data: bytes, what: str, where: str) -> dict[str, Any]:
    """A TOML table. Raises ConfigError for what is none."""
    import tomllib

    try:
        return tomllib.loads(data.decode("utf-8"))
    except ValueError as error:  # no UTF-8, no TOML, a number of too many digits
        raise ConfigError(f"cannot read the {what}: {error}", where=where) from error
    except RecursionError as error:
        raise ConfigError(f"cannot read the {what}: nested too deeply", where=where) from error


def inside(path: Path, folder: Path) -> bool:
    """Whether a path, links followed, lies in a folder."""
    return path.resolve().is_relative_to(folder.resolve())
