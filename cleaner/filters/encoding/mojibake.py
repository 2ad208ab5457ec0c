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
from functools import partial

from cleaner.core.derive import derive_words
from cleaner.core.document import Document
from cleaner.core.edits import Edit, Safety
from cleaner.filters.encoding._mojibake.classes import judgement
from cleaner.filters.encoding._mojibake.expressions import prefilter
from cleaner.filters.encoding._mojibake.layers import repaired
from cleaner.filters.encoding._mojibake.lost import Context
from cleaner.filters.encoding._mojibake.pieces import read_as, reason_of
from cleaner.filters.encoding._mojibake.treatise import is_treatise
from cleaner.rulebook.packs import RuleSet

LONGEST_SEGMENT = 1_000_000  # code points
SAMPLE = 1_000  # code points around a segment that tell its language
BEFORE = 600  # code points before a segment that may have opened a quotation
# A sequence of three bytes whose mark was made straight: "â€" and a dash, "â„¢" with a straight quotation mark.
STRAIGHTENED = re.compile('â€"|â"¢')
MEANT = {'â€"': "—", 'â"¢': "™"}


def propose(document: Document, rules: RuleSet) -> list[Edit]:
    """Edits for every segment that the prefilter stops at and that a layer comes off."""
    text, decoder = document.text, judgement()
    decoded = decoder.repairs(text) if decoder is not None else None
    if decoded is None or decoded:
        if document.is_plain:
            return []
        edits = _by_segment(document, rules) if decoded is None else _by_kernel(document, rules, decoded)
    else:
        edits = []
    if "â" in text:
        for match in STRAIGHTENED.finditer(text):
            edits.append(rules.edit(match.start(), match.end(), MEANT[match.group()], "encoding.mojibake.straightened"))
    return edits


def _by_segment(document: Document, rules: RuleSet) -> list[Edit]:
    found: list[Edit] = []
    text, scan = document.text, prefilter()
    for first, last in document.beyond_ascii:
        spot = scan.find(text, first, last)
        while spot >= 0:
            start, end = segment_around(text, spot)
            found += _segment(document, rules, start, end, spot)
            spot = scan.find(text, end, last)
    return found


def _segment(document: Document, rules: RuleSet, start: int, end: int, spot: int) -> list[Edit]:
    """The edits of a segment, at a character of which the prefilter stops first."""
    before = document.text[start:end]
    repair = repaired(before, _context(document, start, end), spot - start)
    if not repair.rule:
        return []
    rule = rules[f"encoding.mojibake.{repair.rule}"]
    edits = derive_words(before, repair.text, rule.id, repair.reason, rule.safety, offset=start)
    return [] if is_treatise(before, edits, start) else edits


# A line that the kernel has looked at: where it is and the first stop in it, the layers (below the highest bit a bit for each,
# set for Windows-1252), whether it is known to be no treatise, and (start, end, replacement) of its edits, None if it could not
# tell.
Decoded = tuple[int, int, int, int, int, list[tuple[int, int, str]] | None]


def _by_kernel(document: Document, rules: RuleSet, decoded: list[Decoded]) -> list[Edit]:
    """The same of lines that the kernel has decoded; those of which it could not tell are looked at here."""
    found: list[Edit] = []
    fields = rules.cached(_Fields)
    for start, end, stop, layers, is_told, pieces in decoded:
        if pieces is None:
            found += _segment(document, rules, start, end, start + stop)
            continue
        rule, reason, safety = fields[layers]
        edits = [_edit((first, last, replacement, rule, reason, safety)) for first, last, replacement in pieces]
        if is_told or not is_treatise(document.text[start:end], edits, start):
            found += edits
    return found


class _Fields(dict[int, tuple[str, str, Safety]]):
    """What the edits of a line have in common, by its layers: rule id, reason, safety."""

    def __init__(self, rules: RuleSet) -> None:
        self.rules = rules

    def __missing__(self, layers: int) -> tuple[str, str, Safety]:
        encodings = ["windows-1252" if bit == "1" else "latin-1" for bit in f"{layers:b}"[1:]]
        rule = self.rules[f"encoding.mojibake.{encodings[0]}"]
        self[layers] = rule.id, reason_of(list(map(read_as, encodings))), rule.safety
        return self[layers]


_edit = partial(tuple.__new__, Edit)  # half the time of Edit(...)


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
