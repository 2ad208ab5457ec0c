"""Whole lines that web software prints around a text: "%d bloggers like this:", "Skip to content", "Older posts".

The phrases are in `rules/boilerplate/phrases/ascii.tsv` and `unicode.tsv` (phrase, rule, languages), facts from the
message catalogues of WordPress, Jetpack, MediaWiki and others; what is to say about their rules is in the TOML files
beside them, read only when a phrase is found. Packs of users have a key `phrases` in their rules. The slots of phrases
are explained in :mod:`cleaner.filters.boilerplate._phrasebook`.

Only a whole line is ever removed: "Read more about it in the annex." stays, and so do lines in fenced code. Phrases that
are also ordinary words or headings ("Search", "Archives") belong to `boilerplate.words.*`, which are unsafe.

Source of the facts: rules/SOURCES.md. `training.phrases` builds the tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.core.resources import data_file
from cleaner.filters.boilerplate._phrasebook import Found, Phrasebook, book_of_packs
from cleaner.filters.boilerplate._removal import Reason, removals
from cleaner.rulebook.packs import RuleSet

WORDS = "boilerplate.words."
BARE_COUNT = "boilerplate.wordpress.bare-count"
SPECIFIER = re.compile(r"%[-+ #0]*\d*(?:\.\d+)?l?[a-ce-zA-Z]\b|printf|%d.+%d")
WRAPPED = 30  # code points; a line that was broken by its width is at least as long
MARGIN = 3  # lines around a bare %d that are looked at for more place-holders


def propose(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """Drop the lines that are phrases."""
    found = {hit.line: hit for book in _books(document, rules) for hit in book.find(document.lines)}
    if found:
        kept = {number: Reason(hit.rule) for number, hit in found.items() if _is_meant(document, rules, hit, found)}
        yield from removals(document, rules, kept)


def _books(document: Document, rules: RuleSet) -> Iterator[Phrasebook]:
    """The phrasebooks for a text: ASCII text can hold ASCII phrases only."""
    yield rules.kept(_ascii if document.text.isascii() else _unicode)
    if rules.extra:
        yield rules.kept(book_of_packs)


def _ascii(rules: RuleSet) -> Phrasebook:
    return _shipped(rules.data("ascii.tsv"))


def _unicode(rules: RuleSet) -> Phrasebook:
    return _shipped(rules.data("ascii.tsv"), rules.data("unicode.tsv"))


@cache
def _shipped(*paths: Path) -> Phrasebook:
    rows = [row.split("\t") for path in paths for row in path.read_text(encoding="utf-8").splitlines()]
    return Phrasebook([(row[0], row[1]) for row in rows])


def _is_meant(document: Document, rules: RuleSet, hit: Found, found: dict[int, Found]) -> bool:
    """Whether a found line is to go: not in code, not the end of a sentence, and in the company that its rule asks for."""
    start = document.line_starts[hit.line]
    if document.in_code(start, start) or _goes_on(document.lines, hit):
        return False
    if hit.rule == BARE_COUNT:
        around = document.lines[max(0, hit.line - MARGIN) : hit.line + MARGIN + 1]
        return document.lines[hit.line].strip() == "%d" and not any(map(SPECIFIER.search, around))
    company = rules[hit.rule].data.get("beside")
    if company:
        near = [found.get(_beside(document.lines, hit.line, step)) for step in (-1, 1)]
        return any(other is not None and other.rule in company for other in near)
    return True


def _goes_on(lines: list[str], hit: Found) -> bool:
    """Whether the line goes on with the sentence of the line above: wrapped text, small letter where the phrase has none."""
    line, above = lines[hit.line].strip(), lines[hit.line - 1].rstrip() if hit.line else ""
    return line[:1].islower() and not hit.phrase[:1].islower() and len(above) >= WRAPPED and above[-1] not in ".:!?…»”"


def _beside(lines: list[str], number: int, step: int) -> int:
    """Number of the next line that is not blank, in one direction."""
    number += step
    while 0 <= number < len(lines) and not lines[number].strip():
        number += step
    return number


def known_lines(lines: Sequence[str]) -> dict[int, str]:
    """Numbers of the lines that are phrases of the catalogue, with "sure" or "word": words are headings elsewhere.

    >>> known_lines(["Skip to content", "Archives", "A long winter"])
    {0: 'sure', 1: 'word'}
    """
    folder = data_file("boilerplate", "phrases")
    book = _shipped(folder / "ascii.tsv", folder / "unicode.tsv")
    return {hit.line: "word" if hit.rule.startswith(WORDS) else "sure" for hit in book.find(lines)}
