"""Long texts of mostly ASCII are scanned where they are not: what is found there is what is found in a text of its own."""

from __future__ import annotations

import re

import pytest

from cleaner import Cleaner
from cleaner.core.document import Document
from cleaner.filters.characters.entities import OTHER_CASES, PARTS, TREATISE, _may_speak_of_references

SENTENCE = "The committee met on Monday and adjourned until the next day.\n"
PADDING = SENTENCE * 100
LINES = [
    "schÃ¶n und grÃ¼n\n",
    "дц╘jц═ vu, bien sц╩r, mon gц╘nц╘ral\n",
    "cafe\u0301 and re\u0301sume\u0301\n",
    "an eﬃcient \u200bway\n",
    "Gonzαlez pаypal\n",
]


@pytest.mark.parametrize("line", LINES)
def test_a_line_amidst_ascii_is_repaired_as_at_the_head(line: str) -> None:
    cleaner = Cleaner(preset="encoding", select=["encoding", "characters"])
    short = cleaner.clean(SENTENCE + line).text.removeprefix(SENTENCE)
    assert cleaner.clean(PADDING + line + PADDING).text == PADDING + short + PADDING
    assert cleaner.clean(PADDING + line.rstrip("\n")).text == PADDING + short.rstrip("\n")


REFERENCE_WORDS = [
    "HTML",
    "XML",
    "sgml",
    "xHTML",
    "entity",
    "Entities",
    "entité",
    "entitad",
    "entitades",
    "entità",
    "Entität",
    "Entitäten",
    "Zeichenreferenzen",
    "escape",
    "escaped",
    "Escapes",
    "escaping",
    "maskiert",
    "échappement",
    "Ampersands",
    "ampersand",
    "esperluette",
    "kaufmännisches",
    "markup",
    "mark-up",
    "UNICODE",
    "Quelltext",
    "сущности",
    "экранировать",
]


@pytest.mark.parametrize("word", [*REFERENCE_WORDS, "character reference", "Numeric References", "source code"])
def test_no_word_about_references_is_missed_at_a_glance(word: str) -> None:
    for written in (word, word.upper(), word.title()):
        assert _may_speak_of_references(Document(f"the {written} is"))
    assert TREATISE.search(f"the {word} is")
    assert not _may_speak_of_references(Document("the cat is"))


def test_letters_that_an_expression_takes_for_others_are_known() -> None:
    for letter in sorted(set("".join(PARTS))):
        alike = re.compile(re.escape(letter), re.IGNORECASE)
        odd = [chr(code) for code in range(0x10000) if alike.match(chr(code)) and chr(code).lower() != letter]
        assert set(odd) <= set(OTHER_CASES), letter
