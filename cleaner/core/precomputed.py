"""Tables that are made of shipped files and shipped ready-made: to read one takes a tenth of the time that making it does.

A :class:`Precomputed` names the files that a table is made of and the function that makes it. `python -m training.precomputed`
writes the tables to `cleaner/data/precomputed/`, each with a digest of these files, so that one of other files is made again and
not read; of the code nothing is noted, but a test makes them all again. The file:

    b"CLNRPRE1"
    8 bytes: the digest of the inputs
    the table: numbers, strings, tuples, lists, dicts and frozen sets, as `marshal` writes them in its version 4, which every
    Python from 3.4 on reads

A file that a Python cannot read is no error: the table is made.

A :class:`PrecomputedBytes` is not read but mapped: bytes that are looked up where they lie, as they are needed. Its last line is
b"\\xffCLNRPRE1", a tab and the digest in hexadecimal, so that it stands behind all lines of a sorted list.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterable
from mmap import mmap
from os import SEEK_END
from pathlib import Path
from typing import Any, Generic, TypeVar, cast

from cleaner.core.digests import blake2b
from cleaner.core.mapped import mapped
from cleaner.core.resources import data_folder

T = TypeVar("T")
MAGIC = b"CLNRPRE1"
VERSION = 4  # of marshal
DIGEST = 8  # bytes


class Precomputed(Generic[T]):
    """A table that is shipped: its name, the files that it is made of, and how.

    >>> table = Precomputed("no such table", lambda: [], lambda: {"a": 1})
    >>> table.read()
    {'a': 1}
    """

    def __init__(self, name: str, inputs: Callable[[], Iterable[Path]], make: Callable[[], T]) -> None:
        self.name, self.inputs, self.make = name, inputs, make

    def path(self) -> Path:
        """Where the table is shipped."""
        return data_folder() / "precomputed" / self.name

    def shipped(self) -> T | None:
        """The table as it is shipped; None if it is of other files, or missing."""
        try:
            data = self.path().read_bytes()
            start = len(MAGIC) + DIGEST
            if data[:start] == MAGIC + digest(path.read_bytes() for path in self.inputs()):
                return cast(T, loaded(memoryview(data)[start:]))
        except (OSError, ValueError, EOFError, TypeError):
            return None
        return None

    def read(self) -> T:
        """The table."""
        found = self.shipped()
        return self.make() if found is None else found

    def is_current(self) -> bool:
        """Whether the shipped table is the one that its files make; the bytes may differ, for sets have no order."""
        return bool(self.shipped() == plain(self.make()))

    def packed(self) -> bytes:
        """The bytes of the file."""
        return MAGIC + digest(path.read_bytes() for path in self.inputs()) + dumped(plain(self.make()))


class PrecomputedBytes(Precomputed[bytes | mmap]):
    """Bytes that are shipped and mapped; a reader ignores what stands behind their end.

    >>> PrecomputedBytes("no such bytes", lambda: [], lambda: b"abc").read()
    b'abc'
    """

    def shipped(self) -> mmap | None:
        """The bytes as they are shipped, and the line with their digest; None if they are of other files, or missing."""
        try:
            end = self._end()
            with self.path().open("rb") as file:
                file.seek(-len(end), SEEK_END)
                if file.read() != end:
                    return None
            return mapped(self.path())
        except (OSError, ValueError):
            return None

    def is_current(self) -> bool:
        """Whether the file is the one that would be written."""
        return self.path().exists() and self.path().read_bytes() == self.packed()

    def packed(self) -> bytes:
        """The bytes of the file."""
        return bytes(self.make()) + self._end()

    def _end(self) -> bytes:
        found = digest(path.read_bytes() for path in self.inputs())
        return b"\xff" + MAGIC + b"\t" + found.hex().encode() + b"\n"


def dumped(table: Any) -> bytes:
    """The bytes of a table.

    >>> loaded(dumped([(1, "b")]))
    [(1, 'b')]
    """
    return marshal.dumps(table, VERSION)


def loaded(data: bytes | memoryview) -> Any:
    """The table of bytes that we ship."""
    return marshal.loads(data)  # noqa: S302 - they are as trusted as the code beside them


def digest(pieces: Iterable[bytes]) -> bytes:
    """Of what a table is made of."""
    total = blake2b(digest_size=DIGEST)
    for piece in pieces:
        total.update(len(piece).to_bytes(8, "little"))
        total.update(piece)
    return total.digest()


def plain(table: Any) -> Any:
    """A table without named tuples and subclasses of dict, which `marshal` does not know.

    >>> plain({"a": [(1, frozenset("b"))]})
    {'a': [(1, frozenset({'b'}))]}
    """
    if isinstance(table, dict):
        return {plain(key): plain(value) for key, value in table.items()}
    if isinstance(table, tuple):
        return tuple(map(plain, table))
    if isinstance(table, list):
        return list(map(plain, table))
    return frozenset(map(plain, table)) if isinstance(table, frozenset | set) else table
