"""Windows: which lines are looked at again, and which edits of them count."""

from __future__ import annotations

import pytest

from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.core.positions import Positions
from cleaner.pipeline.windows import Changed, Slice, Window, _lines_around, window_of

TEXT = "one\ntwo\nthree\nfour\nfive\nsix\n"  # lines begin at 0, 4, 8, 14, 19 and 24


@pytest.mark.parametrize(
    ("start", "end", "reach", "lines"),
    [
        (5, 6, 0, "two\n"),
        (4, 4, 0, "one\ntwo\n"),  # what begins a line may have joined it to the one before
        (7, 8, 0, "two\nthree\n"),  # its end is the beginning of a line
        (0, 1, 0, "one\n"),
        (10, 11, 1, "two\nthree\nfour\n"),
        (10, 11, 2, "one\ntwo\nthree\nfour\nfive\n"),
        (25, 26, 1, "five\nsix\n"),
        (0, 28, 3, TEXT),
    ],
)
def test_lines_around(start: int, end: int, reach: int, lines: str) -> None:
    low, high = _lines_around(TEXT, start, end, reach)
    assert TEXT[low:high] == lines


def test_lines_around_what_is_one_line() -> None:
    assert _lines_around("no feed", 2, 3, 1) == (0, 7)
    assert _lines_around("\nab", 1, 2, 0) == (0, 3)


def lines_of(count: int) -> str:
    return "".join(f"line {number:03}\n" for number in range(count))  # nine code points each


def test_a_window_has_the_lines_and_as_many_of_context() -> None:
    text = lines_of(40)
    window = window_of(Document(text), Changed([(183, 184)]), 1)
    assert window is not None
    assert window.slices == [Slice(153, 216, 171, 198)], "line 20, one on each side that counts, and two more of context"
    assert window.document.text == text[153:216]
    assert window.offsets == [0, 63]


def test_slices_that_meet_are_one_and_others_stand_apart() -> None:
    text = lines_of(60)
    document = Document(text)
    apart = window_of(document, Changed([(100, 101), (300, 301)]), 1)
    assert apart is not None
    assert apart.slices == [Slice(72, 135, 90, 117), Slice(270, 333, 288, 315)]
    assert apart.document.text == text[72:135] + text[270:333]
    assert apart.offsets == [0, 63, 126]
    one = window_of(document, Changed([(100, 101), (161, 162)]), 1)
    assert one is not None
    assert one.slices == [Slice(72, 198, 90, 180)], "the second begins where the first one ends"
    two = window_of(document, Changed([(100, 101), (171, 172)]), 1)
    assert two is not None
    assert two.slices == [Slice(72, 207, 90, 189)], (
        "contexts that meet are one slice; what counts reaches from the first to the last"
    )


def test_a_window_that_is_most_of_the_text_is_none() -> None:
    assert window_of(Document(lines_of(14)), Changed([(64, 65)]), 1) is not None, "seven of fourteen lines"
    assert window_of(Document(lines_of(13)), Changed([(64, 65)]), 1) is None
    assert window_of(Document(lines_of(40)), Changed([(64, 65), (240, 241)]), 1) is not None
    assert window_of(Document(lines_of(25)), Changed([(64, 65), (180, 181)]), 1) is None, "the sizes of all slices count"
    near = Changed([(64, 65), (66, 67), (68, 69)])
    assert window_of(Document(lines_of(14)), near, 1) is not None, "lines that two changes share count once"


def test_edits_of_a_window_are_those_of_the_text() -> None:
    text = lines_of(60)
    document = Document(text)
    window = window_of(document, Changed([(100, 101), (300, 301)]), 1)
    assert window is not None
    first, second = window.slices

    def moved(start: int, end: int) -> list[tuple[int, int]]:
        return [edit[:2] for edit in window.edits([Edit(start, end, "x")])]

    assert (first, second) == (Slice(72, 135, 90, 117), Slice(270, 333, 288, 315))
    assert moved(20, 24) == [(92, 96)]
    assert moved(63 + 20, 63 + 24) == [(290, 294)]
    assert moved(0, 17) == [], "context"
    assert moved(0, 18) == [(72, 90)], "it touches what counts"
    assert moved(45, 50) == [(117, 122)], "it touches what counts"
    assert moved(46, 50) == [], "context"
    assert moved(20, 63) == [(92, 135)]
    assert moved(20, 64) == [], "it would reach over what lies between two slices"
    assert moved(63, 81) == [(270, 288)], "the second begins there"
    assert moved(126, 126) == [], "the end of the last one, which is context"


def test_what_a_window_holds_is_looked_at_anew() -> None:
    window = Window(Document(TEXT), [Slice(4, 19, 8, 14)])
    held = [(start, end) for start, end in [(0, 7), (0, 8), (9, 10), (14, 15), (15, 16)] if window.holds(Edit(start, end, ""))]
    assert held == [(0, 8), (9, 10), (14, 15)]


def test_spans_are_carried_over_a_pass_and_its_own_join() -> None:
    changed = Changed([(10, 12)])
    changed.carry(Positions([Edit(2, 4, "longer"), Edit(20, 25, "")]))
    assert changed.spans == [(2, 8), (14, 16), (24, 24)]
    fresh = Changed()
    fresh.carry(Positions([Edit(2, 4, "longer")]))
    assert fresh.spans == [(2, 8)]
