"""Segments of a text, which are its lines, repaired one by one: what the kernel does not know by itself, and all without one."""

from __future__ import annotations

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


def edits_of_text(document: Document, rules: RuleSet) -> list[Edit]:
    """The edits of every segment that the prefilter stops at."""
    found: list[Edit] = []
    text, scan = document.text, prefilter()
    for first, last in document.beyond_ascii:
        spot = scan.find(text, first, last)
        while spot >= 0:
            start, end = segment_around(text, spot)
            found += edits_of_segment(document, rules, start, end, spot)
            spot = scan.find(text, end, last)
    return found


def edits_of_segment(document: Document, rules: RuleSet, start: int, end: int, spot: int) -> list[Edit]:
    """The edits of a segment, at a character of which the prefilter stops first."""
    before = document.text[start:end]
    repair = repaired(before, _context(document, start, end), spot - start)
    if not repair.rule:
        return []
    rule = rules[f"encoding.mojibake.{repair.rule}"]
    edits = derive_words(before, repair.text, rule.id, repair.reason, rule.safety, offset=start)
    return [] if is_treatise(before, edits, start) else edits


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
