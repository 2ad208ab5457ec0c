"""JSON of any shape: the strings that hold prose are cleaned, everything else stays byte for byte.

Keys never change. A string that changes is written anew in the style that it had (escaped to ASCII or not); white space,
numbers, order and duplicates are not touched, so what was valid stays valid. Without `--field` every string counts, but
those that are names rather than prose (one word of ASCII) and those that hold markup; none is emptied. With it only the
strings at these paths count: `title`, `meta.title`, `items.text` (lists on the way are passed through).

Start at :func:`clean`; :func:`units` cuts a document behind each of its strings, which is how undo finds them again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from json.decoder import scanstring  # type: ignore[attr-defined]
from json.encoder import encode_basestring, encode_basestring_ascii
from typing import IO, NamedTuple

from cleaner.core.errors import InputError
from cleaner.formats.fields import Gatherer, Where
from cleaner.formats.job import Block, Cleaned, Job, NotTextError

LONGEST = 64 << 20  # bytes of a document, which is held in memory
PIECE = 1 << 20  # bytes read at once
TOKEN = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[{}\[\],:]')  # in valid JSON
MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>|&[a-zA-Z]+;[^<>]*<|<!--")
MARK = "\ufeff"


class Spot(NamedTuple):
    """A string of a document: characters `start` to `end`, quotes included, and the keys on the way to it."""

    start: int
    end: int
    path: str


def blocks(stream: IO[bytes], job: Job, kind: str) -> Iterator[Block]:
    """The whole document. Raises NotTextError for what is no text, InputError for what is too long."""
    data = _read(stream, LONGEST + 1)
    if b"\0" in data[:4096]:
        raise NotTextError("this is not JSON")
    if len(data) > LONGEST:
        raise InputError(f"a JSON document of over {LONGEST >> 20} MB", remedy="JSON Lines has no limit")
    check(data)
    yield Block(data)


def _read(stream: IO[bytes], size: int) -> bytes:
    """So many bytes, or all that there are; nothing else of them is held afterwards."""
    pieces: list[bytes] = []
    while size > 0 and (piece := stream.read(min(PIECE, size))):
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)


def check(data: bytes) -> str:
    """The text of a JSON document. Raises InputError if it is none."""
    try:
        text = data.decode("utf-8")
        json.loads(text.removeprefix(MARK), parse_int=str)  # int() refuses more than 4,300 digits
    except UnicodeDecodeError as error:
        raise InputError(f"not UTF-8 at byte {error.start}") from error
    except RecursionError as error:
        raise InputError("nested too deeply") from error
    except ValueError as error:
        raise InputError(f"not JSON: {error}", remedy="--input-format text cleans it as text") from error
    return text


def clean(block: Block, job: Job, kind: str, name: str) -> Cleaned:
    """Clean a document."""
    gatherer = Gatherer(job, name)
    text = block.data.decode("utf-8")
    cleaned = clean_strings(text, job.fields, gatherer, lambda number: f"string={number}")
    return gatherer.cleaned(block.data, cleaned.encode("utf-8") if cleaned is not text else block.data)


def clean_strings(text: str, fields: Sequence[str], gatherer: Gatherer, place: Callable[[int], str], line: int = 1) -> str:
    """The text with its strings cleaned; `place` calls the string of a number, `line` is the one that the text begins in."""
    pieces: list[str] = []
    position = begin = 0  # where what is not yet in `pieces` begins, and the line at hand
    for number, spot in enumerate(strings(text), 1):
        if not _is_wanted(spot, fields):
            continue
        value = scanstring(text, spot.start + 1, True)[0]
        if not fields and not is_prose(value):
            continue
        if gatherer.job.check and (feeds := text.count("\n", begin, spot.start)):
            line, begin = line + feeds, text.rfind("\n", begin, spot.start) + 1
        where = Where(place(number), spot.path or "text", line, spot.start - begin + 2, string=number)
        cleaned = gatherer.clean(value, where, careful=not fields)
        if cleaned == value:
            continue
        token = text[spot.start : spot.end]
        new = json_string(cleaned, token)
        if json_string(value, new) != token:
            gatherer.raw(token)
        pieces += [text[position : spot.start], new]
        position = spot.end
    return "".join([*pieces, text[position:]]) if pieces else text


def _is_wanted(spot: Spot, fields: Sequence[str]) -> bool:
    return spot.path in fields if fields else spot.end - spot.start > 2


def is_prose(value: str) -> bool:
    """Whether a string may be prose: several words, or letters beyond ASCII; without markup.

    >>> is_prose("teh"), is_prose("the the cat"), is_prose("cafÃ©"), is_prose("<b>the the</b> cat")
    (False, True, True, False)
    """
    if value.isascii() and not any(char.isspace() for char in value.strip()):
        return False
    return MARKUP.search(value) is None


def strings(text: str) -> Iterator[Spot]:
    """The strings of a valid document that are values, in order; linear in its length."""
    stack: list[tuple[str, str]] = []  # of each open bracket: which, and the path above it
    path, held = "", ""
    pending: tuple[int, int] | None = None  # a string of which the next mark says whether it is a key
    for match in TOKEN.finditer(text):
        mark = text[match.start()]
        if mark == '"':
            pending = match.span()
            continue
        if mark == ":" and pending is not None:
            key = scanstring(text, pending[0] + 1, True)[0]
            held = f"{path}.{key}" if path else key
            pending = None
            continue
        if pending is not None:
            yield Spot(*pending, held if stack and stack[-1][0] == "{" else path)
            pending = None
        if mark in "{[":
            stack.append((mark, path))
            path = held if len(stack) > 1 and stack[-2][0] == "{" else path
        elif mark in "}]" and stack:
            path = stack.pop()[1]
    if pending is not None:
        yield Spot(*pending, path)


def units(text: str) -> Iterator[str]:
    """A document cut behind each of its strings; joined they are the document.

    >>> list(units('{"a": "b", "c": ["d"]}'))
    ['{"a": "b"', ', "c": ["d"', ']}']
    """
    position = 0
    for spot in strings(text):
        yield text[position : spot.end]
        position = spot.end
    yield text[position:]


def json_string(text: str, like: str) -> str:
    """A JSON string in the style of another one: all ASCII if that one is and has escapes for what is not.

    >>> json_string("é", '"\\\\u00e8"'), json_string("é", '"e"'), json_string("\\ud800", '"é"')
    ('"\\\\u00e9"', '"é"', '"\\\\ud800"')
    """
    if "\\u" in like and like.isascii():
        return encode_basestring_ascii(text)
    plain = encode_basestring(text)
    try:
        plain.encode()
    except UnicodeEncodeError:
        return encode_basestring_ascii(text)
    return plain


def put_back_one(text: str, number: int, restore: Callable[[str], str], raw: str | None) -> str:
    """A cleaned text with the string of a number (from 1) as it was. Raises StopIteration if there is none."""
    spot = next(islice(strings(text), number - 1, None))
    token = text[spot.start : spot.end]
    return text[: spot.start] + (raw or json_string(restore(scanstring(token, 1, True)[0]), token)) + text[spot.end :]


def put_back(unit: str, restore: Callable[[str], str], raw: str | None) -> str:
    """A cleaned unit with the string at its end as it was; see :func:`cleaner.formats.records.put_back`."""
    *_, last = (match for match in TOKEN.finditer(unit) if match.group()[0] == '"')
    token = last.group()
    return unit[: last.start()] + (raw or json_string(restore(scanstring(token, 1, True)[0]), token))
