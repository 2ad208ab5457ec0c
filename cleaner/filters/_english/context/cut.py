"""Words that a text does not have whole, because it was cut in the middle of them: "… for more informatio", "hoose the one that".

Previews, descriptions and fields of so many characters end and begin like that, and what is left of a word looks like an error of
one letter. An edit of a misspelling, of a space or of a doubled word is not made where it meets such a piece, which stands at the
end of a text without a mark behind it, before an ellipsis, at the beginning of a text in small letters, or behind an ellipsis.
`recieve` stands there as elsewhere, for it is no piece of any word: only what a common word begins or ends with is left alone.

Source: texts cut every 200 characters; of 248 edits in 900,000 characters 211 met such a piece.
"""

from __future__ import annotations

import re

from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.models.wordlists.lexicon import english_lexicon

SHORTEST = 40  # code points of the lines at the edge of a text that may be cut: shorter ones are titles, cells and answers
LINES = 3  # lines at the edge that are looked at: those within reach of the filters that are asked about changed lines alone
LONGEST_PIECE = 40  # code points of a piece of a word
LAST = re.compile(r"[^\W\d_]*(?=\n?\Z)")
BEFORE_ELLIPSIS = re.compile(r"[^\W\d_]*(?=(?:…|\.\.\.)(?!\w))")
FIRST = re.compile(r"\A[^\W\d_]*\Z")
BEHIND_ELLIPSIS = re.compile(r"(?<!\w)(?:…|\.\.\.)[^\W\d_]*\Z")
PIECE_AT_END = re.compile(r"[^\W\d_]*\Z")
PIECE = re.compile(r"[^\W\d_]*")
ENDS = (".", "!", "?")
CAPITAL = re.compile(r"[A-Z]")
SMALL = re.compile(r"[.!?] +[a-z]|(?<![\w'’.-])i(?![\w'’.-])")  # what people write who use no capitals


def meets_cut_word(document: Document, edit: Edit) -> bool:
    """Whether an edit changes, or stands beside, a piece of a word that was cut.

    >>> def meets(text, wrong, right):
    ...     start = text.index(wrong)
    ...     return meets_cut_word(Document(text), Edit(start, start + len(wrong), right, "typos.speller.sure"))
    >>> meets("Turn to the last page of it for more informatio", "informatio", "information")
    True
    >>> meets("hoose the one that you like best. Then pay at the desk.", "hoose", "choose")
    True
    >>> meets("See the manual for more informatio...", "informatio", "information")
    True
    >>> meets("Turn to the last page to see what you may recieve", "recieve", "receive")
    False
    """
    return _is_cut_off(document, edit) or _is_cut_before(document, edit)


def _is_cut_off(document: Document, edit: Edit) -> bool:
    """Whether an edit meets the beginning of a word whose end is missing."""
    text = document.text
    most = edit.end + LONGEST_PIECE
    last = LAST.match(text, edit.end) if len(text) <= most and _is_whole(document) else None
    if last and len(_last_lines(text)) < SHORTEST:
        last = None
    last = last or BEFORE_ELLIPSIS.match(text, edit.end, most)
    if last is None:
        return False
    begin = PIECE_AT_END.search(text, max(0, last.end() - LONGEST_PIECE), last.end())
    piece = begin.group() if begin else ""
    return bool(piece) and (edit.replacement.startswith(piece) or english_lexicon().has_beginning(piece))


def _is_cut_before(document: Document, edit: Edit) -> bool:
    """Whether an edit meets the end of a word whose beginning is missing."""
    text, start = document.text, edit.start
    low = max(0, start - LONGEST_PIECE)
    if low == 0 and _is_whole(document) and FIRST.match(text[:start]) and _begins_small(text):
        at = 0
    else:
        behind = BEHIND_ELLIPSIS.search(text, low, start)
        if behind is None:
            return False
        at = behind.end() - len(behind.group().lstrip(".…"))
    match = PIECE.match(text, at, at + LONGEST_PIECE)
    piece = match.group() if match else ""
    return piece.islower() and (edit.replacement.endswith(piece) or english_lexicon().has_ending(piece))


def _is_whole(document: Document) -> bool:
    """Whether a document is no part of a longer one, whose parts end at lines."""
    return document.size == len(document.text)


def _last_lines(text: str) -> str:
    start = len(text)
    for _ in range(LINES):
        start = text.rfind("\n", 0, max(0, start - 1)) + 1
    return text[start:]


def _begins_small(text: str) -> bool:
    """Whether a text begins in small letters though its first lines have capitals where they belong."""
    end = -1
    for _ in range(LINES):
        end = text.find("\n", end + 1) if end < len(text) else end
        end = len(text) if end < 0 else end
    head = text[:end]
    first = head.partition("\n")[0]
    if len(first) < SHORTEST and not first.endswith(ENDS):
        return False
    return head[:1].islower() and len(head) >= SHORTEST and CAPITAL.search(head) is not None and SMALL.search(head) is None
