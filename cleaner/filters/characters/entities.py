"""HTML character references in plain text, decoded: "caf&eacute;" -> "café", "it&#8217;s" -> "it’s".

Once: "&amp;lt;" was escaped twice on purpose, or its second layer cannot be told. Twice only where nobody means a
reference: an apostrophe or letter inside a word ("won&amp;#x27;t"), quotation marks and an ampersand in running text ("Salt
&amp;amp; pepper"). Left alone: text that holds HTML tags (it is source code, its references are right), code between
backticks, URLs, and lines that speak of references, because they name them or because the character stands beside its
reference. Only references with their semicolon. Source: the table of the HTML Living Standard, as in Python's
`html.entities`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.rulebook.packs import RuleSet

REFERENCE = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,30}|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});")
TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]{0,500})?/?>|<!--|<!\[CDATA\[|<\?xml|<!DOCTYPE", re.IGNORECASE)
REST = re.compile(r"#?[A-Za-z0-9]{1,31};")
ADDRESS = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*://|www\.|[?&]\w+=")

QUOTES = "\"'“”‘’«»„‚"
BY_ITSELF = r"(?<!\S)[\"'“‘(«„]?{}[\"'”’).,»“]*(?!\S)"
NEAR = 300  # code points of the line on either side that may speak of references
# What texts about references call them, in the languages that have the most of such texts.
TREATISE = re.compile(
    r"\b(?:HTML|XML|SGML|XHTML|entit(?:y|ies|és?|ad|ades|à)|Entität(?:en)?|(?:character|numeric) references?"
    r"|Zeichenreferenz\w*|escap(?:e|ed|es|ing)"
    r"|maskier\w+|échapp\w+|ampersands?|esperluette|kaufmännische\w*|mark-?up|Unicode|source code"
    r"|Quelltext|сущност\w+|экранир\w+)\b",
    re.IGNORECASE,
)
# Parts of these words in small letters, one of which is in each; and letters that the expression takes for some of theirs, which
# are other ones in small letters.
PARTS = (
    "html", "xml", "sgml", "entit", "reference", "referenz", "escap", "maskier", "échapp", "ampersand", "esperluette",
    "kaufmännische", "markup", "mark-up", "unicode", "source code", "quelltext", "сущност", "экранир",
)  # fmt: skip
OTHER_CASES = "\u0130\u0131\u017f\u1c82\u1c83\u1c84\u1c85"


def propose(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """The character for every reference that stands in plain text."""
    text = document.text
    if "&" not in text:
        return
    found = list(REFERENCE.finditer(text))
    if not found or TAG.search(text):
        return
    from html import unescape

    for match in found:
        start, end = match.span()
        rule, char = "numeric" if match.group()[1] == "#" else "named", unescape(match.group())
        if char == match.group() or char.endswith(";") or not _sound(char):
            continue
        if char == "&" and REST.match(text, end):
            rule, (end, char) = "twice", _second(text, end) if match.group() == "&amp;" else (end, "")
        if not char:
            continue
        low, high = document.token_around(start, end)
        if text[start - 1 : start] == "\\":
            continue  # "\\&bdquo;" is how a markup language shows the reference itself
        if not (ADDRESS.search(text[low:high]) or document.in_code(start, end) or _is_spoken_of(document, start, end, char)):
            yield rules.edit(start, end, char, f"characters.entities.{rule}")


def _second(text: str, start: int) -> tuple[int, str]:
    """Where the second layer of a reference ends, and its character; "" if it may be meant."""
    from html import unescape

    rest = REST.match(text, start)
    if rest is None:
        return start, ""
    char, end = unescape("&" + rest.group()), rest.end()
    if len(char) != 1 or not _sound(char) or char in "<>" or (char == "&" and REST.match(text, end)):
        return start, ""
    inside = text[start - 6 : start - 5].isalpha() or text[end : end + 1].isalpha()
    if char == "&":
        return end, char if not text[end : end + 1].isalnum() else ""
    return end, char if inside or char in QUOTES or not char.isascii() else ""


def _may_speak_of_references(document: Document) -> bool:
    """Whether a word of TREATISE may stand in a text: told of all its references at once, in the time that one takes."""
    lowered = document.text.lower()
    return any(part in lowered for part in PARTS) or any(char in document.text for char in OTHER_CASES)


def _is_spoken_of(document: Document, start: int, end: int, char: str) -> bool:
    """Whether the line is about references: it uses the words, or shows the character by itself beside its reference."""
    text = document.text
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    line = text[max(line_start, start - NEAR) : end + NEAR if line_end < 0 else min(line_end, end + NEAR)]
    if text[start - 1 : start].isalpha() and text[end : end + 1].isalpha():
        return False
    if document.view(_may_speak_of_references) and TREATISE.search(line) is not None:
        return True
    return _is_sign(char) and re.search(BY_ITSELF.format(re.escape(char)), line) is not None


def _is_sign(char: str) -> bool:
    """Whether a character stands by itself in texts about it only: no letter, space, quotation mark, dash or bullet."""
    return not (char.isalpha() or char.isspace()) and char not in QUOTES + "&–—…•·|"


def _sound(char: str) -> bool:
    """No control (but white space), surrogate or U+FFFD."""
    return char not in ("", "\ufffd") and all(
        c.isprintable() or c in "\t\n\xa0\xad" or c.isspace() or c in "\u200c\u200d" for c in char
    )
