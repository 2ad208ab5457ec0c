"""The journal of a batch: plain JSON Lines, one record per input that is done, so that a run can go on where it stopped.

    {"journal": 1, "run": "17a3c0", "config": "9f2c…"}
    {"log": "/data/changes.jsonl", "at": 0}
    {"path": "a/b.txt", "size": 812, "mtime": 1790000000000000000, "target": "out/a/b.txt", …}
    {"path": "a/c.txt", …, "error": "the compressed data is cut short"}
    {"part": "big.txt", …, "blocks": 16, "out": 33554432, "at": 91022}

The parent process alone writes it. A record is written when the log of the input is safe and its output is finished in a
temporary file beside the target, and before that file is renamed; so after a crash the record says what is left to do
(:meth:`Journal.open` renames), and a log never lacks a change that was made. `at` says how long the log was: what stands
there beyond is about outputs that are not, and is cut off. A `part` tells how far a large input had come. A torn last
line is cut off. An input is skipped if size, time and configuration are those of its record and its output is there with
the size that it had.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import IO, Any, NamedTuple

from cleaner.batch.discovery import reason
from cleaner.batch.output.atomic import back_up, is_temporary, open_own, put
from cleaner.core.errors import InputError
from cleaner.core.resources import data_folder, rules_folder

VERSION = 1


class Record(NamedTuple):
    """One input that is done; `error` is "" unless it failed, `failures` are records of it that did.

    `backup` is the suffix under which the old file is kept before the new one takes its place.
    """

    path: str
    size: int
    mtime: int
    target: str
    out_size: int
    changes: int
    temp: str
    error: str = ""
    failures: tuple[str, ...] = ()
    backup: str = ""


class Part(NamedTuple):
    """How far a large input has come: `blocks` of it are cleaned and stand in the first `out` bytes of the temporary file.

    `counts` are those of a :class:`~cleaner.formats.job.Tally`, `failures` the number of records that failed.
    """

    part: str
    size: int
    mtime: int
    target: str
    temp: str
    blocks: int
    out: int
    at: int
    counts: dict[str, Any]
    failures: int = 0

    @property
    def temporary(self) -> Path:
        """Where the unfinished output is."""
        return Path(self.target).parent / self.temp


def fingerprint(description: Mapping[str, Any]) -> str:
    """One number for a configuration and all shipped rules: if it differs, everything has to be done again."""
    digest = hashlib.sha256(json.dumps(description, sort_keys=True, default=str).encode())
    digest.update(digest_of_shipped_files())
    return digest.hexdigest()[:32]


@cache
def digest_of_shipped_files() -> bytes:
    """One number for all rules and data that are shipped; they do not change while a process runs."""
    digest = hashlib.sha256()
    for root in (rules_folder(), data_folder()):
        for path in sorted(root.rglob("*")):
            if path.is_file():
                digest.update(str(path.relative_to(root)).encode())
                digest.update(path.read_bytes())
    return digest.digest()


class Journal:
    """The open journal of a run. :meth:`is_done` tells what earlier runs finished, :attr:`parts` what they began."""

    def __init__(self, path: Path, config: str, run: str) -> None:
        self.path, self.config, self.run = path, config, run
        self.parts: dict[str, Part] = {}
        self._old: set[int] = set()  # hashes of (path, size, time, size of the output): 70 bytes an input
        self._failures: dict[int, tuple[str, ...]] = {}  # of those inputs of which records failed
        self._log: tuple[str, int] | None = None  # the log of the run before, and how much of it counts
        self._file: IO[bytes] | None = None

    def open(self, resume: bool) -> None:
        """Lock it; read what is there, finish what a crash left (resume), or begin anew.

        Raises InputError if another run holds it or it is no journal.
        """
        try:
            self._file = open_own(self.path)
            lock(self._file)
        except BlockingIOError as error:
            raise InputError("another run is at work with this journal", where=str(self.path)) from error
        except OSError as error:
            raise InputError(f"the journal cannot be written: {error.strerror}", where=str(self.path)) from error
        try:
            self._begin(resume)
        except BaseException:
            self.close()
            raise

    def _begin(self, resume: bool) -> None:
        assert self._file is not None
        if resume:
            self._read()
        else:
            self._file.truncate(0)
        if not self._old and not self.parts:
            self._file.truncate(0)
            self._write([{"journal": VERSION, "run": self.run, "config": self.config}])

    def _read(self) -> None:
        """Take what an earlier run wrote, up to the first line that is cut or lost, and cut the file there."""
        assert self._file is not None
        self._file.seek(0)
        whole, same = 0, False
        for number, line in enumerate(self._file):
            if not line.endswith(b"\n"):
                break
            try:
                entry = json.loads(line)
            except (ValueError, RecursionError):
                entry = {}
            if not isinstance(entry, dict):
                entry = {}
            if number == 0:
                if entry.get("journal") != VERSION:
                    raise InputError("this is no journal of ours", where=str(self.path), remedy="--journal FILE names another")
                same = entry.get("config") == self.config
            elif not entry:  # a block that the disk lost
                break
            whole += len(line)
            if number:
                try:
                    self._take(entry, same)
                except (KeyError, TypeError, AttributeError, ValueError) as error:
                    raise InputError(f"a broken record in line {number + 1} of the journal", where=str(self.path)) from error
        self._file.truncate(whole)
        self._file.seek(0, os.SEEK_END)

    def _take(self, entry: dict[str, Any], same: bool) -> None:
        """Finish the renaming that a crash kept from being done; remember what need not be done again."""
        if "log" in entry:
            self._log = entry["log"], entry["at"]
        elif self._log and "at" in entry:
            self._log = self._log[0], entry["at"]
        if "part" in entry and same:
            self.parts[entry["part"]] = Part(**entry)
        if "path" not in entry:
            return
        self.parts.pop(entry["path"], None)
        if entry.get("temp"):
            temporary = os.path.join(os.path.dirname(entry["target"]), entry["temp"])
            if is_temporary(entry["temp"]) and os.path.isfile(temporary):
                if entry.get("backup"):
                    back_up(Path(entry["target"]), entry["backup"])
                put(Path(temporary), Path(entry["target"]))
        if same and not entry.get("error"):
            key = hash((entry["path"], entry["size"], entry.get("mtime", 0), entry.get("out_size", 0)))
            self._old.add(key)
            self._failures.pop(key, None)
            if entry.get("failures"):
                self._failures[key] = tuple(entry["failures"])

    def done(self, path: str, size: int, mtime: int, target: str) -> tuple[str, ...] | None:
        """If an input is as it was when it was cleaned, and its output is there: the records of it that failed. Else None."""
        if not self._old:
            return None
        try:
            out_size = os.stat(target).st_size
        except OSError:
            return None
        key = hash((path, size, mtime, out_size))
        return self._failures.get(key, ()) if key in self._old else None

    def part_of(self, path: str, size: int, mtime: int, target: str) -> Part | None:
        """How far an input had come, if it is as it was then and its unfinished output is there."""
        part = self.parts.pop(path, None)
        if part is None or (part.size, part.mtime, part.target) != (size, mtime, target):
            return None
        try:
            return part if part.temporary.stat().st_size >= part.out else None
        except OSError:
            return None

    def log_end(self, path: Path) -> int | None:
        """How many bytes of a log are about outputs that are, if this log is that of the run before."""
        return self._log[1] if self._log and self._log[0] == str(path.absolute()) else None

    def begin_log(self, path: Path, at: int) -> None:
        """This run writes a log, and begins there. If that is not where the last one ended, what it began starts anew."""
        if self.log_end(path) != at:
            self.parts.clear()
        self._write([{"log": str(path.absolute()), "at": at}])

    def add(self, records: Iterable[Record], at: int = 0) -> None:
        """Write records and hand them to the operating system; `at` is how long the log is that tells of them."""
        entries = (
            {key: value for key, value in record._asdict().items() if value or key in ("path", "size", "changes")}
            for record in records
        )
        self._write({**entry, "at": at} if at else entry for entry in entries)

    def mark(self, part: Part) -> None:
        """Write how far a large input has come."""
        self._write([part._asdict()])

    def _write(self, entries: Iterable[dict[str, Any]]) -> None:
        """Lines, handed to the operating system at once. Raises InputError if the disk is full."""
        assert self._file is not None
        try:
            self._file.write(b"".join(json.dumps(entry).encode("ascii") + b"\n" for entry in entries))
            self._file.flush()
        except OSError as error:
            why = f"the journal cannot be written: {reason(error)}"
            raise InputError(why, where=str(self.path), remedy="--resume goes on when there is room") from error

    def close(self) -> None:
        """Close it (which unlocks it)."""
        if self._file is not None:
            with suppress(OSError):  # what a full disk did not take was told when it was written
                self._file.close()
            self._file = None


def lock(file: IO[bytes]) -> None:
    """An exclusive lock that ends with this process and is not inherited by its workers. Raises BlockingIOError."""
    try:
        import fcntl
    except ImportError:  # no such locks on Windows
        return
    fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
