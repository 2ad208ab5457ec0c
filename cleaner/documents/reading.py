"""What a reader gives, and how it becomes a document of the pipeline."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from typing import Any, NamedTuple, cast

from cleaner.core.byte_edits import DOCUMENT, ByteEdit, Decoding
from cleaner.core.deferred import AnyPass
from cleaner.core.document import Document
from cleaner.core.edits import Edit, Pass, apply, resolve_overlaps
from cleaner.core.errors import ConfigError, InputError
from cleaner.documents.kinds import KINDS

LARGEST = 512 << 20  # bytes of a document
FORMATS = ("text", "markdown")
SETTINGS = ("to", "keep_originals")
TEXTUAL = ("mediawiki", "rss")  # what may be given as a str
Part = tuple[int, str]  # where a page or part begins in the text, and what it is called


class Reading(NamedTuple):
    """What a reader made of a document.

    `text`: what it read; for an exact reader the source itself, of which `edits` make the running text. `parts`: where pages,
    chapters and parts of a mail begin in `text`. `encoding`: how `text` is written in the bytes, for an exact reader.
    """

    text: str
    parts: tuple[Part, ...] = ()
    edits: tuple[Edit, ...] = ()
    decoding: Decoding | None = None
    meta: Mapping[str, str] = {}
    notes: tuple[str, ...] = ()


def check(settings: Mapping[str, Any]) -> str:
    """What documents become. Raises ConfigError for settings that nobody reads, or that make no sense."""
    to = settings.get("to", "text")
    if to not in FORMATS:
        raise ConfigError(f"documents.to is {to!r}", remedy=f"one of {', '.join(FORMATS)}")
    if unknown := set(settings) - set(SETTINGS):
        raise ConfigError(f"unknown setting documents.{min(unknown)}", remedy=f"known: {', '.join(SETTINGS)}")
    return str(to)


def decoded(data: str | bytes) -> Document:
    """The text of a source that is text, for an exact reader."""
    if isinstance(data, str):
        return Document(data)
    from cleaner.decoding.decode import decode

    return decode(data)


def read(data: str | bytes, kind: str, settings: Mapping[str, Any]) -> tuple[Document, list[AnyPass], list[str]]:
    """The running text of a document, the pass that made it from the source (for an exact reader), and notes.

    Raises InputError for what is broken, hostile, or needs a package that is not installed; ConfigError for settings.
    """
    to = check(settings)
    if isinstance(data, str) and kind not in TEXTUAL:
        raise ConfigError(f"{kind} is read from bytes, not from a str")
    if not isinstance(data, str):
        data = bytes(data)
    if len(data) > LARGEST:
        raise InputError(f"a document of over {LARGEST >> 20} MB")
    reading = require(kind)(data, kind, to == "markdown")
    meta = {**reading.meta, "documents.kind": kind}
    written = "markdown" if to == "markdown" else "text"
    if isinstance(data, bytes) and not KINDS[kind].exact:
        whole = ByteEdit(0, data, 0, reading.text)
        decoding = Decoding("utf-8", DOCUMENT + kind, 1.0, b"", (whole,))
        return Document(reading.text, decoding, meta, written, parts=reading.parts), [], list(reading.notes)
    edits, _ = resolve_overlaps(reading.edits, len(reading.text))
    before = tuple([reading.text[edit.start : edit.end] for edit in edits])
    document = Document(apply(reading.text, edits), reading.decoding, meta, written, parts=reading.parts)
    return document, [Pass(f"documents.{kind}", tuple(edits), before)], list(reading.notes)


Reader = Callable[[Any, str, bool], Reading]
MODULES = {"eml": "mail", "mbox": "mail", "mediawiki": "wikitext", "rss": "feeds"}  # where they are not called as the kind


@cache
def require(kind: str) -> Reader:
    """What reads a kind of document. Raises InputError if the package for it is not installed."""
    needs = KINDS[kind].needs
    try:
        return cast(Reader, import_module(f"cleaner.documents.{MODULES.get(kind, kind)}").read)
    except ModuleNotFoundError as error:
        if needs and error.name and error.name.split(".")[0] == needs:
            remedy = "pip install 'cleaner-text[documents]'"
            raise InputError(f"reading {kind} needs {needs}, which is not installed", remedy=remedy) from error
        raise
