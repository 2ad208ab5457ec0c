"""Windows-1252 that was read as ISO 8859-1: controls of the C1 block where quotation marks, dashes and a few letters were.

A line is read so only if all of its controls make sense: a quotation mark where such a mark stands, no mark but an apostrophe
or a dash between two letters. What does not is text of another code page (:mod:`cleaner.filters.encoding.codec_pairs`).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from cleaner.decoding.likelihood import EIGHTHS, UNSEEN, pairs_of, shipped
from cleaner.filters.encoding._mojibake.pieces import shown

OPENING_SIGNS = tuple("¿¡([“‘„‚«…-–—@#$€£'\"")
CONTROL = re.compile("[\x80-\x9f]")
ACCENTS = "ˆ˜"
CLOSED_BY = {"‚": "‘’'", "„": '“”"', "‹": "›"}
# A word with a control in it or beside it, or between spaces what may be an ellipsis, or the French "à" of code page 850.
WITH_CONTROL = re.compile("[^\\W\\d_]*(?:[\x80-\x9f]+[^\\W\\d_]+)+[\x80-\x9f]*|[^\\W\\d_]+[\x80-\x9f]+|(?<= )\x85(?= [a-z])")
LETTERS_ELSEWHERE = ("cp850", "mac_roman")  # encodings that have letters where Windows-1252 has marks
WORST_PAIR = 6.5 * EIGHTHS  # eighths of a nat; a pair that costs more is hardly one of the language
NEARLY = 1.1  # times the cost of the likeliest language
PAIR = 2.5  # nats that a letter pair of clean text costs


def controls_read(text: str, is_bad: Callable[[str], bool]) -> str:
    """The controls of a line as Windows-1252, if all of them make sense so.

    >>> controls_read("\\x93yes\\x94", str.isspace), controls_read("G\\x84ste", str.isspace)
    ('“yes”', 'G\\x84ste')
    """
    read = CONTROL.sub(lambda match: shown("windows-1252")[ord(match.group())], text)
    if read == text or is_bad(read):
        return text
    for match in CONTROL.finditer(text):
        if not _makes_sense(read, match.start()):
            return text
    return text if _is_of_codepage(text, read) else read


def _makes_sense(text: str, place: int) -> bool:
    """Whether a sign of Windows-1252 stands where it stands in text: a mark at the edge of a word, a letter in its case.

    >>> _makes_sense("l’été", 1), _makes_sense("plut™t", 4), _makes_sense("‚tait", 0), _makes_sense("SŠvre", 1)
    (True, False, False, False)
    """
    char = text[place]
    before, after = text[place - 1 : place] if place else "", text[place + 1 : place + 2]
    if char in "ŠŒŽšœžŸ":
        return not char.isupper() or not before.isalpha() or (before.isupper() and not after.islower())
    if char in "’–—…•":
        return True
    if char <= "\x9f" or char in ACCENTS or (before.isalpha() and after.isalpha()):
        return False
    if char in "™†‡€‰ƒ":
        return not after.isalpha() and not (char in "€‰ƒ" and before.isalpha())
    opens = not before.isalnum() and (after.isalnum() or after in OPENING_SIGNS)
    closes = bool(before) and not before.isspace() and not after.isalnum()
    if char in CLOSED_BY:
        return opens and any(mark in text[place + 1 :] for mark in CLOSED_BY[char])
    return opens or closes if char in "‘“" else closes if char in "”›" else True


def _is_of_codepage(text: str, read: str) -> bool:
    """Whether a word of a line has a letter, in DOS or Mac OS, where Windows-1252 has a mark, and is likelier with it.

    >>> _is_of_codepage("El se\x96or est\x87 aqu\x92 con su familia.", "El se–or est‡ aqu’ con su familia.")
    True
    >>> _is_of_codepage("It\x92s late \x97 or was\x85", "It’s late — or was…")
    False
    """
    words = [match.span() for match in WITH_CONTROL.finditer(text)]
    if not words:
        return False
    languages = _languages(CONTROL.sub(" ", text))
    return any(
        _has_letter(text[start:end], read[start:end], encoding, language)
        for start, end in words
        for encoding in LETTERS_ELSEWHERE
        for language in languages
    )


def _languages(text: str) -> list[str]:
    """The languages that a line may be in: the likeliest, and what is nearly as likely."""
    likelihood = shipped()
    costs = likelihood.costs(text, likelihood.likely(text)).by_language
    least = min(costs.values(), default=0)
    return [language for language, cost in costs.items() if cost <= least * NEARLY]


def _has_letter(word: str, read: str, encoding: str, language: str) -> bool:
    """Whether a word with letters of an encoding is a word of a language, and likelier than as Windows-1252 reads it."""
    likelihood = shipped()
    made = CONTROL.sub(lambda match: bytes([ord(match.group())]).decode(encoding), word)
    if not made.isalpha() or not (made[1:].islower() or made.isupper()):
        return False
    model = likelihood.models[language]
    if max(model.get(pair, UNSEEN) for pair in pairs_of([made])[0]) > WORST_PAIR:
        return False
    apart = "".join(char if char.isalpha() else " " for char in read).strip()
    costs = [likelihood.costs(text, [language]).by_language[language] / EIGHTHS for text in (made, apart)]
    return costs[0] - PAIR * (len(pairs_of([made])[0]) - len(pairs_of(apart.split())[0])) < costs[1]
