"""Files of a change log: plain, compressed, or a folder of shards. Start at :func:`open_log`."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain
from pathlib import Path
from typing import IO, Any, TypeVar, cast

from cleaner.changelog.read import LogDocument, numbered, read_log
from cleaner.core.errors import LogError

T = TypeVar("T")


def shards_in(folder: Path) -> list[Path]:
    """The files of a log in a folder, in order."""
    return sorted(folder.glob("log-[0-9]*.jsonl*"))


def open_log(path: str | Path) -> Iterator[LogDocument]:
    """The documents of a log file: .jsonl, or compressed as .jsonl.gz, .jsonl.zst, .jsonl.bz2 or .jsonl.xz; or of a folder.

    Raises LogError, with the name of the file, for what is no log or cannot be read.
    """
    if Path(path).is_dir():
        return chain.from_iterable(map(open_log, shards_in(Path(path))))
    return _named(path, read_log)


def open_records(path: str | Path) -> Iterator[dict[str, Any]]:
    """The records of a log file as they stand there. Raises LogError as :func:`open_log` does."""
    return _named(path, lambda lines: (record for _, record in numbered(lines)))


def _named(path: str | Path, read: Callable[[Iterable[bytes]], Iterator[T]]) -> Iterator[T]:
    """What is read from the lines of a file; errors say which file."""
    path = Path(path)
    opener, damage = _openers(path)
    try:
        with opener() as lines:
            yield from read(lines)
    except damage as error:
        why = getattr(error, "strerror", None) or error
        raise LogError(f"cannot read the log: {why}", where=str(path)) from error
    except LogError as error:
        raise LogError(error.what, where=f"{path}: {error.where}", remedy=error.remedy) from error


def _openers(path: Path) -> tuple[Callable[[], IO[bytes]], tuple[type[Exception], ...]]:
    """How to open a file for reading lines, and what a damaged one raises."""
    if path.suffix == ".gz":
        import gzip
        import zlib

        return partial(cast(Callable[..., IO[bytes]], gzip.open), path), (OSError, EOFError, zlib.error)
    if path.suffix == ".bz2":
        import bz2

        return partial(cast(Callable[..., IO[bytes]], bz2.open), path), (OSError, EOFError)
    if path.suffix == ".xz":
        import lzma

        return partial(cast(Callable[..., IO[bytes]], lzma.open), path), (OSError, EOFError, lzma.LZMAError)
    if path.suffix == ".zst":
        try:
            import zstandard
        except ImportError as error:
            raise LogError("reading .zst needs another package", where=str(path), remedy="pip install zstandard") from error

        def opened() -> IO[bytes]:
            decompressor = zstandard.ZstdDecompressor()
            return cast(IO[bytes], io.BufferedReader(decompressor.stream_reader(path.open("rb"), read_across_frames=True)))

        return opened, (OSError, zstandard.ZstdError)
    return lambda: path.open("rb"), (OSError,)
