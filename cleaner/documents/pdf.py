"""PDF by pypdfium2: the text layer, page by page, each page ended by a form feed.

PDFium gives the lines in the order in which the file draws them. Where they stand tells the rest: a gap or an indent begins a
paragraph (a blank line is put there), and lines at the very top and bottom of a page, which many programs draw first, go first
and last. Hyphens at line ends come as U+FFFE; running heads, hyphens and lines are left to the filters of the preset `pdf`, so
that the log tells what they did. There is no OCR: a page that is a picture has no text, and a note says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from ctypes import c_double
from itertools import pairwise
from statistics import median
from typing import Any, NamedTuple

import pypdfium2

from cleaner.core.errors import InputError
from cleaner.documents.reading import Reading

MOST_PAGES = 20_000
MOST_ON_PAGE = 400_000  # characters of a page; a page of a newspaper has 30,000
MOST = 64 << 20  # characters of a document
GAP = 1.4  # times the usual distance of lines, by which a paragraph ends
INDENT = (0.7, 5.0)  # heights of letters by which the first line of a paragraph is set in
HEADING = 1.15  # times the usual size of letters, from which a line is a heading (in Markdown)
SHORT = 120  # characters of a heading
EMPTY = 0.5  # share of pages without text from which a note says so


class Line(NamedTuple):
    """A line with the place of its first and last letter on the page, in points from the lower left corner."""

    text: str
    left: float
    top: float
    bottom: float
    size: float

    @property
    def is_placed(self) -> bool:
        """Whether PDFium knows where the line stands."""
        return self.top > self.bottom or self.top > 0


def read(data: bytes, kind: str, markdown: bool) -> Reading:
    """The text of all pages. Raises InputError for what is broken, encrypted, or beyond the bounds."""
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise InputError(_why(error)) from error
    try:
        count = len(pdf)
        if count > MOST_PAGES:
            raise InputError(f"the PDF has over {MOST_PAGES:,} pages")
        pages = list(_pages(pdf, count, markdown))
        meta = _metadata(pdf)
    finally:
        pdf.close()
    text, parts = [], []
    position = 0
    for number, page in enumerate(pages, 1):
        parts.append((position, f"page {number}"))
        piece = page + ("\n\f" if number < count else "\n")
        text.append(piece)
        position += len(piece)
    empty = sum(not page for page in pages)
    notes = [f"pdf: {empty} of {count} pages have no text layer (pictures are not read)"] if empty > EMPTY * count else []
    return Reading("".join(text) if count and empty < count else "", tuple(parts), meta=meta, notes=tuple(notes))


def _why(error: Exception) -> str:
    text = str(error).lower()
    if "password" in text:
        return "the PDF is encrypted"
    return "this is no PDF, or it is damaged"


def _metadata(pdf: Any) -> dict[str, str]:
    """Title and author, as the file says."""
    found = pdf.get_metadata_dict(skip_empty=True)
    return {f"documents.{key.lower()}": value[:500] for key, value in found.items() if key in ("Title", "Author")}


def _pages(pdf: Any, count: int, markdown: bool) -> Iterator[str]:
    """The text of each page, as Markdown if asked for; "" for a page that cannot be read."""
    total = 0
    for number in range(count):
        try:
            page = pdf[number]
        except pypdfium2.PdfiumError:
            yield ""  # a page that cannot be read; the others may
            continue
        textpage = page.get_textpage()
        if textpage.count_chars() > MOST_ON_PAGE:
            raise InputError(f"page {number + 1} of the PDF holds over {MOST_ON_PAGE:,} characters")
        text = _layout(_placed(list(_lines(textpage))), markdown)
        textpage.close()
        page.close()
        total += len(text)
        if total > MOST:
            raise InputError(f"the PDF holds over {MOST >> 20} million characters")
        yield text


def _lines(textpage: Any) -> Iterator[Line]:
    """The lines of a page in the order of the file."""
    raw = pypdfium2.raw
    text = textpage.get_text_range()
    position = 0
    for row in text.split("\r\n"):
        line = row.strip()
        if line:
            first = position + len(row) - len(row.lstrip())
            left, bottom, top = _box(textpage, first)
            _, last_bottom, _ = _box(textpage, position + len(row.rstrip()) - 1)
            yield Line(
                line.replace("\n", " ").replace("\r", " "),
                left,
                top,
                min(bottom, last_bottom),
                raw.FPDFText_GetFontSize(textpage, first),
            )
        position += len(row) + 2


def _box(textpage: Any, index: int) -> tuple[float, float, float]:
    """Left, bottom and top of a character; zeros where PDFium does not know."""
    left, right, bottom, top = c_double(), c_double(), c_double(), c_double()
    if not pypdfium2.raw.FPDFText_GetCharBox(textpage, index, left, right, bottom, top):
        return 0.0, 0.0, 0.0
    return left.value, bottom.value, top.value


def _placed(lines: list[Line]) -> list[Line]:
    """The lines, those above and below all others first and last."""
    for _ in range(2):
        top = max(lines, key=lambda line: line.bottom, default=None)
        if top is None or len(lines) < 3:
            return lines
        if all(line is top or line.top < top.bottom for line in lines):
            lines = [top, *(line for line in lines if line is not top)]
        low = min(lines, key=lambda line: line.top)
        if all(line is low or line.bottom > low.top for line in lines):
            lines = [*(line for line in lines if line is not low), low]
        break
    return lines


def _layout(lines: Sequence[Line], markdown: bool) -> str:
    """The lines of a page with a blank line where a paragraph begins; in Markdown, headings have their mark."""
    if not lines:
        return ""
    steps = [before.bottom - line.bottom for before, line in pairwise(lines)]
    down = [step for step in steps if step > 0]
    step = median(down) if down else 0.0
    size = Counter[float]()
    for line in lines:
        size[round(line.size, 1)] += len(line.text)
    usual = size.most_common(1)[0][0]
    pieces = [_marked(lines[0], usual, markdown)]
    for k in range(1, len(lines)):
        pieces.append("\n\n" if _begins_paragraph(lines, k, step, usual) else "\n")
        pieces.append(_marked(lines[k], usual, markdown))
    return "".join(pieces)


def _marked(line: Line, usual: float, markdown: bool) -> str:
    is_heading = markdown and line.size > HEADING * usual and len(line.text) <= SHORT
    return f"## {line.text}" if is_heading else line.text


def _begins_paragraph(lines: Sequence[Line], k: int, step: float, usual: float) -> bool:
    """Whether a line stands apart from the one before it, is of another size, or is set in from the lines around it."""
    before, line = lines[k - 1], lines[k]
    down = before.bottom - line.bottom
    if down <= 0 or step <= 0:  # the next column, or the same line
        return abs(line.size - before.size) > 0.1 * usual
    if down > GAP * step or abs(line.size - before.size) > 0.1 * usual:
        return True
    low, high = INDENT
    indent = line.left - before.left
    if not low * usual <= indent <= high * usual:
        return False
    return k + 1 >= len(lines) or line.left - lines[k + 1].left > low * usual
