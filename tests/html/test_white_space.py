"""Lines by styles: line ends that are preserved, boxes below each other; cells that are left out of tables."""

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


@pytest.mark.parametrize(
    ("css", "body", "shown"),
    [
        (".m{display:flex}", "<div class=m><span>By Ruth</span><span>12 May</span></div>", "By Ruth\n12 May"),
        (".m{display:flex}", "<div class=m>Fare<b>12 euros</b>a head</div>", "Fare\n12 euros\na head"),
        (".k, .t{display:block}", "<h2><span class=k>Chapter 3</span><span class=t>The lock</span></h2>", "Chapter 3\nThe lock"),
        (".l a{display:block}", "<div class=l><a href=/1>One</a><a href=/2>Two</a></div>", "One\nTwo"),
        (".c{display:table-cell}", "<div><span class=c>Salt</span><span class=c>12</span></div>", "Salt 12"),
        (".t{display:block}.t{display:inline}", "<p>un<b class=t>do</b>", "undo"),
        (".t{display:block!important}#t{display:inline}", "<p>un<b class=t id=t>do</b>", "un\ndo"),
        ("@media print{.t{display:block}}", "<p>un<b class=t>do</b>", "undo"),
        ("@supports (display:grid){.t{display:grid}}", "<p>un<b class=t>do</b>", "un\ndo"),
        (".t{display:block}", "<p>One<span class=t>two<br></span>three", "One\ntwo\nthree"),
        ("", "<p>Water <span style='display: block'>rises</span> slowly.", "Water\nrises\nslowly."),
        (".i{display:inline-flex}", "<p>Ask <i class=i><b>Ada</b><b></b></i>, please", "Ask Ada, please"),
        (".i{display:inline-block}.b{display:block}", "<p>Ask <i class=i><b class=b>Ada</b></i>.", "Ask Ada."),
        (".p{white-space:pre-line}", "<p class=p>Dear Tom,\nit   is ready.", "Dear Tom,\nit is ready."),
        (".p{white-space:pre}.n{white-space:normal}", "<div class=p>a\nb <i class=n>c\nd</i></div>", "a\nb c d"),
        (".l{display:block}", "<pre><i class=l>if x:</i><i class=l>  y()</i></pre>", "if x:\n  y()"),
        (".l{display:block}", "<pre><i class=l>if x:</i>\n<i class=l>  y()</i></pre>", "if x:\n  y()"),
        (".wide{display:none}", "<h2>The long<br class=wide> title</h2>", "The long title"),
    ],
)
def test_boxes_of_style_sheets(css: str, body: str, shown: str) -> None:
    assert text_of(f"<style>{css}</style>{body}") == shown + "\n"


def test_a_style_sheet_behind_its_elements_counts_for_what_follows() -> None:
    box = "<div class=m><i>a</i><i>b</i></div>"
    assert text_of(f"{box}<style>.m{{display:flex}}</style>{box}") == "ab\na\nb\n"
