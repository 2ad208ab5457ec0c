"""`cleaner undo` of whole files and of folders: in one pass over the log, with nothing held but the record at hand.

Every file is written beside where it belongs and put there when the log is read to its end: if it tells of a file twice,
for it was cleaned again after it had changed, the later run counts whose clean text is the file at hand and that changed it.
"""

from __future__ import annotations

import filecmp
import hashlib
import io
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, NamedTuple

import click

from cleaner.batch.output.atomic import AtomicFile, is_temporary, new_run, temporary_beside
from cleaner.batch.output.mirror import mirror_folder
from cleaner.batch.restore import Reading, base_of, files_of, packing, restore, unpacked
from cleaner.batch.work import TROUBLE, trouble
from cleaner.changelog.read import LogDocument
from cleaner.cli.colours import counted, printable
from cleaner.cli.log_files import file_in, read_any
from cleaner.core.errors import LogError

LISTED = 100  # files that fail and are told one by one


class Undone(NamedTuple):
    """What came of a folder: files given back, files that the log does not know, and why others were not given back."""

    back: int
    unknown: int
    failed: dict[str, str]


def undo_folder(folder: Path, log_file: str, output: Path | None) -> Undone:
    """Give every file of a folder back, to `output` or (None) in place. What the log does not know goes along as it is.

    Raises LogError if the log cannot be read or knows none of the files; files given back by then are in place.
    """
    reading = Reading(read_any(log_file))
    given = _Given(folder, output)
    seen: set[Path] = set()
    failed: dict[str, str] = {}
    try:
        for base, parts in reading.files():
            path = file_in(folder, base)
            if path is None or path.is_symlink():
                failed[base] = "it is not there" if path is None else "a link stands there"
                continue
            seen.add(path)
            try:
                given.make(path, base, parts)
                failed.pop(base, None)
            except TROUBLE as error:
                if path not in given.made:
                    failed[base] = _why(error)
    except BaseException:
        given.discard()
        raise
    if reading.error:
        failed[log_file] = str(reading.error)
    if not seen:
        given.discard()
        raise reading.error or LogError("none of the files that the log tells of is there", where=str(folder))
    back = given.place(failed)
    unknown = _carry_over(folder, output, seen, failed) if output else 0
    return Undone(back, unknown, failed)


def file_of_records(data: bytes, name: str, log_file: str) -> str:
    """The file of records that clean content came from, as the log calls it; "" if the log tells of no such file.

    It goes by the digest of the content, then by the name. Raises LogError if several files fit.
    """
    digest = hashlib.sha256(data).hexdigest()
    fits: dict[str, bool] = {}
    for logged in read_any(log_file):
        if logged.is_file or logged.is_record:
            base = base_of(logged)
            fits[base] = fits.get(base, False) or (logged.is_file and logged.output.sha256 == digest)
    found = [base for base, fit in fits.items() if fit]
    if len(found) > 1:
        found = [base for base in found if is_called(base, name)]
        if len(found) != 1:
            raise LogError("several files of the log became this one", where=name, remedy="say which: --name")
    return next((base for base in [*found, *fits] if base in found or is_called(base, name)), "")


def is_called(base: str, name: str) -> bool:
    """Whether two names can be those of one file, seen from different folders.

    >>> is_called("a/data.jsonl", "data.jsonl"), is_called("data.jsonl", "other.jsonl")
    (True, False)
    """
    return base == name or name.endswith("/" + base) or base.endswith("/" + name)


def undo_records(data: bytes, base: str, log_file: str) -> bytes:
    """One file of records as it was before the last run of it that fits; packed as it was. Raises LogError."""
    found: bytes | None = None
    wrong: LogError | None = None
    for name, parts in files_of(read_any(log_file)):
        if name != base:
            continue
        out = io.BytesIO()
        try:
            write_back(parts, base, io.BytesIO(data), out)
            found = out.getvalue() if found is None or out.getvalue() != data else found
        except LogError as error:
            wrong = error
    if found is None:
        raise wrong or LogError("the log knows no such file", where=base)
    return found


def packed(data: bytes, name: str) -> bytes:
    """Data compressed as the name says."""
    raw = io.BytesIO()
    stream = packing(raw, name)
    stream.write(data)
    if stream is not raw:
        stream.close()
    return raw.getvalue()


