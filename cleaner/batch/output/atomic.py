"""The one writer: files that are whole or not there, made beside the target, forced to the disk, renamed.

    AtomicFile    a file under construction, for writers that go on for a while
    write_file    bytes to a place that a person named: a file, a link, a pipe or a device

A temporary file has a name that nobody can guess and is made with O_EXCL, so nothing that stands there is followed or
written over; it is readable by its owner alone until it is finished. The finished file is never more open than what it was
made from. A symbolic link is resolved first and stays a link, one
that leads to nothing is refused; pipes and devices are written to and never replaced.

What replaces its own input is forced to the disk first, and the folder after the renaming. Files of a mirrored tree are
not: a power failure may lose the last of them, but not their inputs, and `--resume` sees that their size is not that of the
journal. A crash leaves at most a file named `.cleaner-*.tmp`, which the next run with `--resume` removes.
"""

from __future__ import annotations

import errno
import os
import secrets
import stat
from collections.abc import Container, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import IO

from cleaner.batch.output.access import open_to, resolved, same_version, take_over, take_over_all, umask
from cleaner.core.errors import InputError
from cleaner.core.numbers import whole_number

PREFIX, SUFFIX = ".cleaner-", ".tmp"
OWN = 0o600  # mode of a temporary file until it is finished
MOST_BACKUPS = 10_000  # of one file
PIECE = 1 << 20  # bytes copied at once


def new_run() -> str:
    """A name for a run that nobody can guess: the names of its temporary files begin with it."""
    return secrets.token_hex(8)


# ---- a file under construction ------------------------------------------------------------------------------------------


class AtomicFile:
    """Write to `stream`, then :meth:`finish` and :meth:`place`; leaving the block by an error discards it.

    `target` is where it will be; `temporary` is the name until then (by default one that nobody can guess). `made_from` are
    the states of what the content was made from; with `in_place` the first is that of the target itself, whose attributes
    are kept. `after` keeps the first bytes of a temporary file that is there already.
    """

    def __init__(
        self,
        target: Path,
        temporary: Path | None = None,
        made_from: Iterable[os.stat_result] = (),
        after: int = 0,
        in_place: bool = False,
    ) -> None:
        self.target, self.made_from, self.in_place = target, tuple(made_from), in_place
        self.temporary = temporary or temporary_beside(target, new_run(), 0)
        self.stream: IO[bytes] = self._go_on(after) if after else create(self.temporary)

    def _go_on(self, after: int) -> IO[bytes]:
        number = os.open(self.temporary, os.O_RDWR | _flag("O_NOFOLLOW") | _flag("O_CLOEXEC"))
        if not stat.S_ISREG(os.fstat(number).st_mode):
            os.close(number)
            raise InputError("this is no file of ours", where=str(self.temporary))
        stream = os.fdopen(number, "r+b")
        stream.truncate(after)
        stream.seek(after)
        return stream

    def mark(self, sync: bool = True) -> int:
        """Hand over what is written so far, to the disk if asked; how many bytes that is."""
        self.stream.flush()
        if sync:
            os.fsync(self.stream.fileno())
        return self.stream.tell()

    def finish(self, sync: bool = True) -> os.stat_result:
        """Everything is written: flush, owner and mode, sync, close. Raises InputError if what is replaced has changed since."""
        self.stream.flush()
        number = self.stream.fileno()
        if self.in_place and self.made_from:
            if not same_version(self.made_from[0], _state(self.target)):
                raise InputError("the file was changed meanwhile, and stays as it is", remedy="the same command again")
            take_over_all(number, self.made_from[0], self.target)
        else:
            take_over(number, self.made_from, _state(self.target))
        if sync:
            os.fsync(number)
        state = os.fstat(number)
        self.stream.close()
        return state

    def leave(self) -> None:
        """Close the temporary file and leave it there, for a run that goes on."""
        with suppress(OSError):
            self.stream.close()

    def discard(self) -> None:
        """Leave the target as it is."""
        with suppress(OSError):
            self.stream.close()
        self.temporary.unlink(missing_ok=True)

    def place(self, sync: bool = True) -> None:
        """Put the file where it belongs, in one step, and that on the disk too."""
        put(self.temporary, self.target)
        if sync:
            sync_folder(self.target.parent)

    def __enter__(self) -> AtomicFile:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if kind is not None:
            self.discard()


