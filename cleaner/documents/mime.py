"""The structure of a mail, with the place of every part in its bytes: what the reader of mail and the cleaning in place share.

The header blocks are parsed by the package `email` of Python; where parts begin and end is found here, for that package does not
keep it. Nesting and number of parts are bounded; what lies beyond stays as it is.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from email import policy
from email.message import Message
from email.parser import BytesHeaderParser
from typing import NamedTuple

DEEPEST = 20  # multiparts in each other
MOST_PARTS = 2_000
SIGNED = ("multipart/signed", "multipart/encrypted", "application/pkcs7-mime")
LONGEST_HEAD = 1 << 20  # bytes of a header block
BLANK_LINE = re.compile(rb"\r?\n\r?\n|\A\r?\n")
MAILBOX = re.compile(rb"^From [^\r\n]{0,500}\r?\n", re.MULTILINE)


class Part(NamedTuple):
    """A part of a mail that is not made of parts: its number ("1.2", "" for a mail of one part), its header, and its place.

    `data[head:start]` are the header block and the empty line, `data[start:end]` is the body.
    """

    number: str
    header: Message
    head: int
    start: int
    end: int
    alternatives: str = ""  # the number of the multipart/alternative that it is one reading of
    is_signed: bool = False  # below a signature or encryption, which holds for its very bytes

    @property
    def is_text(self) -> bool:
        """Whether it is text to be read, not an attachment."""
        return self.header.get_content_maintype() == "text" and self.header.get_content_disposition() != "attachment"


class Mail(NamedTuple):
    """A mail: its header, where it lies, and its parts."""

    header: Message
    start: int
    end: int
    parts: tuple[Part, ...]


def charset_of(part: Part) -> str | None:
    """The charset that a part declares, if Python knows it; None leaves it to detection."""
    try:
        name = codecs.lookup(str(part.header.get_content_charset() or "")).name
    except (LookupError, ValueError):
        return None
    return None if name == "ascii" else name


def mails(data: bytes, kind: str) -> Iterator[Mail]:
    """The mails of a file: one, or those of a mailbox (each behind a line "From ...")."""
    if kind != "mbox":
        yield mail_of(data, 0, len(data))
        return
    marks = [mark for mark in MAILBOX.finditer(data) if follows_blank_line(data, mark.start())]
    ends = [mark.start() for mark in marks[1:]] + [len(data)]
    for mark, end in zip(marks, ends, strict=False):
        yield mail_of(data, mark.end(), end)


def follows_blank_line(data: bytes, place: int) -> bool:
    """Whether a mail of a mailbox may begin at a place."""
    return place == 0 or data[max(0, place - 3) : place].endswith((b"\n\n", b"\n\r\n"))


def mail_of(data: bytes, start: int, end: int) -> Mail:
    """One mail."""
    header, body = _header(data, start, end)
    parts: list[Part] = []
    _collect(data, header, Place(start, body, end), "", 0, parts)
    return Mail(header, start, end, tuple(parts))


def _header(data: bytes, start: int, end: int) -> tuple[Message, int]:
    """The header block at a place, and where the body begins."""
    limit = min(end, start + LONGEST_HEAD)
    match = BLANK_LINE.search(data[start:limit])
    stop = start + match.end() if match else end
    return BytesHeaderParser(policy=policy.compat32).parsebytes(data[start:stop]), stop


class Place(NamedTuple):
    """Where a part is: its header block, its body and its end; and what holds for all that is in it, see :class:`Part`."""

    head: int
    start: int
    end: int
    alternatives: str = ""
    is_signed: bool = False


def _collect(data: bytes, header: Message, place: Place, number: str, depth: int, parts: list[Part]) -> None:
    """The parts below a header, in order."""
    start, end = place.start, place.end
    kind = header.get_content_type()
    place = place._replace(is_signed=place.is_signed or kind in SIGNED)
    if len(parts) >= MOST_PARTS:
        return
    boundary = header.get_boundary() if header.get_content_maintype() == "multipart" else None
    if boundary and depth < DEEPEST:
        if kind == "multipart/alternative":
            place = place._replace(alternatives=number or "0")
        for k, (low, high) in enumerate(_between(data, start, end, boundary), 1):
            if len(parts) >= MOST_PARTS:
                return
            inner, body = _header(data, low, high)
            below = f"{number}.{k}" if number else str(k)
            _collect(data, inner, place._replace(head=low, start=body, end=high), below, depth + 1, parts)
    elif (
        kind == "message/rfc822"
        and depth < DEEPEST
        and header.get("Content-Transfer-Encoding", "7bit").lower() in ("7bit", "8bit", "binary")
    ):
        inner, body = _header(data, start, end)
        _collect(data, inner, place._replace(head=start, start=body), f"{number}.1" if number else "1", depth + 1, parts)
    else:
        parts.append(Part(number, header, place.head, start, end, place.alternatives, place.is_signed))


def _between(data: bytes, start: int, end: int, boundary: str) -> Iterator[tuple[int, int]]:
    """The parts between the lines of a boundary."""
    mark = re.compile(rb"^--" + re.escape(boundary.encode("latin-1", "replace")) + rb"(--)?[ \t]*\r?(?:\n|\Z)", re.MULTILINE)
    last = None
    for match in mark.finditer(data, start, end):
        if last is not None:
            stop = match.start()
            if data[stop - 1 : stop] == b"\n":
                stop -= 2 if data[stop - 2 : stop] == b"\r\n" else 1
            yield last, max(last, stop)
        last = match.end()
        if match.group(1):
            return
    if last is not None and last < end:
        yield last, end  # a mail that was cut off
