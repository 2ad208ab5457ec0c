"""Text, HTML and Markdown: a file is one document, unless it is too large for memory.

A text over `WHOLE` bytes is cleaned in blocks of about `BLOCK` bytes, cut between paragraphs where there are any. Each
block counts the words of its neighbours as evidence; rules that look at a whole document (where it ends, say) see the
block instead, and the log says so. The cuts depend on the bytes alone, never on how they arrive or on who cleans them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import IO, TYPE_CHECKING, Any

from cleaner.core.errors import InputError
from cleaner.formats.fields import diff_of, lines_of_log
from cleaner.formats.job import Block, Cleaned, Job, NotTextError, Tally

if TYPE_CHECKING:
    from cleaner.changelog.findings import Finding
    from cleaner.pipeline.result import Result

WHOLE = 1 << 19  # bytes; with its views such a document takes as much memory as blocks and their neighbours
BLOCK = 1 << 17  # bytes; twice as much takes 5 MB more
LONGEST_PAGE = 64 << 20  # bytes; an HTML page cannot be cut
BOMS = (
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
SIGNATURES = (  # first bytes of files that are no text, whatever follows
    b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"%PDF-", b"\x7fELF", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00",
    b"\x28\xb5\x2f\xfd", b"Rar!", b"7z\xbc\xaf", b"RIFF", b"OggS", b"ID3", b"PAR1", b"SQLite format 3\x00", b"\xca\xfe\xba\xbe",
)  # fmt: skip
HEAD = 8192  # bytes looked at
# Share of control bytes over which bytes are no text: random bytes have 10 %, text with stray controls far under 1 %.
MOST_CONTROLS = 0.04
MOST_ZEROS = 0.1  # share of NULs; a damaged text has a run of them, a binary file is full of them
CONTROLS = bytes([*range(1, 7), *range(14, 27), *range(28, 32), 127])


def looks_binary(head: bytes) -> bool:
    """Whether the first bytes of an input are those of something other than text.

    >>> looks_binary(b"\\x89PNG\\r\\n\\x1a\\n"), looks_binary(b"A line with a \\x00 in it.\\n" * 9)
    (True, False)
    """
    head = head[:HEAD]
    if head.startswith(SIGNATURES):
        return True
    if any(head.startswith(bom) for bom, _ in BOMS):
        return False
    zeros = head.count(0)
    if zeros > len(head) * MOST_ZEROS and not _is_wide(head, zeros):
        return True
    return len(head) - len(head.translate(None, CONTROLS)) > max(1, len(head) * MOST_CONTROLS)


def _is_wide(head: bytes, zeros: int) -> bool:
    """Whether the zeros are those of UTF-16 or UTF-32 without a mark: nearly all at one place of each unit."""
    if zeros == len(head):
        return False
    return max(head[0::2].count(0), head[1::2].count(0)) > zeros * 0.9 or zeros > len(head) * 0.7


def blocks(stream: IO[bytes], job: Job, kind: str) -> Iterator[Block]:
    """The whole input as one block, or blocks with their neighbours. Raises InputError for what is not text."""
    limit = LONGEST_PAGE if kind == "html" else WHOLE
    buffer = read_up_to(stream, limit + 1)
    if job.encoding is None and looks_binary(buffer):
        raise NotTextError("this is not text", remedy="--encoding NAME if it is")
    if len(buffer) <= limit:
        yield Block(buffer)
        return
    if kind == "html":
        raise InputError(f"a page of over {LONGEST_PAGE >> 20} MB", remedy="--input-format text cleans it as text")
    yield from _with_neighbours(_cut(buffer, stream), job.encoding)


def _with_neighbours(pieces: Iterator[bytes], encoding: str | None) -> Iterator[Block]:
    """Each piece with the one before and the one after it, and the encoding that holds from the first piece on."""
    before, current, offset, number, line = b"", next(pieces, b""), 0, 0, 1
    wide = next((name for bom, name in BOMS if current.startswith(bom)), None)
    legacy = None
    while current:
        after = next(pieces, b"")
        if encoding is None and wide is None and legacy is None:
            legacy = _legacy(current)
        told = encoding or (wide if number else None) or (legacy if legacy and not _is_utf8(current) else None)
        yield Block(current, number, f"#byte={offset}", before, after, encoding=told, line=line)
        offset += len(current)
        line += current.count(b"\n")
        before, current, number = current, after, number + 1


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _legacy(data: bytes) -> str | None:
    """The encoding of a piece that is not UTF-8: the blocks after it have the same."""
    if _is_utf8(data):
        return None
    from cleaner.decoding.decode import decode

    decoding = decode(data).decoding
    return decoding.encoding if decoding else None


def _cut(buffer: bytes, stream: IO[bytes]) -> Iterator[bytes]:
    """Pieces of at most BLOCK bytes, cut between paragraphs, else lines, else words, else characters."""
    unit = next((4 if "32" in name else 2 for bom, name in BOMS if buffer.startswith(bom)), 1)
    while True:
        if len(buffer) < BLOCK + HEAD:
            more = read_up_to(stream, BLOCK * 2)
            if not more:
                break
            buffer += more
            continue
        position = cut_at(buffer, unit)
        yield buffer[:position]
        buffer = buffer[position:]
    while len(buffer) > BLOCK:
        position = cut_at(buffer, unit)
        yield buffer[:position]
        buffer = buffer[position:]
    if buffer:
        yield buffer


def cut_at(buffer: bytes, unit: int = 1) -> int:
    """Where to cut a buffer of more than BLOCK bytes; `unit` is the width of a code unit in bytes."""
    if unit > 1:
        return _cut_wide(buffer, unit)
    for mark in (b"\n\n", b"\r\n\r\n", b"\n", b" "):
        position = buffer.rfind(mark, BLOCK // 2, BLOCK)
        if position >= 0:
            return position + len(mark)
    position = BLOCK
    while position > BLOCK - 4 and buffer[position] & 0xC0 == 0x80:  # inside a character of UTF-8
        position -= 1
    return position


def _cut_wide(buffer: bytes, unit: int) -> int:
    position = buffer.rfind(b"\n", BLOCK // 2, BLOCK)
    while position >= 0:
        start = position - position % unit
        if buffer[start : start + unit].strip(b"\0") == b"\n":
            return start + unit
        position = buffer.rfind(b"\n", BLOCK // 2, position)
    return BLOCK


def read_up_to(stream: IO[bytes], size: int) -> bytes:
    """Bytes of a stream, fewer than `size` only at its end."""
    pieces, got = [], 0
    while got < size and (piece := stream.read(size - got)):
        pieces.append(piece)
        got += len(piece)
    return b"".join(pieces)


def clean(block: Block, job: Job, kind: str, name: str) -> Cleaned:
    """Clean one document, or one block of it."""
    evidence = [side.decode("utf-8", "replace") for side in (block.before, block.after) if side]
    result = job.cleaner.clean(
        block.data, input_format=kind, encoding=block.encoding or job.encoding, evidence=evidence, marks=job.marks
    )
    if result.document.input_format == "html":
        result = with_line_end(result)
    tally = Tally()
    tally.count(result)
    data = result.text.encode("utf-8", "surrogatepass")
    tally.bytes_in, tally.bytes_out, tally.differs = len(block.data), len(data), data != block.data
    log = lines_of_log(result, name + block.place) if job.log else ()
    diff = diff_of(result, name + block.place, job) if job.diff and tally.changed else ""
    findings: Sequence[Finding] = ()
    if job.check:
        from cleaner.changelog.findings import findings_of

        findings = findings_of(result, name, job.suggestions, block.line)
        if result.document.input_format == "html":
            tally.without("html")
    return Cleaned(data, tally, log, diff, (), result.notes, findings)


def with_line_end(result: Result[Any]) -> Result[Any]:
    """A page that has become the text of a file: its last line ends as lines do."""
    from cleaner.core.edits import Edit, Pass
    from cleaner.pipeline.result import Result

    text = result.text
    if not text or text.endswith("\n"):
        return result
    edit = Edit(len(text), len(text), "\n", "html.markup", "the last line of a file ends with a line feed")
    document = result.document.after([edit], text + "\n")
    passes = (*result.passes, Pass("html.extract", (edit,), ("",), ()))
    return Result(result.original, document, passes, result.proposed, result.notes, result.config)
