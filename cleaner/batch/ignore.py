"""Which files of a tree are left out: by ignore files, globs, and the folders of version control.

`.cleanerignore` and `.ignore` are read in every folder, `.gitignore` inside a Git work tree; later lines win over
earlier ones, deeper files over those above, `!` takes back. The syntax is that of gitignore. `include` globs name what
is wanted (everything, if there are none), `exclude` globs what is not; both are matched as lines of an ignore file are.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from cleaner.core.errors import ConfigError
from cleaner.core.files import MOST_CONFIG, read_bounded

FILES = (".gitignore", ".ignore", ".cleanerignore")  # later ones win
NEVER = frozenset({".git", ".hg", ".svn", ".jj", "CVS", ".bzr"})


class Line(NamedTuple):
    """One pattern of an ignore file."""

    pattern: re.Pattern[str]
    keeps: bool
    folders_only: bool


class Rules(NamedTuple):
    """The patterns that hold in one folder: pairs of (folder of the ignore file, its lines), the strongest last."""

    active: bool
    stack: tuple[tuple[str, tuple[Line, ...]], ...]
    include: tuple[tuple[str, tuple[Line, ...]], ...]

    def skips(self, entry: os.DirEntry[str]) -> bool:
        """Whether an entry of the folder is left out."""
        folder = entry.is_dir(follow_symlinks=False)
        if folder and entry.name in NEVER:
            return True
        if self.stack and _verdict(self.stack, entry.path, folder):
            return True
        return bool(self.include) and not folder and not _verdict(self.include, entry.path, folder)


class Ignore:
    """Keeps the patterns of the folders on the way down; `enter` a folder, ask, `leave`."""

    def __init__(self, files: bool = True, include: Sequence[str] = (), exclude: Sequence[str] = ()) -> None:
        self.files = files
        self.include = tuple(line for glob in include if (line := parse(glob)))
        self.exclude = tuple(line for glob in exclude if (line := parse(glob)))
        self._stack: list[tuple[str, tuple[Line, ...]]] = []
        self._sizes: list[int] = []
        self._git: list[bool] = []

    def again(self) -> Ignore:
        """The same, for another walk."""
        other = Ignore(self.files)
        other.include, other.exclude = self.include, self.exclude
        return other

    def enter(self, folder: str, entries: Iterable[os.DirEntry[str]]) -> Rules:
        """Patterns that hold inside a folder."""
        names = {entry.name for entry in entries}
        git = ".git" in names or (self._git[-1] if self._git else self.files and _in_git(folder))
        self._git.append(git)
        self._sizes.append(len(self._stack))
        if len(self._sizes) == 1:
            self._base = folder
        if self.files:
            for name in FILES:
                if name in names and (git or name != ".gitignore"):
                    self._stack.append((folder, read_lines(os.path.join(folder, name))))
        stack = tuple(self._stack) + (((self._base, self.exclude),) if self.exclude else ())
        return Rules(self.files, stack, ((self._base, self.include),) if self.include else ())

    def leave(self) -> None:
        """Back to the folder above."""
        del self._stack[self._sizes.pop() :]
        self._git.pop()


def _in_git(folder: str) -> bool:
    folder = os.path.realpath(folder)
    while True:
        if os.path.exists(os.path.join(folder, ".git")):
            return True
        above = os.path.dirname(folder)
        if above == folder:
            return False
        folder = above


def _verdict(stack: Iterable[tuple[str, tuple[Line, ...]]], path: str, folder: bool) -> bool:
    """What the last pattern that matches says."""
    found = False
    for base, lines in stack:
        relative = os.path.relpath(path, base)
        for line in lines:
            if line.keeps == found and (folder or not line.folders_only) and line.pattern.fullmatch(relative):
                found = not line.keeps
    return found


def read_lines(path: str) -> tuple[Line, ...]:
    """The patterns of an ignore file; none if it cannot be read, is no file or is larger than a config file may be."""
    try:
        text = read_bounded(Path(path), MOST_CONFIG, "ignore file").decode("utf-8", "surrogateescape")
    except ConfigError:
        return ()
    return tuple(line for each in text.split("\n") if (line := parse(each)))


@lru_cache(maxsize=1024)
def parse(text: str) -> Line | None:
    """One line of an ignore file; None for comments and blank lines.

    >>> line = parse("build/*.txt")
    >>> bool(line.pattern.fullmatch("build/a.txt")), bool(line.pattern.fullmatch("src/build/a.txt"))
    (True, False)
    >>> bool(parse("*.log").pattern.fullmatch("deep/down/x.log"))
    True
    """
    text = text.rstrip("\n\r")
    while text.endswith(" ") and not text.endswith("\\ "):
        text = text[:-1]
    if not text or text.startswith("#"):
        return None
    keeps = text.startswith("!")
    text = text[1:] if keeps else text
    folders_only = text.endswith("/")
    text = text.rstrip("/")
    anchored = "/" in text
    body = _translate(text.lstrip("/")) if anchored else f"{FOLDERS}*{_translate_name(text)}"
    try:
        return Line(re.compile(body, re.DOTALL), keeps, folders_only)
    except re.error:  # a class that is none, such as [z-a]: it matches nothing, as in git
        return None


PART = re.compile(r"\*+|\?|\[(!?)((?:\\.|[^\]\\])(?:\\.|[^\]\\]){0,255}+)\]|\\(.)|(.)", re.DOTALL)
FOLDERS = "(?:[^/]*+/)"  # any folder of a path


def _translate(glob: str) -> str:
    """A glob of an ignore file as a regular expression whose cost is linear in the path, for globs are those of any project.

    What stands between two `*` is sought from the left and held where it is found first: what follows another `*` can only gain
    by that. The same holds for the folders between two `**/`.
    """
    names = glob.split("/")
    parts = [name for name, before in zip(names, ["", *names[:-1]], strict=True) if not name == before == "**"]
    if parts == ["**"]:
        return ".*"
    groups, end = [[""]], ""
    if len(parts) > 1 and parts[-1] == "**":
        parts, end = parts[:-1], "/.*"
    for number, part in enumerate(parts):
        last = number == len(parts) - 1
        if part == "**" and not last:
            groups.append([])
        else:
            groups[-1].append(_translate_name(part) + ("" if last else "/"))
    first, *others = ("".join(group) for group in groups)
    held = [f"(?>{FOLDERS}*?{group})" for group in others[:-1] if group]
    return "".join([first, *held, *([f"{FOLDERS}*{others[-1]}"] if others else []), end])


def _translate_name(glob: str) -> str:
    """The part of a glob that is about one name in a path."""
    runs = [""]  # what stands between the stars
    for match in PART.finditer(glob):
        piece = match.group()
        if piece.startswith("*"):
            runs.append("")
        elif piece == "?":
            runs[-1] += "[^/]"
        elif match[2] is not None:
            runs[-1] += f"[{'^' if match[1] else ''}{_class(match[2])}]"
        else:
            runs[-1] += re.escape(match[3] or match[4])
    first, *others = runs
    held = [f"(?>[^/]*?{run})" for run in others[:-1] if run]
    return "".join([first, *held, *([f"[^/]*{others[-1]}"] if others else [])])


def _class(body: str) -> str:
    return body.replace("\\", "\\\\").replace("[", "\\[").replace("^", "\\^")
