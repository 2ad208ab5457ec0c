"""Escapes of programming languages left in running text: "don\\u2019t" -> "don’t". Suggested only.

JSON and several languages write a character as backslash, u and four hexadecimal digits; a text that was escaped once too often
shows them. Text about escapes holds them as well, in code and in quotation marks, so nothing is done by default.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.rulebook.packs import RuleSet

ESCAPE = r"(?:u[0-9a-fA-F]{4}|U000[0-9a-fA-F]{5}|x[89a-fA-F][0-9a-fA-F])"
ESCAPES = re.compile(rf"\\(?<!\\\\){ESCAPE}(?:\\{ESCAPE})*")  # begins with a letter of its own: found at memory speed
ONE = re.compile(r"\\[uUx]([0-9a-fA-F]+)")
QUOTES = frozenset("\"'`")
SHORTEST_WORD = 2  # letters
BEFORE_WORD, BEHIND_WORD = "(“«¿¡", ".,;:!?)”»…"  # marks beside a word


def propose(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """The characters for escapes that touch a word, or are one."""
    text = document.text
    if "\\" not in text:
        return
    matches = [match for match in ESCAPES.finditer(text) if not _is_spoken_of(document, *match.span())]
    inside = [_touches_word(text, *match.span()) for match in matches]
    for match, touches in zip(matches, inside, strict=True):
        chars = _decoded(match.group())
        # a word of escapes alone, as in Cyrillic; a letter by itself among words with escapes
        is_word = chars.isalpha() and (len(chars) >= SHORTEST_WORD or any(inside)) and _stands_as_word(text, *match.span())
        if chars and (touches or is_word):
            yield rules.edit(*match.span(), chars, "encoding.escapes.unicode")


def _touches_word(text: str, start: int, end: int) -> bool:
    """Whether a letter stands beside `text[start:end]`."""
    return text[start - 1 : start].isalpha() or text[end : end + 1].isalpha()


def _stands_as_word(text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]` stands as words do, and not as in `[\\u4e00-\\u9fff]`."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return (not before.strip() or before in BEFORE_WORD) and (not after.strip() or after in BEHIND_WORD)


def _is_spoken_of(document: Document, start: int, end: int) -> bool:
    """Whether escapes stand in quotation marks or code, or in a path that has other backslashes."""
    text = document.text
    before, after = text[start - 1 : start], text[end : end + 1]
    if (before in QUOTES and after in QUOTES and before) or document.in_code(start, end):
        return True
    low, high = document.token_around(start, end)
    return "\\" in ESCAPES.sub("", text[low:high])


def _decoded(escapes: str) -> str:
    """The characters, "" if one of them is ASCII, a control or half a character.

    >>> _decoded("\\\\u00e9"), _decoded("\\\\ud83d\\\\ude00"), _decoded("\\\\u0041")
    ('é', '😀', '')
    """
    chars = "".join(chr(int(digits, 16)) for digits in ONE.findall(escapes) if int(digits, 16) <= 0x10FFFF)
    chars = chars.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return chars if all(char > "\xa0" and char.isprintable() and char != "\ufffd" for char in chars) else ""
