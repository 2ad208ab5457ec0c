"""Long texts are read in sections: what comes out is what comes out where every filter looks at the whole text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner import Cleaner
from cleaner.core.document import Document
from cleaner.core.edits import Edit, apply
from cleaner.core.kernel import kernel
from cleaner.core.views.sections import MARGIN, SIZE, Section, Sections, cut, spans_of, with_margins
from cleaner.filters import triggers
from cleaner.pipeline.asked import MOST_CHARS

needs_kernel = pytest.mark.skipif(kernel() is None, reason="there is no kernel: no compiler, or CLEANER_PURE is set")
PROSE = (
    "The ferry left the old harbour at seven in the morning, and the people on the quay waved until it was out of sight. "
    "Nobody knew when it would be back, for the weather had been bad all week. She said that they would wait for it.\n"
)
ERRORS = [
    "teh ", "recieve ", "departmant ", "Departmant ", "calender ", "inthe ", "accordin gto ", "fram ework ", "an dis ",
    "the the ", "settlements settlements ", "a hour ", "an book ", "they want to went there. ", "to quickly finished ",
    "could of been ", "your welcome ", "its not ", "speci cation ", "these ndings ", "di ff erent ", "con dent ",
    "caf\u00c3\u00a9 ", "\u200b", "alot ", "\nSkip to content\n", "Le chat est dans la maison, et il dort sur le lit. ",
    "x" * 90 + " ", "untill ", "\ud800", "(cid:12)nd ",
]  # fmt: skip
long_texts = st.tuples(
    st.integers(MOST_CHARS, 3 * MOST_CHARS),
    st.lists(st.tuples(st.sampled_from(ERRORS), st.integers(0, 14), st.integers(-MARGIN - 90, MARGIN + 90)), max_size=12),
    st.sampled_from(["", "\n", " "]),
)


def made(drawn: tuple[int, list[tuple[str, int, int]], str]) -> str:
    """A text with errors at the edges of sections, and around them."""
    size, errors, blank = drawn
    text = PROSE * (size // len(PROSE) + 1)
    for error, number, shift in errors:
        place = text.find(" ", max(0, min(number * SIZE + shift, len(text) - 200))) + 1
        text = text[:place] + error + text[place:]
    return text.replace("\n", blank) if blank else text


def everywhere(cleaner: Cleaner) -> Cleaner:
    """Filters of this Cleaner look at whole texts."""
    vars(cleaner._fixpoint.asked)["_masks"] = {}
    return cleaner


@needs_kernel
@pytest.mark.parametrize("options", [{}, {"unsafe": True}, {"select": ["typos.spacing", "characters"]}], ids=str)
@settings(max_examples=20)
@given(drawn=long_texts)
def test_sections_change_nothing(options: dict[str, object], drawn: tuple[int, list[tuple[str, int, int]], str]) -> None:
    text = made(drawn)
    one, other = Cleaner(**options).clean(text), everywhere(Cleaner(**options)).clean(text)  # type: ignore[arg-type]
    assert one.text == other.text
    assert one.changes == other.changes
    assert one.suggestions == other.suggestions


@needs_kernel
def test_a_filter_is_asked_where_the_text_has_something_for_it() -> None:
    text = PROSE * 200 + "They could of been there. " + PROSE * 200
    document, asked = Document(text), Cleaner()._fixpoint.asked
    assert asked.is_there(triggers.phrases, document)
    assert not asked.is_there(triggers.doubled_words, document)
    (span,) = spans_of(document, triggers.phrases) or ()
    assert span[0] <= text.index("of been") < span[1]
    assert span[1] - span[0] <= 2 * SIZE
    assert spans_of(document, triggers.doubled_words) == []
    later = document.after([Edit(9, 10, "")], text[:9] + text[10:])
    assert spans_of(later, triggers.phrases) is None  # it was not read again yet
    assert asked.is_there(triggers.phrases, later)
    assert spans_of(later, triggers.phrases) == [(span[0] - 1, span[1] - 1)]


@given(
    size=st.integers(0, 5 * SIZE),
    places=st.lists(st.tuples(st.integers(0, 5 * SIZE), st.integers(0, 40), st.sampled_from(["", "x", "xyz " * 30])), max_size=4),
)
def test_sections_cover_a_text_after_edits(size: int, places: list[tuple[int, int, str]]) -> None:
    text = (PROSE * (size // len(PROSE) + 1))[:size]
    edits: list[Edit] = []
    for start, length, replacement in sorted(places):
        if start + length <= size and (not edits or start > edits[-1].end):
            edits.append(Edit(start, start + length, replacement))
    sections = Sections([Section(*span, 0, (), ()) for span in cut(text, 0, size)], [], size, {}, is_english=True)
    later = apply(text, edits)
    after = sections.after(edits, len(later))
    spans = sorted([*(section[:2] for section in after.sections), *after.unread])
    assert "".join(later[start:end] for start, end in spans) == later
    kept = {text[slice(*with_margins(text, section.start, section.end))] for section in sections.sections}
    assert all(later[slice(*with_margins(later, section.start, section.end))] in kept for section in after.sections)
