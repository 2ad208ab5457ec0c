"""Mail cleaned as mail: what people wrote changes, headers and structure stay byte for byte. It is what `-i` does with mail.

A file is one mail ("mail", .eml) or many ("mailbox", .mbox: each behind a line "From ..."). Every part that is plain text to be
read is decoded, cleaned, and written in the transfer encoding and charset that it had. HTML parts and attachments stay. Of
quoted-printable only the lines that change are written anew, Base64 with lines of the length that it had. A part stays as it is

- below a signature or encryption (multipart/signed, PGP in the text), or with a patch in it: a change would break it;
- if its charset is unknown, or decoding and encoding it does not give the same bytes;
- if its clean text cannot be written in its charset, or would end the part or the mail.

Start at :func:`clean`; :func:`units` and :func:`put_back` are the way of undo.
"""

from __future__ import annotations

import binascii
import quopri
import re
from bisect import bisect_right
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import accumulate, pairwise
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from cleaner.core.errors import InputError
from cleaner.documents.mime import MAILBOX, Part, charset_of, follows_blank_line, mails
from cleaner.formats.fields import Gatherer, Where
from cleaner.formats.job import Block, Cleaned, Job

if TYPE_CHECKING:
    from cleaner.pipeline.result import Result

PIECE = 1 << 20  # bytes read at once, and about the size of a block of a mailbox
LONGEST = 64 << 20  # bytes of a mail, which is held in memory
FRAGILE = re.compile(r"^(?:-----BEGIN PGP|diff --git |@@ -\d|Index: \S|begin [0-7]{3} \S)", re.MULTILINE)  # breaks by any change
BODY = "body"  # what the only part of a mail is called
SOFT_BREAK = re.compile(rb"=[ \t]*\r?\n\Z")  # of quoted-printable: the line goes on
LINE = re.compile(rb"[^\n]*\n|[^\n]+\Z")
READ_AS = {"mail": "eml", "mailbox": "mbox"}  # how the reader of documents calls them


def blocks(stream: IO[bytes], job: Job, kind: str) -> Iterator[Block]:
    """The mail, or whole mails of a mailbox. Raises InputError for what is no mail."""
    first, line = 1, 1
    for number, data in enumerate(_whole_mails(stream, kind)):
        count = len(cut(data, kind))
        if not number and not any(mail.header.keys() for mail in mails(data, READ_AS[kind])):
            raise InputError(
                "this is no mail: it has no header" if kind == "mail" else "this is no mailbox: no mail begins in it"
            )
        yield Block(data, number, f"#mail={first}", first=first, line=line)
        first += count
        line += data.count(b"\n")


def _whole_mails(stream: IO[bytes], kind: str) -> Iterator[bytes]:
    held = b""
    while piece := stream.read(PIECE):
        held += piece
        position = (_starts(held) or [0])[-1] if kind == "mailbox" and len(held) >= PIECE else 0
        if position:
            yield held[:position]
            held = held[position:]
        if len(held) > LONGEST:
            raise InputError(f"a mail of over {LONGEST >> 20} MB", remedy="--input-format eml -o FILE reads it as text")
    if held:
        yield held


def _starts(data: bytes) -> list[int]:
    """Where the mails of a mailbox begin."""
    return [mark.start() for mark in MAILBOX.finditer(data) if follows_blank_line(data, mark.start())]


def cut(data: bytes, kind: str) -> list[bytes]:
    """The mails of a piece of a file; joined they are the piece."""
    places = [0, *_starts(data)[1:], len(data)] if kind == "mailbox" else [0, len(data)]
    return [data[start:end] for start, end in pairwise(places)]


def clean(block: Block, job: Job, kind: str, name: str) -> Cleaned:
    """Clean the mails of a block."""
    gatherer = Gatherer(job, name)
    made, line = [], block.line
    for number, mail in enumerate(cut(block.data, kind), block.first):
        made.append(_clean_mail(mail, kind, gatherer, number, line))
        line += mail.count(b"\n")
    return gatherer.cleaned(block.data, b"".join(made))


