"""Pages to text: the laws, hostile markup, layout, settings."""

from __future__ import annotations

import pickle
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cleaner
from cleaner.core.document import Document
from cleaner.core.edits import apply
from cleaner.core.errors import ConfigError
from cleaner.html.extract import extract

PIECES = st.sampled_from([
        "<p>", "</p>", "<div class='post share'>", "</div>", "<li>", "<ul>", "</ul>", "<table><tr><td>", "</td>",
        "</table>", "<a href='/x'>", "</a>", "<br>", "<br/>", "<b>", "</b>", "<!-- note -->", "<!--", "<script>",
        "</script>", "<style>p{}</style>", "<title>", "&amp;", "&eacute", "&#150;", "&#xD800;", "&nosuch;", "<", ">",
        '"', "'", "=", "<p class=\"", "<![CDATA[", "]]>", "<pre>\n  a\n", "</pre>", "<div hidden>", "<nav>", "</nav>",
        "<svg><path d=''/></svg>", "text", " two words ", "\n\n", "\t", "\r\n", "\x00", "\ud800", "日本語。", "<noscript>",
        "</noscript>", "<template>", "<textarea>", "<h1>", "</h1>", "<body>", "</html>", "<head>", "\u2028", "<p/>",
        "</",
])  # fmt: skip
PAGES = st.lists(PIECES, max_size=60).map("".join)


def text_of(page: str, **settings_: object) -> str:
    return extract(Document(page), settings_)[0].text.removesuffix("\n")


@given(PAGES, st.sampled_from(["text", "markdown"]))
@settings(max_examples=300, deadline=None)
def test_the_edits_make_the_text_and_undo_gives_the_page(page: str, to: str) -> None:
    result = cleaner.clean(page, input_format="html", settings={"html": {"to": to}})
    assert result.undo() == page
    first = result.passes[0]
    assert apply(page, first.edits) == extract(Document(page), {"to": to})[0].text
    ends = [edit.end for edit in first.edits]
    assert all(end <= edit.start for end, edit in zip(ends, first.edits[1:], strict=False))
    assert all(edit.rule.startswith("html.") and edit.reason for edit in first.edits)


@given(PAGES)
@settings(max_examples=200, deadline=None)
def test_the_text_of_a_page_is_clean_and_no_page(page: str) -> None:
    text = cleaner.clean(page, input_format="html").text
    assert cleaner.clean(text).text == text


RULES = "".join(f".b{i} .x{{display:block}} .c{i} .x{{display:none}}" for i in range(4_000))
HOSTILE = {
    "nested": "<div>" * 100_000 + "core" + "</div>" * 100_000,
    "unclosed formatting": "<b><i>" * 20_000 + "core" + "</p>" * 50_000,
    "open quotes": '<a href="' * 50_000 + '">core',
    "open comment": "<!--" * 100_000 + "-->core",
    "comments that do not end": "core" + "<!-- --" * 100_000,
    "open script": "core" + "<script>" * 100_000,
    "open titles": "<title>" * 50_000 + "core",
    "cells": "core" + "<table><td>x</section>" * 10_000,
    "no tag ends": "core <a b " * 30_000,
    "less than": "core" + "<" * 1_000_000,
    "ampersands": "core" + "&" * 1_000_000,
    "CDATA": "core" + "<![CDATA[" * 100_000,
    "attributes": "<p " + "a=b " * 300_000 + ">core",
    "one class": '<p class="' + "share-" * 300_000 + '">core',
    "siblings": "<ul>" + "<li><a href=x>core" * 10_000,
    "rules for one class": f"<style>{RULES}</style>"
    + "".join(f"<div class=q{i}><span class=x>core</span></div>" for i in range(4_000)),
    "rules for nested elements": "<style>{}</style>{}core".format(
        "".join(f".a .b{i} i{{display:block}} .a .b{i} i{{display:none}}" for i in range(1_000)), "<p class=a><i>" * 200
    ),
    "frames": "<frameset><frame src=a></frameset><noframes>core</noframes>",
}


