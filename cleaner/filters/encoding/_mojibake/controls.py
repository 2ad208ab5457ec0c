"""Windows-1252 that was read as ISO 8859-1: controls of the C1 block where quotation marks, dashes and a few letters were.

A line is read so only if all of its controls make sense: a quotation mark where such a mark stands, no mark but an apostrophe
or a dash between two letters. What does not is text of another code page (:mod:`cleaner.filters.encoding.codec_pairs`).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from cleaner.filters.encoding._mojibake.pieces import shown

OPENING_SIGNS = tuple("¿¡([“‘„‚«…-–—@#$€£'\"")
CONTROL = re.compile("[\x80-\x9f]")


def controls_read(text: str, is_bad: Callable[[str], bool]) -> str:
    """The controls of a line as Windows-1252, if all of them make sense so.

    >>> controls_read("\\x93yes\\x94", str.isspace), controls_read("G\\x84ste", str.isspace)
    ('“yes”', 'G\\x84ste')
    """
    read = CONTROL.sub(lambda match: shown("windows-1252")[ord(match.group())], text)
    if read == text or is_bad(read):
        return text
    for match in CONTROL.finditer(text):
        if not _makes_sense(read, match.start()):
            return text
    return read


def _makes_sense(text: str, place: int) -> bool:
    """Whether a mark stands where such a mark stands: none but an apostrophe, a dash or a letter between two letters."""
    char = text[place]
    before, after = text[place - 1 : place] if place else "", text[place + 1 : place + 2]
    if char <= "\x9f":
        return False
    if char in "ŠŒŽšœžŸ":
        return not before.isalpha() or not char.isupper() or before.isupper()
    if char in "’–—…™":
        return True
    if before.isalpha() and after.isalpha():
        return False
    opens = not before.isalnum() and (after.isalnum() or after in OPENING_SIGNS)
    closes = bool(before) and not before.isspace() and not after.isalnum()
    if char in "‚„‹":
        return opens
    return opens or closes if char in "‘“" else closes if char in "”›" else True
