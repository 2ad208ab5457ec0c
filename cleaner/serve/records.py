"""JSON Lines in, JSON Lines out: each record is answered as soon as it is clean, however many follow."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from cleaner.serve.work import Table
from cleaner.serve.workers import Workers


class Records(Response):
    """The answer to a stream of records: the same records with their text field clean.

    With `changes`, a record gets a key `cleaner` with changes and suggestions. A line that is no record, lacks the field or
    is too long is answered by an object with `error` and `line`; the others are not held up by it.
    """

    media_type = "application/x-ndjson"

    def __init__(self, workers: Workers, asked: Table, most: int) -> None:
        super().__init__()
        self._workers, self._most = workers, most
        self._field, self._changes = asked.pop("field", "text"), asked.pop("changes", False)
        self._asked = asked

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read and answer at the same time: not a StreamingResponse, which would listen for the end of the request."""
        headers = [(b"content-type", b"application/x-ndjson")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        number = 0
        async for line in self._lines(receive):
            number += 1
            if line is None or line.strip():
                answered = await self._answer(line, number)
                await send({"type": "http.response.body", "body": written(answered), "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _lines(self, receive: Receive) -> AsyncIterator[bytes | None]:
        """The lines of the request; None for one that is too long."""
        rest, too_long, more = bytearray(), False, True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            more = message.get("more_body", False)
            *whole, last = message.get("body", b"").split(b"\n")
            for piece in whole:
                rest += piece
                yield None if too_long or len(rest) > self._most else bytes(rest)
                rest, too_long = bytearray(), False
            rest += last
            if len(rest) > self._most:
                rest, too_long = bytearray(), True
        if rest or too_long:
            yield None if too_long else bytes(rest)

    async def _answer(self, line: bytes | None, number: int) -> Table:
        if line is None:
            return {"error": f"a record holds {self._most:,} bytes at most", "line": number}
        try:
            record = json.loads(line)
            text = record[self._field]
            if not isinstance(text, str):
                raise TypeError(f"{self._field} is no text")
        except RecursionError:
            return {"error": "nested too deeply", "line": number}
        except (ValueError, KeyError, TypeError) as error:
            what = f"no field {self._field!r}" if isinstance(error, KeyError) else str(error)
            return {"error": what, "line": number}
        status, found = await self._workers.do("clean", {**self._asked, "text": text})
        if status != 200:
            return {**found, "line": number}
        told: dict[str, Any] = {**record, self._field: found["text"]}
        if self._changes:
            told["cleaner"] = {"changes": found["changes"], "suggestions": found["suggestions"]}
        return told


def written(table: Table) -> bytes:
    """A line of JSON: as people read it, or in ASCII if it holds lone surrogates.

    >>> written({"a": "é"}), written({"a": chr(0xD800)})
    (b'{"a": "\\xc3\\xa9"}\\n', b'{"a": "\\\\ud800"}\\n')
    """
    try:
        return (json.dumps(table, ensure_ascii=False) + "\n").encode("utf-8")
    except UnicodeEncodeError:
        return (json.dumps(table) + "\n").encode("ascii")
