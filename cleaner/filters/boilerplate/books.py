"""What archives of books print around a book: the header and the licence of Project Gutenberg, notices of who scanned it.

The text of a Project Gutenberg book stands between two marks, `*** START OF THE PROJECT GUTENBERG EBOOK …` and `*** END OF …`
(before 2000: the line that ends the small print). What is before the first goes if it says whose it is, and what is after the
last. Without a mark the licence is proposed as unsafe: from a line `End of Project Gutenberg's …` to the end of the text.

Notices of scanning are whole lines in the wording of Google Books, HathiTrust, the Internet Archive and Gallica.
The book itself is never looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.filters.boilerplate._evidence.signs import NAMES, SCAN_SIGNS, holds
from cleaner.rulebook.packs import RuleSet

FAMILY = "boilerplate.books."
GUTENBERG = "project gutenberg"
EBOOK = r"(?:e-?book|e-?text)"
START = re.compile(
    rf"""^[ \t]*\*{{3}}[ ]?START\ OF\ (?:THE|THIS)\ {GUTENBERG.replace(" ", "[ ]")}\ {EBOOK}(?:[^\n*]|\n(?!\n))*\*{{3}}[ \t\r]*$
      | ^\*END\*?\ ?THE\ SMALL\ PRINT![^\n]*\*END\*[ \t\r]*$""",
    re.MULTILINE | re.IGNORECASE | re.VERBOSE,
)
END = re.compile(rf"^[ \t]*\*{{3}} ?END OF (?:THE|THIS) {GUTENBERG} {EBOOK}", re.MULTILINE | re.IGNORECASE)
LAST_LINE = re.compile(rf"^[ \t]*End of (?:the |this )?{GUTENBERG}(?:['’]s)?(?: {EBOOK})?\b[^\n]*$", re.MULTILINE | re.IGNORECASE)
CREDITS = re.compile(
    r"(?:E-?text )?(?:Produced|prepared|Transcribed) by [^\n]+(?:\n[^\r\n][^\n]*){0,6}\n[ \t\r]*\n", re.IGNORECASE
)
BLANK = re.compile(r"(?:[ \t\r]*\n)*")
LONGEST_HEADER = 60_000  # code points; the small print of the 1990s has 15,000
NEAR = 400  # code points between the last line of a book and the mark
LICENCE = re.compile(r"licen[cs]e|donat|copyright|public domain|electronic works?|archive|e-?books?|e-?texts?", re.IGNORECASE)
FEWEST_SIGNS = 4  # different words of a licence in what is taken for one without a mark
SCAN = re.compile(
    r"""^[ \t]*(?:
        (?:Original\ from(?:\ the)?\ [^\n]{3,60}\n[ \t]*)?Digiti[sz]ed\ by\ (?:\n[ \t]*)?Google
        (?:\n[ \t]*Original\ from[^\n]{3,60})?
      | Digiti[sz]ed\ by\ the\ Internet\ Archive(?:\n?[ \t]*in\ \d{4}(?:\ with\ funding\ from)?[^\n]{0,80})?
        (?:\n[^\n]{3,80})?(?:\n+[ \t]*https?://(?:www\.)?archive\.org/\S+)?
      | Generated\ (?:on|for|at)\ [^\n]{3,120}(?:\n[^\n]{0,120}){0,2}\n[^\n]{0,80}
        (?:hathitrust\.org/access_use|hdl\.handle\.net/)[^\n]*
        (?:\n[^\n]{0,40}hathitrust\.org/access_use[^\n]*)?
      | Public\ Domain(?:\ in\ the\ United\ States)?,?\ Google-digiti[sz]ed(?:\n?[ \t]*/[^\n]{0,80})?
      | Source\ gallica\.bnf\.fr\ ?/\ ?[^\n]{3,80}
    )[ \t\r]*$""",
    re.MULTILINE | re.VERBOSE | re.IGNORECASE,
)


def propose(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """Take out header, licence and notices."""
    text = document.text
    named, scanned = (holds(text, signs) for signs in (NAMES, SCAN_SIGNS))
    if not named and not scanned:
        return
    start, end = (_header_end(text), _licence_start(text)) if named else (0, len(text))
    if start:
        yield rules.edit(0, start, "", FAMILY + "header")
    for match in SCAN.finditer(text, start, end) if scanned else ():
        low, high = _lines_with_blanks(text, *match.span())
        if start <= low and high <= end:
            yield rules.edit(low, high, "", FAMILY + "scan")
    if start < end < len(text):
        yield rules.edit(end, len(text), "", FAMILY + "licence")
    elif named and end == len(text) and (last := _unmarked_licence(text, start)):
        yield rules.edit(last, len(text), "", FAMILY + "unmarked-licence")


def _header_end(text: str) -> int:
    """Where the book begins, after the mark and who produced it; 0 without a header."""
    mark = START.search(text, 0, LONGEST_HEADER)
    if not mark or GUTENBERG not in text[: mark.end()].lower():
        return 0
    start = _next_line(text, mark.end())
    credits = CREDITS.match(text, start)
    return _next_line(text, credits.end() - 1) if credits else start


def _licence_start(text: str) -> int:
    """Where the licence begins, after the last line of the book; the end of the text without one."""
    mark = END.search(text)
    if not mark:
        return len(text)
    closing = LAST_LINE.search(text, max(0, mark.start() - NEAR), mark.start())
    return _line_end(text, closing.start() if closing else mark.start())


def _unmarked_licence(text: str, start: int) -> int:
    """Where a licence begins that no mark stands before: after the last line of the book; 0 for none."""
    closing = LAST_LINE.search(text, start)
    if not closing or len({word.lower() for word in LICENCE.findall(text, closing.end())}) < FEWEST_SIGNS:
        return 0
    return _line_end(text, closing.start())


def _next_line(text: str, position: int) -> int:
    """The start of the next line that is not blank."""
    found = BLANK.match(text, position)
    return found.end() if found else position


def _line_end(text: str, position: int) -> int:
    """The start of the line after the last line before a position that is not blank."""
    left = len(text[:position].rstrip())
    return min(position, text.find("\n", left) + 1 or len(text))


def _lines_with_blanks(text: str, start: int, end: int) -> tuple[int, int]:
    """Whole lines with the blank lines after them; at the end of the text with those before them."""
    after = _next_line(text, end)
    if after == len(text):
        return _line_end(text, start), after
    return start, after
