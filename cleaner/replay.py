"""The way back from a log: undo all or some of it, with nothing but the clean text and the log.

Start at :func:`undo_from_log`. Every undo is checked: the clean text against the log before, what comes out against the
SHA-256 of what went in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from cleaner.edits import Change
from cleaner.errors import LogError
from cleaner.outputs.logged import Logged


def undo_from_log(clean: bytes, logged: Logged) -> bytes:
    """The original bytes, from the clean text (UTF-8) and its log; of a str that was cleaned, the UTF-8.

    >>> from cleaner import clean
    >>> from cleaner.outputs.logged import read_log
    >>> result = clean(b"caf\\xe9, the the menu", encoding="latin-1", select=["typos"])
    >>> [logged] = read_log(result.log().splitlines())
    >>> undo_from_log(result.text.encode(), logged)
    b'caf\\xe9, the the menu'

    Raises LogError if the text is not the one that the log was written for.
    """
    source = unwind(clean_text(clean, logged), logged.changes)
    data = encode_source(source, logged)
    if hashlib.sha256(data).hexdigest() != logged.input.sha256:
        raise LogError("undoing gives other bytes than went in: the log was altered", where=logged.name)
    return data


def encode_source(source: str, logged: Logged) -> bytes:
    """The bytes that the text before cleaning was read from."""
    if logged.decoding is None:
        return source.encode("utf-8", "surrogatepass")
    try:
        return logged.decoding.encode(source)
    except (UnicodeError, LookupError) as error:
        raise LogError(f"the log's decoding does not fit the text: {error}", where=logged.name) from error


def clean_text(clean: bytes, logged: Logged) -> str:
    """The clean text, if it is the one that the log was written for. Raises LogError."""
    if hashlib.sha256(clean).hexdigest() != logged.output.sha256:
        raise LogError(
            "this is not the text that the log was written for, or it was changed since",
            where=logged.name,
            remedy=f"its SHA-256 must be {logged.output.sha256[:16]}...",
        )
    return clean.decode("utf-8", "surrogatepass")


def unwind(text: str, changes: Sequence[Change]) -> str:
    """The text before the changes. Raises LogError at the first change that is not in the text."""
    pieces, shift, position = [], 0, 0
    for change in changes:
        start = change.start + shift
        end = start + len(change.after)
        if text[start:end] != change.after:
            raise LogError(f"the text does not hold {change.after[:40]!r} at {start}, as the log says")
        pieces.append(text[position:start])
        pieces.append(change.before)
        position, shift = end, end - change.end
    pieces.append(text[position:])
    return "".join(pieces)
