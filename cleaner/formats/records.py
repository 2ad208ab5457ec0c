"""JSON Lines: the text fields of each record are cleaned, everything else stays byte for byte.

Where the user names no field, `text` is cleaned if the first record has it, else every string that is prose
(:mod:`cleaner.formats.strings`).

A line whose text does not change goes out as it came in. Where it changes, only the JSON string of the field is written
anew, in the style that it had (escaped to ASCII or not); key order, spaces, numbers and duplicates are not touched. A
field may be nested (`meta.title`) and may be a list of strings. Lines that are no JSON, or lack the field, are reported
and go out as they are.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from json.decoder import (  # type: ignore[attr-defined]
    WHITESPACE,
    JSONDecoder,
    scanstring,
)
from typing import IO, Any, NamedTuple

from cleaner.core.errors import InputError
from cleaner.formats import strings
from cleaner.formats.fields import Gatherer, Where
from cleaner.formats.job import Block, Cleaned, Job, NotTextError

JSON_SPACE: Any = WHITESPACE
BLOCK = 1 << 16  # bytes
LONGEST = 64 << 20  # bytes of one record
LOOKED_AT = 100  # lines that say whether records have the usual field
FIELD = b"text"  # head of blocks of records that have the usual field, where the user named none
NESTED = (tuple, list)  # what the parser makes of objects, as pairs, and of lists
Path = tuple[str, ...]


class StringSpan(NamedTuple):
    """A JSON string in a line: characters `start` to `end`, quotes included, and what it says."""

    start: int
    end: int
    text: str
    field: str


class NoTextError(ValueError):
    """A record does not have the text that was asked for."""


def blocks(stream: IO[bytes], job: Job, kind: str) -> Iterator[Block]:
    """Whole lines, about BLOCK bytes of them. Raises NotTextError for what is no JSON at all, InputError for endless lines."""
    number, line, held, head = 0, 1, b"", b""
    while piece := stream.read(max(BLOCK, len(held))):  # twice as much of a line that goes on: linear time
        if not number and not held and b"\0" in piece[:4096]:
            raise NotTextError("this is not JSON Lines")
        held += piece
        cut = held.rfind(b"\n") + 1
        if not cut and len(held) < LONGEST:
            continue
        if not cut:
            raise InputError(f"line {line} is longer than {LONGEST >> 20} MB")
        data, held = held[:cut], held[cut:]
        head = head if number else head_of(data)
        yield Block(data, number, f"#line={line}", head=head, first=line)
        number += 1
        line += data.count(b"\n")
    if held:
        yield Block(held, number, f"#line={line}", head=head if number else head_of(held), first=line)


def head_of(data: bytes) -> bytes:
    """FIELD if one of the first records has the usual field of texts, or none is an object: then those without are told."""
    lines = [line for line in data.split(b"\n", LOOKED_AT)[:LOOKED_AT] if line.strip()]
    if any(b'"text"' in line and _has_text(line) for line in lines):
        return FIELD
    return b"" if any(line.lstrip().startswith(b"{") for line in lines) else FIELD


def _has_text(line: bytes) -> bool:
    try:
        record = json.loads(line, parse_int=str)
    except (ValueError, RecursionError):
        return False
    return isinstance(record, dict) and isinstance(record.get("text"), str)


def clean(block: Block, job: Job, kind: str, name: str) -> Cleaned:
    """Clean the records of a block."""
    gatherer = Gatherer(job, name)
    fields = job.fields or ((FIELD.decode(),) if block.head == FIELD else ())
    paths = [tuple(field.split(".")) for field in fields]
    lines = block.data.split(b"\n")
    for k, line in enumerate(lines):
        if line and not line.isspace():
            number = block.first + k
            lines[k] = _clean_line(line, number, paths, gatherer) if paths else _clean_strings(line, number, gatherer)
    return gatherer.cleaned(block.data, b"\n".join(lines))


def _clean_strings(line: bytes, number: int, gatherer: Gatherer) -> bytes:
    """A record of which every string counts."""
    try:
        text = strings.check(line)
    except InputError as error:
        gatherer.fail(f"line={number}", error.what)
        return line
    return strings.clean_strings(text, (), gatherer, lambda _: f"line={number}", number).encode()


def _clean_line(line: bytes, number: int, paths: Sequence[Path], gatherer: Gatherer) -> bytes:
    """One line of JSON Lines with its strings cleaned; all other bytes stay."""
    place = f"line={number}"
    try:
        text = line.decode("utf-8")
        found = find_texts(text, paths)
    except UnicodeDecodeError as error:
        gatherer.fail(place, f"not UTF-8 at byte {error.start}")
        return line
    except NoTextError as error:
        gatherer.fail(place, str(error))
        return line
    except RecursionError:
        gatherer.fail(place, "nested too deeply")
        return line
    except ValueError as error:
        gatherer.fail(place, f"not JSON: {error}")
        return line
    pieces: list[str] = []
    position = 0
    nth: Counter[str] = Counter()
    for spot in found:
        where = Where(place, spot.field, number, spot.start + 2, nth[spot.field])
        cleaned = gatherer.clean(spot.text, where)
        nth[spot.field] += 1
        if cleaned != spot.text:
            old = text[spot.start : spot.end]
            new = strings.json_string(cleaned, old)
            if strings.json_string(spot.text, new) != old:
                gatherer.raw(old)
            pieces += [text[position : spot.start], new]
            position = spot.end
    return "".join([*pieces, text[position:]]).encode() if pieces else line


def find_texts(line: str, paths: Sequence[Path]) -> list[StringSpan]:
    """Where the strings of the fields are in a record, in order.

    >>> [(spot.start, spot.end, spot.text) for spot in find_texts('{"id": 1, "meta": {"title": "A b"}}', [("meta", "title")])]
    [(28, 33, 'A b')]

    Raises NoTextError if a field is missing or no text, ValueError if the line is no JSON object.
    """
    if (spot := _only_text(line, paths)) is not None:
        return [spot]
    found: list[StringSpan] = []
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


def _only_text(line: str, paths: Sequence[Path]) -> StringSpan | None:
    """The string of one field of a record of plain values, found in a fifth of the time of a walk: the parser in C reads the
    record, and the name stands in the line once. None where that is not so, or the line is no such record.
    """
    if len(paths) != 1 or len(paths[0]) != 1:
        return None
    name = paths[0][0]
    at = line.find(f'"{name}"')
    end = at + len(name) + 2
    if at < 0 or line[at - 1] == "\\" or line.find(f'"{name}"', end) >= 0:
        return None
    if not _is_plain(line, name):
        return None
    space = JSON_SPACE.match
    colon = space(line, end).end()
    start = int(space(line, colon + 1).end())
    return _text_at(line, start, name) if line[colon] == ":" and line[start] == '"' else None


def _is_plain(line: str, name: str) -> bool:
    """Whether a line is an object of plain values, one of them of a name. What the parser makes of it is gone afterwards: a long
    text does not lie in memory twice.
    """
    try:
        record = _pair_decoder.decode(line)
    except (ValueError, RecursionError):
        return False
    if record.__class__ is not tuple or any(value.__class__ in NESTED for _, value in record):
        return False
    # A colon behind the name in the line then tells that it is the key: that may be written with an escape.
    return [key for key, _ in record].count(name) == 1


_pair_decoder = JSONDecoder(parse_int=str, object_pairs_hook=tuple)
_decoder = JSONDecoder(parse_int=str)  # numbers are not needed, and int() refuses more than 4,300 digits


def _skip(line: str, position: int) -> int:
    """The end of any JSON value."""
    return int(_decoder.raw_decode(line, position)[1])


def _scan_object(line: str, start: int, above: Path, paths: Sequence[Path], found: list[StringSpan], seen: set[Path]) -> int:
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


def _scan_value(line: str, position: int, path: Path, paths: Sequence[Path], found: list[StringSpan], seen: set[Path]) -> int:
    """The end of a JSON value that begins at a position; strings on the way are noted."""
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
        raise NoTextError(f"the field {name!r} is no text but {(value if isinstance(value, str) else json.dumps(value))[:40]}")
    return end


def _scan_text(line: str, position: int, name: str, found: list[StringSpan]) -> int:
    spot = _text_at(line, position, name)
    found.append(spot)
    return spot.end


def _text_at(line: str, position: int, name: str) -> StringSpan:
    text, end = scanstring(line, position + 1, True)
    return StringSpan(position, int(end), text, name)


def _scan_list(line: str, position: int, name: str, found: list[StringSpan]) -> int:
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


def put_back(line: bytes, record: Mapping[str, Any], restore: Callable[[str], str]) -> bytes:
    """A cleaned record with one text as it was: `record` is where it stands, `restore` undoes the text."""
    text = line.decode("utf-8")
    raw = record.get("raw")  # how it was written, if not as usual
    if "string" in record:
        return strings.put_back_one(text, record["string"], restore, raw).encode()
    spot = find_texts(text, [tuple(record["field"].split("."))])[record.get("nth", 0)]
    token = raw or strings.json_string(restore(spot.text), text[spot.start : spot.end])
    return (text[: spot.start] + token + text[spot.end :]).encode()
