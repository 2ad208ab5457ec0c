"""Rules of each site of a run: what its pages have in common is learned before they are cleaned.

A site is a folder that was named, or, if that has no files of its own, each folder directly in it. Start at :class:`Sites`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from cleaner.batch.discovery import Found, Task
from cleaner.formats import TEXT_KINDS, compression
from cleaner.rulebook.packs import Pack

if TYPE_CHECKING:
    from cleaner.pipeline.cleaner import Cleaner
    from cleaner.pipeline.mining import Miner

LONGEST = 1 << 22  # bytes; larger files are no pages
CLEANERS = 8  # sites whose cleaners are kept ready; inputs come site by site


class Sites:
    """Which site a file belongs to, and the rules of each site; goes to the workers with the job."""

    def __init__(self, roots: Sequence[str]) -> None:
        self.packs: dict[str, Pack] = {}
        self._ready: dict[str, Cleaner] = {}
        self._roots = [(os.path.join(root, ""), _has_files(root)) for root in roots if os.path.isdir(root)]

    def site_of(self, source: str) -> str:
        """The folder that is the site of a file, "" if it has none."""
        for root, own in self._roots:
            if source.startswith(root):
                return root if own else root + source[len(root) :].split(os.sep, 1)[0]
        return ""

    def learn(self, found: Iterable[Found], cleaner: Cleaner) -> None:
        """Read every page once and keep the rules of each site. Files that cannot be read are for the run to report."""
        from cleaner.pipeline.mining import Miner

        ignored = (*cleaner.options["ignore"], "boilerplate", "typos")
        light = cleaner.with_options(ignore=ignored, select=())  # gives lines as the filter will see them
        miner, site = Miner(), ""
        for task in found:
            if not isinstance(task, Task) or task.size > LONGEST or task.kind not in (*TEXT_KINDS, "auto"):
                continue
            here = self.site_of(task.source)
            if here != site:
                self._keep(site, miner)
                miner, site = Miner(), here
            text = _text_of(task, light)
            if here and text:
                miner.add(text)
        self._keep(site, miner)

    def _keep(self, site: str, miner: Miner) -> None:
        if site and (pack := miner.pack()).rules:
            self.packs[site] = pack

    def cleaner_for(self, source: str, cleaner: Cleaner) -> Cleaner:
        """The cleaner with the rules of a file's site."""

        site = self.site_of(source)
        pack = self.packs.get(site)
        if pack is None:
            return cleaner
        if site not in self._ready:
            if len(self._ready) >= CLEANERS:
                self._ready.clear()
            self._ready[site] = cleaner.with_options(rules=(*cleaner.packs, pack))
        return self._ready[site]

    def describe(self) -> dict[str, list[str]]:
        """The rules learned, for the fingerprint of a run."""
        return {site: [repr(rule) for rule in pack.rules] for site, pack in self.packs.items()}


def _has_files(folder: str) -> bool:
    try:
        with os.scandir(folder) as entries:
            return any(entry.is_file() and not entry.name.startswith(".") for entry in entries)
    except OSError:
        return True


def _text_of(task: Task, cleaner: Cleaner) -> str:
    try:
        with open(task.source, "rb") as raw:
            data = compression.reader(raw, task.compression).read(LONGEST)
    except (OSError, EOFError):
        return ""
    return cleaner.clean(data, input_format=task.kind).text
