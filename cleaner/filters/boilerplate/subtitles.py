"""Lines of subtitles that nobody speaks: marks for the hard of hearing ("[DOOR CREAKS]", "♪ ... ♪"), credits of who made them.

They are suggested, never removed: whether they belong to the text, who reads it has to say. Only lines as a whole are taken, so
that a cue keeps its number and its times.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.rulebook.packs import RuleSet

HEARING = re.compile(
    r"^[-–—‐ ]{0,3}(?:<i>)?(?:\[[^\[\]\n]{1,80}\]|\([A-Z][A-Z ,.'’-]{1,60}\)|[♪♫#][^\n]{0,120}[♪♫#]|[♪♫]+)(?:</i>)?[ \t]*\r?$",
    re.MULTILINE,
)
LONGEST = 120  # characters of a line of credits


def propose(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """The lines go."""
    for match in HEARING.finditer(document.text):
        yield _removal(rules, match, "boilerplate.subtitles.hearing")
    for match in rules.cached(_credits).finditer(document.text):
        yield _removal(rules, match, "boilerplate.subtitles.credits")


def _removal(rules: RuleSet, match: re.Match[str], rule: str) -> Edit:
    return rules.edit(match.start(), match.start() + len(match.group().rstrip("\r")), "", rule)


def _credits(rules: RuleSet) -> re.Pattern[str]:
    """Lines that begin with one of the phrases."""
    phrases = rules["boilerplate.subtitles.credits"].data["begins"]
    found = "|".join(re.escape(phrase).replace(r"\ ", "[ ]{1,3}") for phrase in phrases)
    return re.compile(rf"^[-–— ]{{0,3}}(?:<[a-z]>)?(?:{found})\b[^\n]{{0,{LONGEST}}}$", re.MULTILINE | re.IGNORECASE)
