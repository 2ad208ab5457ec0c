"""What is fuzzed: a function from bytes that raises AssertionError, or anything but a CleanerError, where a promise is broken."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import chdir, suppress
from io import BytesIO
from pathlib import Path

from cleaner import Cleaner, CleanerError
from cleaner.batch.journal import Journal
from cleaner.changelog.read import read_log
from cleaner.decoding.decode import decode
from cleaner.formats import format_of
from cleaner.formats.job import Block, Job
from cleaner.rulebook.packs import read_pack

BYTES = Cleaner(select=["encoding", "characters", "layout"])
TEXT = Cleaner()


def decoding(data: bytes) -> None:
    """Decoding gives the bytes back."""
    document = decode(data)
    assert document.decoding is not None
    assert document.decoding.encode(document.text) == data


def cleaning(data: bytes) -> None:
    """The default chain: undo is exact, and a cleaned text stays as it is."""
    result = TEXT.clean(data, input_format="text")
    assert result.undo() == data
    assert TEXT.clean(result.text, input_format="text").text == result.text


def pages(data: bytes) -> None:
    """A page: undo is exact."""
    assert TEXT.clean(data, input_format="html").undo() == data


def logs(data: bytes) -> None:
    """A change log: read, or refused with a LogError."""
    with suppress(CleanerError):
        for logged in read_log(data.splitlines()):
            list(logged.lines())


def packs(data: bytes) -> None:
    """A rule pack: read, or refused with a RuleError."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "pack.toml")
        path.write_bytes(data)
        with suppress(CleanerError):
            read_pack(path, "boilerplate.phrases")


def journals(data: bytes) -> None:
    """The journal of a run: gone on with, or refused."""
    with tempfile.TemporaryDirectory() as folder, chdir(folder):  # names in it may be relative
        path = Path(folder, "run.journal.jsonl")
        path.write_bytes(data)
        journal = Journal(path, "config", "run")
        with suppress(CleanerError):
            journal.open(resume=True)
        journal.close()


def lines(data: bytes) -> None:
    """JSON Lines: a block is cleaned, or its lines are told as failures."""
    with suppress(CleanerError):
        format_of("jsonl").clean(Block(data), Job(BYTES), "jsonl", "fuzz.jsonl")


def tables(data: bytes) -> None:
    """A table: a block is cleaned, or its rows are told as failures."""
    with suppress(CleanerError):
        format_of("csv").clean(Block(data, head=b"text,b\n"), Job(BYTES, fields=("text",)), "csv", "fuzz.csv")


def mails(data: bytes) -> None:
    """A mail or a mailbox: cleaned, or refused."""
    with suppress(CleanerError):
        form = format_of("mailbox")
        for block in form.blocks(BytesIO(data), Job(BYTES), "mailbox"):
            form.clean(block, Job(BYTES), "mailbox", "fuzz.mbox")


TARGETS: dict[str, Callable[[bytes], None]] = {
    function.__name__: function for function in (decoding, cleaning, pages, logs, packs, journals, lines, tables, mails)
}
SEEDS: dict[str, list[bytes]] = {
    "decoding": ["Ünïcödé “text”".encode(code) for code in ("utf-8", "utf-16", "cp1252", "utf-8-sig")]
    + [b"\xff\xfe\x00", "кот".encode("koi8-r")],
    "cleaning": ["Ã©tÃ© the the\ncafé â€œyesâ€\n".encode(), b"12 bloggers like this:\r\n\x00", "a\u200bb ﬁrst\ud7ff".encode()],
    "pages": [
        b"<!doctype html><html><head><title>T</title></head><body><nav>a</nav><p>One &amp; <b>two</b></p><table><tr><td>1",
        b"<html><body><ul><li>a<li>b</ul><pre> x\n y</pre><template><p>t</template><svg><text>s</svg>",
    ],
    "logs": [TEXT.clean("the the cat Ã©").log("a.txt").encode(), TEXT.clean(b"the the \xff").log("b").encode()],
    "packs": [
        b'[[rule]]\nid = "boilerplate.x.y"\nsafety = "safe"\nwhy = "w"\nkeeps = ["k"]\nphrases = ["{count} x"]\n'
        b'examples = [{ before = "a\\n\\n1 x", after = "a" }]\n'
    ],
    "journals": [
        b'{"journal": 1, "run": "run", "config": "config"}\n{"path": "a", "size": 3, "changes": 1, "target": "b", "temp": "c"}\n'
    ],
    "lines": [b'{"text": "the the"}\n{"text": ["a", {"b": 1}], "n": 1e9}\n\n[1]\n{"text": "\\ud800"}\n'],
    "tables": [b'text,b\n"the the",1\n"a ""b""\nc",2\nx\n', b"text,b\r\n\xe9t\xe9,1\r\n"],
    "mails": [
        b"From a@b Thu Jan  1 00:00:00 1970\nSubject: =?utf-8?q?=C3=A9?=\nContent-Type: multipart/mixed; boundary=x\n\n"
        b"--x\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\nthe the =C3=A9\n"
        b"--x\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\nPHA+YQ==\n--x--\n",
    ],
}
