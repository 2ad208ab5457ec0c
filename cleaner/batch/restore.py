"""Undo for files: what the log says of each is put back where it stood, in one pass over the log and the file.

    cleaned file + its part of the log -> the original file, byte for byte

A log has one document for a small text, one for each block of a large one (`big.txt#byte=2097152`), and for a file of
records one for each text that changed (`data.jsonl#line=12:text`) and one for the whole at the end
(:mod:`cleaner.batch.file_digest`). Start at :func:`files_of` and :func:`restore`. Nothing is held but the record or block at
hand. Parquet is written anew by cleaning and cannot be undone but by its input.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain, groupby
from typing import IO, TYPE_CHECKING, Protocol

from cleaner.batch.file_digest import FileDigest
from cleaner.core.errors import LogError
from cleaner.core.numbers import whole_number
from cleaner.formats import compression, kind_of, records, strings
from cleaner.formats import tables as table
from cleaner.formats.kinds import IN_PLACE
from cleaner.formats.rows import rows

if TYPE_CHECKING:
    from cleaner.changelog.read import LogDocument

# How the log calls a block of a text that is too large to be cleaned at once, and where in a file a record stands.
BLOCK, PLACE = re.compile(r"#byte=\d+\Z"), re.compile(r"#(?:line|row|record|string|mail)=(\d+)\Z")


def base_of(logged: LogDocument) -> str:
    """The file that a document of a log stood in; a file may itself be called like a part of one (`a.txt#line=3.txt`).

    >>> from cleaner.changelog.read import LogDocument
    >>> def base(name, **head): return base_of(LogDocument(name, head, None, [], [], [], [], [], None, None))
    >>> base("a/data.jsonl#line=12:text", record={"field": "text"}), base("big.txt#byte=2097152"), base("C#.txt")
    ('a/data.jsonl', 'big.txt', 'C#.txt')
    >>> base("a.txt#byte=0.txt"), base("a#line=1.jsonl", format="jsonl"), base("a#line=1:b.csv#row=2:c", record={"field": "c"})
    ('a.txt#byte=0.txt', 'a#line=1.jsonl', 'a#line=1:b.csv')
    """
    if logged.is_file:
        return logged.name
    if not logged.is_record:
        return BLOCK.sub("", logged.name)
    return PLACE.sub("", _without_field(logged))


def _without_field(logged: LogDocument) -> str:
    """The name of a record, but for its field: that may hold anything."""
    record = logged.head.get("record")
    field = record.get("field") if isinstance(record, dict) else ""
    return logged.name.removesuffix(f":{field}")


def files_of(documents: Iterable[LogDocument]) -> Iterator[tuple[str, Iterator[LogDocument]]]:
    """Files of a log, and the documents of each in one run, lazily: a file that was cleaned twice comes twice."""
    for (_, base), parts in groupby(documents, _Places()):
        yield base, parts


class Reading:
    """A log that is being read: how many documents went by, and why it could not be read further."""

    def __init__(self, documents: Iterable[LogDocument]) -> None:
        self.documents = 0
        self.error: LogError | None = None
        self._source = documents

    def files(self) -> Iterator[tuple[str, Iterator[LogDocument]]]:
        """What :func:`files_of` gives; a log that is cut ends it, see :attr:`error`."""
        return files_of(self._counted())

    def _counted(self) -> Iterator[LogDocument]:
        try:
            for logged in self._source:
                self.documents += 1
                yield logged
        except LogError as error:
            self.error = error


class _Places:
    """Numbers the files of a log as their documents go by."""

    def __init__(self) -> None:
        self._number = 0
        self._base: str | None = None  # of the document before, unless that was the last of its file

    def __call__(self, logged: LogDocument) -> tuple[int, str]:
        base = base_of(logged)
        if base != self._base or logged.name.endswith("#byte=0"):
            self._number += 1
        self._base = None if base == logged.name else base
        return self._number, base


def restore(parts: Iterable[LogDocument], name: str, clean: IO[bytes], out: IO[bytes]) -> None:
    """Write the file `name` as it was: from its clean bytes, unpacked, and its documents in the log, in order.

    Raises LogError if they do not belong together, or if the format cannot be undone.
    """
    kind = kind_of(compression.split_suffix(name)[0])
    iterator = iter(parts)
    first = next(iterator)
    if not first.is_file and not first.is_record:
        _restore_text(first, iterator, clean, out)
        return
    kind = first.head["format"] if first.is_file else IN_PLACE.get(kind, kind)
    if kind == "jsonl":
        form: _Form = _Lines()
    elif kind == "json":
        form = _Strings()
    elif kind in ("csv", "tsv"):
        form = _Rows(kind)
    elif kind in IN_PLACE.values():
        form = _Mails(kind)
    else:
        raise LogError("files of this format cannot be undone", where=name, remedy="keep the input")
    _Back(name, form, clean, out).run(chain((first,), iterator))


def unpacked(raw: IO[bytes], name: str) -> IO[bytes]:
    """A stream of what a compressed file holds; of other files as they are."""
    return compression.reader(raw, compression.split_suffix(name)[1])


def packing(raw: IO[bytes], name: str) -> IO[bytes]:
    """A stream that compresses as the name says. The content is what it was; the compressed bytes may be others."""
    return compression.writer(raw, compression.split_suffix(name)[1])


def _restore_text(first: LogDocument, rest: Iterator[LogDocument], clean: IO[bytes], out: IO[bytes]) -> None:
    from cleaner.changelog.undo import undo_from_log

    for logged in chain((first,), rest):
        out.write(undo_from_log(clean.read(logged.output.bytes), logged))
    if clean.read(1):
        raise LogError("the text goes on after what the log tells of", where=first.name)


# ---- records ----------------------------------------------------------------------------------------------------------


class _Form(Protocol):
    """How records stand in a file and how one is put back."""

    def units(self, clean: IO[bytes]) -> Iterator[bytes]:
        """The records as bytes, one after the other; joined they are the file."""

    def put_back(self, unit: bytes, part: LogDocument) -> bytes:
        """A record with one text as it was."""


class _Back:
    """Goes through the records of a file and the documents of its log side by side."""

    def __init__(self, name: str, form: _Form, clean: IO[bytes], out: IO[bytes]) -> None:
        self.name, self.form, self.out = name, form, out
        self.units = form.units(clean)
        self.number = 0  # of the record that was read last
        self.whole = FileDigest("jsonl")

    def run(self, parts: Iterable[LogDocument]) -> None:
        """Put back record after record. Raises LogError."""
        current: bytes | None = None
        for part in parts:
            if part.is_file:
                self._write(current)
                for unit in self.units:
                    self.whole.wrote(unit)
                    self._write(unit)
                self._prove(part)
                return
            number = _number(part)
            if current is None or number != self.number:
                self._write(current)
                current = self._up_to(number)
            try:
                current = self.form.put_back(current, part)
            except (IndexError, KeyError, ValueError, StopIteration) as error:
                raise LogError(f"the log does not fit record {number}: {error}", where=self.name) from error
        raise LogError("the log of this file has no end", where=self.name)

    def _up_to(self, number: int) -> bytes:
        """The record of a number; those before it are written as they are."""
        for unit in self.units:
            self.number += 1
            self.whole.wrote(unit)
            if self.number == number:
                return unit
            self._write(unit)
        raise LogError(f"the log tells of record {number}, the file has {self.number}", where=self.name)

    def _write(self, data: bytes | None) -> None:
        if data is not None:
            self.whole.read(data)
            self.out.write(data)

    def _prove(self, end: LogDocument) -> None:
        before, after = self.whole.digests
        if after != end.output.sha256:
            raise LogError("this is not the file that the log was written for, or it was changed since", where=self.name)
        if before != end.input.sha256:
            raise LogError("undoing gives other bytes than went in: the log was altered", where=self.name)


def _number(part: LogDocument) -> int:
    match = PLACE.search(_without_field(part))
    number = whole_number(match[1]) if match else None
    if number is None or "record" not in part.head:
        raise LogError("this is no record of a file", where=part.name)
    return number


class _Lines:
    """JSON Lines."""

    def units(self, clean: IO[bytes]) -> Iterator[bytes]:
        """Lines with their ends."""
        return iter(clean.readline, b"")

    def put_back(self, unit: bytes, part: LogDocument) -> bytes:
        """A line with one string as it was."""
        record = part.head["record"]
        line = unit.removesuffix(b"\n")
        back = records.put_back(line, record, partial(_restored, part))
        return back + unit[len(line) :]


class _Strings:
    """A JSON document, cut behind each of its strings."""

    def units(self, clean: IO[bytes]) -> Iterator[bytes]:
        """The pieces of the document."""
        return (unit.encode("utf-8") for unit in strings.units(strings.check(clean.read())))

    def put_back(self, unit: bytes, part: LogDocument) -> bytes:
        """A piece with the string at its end as it was."""
        raw = part.head["record"].get("raw")
        return strings.put_back(unit.decode("utf-8"), partial(_restored, part), raw).encode("utf-8")


class _Rows:
    """CSV and TSV; the header row, which is never cleaned, says where the columns are."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.header = ""

    def units(self, clean: IO[bytes]) -> Iterator[bytes]:
        """Rows with their ends."""
        for row in rows(iter(clean.readline, b""), self.kind):
            self.header = self.header or _text(row.data)
            yield row.data

    def put_back(self, unit: bytes, part: LogDocument) -> bytes:
        """A row with one cell as it was."""
        record = part.head["record"]
        shape = table.shape_of(self.header, (record["field"],), self.kind)
        back = table.put_back(_text(unit), shape, record["field"], partial(_restored, part), record.get("raw"))
        return back.encode("utf-8", "surrogateescape")


class _Mails:
    """A mail, or the mails of a mailbox."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def units(self, clean: IO[bytes]) -> Iterator[bytes]:
        """The mails, each with the line before it that begins it."""
        from cleaner.formats import mail

        return mail.units(clean, self.kind)

    def put_back(self, unit: bytes, part: LogDocument) -> bytes:
        """A mail with one part as it was."""
        from cleaner.formats import mail

        return mail.put_back(unit, self.kind, part.head["record"], partial(_restored, part))


def _text(row: bytes) -> str:
    return row.decode("utf-8", "surrogateescape")


def _restored(part: LogDocument, text: str) -> str:
    from cleaner.changelog.undo import undo_from_log

    return undo_from_log(text.encode("utf-8", "surrogatepass"), part).decode("utf-8", "surrogatepass")
