"""Ligatures set apart from their word in languages that have a vocabulary: "l\'oﬃ cier", "di ffi culté", "con ﬂ icto".

Asked about ligatures with a character of their own beside a space, and about ones of two letters or three between spaces. The
pieces are put together where they make a common word of the language and one of them is no word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.core.document import Document
from cleaner.filters._english.ligatures import GLYPHS, letters_of
from cleaner.filters._languages.stretches import stretches
from cleaner.models.languages.vocabulary import LANGUAGES, Vocabulary, vocabulary

PIECE = r"[^\W\d_]{1,24}"
GLYPH = f"[{''.join(GLYPHS)}]"
PLACE = re.compile(
    rf"(?:(?<!\w)({PIECE}) )?(?<![^\W\d_])((?:[^\W\d_]{{0,24}}{GLYPH}[^\W\d_]{{0,24}})|(?<= )ff[il]?(?= )|(?<= )f[il](?= ))"
    rf"(?![^\W\d_])(?: ({PIECE})(?![^\W_]))?"
)
SIGNS = (" ff", " fi ", " fl ")  # without one of these, or a ligature, there is no place
LONGEST_WORD = 2  # letters of a piece that is a word by chance, and no evidence against the whole


def in_other_languages(document: Document) -> Iterator[tuple[int, int, str]]:
    """Where a word stands in pieces, and the word; no English."""
    text = document.text
    if not any(sign in text for sign in SIGNS) and document.odd_characters.isdisjoint(GLYPHS):
        return
    if document.language == "en":  # asked last, for that takes longest
        return
    for language, start, end in stretches(document, LANGUAGES):
        words = vocabulary(language)
        for match in PLACE.finditer(text, start, end):
            found = _whole(match, words)
            if found and not document.in_code(found[0], found[1]):
                yield found


def _whole(match: re.Match[str], words: Vocabulary) -> tuple[int, int, str] | None:
    """The longest common word that a place makes with its neighbours; None if there is none."""
    before, token, after = (letters_of(piece or "") for piece in match.groups())
    options = [
        (match.start(1), match.end(3), (before, token, after)),
        (match.start(1), match.end(2), (before, token)),
        (match.start(2), match.end(3), (token, after)),
    ]
    for start, end, pieces in options:
        if all(pieces) and "".join(pieces).lower() in words.common and not all(_is_word(piece, words) for piece in pieces):
            return start, end, "".join(pieces)
    return None


def _is_word(piece: str, words: Vocabulary) -> bool:
    return len(piece) > LONGEST_WORD and piece.lower() in words.common
