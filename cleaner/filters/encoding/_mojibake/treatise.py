"""Lines that speak of mojibake: "é becomes Ã©" says what it means, and repaired it says nothing.

A line is left alone if everything in it that looks broken stands by itself, as a word or in quotation marks, and

    quoted      what it should be stands in the line as well: Statt „ü“ steht dort „Ã¼“
    compared    the line has that and a word of comparison: Typing Ã¤ instead of ä
    named       the line names an encoding, bytes or broken text, and no more is broken than signs, what is quoted, and words
                of a script that the rest of the line has clean
    one sign    a single character in quotation marks: replace("â€™", "'")

A dash between spaces is no sign that is spoken of, for broken text has it everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cleaner.core.edits import Edit

EDGES = "“”„«»‘’‚‹›\"'`()[]{}<>,.;:!?…/"
QUOTES = "“”„«»‘’‚‹›\"'`"
NAMED = re.compile(
    r"\b(?:mojibake|bytes?|octets?|utf-?8|latin-?[19]|iso[- ]?8859|windows-?12\d\d|cp-?12\d\d|unicode|charsets?|code ?pages?"
    r"|(?:character )?encod(?:ings?|ed)|decod(?:ings?|ed)|Zeichenkodierung|Kodierung|Zeichensatz|encodages?|codificaci[oó]n"
    r"|codifica[cç][aã]o|codifica|kodowani\w+|кодировк\w+|kodning\w*|tegnsett\w*|teckenkodning\w*|codering|kódován\w+|kódolás\w*"
    r"|kodlama\w*|BOM|accents|Umlaute|garbled|gibberish|Zeichensalat|krzaczk\w+|кракозябр\w*|вместо \w+ букв"
    r"|[C-F][0-9A-F] [89AB][0-9A-F])\b",
    re.IGNORECASE,
)
COMPARED = re.compile(
    r"\b(?:instead|rather than|becomes?|became|turns?|stands? for|means?|shows? up|shown?"
    r"|appears?|looks? like|in place of|where|statt|anstelle|wird"
    r"|au lieu|à la place|devient|en lugar|en vez|invece|al posto|em vez|no lugar|вместо|zamiast|místo|i stället|in plaats)\b"
    r"|[=→⇒]|->",
    re.IGNORECASE,
)
LAST_LATIN, BLOCK = "\u024f", 0x60  # letters of one alphabet are no farther from each other
FEW = 2  # characters that a word is not, but a sign that is spoken of
MOST_ASKED = 20  # edits of a line; one that has more is text
DASHES = frozenset("–—…•")
SPACED = "«»‹›"  # quotation marks that have a space inside, in French


def is_treatise(line: str, edits: Sequence[Edit], offset: int = 0) -> bool:
    """Whether all that edits would repair in a line is spoken of; `offset` is where the line begins.

    >>> line = "é becomes Ã©"
    >>> is_treatise(line, [Edit(10, 12, "é")]), is_treatise("le cafÃ©", [Edit(6, 8, "é")])
    (True, False)
    """
    if not 0 < len(edits) <= MOST_ASKED:
        return False
    words = []
    for word in _words(line, edits, offset):
        meant = word[2]
        if meant in DASHES or (len(meant) > FEW and meant not in line and meant[0] <= LAST_LATIN):
            return False
        words.append(word)
    named, compared = NAMED.search(line) is not None, COMPARED.search(line) is not None
    if not named and not compared and not any(mark in line for mark in QUOTES + "/"):
        return False
    return all(_is_spoken_of(line, start, end, meant, named=named, compared=compared) for start, end, meant in words)


def _words(line: str, edits: Sequence[Edit], offset: int) -> Iterator[tuple[int, int, str]]:
    """The words that edits change, without the marks at their edges: (start, end, what each would be)."""
    for edit in edits:
        first, last = edit.start - offset, edit.end - offset
        start, end = first, last
        while start and not line[start - 1].isspace() and line[start - 1] not in EDGES:
            start -= 1
        while end < len(line) and not line[end].isspace() and line[end] not in EDGES:
            end += 1
        yield start, end, (line[start:first] + edit.replacement + line[last:end]).strip()


def _is_spoken_of(line: str, start: int, end: int, meant: str, *, named: bool, compared: bool) -> bool:
    if line[start - 1 : start].isalnum() or line[end : end + 1].isalnum():
        return False
    quoted = _is_quoted(line, start, end)
    if (quoted or named) and len(meant) <= FEW:
        return True
    if named and (quoted or _is_amid_clean(line[:start] + line[end:], meant)):
        return True
    return (quoted or compared) and _stands_alone(line, meant)


def _is_quoted(line: str, start: int, end: int) -> bool:
    before, after = line[:start], line[end:]
    if before.rstrip()[-1:] in tuple(SPACED) and after.lstrip()[:1] in tuple(SPACED):
        return True
    return before[-1:] in tuple(QUOTES + "/") and after[:1] in tuple(QUOTES + "/")  # s/Ã©/é/


def _is_amid_clean(rest: str, meant: str) -> bool:
    """Whether a word of another script than the Latin one stands in a line that has clean letters of that script."""
    return (
        meant.isalpha()
        and meant[0] > LAST_LATIN
        and any(abs(ord(char) - ord(meant[0])) < BLOCK for char in rest if char > LAST_LATIN)
    )


def _stands_alone(line: str, meant: str) -> bool:
    """Whether a text stands in a line and touches no letter."""
    spot = line.find(meant) if meant else -1
    while spot >= 0:
        if not line[max(0, spot - 1) : spot].isalnum() and not line[spot + len(meant) : spot + len(meant) + 1].isalnum():
            return True
        spot = line.find(meant, spot + 1)
    return False
