"""The change log as JSON Lines: a head, a record per change and per suggestion, a foot. See docs/change-log.md.

Start at :func:`log_lines`; it is read by :func:`cleaner.changelog.read.read_log`. A log is made to be small and to be
read by anything: what is left out has a stated default, `causes` are written only where they say more than the record,
and any str survives, lone surrogates too. Lines hold no line separator of Unicode inside, so any splitting works.
"""

from __future__ import annotations

import hashlib
import json
import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import count
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Any

from cleaner.changelog.positions import Places, Position
from cleaner.core.byte_edits import Decoding
from cleaner.core.edits import Cause, Change, Dropped
from cleaner.rulebook.packs import digest_of

if TYPE_CHECKING:
    from cleaner.pipeline.result import Result

SCHEMA = "cleaner-log/1"
HARD = re.compile("[\x80-\x9f\u2028\u2029\ud800-\udfff]")  # what a JSON reader or a splitter of lines might trip over
PAIR = re.compile("(?<=[\ud800-\udbff])(?=[\udc00-\udfff])")  # two lone surrogates that JSON would make one character


def log_lines(result: Result[Any], name: str = "", *, brief: bool = False, dropped: bool = False) -> Iterator[str]:
    """The log of one document, line by line, without line feeds.

    `name` is the document's name in a log of many. `brief` leaves out of the head what the head before it in the same
    file says already (tool, configuration, packs). `dropped` adds the edits that were proposed and not made.

    >>> from cleaner import clean
    >>> lines = list(log_lines(clean("the the cat", select=["typos"]), "cat.txt"))
    >>> [json.loads(line)["kind"] for line in lines]
    ['head', 'change', 'foot']
    """
    yield json.dumps(head_table(result, name, brief), separators=(",", ":"), default=str)
    yield from change_lines(result.changes, places_of(result, result.changes))
    yield from suggestion_lines(result.suggestions, places_of(result, result.suggestions))
    if dropped:
        for number, step in enumerate(result.passes):
            for item in step.dropped:
                yield _dropped_line(item, step.filter, number)
    yield json.dumps(_foot(result), separators=(",", ":"))


def places_of(result: Result[Any], changes: Iterable[Change]) -> Iterator[Position]:
    """Where changes or suggestions stand in the original."""
    places = Places(result.source, result.document.decoding, result.document.parts)
    return (places.of(change.start, change.end) for change in changes)


def head_table(result: Result[Any], name: str, brief: bool = False) -> dict[str, Any]:
    """The head of a document's log."""
    document = result.document
    head: dict[str, Any] = {"kind": "head", "schema": SCHEMA, "name": json_text(name)}
    if not brief:
        from cleaner import __version__

        config = result.config
        head["tool"] = f"cleaner {__version__}"
        head["config"] = config
        head["packs"] = {filter_: digest_of(filter_) for filter_ in config.get("filters", ())} | dict(config.get("packs", {}))
    head["format"] = document.input_format
    if document.decoding is not None:
        keeps = not document.decoding.is_of_document or result.config.get("settings", {}).get("documents", {}).get(
            "keep_originals"
        )
        head["decoding"] = decoding_table(document.decoding if keeps else document.decoding._replace(repairs=()))
    if document.meta:
        head["meta"] = document.meta
    if result.notes:
        head["notes"] = list(result.notes)
    return head


def decoding_table(decoding: Decoding) -> dict[str, Any]:
    """How bytes became text, for JSON; bytes as Base64."""
    table: dict[str, Any] = {"encoding": decoding.encoding, "how": decoding.how}
    if decoding.confidence != 1:
        table["confidence"] = round(decoding.confidence, 4)
    if decoding.bom:
        table["bom"] = b64encode(decoding.bom).decode()
    if decoding.repairs:
        table["byte_edits"] = [[r.offset, b64encode(r.raw).decode(), r.start, json_text(r.text)] for r in decoding.repairs]
    return table


def _foot(result: Result[Any]) -> dict[str, Any]:
    original = result.original
    data = original if isinstance(original, bytes) else original.encode("utf-8", "surrogatepass")
    output = side_table(result.text.encode("utf-8", "surrogatepass"), len(result.text))
    return foot_table(len(result.changes), len(result.suggestions), side_table(data, len(result.source)), output)


def foot_table(changes: int, suggestions: int, input_: dict[str, Any], output: dict[str, Any]) -> dict[str, Any]:
    """The foot of a document's log; one that came out as it went in says so once."""
    foot = {"kind": "foot", "changes": changes, "suggestions": suggestions, "input": input_}
    return foot if input_ == output else {**foot, "output": output}


def side_table(data: bytes, code_points: int) -> dict[str, Any]:
    """What the foot says of the input or of the output."""
    return {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data), "code_points": code_points}


# ---- records ----------------------------------------------------------------------------------------------------------


