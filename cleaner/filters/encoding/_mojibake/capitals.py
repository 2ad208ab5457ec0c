"""Accented letters before punctuation that look like two bytes of UTF-8 and are none: “CORREIO DA MANHÃ”, «MAÇÃ»."""

from __future__ import annotations

import re

from cleaner.filters.encoding._mojibake.lost import Context

# Marks that stand behind a word in clean text, so that a capital and such a mark are no sequence by themselves.
MARKS = "”“„’‘‚»«›‹®™…–—• \xa0"
OPENERS = {"”": "“„”", "“": "„", "»": "«", "«": "»", "’": "‘‚", "‘": "‚", "›": "‹", "‹": "›"}
LETTER_END = re.compile(r"[^\W\d_]+\Z")


def is_clean_capital(before: str, pair: str, after: str, decoded: str, context: Context, encoding: str = "windows-1252") -> bool:
    """Whether a letter with a mark behind it is clean, as in “MANHÃ”, and no character of two bytes.

    It is if the word around is in capitals and the mark closes what was opened, or the language prefers the word.

    >>> is_clean_capital("“DA MANH", "Ã”", "", "Ô", Context())
    True
    >>> is_clean_capital("mang", "Ã©", "", "é", Context())
    False
    """
    first, marks = pair[0], pair[1:]
    if not first.isalpha() or any(mark not in MARKS for mark in marks) or (after[:1].isalpha() and marks != " "):
        return False
    word = LETTER_END.search(before)
    letters = word.group() if word else ""
    if letters and not (letters.isupper() if first.isupper() else letters[-1].islower()):
        return False
    mark = marks[:1]
    openers = OPENERS.get(mark, "")
    opened = max((before.rfind(opener) for opener in openers), default=-1)
    if opened >= 0 and opened > before.rfind(mark) - (mark in openers):
        return True
    if len(letters) < 2 or not decoded:
        return len(letters) >= 2 and mark == " " and first in "ÃÂÅÐ"
    clean, damaged = letters + first, letters + decoded.strip()
    return context.cost(clean.lower(), encoding) <= context.cost(damaged.lower(), encoding)
