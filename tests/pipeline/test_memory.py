"""A document is gone as soon as its result is: views that hold it would be cycles, and a pipe would grow by whole blocks."""

from __future__ import annotations

import gc
import random

import pytest

from cleaner import Cleaner
from cleaner.core.document import Document
from tests.endurance import WORDS


def text_of(size: int) -> str:
    """Lines of common words, an error in some."""
    chance = random.Random(size)
    lines = (
        " ".join(chance.choices(WORDS, k=9)) + chance.choice([*["."] * 9, ". the the end.", " recieved it."]) for _ in range(size)
    )
    return "\n".join(lines)


def documents() -> int:
    return sum(type(each) is Document for each in gc.get_objects())


@pytest.mark.parametrize("lines", [10, 900])
def test_no_view_keeps_its_document(lines: int) -> None:
    cleaner, text = Cleaner(), text_of(lines)
    cleaner.clean("warm").changes
    gc.collect()
    before = documents()
    gc.disable()
    try:
        cleaner.clean(text).suggestions
        assert documents() == before
    finally:
        gc.enable()
