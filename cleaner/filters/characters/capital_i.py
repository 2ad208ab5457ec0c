"""Capital I and small l confused, as OCR of subtitles does: "lt's", "l'm", "wiII". For subtitles and scans; on request.

A small l where no word can begin with it but a word with I does ("lt", "ln", "l'll"), and a capital I among small letters where
the letters l make a word ("wiII", "aIone") and I itself makes none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.filters._english.context.gate import may_be_english
from cleaner.models.wordlists.lexicon import english_lexicon
from cleaner.rulebook.packs import RuleSet

SMALL = r"(?<![\w'’.-])l(?=(?:t|n|f|t['’]s|t['’]ll|['’](?:m|ll|ve|d)|snt|sn['’]t)(?![\w-])(?!['’]\w))"
ALONE = r"(?<![\w'’./-])l(?= (?:am|was|have|had|will|can|could|would|do|did|don['’]t|think|know|want|said|see|need|mean|guess)\b)"
CAPITAL = (
    r"(?<![\w'’])(?=[A-Za-z]*[a-z])[A-Za-z]{0,20}[a-z]I+[A-Za-z]{0,20}(?![\w'’])|(?<![\w'’])I[a-z]{1,20}I[a-zI]{0,20}(?![\w'’])"
)
COMMON = 6  # size class of the words that come out


def propose(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """The other letter."""
    text = document.text
    if not may_be_english(document):
        return
    for pattern in (SMALL, ALONE):
        for match in re.finditer(pattern, text):
            yield rules.edit(match.start(), match.end(), "I", "characters.capital-i.small-l")
    if "I" not in text:
        return
    for match in re.finditer(CAPITAL, text):
        word = match.group()
        meant = word[0] + word[1:].replace("I", "l")
        size = english_lexicon().size(meant)
        if (
            meant != word
            and 0 < (size.lower if meant.islower() else size.best) <= COMMON
            and not english_lexicon().size(word).best
        ):
            yield rules.edit(match.start(), match.end(), meant, "characters.capital-i.capital")