SECONDS = 40  # of the processor; the slowest takes 3 alone and 6 on a busy machine, quadratic work would take minutes


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_take_linear_time(name: str) -> None:
    page = HOSTILE[name]
    start = time.process_time()
    text, steps, _ = extract(Document(page), {})
    assert time.process_time() - start < SECONDS
    assert "core" in text.text or name in ("frames", "cells")
    assert apply(page, steps[0].edits) == text.text


PARAGRAPH = "<p>The tide came in at noon and left the harbour wet for the clerk, who kept his hat on all the same.</p>\n"
LARGE = {
    "paragraphs": "<html><body>" + PARAGRAPH * (10_000_000 // len(PARAGRAPH)),
    "short blocks": "<html><body>" + "<div class='a b'><a href=x>core</a></div>" * 240_000,
    "one line": "<html><body><p>" + "core " * 2_000_000,
}


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["auto", "fast"])
@pytest.mark.parametrize("name", LARGE)
def test_pages_of_10_mb_take_linear_time_and_come_back(name: str, engine: str) -> None:
    start = time.process_time()
    result = cleaner.clean(LARGE[name], input_format="html", select=["html"], settings={"html": {"engine": engine}})
    assert time.process_time() - start < 3 * SECONDS  # 15 are usual for the short blocks, 4 for the others
    assert len(result.text) > 1_000_000
    assert result.undo() == LARGE[name]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_are_no_trouble_to_the_fastest(name: str) -> None:
    start = time.process_time()
    text, steps, _ = extract(Document(HOSTILE[name]), {"engine": "fast"})
    assert time.process_time() - start < SECONDS
    assert apply(HOSTILE[name], steps[0].edits) == text.text


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj <</Type/Catalog>> endobj", b"\x00\x01\x02<html>\xff", b"", b"<"]
)
def test_what_is_no_page_comes_back(data: bytes) -> None:
    assert cleaner.clean(data, input_format="html").undo() == data


LAYOUT = {  # page: its text
    "<p>One</p>\n\n<p>Two<br>lines</p>": "One\n\nTwo\nlines",
    "<h1>Title</h1><div>Short</div><div>Other</div>": "Title\n\nShort\nOther",
    "<ul><li>a<li>b</ul><p>c": "- a\n- b\n\nc",
    "<ol start=3><li>a</li><li>b</li></ol>": "3. a\n4. b",
    "<table><tr><th>k<th>v<tr><td>1<td>2</table>": "k | v\n1 | 2",
    "<pre>a\n  b &lt; c\n</pre>": "a\n  b < c",
    "<p>a <b>b</b><i>c</i> <a href=x>d</a><a href=y>e</a></p>": "a bc d e",
    "<p>white \n\t space &amp; r&eacute;f&#233;r</p>": "white space & référ",
    "<p>one<br><br>two</p>": "one\n\ntwo",
    "before<script>if (a<b) {}</script>after": "beforeafter",
    "a<x-card>b</x-card><x-card>c</x-card>": "ab c",
}


@pytest.mark.parametrize("page", LAYOUT)
def test_layout(page: str) -> None:
    assert cleaner.clean(page, input_format="html").text == LAYOUT[page] + "\n"


def test_markdown_keeps_links_headings_and_code() -> None:
    page = "<h2>T</h2><p>A <a href='/b?c=1&amp;d'>link</a> and <em>this <b>here</b></em>.</p><pre>x\n</pre>"
    result = cleaner.clean(page, input_format="html", settings={"html": {"to": "markdown"}})
    assert result.text == "## T\n\nA [link](/b?c=1&d) and *this **here***.\n\n```\nx\n```\n"


def test_keep_and_drop() -> None:
    page = "<nav class=menu>Menu</nav><p>Some text here, with more than the menu has.</p><p id=x>Tail</p>"
    assert text_of(page) == "Some text here, with more than the menu has.\n\nTail"
    assert text_of(page, keep=["nav.menu"]) == "Menu\n\nSome text here, with more than the menu has.\n\nTail"
    assert text_of(page, keep=["nav.menu"], drop="#x, .menu") == "Some text here, with more than the menu has."