def create(path: Path, mode: int = OWN) -> IO[bytes]:
    """A new file for its owner alone; what stands there under this name of ours (of a worker that died) goes first."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _flag("O_NOFOLLOW") | _flag("O_CLOEXEC") | _flag("O_BINARY")
    try:
        number = os.open(path, flags, mode)
    except FileExistsError:
        os.unlink(path)  # a link goes itself, not what it leads to
        number = os.open(path, flags, mode)
    return os.fdopen(number, "wb")


def open_own(path: Path) -> IO[bytes]:
    """A file of ours that runs append to and lock, made if it is not there; its folders as well.

    Raises InputError for a link, a pipe or whatever else stands there, OSError.
    """
    make_folder(path.parent)
    flags = os.O_RDWR | os.O_CREAT | os.O_APPEND
    try:
        number = os.open(path, flags | _flag("O_NOFOLLOW") | _flag("O_NONBLOCK") | _flag("O_CLOEXEC") | _flag("O_BINARY"), OWN)
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise InputError("a link stands where a file of ours would go", where=str(path)) from error
        raise
    if not stat.S_ISREG(os.fstat(number).st_mode):
        os.close(number)
        raise InputError(f"{kind_of_file(os.stat(path))} stands where a file of ours would go", where=str(path))
    return os.fdopen(number, "a+b")


def put(temporary: Path, target: Path) -> None:
    """Rename a finished file to where it belongs. Raises InputError if what stands there is not a file."""
    state = _state(target, follow=False)
    if state is not None and not stat.S_ISREG(state.st_mode):
        raise InputError(f"{kind_of_file(state)} stands where the output would go", where=str(target), remedy="another -o")
    os.replace(temporary, target)


def sync_folder(folder: Path) -> None:
    """Force the names in a folder to the disk, where the system has a way to."""
    with suppress(OSError):  # a file system that cannot
        number = os.open(folder, os.O_RDONLY | _flag("O_DIRECTORY"))
        try:
            os.fsync(number)
        finally:
            os.close(number)


def kind_of_file(state: os.stat_result) -> str:
    """What something in a file system is, with its article."""
    kinds = (
        (stat.S_ISREG, "a file"), (stat.S_ISDIR, "a folder"), (stat.S_ISLNK, "a link"), (stat.S_ISFIFO, "a pipe"),
        (stat.S_ISSOCK, "a socket"), (stat.S_ISCHR, "a device"), (stat.S_ISBLK, "a device"),
    )  # fmt: skip
    return next((name for test, name in kinds if test(state.st_mode)), "something that is no file")


def _flag(name: str) -> int:
    """A flag of `open` that some systems do not have."""
    return int(getattr(os, name, 0))


def _state(path: Path, follow: bool = True) -> os.stat_result | None:
    try:
        return os.stat(path, follow_symlinks=follow)
    except OSError:
        return None


# ---- places that a person named -------------------------------------------------------------------------------------------


def descriptor_of(path: str) -> int | None:
    """The number of an open stream that a path stands for: `/dev/stdout`, `/dev/fd/3`, `/proc/self/fd/3`.

    >>> descriptor_of("/dev/stderr"), descriptor_of("/dev/fd/7"), descriptor_of("notes.txt")
    (2, 7, None)
    """
    streams = {"/dev/stdin": 0, "/dev/stdout": 1, "/dev/stderr": 2}
    if path in streams:
        return streams[path]
    folder, _, number = path.rpartition("/")
    return whole_number(number) if folder in ("/dev/fd", "/proc/self/fd") else None


def is_special(path: str | Path) -> bool:
    """Whether a path leads to something that is written to rather than replaced: a stream, a pipe, a device."""
    if descriptor_of(str(path)) is not None:
        return True
    state = _state(Path(path))
    return state is not None and not stat.S_ISREG(state.st_mode) and not stat.S_ISDIR(state.st_mode)


def open_special(path: str | Path) -> IO[bytes]:
    """A pipe, a device or an open stream, to be written to as it is. A pipe waits for its reader."""
    number = descriptor_of(str(path))
    if number is not None:
        return os.fdopen(os.dup(number), "wb")
    opened = os.open(path, os.O_WRONLY | _flag("O_CLOEXEC"))
    if stat.S_ISREG(os.fstat(opened).st_mode) or stat.S_ISDIR(os.fstat(opened).st_mode):
        os.close(opened)
        raise InputError("this was a pipe or a device before", where=str(path))
    return os.fdopen(opened, "wb")


@contextmanager
def writing(path: str | Path, like: Iterable[str | Path] = (), keep: bool = False) -> Iterator[IO[bytes]]:
    """A stream to a place that a person named: whole or not at all, unless it is a pipe or a device.

    `like` are the files that the content is made from: it will not be more open than any of them. With `keep` the output
    takes the place of its own input, whose attributes stay. Raises OSError, InputError.
    """
    if is_special(path):
        with open_special(path) as stream:
            yield stream
        return
    target = resolved(path)
    make_folder(target.parent)
    old = _state(target)
    states = [state for item in like if (state := _state(Path(item))) is not None]
    keep = keep and old is not None
    with AtomicFile(target, made_from=[old] if keep and old else states, in_place=keep) as file:
        yield file.stream
        file.finish()
        file.place()


def write_file(data: bytes, path: str | Path, like: Iterable[str | Path] = (), keep: bool = False) -> None:
    """Bytes to a place that a person named; see :func:`writing`."""
    with writing(path, like, keep) as stream:
        stream.write(data)


def make_folder(folder: Path, like: os.stat_result | None = None) -> None:
    """A folder and those above it; never more open than the one it mirrors."""
    if len(folder.parts) > 400:  # `mkdir` goes up by recursion; systems take less than 4,096 bytes
        raise OSError(errno.ENAMETOOLONG, os.strerror(errno.ENAMETOOLONG), str(folder))
    if folder.is_dir():
        return
    if like is None:
        folder.mkdir(parents=True, exist_ok=True)
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):
        folder.mkdir(0o700)
        mode = open_to(like, folder.stat().st_gid) & ~umask()
        folder.chmod(mode | 0o700)


# ---- temporary files and backups -------------------------------------------------------------------------------------------


def temporary_beside(target: Path, run: str, number: int) -> Path:
    """The name of a temporary file: no other run and no other file of this one has it."""
    return target.parent / f"{PREFIX}{run}-{number}{SUFFIX}"


def is_temporary(name: str) -> bool:
    """Whether a file name is that of one of our temporary files."""
    return name.startswith(PREFIX) and name.endswith(SUFFIX)


def sweep(folder: Path, run: str, keep: Container[str] = ()) -> int:
    """Remove temporary files that other runs left in a folder, but for those in `keep`; how many."""
    swept = 0
    ours = f"{PREFIX}{run}-"
    with suppress(FileNotFoundError), os.scandir(folder) as entries:
        for entry in entries:
            if is_temporary(entry.name) and not entry.name.startswith(ours) and entry.name not in keep:
                os.unlink(entry.path)
                swept += 1
    return swept


def back_up(path: Path, suffix: str) -> Path:
    """Keep the content of a file under `path + suffix`, or with a number where that is taken; where it is kept.

    It is a hard link if the file system can, else a copy. A backup is never written over; one that a killed run made of
    this very file counts. Raises InputError if there are too many.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "a.txt")
    ...     _ = path.write_text("one"), Path(folder, "a.txt.bak").write_text("zero")
    ...     back_up(path, ".bak").name
    'a.txt.bak2'
    """
    for number in range(1, MOST_BACKUPS):
        backup = path.with_name(f"{path.name}{suffix}{number if number > 1 else ''}")
        try:
            os.link(path, backup, follow_symlinks=False)
        except FileExistsError:
            if _is_same(path, backup):
                return backup
            continue
        except OSError:
            if not _copy_new(path, backup):
                continue
        return backup
    raise InputError(f"there are {MOST_BACKUPS:,} backups of this file", where=str(path), remedy="-i with another suffix")


def _is_same(one: Path, other: Path) -> bool:
    states = _state(one, follow=False), _state(other, follow=False)
    return None not in states and os.path.samestat(*states)  # type: ignore[arg-type]


def _copy_new(path: Path, backup: Path) -> bool:
    """A copy under a new name, where the file system has no hard links; False if the name is taken."""
    held = temporary_beside(backup, new_run(), 0)
    try:
        with open(path, "rb") as source, create(held) as out:
            while piece := source.read(PIECE):
                out.write(piece)
            out.flush()
            take_over_all(out.fileno(), os.fstat(source.fileno()), path)
            os.fsync(out.fileno())
        if os.path.lexists(backup):
            return False
        os.rename(held, backup)
    finally:
        held.unlink(missing_ok=True)
    return True
