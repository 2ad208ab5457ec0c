"""The review page: one HTML file with every change in its context, to be accepted or rejected.

Start at :func:`review_page`. The file holds everything (no network) and trusts nothing: texts are JSON that can end no
script element, the script writes them with `textContent` only, and the content security policy allows our script by its
hash and nothing else. Decisions leave the page as a small JSON file; see docs/review.md and `cleaner apply`.
"""

from __future__ import annotations

import hashlib
import html
import json
from base64 import b64encode
from bisect import bisect_left
from collections.abc import Iterable
from importlib.resources import files
from typing import Any

from cleaner.changelog.read import LogDocument
from cleaner.changelog.write import json_text
from cleaner.core.edits import Change
from cleaner.rulebook.titles import MARKUP, family_titles, title_of

AROUND = 160  # code points of context on either side: about two lines
WORD = 24  # code points within which a context is cut at a space rather than inside of a word
WHOLE = 200_000  # code points of a document that are shown in full; of a longer one, what stands near its changes
NEAR = 400  # code points on either side of a change that are shown of such a document
LONGEST = 600  # code points shown of a removed or added text; the middle of a longer one is left out

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<noscript>This page needs its own script to show the changes.</noscript>
<script type="application/json" id="data">{data}</script>
<script>{script}</script>
</body>
</html>
"""


def review_page(documents: Iterable[tuple[LogDocument, str]], title: str = "Review of changes") -> str:
    """The page for documents and their original texts.

    >>> from cleaner import clean
    >>> result = clean("the the </script> cat", select=["typos"])
    >>> page = review_page([(LogDocument.of(result, "cat.txt"), result.source)])
    >>> page.count("</script>"), "http://" in page
    (2, False)
    """
    folder = files("cleaner.changelog")
    script = folder.joinpath("review.js").read_text(encoding="utf-8")
    style = folder.joinpath("review.css").read_text(encoding="utf-8")
    policy = f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}"
    tables = [document_table(logged, source) for logged, source in documents]
    rules = {item["rule"] for table in tables for item in table["items"]}
    data = {
        "title": title,
        "families": dict(family_titles()),
        "titles": {rule: title_of(rule) for rule in sorted(rules)},
        "markup": list(MARKUP),
        "documents": tables,
    }
    return PAGE.format(title=html.escape(title), policy=policy, style=style, script=script, data=_embedded(data))


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode()}'"


def _embedded(data: Any) -> str:
    """JSON that cannot leave its script element: ASCII, and nothing that HTML reads."""
    return json.dumps(data, separators=(",", ":")).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def document_table(logged: LogDocument, source: str) -> dict[str, Any]:
    """One document as the page reads it; places in code points of the original."""
    changes = [
        _item("change", number, change, place, _context(source, logged.changes, k, change))
        for k, (number, change, place) in enumerate(zip(logged.numbers, logged.changes, logged.places, strict=True))
    ]
    starts = [change.start for change in logged.changes]
    suggestions = [
        _item("suggestion", number, change, place, _context(source, logged.changes, bisect_left(starts, change.start), change))
        for number, (change, place) in enumerate(zip(logged.suggestions, logged.suggestion_places, strict=True), 1)
    ]
    items = sorted(changes + suggestions, key=lambda item: (item["start"], item["end"]))
    gaps = _gaps(source, logged.changes)
    return {"name": json_text(logged.name), "sha256": logged.input.sha256, "items": items, "gaps": gaps}


def _gaps(source: str, changes: list[Change]) -> list[Any]:
    """The original before, between and behind the changes; `[beginning, left out, end]` where a long document is cut."""
    most = 2 * NEAR if len(source) > WHOLE else WHOLE
    found: list[Any] = []
    position = 0
    for start, end in [*((change.start, change.end) for change in changes), (len(source), len(source))]:
        gap = source[position:start]
        if len(gap) > most:
            found.append({"cut": [json_text(gap[:NEAR]), len(gap) - 2 * NEAR, json_text(gap[-NEAR:])]})
        else:
            found.append(json_text(gap))
        position = end
    return found


def _item(kind: str, number: int, change: Change, place: Any, context: tuple[list[Any], list[Any]]) -> dict[str, Any]:
    """A change as the review page wants it: before, after, context, rule and reason."""
    item = {
        "kind": kind,
        "n": number,
        "start": change.start,
        "end": change.end,
        "line": place.line,
        "column": place.column,
        "rule": change.rule,
        "safety": change.safety,
        "reason": change.reason,
        "before": json_text(_short(change.before)),
        "after": json_text(_short(change.after)),
        "left": context[0],
        "right": context[1],
    }
    others = list(dict.fromkeys(cause.rule for cause in change.causes if cause.rule != change.rule))
    if len(change.before) > LONGEST:
        item["cut"] = True
    return {**item, "with": others} if others else item


def _short(text: str) -> str:
    if len(text) <= LONGEST:
        return text
    half = LONGEST // 2
    return f"{text[:half]} … {len(text) - 2 * half:,} characters … {text[-half:]}"


def _context(source: str, changes: list[Change], k: int, change: Change) -> tuple[list[Any], list[Any]]:
    """What stands left and right of a change: texts, and `[before, after]` for other changes near it."""
    low = _line_break(source, max(0, change.start - AROUND), change.start)
    left: list[Any] = []
    position, i = change.start, k - 1
    while i >= 0 and changes[i].start >= low:
        if changes[i].end <= position:
            left += [json_text(source[changes[i].end : position]), _pair(changes[i])]
            position = changes[i].start
        i -= 1
    if i >= 0:
        low = max(low, min(changes[i].end, position))
    left.append(json_text(source[low:position]))
    high = _end(source, change.end)
    right: list[Any] = []
    position, i = change.end, k
    while i < len(changes) and changes[i].start < position:
        i += 1
    i += i < len(changes) and changes[i] is change
    while i < len(changes) and changes[i].end <= high:
        if changes[i].start >= position:
            right += [json_text(source[position : changes[i].start]), _pair(changes[i])]
            position = changes[i].end
        i += 1
    if i < len(changes):
        high = min(high, max(changes[i].start, position))
    right.append(json_text(source[position:high]))
    return left[::-1], right


def _line_break(source: str, low: int, start: int) -> int:
    """Where the left context begins: behind a line feed, if one is in the first half of it, else behind a space."""
    if not low:
        return 0
    found = source.find("\n", low, max(low, start - AROUND // 2))
    if found < 0:
        found = source.find(" ", low, min(low + WORD, start))
    return found + 1 if found >= 0 else low


def _end(source: str, end: int) -> int:
    """Where the right context ends: at a line feed in the second half of it, else at a space."""
    high = source.find("\n", end + AROUND // 2, end + AROUND)
    if high >= 0 or end + AROUND >= len(source):
        return high if high >= 0 else len(source)
    high = source.rfind(" ", end + AROUND - WORD, end + AROUND)
    return high if high >= 0 else end + AROUND


def _pair(change: Change) -> list[Any]:
    return [json_text(_short(change.before)), json_text(_short(change.after))]
