"""WARC and WET: the text records of a web archive are cleaned, record by record; the others stay byte for byte.

`conversion` records (WET, text/plain) and `resource` records of text are cleaned. `response` records of HTML pages
become `conversion` records with the text of the page, as the WET files of Common Crawl hold it; other responses,
requests and metadata go out as they are. Length and digest of a changed record are written anew. In a `.warc.gz` every
record is a gzip member of its own, and stays one, so that indexes by offset can be made again.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
import zlib
from collections.abc import Iterator
from typing import IO, NamedTuple

from cleaner.core.errors import InputError
from cleaner.core.numbers import whole_number
from cleaner.formats.fields import Gatherer, Where
from cleaner.formats.job import Block, Cleaned, Job, NotTextError
from cleaner.formats.text import read_up_to

LONGEST_HEAD = 1 << 20  # bytes of the headers of a record
LONGEST = 256 << 20  # bytes of a record that is held in memory
CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
END = b"\r\n\r\n"
LINE = b"\r\n"


class Record(NamedTuple):
    """A WARC record: the headers as lines, and the content."""

    head: list[bytes]
    content: bytes

    def value(self, name: bytes) -> bytes:
        """The value of a header, b"" if there is none."""
        return value_of(self.head, name)

    def to_bytes(self) -> bytes:
        """The record as it stands in an archive."""
        return LINE.join(self.head) + END + self.content + END


def value_of(lines: list[bytes], name: bytes) -> bytes:
    """The value of a header among lines of headers."""
    for line in lines[1:]:
        key, _, value = line.partition(b":")
        if key.strip().lower() == name:
            return value.strip()
    return b""


def blocks(stream: IO[bytes], job: Job, kind: str) -> Iterator[Block]:
    """One record each. Raises NotTextError, InputError for what is no WARC."""
    number = 0
    while True:
        head = _read_head(stream, number)
        if not head:
            return
        length = _length(head, number)
        content = read_up_to(stream, length + len(END))
        if len(content) < length:
            raise InputError(f"record {number} is cut short")
        if len(content) == length + len(END) and not content.endswith(END):
            raise InputError(f"record {number} does not end where its length says")
        data = head + content
        yield Block(data, number, f"#record={number}", first=number)
        number += 1


def _read_head(stream: IO[bytes], number: int) -> bytes:
    """The header lines of a WARC record, b"" at the end of the file."""
    lines: list[bytes] = []
    size = 0
    while line := stream.readline(LONGEST_HEAD):
        if not lines and not line.strip():
            continue
        if not lines and not line.startswith(b"WARC/"):
            raise (InputError if number else NotTextError)(f"record {number} does not begin with WARC/")
        if not line.endswith(LINE):
            raise InputError(f"a header of record {number} does not end with CR LF")
        lines.append(line)
        size += len(line)
        if not line.strip():
            return b"".join(lines)
        if size > LONGEST_HEAD:
            break
    if lines:
        raise InputError(f"the headers of record {number} are cut short")
    return b""


def _length(head: bytes, number: int) -> int:
    value = value_of(head.split(LINE), b"content-length")
    length = whole_number(value.decode("latin-1"))
    if length is None:
        raise InputError(f"record {number} has no length")
    if length > LONGEST:
        raise InputError(f"record {number} is larger than {LONGEST >> 20} MB")
    return length


def clean(block: Block, job: Job, kind: str, name: str) -> Cleaned:
    """Clean one record."""
    gatherer = Gatherer(job, name)
    head, _, rest = block.data.partition(END)
    lines = head.split(LINE)
    length = _length(head, block.first)
    record = Record(lines, rest[:length])
    data = block.data
    kind_of_record = record.value(b"warc-type").lower()
    url = record.value(b"warc-target-uri").decode("utf-8", "replace")
    place = f"record={block.first}:{url}" if url else f"record={block.first}"
    if kind_of_record in (b"conversion", b"resource") and record.value(b"content-type").startswith(b"text/"):
        data = _clean_text(record, place, gatherer) or data
    elif kind_of_record == b"response":
        data = _clean_page(record, place, gatherer) or data
    return gatherer.cleaned(block.data, data)


def _clean_text(record: Record, place: str, gatherer: Gatherer) -> bytes:
    """A record of text, if cleaning changes it."""
    text = record.content.decode("utf-8", "surrogateescape")
    if not text.isascii() and any("\udc80" <= char <= "\udcff" for char in text):
        gatherer.fail(place, "not UTF-8")
        return b""
    cleaned = gatherer.clean(text, Where(place, "text"))
    return b"" if cleaned == text else with_content(record.head, cleaned.encode("utf-8", "surrogatepass")).to_bytes()


def _clean_page(record: Record, place: str, gatherer: Gatherer) -> bytes:
    """A response that holds a page, as a conversion record of its text."""
    head, _, body = record.content.partition(END)
    lines = head.split(LINE)
    kind = value_of(lines, b"content-type").lower()
    if b"html" not in kind:
        return b""
    try:
        body = _decoded(body, lines)
    except (OSError, EOFError, ValueError, zlib.error) as error:
        gatherer.fail(place, f"the body cannot be unpacked: {error}")
        return b""
    charset = CHARSET.search(kind)
    text = gatherer.page(body, place, charset[1].decode("ascii", "replace") if charset else None)
    kept = [line for line in record.head if line.partition(b":")[0].strip().lower() in KEPT]
    kept[0:0] = [record.head[0], b"WARC-Type: conversion", b"Content-Type: text/plain"]
    if identifier := record.value(b"warc-record-id"):
        kept.append(b"WARC-Refers-To: " + identifier)
        kept.append(b"WARC-Record-ID: " + _identifier(identifier))
    return with_content(kept, text.encode("utf-8", "surrogatepass")).to_bytes()


KEPT = (b"warc-target-uri", b"warc-date", b"warc-identified-payload-type")


def _identifier(of: bytes) -> bytes:
    """An identifier that depends on the record alone: equal runs give equal files."""
    import uuid

    return f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, of.decode('ascii', 'replace') + '#text')}>".encode()


def _decoded(body: bytes, lines: list[bytes]) -> bytes:
    """The body without chunks and compression."""
    if value_of(lines, b"transfer-encoding").lower() == b"chunked":
        body = _unchunked(body)
    packing = value_of(lines, b"content-encoding").lower()
    if packing == b"gzip" and body.startswith(b"\x1f\x8b"):
        return gzip.decompress(body)
    if packing == b"deflate":
        return zlib.decompress(body)
    return body


def _unchunked(body: bytes) -> bytes:
    """Chunks joined; a body that is not chunked after all (archives often say so) stays."""
    pieces: list[bytes] = []
    position = 0
    while True:
        end = body.find(LINE, position)
        size = body[position:end].split(b";")[0].strip()
        if end < 0 or not size or len(size) > 8 or size.strip(b"0123456789abcdefABCDEF"):
            return body
        length = int(size, 16)
        if not length:
            return b"".join(pieces)
        pieces.append(body[end + 2 : end + 2 + length])
        position = end + 2 + length + 2


def with_content(head: list[bytes], content: bytes) -> Record:
    """A record with other content: length and digest anew, the payload digest of the old content left out."""
    digest = b"sha1:" + base64.b32encode(hashlib.sha1(content, usedforsecurity=False).digest())
    lines = [line for line in head if line.partition(b":")[0].strip().lower() not in REWRITTEN]
    return Record([*lines, b"WARC-Block-Digest: " + digest, b"Content-Length: " + str(len(content)).encode()], content)


REWRITTEN = (b"content-length", b"warc-block-digest", b"warc-payload-digest")
