"""Mojibake that ftfy repairs: UTF-8 that was read as something else ("schÃ¶n" -> "schön"), once or several times over.

The repair is ftfy's encoding step and nothing else of ftfy: its other steps (straight quotes, narrow full-width characters,
entities) change clean text. Segments are ftfy's too: lines, cut after a million code points.

    prefilter     one regular expression that every bad segment holds a match of, derived from ftfy's own test
                  (training.prefilter); text without a match is never shown to ftfy, which is most of the speed
    fix_segment   ftfy's codec plan for one segment
    edits         differences word by word; the plan is the reason

Result equal to ftfy's, segment by segment: tests/filters/encoding/test_mojibake.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.core.derive import derive_words
from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.rulebook.packs import RuleSet

LONGEST_SEGMENT = 1_000_000  # code points; ftfy's max_decode_length
CODECS = {  # the codec that the text was wrongly read with, as ftfy names it -> last part of the rule id
    "latin-1": "latin-1",
    "sloppy-windows-1252": "windows-1252",
    "sloppy-windows-1251": "windows-1251",
    "sloppy-windows-1250": "windows-1250",
    "sloppy-windows-1253": "windows-1253",
    "sloppy-windows-1254": "windows-1254",
    "sloppy-windows-1257": "windows-1257",
    "iso-8859-2": "iso-8859-2",
    "macroman": "macroman",
    "cp437": "cp437",
}


def propose(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """Edits for every segment that the prefilter stops at and ftfy changes."""
    text = document.text
    if document.is_plain:
        return
    prefilter = rules.kept(_prefilter)
    for first, last in document.beyond_ascii:
        found = prefilter.search(text, first, last)
        while found:
            start, end = segment_around(text, found.start())
            before = text[start:end]
            after, rule_id, plan = fix_segment(before)
            if after != before:
                rule = rules[rule_id]
                yield from derive_words(before, after, rule_id, plan, rule.safety, offset=start)
            found = prefilter.search(text, end, last)


def _prefilter(rules: RuleSet) -> re.Pattern[str]:
    return re.compile(rules.data("prefilter.txt").read_text("ascii").strip())


def segment_around(text: str, offset: int) -> tuple[int, int]:
    """The segment that ftfy would look at: the line of an offset with its line feed, in pieces of LONGEST_SEGMENT.

    >>> segment_around("one\\ntwo\\nthree", 5)
    (4, 8)
    """
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset) + 1 or len(text)
    start += (offset - start) // LONGEST_SEGMENT * LONGEST_SEGMENT
    return start, min(end, start + LONGEST_SEGMENT)


def fix_segment(segment: str) -> tuple[str, str, str]:
    """(repaired segment, rule id, codec plan) by ftfy's encoding step.

    >>> fix_segment("schÃ¶n")
    ('schön', 'encoding.mojibake.latin-1', 'encode latin-1, decode utf-8')
    """
    from ftfy import fix_encoding_and_explain

    fixed, steps = fix_encoding_and_explain(segment)
    plan = [tuple(step) for step in steps or ()]
    return fixed, f"encoding.mojibake.{_rule_of(plan)}", ", ".join(" ".join(step) for step in plan)


def _rule_of(plan: list[tuple[str, ...]]) -> str:
    """The last part of the rule id: the codec of the first step, or the name of the step that has none."""
    if not plan:
        return "windows-1252"
    action, argument = plan[0]
    if action == "encode":
        return "c1" if plan[1][1] == "windows-1252" else CODECS[argument]
    return "c1" if argument == "fix_c1_controls" else "inconsistent"
