"""The log as SARIF 2.1.0, with fixes: for editors and code review. It reads back as the same log.

Each change is a result at its region of the original (`columnKind` is unicodeCodePoints) with the replacement as its fix;
suggestions have the kind "review", changes "fail". What SARIF has no word for stands in `properties`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

from cleaner.changelog.read import LogDocument, documents_of, text_of
from cleaner.core.errors import LogError

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {"safe": "note", "unsafe": "warning", "suggest": "none"}
LOG = "cleaner-log"  # our key in the property bags


def to_sarif(documents: Iterable[LogDocument]) -> dict[str, Any]:
    """A SARIF log with one run, ready for `json.dump`."""
    from cleaner import __version__

    results: list[dict[str, Any]] = []
    artifacts: list[dict[str, Any]] = []
    rules: dict[str, dict[str, Any]] = {}
    numbers: dict[str, int] = {}
    frames: list[list[dict[str, Any]]] = []
    for index, logged in enumerate(documents):
        artifacts.append(_artifact(logged))
        frames.append([])
        for record in logged.records():
            if record["kind"] not in ("change", "suggestion"):
                frames[-1].append(record)
                continue
            rule = record["rule"]
            numbers.setdefault(rule, len(numbers))
            rules.setdefault(rule, {"id": rule, "shortDescription": {"text": text_of(record["reason"]) or rule}})
            results.append(_result(record, {"uri": _uri(logged.name), "index": index}, numbers[rule]))
    run = {
        "tool": {"driver": {"name": "cleaner", "version": __version__, "rules": list(rules.values())}},
        "columnKind": "unicodeCodePoints",
        "artifacts": artifacts,
        "results": results,
        "properties": {LOG: frames},
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _uri(name: str) -> str:
    return quote(name or "text", errors="surrogatepass")


def _artifact(logged: LogDocument) -> dict[str, Any]:
    artifact = {
        "location": {"uri": _uri(logged.name)},
        "length": logged.input.bytes,
        "mimeType": "text/html" if logged.head.get("format") == "html" else "text/plain",
        "hashes": {"sha-256": logged.input.sha256},
    }
    if logged.decoding:
        artifact["encoding"] = logged.decoding.encoding
    return artifact


def _result(record: Mapping[str, Any], location: Mapping[str, Any], rule_number: int) -> dict[str, Any]:
    """A change as a result of SARIF, with the replacement as its fix."""
    before, after = text_of(record["before"]), text_of(record["after"])
    start, length = record["start"], record["end"] - record["start"]
    feeds = before.count("\n")
    region = {
        "startLine": record["line"],
        "startColumn": record["column"],
        "endLine": record["line"] + feeds,
        "endColumn": len(before) - before.rfind("\n") if feeds else record["column"] + length,
        "charOffset": start,
        "charLength": length,
    }
    if "bytes" in record:
        region |= {"byteOffset": record["bytes"][0], "byteLength": record["bytes"][1] - record["bytes"][0]}
    replacement = {"deletedRegion": {"charOffset": start, "charLength": length}, "insertedContent": {"text": after}}
    change = {"artifactLocation": dict(location), "replacements": [replacement]}
    return {
        "ruleId": record["rule"],
        "ruleIndex": rule_number,
        "kind": "review" if record["kind"] == "suggestion" else "fail",
        "level": "none" if record["kind"] == "suggestion" else LEVELS[record["safety"]],
        "message": {"text": f"{text_of(record['reason']) or record['rule']}: {before[:80]!r} -> {after[:80]!r}"},
        "locations": [
            {"physicalLocation": {"artifactLocation": dict(location), "region": {**region, "snippet": {"text": before}}}}
        ],
        "fixes": [{"artifactChanges": [change]}],
        "properties": {LOG: record},
    }


def from_sarif(log: Mapping[str, Any]) -> Iterator[LogDocument]:
    """The documents of a SARIF log that :func:`to_sarif` made. Raises LogError for that of another tool."""
    try:
        [run] = log["runs"]
        frames = run["properties"][LOG]
        records: list[list[dict[str, Any]]] = [[] for _ in frames]
        for result in run["results"]:
            index = result["locations"][0]["physicalLocation"]["artifactLocation"]["index"]
            records[index].append(_record(result))
    except (KeyError, ValueError, TypeError, IndexError) as error:
        raise LogError("this SARIF file was not made from a change log", remedy="cleaner log convert --to sarif") from error
    ordered = [item for frame, found in zip(frames, records, strict=True) for item in (frame[0], *found, *frame[1:])]
    return documents_of(enumerate(ordered, 1))


def _record(result: Mapping[str, Any]) -> dict[str, Any]:
    """The record of a result; places and texts are those of SARIF's own keys, so that a viewer may move or correct them."""
    region = result["locations"][0]["physicalLocation"]["region"]
    [replacement] = result["fixes"][0]["artifactChanges"][0]["replacements"]
    start, length = region["charOffset"], region["charLength"]
    record: dict[str, Any] = {**result["properties"][LOG], "rule": result["ruleId"], "start": start, "end": start + length}
    if isinstance(record["after"], str):
        record["after"] = replacement["insertedContent"]["text"]
    return record
