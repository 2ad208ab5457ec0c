"""The structure of a mail, with the place of every part in its bytes: what the reader of mail and the cleaning in place share.

The header blocks are parsed by the package `email` of Python; where parts begin and end is found here, for that package does not
keep it. Nesting and number of parts are bounded; what lies beyond stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import policy
from email.message import Message
from email.parser import BytesHeaderParser
from typing import NamedTuple

DEEPEST = 20  # multiparts in each other
MOST_PARTS = 2_000
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


def mails(data: bytes, kind: str) -> Iterator[Mail]:
    """The mails of a file: one, or those of a mailbox (each behind a line "From ...")."""
    if kind != "mbox":
        yield mail_of(data, 0, len(data))
        return
    marks = [mark for mark in MAILBOX.finditer(data) if _follows_blank_line(data, mark.start())]
    ends = [mark.start() for mark in marks[1:]] + [len(data)]
    for mark, end in zip(marks, ends, strict=False):
        yield mail_of(data, mark.end(), end)


def _follows_blank_line(data: bytes, place: int) -> bool:
    return place == 0 or data[max(0, place - 3) : place].endswith((b"\n\n", b"\n\r\n"))


def mail_of(data: bytes, start: int, end: int) -> Mail:
    """One mail."""
    header, body = _header(data, start, end)
    parts: list[Part] = []
    _collect(data, header, (start, body, end), "", 0, parts, "")
    return Mail(header, start, end, tuple(parts))


def _header(data: bytes, start: int, end: int) -> tuple[Message, int]:
    """The header block at a place, and where the body begins."""
    limit = min(end, start + LONGEST_HEAD)
    match = BLANK_LINE.search(data[start:limit])
    stop = start + match.end() if match else end
    return BytesHeaderParser(policy=policy.compat32).parsebytes(data[start:stop]), stop


def _collect(
    data: bytes, header: Message, place: tuple[int, int, int], number: str, depth: int, parts: list[Part], alternatives: str
) -> None:
    """The parts below a header, in order."""
    head, start, end = place
    kind = header.get_content_type()
    if len(parts) >= MOST_PARTS:
        return
    boundary = header.get_boundary() if header.get_content_maintype() == "multipart" else None
    if boundary and depth < DEEPEST:
        if kind == "multipart/alternative":
            alternatives = number or "0"
        for k, (low, high) in enumerate(_between(data, start, end, boundary), 1):
            if len(parts) >= MOST_PARTS:
                return
            inner, body = _header(data, low, high)
            below = f"{number}.{k}" if number else str(k)
            _collect(data, inner, (low, body, high), below, depth + 1, parts, alternatives)
    elif (
        kind == "message/rfc822"
        and depth < DEEPEST
        and header.get("Content-Transfer-Encoding", "7bit").lower() in ("7bit", "8bit", "binary")
    ):
        inner, body = _header(data, start, end)
        _collect(data, inner, (start, body, end), f"{number}.1" if number else "1", depth + 1, parts, alternatives)
    else:
        parts.append(Part(number, header, head, start, end, alternatives))


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
