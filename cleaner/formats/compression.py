"""Compressed inputs and outputs: .gz, .bz2, .xz and, with the extra `zstd`, .zst; streamed both ways.

What is written depends on the data alone (no time stamp, no file name in a gzip header), so equal runs give equal files.
"""

from __future__ import annotations

import io
from os.path import splitext
from types import ModuleType
from typing import IO, Any, cast

from cleaner.core.errors import InputError

SUFFIXES = (".gz", ".bz2", ".xz", ".zst")
PIECE = 1 << 14  # compressed bytes read at once: what they unpack to is held in memory
LEVEL = 6  # gzip's own default; Python's 9 takes three times as long for 1 % less


def split_suffix(name: str) -> tuple[str, str]:
    """The suffix that tells the format, and that of the compression.

    >>> split_suffix("a/page.html.gz"), split_suffix("notes.txt"), split_suffix("data.zst")
    (('.html', '.gz'), ('.txt', ''), ('', '.zst'))
    """
    stem, suffix = splitext(name)
    if suffix.lower() in SUFFIXES:
        return splitext(stem)[1], suffix.lower()
    return suffix, ""


def reader(raw: IO[bytes], compression: str) -> IO[bytes]:
    """A stream of what the compressed stream holds. Raises InputError if the extra is missing."""
    if compression == ".gz":
        import gzip

        return cast(IO[bytes], gzip.GzipFile(fileobj=raw, mode="rb"))
    if compression == ".bz2":
        import bz2

        return cast(IO[bytes], bz2.BZ2File(raw, "rb"))
    if compression == ".xz":
        import lzma

        return cast(IO[bytes], lzma.LZMAFile(raw, "rb"))
    if compression == ".zst":
        return cast(IO[bytes], io.BufferedReader(_Frames(raw), PIECE * 4))
    return raw


def writer(raw: IO[bytes], compression: str) -> IO[bytes]:
    """A stream that writes compressed to `raw`; closing it finishes the compression and leaves `raw` open."""
    if compression == ".gz":
        import gzip

        return cast(IO[bytes], gzip.GzipFile(filename="", fileobj=raw, mode="wb", compresslevel=LEVEL, mtime=0))
    if compression == ".bz2":
        import bz2

        return cast(IO[bytes], bz2.BZ2File(raw, "wb"))
    if compression == ".xz":
        import lzma

        return cast(IO[bytes], lzma.LZMAFile(raw, "wb"))
    if compression == ".zst":
        return cast(IO[bytes], _zstandard().ZstdCompressor().stream_writer(raw, closefd=False))
    return raw


class _Frames(io.RawIOBase):
    """Zstandard frames as one stream. The library's own reader takes a cut frame for the end of the data."""

    def __init__(self, raw: IO[bytes]) -> None:
        library = _zstandard()
        self._raw = raw
        self._new, self._error = library.ZstdDecompressor().decompressobj, library.ZstdError
        self._frame: Any = None
        self._packed = self._plain = b""

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Any) -> int:
        """The next bytes. Raises EOFError if a frame is cut, InputError if it is damaged."""
        while not self._plain:
            packed = self._packed or self._raw.read(PIECE)
            self._packed = b""
            if not packed:
                if self._frame is not None:
                    raise EOFError("a frame is cut")
                return 0
            self._frame = self._frame or self._new()
            try:
                self._plain = self._frame.decompress(packed)
            except self._error as error:
                raise InputError(f"the compressed data is damaged: {error}") from error
            if self._frame.eof:
                self._packed, self._frame = self._frame.unused_data, None
        size = min(len(buffer), len(self._plain))
        buffer[:size] = self._plain[:size]
        self._plain = self._plain[size:]
        return size


class Members:
    """A stream that makes every `write` a compressed unit of its own, so that each can be read alone."""

    def __init__(self, raw: IO[bytes], compression: str) -> None:
        self._raw, self._compression = raw, compression

    def write(self, data: bytes) -> int:
        """Compress and write one unit."""
        with writer(self._raw, self._compression) as stream:
            return stream.write(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        """Nothing to finish."""


def _zstandard() -> ModuleType:
    try:
        import zstandard
    except ImportError as error:
        raise InputError(
            "reading .zst needs a library that is not installed", remedy="pip install 'cleaner-text[zstd]'"
        ) from error
    return zstandard


def damage(error: BaseException) -> str:
    """What a decompressor's error means, for people; "" if the error is another one.

    >>> damage(EOFError("Compressed file ended before the end-of-stream marker was reached"))
    'the compressed data is cut short'
    """
    if isinstance(error, EOFError):
        return "the compressed data is cut short"
    if type(error).__name__ in ("BadGzipFile", "LZMAError", "error") or (isinstance(error, OSError) and error.errno is None):
        return f"the compressed data is damaged: {error}"
    return ""
