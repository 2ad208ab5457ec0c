"""What `--check` reports: one finding a change, with the place in the original, in the forms that people and tools read.

    text     notes.txt:3:7: typos.doubled "the the" → "the" (a word twice)
    grouped  the same under the name of each file
    json, gitlab, sarif   one JSON document; github   workflow commands

Start at :func:`findings_of` for the findings of a result and at :data:`WRITERS` for a form; a writer takes findings as they
come and holds none but the last, so a check of any size runs in flat memory.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from cleaner.changelog.positions import Places
from cleaner.core.escape import escaped, shown

if TYPE_CHECKING:
    from cleaner.core.edits import Change
    from cleaner.pipeline.result import Result

PAGES = "html."  # rules that turn a page into text
RESET, BOLD, DIM, RED, GREEN, CYAN = "\x1b[0m", "\x1b[1m", "\x1b[2m", "\x1b[31m", "\x1b[32m", "\x1b[36m"


class Finding(NamedTuple):
    """A change that cleaning would make, or (`suggested`) one that it only proposes; lines and columns count from 1."""

    name: str
    line: int
    column: int
    end_line: int
    end_column: int
    rule: str
    before: str
    after: str
    reason: str
    safety: str
    suggested: bool = False


def findings_of(result: Result[Any], name: str, suggestions: bool = False, line: int = 1, column: int = 1) -> list[Finding]:
    """The findings of one text; `line` and `column` are where it begins in its file. That a page becomes text is none.

    >>> from cleaner import clean
    >>> [finding] = findings_of(clean("The the cat.", select=["typos"]), "cat.txt")
    >>> finding.line, finding.column, finding.rule
    (1, 4, 'typos.doubled.word')
    """
    name = name.removeprefix("./")
    chosen = [(change, False) for change in result.changes if not change.rule.startswith(PAGES)]
    if suggestions:
        chosen = sorted([*chosen, *((change, True) for change in result.suggestions)], key=lambda pair: pair[0].start)
    places = Places(result.source, None)
    return [_finding(change, suggested, name, places, line, column) for change, suggested in chosen]


def _finding(change: Change, suggested: bool, name: str, places: Places, line: int, column: int) -> Finding:
    place = places.of(change.start, change.start)
    feeds = change.before.count("\n")
    row = place.line + line - 1
    begins = place.column + (column - 1 if place.line == 1 else 0)
    ends = len(change.before) - change.before.rfind("\n") if feeds else begins + len(change.before)
    return Finding(
        name, row, begins, row + feeds, ends, change.rule, change.before, change.after, change.reason, change.safety, suggested
    )


# ---- text -----------------------------------------------------------------------------------------------------------------


def line_of(finding: Finding, colour: bool = False, located: bool = True) -> str:
    """A finding on one line."""
    where = f"{finding.line}:{finding.column}"
    place = f"{escaped(finding.name)}:{where}: " if located else f"  {where:<8} "
    before, after = shown(finding.before), shown(finding.after)
    kind = " [suggestion]" if finding.suggested else ""
    why = f" ({escaped(finding.reason)})" if finding.reason else ""
    rule = escaped(finding.rule)
    if not colour:
        return f"{place}{rule} {before} → {after}{why}{kind}"
    return f"{BOLD}{place}{RESET}{CYAN}{rule}{RESET} {RED}{before}{RESET} → {GREEN}{after}{RESET}{DIM}{why}{kind}{RESET}"


def text_lines(findings: Iterable[Finding], colour: bool = False) -> Iterator[str]:
    """A line for each finding."""
    return (line_of(finding, colour) + "\n" for finding in findings)


def grouped_lines(findings: Iterable[Finding], colour: bool = False) -> Iterator[str]:
    """The findings of a file under its name."""
    name: str | None = None
    for finding in findings:
        if finding.name != name:
            head = escaped(finding.name)
            yield f"{'' if name is None else chr(10)}{BOLD + head + RESET if colour else head}:\n"
            name = finding.name
        yield line_of(finding, colour, located=False) + "\n"


# ---- JSON -----------------------------------------------------------------------------------------------------------------


def json_lines(findings: Iterable[Finding], colour: bool = False) -> Iterator[str]:
    """A JSON list, an object a line."""
    return _list(map(_json_table, findings))


def _list(tables: Iterable[dict[str, Any]]) -> Iterator[str]:
    opening = "["
    for table in tables:
        yield f"{opening}\n  {_dump(table)}"
        opening = ","
    yield "[]\n" if opening == "[" else "\n]\n"


def _dump(table: Any) -> str:
    """JSON in ASCII: names and texts may hold lone surrogates."""
    return json.dumps(table, separators=(", ", ": "))


def _json_table(finding: Finding) -> dict[str, Any]:
    """A finding as a table for JSON."""
    return {
        "filename": finding.name,
        "code": finding.rule,
        "message": message_of(finding),
        "location": {"row": finding.line, "column": finding.column},
        "end_location": {"row": finding.end_line, "column": finding.end_column},
        "before": finding.before,
        "after": finding.after,
        "reason": finding.reason,
        "safety": finding.safety,
        "suggestion": finding.suggested,
    }


def message_of(finding: Finding) -> str:
    """What was found, in one sentence."""
    why = f": {finding.reason}" if finding.reason else ""
    return f"{shown(finding.before)} → {shown(finding.after)}{why}"


def gitlab_lines(findings: Iterable[Finding], colour: bool = False) -> Iterator[str]:
    """A report of GitLab's Code Quality."""
    seen: dict[str, int] = {}
    return _list(_gitlab_table(finding, seen) for finding in findings)


