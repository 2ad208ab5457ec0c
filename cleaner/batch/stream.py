"""A pipe: standard input to standard output, in flat memory, with nothing loaded that a pipe does not need.

A text is read whole up to a limit and in blocks beyond it (see :mod:`cleaner.formats.text`). `by_line` answers
every line at once, for a pipe that never ends (`tail -f log | cleaner --line-buffered`): a line is then a text of its
own, and the lines before it are evidence on words.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import IO, TYPE_CHECKING

from cleaner.core.errors import ConfigError
from cleaner.formats import format_of, is_records
from cleaner.formats.job import Block, Cleaned, Job, Tally
from cleaner.formats.kinds import is_json, sniffed

if TYPE_CHECKING:
    from cleaner.batch.file_digest import FileDigest

UNLINED = ("warc", "parquet", "json")  # formats that are not made of lines
WINDOW = 1 << 18  # bytes of lines before, which count as evidence

Take = Callable[[Cleaned], None]


def clean_stream(source: IO[bytes], out: IO[bytes] | None, job: Job, kind: str, name: str, take: Take) -> Tally:
    """Clean a stream block by block; `take` gets each block's log and messages. Raises InputError, OSError."""
    kind, source = sniffed(source, kind)
    form = format_of(kind)
    tally = Tally()
    whole = _whole(kind) if job.log and is_records(kind) else None
    for block in form.blocks(source, job, kind):
        cleaned = form.clean(block, job, kind, name)
        if whole:
            whole.add(block.data, cleaned.data)
        _hand_over(cleaned, out, tally, take)
    if whole:
        take(Cleaned(b"", Tally(), [*whole.lines(name)]))
    return tally


def by_line(source: IO[bytes], out: IO[bytes] | None, job: Job, kind: str, name: str, take: Take) -> Tally:
    """Clean a stream line by line (a table row by row), each written before the next is read. Raises ConfigError."""
    if kind in UNLINED:
        raise ConfigError(f"--line-buffered does not go with {kind}", remedy="the parts of this format are no lines")
    first = source.readline()
    if kind == "auto" and is_json(first):
        kind = "jsonl"
    form = format_of(kind)
    tally = Tally()
    window: deque[bytes] = deque()
    held = offset = 0
    feeds = 0  # line feeds so far
    head = _head_of(first) if kind == "jsonl" else b""
    whole = _whole(kind) if job.log and is_records(kind) else None
    lines = chain((first,) if first else (), iter(source.readline, b""))
    for number, line in enumerate(_rows(lines, kind) if kind in ("csv", "tsv") else lines):
        head = head or (line if kind != "jsonl" else b"")
        block = Block(line, number, f"#byte={offset}", b"".join(window), head=head, first=number + 1, line=feeds + 1)
        cleaned = form.clean(block, job, kind, name)
        if whole:
            whole.add(block.data, cleaned.data)
        _hand_over(cleaned, out, tally, take)
        offset += len(line)
        feeds += line.count(b"\n")
        window.append(line)
        held += len(line)
        while held > WINDOW:
            held -= len(window.popleft())
    if whole:
        take(Cleaned(b"", Tally(), [*whole.lines(name)]))
    return tally


def _rows(lines: Iterable[bytes], kind: str) -> Iterator[bytes]:
    """The rows of a table; a pipe of text does not load what finds them."""
    from cleaner.formats.rows import rows

    return (row.data for row in rows(lines, kind))


def _hand_over(cleaned: Cleaned, out: IO[bytes] | None, tally: Tally, take: Take) -> None:
    tally.add(cleaned.tally)
    take(cleaned)
    if out is not None:
        out.write(cleaned.data)
        out.flush()


def _whole(kind: str) -> FileDigest:
    """The digest of a file of records; it needs the log and hashlib, which a plain pipe does not load."""
    from cleaner.batch.file_digest import FileDigest

    return FileDigest(kind)


def _head_of(data: bytes) -> bytes:
    """What the first line of JSON Lines tells of the others."""
    from cleaner.formats.records import head_of

    return head_of(data)
