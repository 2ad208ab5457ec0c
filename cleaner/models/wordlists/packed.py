"""Packed tables: many strings with a small number each, in one memory-mapped file.

A key is not stored but hashed: 64 bits of BLAKE2b, of which the upper ones choose a bucket of about eight entries and
the lowest 16 tell the entries of a bucket apart. So a key that is not in a table is taken for one that is about once in
8,000 times, and an entry costs three bytes and a half. The file:

    b"CLNRTAB1"
    u32 length of the head; the head: JSON, {"tables": {name: [buckets, entries, offset]}, ...} and the makers' notes
    of each table, at its offset (a multiple of four): u32 * (buckets + 1) first entry of each bucket;
    u16 * entries fingerprints; u8 * entries values; all little-endian

Start at :meth:`Packed.open`; :func:`pack` writes such a file.
"""

from __future__ import annotations

import errno
import json
import struct
import sys
from array import array
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from cleaner.core.digests import blake2b
from cleaner.core.errors import RuleError
from cleaner.core.kernel import kernel
from cleaner.core.mapped import descriptor, mapped

MAGIC = b"CLNRTAB1"
SCARCE = (errno.EMFILE, errno.ENFILE, errno.ENOMEM)  # nothing is wrong with the file
LARGE = 1 << 16  # entries of a table that is read where it is looked at; a smaller one is in memory soon
BUCKET = 8  # entries of a bucket, on average: the offsets then cost half a byte an entry


def hashed(key: str) -> int:
    """64 bits of a key.

    >>> hashed("the cat") == hashed("the cat") != hashed("the hat")
    True
    """
    return int.from_bytes(blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


class Table:
    """One table of a file: strings to numbers from 1 to 255, 0 for a string that is not there."""

    __slots__ = ("buckets", "file", "fingerprints", "get", "offsets", "place", "values")

    def __init__(
        self, buckets: int, offsets: memoryview, fingerprints: memoryview, values: memoryview, file: int = -1, place: int = 0
    ) -> None:
        self.file, self.place = file, place  # what the kernel reads the table from, and where it is; -1: from memory
        self.buckets = buckets
        self.offsets = offsets
        self.fingerprints = fingerprints
        self.values = values
        self.get: Callable[[str], int] = self._get
        """The number of a string."""
        if kernel() is not None:
            self.get = kernel().PackedTable(*self.parts).get

    @property
    def parts(self) -> tuple[int, memoryview, memoryview, memoryview, int, int]:
        """Buckets, offsets, fingerprints and values, and where they are read from, for the kernel."""
        return self.buckets, self.offsets, self.fingerprints, self.values, self.file, self.place

    def _get(self, key: str) -> int:
        code = hashed(key)
        bucket = (code >> 16) % self.buckets
        low = code & 0xFFFF
        fingerprints = self.fingerprints
        for i in range(self.offsets[bucket], self.offsets[bucket + 1]):
            if fingerprints[i] == low:
                return int(self.values[i])
        return 0


class Packed:
    """The tables of one file, and the notes of its makers."""

    def __init__(self, tables: Mapping[str, Table], notes: Mapping[str, Any]) -> None:
        self.tables = tables
        self.notes = notes

    @classmethod
    def open(cls, path: Path) -> Packed:
        """Map a file into memory. Raises RuleError if it is missing, cut or of another kind."""
        with reading(path):
            head, data, _ = mapped_model(path, MAGIC)
            file = descriptor(path)
            tables = {name: table_at(data, *entry, file=file) for name, entry in head.pop("tables").items()}
            return cls(tables, head)


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """What goes wrong with a model file meanwhile is raised as RuleError, which names it."""
    try:
        yield
    except (OSError, ValueError, KeyError, struct.error) as error:
        scarce = isinstance(error, OSError) and error.errno in SCARCE
        remedy = "" if scarce else "install cleaner-text again"
        raise RuleError(f"cannot read the model: {error}", where=str(path), remedy=remedy) from error


def mapped_model(path: Path, magic: bytes) -> tuple[dict[str, Any], memoryview, int]:
    """A model file mapped into memory: its head, all of its bytes, and the offset behind the head.

    A model file begins with eight bytes that tell its kind, the length of its head, and the head as JSON.
    """
    data = memoryview(mapped(path))
    if bytes(data[:8]) != magic:
        raise RuleError("this is no model file", where=str(path), remedy="install cleaner-text again")
    (length,) = struct.unpack_from("<I", data, 8)
    return json.loads(bytes(data[12 : 12 + length])), data, 12 + length


def table_at(data: memoryview, buckets: int, entries: int, offset: int, *, file: int = -1) -> Table:
    """The table at an offset of a model file; the kernel reads a large one from the file, if that is open."""
    first = offset + 4 * (buckets + 1)
    second = first + 2 * entries
    if second + entries > len(data):
        raise ValueError("the file is cut")
    return Table(
        buckets,
        _numbers(data[offset:first], "I"),
        _numbers(data[first:second], "H"),
        data[second : second + entries],
        file if entries >= LARGE and sys.byteorder == "little" else -1,
        offset,
    )


def _numbers(data: memoryview, code: Literal["H", "I"]) -> memoryview:
    """Little-endian numbers as a view; on a big-endian machine as a copy the right way round."""
    if sys.byteorder == "little":
        return data.cast(code)
    numbers = array(code, bytes(data))
    numbers.byteswap()
    return memoryview(numbers)


def pack(tables: Mapping[str, Mapping[str, int]], notes: Mapping[str, Any]) -> bytes:
    """A file of tables; values are from 1 to 255.

    Of two keys of a table with one fingerprint in one bucket, the larger value stays.
    """
    bodies = {name: _body(table) for name, table in tables.items()}
    places: dict[str, list[int]] = {name: [buckets, entries, 0] for name, (buckets, entries, _) in bodies.items()}
    size = 0
    for _ in range(3):  # the head's own length moves the offsets: at most a digit each time
        head = json.dumps({"tables": places, **notes}, sort_keys=True).encode()
        head += b" " * (-(len(head) + 12) % 4)
        size = 12 + len(head)
        for name, (_, _, body) in bodies.items():
            places[name][2] = size
            size += len(body)
    head = json.dumps({"tables": places, **notes}, sort_keys=True).encode()
    head += b" " * (-(len(head) + 12) % 4)
    return b"".join([MAGIC, struct.pack("<I", len(head)), head, *(body for _, _, body in bodies.values())])


def _body(table: Mapping[str, int]) -> tuple[int, int, bytes]:
    """Buckets, rows and bytes of a packed table."""
    buckets = max(1, len(table) // BUCKET)
    rows: dict[tuple[int, int], int] = {}
    for key, value in table.items():
        code = hashed(key)
        place = ((code >> 16) % buckets, code & 0xFFFF)
        rows[place] = max(value, rows.get(place, 0))
    ordered = sorted(rows)
    counts = [0] * (buckets + 1)
    for bucket, _ in ordered:
        counts[bucket + 1] += 1
    for i in range(buckets):
        counts[i + 1] += counts[i]
    body = struct.pack(f"<{buckets + 1}I", *counts)
    body += struct.pack(f"<{len(ordered)}H", *(low for _, low in ordered))
    body += bytes(rows[place] for place in ordered)
    return buckets, len(ordered), body + bytes(-len(body) % 4)
