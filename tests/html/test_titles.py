"""Which of a page's headings stands above its text, and white space and styles that pages of the web brought up."""

from __future__ import annotations

import cleaner

HTML = cleaner.Cleaner(select=["html"])
TEXT = "".join(
    f"<p>{words}</p>"
    for words in (
        "A weir holds back the river where it leaves the gravel, and sends a part of it through the old mill race.",
        "When the level falls below the mark, the keeper puts boards on the crest, one after the other, from the left bank.",
        "In a flood the boards are left to the river, which takes them to the sea; new ones are cut in the winter.",
    )
)


def lines(title: str, body: str) -> list[str]:
    page = f"<html><head><title>{title}</title></head><body>{body}</body></html>"
    return HTML.clean(page, input_format="html").text.split("\n")


def test_the_longest_heading_that_the_title_names_is_that_of_the_text() -> None:
    body = f"<header><h1><a href=/>W8</a></h1></header><article><h1>The boards of the keeper</h1>{TEXT}</article>"
    assert "The boards of the keeper" in lines("The boards of the keeper · W8", body)


def test_a_label_in_the_heading_does_not_stand_for_it() -> None:
    body = f"<article><h1><div>News</div>The boards of the keeper</h1>{TEXT}</article>"
    assert "The boards of the keeper" in lines("The boards of the keeper - News", body)


def test_a_headline_that_is_no_heading_of_the_first_level() -> None:
    crumbs = "<nav class=breadcrumb><a href=/>Home</a> <h1>The boards of the keeper are cut again</h1></nav>"
    body = f"{crumbs}<header class=top><h2>The boards of the keeper are cut again</h2></header><article>{TEXT}</article>"
    assert lines("The boards of the keeper are cut again - The Weir", body)[0] == "The boards of the keeper are cut again"


def test_a_picture_between_east_asian_characters_keeps_the_space_at_a_line_end() -> None:
    page = "<p>水車<a href=x><img src=a.png></a>\n<span>小屋</span></p><p>水車\n小屋</p>"
    assert HTML.clean(page, input_format="html").text.split() == ["水車", "小屋", "水車小屋"]


def test_a_selector_with_a_semicolon_says_nothing() -> None:
    style = "<style>@import url(a.css?b;c); b {display: block} ul&gt; a {display: block}</style>"
    page = f"{style}<p>One <a href=x>two</a> three <b>four</b>"
    assert HTML.clean(page, input_format="html").text == "One two three\nfour\n"


def test_the_only_heading_at_the_top_of_an_article_stands_above_its_text() -> None:
    crumbs = "<nav class=breadcrumb><a href=/>Home</a> <h1>Weir keepers want new boards</h1></nav>"
    top = "<header><h2><span>The keepers of the weirs ask for boards</span></h2><div>By A. Miller<br>3 May</div></header>"
    body = f"{crumbs}<main><article>{top}<div>{TEXT}</div></article></main>"
    assert "The keepers of the weirs ask for boards" in lines("Weir keepers want new boards - The Weir", body)
