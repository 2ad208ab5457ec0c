"""Where a codec pair may be to be undone, told by the kernel: lines with neighbours that no language has (`kernel/suspects.c`).

What it reads is the prefilter of :mod:`cleaner.filters.encoding.codec_pairs` in numbers. Without a kernel the module
:mod:`cleaner.filters.encoding._suspects` says the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from cleaner.core.document import Document
from cleaner.core.kernel import kernel
from cleaner.core.precomputed import PrecomputedBytes
from cleaner.core.resources import data_file

ANYTHING = 0xFFFF  # stands for the neighbours that a rare sign has nowhere


def _made() -> bytes:
    """The prefilter as `kernel/suspects.c` reads it; empty if a number does not fit."""
    chars: list[int] = []
    starts, neighbours = [0], list[int]()
    for row in sorted(_prefilter_file().read_text("utf-8").split("\n")[:-1]):
        scan, *partners = row.split("\t")
        chars.append(ord(scan))
        for column in partners:
            neighbours += [ANYTHING] if column == "*" else sorted(set(map(ord, column)))
            starts.append(len(neighbours))
    numbers = [len(chars), *chars, *starts, *neighbours]
    return b"".join(number.to_bytes(2, "little") for number in numbers) if max(numbers) <= ANYTHING else b""


def _prefilter_file() -> Path:
    return data_file("encoding", "codec-pairs", "prefilter.tsv")


NEIGHBOURS = PrecomputedBytes("codec-pairs.neighbours", lambda: [_prefilter_file()], _made)


def parts_to_look_at(document: Document) -> Sequence[tuple[int, int]]:
    """Parts of a text outside of which no line is suspect, but for those of Windows-1252 that were written in UTF-8 and read as
    Windows-1252, which :mod:`cleaner.filters.encoding.mojibake` undoes: (start, end).
    """
    in_c = suspects_in_c()
    found = in_c.lines(document.text) if in_c is not None else None
    if found == [] or document.is_plain:
        return []
    return document.beyond_ascii if found is None else found


def may_be_suspect(text: str) -> bool:
    """Whether there are such parts in a text; it may say so where there are none.

    >>> may_be_suspect("Приятно познакомиться."), may_be_suspect("оПЮБДЮ, annщes")
    (False, True)
    """
    in_c = suspects_in_c()
    return in_c is None or bool(in_c.any(text))


@cache
def suspects_in_c() -> Any:
    """What looks for suspect lines in the kernel; None where there is none."""
    if kernel() is None:
        return None
    table = NEIGHBOURS.read()
    return kernel().Suspects(table) if len(table) else None
