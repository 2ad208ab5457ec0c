"""The OpenAPI document of the API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cleaner import __version__

Schema = dict[str, Any]
TEXT, FLAG, NUMBER = {"type": "string"}, {"type": "boolean"}, {"type": "integer"}


def _list(of: Mapping[str, Any] = TEXT) -> Schema:
    return {"type": "array", "items": dict(of)}


OPTIONS: Mapping[str, Schema] = {
    "preset": {**TEXT, "default": "web", "description": "A shipped preset; GET /rules lists them."},
    "select": {**_list(), "description": "Only these rules: prefixes of rule ids."},
    "ignore": {**_list(), "description": "Not these rules."},
    "unsafe": {**FLAG, "default": False, "description": "Apply unsafe edits too."},
    "words": {**_list(), "description": "Words that the typo filters leave alone."},
    "input_format": {"enum": ["auto", "text", "html", "markdown"], "default": "auto"},
    "encoding": {**TEXT, "description": "Encoding of bytes, instead of detection."},
    "name": {**TEXT, "description": "Name of the text in the log."},
    "log": {**FLAG, "default": False, "description": "Also answer with the change log, which POST /undo takes."},
}
CHANGE: Schema = {
    "type": "object",
    "description": "A difference, in code points of the original.",
    "properties": {
        "n": NUMBER, "start": NUMBER, "end": NUMBER, "line": NUMBER, "column": NUMBER,
        "before": TEXT, "after": TEXT, "rule": TEXT, "title": TEXT, "reason": TEXT,
        "safety": {"enum": ["safe", "unsafe", "suggest"]}, "causes": _list(),
    },
}  # fmt: skip
SCHEMAS: Mapping[str, Schema] = {
    "Change": CHANGE,
    "Clean": {
        "type": "object",
        "properties": {"text": TEXT, "base64": {**TEXT, "description": "Bytes, instead of text."}, **OPTIONS},
    },
    "Cleaned": {
        "type": "object",
        "properties": {
            "text": TEXT,
            "changes": _list({"$ref": "#/components/schemas/Change"}),
            "suggestions": _list({"$ref": "#/components/schemas/Change"}),
            "notes": _list(),
            "log": TEXT,
            "source": {**TEXT, "description": "The original as text, if bytes were sent."},
        },
    },
    "Undo": {
        "type": "object",
        "required": ["text", "log"],
        "properties": {
            "text": {**TEXT, "description": "The clean text."},
            "log": {**TEXT, "description": "Its log, as POST /clean gave it."},
            "rules": {**_list(), "description": "Take back only what these rules did."},
            "changes": {**_list(NUMBER), "description": "Take back only these changes, by n."},
        },
    },
    "Undone": {
        "type": "object",
        "properties": {
            "text": {**TEXT, "description": "The original; or, with rules or changes, the text without those."},
            "base64": {**TEXT, "description": "The original, if bytes were cleaned."},
            "log": {**TEXT, "description": "The log of what is left."},
            "taken_back": _list(NUMBER),
        },
    },
    "Explain": {"type": "object", "required": ["rule"], "properties": {"rule": {**TEXT, "description": "A rule id or prefix."}}},
    "Explained": {"type": "object", "properties": {"rules": _list({"type": "object"})}},
    "Problem": {"type": "object", "properties": {"error": TEXT, "remedy": TEXT}},
}


def _refers(name: str, about: str) -> Schema:
    return {"description": about, "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}}


PROBLEMS = {
    "400": _refers("Problem", "The request makes no sense."),
    "413": _refers("Problem", "The request is too large."),
    "503": _refers("Problem", "All workers are busy."),
    "504": _refers("Problem", "Not done in time."),
}


def _post(summary: str, asked: str, answered: str, **more: Any) -> Schema:
    responses = {"200": _refers(answered, "Done."), **PROBLEMS, **more}
    body = {"required": True, "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{asked}"}}}}
    return {"post": {"summary": summary, "requestBody": body, "responses": responses}}


def _get(summary: str) -> Schema:
    return {"get": {"summary": summary, "responses": {"200": {"description": "Done.", "content": {"application/json": {}}}}}}


def document(size: int, seconds: float) -> Schema:
    """The description, for a server with these limits of size (bytes) and time."""
    clean = _post("Clean a text, a page or the bytes of a file", "Clean", "Cleaned")
    clean["post"]["description"] = (
        "JSON; or the bytes themselves as text/plain, text/html or application/octet-stream, with the options in the query; "
        "or JSON Lines as application/x-ndjson, answered record by record. With Accept: text/plain the answer is the text alone."
    )
    clean["post"]["requestBody"]["content"] |= {
        "application/octet-stream": {"schema": {**TEXT, "format": "binary"}},
        "text/html": {"schema": TEXT},
        "text/plain": {"schema": TEXT},
        "application/x-ndjson": {"schema": {**TEXT, "description": "One JSON object a line."}},
    }
    query = {**OPTIONS, "field": {**TEXT, "default": "text"}, "changes": {**FLAG, "default": False}}
    explode = {"style": "form", "explode": False}
    clean["post"]["parameters"] = [
        {"name": name, "in": "query", "schema": schema, **(explode if schema.get("type") == "array" else {})}
        for name, schema in query.items()
    ]
    clean["post"]["responses"]["200"]["content"] |= {"text/plain": {"schema": TEXT}, "application/x-ndjson": {"schema": TEXT}}
    conflict, unknown = _refers("Problem", "Text and log do not belong together."), _refers("Problem", "There is no such rule.")
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "cleaner",
            "version": __version__,
            "description": f"Repairs dirty text and says what it did. Requests of up to {size:,} bytes and {seconds:g} seconds.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "paths": {
            "/clean": clean,
            "/undo": _post("Give back the original, or take back some of the changes", "Undo", "Undone", **{"409": conflict}),
            "/explain": _post("Explain rules: why, examples, what they leave alone", "Explain", "Explained", **{"404": unknown}),
            "/rules": _get("Families, presets and rules"),
            "/health": _get("Whether the server answers, and its version"),
            "/openapi.json": _get("This document"),
        },
        "components": {"schemas": dict(SCHEMAS)},
    }
