"""From what the user named to tasks: which files are cleaned, in which order, and where each goes.

A folder in gives a mirrored tree out. Symbolic links inside a tree are made again as links; folders behind links are not
entered; hard links stay hard links. What cannot be a task (missing, not readable, two inputs for one output) is a
:class:`Problem`, and the run goes on without it. Start at :class:`Finder`.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Container, Iterable, Iterator
from typing import IO, NamedTuple

from cleaner.batch.ignore import Ignore
from cleaner.batch.output.atomic import is_temporary
from cleaner.formats import DOCUMENTS, kind_of
from cleaner.formats.compression import split_suffix
from cleaner.formats.kinds import IN_PLACE, is_prose_name, may_stay_in_place

NAMES_OF_TEXT = {"text": ".txt", "markdown": ".md"}  # what a page is called when it has become text


UNKNOWN = 1 << 62  # bytes; the size of an input that nobody knows, treated as a large one


class Task(NamedTuple):
    """One input. `name` is how log and messages call it; `target` is where the output goes ("" for nowhere).

    `access` is (mode bits, group) of who may read it, folders on the way included: what is told of it is no more open.
    """

    number: int
    source: str
    name: str
    target: str
    kind: str
    compression: str
    size: int
    mtime: int  # nanoseconds
    links: int = 1
    inside: bool = False  # found in a folder rather than named: what is not text is copied, not refused
    prose: bool | None = True  # None: its content has to say
    access: tuple[int, int] = (0o777, -1)

    @property
    def in_place(self) -> bool:
        """Whether the output takes the place of the input."""
        return self.source == self.target


class Link(NamedTuple):
    """A symbolic link to be made again in the mirrored tree."""

    name: str
    target: str
    leads_to: str


class Left(NamedTuple):
    """A file of a folder that stays as it is, and why."""

    name: str
    why: str


class Problem(NamedTuple):
    """An input that cannot be cleaned, and why."""

    name: str
    what: str


Found = Task | Link | Left | Problem

NOT_PROSE, PAGE = "not prose", "pages, which would become text (-o writes it)"


class Where(NamedTuple):
    """Where outputs go: a folder, one file, in place, or nowhere (stdout, --check, --diff)."""

    folder: str = ""
    file: str = ""
    in_place: bool = False


class Finder:
    """Walks the inputs; one pass, in order of name, with no more in memory than one folder's names.

    `input_format` forces a format; `page_to` says what pages become ("text", "markdown"); `include` and `exclude` are globs.
    """

    def __init__(
        self,
        where: Where,
        *,
        input_format: str = "auto",
        page_to: str = "text",
        ignore: Ignore | None = None,
        several: bool = False,
        reserved: Container[str] = (),
    ) -> None:
        self.where = where
        self.input_format = input_format
        self.page_to = page_to
        self.ignore = ignore or Ignore()
        self.several = several
        self.reserved = reserved  # real paths of what the run itself writes: log and journal
        self._number = 0
        self._hidden = 0  # hidden folders that the walk is in: what is in them is no prose

    def again(self) -> Finder:
        """Another finder that finds the same."""
        return Finder(
            self.where,
            input_format=self.input_format,
            page_to=self.page_to,
            ignore=self.ignore.again(),
            several=self.several,
            reserved=self.reserved,
        )

    def find(self, paths: Iterable[str]) -> Iterator[Found]:
        """Everything below the paths."""
        taken: dict[str, str] = {}
        for path in paths:
            if path == "-":
                yield self._stdin()
            elif os.path.isdir(path):
                yield from self._root(path, taken)
            else:
                yield self._named(path, taken)

    def find_listed(self, paths: Iterable[str]) -> Iterator[Found]:
        """Files of a list: a mirrored tree keeps their paths, as far as these are below the working directory."""
        outside: dict[str, str] = {}
        taken: set[int] = set()  # hashes: a list may be long
        for path in paths:
            if "\0" in path:
                yield Problem(path, "no file is called so: the name holds NUL (-0 if NUL parts the names)")
                continue
            relative = os.path.relpath(path)
            found = self._named(path, outside if relative.startswith(os.pardir) else {}, relative)
            if isinstance(found, Problem):
                yield found
                continue
            if found.target and hash(found.target) in taken:
                yield Problem(path, f"its output {found.target} is that of another input already (named twice?)")
                continue
            taken.add(hash(found.target))
            name = os.path.basename(path)
            prose = True if self.ignore.include else is_prose_name(name, split_suffix(name)[0])
            yield self._left_or(found._replace(inside=True, prose=prose))

    def _stdin(self) -> Task:
        target = self._stdin_target()
        self._number += 1
        kind = kind_of("", self.input_format)
        return Task(self._number - 1, "-", "-", target, kind, "", UNKNOWN, 0)

    def _stdin_target(self) -> str:
        return self.where.file or (os.path.join(self.where.folder, "stdin.txt") if self.where.folder else "")

    def _root(self, path: str, taken: dict[str, str]) -> Iterator[Found]:
        """What a folder named on the command line holds, or why it cannot be taken."""
        out = self.where.folder
        if self.where.file:
            yield Problem(path, "a folder cannot go into one file")
            return
        if out:
            out = self._folder_for(path)
            if out in taken:
                yield Problem(path, f"its output {out} is that of {taken[out]} already (clean them one by one)")
                return
            taken[out] = path
        yield from self._walk(path, path, out, 0o777)

    def targets(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Where the outputs of inputs that a user named are going to be: (input, output), folders as folders."""
        for path in paths:
            if path == "-":
                yield path, self._stdin_target()
            elif os.path.isdir(path):
                yield path, self._folder_for(path)
            else:
                suffix, compression = split_suffix(path)
                target = self._target_of_named(path, path, "")
                yield (
                    path,
                    target if self.where.file else self._renamed(target, kind_of(suffix, self.input_format), suffix, compression),
                )

    def _folder_for(self, path: str) -> str:
        """Where the tree below a root goes: the output folder, or one in it if there are several inputs."""
        if not self.several:
            return self.where.folder
        return os.path.join(self.where.folder, os.path.basename(os.path.abspath(path)))

    def _named(self, path: str, taken: dict[str, str], relative: str = "") -> Task | Problem:
        """A file that the user named; `relative` is its place in the output folder."""
        try:
            state = os.stat(path)
        except OSError as error:
            return Problem(path, reason(error))
        if not (stat.S_ISREG(state.st_mode) or stat.S_ISFIFO(state.st_mode) or stat.S_ISCHR(state.st_mode)):
            return Problem(path, "neither a file nor a folder")
        source = os.path.realpath(path) if self.where.in_place else path
        task = self._task(source, path, state, self._target_of_named(path, source, relative), inside=False)
        if self.where.folder or self.where.file:
            if os.path.realpath(task.target) == os.path.realpath(path):
                return Problem(path, "the output would overwrite this input (-i cleans in place)")
            if task.target in taken:
                return Problem(path, f"its output {task.target} is that of {taken[task.target]} already (another -o)")
            taken[task.target] = path
        return task

    def _target_of_named(self, path: str, source: str, relative: str) -> str:
        if self.where.in_place:
            return source
        if self.where.file:
            return self.where.file
        if relative.startswith(os.pardir) or not relative:
            relative = os.path.basename(path)
        return os.path.join(self.where.folder, relative) if self.where.folder else ""

    def _walk(self, folder: str, name: str, out: str, mask: int) -> Iterator[Found]:
        """`mask` says for whom the folders above are open."""
        try:
            with os.scandir(folder) as found:
                entries = sorted(found, key=lambda entry: entry.name)
            mask &= _enters(os.stat(folder))
        except OSError as error:
            yield Problem(name, reason(error))
            return
        rules = self.ignore.enter(folder, entries)
        taken: dict[str, str] = {}
        for entry in entries:
            if rules.skips(entry) or is_temporary(entry.name):
                continue
            shown = os.path.join(name, entry.name)
            target = os.path.join(out, entry.name) if out else ""
            if entry.is_symlink():
                yield from self._link(entry, shown, target)
            elif entry.is_dir(follow_symlinks=False):
                if entry.name.startswith(".") and not target and not self.ignore.include:
                    yield Left(shown, "hidden folders")
                    continue
                self._hidden += entry.name.startswith(".")
                yield from self._walk(entry.path, shown, target, mask)
                self._hidden -= entry.name.startswith(".")
            elif entry.is_file(follow_symlinks=False):
                yield self._file(entry, shown, target, taken, mask)
            else:
                yield Problem(shown, "neither a file nor a folder")
        self.ignore.leave()

    def _file(self, entry: os.DirEntry[str], shown: str, target: str, taken: dict[str, str], mask: int) -> Task | Left | Problem:
        """The task for a file in a folder; what is left and why, or what is wrong with it."""
        try:
            state = entry.stat(follow_symlinks=False)
        except OSError as error:
            return Problem(shown, reason(error))
        task = self._task(entry.path, shown, state, entry.path if self.where.in_place else target, inside=True)
        task = task._replace(access=(task.access[0] & mask, task.access[1]))
        if self.reserved and any(os.path.realpath(path) in self.reserved for path in (entry.path, task.target) if path):
            return Problem(shown, "this is where the run keeps its log or journal (choose another place for it)")
        if isinstance(found := self._left_or(task), Left):
            return found
        if task.target and not self.where.in_place:
            if task.target in taken:
                return Problem(shown, f"its output {task.target} is that of {taken[task.target]} already (rename one of them)")
            taken[task.target] = shown
        return task

    def _link(self, entry: os.DirEntry[str], shown: str, target: str) -> Iterator[Found]:
        """In place a link is left alone: what it leads to is cleaned where it is, if it is below the input at all."""
        if not target:
            return  # not counted: it is a name of something else
        yield Link(shown, target, os.readlink(entry.path))

    def _left_or(self, task: Task) -> Task | Left:
        """A file of a folder, or that it stays: what is not prose, and what would be no page any more under its name."""
        if task.prose is False and not (task.target and not task.in_place):
            return Left(task.name, NOT_PROSE)
        if task.in_place and not may_stay_in_place(task.kind, split_suffix(task.source)[0]):
            return Left(task.name, PAGE)
        return task

    def _task(self, source: str, name: str, state: os.stat_result, target: str, inside: bool) -> Task:
        """The task for one input: its number, kind, output and mode."""
        suffix, compression = split_suffix(source)
        prose: bool | None = True
        if inside and not self.ignore.include:
            prose = False if self._hidden else is_prose_name(os.path.basename(source), suffix)
        kind = kind_of(suffix, self.input_format) if prose is not False else "auto"
        if self.where.in_place:
            kind = IN_PLACE.get(kind, kind)
        elif target and not self.where.file:
            target = self._renamed(target, kind, suffix, compression)
        number = self._number
        self._number += 1
        size = state.st_size if stat.S_ISREG(state.st_mode) else UNKNOWN
        access = (stat.S_IMODE(state.st_mode) & 0o777, state.st_gid)
        return Task(
            number, source, name, target, kind, compression, size, state.st_mtime_ns, state.st_nlink, inside, prose, access
        )

    def _renamed(self, target: str, kind: str, suffix: str, compression: str) -> str:
        """A page or document becomes text, so its output is called so; a WARC archive becomes a WET archive."""
        stem = target[: len(target) - len(compression)]
        if (kind == "html" or kind in DOCUMENTS) and suffix:
            return stem[: len(stem) - len(suffix)] + NAMES_OF_TEXT[self.page_to] + compression
        return target


def _enters(state: os.stat_result) -> int:
    """The mode bits that a folder leaves to those who may enter it; to its owner, all."""
    mode = state.st_mode
    return 0o700 | (0o070 if mode & 0o010 else 0) | (0o007 if mode & 0o001 else 0)


def reason(error: OSError) -> str:
    """What an error of the operating system says, in small letters."""
    text = error.strerror or str(error)
    return text[:1].lower() + text[1:]


def read_list(stream: IO[bytes], null: bool) -> Iterator[str]:
    """Names of files, one a line or separated by NUL."""
    held = b""
    while piece := stream.read(1 << 16):
        *names, held = (held + piece).split(b"\0" if null else b"\n")
        yield from (os.fsdecode(name) for name in names if name)
    if held:
        yield os.fsdecode(held)
