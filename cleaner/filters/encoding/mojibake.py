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

from cleaner.core.document import Document
from cleaner.core.edits import Edit, Safety
from cleaner.filters.encoding._mojibake.classes import judgement
from cleaner.filters.encoding._mojibake.reasons import read_as, reason_of
from cleaner.rulebook.packs import RuleSet

# A sequence of three bytes whose mark was made straight: "â€" and a dash, "â„¢" with a straight quotation mark.
STRAIGHTENED = re.compile('â€"|â"¢')
USUAL = "âÃ"  # what nearly all mojibake has one of, and no text that is plain
MEANT = {'â€"': "—", 'â"¢': "™"}


def propose(document: Document, rules: RuleSet) -> list[Edit]:
    """Edits for every segment that the prefilter stops at and that a layer comes off."""
    text, decoder = document.text, judgement()
    decoded = decoder.repairs(text) if decoder is not None else None
    edits = list[Edit]()
    if decoded != [] and (any(char in text for char in USUAL) or not document.is_plain):
        edits = by_kernel(document, rules, decoded) if decoded is not None else by_segment(document, rules)
    if "â" in text:
        for match in STRAIGHTENED.finditer(text):
            edits.append(rules.edit(match.start(), match.end(), MEANT[match.group()], "encoding.mojibake.straightened"))
    return edits


def by_segment(document: Document, rules: RuleSet) -> list[Edit]:
    """The edits of all segments, without the kernel."""
    from cleaner.filters.encoding._mojibake.segments import edits_of_text

    return edits_of_text(document, rules)


# A line that the kernel has looked at: where it is and the first stop in it, the layers (below the highest bit a bit for each,
# set for Windows-1252), whether it is known to be no treatise, and (start, end, replacement) of its edits, None if it could not
# tell.
Decoded = tuple[int, int, int, int, int, list[tuple[int, int, str]] | None]


def by_kernel(document: Document, rules: RuleSet, decoded: list[Decoded]) -> list[Edit]:
    """The same of lines that the kernel has decoded; those of which it could not tell are looked at in Python."""
    found: list[Edit] = []
    fields = rules.cached(_Fields)
    for start, end, stop, layers, is_told, pieces in decoded:
        if pieces is None:
            from cleaner.filters.encoding._mojibake.segments import edits_of_segment

            found += edits_of_segment(document, rules, start, end, start + stop)
            continue
        rule, reason, safety = fields[layers]
        edits = [_edit((first, last, replacement, rule, reason, safety)) for first, last, replacement in pieces]
        if is_told or not _is_treatise(document.text[start:end], edits, start):
            found += edits
    return found


def _is_treatise(line: str, edits: list[Edit], start: int) -> bool:
    from cleaner.filters.encoding._mojibake.treatise import is_treatise

    return is_treatise(line, edits, start)


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
