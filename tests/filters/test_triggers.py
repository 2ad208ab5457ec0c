"""A filter is not asked about a document that lacks its trigger, so it must propose nothing there."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.core.document import Document
from cleaner.filters import BUILT_IN, triggers
from cleaner.filters._english.ligatures import GLYPHS
from cleaner.filters.characters.split_ligatures import CODES
from cleaner.rulebook.packs import RuleSet

WAITING = [filter_ for filter_ in BUILT_IN.values() if filter_.trigger is not None]
PIECES = [
    "to collapsed ",
    "an dis ",
    "teh ",
    "a apple ",
    "speci cation ",
    "could of been ",
    "the the ",
    "“Yes” ",
    "Ã©",
    "caf\u00e9 ",
    "\u200b",
    "\x07",
    "\ufb01",
    "&amp; ",
    "e\u0301",
    "word ",
    "\n",
    "а",
    "’",
    "x",
]


@pytest.mark.parametrize("filter_", WAITING, ids=[filter_.name for filter_ in WAITING])
@settings(max_examples=60)
@given(text=st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_no_trigger_no_proposal(filter_, text: str) -> None:
    document = Document(text)
    if not filter_.trigger(document):
        assert list(filter_.propose(document, RuleSet(filter_.name))) == []


def test_all_that_stands_for_a_ligature_is_waited_for() -> None:
    assert set(triggers.glyphs.signs) == {sign.encode() for sign in ("(cid:", *CODES, *GLYPHS)}
