"""How a run goes about its work, and who is told what happens; :mod:`cleaner.batch.run` gets both."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import IO, TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from cleaner.batch.discovery import Task
    from cleaner.batch.work import Outcome
    from cleaner.changelog.findings import Finding


class Settings(NamedTuple):
    """How a run goes about its work.

    `jobs` processes; `limit` seconds an input may take; `sync` whether outputs are forced to the disk before they replace
    anything; `root` the folder of the outputs, below which no link is followed; `backup` the suffix under which in-place runs
    keep the old file ("" for none); `out` where text goes that has no target (None: nowhere); `stdin` gives the stream for
    the input "-".
    """

    jobs: int = 1
    limit: float = 120.0
    sync: bool = True
    root: str = ""
    backup: str = ""
    out: IO[bytes] | None = None
    stdin: Callable[[], IO[bytes]] | None = None


class Watcher:
    """Told what happens; this one is silent. `cleaner.cli.terminal` shows it to people."""

    def done(self, outcome: Outcome) -> None:
        """An input is done (or failed)."""

    def skipped(self, task: Task) -> None:
        """An input had been done by an earlier run."""

    def failed(self, name: str, why: str) -> None:
        """An input, or a record of one, could not be cleaned."""

    def found(self, findings: Sequence[Finding]) -> None:
        """What `--check` finds in a block of a large input."""

    def differs(self, diff: str) -> None:
        """The diff of a block of a large input, which is not held until its end."""