def _gitlab_table(finding: Finding, seen: dict[str, int]) -> dict[str, Any]:
    """The fingerprint does not depend on the line, so a finding that moved is the same; equal ones are numbered."""
    key = json.dumps([finding.name, finding.rule, finding.before, finding.after])
    seen[key] = seen.get(key, 0) + 1
    return {
        "description": message_of(finding),
        "check_name": finding.rule,
        "fingerprint": hashlib.sha256(f"{key}{seen[key]}".encode()).hexdigest(),
        "severity": "info" if finding.suggested else "minor",
        "location": {
            "path": finding.name,
            "positions": {
                "begin": {"line": finding.line, "column": finding.column},
                "end": {"line": finding.end_line, "column": finding.end_column},
            },
        },
    }


def github_lines(findings: Iterable[Finding], colour: bool = False) -> Iterator[str]:
    """Workflow commands of GitHub, which become annotations of the lines."""
    for finding in findings:
        level = "notice" if finding.suggested else "warning"
        where = {"title": f"cleaner ({finding.rule})", "file": finding.name, "line": finding.line, "col": finding.column}
        ends = {"endLine": finding.end_line, "endColumn": finding.end_column}
        values = ",".join(f"{key}={_github(str(value), ':,')}" for key, value in (where | ends).items())
        message = f"{finding.name}:{finding.line}:{finding.column}: {finding.rule} {message_of(finding)}"
        yield f"::{level} {values}::{_github(message)}\n"


def _github(text: str, more: str = "") -> str:
    """A value of a workflow command: its own signs encoded, what would steer the terminal that shows the log escaped."""
    text = "".join(char if char in "\r\n" or char.isprintable() else escaped(char) for char in text)
    for char in "%\r\n" + more:
        text = text.replace(char, f"%{ord(char):02X}")
    return text


def sarif_lines(findings: Iterable[Finding], colour: bool = False) -> Iterator[str]:
    """A SARIF 2.1.0 log of one run, with fixes. Rules come after the results: only then are they known."""
    from cleaner import __version__

    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    yield f'{{"$schema": "{schema}", "version": "2.1.0", "runs": [{{"columnKind": "unicodeCodePoints", "results": '
    rules: dict[str, dict[str, Any]] = {}
    yield from (piece.rstrip("\n") if piece == "[]\n" else piece for piece in _list(_sarif(f, rules) for f in findings))
    driver = {"name": "cleaner", "version": __version__, "rules": list(rules.values())}
    yield f', "tool": {_dump({"driver": driver})}}}]}}\n'


def _sarif(finding: Finding, rules: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The result of SARIF 2.1.0 for a finding."""
    if finding.rule not in rules:
        rules[finding.rule] = {"id": finding.rule, "shortDescription": {"text": finding.reason or finding.rule}}
    location = {"uri": quote(finding.name, errors="surrogatepass")}
    region = {
        "startLine": finding.line,
        "startColumn": finding.column,
        "endLine": finding.end_line,
        "endColumn": finding.end_column,
    }
    fix = {"artifactLocation": location, "replacements": [{"deletedRegion": region, "insertedContent": {"text": finding.after}}]}
    return {
        "ruleId": finding.rule,
        "level": "note" if finding.suggested else "warning",
        "message": {"text": message_of(finding)},
        "locations": [{"physicalLocation": {"artifactLocation": location, "region": region}}],
        "fixes": [{"artifactChanges": [fix]}],
    }


Writer = Callable[[Iterable[Finding], bool], Iterator[str]]
WRITERS: dict[str, Writer] = {
    "text": text_lines,
    "grouped": grouped_lines,
    "json": json_lines,
    "github": github_lines,
    "gitlab": gitlab_lines,
    "sarif": sarif_lines,
}