def _clean_mail(data: bytes, kind: str, gatherer: Gatherer, number: int, line: int) -> bytes:
    pieces: list[bytes] = []
    position = 0
    for part in _parts(data, kind):
        body = body_of(data, part)
        if body is None or FRAGILE.search(body.text):
            continue
        written: list[bytes] = []

        def can_be_written(result: Result[Any], body: Body = body, written: list[bytes] = written) -> bool:
            new = body.write([(change.start, change.end, change.after) for change in result.changes], result.text)
            if new is None or not _same_structure(body.raw, new, kind):
                return False
            written.append(new)
            return True

        where = Where(f"mail={number}", part.number or BODY, line + data.count(b"\n", 0, part.start))
        gatherer.clean(body.text, where, careful=True, accept=can_be_written)
        if written:
            if body.keeps_form and gatherer.job.log:
                gatherer.raw(body.raw.decode("latin-1"))
            pieces += [data[position : part.start], *written]
            position = part.end
    return b"".join([*pieces, data[position:]]) if pieces else data


def _parts(data: bytes, kind: str) -> Iterator[Part]:
    """The parts of a mail that may be cleaned, in order."""
    for mail in mails(data, READ_AS[kind]):
        for part in mail.parts:
            if part.is_text and not part.is_signed and part.header.get_content_type() == "text/plain":
                yield part
        return


def _same_structure(old: bytes, new: bytes, kind: str) -> bool:
    """Whether a new body has no line more that might be a boundary, or begin a mail."""
    marks = [rb"^--"] + ([rb"^From "] if kind == "mailbox" else [])
    return all(len(re.findall(mark, new, re.MULTILINE)) <= len(re.findall(mark, old, re.MULTILINE)) for mark in marks)


# ---- a body: text out of bytes, and back -----------------------------------------------------------------------------------

Changes = Iterable[tuple[int, int, str]]


class Body(NamedTuple):
    """The body of a part: its bytes, its text, and how a changed text is written (None if it cannot be).

    `keeps_form`: how the bytes were laid out cannot be told from the text, so the log has to keep them.
    """

    raw: bytes
    text: str
    write: Callable[[Changes, str], bytes | None]
    keeps_form: bool


def body_of(data: bytes, part: Part) -> Body | None:
    """The body of a part, if it can be written again as it was."""
    raw = data[part.start : part.end]
    declared = str(part.header.get_content_charset() or "")
    charset = charset_of(part) or "utf-8"
    if declared.lower() not in ("", "ascii", "us-ascii") and charset_of(part) is None:
        return None
    transfer = str(part.header.get("Content-Transfer-Encoding", "7bit")).strip().lower()
    make = {"quoted-printable": _quoted, "base64": _base64}.get(transfer, _plain)
    if make is _plain and transfer not in ("7bit", "8bit", "binary", ""):
        return None
    try:
        body = make(raw, charset)
    except (UnicodeError, binascii.Error, ValueError):
        return None
    if body is None:
        return None
    only_ascii = body.text.isascii() and (charset_of(part) is None or (make is _plain and transfer in ("7bit", "")))
    if not only_ascii:
        return body
    return body._replace(write=lambda changes, text: body.write(changes, text) if text.isascii() else None)


def _encoded(text: str, charset: str) -> bytes | None:
    try:
        return text.encode(charset)
    except UnicodeError:
        return None


def _plain(raw: bytes, charset: str) -> Body | None:
    """A body that stands as it is."""
    text = raw.decode(charset)
    if text.encode(charset) != raw:
        return None
    return Body(raw, text, lambda changes, new: _encoded(new, charset), keeps_form=False)


def _base64(raw: bytes, charset: str) -> Body | None:
    """Base64, if its lines are of one length."""
    content = binascii.a2b_base64(raw)
    feed = b"\r\n" if b"\r\n" in raw else b"\n"
    width = len(raw.split(feed, 1)[0])
    tail = raw[len(raw.rstrip()) :]

    def written(data: bytes) -> bytes:
        line = binascii.b2a_base64(data, newline=False)
        return feed.join(line[k : k + width] for k in range(0, len(line), width)) + tail

    text = content.decode(charset)
    if not width or written(content) != raw or text.encode(charset) != content:
        return None

    def write(changes: Changes, new: str) -> bytes | None:
        data = _encoded(new, charset)
        return None if data is None else written(data)

    return Body(raw, text, write, keeps_form=True)


