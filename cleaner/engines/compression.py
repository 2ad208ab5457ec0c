"""Compressed inputs and outputs: .gz, .bz2, .xz and, with the extra `zstd`, .zst; streamed both ways.

What is written depends on the data alone (no time stamp, no file name in a gzip header), so equal runs give equal files.
"""

from __future__ import annotations

from os.path import splitext
from types import ModuleType
from typing import IO, cast

from cleaner.errors import InputError

SUFFIXES = (".gz", ".bz2", ".xz", ".zst")
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
        return cast(IO[bytes], _zstandard().ZstdDecompressor().stream_reader(raw, read_across_frames=True))
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
    if type(error).__name__ in ("BadGzipFile", "LZMAError", "ZstdError", "error"):
        return f"the compressed data is damaged: {error}"
    return ""
