"""Marks of Markdown that mean what they should by CommonMark's rules, or are left out."""

from __future__ import annotations

import pytest

import cleaner


def markdown(body: str) -> str:
    page = f"<html><body>{body}</body></html>"
    result = cleaner.Cleaner(select=["html"], settings={"html": {"to": "markdown"}}).clean(page, input_format="html")
    assert result.undo() == page
    return result.text.rstrip("\n")


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("<b>Travel:&nbsp;</b>Through the year", "Travel:\xa0Through the year"),  # white space before the end
        ("<b>Note:</b>so it is", "Note:so it is"),  # a sign before the end and a letter behind
        ("<b>Note:</b> so it is", "**Note:** so it is"),
        ("un<b>believ</b>able<i>!</i>", "un**believ**able!"),
        ("<i>a</i><i>b</i> and <b>x</b><b>y</b>", "*ab* and **xy**"),  # no seam inside
        ("<b>x</b> <b>y</b>", "**x** **y**"),
        ("<i>a <b>b</b></i> and <b><i>both</i></b>", "*a **b*** and ***both***"),
        ("a word<b><a href=/x>link</a></b> ends", "a word[link](/x) ends"),
        ("a <b><a href=/x>link</a></b> ends", "a **[link](/x)** ends"),
        ("<s>Gone.</s>More", "Gone.More"),
        ("<code>f(<a href=/x>y</a>)</code> and <code><a href=/z>+ipc</a></code>", "`f(`[`y`](/x)`)` and [`+ipc`](/z)"),
        ("<code>root #</code><code>emerge</code>", "`root #emerge`"),
        ("<code>a <b>bold</b> c</code>", "`a bold c`"),
        ("<a href=/x>Tables ([Paris, 1910)</a> of <a href=/y>[1]</a>", "[Tables (\\[Paris, 1910)](/x) of [[1]](/y)"),
    ],
)
def test_marks(body: str, wanted: str) -> None:
    assert markdown(f"<p>{body}</p>") == wanted


def test_lines_of_signs_make_no_heading() -> None:
    assert markdown("<p>The president.<br>----------<br>Share</p>") == "The president.  \n\\----------  \nShare"
    assert markdown("<p>One<br>===<br>- two</p>") == "One  \n\\===  \n\\- two"


def test_number_signs_at_the_end_of_a_heading_stay() -> None:
    assert markdown("<h2>Part #</h2><p>17026 is the part.</p>") == "## Part \\#\n\n17026 is the part."
    assert markdown("<h2>In C#</h2><p>17026 is the part.</p>") == "## In C#\n\n17026 is the part."
    assert markdown("<h2>Part <b>&#35;</b></h2><p>17026 is the part.</p>").startswith("## Part **")


def test_a_box_in_a_heading_is_one() -> None:
    assert markdown("<h2><div>When it leaves</div></h2><p>At seven.</p>") == "## When it leaves\n\nAt seven."
    unclosed = "<h1>Ferries" + f"<p>{'The ferry leaves at seven. ' * 9}</p>" * 5
    assert markdown(unclosed).count("#") == 1
