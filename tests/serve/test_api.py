"""The API as a client sees it: over a socket, from a server in a thread."""

from __future__ import annotations

import base64
import json
import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest

pytest.importorskip("starlette", reason="needs the extra serve")
uvicorn = pytest.importorskip("uvicorn", reason="needs the extra serve")

import cleaner  # noqa: E402
from cleaner.serve.app import Limits, make_app  # noqa: E402
from cleaner.serve.openapi import OPTIONS, document  # noqa: E402
from cleaner.serve.work import CLEAN, EXPLAIN, UNDO  # noqa: E402

DIRTY = "The harbour council to vanished.\n\nIt was the the end.\n\n%d bloggers like this:\n"


class Server:
    """A server on a free port, and requests to it."""

    def __init__(self, limits: Limits) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        self.server = uvicorn.Server(uvicorn.Config(make_app(limits), log_level="error"))
        self.thread = threading.Thread(target=self.server.run, kwargs={"sockets": [self.socket]})
        self.thread.start()
        while not self.server.started:
            time.sleep(0.02)

    def stop(self) -> None:
        self.server.should_exit = True
        self.thread.join()
        self.socket.close()

    def raw(self, path: str, body: bytes | None = None, **headers: str) -> tuple[int, bytes, Any]:
        named = {key.replace("_", "-"): value for key, value in headers.items()}
        request = urllib.request.Request(self.address + path, body, named)
        try:
            with urllib.request.urlopen(request, timeout=60) as found:
                return found.status, found.read(), found.headers
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read(), error.headers

    def post(self, path: str, asked: Any) -> tuple[int, Any]:
        status, body, _ = self.raw(path, json.dumps(asked).encode(), content_type="application/json")
        return status, json.loads(body)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    made = Server(Limits(size=20_000, seconds=60, jobs=1))
    yield made
    made.stop()


def test_clean_is_what_the_library_does_and_undo_gives_it_back(server: Server) -> None:
    status, found = server.post("/clean", {"text": DIRTY, "log": True})
    result = cleaner.clean(DIRTY)
    assert status == 200
    assert found["text"] == result.text
    assert [(c["start"], c["end"], c["after"], c["rule"]) for c in found["changes"]] == [
        (c.start, c.end, c.after, c.rule) for c in result.changes
    ]
    assert all(change["title"] and change["line"] >= 1 for change in found["changes"])
    assert server.post("/undo", {"text": found["text"], "log": found["log"]}) == (200, {"text": DIRTY})
    status, partly = server.post("/undo", {"text": found["text"], "log": found["log"], "changes": [found["changes"][0]["n"]]})
    assert status == 200
    assert partly["taken_back"] == [found["changes"][0]["n"]]
    assert "to vanished" in partly["text"]
    assert server.post("/undo", {"text": partly["text"], "log": partly["log"]}) == (200, {"text": DIRTY})


def test_options_are_those_of_the_library(server: Server) -> None:
    status, found = server.post("/clean", {"text": DIRTY, "select": ["boilerplate"]})
    assert {change["rule"].split(".")[0] for change in found["changes"]} == {"boilerplate"}
    for wrong in (
        {"select": ["typoss"]},
        {"preset": "nope"},
        {"preset": "../web"},
        {"unsafe": "yes"},
        {"sellect": []},
        {"text": 1},
    ):
        status, found = server.post("/clean", {"text": "x", **wrong})
        assert (status, bool(found["error"])) == (400, True), wrong
    assert server.post("/clean", {})[0] == 400
    assert server.post("/clean", {"base64": "eA==", "encoding": "nope"})[0] == 400
    assert server.post("/clean", [1])[0] == 400


def test_bytes_come_back_as_they_were(server: Server) -> None:
    data = "Der Müller sagte, das das so sei.\r\n".encode("cp1252") + b"\x81\xff"
    status, body, _ = server.raw("/clean?log=1&encoding=cp1252", data, content_type="application/octet-stream")
    found = json.loads(body)
    assert status == 200
    assert found["source"].startswith("Der Müller")
    status, undone = server.post("/undo", {"text": found["text"], "log": found["log"]})
    assert base64.b64decode(undone["base64"]) == data
    status, body, headers = server.raw("/clean?select=typos,encoding", DIRTY.encode(), accept="text/plain")
    assert (body.decode(), headers.get_content_type()) == (cleaner.clean(DIRTY, select=["typos", "encoding"]).text, "text/plain")
    status, body, _ = server.raw("/clean", b"<p>One &amp; two</p>", content_type="text/html")
    assert json.loads(body)["text"].strip() == "One & two"
    assert server.raw("/clean?nope=1", b"x", content_type="text/plain")[0] == 400


def test_lone_surrogates_are_carried(server: Server) -> None:
    status, found = server.post("/clean", {"text": "a \ud800 b the the", "log": True})
    assert status == 200
    assert server.post("/undo", {"text": found["text"], "log": found["log"]})[1]["text"] == "a \ud800 b the the"


