"""Which invisible characters their context calls for; see :mod:`cleaner.filters.characters.invisibles`.

A module of its own because its classes of characters take longer to compile than a short text takes to clean.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate

from cleaner.core.document import Document


class Ranges:
    """Characters of many ranges, written as in a set of an expression: to compile such sets takes longer than to clean a text.

    >>> "d" in Ranges("a-exb"), "f" in Ranges("a-exb"), "" in Ranges("a-exb")
    (True, False, False)
    """

    def __init__(self, written: str) -> None:
        pairs = sorted((first, last or first) for first, last in re.findall("(.)(?:-(.))?", written))
        self._firsts = [first for first, _ in pairs]
        self._lasts = list(accumulate((last for _, last in pairs), max))  # a range may hold others

    def __contains__(self, char: str) -> bool:
        place = bisect_right(self._firsts, char) - 1
        return place >= 0 and char <= self._lasts[place]


INVISIBLE = re.compile(
    "(?P<tags>[\U000e0000-\U000e007f]+)|(?P<selectors>[\ufe00-\ufe0f\U000e0100-\U000e01ef]+)|(?P<hyphen>\xad+)"
    "|(?P<joiner>[\u200c\u200d]+)|(?P<space>[\u200b\u2060]+)|(?P<direction>[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+)"
    "|(?P<filler>[\u115f\u1160\u180b-\u180f\u3164\uffa0]+)|(?P<operator>[\u2061-\u2065]+)"
)
# The same as one set, which is searched for in a tenth of the time.
ANY = re.compile(
    "[\xad\u061c\u115f\u1160\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u2069\u3164\ufe00-\ufe0f\uffa0"
    "\U000e0000-\U000e007f\U000e0100-\U000e01ef]"
)
# Arabic, Syriac, N'Ko, Indic, Sinhala, Myanmar, Khmer, Mongolian and their extensions: joiners change what is written.
JOINING = Ranges("\u0600-\u07ff\u0840-\u0dff\u0f00-\u109f\u1780-\u18af\ua840-\uabff\U00010a00-\U00011fff\u25cc")
# Thai, Lao, Tibetan, Myanmar, Khmer, Tai, Javanese, Balinese, CJK: U+200B and U+2060 mark where lines may break.
UNSPACED = Ranges(
    "\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u1950-\u1aaf\u1b00-\u1b7f\u3000-\u9fff\ua980-\uaadf\uac00-\ud7af\uf900-\uffef"
)
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]")
MATHEMATICS = re.compile("[\u2200-\u22ff\U0001d400-\U0001d7ff]")
MONGOLIAN = Ranges("\u1800-\u18af")
HANGUL = Ranges("\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff\uffa0-\uffdc")
# What may carry a variation selector: keycap bases, symbols and emoji, ideographs, and scripts with standardised variants.
VARIANT_BASE = Ranges(
    "#*0-9\xa9\xae\u2010-\u303f\u3200-\u9fff\uf900-\ufaff\U0001f000-\U0001ffff\U00020000-\U0003ffff\u1000-\u109f\u1800-\u18af\ua840-\ua87f"
    "\uaa60-\uaa7f\U00010ac0-\U00010aff\uff00-\uffef"
)
IDEOGRAPH = Ranges("\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff")
EMOJI = Ranges("\xa9\xae\u203c-\u3299\U0001f000-\U0001faff\ufe0f\u20e3\U000e007f")
FLAG = re.compile("\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f")
# What goes between two of NEIGHBOURS, by itself, whatever else is there: nearly all that is found.
IN_LATIN = {"\u200b": "space", "\u2060": "space", "\u200c": "joiner", "\u200d": "joiner", "\xad": "hyphen"}
NEIGHBOURS = re.compile("[A-Za-z].[A-Za-z]|[ -~][^\xad][ -~]")
LINE_END = re.compile(r"[ \t]*(\r?\n|\r|\Z)[ \t]*")
REST_OF_WORD = re.compile(r"((?![A-ZÀ-ÖØ-ÞА-ЯΑ-Ω])[^\W\d_]+[^\s\w]*)[ \t]?")
OPENING, OVERRIDE, CLOSING = (
    "\u202a\u202b\u202d\u202e\u2066\u2067\u2068",
    "\u202d\u202e",
    {"\u202c": "\u202a\u202b\u202d\u202e", "\u2069": "\u2066\u2067\u2068"},
)


Surplus = tuple[str, int, int, str, str]


def surplus(document: Document) -> Iterator[Surplus]:
    """What must go: (last part of the rule id, start, end, what comes instead, reason or "" for that of the rule)."""
    text = document.text
    directed = any(char in document.odd_characters for char in OPENING + "\u202c\u2069")
    stray = _stray_controls(document) if directed else frozenset()
    done = 0
    for place in ANY.finditer(text):
        start = place.start()
        if start < done:
            continue
        kind = IN_LATIN.get(text[start], "")
        if kind and NEIGHBOURS.match(text, start - 1):
            yield kind, start, start + 1, "", ""
            continue
        match = INVISIBLE.match(text, start)
        if match is None:
            return
        done, kind = match.end(), match.lastgroup or ""
        broken = LINE_END.match(text, match.end()) if kind == "hyphen" else None
        if broken:
            yield from _joined(text, match.start(), broken)
            continue
        for start, end in _surplus(kind, document, match.start(), match.end(), stray):
            yield kind, start, end, "", _message(text[start:end]) if kind in ("tags", "selectors") else ""


def _joined(text: str, start: int, broken: re.Match[str]) -> Iterator[Surplus]:
    """A word that was broken at a soft hyphen: put together, the line end behind it; kept if it does not go on."""
    rest = REST_OF_WORD.match(text, broken.end())
    if rest and text[start - 1 : start].isalpha():
        yield "line-end", start, rest.end(), rest[1] + broken[1], ""


def _surplus(kind: str, document: Document, start: int, end: int, stray: frozenset[int]) -> Iterator[tuple[int, int]]:
    """The parts of one run of invisible characters that must go."""
    text = document.text
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    if kind == "tags":
        flag = FLAG.match(text, start - 1) if before == "\U0001f3f4" else None
        start = flag.end() if flag else start
    elif kind == "selectors":
        start += _selectors_kept(before, text[start])
    elif before == after == "\t":
        return  # the cell of a table of characters
    elif kind == "direction":
        yield from _surplus_direction(document, start, end, stray)
        return
    elif _wanted(kind, document, before, after, start):
        return
    if start < end:
        yield start, end


def _selectors_kept(before: str, selector: str) -> int:
    """How many selectors of a run are right: one, after a character that has variants."""
    if selector >= "\U000e0100":
        return 1 if before in IDEOGRAPH else 0
    return 1 if before in VARIANT_BASE else 0


def _wanted(kind: str, document: Document, before: str, after: str, start: int) -> bool:
    """Whether the neighbours of a run call for it."""
    if kind == "hyphen":
        return not (before.isalpha() or after.isalpha())
    if kind == "joiner":
        emoji = document.text[start] == "\u200d" and before in EMOJI and after in EMOJI
        return bool(emoji or _is_emoji(before, after) or before in JOINING or after in JOINING)
    if kind == "space":
        return bool(before in UNSPACED or after in UNSPACED)
    if kind == "operator":
        return bool(MATHEMATICS.search(_line(document, start)))
    near = HANGUL if document.text[start] in "\u115f\u1160\u3164\uffa0" else MONGOLIAN
    return bool(before in near or after in near)


def _is_emoji(before: str, after: str) -> bool:
    """Skin tones before, genders after: the parts of a sequence that lie outside of EMOJI's neighbours."""
    return bool(before and after and "\U0001f3fb" <= before <= "\U0001f3ff" and after in EMOJI)


