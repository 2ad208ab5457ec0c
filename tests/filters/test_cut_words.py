"""Words with which a text ends or begins because it was cut are not repaired; errors that stand there are."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner import Cleaner
from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.filters._english.context.cut import SHORTEST, meets_cut_word

PROSE = (
    "The harbour office publishes the timetable on Mondays. Passengers should reach the landing before eight o'clock, because"
    " the first ferry usually leaves early in winter. Anyone who needs assistance with luggage can telephone beforehand."
)
PACK = """
filter = "typos.misspellings"

[[rule]]
id = "typos.misspellings.house"
safety = "safe"
why = "House style."
examples = [{ before = "For more informatio.", after = "For more information." }]
keeps = ["information stays"]
misspellings = { "informatio" = "information" }
"""
LEAST = 60  # code points of what is cut out


@pytest.fixture(scope="module")
def cleaner() -> Cleaner:
    return Cleaner()


def test_prose_cut_off_anywhere_stays(cleaner: Cleaner) -> None:
    for end in range(LEAST, len(PROSE)):
        assert cleaner.clean(PROSE[:end]).text == PROSE[:end]
        assert cleaner.clean(f"{PROSE[:end]}...").text == f"{PROSE[:end]}..."


def test_prose_cut_before_anywhere_stays(cleaner: Cleaner) -> None:
    for start in range(len(PROSE) - LEAST):
        piece = PROSE[start:].lstrip()
        if "." in piece[:-1]:  # a capital behind it tells that it is no text in small letters alone
            assert cleaner.clean(piece).text == piece
        assert cleaner.clean(f"…{piece}").text == f"…{piece}"


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("You can pay at the desk or online, as soon as you recieve", None),
        ("We wrote to the office and waited for weeks, but no reply came from the goverment", None),
        ("we wrote to the office and recieved no answer. nobody has been there since then.", None),
        ("i recieved the book yesterday, and im very happy with it so far", None),
        ("Wait for the goverment", "Wait for the government"),
    ],
)
def test_what_is_no_piece_is_repaired(cleaner: Cleaner, text: str, clean: str | None) -> None:
    result = cleaner.clean(text).text
    assert result != text if clean is None else result == clean


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Wait for the informatio", "informatio"),  # a title
        ("You can pay at the desk or online, and ask for the informatio.", "informatio"),
        ("i went to the office, and nobody was there. recieved no answer. hoose", "hoose"),
    ],
)
def test_a_short_text_and_a_mark_behind_tell_no_cut(text: str, word: str) -> None:
    start = text.index(word)
    edit = Edit(start, start + len(word), "other", "typos.speller.sure")
    assert len(text) < SHORTEST or not text.endswith(word) or word == "hoose"
    assert not meets_cut_word(Document(text), edit)


def test_words_of_a_users_pack_are_repaired_at_the_edge(tmp_path: Path) -> None:
    pack = tmp_path / "house.toml"
    pack.write_text(PACK, encoding="utf-8")
    text = f"{PROSE[:100]} and more informatio"
    assert Cleaner(rules=[pack]).clean(text).text == f"{text}n"
