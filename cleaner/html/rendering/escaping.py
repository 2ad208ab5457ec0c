"""Text as Markdown (CommonMark 0.31): what would be read as markup gets a backslash before it."""

from __future__ import annotations

import re

# Inline, chapters 6.1 to 6.6: backslashes before punctuation, code spans, emphasis that could open or close, links,
# tags, references. An asterisk between spaces and an underscore inside of a word are no emphasis.
INLINE = re.compile(
    r"(?P<tex>\\\([^\n]{1,300}?\\\)|\\\[[^\n]{1,300}?\\\]|\$\$[^\n$]{1,300}\$\$)|\\(?=[!-/:-@\[-`{-~])|`|\*(?=\S)|(?<=\S)\*|(?<!\w)_+(?=[^\s_])|(?<=[^\s_])_+(?!\w)|\[(?=[^\[\]]*\]\()|<(?=[a-zA-Z/!?])|~~"
    r"|&(?=#?\w+;)"
)
# At the start of a line, chapters 4 and 5: headings, quotations, items, fences, thematic breaks and underlines of headings.
START = re.compile(
    r"(?P<whole>[-=_*]{2,}[ \t]*$|[-=]$)|(?P<mark>#{1,6}(?=\s|$)|[-+*>](?=\s|$)|>|~~~)|(?P<number>\d{1,9})(?=[.)](?:\s|$))",
    re.MULTILINE,
)
MARKED = frozenset("\\`*_[<~&#>+-=")
NUMBERED = re.compile(r"\d{1,9}[.)]")


def escaped(text: str, at_start: bool, whole: bool) -> str:
    """The text so that Markdown shows it as it stands.

    `at_start`: it begins a line; `whole`: it is all of the line.

    >>> escaped("# 5 * 3 *is* <b> snake_case", True, True)
    '\\\\# 5 * 3 \\\\*is\\\\* \\\\<b> snake_case'
    >>> escaped("1986. A year", True, True), escaped("-", False, True)
    ('1986\\\\. A year', '-')
    """
    if MARKED.isdisjoint(text) and not (at_start and NUMBERED.match(text)):
        return text
    found = START.match(text) if at_start else None
    text = INLINE.sub(_each, text)
    if found is None or (found["whole"] and not whole):
        return text
    place = len(found["number"]) if found["number"] else 0
    return text if text.startswith("\\") else f"{text[:place]}\\{text[place:]}"


def _each(found: re.Match[str]) -> str:
    """A backslash before each sign; a formula between its delimiters stays."""
    return found.group() if found["tex"] else "".join(f"\\{character}" for character in found.group())
