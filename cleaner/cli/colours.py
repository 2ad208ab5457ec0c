"""What is printed for people: when there are colours, what a terminal can take, numbers with their nouns."""

from __future__ import annotations

import os
import sys
from typing import IO

from cleaner.cli.stdio import output_stream
from cleaner.core.escape import escaped

WHEN = ("auto", "always", "never")


def show_diff(diff: str) -> None:
    """A diff on standard output."""
    out = output_stream()
    out.write(diff.encode("utf-8", "surrogatepass"))
    out.flush()


def colours(stream: IO[str] | None, when: str = "auto") -> bool:
    """Whether a stream gets colours: as `--color` says, else NO_COLOR, FORCE_COLOR and CLICOLOR_FORCE, else on terminals.

    See https://no-color.org and https://bixense.com/clicolors; 0 and nothing count as not set.
    """
    if when != "auto":
        return when == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if any(os.environ.get(name, "0") not in ("", "0") for name in ("FORCE_COLOR", "CLICOLOR_FORCE")):
        return True
    if os.environ.get("CLICOLOR") == "0" or os.environ.get("TERM") == "dumb":
        return False
    return stream is not None and stream.isatty()


def counted(number: int, noun: str) -> str:
    """A number with its noun.

    >>> counted(1, "change"), counted(1200, "change")
    ('1 change', '1,200 changes')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def printable(line: str) -> str:
    """A line that any terminal takes: names and texts may hold line feeds, escape codes, and bytes that are no text.

    >>> printable("a\\x1b[31mb\\n")
    'a\\\\x1b[31mb\\\\n'
    """
    line = escaped(line)
    encoding = getattr(sys.stderr, "encoding", None) or "utf-8"
    return line.encode(encoding, "backslashreplace").decode(encoding)
