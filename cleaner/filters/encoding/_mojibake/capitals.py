"""Accented letters before punctuation that look like bytes of UTF-8 and are none: “CORREIO DA MANHÃ”, «MAÇÃ», “Umeå?”."""

from __future__ import annotations

import re
from functools import lru_cache

from cleaner.filters.encoding._mojibake.lost import Context
from cleaner.filters.encoding._mojibake.pieces import to_bytes

# Marks that stand behind a word in clean text, so that a capital and such a mark are no sequence by themselves.
MARKS = "”“„’‘‚»«›‹®™…–—• \xa0"
OPENERS = {"”": "“„”", "“": "„", "»": "«", "«": "»", "’": "‘‚", "‘": "‚", "›": "‹", "‹": "›"}
BY_THEMSELVES = "àáí"  # small letters that are words, and begin no character that has a no-break space for its second byte
LAST_LATIN1, LAST_LATIN = "\xff", "\u024f"
LINES_KEPT = 4  # lines that are remembered while their letters are asked about
# What a line says that speaks of a letter, in the languages that have the most of such lines.
ABOUT_LETTERS = re.compile(
    r"\b(?:letters?|characters?|glyphs?|accents?|Buchstaben?|Zeichen|Tasten?|letras?|lettres?|touches?|lettera|lettere|lettre"
    r"|caract[eè]r\w*|carattere|tecla|bokstav\w*|liter[aęy]|znak\w*|букв\w+|tildes?|til|circumflex|circonflexe|circunflexo|diacritics?|vowels?|alphabets?)\b",
    re.IGNORECASE,
)
SEQUENCE = re.compile("[Â-ô][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")  # as Windows-1252 shows one
LETTER_END, LETTERS = re.compile(r"[^\W\d_]+\Z"), re.compile(r"[^\W\d_]+")
NEXT_WORD = re.compile(r"[“„«(]?([^\W\d_]+(?: [^\W\d_]+)?)")


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
    if _is_of_other_alphabet(letters, decoded, encoding) or (marks == " " and _is_among_capitals(letters, after)):
        return True
    mark = marks[:1]
    openers = OPENERS.get(mark, "")
    opened = max((before.rfind(opener) for opener in openers), default=-1)
    if opened >= 0 and opened > before.rfind(mark) - (mark in openers):
        return True
    if len(letters) < 2 or not decoded:
        return len(letters) >= 2 and mark == " " and first in "ÃÂÅÐ"
    clean, damaged = letters + first, letters + decoded.strip()
    return context.cost(clean.lower(), encoding) <= context.cost(damaged.lower(), encoding)


def is_capital(before: str, capital: str, after: str, made: str, context: Context, encoding: str) -> bool:
    """Whether a word in capitals is as likely with the one that stands there ("SÃO") as with the letter made of it.

    >>> context = Context(lambda: "A IRMÃ DA MINHA MÃE NÃO TEM TEMPO PARA ISSO")
    >>> [is_capital(*word, "Í", context, "windows-1252") for word in (("S", "Ã", "O fim"), ("POLIC", "Ã", "A"))]
    [True, False]
    """
    left, right = LETTER_END.search(before), LETTERS.match(after)
    around = (left.group() if left else "", right.group() if right else "")
    if len(capital) != 1 or not "".join(around).isupper():
        return False
    costs = [context.cost(letter.join(around).lower(), encoding) for letter in (capital, made)]
    return costs[0] <= costs[1]


def _is_of_other_alphabet(letters: str, decoded: str, encoding: str) -> bool:
    """Whether a word has a letter that no text of the encoding has, as Vietnamese "ĐÃ", or would end in another alphabet.

    >>> _is_of_other_alphabet("Đ", "à", "windows-1252"), _is_of_other_alphabet("A", "Й", "windows-1252")
    (True, True)
    """
    if any(LAST_LATIN1 < letter <= LAST_LATIN for letter in letters) and to_bytes(letters, encoding) is None:
        return True
    return letters.isascii() and letters != "" and decoded.isalpha() and decoded > LAST_LATIN


def _is_among_capitals(letters: str, after: str) -> bool:
    """Whether a word in capitals goes on with one in capitals: a character that ends in a no-break space is a small letter.

    >>> _is_among_capitals("X", "HỘI"), _is_among_capitals("L", "bas")
    (True, False)
    """
    following = NEXT_WORD.match(after)
    return letters.isupper() and following is not None and len(following[1]) > 1 and following[1].isupper()


def is_clean_ending(before: str, piece: str, after: str, *, lone: bool = False) -> bool:
    """Whether a small accented letter ends a word of clean text, with marks behind it that may look like two bytes more.

    It is a word by itself in a line that has no other characters of three such bytes (`lone`).

    >>> is_clean_ending("Ume", "å?”", ""), is_clean_ending("amanh", "ã –", " "), is_clean_ending("th", "á»?", "i")
    (True, True, False)
    """
    first, marks = piece[0], piece[1:]
    if not (marks and first.islower() and first <= LAST_LATIN):
        return False
    word = LETTER_END.search(before)
    letters = word.group() if word else ""
    if marks[0] == " " and not letters:
        return first in BY_THEMSELVES
    if not letters[-1:].islower() and not (lone and not letters):
        return False
    if letters[-1:] > LAST_LATIN:
        return False
    if marks[0] == " ":
        return True
    # "â" begins quotation marks and dashes, and "á»" half of the vowels of Vietnamese
    known = first != "â" and (lone or not piece.startswith("á»")) and not after[:1].isalpha()
    return known and all(mark in MARKS or mark == "?" for mark in marks)


def is_spoken_of(line: str, start: int, end: int) -> bool:
    """Whether "Ã" or "Â" stands as a word in a line about letters that has no other sequences.

    >>> is_spoken_of("Ã is a letter", 0, 2), is_spoken_of("Il va Ã Paris", 6, 8)
    (True, False)
    """
    if line[start:end].strip() not in ("Ã", "Â") or line[:start][-1:].strip() or line[start + 1 : start + 2].strip():
        return False
    return _names_letters(line)


@lru_cache(LINES_KEPT)
def _names_letters(line: str) -> bool:
    """Whether a line is about letters and has no sequences; asked for each letter of it that stands alone."""
    return ABOUT_LETTERS.search(line) is not None and SEQUENCE.search(line) is None
