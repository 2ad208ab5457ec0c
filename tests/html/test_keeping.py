"""What belongs to a text though it stands apart from it: notes, tables that begin a section; what surrounds a short page."""

from __future__ import annotations

import pytest

import cleaner

TEXTS = (
    "A weir holds back the river where it leaves the gravel, and sends a part of it through the old mill race.",
    "When the level falls below the mark, the keeper puts boards on the crest, one after the other, from the left bank.",
    "In a flood the boards are left to the river, which takes them to the sea; new ones are cut in the winter.",
    "Eels find their way up all the same, by a ladder of brushwood that is older than the weir itself.",
)
SIDE = (
    "<div class=sidebar>" + "".join(f"<p><a href=/{k}>Other rivers of the north, part {k}</a></p>" for k in range(9)) + "</div>"
)


def text_of(body: str) -> str:
    page = f"<html><head><title>Weirs</title></head><body>{body}</body></html>"
    result = cleaner.Cleaner(select=["html"]).clean(page, input_format="html")
    assert result.undo() == page
    return result.text


def test_notes_that_the_text_refers_to() -> None:
    text = "".join(f"<p>{line}<a href=#n{k}>[{k}]</a></p>" for k, line in enumerate(TEXTS, 1))
    notes = "".join(f"<li id=n{k}>See the map of {1900 + k}.</li>" for k in range(1, 9))
    read = text_of(f"<main><h1>Weirs</h1>{text}</main>{SIDE}<aside class=notes><ol>{notes}</ol></aside>")
    assert all(f"map of {1900 + k}." in read for k in range(1, 5))
    assert "Other rivers" not in read


def test_a_section_that_begins_with_a_table() -> None:
    text = "".join(f"<p>{line}</p>" for line in TEXTS)
    table = "<table><tr><th>Board<th>Length<tr><td>A<td>4 m<tr><td>B<td>5 m</table>"
    read = text_of(f"<div><h1>Weirs</h1>{text}<section><h2>Boards</h2>{table}<p>{TEXTS[1][::-1]}</p></section></div>{SIDE}")
    assert "Boards\n\nBoard | Length\nA | 4 m\nB | 5 m\n" in read


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<header><a href=/>Mill Post</a> <button>Menu</button></header><main>", "</main><div>Mill Post, 12 Weir Lane</div>"),
        (
            "<div class=top><a href=/>Home</a> <a href=/w>Weirs</a></div>",
            "<div><a href=/a>About</a> <a href=/c>Contact</a></div>",
        ),
    ],
)
def test_what_stands_around_a_short_page(before: str, after: str) -> None:
    assert text_of(f"{before}<h1>Weirs</h1><p>{TEXTS[0]}</p>{after}") == f"Weirs\n\n{TEXTS[0]}\n"


def test_a_short_page_of_links_is_taken_whole() -> None:
    assert text_of("<p><a href=/a>One</a></p><p><a href=/b>Two</a></p>") == "One\n\nTwo\n"


def test_a_question_keeps_its_answer() -> None:
    text = "".join(f"<p>{line} {line[::-1]}</p>" for line in TEXTS)
    asked = "".join(
        f"<div class=q{k}><h4>Who owns board number {k}?</h4><div><p>The parish, since {1900 + k}.</p></div></div>"
        for k in range(4)
    )
    read = text_of(f"<article><h1>Weirs</h1>{text}<section class=faq><h2>Questions</h2>{asked}</section></article>{SIDE}")
    assert [f"board number {k}?" in read for k in range(4)] == [f"since {1900 + k}." in read for k in range(4)]


@pytest.mark.parametrize("name", ["spicy-consent-bar", "gdpr_box", "CookieHint"])
def test_boxes_that_ask_for_consent(name: str) -> None:
    text = "".join(f"<p>{line}</p>" for line in TEXTS)
    asks = "With our cookies we want to make your visit as good as it can be."
    box = f"<div class='{name}__x'><h4>Served with love</h4><p>{asks}</p></div>"
    assert "cookies" not in text_of(f"{box}<div><h1>Weirs</h1>{text}</div>")
    about = "".join(f"<p>{line} It keeps a cookie.</p>" for line in TEXTS)
    assert text_of(f"<div class='{name}'><h1>Weirs</h1>{about}</div>").count("cookie") == len(TEXTS)
