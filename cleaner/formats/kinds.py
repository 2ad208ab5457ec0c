"""Which inputs are prose: by name in folders, by content where a name says nothing.

In a folder only prose is cleaned: a repaired "misspelling" in a program, a settings file or a style sheet is damage. What
is not prose is left where it is (copied into a mirrored tree) and counted. A file that the user names is always taken.
Content is looked at where no name tells the format (pipes, names without a suffix that is known): JSON, JSON Lines and pages.
"""

from __future__ import annotations

import io
from typing import IO, Any, cast

from cleaner.formats import DOCUMENTS, SUFFIXES
from cleaner.pipeline.opening import MAY_BE_DOCUMENT

HEAD = 1 << 16  # bytes looked at to tell a format from content
OURS = (b'{"kind":"head","schema":"cleaner-log/', b'{"journal":')  # how logs and journals begin
IN_PLACE = {"eml": "mail", "mbox": "mailbox"}  # documents that are cleaned as what they are where they stay in their place
MOST_JSON = 64 << 20  # bytes of a JSON document, which is read whole

PLAIN = frozenset({".txt", ".text", ".srt", ".vtt", ".sbv", ".lrc", ".eml", ".mbox", ".wiki", ".mediawiki", ".textile", ".org"})
# Names without a suffix that are prose by convention; any other name without one is judged by its first bytes.
TEXTS = frozenset(
    {"readme", "license", "licence", "copying", "changes", "changelog", "news", "authors", "thanks", "contributing"}
)
PROGRAMS = frozenset({
    "makefile", "gnumakefile", "dockerfile", "containerfile", "jenkinsfile", "vagrantfile", "gemfile", "rakefile", "procfile",
    "brewfile", "podfile", "fastfile", "justfile", "snakefile", "sconstruct", "sconscript", "build", "workspace", "configure",
    "codeowners", "kconfig", "pipfile",
})  # fmt: skip
# how a file begins that is no prose
CODE_LINES = ("#!", "<?", "-----BEGIN", "%!PS", "// ", "/*", "#include", "import ", "package ")
MOST_CODE = 0.2  # share of lines that end as lines of programs do
LINE_ENDS = ("{", "}", ";", "};", ");", "},", "],")


def is_prose_name(name: str, suffix: str) -> bool | None:
    """Whether a file found in a folder is prose by its name; None if its content has to say.

    >>> is_prose_name("notes.txt", ".txt"), is_prose_name("tool.py", ".py"), is_prose_name("letter", "")
    (True, False, None)
    """
    if name.startswith("."):
        return False
    kind = suffix.lower()
    if kind in PLAIN or SUFFIXES.get(kind, "json") != "json":
        return True
    low = name.lower()
    if low.partition(".")[0] in TEXTS and kind in ("", *PLAIN):
        return True
    if low in PROGRAMS:
        return False
    if not kind or kind[1:].isdigit() or " " in kind or len(kind) == 1:  # "letter", "mail.12", "Mr. Smith", "12."
        return None
    return False


def looks_like_prose(head: bytes) -> bool:
    """Whether the first bytes of a file without a telling name are those of prose rather than of a program or of data.

    >>> looks_like_prose(b"Dear Anna,\\n\\nthe boat left at noon;\\nwe waved.\\n"), looks_like_prose(b"#!/bin/sh\\nrm x\\n")
    (True, False)
    """
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().decode("utf-8", "replace")
    if text.startswith((*CODE_LINES, "{", "[")):
        return False
    lines = [line.rstrip() for line in text.splitlines() if line.strip()]
    code = sum(line.endswith(LINE_ENDS) for line in lines)
    return code <= max(1, len(lines) * MOST_CODE)


