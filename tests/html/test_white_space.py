"""Line ends that an inline style preserves; cells that are left out of tables."""

from __future__ import annotations

import pytest

import cleaner

LONG = "The ferry leaves the old harbour at seven in the morning and is back before the lamps are lit on the quay."


def text_of(body: str, to: str = "text") -> str:
    chain = cleaner.Cleaner(select=["html"], settings={"html": {"to": to}})
    page = f"<html><body><h1>Ferries</h1><p>{LONG}</p>{body}</body></html>"
    result = chain.clean(page, input_format="html")
    assert result.undo() == page
    return result.text.split("quay.\n\n", 1)[1]


@pytest.mark.parametrize(
    "style", ["white-space: pre-wrap", "color:red;white-space:pre-line", "white-space:break-spaces", "white-space: PRE"]
)
def test_preserved_line_ends(style: str) -> None:
    assert text_of(f"<div style='{style}'>One\nline <b>and\nmore</b>\n\nAn end.\n</div><p>not\nhere</p>") == (
        "One\nline and\nmore\n\nAn end.\n\nnot here\n"
    )


def test_preserved_line_ends_in_markdown() -> None:
    assert text_of("<p style='white-space:pre-wrap'>One\nline.</p>", "markdown") == "One  \nline.\n"


@pytest.mark.parametrize("style", ["white-space:nowrap", "white-space:normal", "color:red"])
def test_other_styles_collapse(style: str) -> None:
    assert text_of(f"<p style='{style}'>One\nline.</p>") == "One line.\n"


def test_cells_that_are_left_out_have_no_place() -> None:
    rows = "".join(f"<tr><td class=blob-num></td><td class=blob-code>{name}</td></tr>" for name in ("import os", "x = 1"))
    assert text_of(f"<table>{rows}</table>") == "import os\nx = 1\n"
    head = "<tr><th>Day</th><th style='display:none'>No.</th><th>Hour</th></tr>"
    row = "<tr><td>Sunday</td><td style='display:none'>7</td><td>9</td></tr>"
    assert text_of(f"<table>{head}{row}</table>") == "Day | Hour\nSunday | 9\n"


def test_an_empty_section_of_character_data_in_code() -> None:
    assert text_of("<pre>\n  a\n<![CDATA[]]></pre>") == "  a\n"
