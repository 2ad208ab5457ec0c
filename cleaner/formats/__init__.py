"""Formats: how the texts in an input are found and put back.

A format cuts a stream of bytes into :class:`~cleaner.formats.job.Block`\\ s (`blocks`, in the parent process) and cleans
one block (`clean`, in any process). Everything outside the texts stays as it is. Which format an input has, its suffix
says, or `--input-format`; compression is a layer below (:mod:`cleaner.formats.compression`).
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import IO, Protocol, cast

from cleaner.formats.job import Block, Cleaned, Job

TEXT_KINDS = ("text", "html", "markdown", "rst", "asciidoc", "srt", "vtt")
DOCUMENTS = ("pdf", "epub", "docx", "odt", "eml", "mbox", "mediawiki", "rss")  # what becomes text (cleaner.documents)
MODULES = {
    "auto": "text",
    "text": "text",
    "html": "text",
    "markdown": "text",
    "rst": "text",
    "asciidoc": "text",
    "json": "strings",
    "jsonl": "records",
    "csv": "tables",
    "tsv": "tables",
    "parquet": "parquet",
    "warc": "warc",
    "srt": "text",
    "vtt": "text",
    "mail": "mail",  # stays mail, as in place; "eml" and "mbox" become text
    "mailbox": "mail",
} | dict.fromkeys(DOCUMENTS, "documents")
SUFFIXES = {
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".shtml": "html",
    ".md": "markdown",
    ".markdown": "markdown",
    ".mdown": "markdown",
    ".mkd": "markdown",
    ".rst": "rst",
    ".rest": "rst",
    ".adoc": "asciidoc",
    ".asciidoc": "asciidoc",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "tsv",
    ".parquet": "parquet",
    ".warc": "warc",
    ".wet": "warc",
    ".srt": "srt",
    ".vtt": "vtt",
    ".pdf": "pdf",
    ".epub": "epub",
    ".docx": "docx",
    ".odt": "odt",
    ".eml": "eml",
    ".mbox": "mbox",
    ".wiki": "mediawiki",
    ".mediawiki": "mediawiki",
    ".rss": "rss",
    ".atom": "rss",
}


class Format(Protocol):
    """A format module has these two functions."""

    def blocks(self, stream: IO[bytes], job: Job, kind: str) -> Iterator[Block]:
        """Cut a stream into blocks, lazily."""

    def clean(self, block: Block, job: Job, kind: str, name: str) -> Cleaned:
        """Clean one block of the input `name`."""


def kind_of(suffix: str, wanted: str = "auto") -> str:
    """The format of an input from its suffix (without that of a compression), unless one is asked for.

    >>> kind_of(".jsonl"), kind_of(".txt"), kind_of(".html", "text")
    ('jsonl', 'auto', 'text')
    """
    return SUFFIXES.get(suffix.lower(), "auto") if wanted == "auto" else wanted


def is_records(kind: str) -> bool:
    """Whether a format holds many texts, each of them cleaned and logged by itself.

    >>> is_records("jsonl"), is_records("html")
    (True, False)
    """
    return MODULES.get(kind, "text") not in ("text", "documents")


def format_of(kind: str) -> Format:
    """The module for a format."""
    return cast(Format, import_module(f"cleaner.formats.{MODULES[kind]}"))
