"""Mojibake: UTF-8 that was read as something else ("schÃ¶n" -> "schön"), once or several times over.

Which text looks like mojibake, and the encodings that are tried, are ftfy's tables; the decoder is our own (`_mojibake`),
equal to ftfy on its cases but where bytes were lost and where ftfy takes clean capitals for bytes. Segments are lines, cut
after a million code points.

    prefilter     one regular expression that every bad segment holds a match of, derived from ftfy's own test
                  (training.encoding.prefilter); text without a match is not looked at, which is most of the speed
    repaired      what the layers of one segment were
    edits         differences word by word; the reason says what had happened to the text

A quotation mark that was made straight inside of a sequence (`â€"`) has lost what tells a dash from another: it is
suggested.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.core.derive import derive_words
from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.filters.encoding._mojibake.expressions import prefilter
from cleaner.filters.encoding._mojibake.layers import repaired
from cleaner.filters.encoding._mojibake.lost import Context
from cleaner.filters.encoding._mojibake.treatise import is_treatise
from cleaner.rulebook.packs import RuleSet

LONGEST_SEGMENT = 1_000_000  # code points
SAMPLE = 1_000  # code points around a segment that tell its language
BEFORE = 600  # code points before a segment that may have opened a quotation
# A sequence of three bytes whose mark was made straight: "â€" and a dash, "â„¢" with a straight quotation mark.
STRAIGHTENED = re.compile('â€"|â"¢')
MEANT = {'â€"': "—", 'â"¢': "™"}


def propose(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """Edits for every segment that the prefilter stops at and that a layer comes off."""
    text = document.text
    if document.is_plain:
        return
    scan = prefilter()
    for first, last in document.beyond_ascii:
        spot = scan.find(text, first, last)
        while spot >= 0:
            start, end = segment_around(text, spot)
            before = text[start:end]
            repair = repaired(before, _context(document, start, end), spot - start)
            if repair.rule:
                rule = rules[f"encoding.mojibake.{repair.rule}"]
                edits = derive_words(before, repair.text, rule.id, repair.reason, rule.safety, offset=start)
                if not is_treatise(before, edits, start):
                    yield from edits
            spot = scan.find(text, end, last)
    if "â" in text:
        for match in STRAIGHTENED.finditer(text):
            yield rules.edit(match.start(), match.end(), MEANT[match.group()], "encoding.mojibake.straightened")


def _context(document: Document, start: int, end: int) -> Context:
    text = document.text
    return Context(
        lambda: text[max(0, start - SAMPLE) : end + SAMPLE], lambda: _paragraph_before(text, start), is_last=end == len(text)
    )


def _paragraph_before(text: str, start: int) -> str:
    """The text before a segment, from the last empty line on."""
    head = text[max(0, start - BEFORE) : start]
    return head[head.rfind("\n\n") + 1 :]


def segment_around(text: str, offset: int) -> tuple[int, int]:
    """The segment that holds an offset: its line with the line feed, in pieces of LONGEST_SEGMENT.

    >>> segment_around("one\\ntwo\\nthree", 5)
    (4, 8)
    """
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset) + 1 or len(text)
    start += (offset - start) // LONGEST_SEGMENT * LONGEST_SEGMENT
    return start, min(end, start + LONGEST_SEGMENT)
