"""The end of a file of records in the log: what its whole content was and what it became.

    {"kind":"head","schema":"cleaner-log/1","name":"data.jsonl","format":"jsonl"}
    {"kind":"foot","changes":0,"suggestions":0,"input":{"sha256":"…","bytes":812},"output":{…}}

Only records that change are logged, and a file may be cleaned again after some of its records changed. This document
closes the records of one file in one run, so that undo (:mod:`cleaner.batch.restore`) knows which belong
together, finds those that the file at hand came from, and proves that it gave back what there was.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator

from cleaner.changelog.write import SCHEMA, foot_table, json_text


class FileDigest:
    """Takes in the content of a file piece by piece, as it was and as it became; :meth:`lines` is the document.

    >>> whole = FileDigest("jsonl")
    >>> whole.add(b"[1]", b"[1]")
    >>> [json.loads(line)["kind"] for line in whole.lines("data.jsonl")]
    ['head', 'foot']
    """

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self._before, self._after = hashlib.sha256(), hashlib.sha256()
        self._sizes = [0, 0]

    def add(self, before: bytes, after: bytes) -> None:
        """The next piece of the content."""
        self.read(before)
        self.wrote(after)

    def read(self, before: bytes) -> None:
        """The next piece of what there was."""
        self._before.update(before)
        self._sizes[0] += len(before)

    def wrote(self, after: bytes) -> None:
        """The next piece of what it became."""
        self._after.update(after)
        self._sizes[1] += len(after)

    @property
    def digests(self) -> tuple[str, str]:
        """SHA-256 of what there was and of what it became."""
        return self._before.hexdigest(), self._after.hexdigest()

    def lines(self, name: str) -> Iterator[str]:
        """The document for the log, line by line."""
        head = {"kind": "head", "schema": SCHEMA, "name": json_text(name), "format": self.kind}
        sides = [{"sha256": digest, "bytes": size} for digest, size in zip(self.digests, self._sizes, strict=True)]
        for record in (head, foot_table(0, 0, *sides)):
            yield json.dumps(record, separators=(",", ":"))