def _quoted(raw: bytes, charset: str) -> Body | None:
    """Quoted-printable: lines that do not change stay as they are."""
    lines = _logical_lines(raw)
    texts = [quopri.decodestring(line).decode(charset) for line in lines]
    text = "".join(texts)
    if text.encode(charset) != quopri.decodestring(raw):
        return None
    starts = [0, *accumulate(map(len, texts))]
    feed = b"\r\n" if b"\r\n" in raw else b"\n"

    def write(changes: Changes, new: str) -> bytes | None:
        data = _encoded(new, charset)
        if data is None:
            return None
        pieces: list[bytes] = []
        done = 0
        for first, end, replaced in _changed_lines(text, starts, changes):
            pieces += [*lines[done:first], _quote(replaced.encode(charset), feed)]
            done = end
        made = b"".join([*pieces, *lines[done:]])
        return made if quopri.decodestring(made) == data else None

    return Body(raw, text, write, keeps_form=True)


def _logical_lines(raw: bytes) -> list[bytes]:
    """Lines of the content, each with the soft breaks in it.

    >>> _logical_lines(b"one =\\ntwo\\nthree")
    [b'one =\\ntwo\\n', b'three']
    """
    lines: list[bytes] = []
    held: list[bytes] = []
    for match in LINE.finditer(raw):
        held.append(match[0])
        if not SOFT_BREAK.search(match[0]):
            lines.append(b"".join(held))
            held = []
    return [*lines, b"".join(held)] if held else lines


def _changed_lines(text: str, starts: list[int], changes: Changes) -> Iterator[tuple[int, int, str]]:
    """Runs of lines that change: the first, the one behind the last, and what they become. `starts` has where lines begin."""
    rest = deque(changes)
    count = len(starts) - 1
    while rest:
        first = min(bisect_right(starts, rest[0][0]), count) - 1
        end, position = first + 1, starts[first]
        pieces: list[str] = []
        while rest and (rest[0][0] < starts[end] or end == count):
            start, stop, after = rest.popleft()
            pieces += [text[position:start], after]
            position = stop
            while end < count and starts[end] < stop:
                end += 1
            if stop == starts[end] and end < count and not after.endswith("\n"):
                end += 1  # the line end is gone: the next line goes on
        yield first, end, "".join([*pieces, text[position : starts[end]]])


def _quote(data: bytes, feed: bytes) -> bytes:
    """Content as quoted-printable, line by line.

    >>> _quote("naïve =\\r\\n".encode(), b"\\r\\n")
    b'na=C3=AFve =3D\\r\\n'
    """
    made = []
    for line in data.splitlines(keepends=True):
        content = line.rstrip(b"\r\n") if line.endswith(b"\n") else line
        made.append(binascii.b2a_qp(content).replace(b"=\n", b"=" + feed) + line[len(content) :])
    return b"".join(made)


# ---- undo -----------------------------------------------------------------------------------------------------------------


def units(stream: IO[bytes], kind: str) -> Iterator[bytes]:
    """The mails of a file, one by one; joined they are the file."""
    for data in _whole_mails(stream, kind):
        yield from cut(data, kind)


def put_back(unit: bytes, kind: str, record: Mapping[str, Any], restore: Callable[[str], str]) -> bytes:
    """A cleaned mail with one part as it was: `record` says which, `restore` undoes its text. Raises ValueError."""
    field = record["field"]
    part = next((part for part in _parts(unit, kind) if (part.number or BODY) == field), None)
    if part is None:
        raise ValueError(f"there is no part {field}")
    body = body_of(unit, part)
    if body is None:
        raise ValueError(f"part {field} is not as it was written")
    text = restore(body.text)
    raw = record["raw"].encode("latin-1") if "raw" in record else body.write([], text)
    if raw is None:
        raise ValueError(f"part {field} cannot be written")
    return unit[: part.start] + raw + unit[part.end :]
