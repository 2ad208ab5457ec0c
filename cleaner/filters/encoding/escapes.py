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
WORD_BESIDE = re.compile(r"[^\W\d_]|[.,;:!?)]?\s")
QUOTES = frozenset("\"'`")


def propose(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """The characters for escapes that touch a word."""
    text = document.text
    if "\\" not in text:
        return
    for match in ESCAPES.finditer(text):
        start, end = match.span()
        before, after = text[start - 1 : start], text[end : end + 1]
        if (before in QUOTES and after in QUOTES and before) or document.in_code(start, end):
            continue
        if not (before.isalpha() or after.isalpha()):
            continue
        chars = _decoded(match.group())
        if chars:
            yield rules.edit(start, end, chars, "encoding.escapes.unicode")


def _decoded(escapes: str) -> str:
    """The characters, "" if one of them is ASCII, a control or half a character.

    >>> _decoded("\\\\u00e9"), _decoded("\\\\ud83d\\\\ude00"), _decoded("\\\\u0041")
    ('é', '😀', '')
    """
    chars = "".join(chr(int(digits, 16)) for digits in ONE.findall(escapes) if int(digits, 16) <= 0x10FFFF)
    chars = chars.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return chars if all(char > "\xa0" and char.isprintable() and char != "\ufffd" for char in chars) else ""