def tell(undone: Undone) -> None:
    """Say it on standard error."""
    for name, why in list(undone.failed.items())[:LISTED]:
        click.echo(printable(f"cleaner: {name}: {why}"), err=True)
    if len(undone.failed) > LISTED:
        click.echo(f"cleaner: {len(undone.failed) - LISTED:,} more", err=True)
    counts = [f"{counted(undone.back, 'file')} given back"]
    if undone.unknown:
        counts.append(f"{undone.unknown:,} not in the log and copied")
    if undone.failed:
        counts.append(f"{len(undone.failed):,} failed")
    click.echo(", ".join(counts), err=True)


def _why(error: BaseException) -> str:
    """Why a file cannot be given back; which file it is, is said before."""
    return error.what if isinstance(error, LogError) else trouble(error)


class _Given:
    """Files given back, each in a temporary file until :meth:`place`."""

    def __init__(self, folder: Path, output: Path | None) -> None:
        self.folder, self.output = folder, output
        self.made: dict[Path, AtomicFile] = {}  # by the clean file
        self._run = new_run()
        self._number = 0

    def make(self, path: Path, base: str, parts: Iterable[LogDocument]) -> None:
        """Give one file back; a later run of it counts, if it changed the file. Raises one of TROUBLE."""
        target = path.with_name(Path(base).name)
        if self.output:
            target = self.output / target.relative_to(self.folder)
            mirror_folder(self.output, target.parent, path.parent)
        self._number += 1
        held = temporary_beside(target, self._run, self._number)
        state = path.stat()
        with AtomicFile(target, held, [state], in_place=target == path) as file, path.open("rb") as raw:
            write_back(parts, base, raw, file.stream)
            file.finish()
            if path in self.made:
                if filecmp.cmp(path, held, shallow=False):
                    file.discard()
                    return
                self.made[path].discard()
            self.made[path] = file

    def place(self, failed: dict[str, str]) -> int:
        """Put every file where it belongs; how many could be."""
        placed = 0
        try:
            for path, file in self.made.items():
                try:
                    file.place()
                    placed += 1
                    if not self.output and file.target != path:  # in place, a page takes back its name too
                        path.unlink()
                except TROUBLE as error:
                    file.discard()
                    failed[str(path)] = trouble(error)
        except BaseException:
            self.discard()
            raise
        return placed

    def discard(self) -> None:
        """Leave everything as it is, but for what is in its place already."""
        for file in self.made.values():
            file.discard()


def write_back(parts: Iterable[LogDocument], name: str, raw: IO[bytes], out: IO[bytes]) -> None:
    """Give the file `name` back from its clean bytes, packed as its name says. Raises LogError, one of TROUBLE."""
    stream = packing(out, name)
    restore(parts, name, unpacked(raw, name), stream)
    if stream is not out:
        stream.close()


def _carry_over(folder: Path, output: Path, seen: set[Path], failed: dict[str, str]) -> int:
    """Copy what the log does not know: what was no text, and links. How many files that is."""
    copied = 0
    for path in _files(folder, output):
        if path in seen:
            continue
        target = output / path.relative_to(folder)
        try:
            mirror_folder(output, target.parent, path.parent)
            _copy(path, target)
            copied += not path.is_symlink()
        except TROUBLE as error:
            failed[str(path)] = trouble(error)
    return copied


def _copy(path: Path, target: Path) -> None:
    """A link as a link where nothing stands yet, a file whole or not at all. Raises OSError, InputError."""
    if path.is_symlink():
        if not (target.is_symlink() and os.readlink(target) == os.readlink(path)):
            os.symlink(os.readlink(path), target)
        return
    state = path.stat()
    with AtomicFile(target, made_from=[state]) as file, path.open("rb") as raw:
        shutil.copyfileobj(raw, file.stream)
        file.finish()
        os.utime(file.temporary, ns=(state.st_atime_ns, state.st_mtime_ns))
        file.place()


def _files(folder: Path, output: Path) -> Iterator[Path]:
    """Files and links below a folder, without temporary files and without what is below the output."""
    for above, folders, names in os.walk(folder):
        here = Path(above)
        links = [name for name in folders if (here / name).is_symlink()]
        folders[:] = sorted(name for name in folders if not (here / name).samefile(output) and name not in links)
        yield from (here / name for name in sorted([*names, *links]) if not is_temporary(name))
