"""Text that came out of PDF: ligatures, hyphens, running heads, lines; and what must stay."""

from __future__ import annotations

import pytest

import cleaner

PAGES = (
    "The Marsh and Its People\n\n"
    "The \ufb01rst survey of the marsh was made on foot, and the maps that\n"
    "came of it were used for sixty years, though the speci cation had asked\n"
    "for more. Drains were cut in straight lines from the dyke to the river,\n"
    "and the water left the \ufb01 elds within a month. The two sides di ff er on\n"
    "how much of the peat was lost, and there is no record of the agree-\n\n"
    "14\n\f"
    "The Marsh and Its People\n\n"
    "ment that they had signed. Grass grew where reeds had stood, and the\n"
    "farmers drove their cattle on it before the summer was over.\n\n"
    "In the third year the ground sank, and the dyke had to be raised by two\n"
    "feet along its whole length; the well-\nknown pump house was moved.\n\n"
    "15\n\f"
    "The Marsh and Its People\n\n"
    "It rained.\n\n"
    "16\n\f"
)
WANTED = (
    "The first survey of the marsh was made on foot, and the maps that came of it were used for sixty years, though the "
    "specification had asked for more. Drains were cut in straight lines from the dyke to the river, and the water left the "
    "fields within a month. The two sides differ on how much of the peat was lost, and there is no record of the agreement "
    "that they had signed. Grass grew where reeds had stood, and the farmers drove their cattle on it before the summer was "
    "over.\n\nIn the third year the ground sank, and the dyke had to be raised by two feet along its whole length; the "
    "well-known pump house was moved.\n\nIt rained.\n\f"
)
VERSE = "The wind is cold, the night is long,\nand no one hears the heron's song;\nthe reeds bow down, the water sleeps.\n"
PARAGRAPHS = "".join(
    f"Paragraph {k} is one line, and says {' and '.join(['the water rose'] * (k % 7 + 1))} in its year.\n\n" for k in range(40)
)
TABLE = "Year     Area     Cost\n1901     120      3.5\n1902     140      4.0\n1903     141      4.1\n"
LIST = "The parts are:\n1. the pump house and\n2. the dyke road and\n3. the sluice that the board built in the year before\n"
CODE = "def area(lines):\n    total = 0\n    for line in lines:\n        total += len(line)\n    return total\n"


def test_pages_become_text() -> None:
    result = cleaner.clean(PAGES, preset="pdf")
    assert result.text == WANTED
    assert result.undo() == PAGES
    assert cleaner.clean(WANTED, preset="pdf").text == WANTED


@pytest.mark.parametrize("text", [VERSE, PARAGRAPHS, TABLE, LIST, CODE], ids=["verse", "paragraphs", "table", "list", "code"])
def test_what_is_no_wrapped_prose_stays(text: str) -> None:
    assert cleaner.clean(text, preset="pdf").text == text


def test_by_default_lines_stay_and_heads_are_suggested() -> None:
    result = cleaner.clean(PAGES)
    assert result.text.count("The Marsh and Its People") == 3
    assert sum(s.rule.startswith("layout.running-heads") for s in result.suggestions) == 6
    assert "differ" in result.text
    assert "first" in result.text


def test_other_languages_are_left_alone() -> None:
    for text in (
        "Uzavřel si svou bohatou nevěstu s velikou radostí.",
        "Do sąsiadki, nie do sądu, ale do słowa.",
        "Bu ses de ne?",
    ):
        assert cleaner.clean(text, preset="pdf", select=["characters", "layout"]).text == text


def test_a_long_text_takes_linear_time() -> None:
    """Runs of what the filters look for, long enough for quadratic work to be felt."""
    for piece in ("di ff ", "a-\n", "x ", "fi ", "\f1\n", "speci c ", "word word\n", "-\n", "\ufffe"):
        text = piece * (60_000 // len(piece))
        result = cleaner.clean(text, preset="pdf", select=["layout", "characters"])
        assert result.undo() == text
