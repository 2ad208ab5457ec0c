"""Pieces of UTF-8 within clean text: words that are UTF-8 throughout, and runs that only look so."""

from __future__ import annotations

import re

from cleaner.filters.encoding._mojibake.judgement import is_bad
from cleaner.filters.encoding._mojibake.pieces import LOST, from_bytes, to_bytes

# What clean text of many languages holds beyond letters: no sign that a line is in another encoding.
ORDINARY = frozenset("“”„‘’‚–—…«»‹›•€°§©®™\xa0\xad¡¿·")
BEYOND = re.compile("[^\x00-\x7f]+")
CAPITAL_IN_WORD = re.compile("[a-zß-ÿ][ÂÃÄÅ]")
WORD = re.compile(r"(?:[^\W\d_]|[^\x00-\xa0])+")  # letters, and what bytes behind the first look like
STRAY_IN_WORD = re.compile("[a-z][‰ˆ¸˜‡†„‚”›‹Â¢£¥©ª¬®±²³¶·¹º¼½¾ﬂﬁ∂∑∏√∞≈∆◊][a-z]")  # a letter of another encoding


def whole_word(match: re.Match[str]) -> str:
    """A word that is UTF-8 throughout and looks like mojibake, by two sequences or by a capital behind a small letter.

    A name with one sequence stays: which encoding it was read in, nobody can tell.
    """
    word = match.group()
    data = None if word.isascii() or not is_bad(word) else to_bytes(word, "windows-1252")
    decoded = from_bytes(data) if data and LOST not in data else None
    if decoded is None or not decoded[1:].islower() or not "".join(BEYOND.findall(decoded)).isalpha():
        return word
    is_plain = decoded.islower() and CAPITAL_IN_WORD.search(word)
    return decoded if is_plain or len(BEYOND.findall(word)) > 1 else word


def first_reading(run: str) -> str:
    """A run as UTF-8, "" if it is none."""
    data = to_bytes(run, "windows-1252")
    return (from_bytes(data) if data else None) or ""


def is_amid_strays(before: str, after: str) -> bool:
    """Whether signs or accented letters that belong to no sequence touch a run: chance, in text of another encoding."""
    return any("\xa0" < char <= "\xff" and char not in ORDINARY for char in before[-1:] + after)