def _line(document: Document, offset: int) -> str:
    return document.lines[document.line_of(offset)]


def _surplus_direction(document: Document, start: int, end: int, stray: frozenset[int]) -> Iterator[tuple[int, int]]:
    """Marks in lines without right-to-left letters, and controls without a partner."""
    two_ways = RIGHT_TO_LEFT.search(_line(document, start)) is not None
    position = start
    while position < end:
        first = position
        while position < end and (not two_ways or position in stray):
            position += 1
        if position > first:
            yield first, position
        position += 1


def _stray_controls(document: Document) -> frozenset[int]:
    """Offsets of overrides with what closes them, and of controls that open or close nothing, line by line."""
    stray: set[int] = set()
    open_: list[int] = []
    text = document.text
    for match in re.finditer("[\u202a-\u202e\u2066-\u2069\n]", text):
        char, offset = match.group(), match.start()
        if char == "\n":
            stray.update(open_)
            open_ = []
        elif char in OPENING:
            open_.append(offset)
        elif open_ and text[open_[-1]] in CLOSING[char]:
            partner = open_.pop()
            if text[partner] in OVERRIDE:
                stray.update((partner, offset))
        else:
            stray.add(offset)
    return frozenset(stray | set(open_))


def _message(run: str) -> str:
    """The reason for a run of TAG characters or variation selectors: the text that it hides, if there is one."""
    tags = "".join(chr(ord(char) - 0xE0000) for char in run if "\U000e0020" <= char <= "\U000e007e")
    if tags:
        return f"Invisible TAG characters that spell {tags[:200]!r}."
    data = bytes(
        ord(c) - 0xFE00 if c < "\ufe10" else ord(c) - 0xE0100 + 16
        for c in run
        if "\ufe00" <= c <= "\U000e01ef" and (c < "\ufe10" or c > "\U000e00ff")
    )
    if len(data) >= 4:
        return f"Variation selectors that carry {len(data)} hidden bytes: {data[:200].decode('utf-8', 'backslashreplace')!r}."
    return ""
