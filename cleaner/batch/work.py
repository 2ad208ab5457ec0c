"""What one process does with one item: clean a small file, or one block of a large one.

Pure in the sense that counts: an item and a job give an answer, in whatever process. The parent alone decides what
becomes of it (:mod:`cleaner.batch.run`).
"""

from __future__ import annotations

import lzma
import os
import shutil
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple, cast

from cleaner.batch.discovery import Task, reason
from cleaner.batch.file_digest import FileDigest
from cleaner.batch.output.atomic import AtomicFile
from cleaner.core.errors import CleanerError, InputError
from cleaner.formats import compression, format_of, is_records
from cleaner.formats.job import Block, Cleaned, Job, NotTextError, Tally
from cleaner.formats.kinds import is_page, may_stay_in_place, sniffed

if TYPE_CHECKING:
    from cleaner.changelog.findings import Finding

WHOLE_FILE = 4 << 20  # bytes; a file up to this size is one item, a larger one is cut into blocks
WHOLE_COMPRESSED = 1 << 20  # bytes; the same for compressed files
# By how much smaller the largest file of one item is where there are several workers: the blocks of a file of a few MB keep all
# of them busy, for a twelfth more CPU time.
SMALLER_FOR_SEVERAL = 4
IN_PLACE = "a page would be replaced by its text, under the same name"
ELSEWHERE = "-o writes the text elsewhere, --html-to markdown keeps headings and links"
LISTED = 100  # records of an input that fail and are told one by one


TROUBLE = (CleanerError, OSError, EOFError, zlib.error, lzma.LZMAError)  # what reading and writing may raise


def trouble(error: BaseException) -> str:
    """One of TROUBLE in words."""
    if isinstance(error, CleanerError):
        return str(error)
    return compression.damage(error) or (reason(error) if isinstance(error, OSError) else str(error))


class FileItem(NamedTuple):
    """A small file, to be cleaned whole; `temporary` is where its output goes for now ("" for nowhere)."""

    task: Task
    temporary: str
    sync: bool


class BlockItem(NamedTuple):
    """A block of a large input."""

    task: Task
    block: Block


class EndItem(NamedTuple):
    """The end of a large input; `error` says what kept it from being read to the end."""

    task: Task
    error: str = ""


Item = FileItem | BlockItem | EndItem


class Outcome(NamedTuple):
    """What came of one input. `error` is "" if it went well; `temporary` holds the finished output, to be placed.

    `failed` counts the records that failed, `failures` says of the first ones why.
    """

    task: Task
    tally: Tally
    log: list[str]
    diff: str = ""
    failures: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    error: str = ""
    temporary: str = ""
    copied: bool = False
    size: int = 0
    mtime: int = 0
    failed: int = 0
    findings: tuple[Finding, ...] = ()


def do(item: Item, job: Job) -> Outcome | Cleaned | EndItem:
    """The answer to one item."""
    if isinstance(item, FileItem):
        return clean_file(item, job.at(item.task.source))
    if isinstance(item, BlockItem):
        job = job.at(item.task.source)
        return format_of(item.task.kind).clean(item.block, job, item.task.kind, item.task.name)
    return item


