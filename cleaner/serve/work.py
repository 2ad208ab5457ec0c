"""What a request asks for: clean, undo, explain. Plain values in, plain values out, so that a worker process can do it."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from cleaner.changelog.read import LogDocument, read_log
from cleaner.changelog.undo import Choice, take_back, undo_from_log
from cleaner.core.edits import Change
from cleaner.core.errors import CleanerError, ConfigError, InputError
from cleaner.pipeline.cleaner import Cleaner
from cleaner.rulebook.catalogue import shipped_rules
from cleaner.rulebook.packs import Rule
from cleaner.rulebook.titles import title_of

Table = dict[str, Any]
OPTIONS: Mapping[str, type] = {"preset": str, "select": list, "ignore": list, "unsafe": bool, "words": list}
CLEAN: Mapping[str, type] = {
    **OPTIONS, "text": str, "base64": str, "input_format": str, "encoding": str, "log": bool, "name": str,
}  # fmt: skip
UNDO: Mapping[str, type] = {"text": str, "log": str, "rules": list, "changes": list}
EXPLAIN: Mapping[str, type] = {"rule": str}
BAD_REQUEST, NOT_FOUND, CONFLICT = 400, 404, 409
READY = 8  # configurations that a worker keeps compiled


def answer(task: str, asked: Table) -> tuple[int, Table]:
    """The HTTP status and the answer to one request; what is wrong with a request is an answer as well."""
    try:
        return 200, TASKS[task](asked)
    except InputError as error:
        return CONFLICT if task == "undo" else BAD_REQUEST, problem(error)
    except ConfigError as error:
        return NOT_FOUND if task == "explain" else BAD_REQUEST, problem(error)
    except CleanerError as error:
        return CONFLICT, problem(error)


def problem(error: CleanerError) -> Table:
    """An error as an answer."""
    return {"error": error.what, "remedy": error.remedy}


def clean(asked: Table) -> Table:
    """Clean `text`, or the bytes in `base64`."""
    _check(asked, CLEAN)
    if ("text" in asked) == ("base64" in asked):
        raise ConfigError("a request holds either text or base64")
    cleaner = _cleaner(json.dumps({key: asked[key] for key in OPTIONS if key in asked}, sort_keys=True))
    data = asked["text"] if "text" in asked else _bytes(asked["base64"])
    input_format, encoding = asked.get("input_format", "auto"), asked.get("encoding") or None
    result = cleaner.clean(data, input_format=input_format, encoding=encoding)
    logged = LogDocument.of(result, asked.get("name", ""))
    pairs = zip(logged.changes, logged.numbers, logged.places, strict=True)
    found: Table = {
        "text": result.text,
        "changes": [{**told(change), "n": n, "line": place.line, "column": place.column} for change, n, place in pairs],
        "suggestions": [told(suggestion) for suggestion in logged.suggestions],
        "notes": list(result.notes),
    }
    if asked.get("log"):
        found["log"] = result.log(asked.get("name", ""))
    if "base64" in asked:
        found["source"] = result.source
    return found


def told(change: Change) -> Table:
    """A change as the API tells it; places are code points of the original."""
    causes = dict.fromkeys(cause.rule for cause in change.causes)
    return {
        "start": change.start,
        "end": change.end,
        "before": change.before,
        "after": change.after,
        "rule": change.rule,
        "title": title_of(change.rule),
        "reason": change.reason,
        "safety": change.safety,
        "causes": list(causes),
    }


def undo(asked: Table) -> Table:
    """The original of a clean text and its log; with `rules` or `changes`, the text without those, and its new log."""
    _check(asked, UNDO)
    for key in ("text", "log"):
        if key not in asked:
            raise ConfigError(f"a request for undo holds {key}")
    documents = list(read_log(asked["log"].splitlines()))
    if len(documents) != 1:
        raise InputError(f"the log holds {len(documents)} documents", remedy="send the log of one")
    logged, clean_bytes = documents[0], asked["text"].encode("utf-8", "surrogatepass")
    data = undo_from_log(clean_bytes, logged)  # also checks that text and log belong together
    if "rules" in asked or "changes" in asked:
        choice = Choice(frozenset(_numbers(asked.get("changes", []))), tuple(asked.get("rules", [])))
        taken = take_back(asked["text"], logged, choice)
        return {"text": taken.text, "log": "".join(line + "\n" for line in taken.logged.lines()), "taken_back": taken.numbers}
    if logged.decoding is None:
        return {"text": data.decode("utf-8", "surrogatepass")}
    return {"base64": b64encode(data).decode("ascii")}


def explain(asked: Table) -> Table:
    """The rules whose id or filter begins with `rule`."""
    _check(asked, EXPLAIN)
    wanted = asked.get("rule", "")
    rules = [explained(rule) for rule in shipped_rules(wanted)] if wanted else []
    if not rules:
        raise ConfigError(f"unknown rule {wanted!r}", remedy="GET /rules lists them")
    return {"rules": rules}


def explained(rule: Rule) -> Table:
    """All that is known about a rule."""
    examples = [example._asdict() for example in rule.examples]
    return {
        "id": rule.id,
        "title": title_of(rule.id),
        "filter": rule.filter,
        "safety": rule.safety,
        "why": rule.why,
        "source": rule.source,
        "examples": examples,
        "keeps": list(rule.keeps),
    }


TASKS: Mapping[str, Callable[[Table], Table]] = {"clean": clean, "undo": undo, "explain": explain}


@lru_cache(maxsize=READY)
def _cleaner(options: str) -> Cleaner:
    """A Cleaner for options as JSON. Presets are names only: a request reads no file."""
    table = json.loads(options)
    if "/" in table.get("preset", "") or table.get("preset", "").endswith(".toml"):
        raise ConfigError("a request names a shipped preset, not a file", remedy="web")
    return Cleaner(**table)


def _check(asked: Table, known: Mapping[str, type]) -> None:
    """Raise ConfigError for keys nobody reads and values of another kind."""
    for key, value in asked.items():
        if key not in known:
            raise ConfigError(f"unknown key {key!r}", remedy=f"known: {', '.join(known)}")
        if value is not None and not isinstance(value, known[key]):
            raise ConfigError(f"{key} must be {NAMES[known[key]]}")
        if isinstance(value, list) and key != "changes" and not all(isinstance(item, str) for item in value):
            raise ConfigError(f"{key} must be a list of texts")
    for key in [key for key, value in asked.items() if value is None]:
        del asked[key]


NAMES: Mapping[type, str] = {str: "a text", list: "a list", bool: "true or false"}


def _bytes(value: str) -> bytes:
    try:
        return b64decode(value, validate=True)
    except ValueError as error:
        raise ConfigError("base64 is not Base64") from error


def _numbers(value: list[Any]) -> list[int]:
    if not all(isinstance(item, int) for item in value):
        raise ConfigError("changes must be a list of numbers")
    return value
