"""Lines folded as phrases are compared, and what typed slots match in them: `#` is a number or an unfilled place-holder."""

from __future__ import annotations

import re

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
    """Whether a line, folded with its case, begins and ends as a phrase with open slots does; only what is in ASCII is told.

    >>> may_fit("By {name}!", "By Ada!"), may_fit("By {name}!", "Bye"), may_fit("{name} okuyor ısrarla", "ADA OKUYOR ISRARLA")
    (True, False, False)
    """
    pieces = SLOT.split(phrase)
    first, last = _fold_piece(pieces[0], is_first=True, is_last=False), _fold_piece(pieces[-1], is_first=False, is_last=True)
    if not line.isascii():
        return True
    if not fold_cased(SLOT.sub("", phrase)).isascii():
        return False  # its pattern would take "I" for "ı"
    lower = line.lower()
    return lower.startswith(first) and lower.removesuffix(".").endswith(last)


def may_begin(phrase: str, line: str, position: int) -> bool:
    """Whether a folded line goes on from a position as a phrase with open slots begins."""
    first = _fold_piece(SLOT.split(phrase)[0], is_first=True, is_last=False)
    return line.startswith(first, position) or not (line.isascii() and first.isascii())


def _fold_piece(piece: str, *, is_first: bool, is_last: bool) -> str:
    """The fixed text between two slots, folded as `fold_line` would inside of a line."""
    folded = " ".join(f"x{piece}x".translate(_PUNCTUATION).casefold().split())[1:-1]
    if is_first:
        folded = folded.lstrip(_EDGES + '"')
    return folded.rstrip(_EDGES + '".') if is_last else folded
