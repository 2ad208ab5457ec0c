"""Whole lines that web software prints around a text: "%d bloggers like this:", "Skip to content", "Older posts".

The phrases are in `rules/boilerplate/phrases/ascii.tsv` and `unicode.tsv` (phrase, rule, languages), facts from the
message catalogues of WordPress, Jetpack, MediaWiki and others; what is to say about their rules is in the TOML files
beside them, read only when a phrase is found. Packs of users have a key `phrases` in their rules. The slots of phrases
are explained in :mod:`cleaner.filters.boilerplate._evidence.phrasebook`.

Only a whole line is ever removed: "Read more about it in the annex." stays, and so do lines in fenced code. Phrases that
are also ordinary words or headings ("Search", "Archives") belong to `boilerplate.words.*`, which are unsafe.

Source of the facts: rules/SOURCES.md. `training.boilerplate.phrases` builds the tables.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.filters.boilerplate._evidence.company import SHORT, STRONG, WORD, Company
from cleaner.filters.boilerplate._evidence.cues import FEWEST_COPIES, folded, is_control
from cleaner.filters.boilerplate._evidence.followers import followers, share_bars
from cleaner.filters.boilerplate._evidence.phrasebook import Found, Phrasebook, book_of_packs
from cleaner.filters.boilerplate._evidence.removal import Reason, removals
from cleaner.filters.boilerplate._evidence.rows import Row, rows
from cleaner.filters.boilerplate._evidence.shipped_books import shipped_book
from cleaner.filters.boilerplate._evidence.sketches import Sketched, sketched_document, sketched_some
from cleaner.filters.boilerplate._evidence.slots import PLACEHOLDER
from cleaner.filters.boilerplate._evidence.wrapping import goes_on
from cleaner.rulebook.packs import RuleSet

WORDS = "boilerplate.words."
UNFILLED = "boilerplate.pages.unfilled"
AD, CERTAIN_AD = "boilerplate.words.ad", "boilerplate.ads.word"
LIKES, EDIT = "boilerplate.wordpress.likes", "boilerplate.mediawiki.edit"
SLOT = re.compile(r"\{\w+\}")
LETTERS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
# Characters of scripts without spaces; no pattern, which would take longer than most texts.
CJK = ("\u0e00", "\u0eff"), ("\u1000", "\u109f"), ("\u1780", "\u17ff"), ("\u3040", "\u30ff"), ("\u3400", "\u9fff")
STRONG_WORDS = 4  # of a phrase that no text has as a line by accident
SENTENCE_WORDS = 9  # of one that is a sentence of its own, and needs no label beside it
CJK_IN_WORD = 2  # characters that say as much as a word
BARE_COUNT = "boilerplate.wordpress.bare-count"
SPECIFIER = re.compile(r"%[-+ #0]*\d*(?:\.\d+)?l?[a-ce-zA-Z]\b|printf|%d.+%d")
CODE = re.compile(r"printf|gettext|msg(?:id|str)|[;{}]\s*$|^\s*[\w.-]+\s*[:=]\s*[\"']")  # of a program, or of its messages
RAW = re.compile(rf"{PLACEHOLDER.pattern}|%(?:\d\$)?[sd]\b")
WRAPPED = 30  # code points; a line that was broken by its width is at least as long
MARGIN = 3  # lines around a bare %d that are looked at for more place-holders


def propose(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """Drop the lines that are phrases, or made of them, where their company lets them be."""
    known = None if rules.extra else document.phrase_lines
    sketched = sketched_document(document) if known is None else sketched_some(document.lines, known)
    books = [(book, book.likely(sketched)) for book in _books(document, rules)]
    if not any(likely.numbers for _, likely in books):
        return
    found = {hit.line: hit for book, likely in books for hit in book.find(document.lines, likely)}
    found = {number: _unfilled(document.lines, hit) for number, hit in found.items()}
    found = dict(_with_certain_ads(document.lines, found))
    strengths = {number: strength_of(hit) for number, hit in found.items()}
    for row in rows(document.lines, *books[0]):
        hit, strength = _hit_of_row(row, books[0][0])
        if row.line not in found and hit is not None:
            found[row.line], strengths[row.line] = hit, strength
    if found:
        company = Company(document.lines, strengths)
        about = company.explains_labels
        own = {rule.id for pack in rules.extra for rule in pack.rules}
        copies = Counter(hit.phrase for hit in found.values())
        kept = {
            number: Reason(hit.rule)
            for number, hit in found.items()
            if _is_meant(document, rules, hit, found)
            and (
                hit.rule in own
                or ((not about or _ends_text(hit, company)) and _has_company(rules, hit, company, copies[hit.phrase]))
            )
        }
        bars = share_bars(document.lines, found) if company.has_paragraph and not (company.is_wrapped or about) else {}
        yield from removals(document, rules, kept | followers(document.lines, kept) | bars)


def _ends_text(hit: Found, company: Company) -> bool:
    """Whether a phrase that no text has as a line by accident is the last line: a text about labels would explain it."""
    return company.strengths[hit.line] == STRONG and company.after(hit.line) is None


def _has_company(rules: RuleSet, hit: Found, company: Company, copies: int) -> bool:
    """Whether the lines around a phrase let it go: what its rule asks for, or what its strength does.

    `company = "labels"`: headings elsewhere, which need a label beside them; `between = "texts"`: labels between paragraphs. What
    stands again and again in a text of paragraphs heads nothing.
    """
    data = rules[hit.rule].data
    if data.get("between") == "texts":
        return company.between_texts(hit.line)
    if copies >= FEWEST_COPIES and company.strengths[hit.line] >= SHORT and company.comes_back(hit.line):
        return True
    if not company.speaks_for(hit.line):
        return False
    if company.strengths[hit.line] == STRONG and len(LETTERS.findall(hit.phrase)) >= SENTENCE_WORDS:
        return True
    clicked = company.is_page and is_control(company.lines[hit.line]) and not company.heads_text(hit.line)
    return data.get("company") != "labels" or clicked or company.has_labels(hit.line)


def strength_of(hit: Found) -> int:
    """How much a phrase says as a line of its own: a word, a short phrase, or one that no text has as a line by accident.

    >>> [strength_of(Found(0, "", phrase)) for phrase in ("Leave a comment", "Your address will not be published.")]
    [2, 3]
    """
    if hit.rule.startswith(WORDS):
        return WORD
    if hit.rule in (BARE_COUNT, LIKES, EDIT, UNFILLED):
        return STRONG
    fixed = SLOT.sub(" ", hit.phrase)
    cjk = 0 if fixed.isascii() else sum(low <= char <= high for char in fixed for low, high in CJK)
    size = len(LETTERS.findall(fixed)) + cjk / CJK_IN_WORD
    return STRONG if size >= STRONG_WORDS else SHORT


def _unfilled(lines: Sequence[str], hit: Found) -> Found:
    """The hit with the rule of lines that were not filled, if a slot stands in it as a template has it."""
    if "{" not in hit.phrase or not hit.rule.startswith(WORDS) or RAW.search(lines[hit.line]) is None:
        return hit
    around = lines[max(0, hit.line - MARGIN) : hit.line + MARGIN + 1]
    return hit if any(map(CODE.search, around)) else hit._replace(rule=UNFILLED)


def _with_certain_ads(lines: Sequence[str], found: Mapping[int, Found]) -> Iterator[tuple[int, Found]]:
    """The hits; marks of advertisements that stand again and again, in a text that does not speak of them, have the rule of what
    is certain of a single one in other languages."""
    copies = Counter(folded(lines[number]) for number, hit in found.items() if hit.rule == AD)
    often = [mark for mark, count in copies.items() if count >= FEWEST_COPIES]
    texts = "\n".join(line.casefold() for line in lines if len(line) >= WRAPPED) if often else ""
    certain = {mark for mark in often if mark not in texts}
    for number, hit in found.items():
        is_certain = bool(certain) and hit.rule == AD and folded(lines[number]) in certain
        yield number, hit._replace(rule=CERTAIN_AD) if is_certain else hit


def _hit_of_row(row: Row, book: Phrasebook) -> tuple[Found | None, int]:
    """A row as a hit of its phrase that says most, and what the row says; None if all are words."""
    hits = [Found(row.line, book.phrases[number][1], book.phrases[number][0]) for number in row.phrases]
    hits = sorted((hit for hit in hits if hit.rule != BARE_COUNT), key=strength_of, reverse=True)
    if not hits or strength_of(hits[0]) == WORD:
        return None, WORD
    said = sum(map(strength_of, hits)) + row.labels // 2
    return hits[0], STRONG if said > STRONG else SHORT


def _books(document: Document, rules: RuleSet) -> Iterator[Phrasebook]:
    """The phrasebooks for a text: ASCII text can hold ASCII phrases only."""
    yield shipped_book(beyond_ascii=not document.text.isascii())
    if rules.extra:
        yield rules.cached(book_of_packs)


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
    """Whether the line is part of a sentence: the line above goes on in it, or it goes on in the line below."""
    line, above = lines[hit.line].strip(), lines[hit.line - 1].rstrip() if hit.line else ""
    if line[:1].islower() and not hit.phrase[:1].islower() and len(above) >= WRAPPED and above[-1] not in ".:!?…»”":
        return True
    return hit.line + 1 < len(lines) and goes_on(lines[hit.line], lines[hit.line + 1])


def _beside(lines: list[str], number: int, step: int) -> int:
    """Number of the next line that is not blank, in one direction."""
    number += step
    while 0 <= number < len(lines) and not lines[number].strip():
        number += step
    return number


def found_phrases(lines: Sequence[str], sketched: Sketched | None = None) -> dict[int, Found]:
    """The lines that are phrases of the catalogue, by number."""
    return {hit.line: hit for hit in shipped_book(beyond_ascii=True).find(lines, sketched)}


def strengths_of(lines: Sequence[str], sketched: Sketched | None = None) -> dict[int, int]:
    """What the lines say that are phrases of the catalogue, by number.

    >>> strengths_of(["Skip to content", "Archives", "%d bloggers like this:", "The boat"])
    {0: 2, 1: 1, 2: 3}
    """
    return {number: strength_of(hit) for number, hit in found_phrases(lines, sketched).items()}


def strong_lines(lines: Sequence[str], sketched: Sketched | None = None) -> frozenset[int]:
    """Numbers of the lines that are long phrases of the catalogue, which no text has as a line by accident.

    >>> strong_lines(["Skip to content", "Archives", "%d bloggers like this:"])
    frozenset({2})
    """
    return frozenset(number for number, strength in strengths_of(lines, sketched).items() if strength == STRONG)