def is_small(task: Task, jobs: int) -> bool:
    """Whether a task is one item for so many workers, and not cut into blocks."""
    if task.compression:
        return task.size <= WHOLE_COMPRESSED
    return task.size <= (WHOLE_FILE if jobs == 1 else WHOLE_FILE // SMALLER_FOR_SEVERAL)


class RunTotals:
    """Cleaned blocks of one input, added up; of the records that fail, the first `LISTED` are told one by one."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.tally = Tally()
        self.log: list[str] = []
        self.diffs: list[str] = []
        self.failures: list[str] = []
        self.notes: list[str] = []
        self.findings: list[Finding] = []
        self.failed = 0

    def add(self, cleaned: Cleaned) -> None:
        """Take in one block."""
        self.tally.add(cleaned.tally)
        self.log += cleaned.log
        self.diffs.append(cleaned.diff)
        self.failures += cleaned.failures[: LISTED - len(self.failures)]
        self.failed += len(cleaned.failures)
        self.notes += cleaned.notes[: LISTED - len(self.notes)]
        self.findings += cleaned.findings

    def outcome(self, **more: object) -> Outcome:
        """The outcome for the whole input."""
        return Outcome(
            self.task,
            self.tally,
            self.log,
            "".join(self.diffs),
            tuple(self.failures),
            tuple(self.notes),
            failed=self.failed,
            findings=tuple(self.findings),
            **more,  # type: ignore[arg-type]
        )


def clean_file(item: FileItem, job: Job) -> Outcome:
    """Clean a small file into its temporary file, finished but not in place. Never raises for what is in the file."""
    folded = RunTotals(item.task)
    try:
        if item.task.prose is False:
            return _copy(item)
        if not item.temporary:
            with open(item.task.source, "rb") as raw:
                for cleaned in cleaned_blocks(raw, item.task, job):
                    folded.add(cleaned)
            return folded.outcome()
        return _clean_to(item, job, folded)
    except NotTextError as error:
        if item.task.inside:
            return _copy(item)
        return failed(item.task, str(error))
    except TROUBLE as error:
        return failed(item.task, trouble(error))


def _clean_to(item: FileItem, job: Job, folded: RunTotals) -> Outcome:
    """Clean an input into its temporary file; one in place that does not change is not rewritten."""
    task, temporary = item.task, Path(item.temporary)
    with (
        open(task.source, "rb") as raw,
        AtomicFile(Path(task.target), temporary, [os.fstat(raw.fileno())], in_place=task.in_place) as output,
    ):
        stream = writer_for(output.stream, task)
        for cleaned in cleaned_blocks(raw, task, job):
            folded.add(cleaned)
            if cleaned.data:
                stream.write(cleaned.data)
        if stream is not output.stream:
            stream.close()
        if task.in_place and not folded.tally.differs:
            output.discard()
            return folded.outcome(size=task.size, mtime=task.mtime)
        state = output.finish(item.sync)
    return folded.outcome(temporary=item.temporary, size=state.st_size, mtime=state.st_mtime_ns)


def cleaned_blocks(raw: IO[bytes], task: Task, job: Job) -> Iterator[Cleaned]:
    """The blocks of an input, cleaned one after the other; the log of a file of records is closed."""
    kind, stream = opened(raw, task)
    form = format_of(kind)
    whole = FileDigest(kind) if job.log and is_records(kind) else None
    for block in form.blocks(stream, job, kind):
        cleaned = form.clean(block, job, kind, task.name)
        if whole:
            whole.add(block.data, cleaned.data)
        yield cleaned
    if whole:
        yield Cleaned(b"", Tally(), [*whole.lines(task.name)])


def opened(raw: IO[bytes], task: Task) -> tuple[str, IO[bytes]]:
    """The format of an input and what is in it, unpacked; content says what the name did not.

    Raises NotTextError for what stands in a folder and is no prose, InputError for a page that would be replaced by its text.
    """
    kind, stream = sniffed(compression.reader(raw, task.compression), task.kind, task.inside, task.prose is None)
    if kind == "":
        raise NotTextError("this is not prose")
    turned = kind == "auto" and is_page(stream)
    if task.in_place and task.kind == "auto" and (turned or not may_stay_in_place(kind, "")):
        raise (NotTextError if task.inside else InputError)(IN_PLACE, remedy=ELSEWHERE)
    return kind, stream


def writer_for(stream: IO[bytes], task: Task) -> IO[bytes]:
    """The stream to write cleaned blocks to."""
    form = format_of(task.kind)
    if hasattr(form, "Writer"):
        return cast(IO[bytes], form.Writer(stream))
    if task.compression and task.kind == "warc":
        return cast(IO[bytes], compression.Members(stream, task.compression))
    return compression.writer(stream, task.compression)


def failed(task: Task, why: str) -> Outcome:
    """The outcome of an input that could not be cleaned."""
    return Outcome(task, Tally(), [], error=why)


def _copy(item: FileItem) -> Outcome:
    """What is not text goes to the mirrored tree as it is; in place it just stays."""
    task = item.task
    if not item.temporary or task.in_place:
        return Outcome(task, Tally(), [], copied=True, size=task.size, mtime=task.mtime)
    try:
        with open(task.source, "rb") as raw:
            state = os.fstat(raw.fileno())
            with AtomicFile(Path(task.target), Path(item.temporary), [state]) as output:
                shutil.copyfileobj(raw, output.stream)
                output.finish(item.sync)
        os.utime(item.temporary, ns=(state.st_atime_ns, state.st_mtime_ns))
    except OSError as error:
        Path(item.temporary).unlink(missing_ok=True)
        return failed(task, reason(error))
    return Outcome(task, Tally(), [], copied=True, temporary=item.temporary, size=task.size, mtime=task.mtime)
