"""The ASGI application: routes, limits of size and time, headers that keep the page to itself."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from functools import partial
from importlib.resources import files
from typing import Any, NamedTuple

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from cleaner import __version__
from cleaner.rulebook.catalogue import shipped_rules
from cleaner.rulebook.presets import load_preset, preset_names
from cleaner.rulebook.titles import MARKUP, family_titles, title_of
from cleaner.serve.openapi import document
from cleaner.serve.records import Records
from cleaner.serve.work import CLEAN, Table
from cleaner.serve.workers import Workers

JSON_LINES = ("application/x-ndjson", "application/jsonl", "application/x-jsonlines")
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'none'"
HEADERS = {
    "content-security-policy": f"{POLICY}; base-uri 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
}
LOCAL = ("127.0.0.1", "localhost", "::1")
PAGES = {"/": ("index.html", "text/html"), "/app.js": ("app.js", "text/javascript"), "/style.css": ("style.css", "text/css")}


class Limits(NamedTuple):
    """What a request may ask of the machine: bytes of its body (of one record, in JSON Lines), seconds, processes."""

    size: int = 5_000_000
    seconds: float = 20.0
    jobs: int = 2


def make_app(limits: Limits | None = None, hosts: tuple[str, ...] = LOCAL) -> ASGIApp:
    """The application. `hosts` are the names it answers to, so that no other site's name can lead to it; () for any."""
    limits = limits or Limits()
    workers = Workers(limits.jobs, limits.seconds)

    @asynccontextmanager
    async def life(_: Starlette) -> AsyncIterator[None]:
        yield
        workers.stop()

    routes = [Route(path, partial(_page, *what), methods=["GET"]) for path, what in PAGES.items()]
    routes += [
        Route("/health", _health, methods=["GET"]),
        Route("/openapi.json", partial(_openapi, limits), methods=["GET"]),
        Route("/rules", _rules, methods=["GET"]),
        *(Route(f"/{task}", partial(_task, task, workers, limits), methods=["POST"]) for task in ("clean", "undo", "explain")),
    ]
    app = Starlette(routes=routes, lifespan=life, exception_handlers={HTTPException: _refused})

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:  # not a partial: servers look for a function
        await _guarded(app, hosts, scope, receive, send)

    return guarded


async def _guarded(app: ASGIApp, hosts: tuple[str, ...], scope: Scope, receive: Receive, send: Send) -> None:
    """Requests from pages of other sites, and under other names, are refused; answers carry the headers."""
    if scope["type"] != "http":
        await app(scope, receive, send)
        return
    request = Request(scope)
    host = request.headers.get("host", "")
    origin = request.headers.get("origin")

    async def with_headers(message: Any) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message["headers"], *((key.encode(), value.encode()) for key, value in HEADERS.items())]
        await send(message)

    if hosts and _name(host) not in hosts:
        refusal = told({"error": f"this server does not answer to {host!r}", "remedy": "start it with --host"}, 421)
        await refusal(scope, receive, with_headers)
    elif origin and origin.partition("://")[2] != host:
        await told({"error": "requests from pages of other sites are refused", "remedy": ""}, 403)(scope, receive, with_headers)
    else:
        await app(scope, receive, with_headers)


def _name(host: str) -> str:
    """The name in a Host header.

    >>> _name("localhost:8765"), _name("[::1]:8765"), _name("127.0.0.1")
    ('localhost', '::1', '127.0.0.1')
    """
    return host[1:].partition("]")[0] if host.startswith("[") else host.partition(":")[0]


def told(table: Table, status: int = 200) -> Response:
    """An answer as JSON in ASCII: lone surrogates of a text are escapes."""
    return Response(json.dumps(table), status, media_type="application/json")


async def _refused(_: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    return told({"error": error.detail, "remedy": ""}, error.status_code)


async def _page(name: str, kind: str, _: Request) -> Response:
    content = files("cleaner.serve").joinpath("static", name).read_bytes()
    return Response(content, media_type=kind)


async def _health(_: Request) -> Response:
    return told({"status": "ok", "version": __version__})


async def _openapi(limits: Limits, _: Request) -> Response:
    return told(document(limits.size, limits.seconds))


async def _rules(_: Request) -> Response:
    """What the page needs to build its switches, and what a client may name in select and ignore."""
    on = load_preset("web").select
    rules = [{"id": rule.id, "title": title_of(rule.id), "safety": rule.safety, "why": rule.why} for rule in shipped_rules()]
    families = [{"name": name, "title": title, "default": name in on} for name, title in family_titles().items()]
    presets = [{"name": name, "about": load_preset(name).about} for name in preset_names()]
    return told({"families": families, "presets": presets, "markup": list(MARKUP), "rules": rules})


async def _task(task: str, workers: Workers, limits: Limits, request: Request) -> Response:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if int(request.headers.get("content-length") or 0) > limits.size and kind not in JSON_LINES:
        raise HTTPException(413, f"a request holds {limits.size:,} bytes at most")
    if task == "clean" and kind in JSON_LINES:
        try:
            asked = _from_query(request, {**CLEAN, "field": str, "changes": bool})
        except ValueError as error:
            return told({"error": str(error), "remedy": "GET /openapi.json"}, 400)
        return Records(workers, asked, limits.size)
    body = await _body(request, limits.size)
    try:
        if kind == "application/json" or task != "clean":
            asked = json.loads(body)
            if not isinstance(asked, dict):
                raise ValueError("the body must be a JSON object")
        else:
            asked = {**_from_query(request, CLEAN), "base64": b64encode(body).decode("ascii")}
            asked.setdefault("input_format", "html" if kind == "text/html" else "auto")
    except RecursionError:
        return told({"error": "nested too deeply", "remedy": "GET /openapi.json"}, 400)
    except ValueError as error:
        return told({"error": str(error), "remedy": "GET /openapi.json"}, 400)
    status, found = await workers.do(task, asked)
    if status == 200 and task == "clean" and "text/plain" in request.headers.get("accept", ""):
        return PlainTextResponse(found["text"].encode("utf-8", "replace"))
    return told(found, status)


async def _body(request: Request, most: int) -> bytes:
    pieces = bytearray()
    try:
        async for piece in request.stream():
            pieces += piece
            if len(pieces) > most:
                raise HTTPException(413, f"a request holds {most:,} bytes at most")
    except ClientDisconnect as error:  # nobody is there to be answered; a traceback in the log would be all that comes of it
        raise HTTPException(400, "the request ended before its body") from error
    return bytes(pieces)


def _from_query(request: Request, known: Mapping[str, type]) -> Table:
    """Options of a request whose body is the text itself; lists may be given in one go (`select=a,b`). Raises ValueError."""
    found: Table = {}
    for key, value in request.query_params.multi_items():
        if key not in known or key in ("text", "base64"):
            raise ValueError(f"unknown option {key!r}")
        found[key] = [*found.get(key, []), *_READ[list](value)] if known[key] is list else _READ[known[key]](value)
    return found


_READ: Mapping[type, Callable[[str], Any]] = {
    str: str,
    bool: lambda value: value.lower() in ("1", "true", "yes", "on"),
    list: lambda value: [part for part in value.split(",") if part],
}
