"""What had happened to mojibake, in words."""

from __future__ import annotations

from collections.abc import Sequence

NAMES = {  # how people call them
    "latin-1": "ISO 8859-1",
    "windows-1252": "Windows-1252",
    "windows-1251": "Windows-1251",
    "windows-1250": "Windows-1250",
    "windows-1253": "Windows-1253",
    "windows-1254": "Windows-1254",
    "windows-1257": "Windows-1257",
    "iso-8859-2": "ISO 8859-2",
    "macroman": "Mac OS Roman",
    "cp437": "code page 437",
}


def read_as(encoding: str) -> str:
    """In words, what a layer of UTF-8 had been read as."""
    return f"UTF-8 that was read as {NAMES[encoding]}"


def reason_of(layers: Sequence[str]) -> str:
    """The reason in words for the layers that came off a line, the last misreading first.

    >>> reason_of([read_as("windows-1252"), read_as("latin-1")])
    'UTF-8 that was read as ISO 8859-1, and the result again as Windows-1252.'
    """
    first, *more = reversed(layers)
    if not more:
        return first + "."
    names = [name.rpartition("read as ")[2] for name in more]
    return f"{first}, and the result again as {' and '.join(names)}."
