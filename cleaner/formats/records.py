"""JSON Lines: the text fields of each record are cleaned, everything else stays byte for byte.

A line whose text does not change goes out as it came in. Where it changes, only the JSON string of the field is written
anew, in the style that it had (escaped to ASCII or not); key order, spaces, numbers and duplicates are not touched. A
field may be nested (`meta.title`) and may be a list of strings. Lines that are no JSON, or lack the field, are reported
and go out as they are.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from json.decoder import (  # type: ignore[attr-defined]
    WHITESPACE,
    JSONDecoder,
    scanstring,
)
from json.encoder import encode_basestring, encode_basestring_ascii
from typing import IO, Any, NamedTuple

from cleaner.core.errors import InputError
from cleaner.formats.fields import Gatherer
from cleaner.formats.job import Block, Cleaned, Job, NotTextError

JSON_SPACE: Any = WHITESPACE
BLOCK = 1 << 18  # bytes
LONGEST = 64 << 20  # bytes of one record
Path = tuple[str, ...]


class Place(NamedTuple):
    """A JSON string in a line: characters `start` to `end`, quotes included, and what it says."""

    start: int
    end: int
    text: str
    field: str


class NoTextError(ValueError):
    """A record does not have the text that was asked for."""


def blocks(stream: IO[bytes], job: Job, kind: str) -> Iterator[Block]:
    """Whole lines, about BLOCK bytes of them. Raises NotTextError for what is no JSON at all, InputError for endless lines."""
    number, line, held = 0, 1, b""
    while piece := stream.read(BLOCK):
        if not number and not held and b"\0" in piece[:4096]:
            raise NotTextError("this is not JSON Lines")
        held += piece
        cut = held.rfind(b"\n") + 1
        if not cut and len(held) < LONGEST:
            continue
        if not cut:
            raise InputError(f"line {line} is longer than {LONGEST >> 20} MB")
        data, held = held[:cut], held[cut:]
        yield Block(data, number, f"#line={line}", first=line)
        number += 1
        line += data.count(b"\n")
    if held:
        yield Block(held, number, f"#line={line}", first=line)


def clean(block: Block, job: Job, kind: str, name: str) -> Cleaned:
    """Clean the records of a block."""
    gatherer = Gatherer(job, name)
    paths = [tuple(field.split(".")) for field in job.fields]
    lines = block.data.split(b"\n")
    for k, line in enumerate(lines):
        if line and not line.isspace():
            lines[k] = _clean_line(line, f"line={block.first + k}", paths, gatherer)
    return gatherer.cleaned(block.data, b"\n".join(lines))


def _clean_line(line: bytes, place: str, paths: Sequence[Path], gatherer: Gatherer) -> bytes:
    try:
        text = line.decode("utf-8")
        found = find_texts(text, paths)
    except UnicodeDecodeError as error:
        gatherer.fail(place, f"not UTF-8 at byte {error.start}")
        return line
    except (NoTextError, RecursionError) as error:
        gatherer.fail(place, str(error))
        return line
    except ValueError as error:
        gatherer.fail(place, f"not JSON: {error}")
        return line
    pieces: list[str] = []
    position = 0
    nth: Counter[str] = Counter()
    for spot in found:
        cleaned = gatherer.clean(spot.text, place, spot.field, nth[spot.field])
        nth[spot.field] += 1
        if cleaned != spot.text:
            old = text[spot.start : spot.end]
            new = json_string(cleaned, old)
            if json_string(spot.text, new) != old:
                gatherer.raw(old)
            pieces += [text[position : spot.start], new]
            position = spot.end
    return "".join([*pieces, text[position:]]).encode() if pieces else line


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


def find_texts(line: str, paths: Sequence[Path]) -> list[Place]:
    """Where the strings of the fields are in a record, in order.

    >>> [(spot.start, spot.end, spot.text) for spot in find_texts('{"id": 1, "meta": {"title": "A b"}}', [("meta", "title")])]
    [(28, 33, 'A b')]

    Raises NoTextError if a field is missing or no text, ValueError if the line is no JSON object.
    """
    found: list[Place] = []
    start = JSON_SPACE.match(line, 0).end()
    if line[start : start + 1] != "{":
        raise NoTextError("not an object")
    seen: set[Path] = set()
    end = _scan_object(line, start, (), paths, found, seen)
    if JSON_SPACE.match(line, end).end() != len(line):
        raise ValueError(f"more after the object at character {end}")
    for path in paths:
        if path not in seen:
            raise NoTextError(f"no field {'.'.join(path)!r} (--field names others)")
    return found


_decoder = JSONDecoder()


def _skip(line: str, position: int) -> int:
    """The end of any JSON value."""
    return int(_decoder.raw_decode(line, position)[1])


def _scan_object(line: str, start: int, above: Path, paths: Sequence[Path], found: list[Place], seen: set[Path]) -> int:
    """Go through the object that begins at `start`; its end. The heavy parts, strings and other values, run in C."""
    space = JSON_SPACE.match
    position = space(line, start + 1).end()
    if line[position : position + 1] == "}":
        return int(position) + 1
    while True:
        if line[position : position + 1] != '"':
            raise ValueError(f"a key should stand at character {position}")
        key, position = scanstring(line, position + 1, True)
        position = space(line, position).end()
        if line[position : position + 1] != ":":
            raise ValueError(f"a colon should stand at character {position}")
        position = space(line, position + 1).end()
        position = _scan_value(line, position, (*above, key), paths, found, seen)
        position = space(line, position).end()
        mark = line[position : position + 1]
        position = int(space(line, position + 1).end())
        if mark == "}":
            return position
        if mark != ",":
            raise ValueError(f"a comma should stand at character {position - 1}")


def _scan_value(line: str, position: int, path: Path, paths: Sequence[Path], found: list[Place], seen: set[Path]) -> int:
    wanted = [other for other in paths if other[: len(path)] == path]
    if not wanted:
        return _skip(line, position)
    mark = line[position : position + 1]
    if mark == "{" and any(len(other) > len(path) for other in wanted):
        return _scan_object(line, position, path, paths, found, seen)
    if path not in paths:
        return _skip(line, position)
    seen.add(path)
    name = ".".join(path)
    if mark == '"':
        return _scan_text(line, position, name, found)
    if mark == "[":
        return _scan_list(line, position, name, found)
    value, end = _decoder.raw_decode(line, position)
    if value is not None:  # null is a text that is not there, which is all right
        raise NoTextError(f"the field {name!r} is no text but {json.dumps(value)[:40]}")
    return end


def _scan_text(line: str, position: int, name: str, found: list[Place]) -> int:
    text, end = scanstring(line, position + 1, True)
    found.append(Place(position, end, text, name))
    return int(end)


def _scan_list(line: str, position: int, name: str, found: list[Place]) -> int:
    """A list of strings; what else is in it stays."""
    position = int(JSON_SPACE.match(line, position + 1).end())
    if line[position : position + 1] == "]":
        return position + 1
    while True:
        is_text = line[position : position + 1] == '"'
        end = _scan_text(line, position, name, found) if is_text else _skip(line, position)
        position = JSON_SPACE.match(line, end).end()
        mark = line[position : position + 1]
        position = int(JSON_SPACE.match(line, position + 1).end())
        if mark == "]":
            return position
        if mark != ",":
            raise ValueError(f"a comma should stand at character {position - 1}")


def put_back(line: bytes, field: str, nth: int, restore: Callable[[str], str], raw: str | None) -> bytes:
    """A cleaned record with one text as it was: `restore` undoes the text, `raw` is how it was written if not as usual."""
    text = line.decode("utf-8")
    spot = find_texts(text, [tuple(field.split("."))])[nth]
    token = raw or json_string(restore(spot.text), text[spot.start : spot.end])
    return (text[: spot.start] + token + text[spot.end :]).encode()
