"""Words that were hyphenated at the end of a line, joined: "agree-\\nment" -> "agreement\\n". Opt-in, for English.

Joined only if the lexicon knows the whole word and does not know both halves as everyday words: "wheel-\\nchair" may be
either, and stays. The line feed goes behind the word, so that the number of lines stays. Research: joining always
destroys all real compounds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.document import Document
from cleaner.edits import Edit
from cleaner.lexicon import english
from cleaner.rulebook import RuleSet

WORD_LEVEL = True
BROKEN = re.compile(r"\b([A-Za-z]{2,20})-[ \t]*(\r?\n)[ \t]*([a-z]{2,20})\b([.,;:!?)]*)[ \t]?")
COMMON = 4  # size class up to which a half counts as an everyday word


def propose(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """The joined word, then the line end."""
    text = document.text
    if "-\n" not in text and "-\r\n" not in text:
        return
    for match in BROKEN.finditer(text):
        first, line_end, second, signs = match.groups()
        if _is_one_word(first, second):
            yield rules.edit(match.end(1), match.end(), second + signs + line_end, "layout.hyphens.line-end")


def _is_one_word(first: str, second: str) -> bool:
    words = english()
    if (first + second) not in words:
        return False
    halves = (words.size(first).lower, words.size(second).lower)
    return not all(0 < size <= COMMON for size in halves)
