"""Arabic presentation forms, as PDF tools and old programs leave them, to the letters that they show: "ﺍﻟﻤﺪﻳﻨﺔ" -> "المدينة".

Each form of U+FB50-FDFF and U+FE70-FEFF that shows letters is decomposed by itself, and nothing else is: NFKC of the whole
text would change "x²" and "½". Words that are signs stay (U+FDF0-FDFF, such as the salutation on the Prophet), the ornate
parentheses, vowel marks on a space, and a form that stands alone, as in a table of forms. Source: the compatibility
decompositions of UnicodeData.txt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from unicodedata import normalize

from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.rulebook.packs import RuleSet

LEADS = re.compile(rb"\xef(?:[\xad-\xb6\xba]|\xb7[\x80-\x87]|\xbb[\x80-\xbc])")  # how the forms begin in UTF-8
FORMS = "\ufb50-\ufbb1\ufbd3-\ufd3d\ufd50-\ufdc7\ufe80-\ufefc"
FEWEST = 2  # Arabic letters of a word of forms


def propose(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """The letters of every word that is written in presentation forms."""
    if document.is_plain or LEADS.search(document.utf8) is None:
        return
    text = document.text
    words = [match for match in _word().finditer(text) if _form().search(match.group())]
    running = sum(match.end() - match.start() >= FEWEST for match in words) >= FEWEST
    for match in words:
        if not running and match.end() - match.start() < FEWEST:
            continue
        after = _form().sub(lambda form: normalize("NFKC", form.group()), match.group())
        yield rules.edit(match.start(), match.end(), after, "encoding.presentation-forms.arabic")


@cache
def _word() -> re.Pattern[str]:
    return re.compile(f"[\u0621-\u065f\u066e-\u06d3{FORMS}]+")


@cache
def _form() -> re.Pattern[str]:
    return re.compile(f"[{FORMS}]")
