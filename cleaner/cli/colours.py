"""What is printed for people: diffs with colours on a terminal, numbers with their nouns."""

from __future__ import annotations

import os
import sys
from typing import IO

from cleaner.cli.stdio import output_stream

RED, GREEN, CYAN, BOLD, PLAIN = "\x1b[31m", "\x1b[32m", "\x1b[36m", "\x1b[1m", "\x1b[0m"


def show_diff(diff: str) -> None:
    """A diff on standard output, coloured on a terminal."""
    if colours(sys.stdout):
        diff = coloured(diff)
    out = output_stream()
    out.write(diff.encode("utf-8", "surrogatepass"))
    out.flush()


def colours(stream: IO[str]) -> bool:
    """Whether a stream wants colours: a terminal, and NO_COLOR is not set (https://no-color.org)."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def counted(number: int, noun: str) -> str:
    """A number with its noun.

    >>> counted(1, "change"), counted(1200, "change")
    ('1 change', '1,200 changes')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def coloured(diff: str) -> str:
    """A unified diff in the usual colours."""
    return "".join(_colour(line) for line in diff.splitlines(True))


def _colour(line: str) -> str:
    body = line.rstrip("\n")
    for start, colour in (("---", BOLD), ("+++", BOLD), ("@@", CYAN), ("-", RED), ("+", GREEN)):
        if body.startswith(start):
            return f"{colour}{body}{PLAIN}{line[len(body) :]}"
    return line