class OffsetShift:
    """How much longer the text before the current change had become when each pass began.

    It tells where in the text of its own pass the cause of a change stood, so that a log need not say it.
    """

    def __init__(self) -> None:
        self._by_step: list[int] = []

    def before(self, step: int) -> int:
        """Code points gained by passes before `step`, by all changes added so far."""
        return sum(self._by_step[:step])

    def add(self, causes: Sequence[Cause]) -> None:
        """Go past a change."""
        for cause in causes:
            grown = len(cause.after) - (cause.end - cause.start)
            if grown:
                if cause.step >= len(self._by_step):
                    self._by_step += [0] * (cause.step + 1 - len(self._by_step))
                self._by_step[cause.step] += grown


def change_lines(changes: Sequence[Change], places: Iterable[Position], numbers: Sequence[int] = ()) -> Iterator[str]:
    """A record per change. `numbers` are the changes' own, where some of a log were taken back."""
    reasons: dict[str, str] = {}
    growth = OffsetShift()
    for number, change, place in zip(numbers or count(1), changes, places, strict=False):
        line = _opening("change", number, change, place) + _ending(change, reasons)
        causes = change.causes
        if len(causes) == 1 and (causes[0].before, causes[0].after) == (change.before, change.after):
            line += f',"step":{causes[0].step}'
            at = causes[0].start - change.start - growth.before(causes[0].step)
            if at:
                line += f',"at":{at}'
        elif causes:
            records = [_cause_json(cause, change.start + growth.before(cause.step), reasons) for cause in causes]
            line += f',"causes":[{",".join(records)}]'
        growth.add(causes)
        yield line + "}"


def suggestion_lines(suggestions: Sequence[Change], places: Iterable[Position]) -> Iterator[str]:
    """A record per suggestion; `seen` is where the filter saw it, if that is another place than in the original."""
    reasons: dict[str, str] = {}
    for number, (suggestion, place) in enumerate(zip(suggestions, places, strict=True), 1):
        line = _opening("suggestion", number, suggestion, place) + _ending(suggestion, reasons)
        for cause in suggestion.causes:
            line += f',"step":{cause.step}'
            if (cause.start, cause.end, cause.after) != (suggestion.start, suggestion.end, suggestion.after):
                line += f',"seen":[{cause.start},{cause.end},{json_string(cause.after)}]'
        yield line + "}"


def _opening(kind: str, number: int, change: Change, place: Position) -> str:
    in_bytes = f'"bytes":[{place.bytes[0]},{place.bytes[1]}],' if place.bytes else ""
    part = f'"part":{json_string(place.part)},' if place.part else ""
    return (
        f'{{"kind":"{kind}","n":{number},"start":{change.start},"end":{change.end},{in_bytes}'
        f'{part}"line":{place.line},"column":{place.column},'
        f'"before":{json_string(change.before)},"after":{json_string(change.after)}'
    )


def _ending(change: Change, reasons: dict[str, str]) -> str:
    """Filter, rule, safety; the reason unless the record before of the same rule has the same."""
    text = _source(change.filter, change.rule, change.safety)
    if reasons.get(change.rule) != change.reason:
        reasons[change.rule] = change.reason
        text += f',"reason":{json_string(change.reason)}'
    return text


@lru_cache(maxsize=4096)
def _source(filter_name: str, rule: str, safety: str) -> str:
    return f',"filter":{json_string(filter_name)},"rule":{json_string(rule)},"safety":"{safety}"'


def _cause_json(cause: Cause, base: int, reasons: dict[str, str]) -> str:
    """An edit that caused a change, as a table for JSON."""
    text = (
        f'{{"step":{cause.step},"at":{cause.start - base},"before":{json_string(cause.before)},'
        f'"after":{json_string(cause.after)},"filter":{json_string(cause.filter)},"rule":{json_string(cause.rule)}'
    )
    if cause.safety != "safe":
        text += f',"safety":"{cause.safety}"'
    if reasons.get(cause.rule) != cause.reason:
        reasons[cause.rule] = cause.reason
        text += f',"reason":{json_string(cause.reason)}'
    return text + "}"


def _dropped_line(item: Dropped, filter_name: str, step: int) -> str:
    edit = item.edit
    return (
        f'{{"kind":"dropped","why":{json_string(item.why)},"step":{step},"start":{edit.start},"end":{edit.end},'
        f'"after":{json_string(edit.replacement)},"filter":{json_string(filter_name)},"rule":{json_string(edit.rule)}}}'
    )


# ---- strings ----------------------------------------------------------------------------------------------------------


def json_string(text: str) -> str:
    """A str as JSON that any encoding can carry and any splitter of lines leaves whole.

    Two lone surrogates in a row would be read as one character, so such a str becomes a list of strings to be joined.

    >>> json_string("é\\ud800"), json_string("\\ud83d" + "\\ude00")
    ('"é\\\\ud800"', '["\\\\ud83d","\\\\ude00"]')
    """
    if text.isascii():
        return encode_basestring(text)
    if HARD.search(text) is None:
        return encode_basestring(text)
    pieces = [HARD.sub(_escape, encode_basestring(piece)) for piece in PAIR.split(text)]
    return pieces[0] if len(pieces) == 1 else f"[{','.join(pieces)}]"


def json_text(text: str) -> str | list[str]:
    """The same for `json.dumps`: a str, or the list of strings that make it."""
    pieces = PAIR.split(text)
    return text if len(pieces) == 1 else pieces


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match.group()):04x}"
