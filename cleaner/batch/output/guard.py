"""What a run may write, decided in one place before anything is opened.

Every command says which paths it is going to read and to write, and :meth:`Guard.check` compares them by identity (device
and inode, so through symbolic and hard links too; what is not there yet by its folder and name). Refused, with nothing
touched: an output, log, journal or report that is also an input or another output; one that would lie inside an input
folder; and a file that is not ours where a log or journal would go. Pipes, devices and open streams are written to as they
are, so they cannot be harmed.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from cleaner.batch.output.atomic import descriptor_of, is_special
from cleaner.batch.work import TROUBLE
from cleaner.changelog.files import shards_in
from cleaner.core.errors import ConfigError
from cleaner.formats import compression

Identity = tuple[object, ...]
LOG, JOURNAL = b'{"kind":"head","schema":"cleaner-log/', b'{"journal":'  # how ours begin
TORN = 64  # bytes of a compressed file that is cut before anything can be read of it
STREAMS = {0: "standard input", 1: "standard output"}


class Named(NamedTuple):
    """A path as the user knows it, and what it is for: "the input", "the log"."""

    path: str
    role: str


def identity(path: str | Path) -> Identity:
    """What tells files apart: device and inode; for what is not there, those of the nearest folder and the names below it.

    >>> identity("nowhere/a") == identity("./nowhere/../nowhere/a"), identity(".") == identity(os.curdir)
    (True, True)
    """
    number = descriptor_of(str(path))
    try:
        state = os.fstat(number) if number is not None else os.stat(path)
        return state.st_dev, state.st_ino
    except OSError:
        pass
    real, names = os.path.realpath(path), list[str]()
    while True:
        above, name = os.path.split(real)
        names.append(os.path.normcase(name))
        try:
            state = os.stat(above)
        except OSError:
            if above == real:
                return (real,)
            real = above
            continue
        return (state.st_dev, state.st_ino, *reversed(names))


class Guard:
    """Collects what a run reads and writes; :meth:`check` says whether it may."""

    def __init__(self) -> None:
        self._reads: dict[Identity, Named] = {}
        self._writes: dict[Identity, Named] = {}
        self._folders: dict[Identity, Named] = {}
        self._clashes: list[tuple[Named, Named]] = []
        self._checks: list[str] = []

    def reads(self, path: str | Path | None, role: str = "the input") -> None:
        """A file that is going to be read ("-" for standard input), or a folder of inputs."""
        if path is None:
            return
        named = Named(str(path), role)
        if named.path == "-":
            self._stream(0, self._reads)
        elif os.path.isdir(path):
            self._folders.setdefault(identity(path), named)
        elif not is_special(path):
            self._reads.setdefault(identity(path), named)

    def writes(self, path: str | Path | None, role: str = "the output") -> None:
        """A file that is going to be written ("-" for standard output), or a folder of outputs."""
        if path is None:
            return
        named = Named(str(path), role)
        if named.path == "-":
            self._stream(1, self._writes)
        elif is_special(path) and descriptor_of(named.path) is None:
            return
        else:
            self._take(identity(path), named)

    def writes_over(self, path: str | Path, role: str = "the input") -> None:
        """A file that is cleaned in place: read and written."""
        self._take(identity(path), Named(str(path), role))

    def writes_log(self, path: str | Path | None, append: bool = False) -> None:
        """A change log: a file, or a folder of shards.

        What stands there must be one of ours, and is gone on with (`append`): the log of another run is never lost.
        """
        if path is None:
            return
        self.writes(path, "the log")
        if str(path) == "-" or is_special(path):
            return
        files = list(_log_files(Path(path)))
        for found in files[:1] if append else files:  # what a killed run left behind the first may be torn
            if not is_ours(found):
                self._checks.append(
                    f"{found}\0a file that is not a change log stands where the log would go\0--log names another"
                )
            elif not append and _holds_changes(found):
                what = "this is the log of another run, which could not be undone without it"
                remedy = "--log names another; with -o or -i, --resume goes on with this one"
                self._checks.append(f"{found}\0{what}\0{remedy}")

    def writes_journal(self, path: str | Path) -> None:
        """The journal of a batch. What stands there must be one of ours."""
        self.writes(path, "the journal")
        if os.path.lexists(path) and not _begins(Path(path), "", JOURNAL):
            what = "this is no journal of ours"
            self._checks.append(f"{path}\0{what}\0--journal FILE names another")

    def _stream(self, number: int, kinds: dict[Identity, Named]) -> None:
        """A standard stream that the shell has led to or from a file."""
        try:
            state = os.fstat(number)
        except OSError:
            return
        if stat.S_ISREG(state.st_mode):
            named = Named("-", STREAMS[number])
            if kinds is self._writes:
                self._take((state.st_dev, state.st_ino), named)
            else:
                kinds.setdefault((state.st_dev, state.st_ino), named)

    def _take(self, found: Identity, named: Named) -> None:
        other = self._writes.setdefault(found, named)
        if other is not named:
            self._clashes.append((named, other))

    def check(self) -> None:
        """Raises ConfigError for the first thing that must not be; nothing has been opened for writing by then."""
        for one, other in self._clashes:
            if one.path == other.path and one.role == other.role:
                what = "two inputs would go to this output" if one.role == "the output" else "this is named twice"
                raise ConfigError(what, where=one.path, remedy="one at a time")
            raise ConfigError(
                f"{one.role} would be the same file as {_named(other)}", where=one.path, remedy="choose another name"
            )
        for found, named in self._writes.items():
            if found in self._reads:
                remedy = "-i cleans in place" if named.role == "the output" else "choose another name"
                raise ConfigError(f"{named.role} would overwrite {_named(self._reads[found])}", where=named.path, remedy=remedy)
            if named.path != "-" and (folder := self._folder_around(named)):
                what = f"{named.role} {named.path} lies inside this input"
                raise ConfigError(what, where=folder.path, remedy="choose a place outside, or -i")
        for text in self._checks:
            where, what, remedy = text.split("\0")
            raise ConfigError(what, where=where, remedy=remedy)

    def _folder_around(self, named: Named) -> Named | None:
        """The input folder that a path lies in, or is."""
        if not self._folders or named.role == "the input" or descriptor_of(named.path) is not None:
            return None
        real = os.path.realpath(named.path)
        while True:
            found = self._folders.get(identity(real)) if os.path.isdir(real) else None
            if found is not None:
                return found
            above = os.path.dirname(real)
            if above == real:
                return None
            real = above


def _named(named: Named) -> str:
    return named.role if named.path == "-" else f"{named.role} {named.path}"


def mirrors_over_itself(folder: str, output: str) -> bool:
    """Whether a tree mirrored to a folder above it would write over its own files: `x/in/in/a` goes to `x/in/a`."""
    real, out = os.path.realpath(folder), os.path.realpath(output)
    if not real.startswith(os.path.join(out, "")):
        return False
    return os.path.lexists(os.path.join(real, os.path.relpath(real, out)))


# ---- whether a file is ours -----------------------------------------------------------------------------------------------


def _log_files(path: Path) -> Iterable[Path]:
    """The files that writing a log to a path would write over."""
    if path.is_dir():
        return shards_in(path)
    beside = path.with_name(path.name + ".jsonl") if path.suffix == ".parquet" else path
    return [found for found in dict.fromkeys((path, beside)) if os.path.lexists(found)]


def is_ours(path: Path) -> bool:
    """Whether a file is a change log of ours, or empty."""
    if path.suffix == ".parquet":
        return _is_our_table(path)
    return _begins(path, compression.split_suffix(path.name)[1], LOG)


def _holds_changes(path: Path) -> bool:
    """Whether a log of ours has a document, or a part of one; what a killed run left before that may be written again."""
    if path.suffix == ".parquet":
        return path.exists()
    return path.is_file() and len(_first_bytes(path, compression.split_suffix(path.name)[1], len(LOG) + 1)[0]) > len(LOG)


def _begins(path: Path, packing: str, beginning: bytes) -> bool:
    """Whether a file is empty, or begins as those of ours do; a killed run may have left no more than a part of that."""
    if not path.is_file():
        return not path.exists()  # a dangling link leads to a new file
    try:
        found, torn = _first_bytes(path, packing, len(beginning))
    except TROUBLE:
        return False
    return beginning.startswith(found) and not (torn and path.stat().st_size > TORN)


def _first_bytes(path: Path, packing: str, size: int) -> tuple[bytes, bool]:
    """Up to so many bytes of what a file holds, and whether it is cut before them. Raises one of TROUBLE."""
    found = b""
    with path.open("rb") as raw:
        stream = compression.reader(raw, packing)
        try:
            while len(found) < size and (piece := stream.read(size - len(found))):
                found += piece
        except EOFError:
            return found, True
    return found, False


def _is_our_table(path: Path) -> bool:
    """Whether a Parquet file is a log that this command wrote."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        return False
    try:
        metadata = pq.read_schema(path).metadata or {}
    except (OSError, pa.ArrowInvalid):
        return False
    return bool(metadata.get(b"format", b"").startswith(b"cleaner-log/"))
