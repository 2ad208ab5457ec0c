"""Lines folded as phrases are compared, and what typed slots match in them: `#` is a number or an unfilled place-holder."""

from __future__ import annotations

import re
from functools import lru_cache
from math import inf
from typing import NamedTuple

SERVICES = (
    "facebook|twitter|x|linked ?in|pinterest|reddit|tumblr|whatsapp|telegram|pocket|skype|google\\+?|google plus|e-?mail|mastodon"
    "|threads|bluesky|vk|xing|line|flipboard|instagram|snapchat|digg|stumbleupon|delicious|press this|wordpress(?:\\.com)?"
    "|nextdoor|messenger"
)
MONTHS = (  # names and abbreviations, languages of Latin script and Russian
    "jan(?:uar[yi]?|uary|vier|eiro|ner|v)?|ene(?:ro)?|gen(?:naio)?|stycz(?:eń|nia)|янв(?:ар[ья])?"
    "|feb(?:ruar[yi]?|rero|braio|r)?|fe?v(?:rier|r|ereiro)?|févr?(?:ier)?|lut(?:y|ego)|фев(?:рал[ья])?"
    "|mar(?:ch|zo|s|ço|t|et|zec|ca)?|märz?|mrz|maart|mrt|marzec|марта?"
    "|apr(?:il|ile|ilie)?|avr(?:il)?|abr(?:il)?|kwiecień|kwietnia|апр(?:ел[ья])?"
    "|ma[yijg]|mayo|mai[o]?|maggio|mei|maja|ма[йя]"
    "|jun[ie]?|juin|giu(?:gno)?|junho|czerwiec|czerwca|июн[ья]?"
    "|jul[iy]?|juil(?:let)?|lug(?:lio)?|julho|lipiec|lipca|июл[ья]?"
    "|aug(?:ust|ustus|usti)?|août|ago(?:sto)?|sierpień|sierpnia|авг(?:уста?)?"
    "|sep(?:t(?:ember|embre|iembre)?)?|set(?:embre|tembre|embro)?|wrzesień|września|сен(?:т|тябр[ья])?"
    "|o[ck]t(?:ober|obre|ubre)?|ott(?:obre)?|out(?:ubro)?|październik|października|окт(?:ябр[ья])?"
    "|nov(?:ember|embre|iembre|embro)?|listopad|listopada|ноя(?:бр[ья])?"
    "|de[czs](?:ember|embro)?|déc(?:embre)?|dic(?:iembre|embre)?|dez(?:ember|embro)?|grudzień|grudnia|дек(?:абр[ья])?"
)
MONTH = rf"(?i)\b(?:{MONTHS})\b(?![^\W\d_])"  # compiled by who mines: that takes longer than cleaning a line
SLOT_PATTERNS = {
    "count": "#",
    "name": r"#|([^.!?;:|]{1,60}?)",
    "title": r"#|[^|]{1,120}?",
    "date": r"#|(?=[^#]{0,20}#)[^.!?;|]{1,40}?\.?",
    "time": r"#|#:#(?::#)?(?: ?[ap]\.?m\.?)?|#[h.]#",
    "url": r"#|(?:https?://|www\.)\S+",
    "service": rf"#|{SERVICES}",
    "month": rf"#|(?:{MONTHS})\.?",
}
NUMBERED = frozenset(["count", "date", "time"])  # slots that have a number in any line
LONGEST_SLOTS = {"count": 1, "name": 60, "title": 120, "date": 41, "time": 13, "service": 13, "month": 13}  # code points
PLAIN = re.compile("[\\x00-\\x7f\u0400-\u045f]+")  # ASCII and the Cyrillic letters of today
MEMO_PHRASES = 500
_PUNCTUATION = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛ʼ′`´", "'"),
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad", ""),
        "…": "...",
        "：": ":",
        "！": "!",
        "？": "?",
        "（": "(",
        "）": ")",
        "％": "%",
    }
)
_RAW_SLOT = r"%(?:\d\$)?[sd]"
PLACEHOLDER = re.compile(  # of templating languages, left unfilled: {{ count }}, {count}, ${count}, %{count}, <%= count %>
    r"\{\{-?\s?[\w.$]{1,20}\s?-?\}\}|[$%]?\{[\w.]{0,20}\}|<%=\s?[\w.@]{1,20}\s?%>|%\w{2,20}%"
)
NUMBER = re.compile(rf"{_RAW_SLOT}|\d+(?:[.,'\u00a0\u202f ]\d{{3}})*(?![\d])")
_EDGES = " \t:*|·•←→‹›<>▸►▾▼↓↑✕×"
SLOT = re.compile(r"\{(\w+)\}")


def fold_line(line: str) -> str:
    """A line as phrases are compared: case, white space, quotes, arrows at the edges, and numbers (`#`) made equal.

    A full stop stays: "comments." may end a paragraph.

    >>> fold_line("« 1,234 Bloggers  like this: "), fold_line("%d bloggers like this…"), fold_line("Comments are closed.")
    ('# bloggers like this', '# bloggers like this', 'comments are closed.')
    """
    return fold_cased(line).casefold()


def fold_cased(line: str) -> str:
    """The same with its case."""
    line = NUMBER.sub("#", line.translate(_PUNCTUATION))
    line = " ".join(line.split()).strip(_EDGES).removesuffix("...").rstrip(_EDGES)
    if line[:1] == '"' != line[-1:] or line[-1:] == '"' != line[:1]:  # an arrow («, »), not speech
        line = line.strip(_EDGES + '"')
    return line


def pattern_of(phrase: str) -> str:
    """The regular expression of a phrase over folded lines, of any case; its groups are the names.

    >>> pattern_of("By {name}!")
    'by\\\\ (?:#|([^.!?;:|]{1,60}?))!'
    """
    pieces = SLOT.split(phrase)
    made = []
    for position, piece in enumerate(pieces):
        if position % 2:
            made.append(f"(?:{SLOT_PATTERNS[piece]})")
        else:
            made.append(re.escape(_fold_piece(piece, is_first=position == 0, is_last=position == len(pieces) - 1)))
    return "".join(made) + (r"\.?" if phrase.rstrip().endswith(".") else "")


def ends(phrase: str) -> tuple[str, str]:
    """What stands before the first and after the last open slot."""
    head, tail = with_counts(phrase)
    return head.replace("{count}", ""), tail.replace("{count}", "")


def with_counts(phrase: str) -> tuple[str, str]:
    """The same with the slots of numbers in it.

    >>> with_counts("Show {count} posts by {name}")
    ('Show {count} posts by ', '')
    """
    counted = phrase.replace("{count}", "\0")
    return counted.partition("{")[0].replace("\0", "{count}"), counted.rpartition("}")[2].replace("\0", "{count}")


def may_fit(phrase: str, line: str) -> bool:
    """Whether a line, folded with its case, may be a phrase with open slots: by how it begins and ends, by what stands between
    slots, and by its length. Only where case is plain: ASCII, Cyrillic, and scripts that have none.

    >>> may_fit("By {name}!", "By Ada!"), may_fit("By {name}!", "Bye"), may_fit("{name} okuyor ısrarla", "ADA OKUYOR ISRARLA")
    (True, False, False)
    >>> may_fit("Записи о {name}", "ЗАПИСИ О Лене"), may_fit("Записи о {name}", "записал"), may_fit("On {date}", "On Monday")
    (True, False, False)
    """
    known = _fixed(phrase)
    if line.isascii() and not known.is_ascii:
        return False  # its pattern would take "I" for "ı"
    if len(line) > known.longest or (known.has_number and "#" not in line):
        return False
    if not (known.has_plain_case and _has_plain_case(line)):
        return True
    lower = line.lower()
    if not (lower.startswith(known.pieces[0]) and lower.removesuffix(".").endswith(known.pieces[-1])):
        return False
    return all(piece in lower for piece in known.pieces)


def may_begin(phrase: str, line: str, position: int) -> bool:
    """Whether a folded line goes on from a position as a phrase with open slots begins."""
    first = _fixed(phrase).pieces[0]
    return line.startswith(first, position) or not (
        _has_plain_case(first) and _has_plain_case(line[position : position + len(first)])
    )


class Fixed(NamedTuple):
    """The fixed text of a phrase with slots, folded, and what its lines have: so many code points at most, perhaps a number."""

    pieces: tuple[str, ...]
    is_ascii: bool
    has_plain_case: bool
    longest: float
    has_number: bool


@lru_cache(MEMO_PHRASES)
def _fixed(phrase: str) -> Fixed:
    parts = SLOT.split(phrase)
    last = len(parts) - 1
    pieces = tuple([_fold_piece(parts[k], is_first=k == 0, is_last=k == last) for k in range(0, len(parts), 2)])
    slots = parts[1::2]
    longest = sum(map(len, pieces)) + sum(LONGEST_SLOTS.get(slot, inf) for slot in slots) + len(".")
    is_ascii = fold_cased(SLOT.sub("", phrase)).isascii()
    return Fixed(pieces, is_ascii, all(map(_has_plain_case, pieces)), longest, not NUMBERED.isdisjoint(slots))


def _has_plain_case(text: str) -> bool:
    """Whether two such texts are equal without case if their small letters are."""
    return text.isascii() or all(char.lower() == char == char.upper() for char in PLAIN.sub("", text))


def _fold_piece(piece: str, *, is_first: bool, is_last: bool) -> str:
    """The fixed text between two slots, folded as `fold_line` would inside of a line."""
    folded = " ".join(f"x{piece}x".translate(_PUNCTUATION).casefold().split())[1:-1]
    if is_first:
        folded = folded.lstrip(_EDGES + '"')
    return folded.rstrip(_EDGES + '".') if is_last else folded