def test_json_lines_are_answered_one_by_one(server: Server) -> None:
    long = json.dumps({"text": "x" * 30_000})
    lines = ['{"id": 1, "text": "See the the cat."}', "not json", '{"id": 2}', long, '{"id": 3, "text": "Fine, é."}']
    kind = "application/x-ndjson"
    status, body, _ = server.raw("/clean?select=typos&changes=1", "\n".join(lines).encode(), content_type=kind)
    first, broken, lacking, large, last = [json.loads(line) for line in body.splitlines()]
    assert status == 200
    assert (first["id"], first["text"], len(first["cleaner"]["changes"])) == (1, "See the cat.", 1)
    assert [one["line"] for one in (broken, lacking, large)] == [2, 3, 4]
    assert last == {"id": 3, "text": "Fine, é.", "cleaner": {"changes": [], "suggestions": []}}
    status, body, _ = server.raw("/clean?field=body", b'{"body": "the the"}\n', content_type=kind)
    assert set(json.loads(body)) == {"body"}


def test_records_come_while_others_are_still_sent(server: Server) -> None:
    port = server.socket.getsockname()[1]
    with socket.create_connection(("127.0.0.1", port), timeout=60) as one:
        head = "POST /clean HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/jsonl\r\nTransfer-Encoding: chunked\r\n\r\n"
        one.sendall(head.encode())
        line = b'{"text": "See the the cat."}\n'
        one.sendall(b"%x\r\n%s\r\n" % (len(line), line))
        seen = b""
        while b"See the cat." not in seen:  # the request is not over yet
            piece = one.recv(4096)
            assert piece, seen
            seen += piece
        one.sendall(b"0\r\n\r\n")


def test_explain_rules_and_health(server: Server) -> None:
    status, found = server.post("/explain", {"rule": "typos.grammar"})
    assert status == 200
    assert all(rule["examples"] and rule["keeps"] for rule in found["rules"])
    assert server.post("/explain", {"rule": "typos.gramar"})[0] == 404
    known = json.loads(server.raw("/rules")[1])
    assert {"web", "encoding"} <= {preset["name"] for preset in known["presets"]}
    assert {family["name"] for family in known["families"]} >= {rule["id"].split(".")[0] for rule in known["rules"]}
    status, body, headers = server.raw("/health")
    assert json.loads(body) == {"status": "ok", "version": cleaner.__version__}
    assert headers["Cache-Control"] == "no-store"


def test_refusals(server: Server) -> None:
    assert server.raw("/clean", b"x" * 20_001, content_type="text/plain")[0] == 413
    assert server.raw("/clean", b"x", content_type="text/plain", origin="https://example.org")[0] == 403
    assert server.raw("/clean", b"x", content_type="text/plain", origin=server.address)[0] == 200
    assert server.raw("/health", host="example.org")[0] == 421
    assert server.raw("/nope")[0] == 404
    assert server.raw("/clean")[0] == 405
    assert server.post("/undo", {"text": "another text", "log": cleaner.clean("the the").log()})[0] == 409
    assert server.post("/undo", {"text": "x"})[0] == 400
    assert server.post("/undo", {"text": "x", "log": "no log"})[0] == 409


def test_the_page_needs_nothing_else(server: Server) -> None:
    status, body, headers = server.raw("/")
    assert (status, headers.get_content_type()) == (200, "text/html")
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert b"https://" not in body
    for name in ("/app.js", "/style.css"):
        status, body, _ = server.raw(name)
        assert status == 200
        assert b"https://" not in body


def test_the_description_names_what_is_read() -> None:
    assert set(OPTIONS) | {"text", "base64"} == set(CLEAN)
    schemas = document(1, 1)["components"]["schemas"]
    assert set(schemas["Undo"]["properties"]) == set(UNDO)
    assert set(schemas["Explain"]["properties"]) == set(EXPLAIN)


def test_a_request_that_takes_too_long_is_given_up_and_the_next_one_is_answered() -> None:
    made = Server(Limits(seconds=0.001, jobs=1))
    try:
        status, found = made.post("/clean", {"text": DIRTY})
        assert (status, "not done" in found["error"]) == (504, True)
        assert made.post("/clean", {"text": DIRTY})[0] == 504
        assert made.raw("/health")[0] == 200
    finally:
        made.stop()


@pytest.mark.parametrize("framing", [b"Content-Length: 99", b"Transfer-Encoding: chunked"])
def test_a_client_that_goes_away_in_its_request_leaves_no_traceback(
    server: Server, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture, framing: bytes
) -> None:
    with socket.create_connection(server.socket.getsockname()) as client:
        host = server.address.removeprefix("http://").encode()
        client.sendall(b"POST /clean HTTP/1.1\r\nHost: " + host + b"\r\n" + framing + b"\r\n\r\n1\r\n{\r\n")
        time.sleep(0.1)
    assert server.raw("/health")[0] == 200
    time.sleep(0.1)
    assert "Traceback" not in capfd.readouterr().err + caplog.text
