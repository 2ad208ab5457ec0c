"""Characters that steer devices, and code points that are no characters.

Terminal escapes, C0 controls (NUL, BEL, ...), the C1 controls that no legacy encoding explains, byte order marks inside the
text, and the retired U+206A-206F and U+FFF9-FFFB. Tab, line feed, carriage return and form feed stay; a vertical tab is the
line break of old word processors. Lone surrogates stay: they are the caller's way to carry bytes. C1 controls that stand
for Windows-1252 quotes and dashes are repaired by `encoding.mojibake`, which runs before; one that touches a letter is a
byte of text in some code page that could not be told, and stays with all others of its line: it is the last trace of what
was there. Sources: ECMA-48, Unicode Standard chapters 23.1 and 23.8.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.rulebook.packs import RuleSet

HANDLED = frozenset(map(chr, (*range(9), 11, *range(14, 32), *range(0x7F, 0xA0), 0xFEFF, *range(0x206A, 0x2070))))
HANDLED |= frozenset(map(chr, range(0xFFF9, 0xFFFC)))
ONE = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufeff\u206a-\u206f\ufff9-\ufffb]")  # what each of them begins with
CONTROL = re.compile(
    r"""
      (?P<escape>   \x1b (?: \[ [0-?]{0,32} [ -/]{0,4} [@-~] | \] [^\x07\x1b\n]{0,200} (?:\x07|\x1b\\)
                          | [()#][0-9A-B] | [=>78cDEHM] )
                  | \x9b [0-?]{1,32} [ -/]{0,4} [@-~] )
    | (?P<vertical> \x0b )
    | (?P<c0>       [\x00-\x08\x0e-\x1f\x7f]+ )
    | (?P<c1>       [\x80-\x9f]+ )
    | (?P<bom>      \ufeff+ )
    | (?P<retired>  [\u206a-\u206f\ufff9-\ufffb]+ )
    """,
    re.VERBOSE,
)

BYTE_OF_TEXT = re.compile(
    r"[^\W\d_\x80-\x9f][\x80-\x9f]|[\x80-\x9f][^\W\d_\x80-\x9f]|[\xa1-\xff][\x80-\x9f]|[\x80-\x9f][\xa1-\xff]"
)


def propose(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """Drop controls; a vertical tab becomes a line feed."""
    if not document.odd_characters & HANDLED:
        return
    done = 0
    for place in ONE.finditer(document.text):
        match = CONTROL.match(document.text, place.start()) if place.start() >= done else None
        if match is None:
            continue
        done, kind = match.end(), match.lastgroup or ""
        if kind == "c1" and _is_in_text(document, match.start()):
            continue
        yield rules.edit(match.start(), match.end(), "\n" if kind == "vertical" else "", f"characters.controls.{kind}")


def _is_in_text(document: Document, place: int) -> bool:
    """Whether C1 controls of the line touch letters or other bytes of text beyond ASCII."""
    return BYTE_OF_TEXT.search(document.lines[document.line_of(place)]) is not None
