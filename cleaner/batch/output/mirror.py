"""The folders and links of a mirrored tree: as open as what they mirror, and never behind a link that stands there already."""

from __future__ import annotations

import os
from collections.abc import Callable, Container
from pathlib import Path

from cleaner.batch.discovery import Link, Task
from cleaner.batch.output.atomic import make_folder, sweep, temporary_beside
from cleaner.batch.work import TROUBLE, trouble
from cleaner.core.errors import InputError


def mirror_folder(root: Path, folder: Path, like: Path) -> None:
    """A folder of the output and those above it up to the root, never behind a link. Raises InputError, OSError."""
    if folder != root and folder.is_relative_to(root):
        mirror_folder(root, folder.parent, like.parent)
        if folder.is_symlink():
            raise InputError("a link stands where a folder of the output would go", where=str(folder), remedy="another -o")
    make_folder(folder, like.stat())


class Mirror:
    """Makes folders before the outputs in them, and links when what they lead to is there.

    `root` is the folder of the outputs ("" if they go elsewhere), `run` names temporary files. With `keep` what other runs
    left is removed from each folder, but for these names.
    """

    def __init__(self, root: str, run: str, keep: Container[str] | None = None) -> None:
        self.root, self.run, self.keep = root, run, keep
        self._folders: set[str] = set()
        self._first: dict[tuple[int, int], Task] = {}
        self._hard_links: list[tuple[Task, Task]] = []
        self._links: list[Link] = []

    def prepare(self, task: Task) -> None:
        """The folder of an output. Raises OSError, InputError."""
        if task.target:
            self._make(os.path.dirname(task.target) or ".", os.path.dirname(task.source) or "." if task.inside else "")

    def _make(self, folder: str, mirrors: str) -> None:
        """Make a folder of the output and those above it, with the modes of the folders that they mirror."""
        if folder in self._folders:
            return
        if self.root and folder != self.root and folder.startswith(os.path.join(self.root, "")):
            self._make(os.path.dirname(folder), os.path.dirname(mirrors))
            if os.path.islink(folder):
                raise InputError("a link stands where a folder of the output would go", where=folder, remedy="another -o")
        make_folder(Path(folder), os.stat(mirrors) if mirrors else None)
        self._folders.add(folder)
        if self.keep is not None:
            sweep(Path(folder), self.run, self.keep)

    # ---- links ----------------------------------------------------------------------------------------------------

    def add(self, link: Link) -> None:
        """A symbolic link, to be made at the end."""
        self._links.append(link)

    def is_second_link(self, task: Task) -> bool:
        """Whether another name of this file was seen: it is cleaned once and linked again."""
        if task.links < 2 or not task.target:
            return False
        state = os.stat(task.source)
        first = self._first.setdefault((state.st_dev, state.st_ino), task)
        if first is task:
            return False
        self._hard_links.append((first, task))
        return True

    def make_links(self, fail: Callable[[str, str], None]) -> int:
        """All links, hard and symbolic; `fail` is told what cannot be made. How many were made."""
        made = 0
        for first, second in self._hard_links:
            if not os.path.exists(first.target):
                fail(second.name, f"{first.name}, which is the same file, could not be cleaned")
            elif not (os.path.exists(second.target) and os.path.samefile(first.target, second.target)):
                made += self._hard(first.target, second, fail)
        for link in self._links:
            made += self._symbolic(link, fail)
        return made

    def _hard(self, path: str, second: Task, fail: Callable[[str, str], None]) -> bool:
        return self._place(second.name, second.target, lambda held: os.link(path, held), fail)

    def _symbolic(self, link: Link, fail: Callable[[str, str], None]) -> bool:
        if os.path.lexists(link.target) and not os.path.islink(link.target):
            fail(link.name, f"something other than a link stands where it would go: {link.target}")
            return False
        return self._place(link.name, link.target, lambda held: os.symlink(link.leads_to, held), fail)

    def _place(self, name: str, target: str, make: Callable[[str], None], fail: Callable[[str, str], None]) -> bool:
        """Make a link beside its place and rename it."""
        held = str(temporary_beside(Path(target), self.run, -1))
        try:
            self._make(os.path.dirname(target) or ".", "")
            make(held)
            os.replace(held, target)
        except TROUBLE as error:
            Path(held).unlink(missing_ok=True)
            fail(name, trouble(error))
            return False
        return True
