"""The output of a large input: written block by block as the answers come, and gone on with after a crash.

Every `CHECKPOINT` bytes of output the file is at an edge: what is compressed ends a member there. The edges depend on the
blocks alone, so a run that was killed and resumed gives the same bytes as one that nobody disturbed.
"""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import IO, NamedTuple

from cleaner.batch.discovery import UNKNOWN, Task, reason
from cleaner.batch.file_digest import FileDigest
from cleaner.batch.journal import Part
from cleaner.batch.output.atomic import AtomicFile, temporary_beside
from cleaner.batch.work import TROUBLE, Outcome, RunTotals, trouble, writer_for
from cleaner.formats import compression, format_of
from cleaner.formats.job import Block, Cleaned, Tally

CHECKPOINT = 4 << 20  # bytes of output, before compression
PIECE = 1 << 20  # bytes read at once


class ResumeState(NamedTuple):
    """What an earlier run did of a large input; `whole` has taken in what was read then, None if it need not be logged."""

    part: Part | None = None
    whole: FileDigest | None = None


NOTHING = ResumeState()


def can_go_on(task: Task) -> bool:
    """Whether the output of an input can be left unfinished and gone on with: not if its end tells where its parts are."""
    return bool(task.target) and task.size != UNKNOWN and not hasattr(format_of(task.kind), "Writer")


class LargeOutput:
    """Takes the cleaned blocks of one input in order; `out` is where they go if the input has no target.

    `begun` says what an earlier run did of it, and has the digests that the log is to end with. Trouble with the output is
    kept in `error`, and what comes after is dropped.
    """

    def __init__(self, task: Task, run: str, out: IO[bytes] | None, begun: ResumeState = NOTHING) -> None:
        part = begun.part
        self.task = task
        self.whole = begun.whole
        self.folded = RunTotals(task)
        self.error = ""
        self.blocks = part.blocks if part else 0
        self.kept = part is not None  # whether the journal knows the temporary file
        self.since = 0  # bytes of output after the last edge
        self.file: AtomicFile | None = None
        self.stream: IO[bytes] | None = None if task.target else out
        try:
            if task.target:
                self._open(run, part)
        except TROUBLE as error:
            self.error = trouble(error)

    def _open(self, run: str, part: Part | None) -> None:
        """Open the temporary file, or the one of an earlier run at the place that its journal names."""
        task = self.task
        temporary = part.temporary if part else temporary_beside(Path(task.target), run, task.number)
        if part:  # under its old name: that is the one the journal knows until the next edge
            self.folded.tally, self.folded.failed = Tally.of(part.counts), part.failures
        made_from = [os.stat(task.source)] if task.source != "-" else []
        self.file = AtomicFile(Path(task.target), temporary, made_from, part.out if part else 0, in_place=task.in_place)
        if part and self.whole:
            with open(temporary, "rb") as raw:
                done = compression.reader(raw, task.compression)
                for piece in iter(partial(done.read, PIECE), b""):
                    self.whole.wrote(piece)
        if not part:
            self.stream = writer_for(self.file.stream, task)

    def write(self, block: Block, cleaned: Cleaned) -> None:
        """One block, as it was and as it has become."""
        self.blocks += 1
        if self.whole:
            self.whole.add(block.data, cleaned.data)
        self.since += len(cleaned.data)
        self.folded.add(cleaned._replace(log=(), diff=""))
        if self.error:
            return
        try:
            if self.file is not None and self.stream is None:
                self.stream = writer_for(self.file.stream, self.task)
            if self.stream is not None:
                self.stream.write(cleaned.data)
            if self.file is None and self.stream is not None:
                self.stream.flush()
        except OSError as error:
            if self.file is None:
                raise
            self.error = reason(error)

    @property
    def is_due(self) -> bool:
        """Whether the output is at an edge."""
        return self.since >= CHECKPOINT and not self.error and can_go_on(self.task)

    def mark(self, log_end: int, sync: bool) -> Part | None:
        """End what is compressed, hand everything over, and say how far this is; None if the output is in trouble."""
        assert self.file is not None
        try:
            self._end_member()
            written = self.file.mark(sync)
        except OSError as error:
            self.error = reason(error)
            return None
        task, counts = self.task, self.folded.tally.to_dict()
        self.since, self.kept = 0, True
        return Part(
            task.source, task.size, task.mtime, task.target, self.file.temporary.name, self.blocks, written, log_end, counts,
            self.folded.failed,
        )  # fmt: skip

    def _end_member(self) -> None:
        if self.file is not None and self.stream is not None and self.stream is not self.file.stream:
            self.stream.close()
        self.stream = None

    def end(self, error: str, sync: bool) -> Outcome:
        """Finish or discard."""
        error = self.error or error
        task, file = self.task, self.file
        if file is None:
            return self.folded.outcome(error=error, size=self.folded.tally.bytes_out)
        if error or (task.in_place and not self.folded.tally.differs):
            file.discard()
            return self.folded.outcome(error=error, size=task.size, mtime=task.mtime)
        try:
            self._end_member()
            state = file.finish(sync)
        except OSError as problem:
            file.discard()
            return self.folded.outcome(error=reason(problem))
        return self.folded.outcome(temporary=str(file.temporary), size=state.st_size, mtime=state.st_mtime_ns)

    def leave(self) -> None:
        """The run ends before this input does: what the journal knows of it stays, anything else is discarded."""
        if self.file is not None and self.kept:
            self.file.leave()
        elif self.file is not None:
            self.file.discard()