@pytest.mark.parametrize("table", [{"to": "pdf"}, {"engine": "magic"}, {"keep": "p:hover"}, {"dorp": "p"}, {"drop": ["", "a"]}])
def test_settings_that_make_no_sense(table: dict[str, object]) -> None:
    with pytest.raises(ConfigError):
        extract(Document("<p>x"), table)


def test_the_log_says_what_was_left_out() -> None:
    page = "<body><p>A text of some length, so that the menu is small.</p><nav id=top><a href=/>Home</a> of the boat</nav></body>"
    result = cleaner.clean(page, input_format="html")
    change = next(change for change in result.changes if change.rule == "html.container.navigation")
    assert change.before.startswith("<nav")
    assert "nav#top" in change.reason
    assert "Home of the boat" in change.reason
    start = result.text.index("length")
    assert page[slice(*result.to_original(start, start + 6))] == "length"


def test_metadata() -> None:
    page = """<html lang=en><head><title>A boat | Site</title>
    <meta property="og:title" content="A boat &amp; more">
    <link rel="canonical" href="https://example.org/boat"><script type="application/ld+json">
    {"@graph": [{"@type": "NewsArticle", "datePublished": "2024-05-01",
    "author": [{"name": "A. B."}, {"name": "C. D."}]}]}</script>
    </head><body><p>Text.</p></body></html>"""
    meta = cleaner.clean(page, input_format="html").document.meta
    assert meta["title"] == "A boat & more"
    assert meta["date"] == "2024-05-01"
    assert meta["author"] == "A. B., C. D."
    assert meta["language"] == "en"
    assert meta["url"] == "https://example.org/boat"


def test_cleaners_for_pages_can_be_pickled() -> None:
    one = cleaner.Cleaner(settings={"html": {"to": "markdown"}})
    assert pickle.loads(pickle.dumps(one)).clean("<h1>T</h1>", input_format="html").text == "# T\n"


LINE = "Twice a day the sea climbs the stairs of the old harbour, and twice a day it leaves them green and slippery."
MENU = "<nav>" + "".join(f"<a href=/{k}>Harbour number {k}</a> " for k in range(200)) + "</nav>"
FINE_PRINT = "<footer>" + f"<p>Delivery takes a week. {LINE}</p>" * 30 + "</footer>"


@pytest.mark.parametrize("container", [MENU, FINE_PRINT], ids=["menu", "footer"])
def test_a_container_longer_than_the_text_is_still_one(container: str) -> None:
    text = text_of(f"<html><body>{container}<h1>Tides</h1>{f'<p>{LINE}</p>' * 4}</body></html>")
    assert text.count(LINE) == 4


@pytest.mark.parametrize("to", ["text", "markdown"])
@pytest.mark.parametrize(
    "page",
    [
        "<html><body>they <div hidden>said it's better than water </div>so<script>x</script>",
        "<html><body><p>could <div hidden>there boat lamp <p>west </p>rain <b>after </div>so<div hidden>and on</div> it is",
    ],
)
def test_what_was_hidden_stands_where_it_stood(page: str, to: str) -> None:
    """What is not displayed cuts no paragraph; where nearly nothing else is there, it is text, inside of the paragraph."""
    text, [step], _ = extract(Document(page), {"to": to})
    assert text.text.index("better" if "better" in page else "boat") < text.text.index("so")
    assert all(edit.end <= following.start for edit, following in pairwise(step.edits))
    assert cleaner.clean(page, input_format="html", settings={"html": {"to": to}}).undo() == page


def test_a_menu_that_is_never_closed_does_not_swallow_the_text() -> None:
    assert text_of(f"<html><body><h1>Tides</h1><nav><a href=/>Home</a>{f'<p>{LINE}</p>' * 9}</body></html>").count(LINE) == 9
    assert text_of(f"<html><body><footer>{f'<p>{LINE}</p>' * 9}</footer></body></html>").count(LINE) == 9