class Sniffed:
    """A stream of which the first bytes have been looked at."""

    def __init__(self, head: bytes, rest: IO[bytes], whole: bool) -> None:
        self.head = head
        self._first, self._rest, self._whole = io.BytesIO(head), rest, whole

    def read(self, size: int = -1) -> bytes:
        """Bytes, first of the head; as from a pipe, they may be fewer than asked for."""
        return self._first.read(size) or (b"" if self._whole else self._rest.read(size))

    def readline(self, size: int = -1) -> bytes:
        """A line, which may begin in the head."""
        line = self._first.readline(size)
        if line.endswith(b"\n") or self._whole or (0 <= size == len(line)):
            return line
        return line + self._rest.readline(size - len(line) if size >= 0 else -1)

    def __iter__(self) -> Any:
        return iter(self.readline, b"")


def sniffed(stream: IO[bytes], kind: str, found: bool = False, doubtful: bool = False) -> tuple[str, IO[bytes]]:
    """The format of a stream whose name did not tell it, and the stream, whole: JSON and JSON Lines, else as it was.

    What was `found` in a folder may be a log or journal of ours, what has a `doubtful` name no prose at all: "" then.
    """
    if kind != "auto" and not (found and kind == "jsonl"):
        return kind, stream
    head, whole = _read_head(stream, kind)
    stream = cast(IO[bytes], Sniffed(head, stream, whole))
    if (found and head.startswith(OURS)) or (doubtful and not looks_like_prose(head[:HEAD])):
        return "", stream
    return (kind_of_content(head, whole) if kind == "auto" else "") or kind, stream


def is_page(stream: IO[bytes]) -> bool:
    """Whether a stream that was looked at begins like an HTML page."""
    from cleaner.html.dom.sniff import looks_like_html

    return isinstance(stream, Sniffed) and b"<" in stream.head and looks_like_html(stream.head.decode("utf-8", "replace"))


def _read_head(stream: IO[bytes], kind: str) -> tuple[bytes, bool]:
    """The first bytes, and whether they are all: what begins like JSON is read as far as JSON may go."""
    pieces: list[bytes] = []
    size, most = 0, HEAD
    while size < most:
        piece = stream.read(most - size)
        if not piece:
            return b"".join(pieces), True
        pieces.append(piece)
        size += len(piece)
        if kind == "auto" and most == HEAD and _may_be_json(pieces[0]) and size >= HEAD and not _is_json_line(b"".join(pieces)):
            most = MOST_JSON
    return b"".join(pieces), False


def _may_be_json(head: bytes) -> bool:
    return head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[")


def _is_json_line(head: bytes) -> bool:
    """Whether the first line is an object or a list by itself, and the next one, if it is there, begins like one."""
    first, feed, rest = head.removeprefix(b"\xef\xbb\xbf").lstrip().partition(b"\n")
    following = rest.lstrip()[:1]
    return bool(feed) and following in (b"", b"{", b"[") and is_json(first) and first.strip() not in (b"[", b"{")


def kind_of_content(head: bytes, whole: bool) -> str:
    """ "jsonl" or "json" where the bytes are JSON, the kind of a document, else "".

    >>> kind_of_content(b'{"a": 1}\\n{"a": 2}\\n', True), kind_of_content(b'{\\n "a": "b"\\n}\\n', True)
    ('jsonl', 'json')
    >>> kind_of_content(b"[sic] and so on\\n", True), kind_of_content(b"{}, she wrote\\n", True)
    ('', '')
    """
    if head.startswith(MAY_BE_DOCUMENT):
        from cleaner.documents import sniff

        return sniff(head)
    if not _may_be_json(head):
        return ""
    if _is_json_line(head):
        return "jsonl"
    return "json" if whole and is_json(head) else ""


def is_json(data: bytes) -> bool:
    """Whether bytes are one JSON object or list in UTF-8."""
    import json  # few inputs are asked this

    try:
        value = json.loads(data.decode("utf-8-sig"), parse_int=str)  # int() refuses more than 4,300 digits
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict | list)


def may_stay_in_place(kind: str, suffix: str) -> bool:
    """Whether cleaning leaves a file of the format that its name says: pages and documents become text, but for mail."""
    return kind in IN_PLACE or kind not in ("html", "warc", *DOCUMENTS) or suffix.lower() == ".wet"
