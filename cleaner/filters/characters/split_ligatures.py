"""Ligatures that text extraction set apart from their word: "di ff erent", "ﬁ eld", "o ffi ce", "signifi cant".

A typesetting program draws `ff`, `fi`, `fl`, `ffi`, `ffl` as one glyph, some fonts `tt`, `ti`, `ft` too. Where an extractor
measures a gap beside it, a space stands in the word. The pieces are put together where they make a common word and one of them
is none; what is two words ("sci fi", "off ice", the mark *ff* of music) stays. Languages other than English are asked about
ligatures that stand by themselves and those with a character of their own (:mod:`cleaner.filters._languages.ligatures`). Some
fonts of TeX have the glyphs at the places of control characters (the encodings OT1 and T1), and extractors write `(cid:12)` for
a glyph without a character: inside of a word these become the ligature that makes it one.

1.2 million words of clean text (manuals, medicine, fiction, chat, verse) hold no place that looks like this.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.filters._english.context.foreign import is_among_foreign
from cleaner.filters._english.context.gate import may_be_english, reads_english
from cleaner.filters._english.ligatures import (
    GLYPHS,
    completed,
    has_edge,
    is_word,
    letters_of,
    likelihood,
    pieces_of,
    size,
)
from cleaner.filters._english.word_parts import LIGATURES, OTHER_LIGATURES
from cleaner.filters._languages.ligatures import in_other_languages
from cleaner.rulebook.packs import RuleSet

LETTER = "A-Za-zﬀ-ﬄ"
WITH_GLYPH = f"[A-Za-z]{{0,24}}[ﬀ-ﬄ][{LETTER}]{{0,24}}"
PIECE = f"[{LETTER}]{{1,24}}"
PIECE_BEFORE = f"(?<![\\w'’])[{LETTER}]{{1,24}}\\Z"
REACH = 26  # code points looked at on either side: the longest piece and a space
COMMON = 6  # size class of a word that two spaces part: those of a desk dictionary
COMMONER = 5  # the same where only one space has to go
MOST_PIECES = 3  # of a word that a ligature parts
CLIPPED = "fi"  # ends no word of English but clipped ones, which are written in two as well: "wi fi"
POINT = r" (?=[.,;:!?)\]”’])"
AT_LINE_END = r" ?(-\r?\n|[\x02\ufffe])([a-z]{1,24})"
CODES = {  # OT1 and T1 of LaTeX (base/fontenc); form feed and carriage return, which OT1 has as well, end pages and lines
    "\x0b": "ff", "\x0e": "ffi", "\x0f": "ffl", "\x1b": "ff", "\x1c": "fi", "\x1d": "fl", "\x1e": "ffi", "\x1f": "ffl",
}  # fmt: skip
CODED = r"[\x0b\x0e\x0f\x1b-\x1f(](?:(?<!\()|cid:\d{1,5}\))"


def propose(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """The words in one piece."""
    text = document.text
    for start, end, word in in_other_languages(document):
        yield rules.edit(start, end, word, "characters.split-ligatures.blank")
    if not may_be_english(document):
        return
    has_codes = "(cid:" in text or not document.odd_characters.isdisjoint(CODES)
    places = _places(document)
    if has_codes:
        yield from _coded(text, rules)
    seen = -1
    for start, end in places:
        found = _whole(text, start, end) if start >= seen else None
        if found:
            low, seen, word = found
            is_other = text[start:end] in OTHER_LIGATURES  # "ti" and "ft" are words of other languages
            is_english = reads_english(document, low, seen) if is_other else not _is_elsewhere(document, low, seen)
            if is_english and not document.in_code(low, seen):
                yield rules.edit(low, seen, word, "characters.split-ligatures.blank")


def _is_elsewhere(document: Document, start: int, end: int) -> bool:
    """Whether a piece is a word by itself, in a sentence of another language: "dod â fi at" in Welsh."""
    joined = document.text[start:end].split(" ")
    return any(is_word(piece) for piece in joined if piece not in LIGATURES) and is_among_foreign(document, start, end)


def _places(document: Document) -> list[tuple[int, int]]:
    """The pieces that begin or end with a ligature, and spaces beside typographic ones."""
    text = document.text
    places = {(start, start + len(piece.letters)) for start, piece in pieces_of(document) if _may_be_part(piece.letters)}
    if not document.odd_characters.isdisjoint(GLYPHS):
        places.update((match.start(), match.end()) for match in re.compile(WITH_GLYPH).finditer(text))
    return sorted(place for place in places if " " in (text[place[0] - 1 : place[0]], text[place[1] : place[1] + 1]))


def _may_be_part(piece: str) -> bool:
    return has_edge(piece) or piece in OTHER_LIGATURES


def _whole(text: str, start: int, end: int) -> tuple[int, int, str] | None:
    """What is put together around the piece `text[start:end]`, and the word that it makes."""
    if end - start > REACH or text[start - 1 : start] in ("'", "’"):
        return None
    token = letters_of(text[start:end])
    before = re.compile(PIECE_BEFORE).search(text, max(0, start - REACH), start - 1) if text[start - 1 : start] == " " else None
    after = re.compile(PIECE).match(text, end + 1) if text[end : end + 1] == " " else None
    if after and (not after.group()[0].islower() or text[after.end() : after.end() + 1].isalnum()):
        after = None
    if token.lower() in LIGATURES or token in OTHER_LIGATURES:
        return _around_ligature(text, start, end, before, after)
    options = []
    if before and token.startswith(LIGATURES):
        options.append((before.start(), end, letters_of(before.group()), token))
    if after and token.endswith(LIGATURES):
        options.append((start, after.end(), token, letters_of(after.group())))
    for low, high, left, right in options:
        if _is_one(text, low, high, left, right):
            return low, high, left + right
    return None


def _is_one(text: str, low: int, high: int, left: str, right: str) -> bool:
    """Whether two pieces, one of them none by itself, are a common word, and likelier so."""
    if left.lower() in LIGATURES or right in LIGATURES or not 0 < size(left + right) <= COMMONER:
        return False
    if is_word(left) and is_word(right):
        return False
    return _is_likelier(text, low, high, [left + right], [left, right])


def _around_ligature(
    text: str, start: int, end: int, before: re.Match[str] | None, after: re.Match[str] | None
) -> tuple[int, int, str] | None:
    """A ligature between spaces goes to the word before, the word behind, or parts one word."""
    glyph = letters_of(text[start:end])
    left, right = letters_of(before.group()) if before else "", letters_of(after.group()) if after else ""
    broken = re.compile(AT_LINE_END).match(text, end)
    if broken and left and 0 < size(left + glyph + broken.group(2)) <= COMMON:
        return (before.start() if before else start), broken.start(2), left + glyph + broken.group(1)
    low, high = before.start() if before else start, after.end() if after else end
    options: list[tuple[int, int, str, list[str]]] = []
    if before and after and 0 < size(left + glyph + right) <= COMMON:
        options.append((low, high, left + glyph + right, [left + glyph + right]))
    if after and 0 < size(glyph + right) <= COMMON:
        options.append((start, high, glyph + right, [*([left] if left else []), glyph + right]))
    if before and 0 < size(left + glyph) <= COMMON and text[start:end] != CLIPPED:
        point = re.compile(POINT).match(text, end)
        options.append((low, point.end() if point else end, left + glyph, [left + glyph, *([right] if right else [])]))
    if not options:
        return None
    best = max(options, key=lambda option: likelihood(text, low, high, option[3]))
    if glyph in OTHER_LIGATURES and not _is_certain(text, low, high, best, [word for word in (left, glyph, right) if word]):
        return None
    return best[:3]


def _is_certain(text: str, low: int, high: int, best: tuple[int, int, str, list[str]], pieces: list[str]) -> bool:
    """Whether letters that may be a word by themselves ("ti", "ft") are a ligature here.

    What they make must be likelier than the pieces, and made of three or of one that is no word.
    """
    start, end, _, words = best
    joined = text[start:end].split(" ")
    if len(joined) < MOST_PIECES and all(is_word(piece) for piece in joined if piece not in OTHER_LIGATURES):
        return False
    return _is_likelier(text, low, high, words, pieces)


def _is_likelier(text: str, low: int, high: int, words: list[str], pieces: list[str]) -> bool:
    """Whether words are likelier than their pieces in place of `text[low:high]`."""
    return likelihood(text, low, high, words) > likelihood(text, low, high, pieces)


def _coded(text: str, rules: RuleSet) -> Iterator[Edit]:
    """Codes of glyphs inside of words, where exactly one ligature makes a word of it."""
    for match in re.compile(CODED).finditer(text):
        start, end = match.span()
        left = re.compile(PIECE_BEFORE).search(text, max(0, start - REACH), start)
        right = re.compile(PIECE).match(text, end)
        if not (left or right):
            continue
        one, other = left.group() if left else "", right.group() if right else ""
        code = CODES.get(match.group())
        words = [one + code + other] if code and 0 < size(one + code + other) <= COMMON else []
        words = words or list(completed(one, other, COMMON) if not code else ())
        if words:
            word = max(words, key=lambda word: likelihood(text, start - len(one), end + len(other), [word]))
            yield rules.edit(start, end, word[len(one) : len(word) - len(other)], "characters.split-ligatures.code")
