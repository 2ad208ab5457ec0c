"""The engine `fast`: main content of small pages, all but the landmarks of large ones, and none that would take minutes."""

from __future__ import annotations

import time

import pytest

import cleaner
from cleaner.html.extractors import fast as quick

pytest.importorskip("resiliparse", reason="resiliparse is not installed")

STORY = "<p>Twice a day the sea climbs the stairs of the old harbour, and twice a day it leaves them green and slippery.</p>"
SMALL = (
    f"<html><body><nav><a href=/>Home</a></nav><article><h1>Tides</h1>{STORY * 5}</article>"
    "<footer>All rights.</footer></body></html>"
)
LARGE = SMALL.replace("</article>", "<p>More of the <b>same</b>.</p>" * 900 + "</article>")
FAST = {"html": {"engine": "fast"}}


@pytest.mark.parametrize(("page", "which"), [(SMALL, "its main content"), (LARGE, "all text outside of landmarks")])
def test_what_is_taken_is_told(page: str, which: str) -> None:
    result = cleaner.clean(page, input_format="html", settings=FAST)
    assert which in result.notes[0]
    assert result.text.count("Twice a day the sea") == 5
    assert "Home" not in result.text
    assert "All rights" not in result.text
    assert result.undo() == page


def test_where_no_main_content_is_found_all_but_the_landmarks_is_taken() -> None:
    page = "<html><body><nav>Menu</nav><div class=sidebar>" + STORY * 5 + "</div></body></html>"
    text, _ = quick.quick_text(page, 300)
    assert "Twice a day" in text
    assert "Menu" not in text


def test_drawings_do_not_make_a_page_deep() -> None:
    drawing = "<svg>" + "<path d=x><polygon points=y>" * 4000 + "<text>IN</text></svg>"
    result = cleaner.clean(SMALL.replace("<h1>", drawing + "<h1>"), input_format="html", settings=FAST)
    assert "the fastest" in result.notes[0]
    assert "Twice a day" in result.text


@pytest.mark.parametrize(
    ("opened", "closed"),
    [
        ("<path>", "</div>"),
        ("<div><svg></svg>", ""),
        ("<p><b>", ""),
        ("<header>", ""),
        ("<li>", "</div>"),
        ("<span>", "</b>"),
        ("<div>", ""),
    ],
)
def test_depth_costs_no_minutes(opened: str, closed: str) -> None:
    start = time.process_time()
    for times in (1400, 20_000, 100_000):
        quick.quick_text(opened * times + STORY * 5 + closed * times, 300)
    assert time.process_time() - start < 20  # seconds; 0.2 are usual


def test_lone_surrogates_are_no_trouble() -> None:
    page = SMALL.replace("Tides", "Ti\ud800des")
    result = cleaner.clean(page, input_format="html", settings=FAST)
    assert "Twice a day" in result.text
    assert result.undo() == page
