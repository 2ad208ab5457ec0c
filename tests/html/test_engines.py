"""Engines: each one's text is found again in the page; none returns less than the page holds; none is missing silently."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cleaner
from cleaner.core.edits import apply
from cleaner.core.errors import ConfigError
from cleaner.html.dom.tree import parse
from cleaner.html.extractors import external as engines
from cleaner.html.extractors import fast as quick
from cleaner.html.extractors.choose import NAMES
from cleaner.html.rendering.account import edits_of
from cleaner.html.rendering.align import align, align_lines
from cleaner.html.rendering.pieces import text_of

STORY = (
    "Twice a day the sea climbs the stairs of the old harbour, and twice a day it leaves them green and slippery.",
    "Those who live here know the hours by heart; those who visit read them on a board &amp; a bell beside the pier.",
    "The board was once the door of the <i>customs house</i>, and its hinges can still be seen on the left side.",
    "A second board was put up for the ferries, which do not care for tides but for passengers and their bicycles.",
    "On feast days both of them are hung with flags, and the clerk who keeps them wears the hat of his grandfather.",
    "Nobody has ever seen the sea come late, though the clerk has, and he was made to apologise to it in public.",
)
PAGE = (
    "<html><head><title>Tides</title></head><body><nav><a href=/>Home</a> <a href=/b>Boats</a></nav>"
    "<main><h1>The tide tables</h1>"
    + "".join(f"<p>{line}</p>" for line in STORY)
    + "</main><footer><p>The harbour office, all rights reserved.</p></footer></body></html>"
)


def test_the_log_says_what_f1_can_be_expected() -> None:
    page = "<html><body>" + "<p>The tide came in at noon and left the harbour wet for the clerk, who kept his hat on.</p>" * 20
    document = cleaner.clean(page, input_format="html").document
    assert 0.5 < float(document.meta["html.expected"]) <= 1
    assert document.meta["html.engine"] == "blocks"


@pytest.mark.parametrize("name", NAMES)
def test_every_engine_keeps_the_story_and_undoes(name: str) -> None:
    if name in engines.ENGINES:
        pytest.importorskip(engines.PACKAGES[name], reason=f"{name} is not installed")
    result = cleaner.clean(PAGE, input_format="html", settings={"html": {"engine": name}})
    assert "a board & a bell beside the pier" in result.text
    assert "door of the customs house" in result.text
    assert "all rights reserved" not in result.text
    assert result.undo() == PAGE
    assert any(note.startswith("html: engine ") for note in result.notes)
    start = result.text.index("feast")
    assert PAGE[slice(*result.to_original(start, start + 5))].count("feast") == 1


def test_a_missing_engine_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "available", lambda name: False)
    with pytest.raises(ConfigError, match="trafilatura is not installed"):
        cleaner.clean(PAGE, input_format="html", settings={"html": {"engine": "trafilatura"}})


def test_auto_and_fast_need_no_extras(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("cleaner.html.extractors.choose", "cleaner.html.extract"):
        monkeypatch.setattr(sys.modules[module], "available", lambda name: False)
    for name in ("auto", "fast"):
        result = cleaner.clean(PAGE, input_format="html", settings={"html": {"engine": name}})
        assert "feast days" in result.text
        assert result.document.meta["html.engine"] == "blocks"


def test_an_engine_that_returns_nothing_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(engines.ENGINES, "soup", lambda source: "")
    result = cleaner.clean(PAGE, input_format="html", settings={"html": {"engine": "soup"}})
    assert "feast days" in result.text


@pytest.mark.parametrize(("generator", "kind", "voter"), [("phpBB", "thread", "trafilatura"), ("", "product", "resiliparse")])
def test_where_little_is_sure_another_engine_has_a_vote(
    monkeypatch: pytest.MonkeyPatch, generator: str, kind: str, voter: str
) -> None:
    choose = sys.modules["cleaner.html.extractors.choose"]
    monkeypatch.setattr(choose, "available", lambda name: True)
    monkeypatch.setattr(choose, "UNSURE", 2.0)
    monkeypatch.setitem(engines.ENGINES, voter, lambda source: "\n".join(STORY))
    declared = f'<meta name="generator" content="{generator}">' if generator else '<meta property="og:type" content="product">'
    result = cleaner.clean(PAGE.replace("<title>", declared + "<title>"), input_format="html")
    assert result.document.meta["html.engine"] == f"blocks+{voter}"
    assert any(f"a {kind} on which neither engine is sure" in note for note in result.notes)
    assert "feast days" in result.text


@pytest.mark.parametrize("error", [ValueError, ImportError])  # an installed engine may lack a package of its own
def test_an_engine_that_fails_is_replaced(monkeypatch: pytest.MonkeyPatch, error: type[Exception]) -> None:
    def fail(source: str) -> str:
        raise error("broken")

    monkeypatch.setitem(engines.ENGINES, "soup", fail)
    assert "feast days" in cleaner.clean(PAGE, input_format="html", settings={"html": {"engine": "soup"}}).text


def test_depth_is_seen_before_a_parser_is_asked() -> None:
    assert quick.is_shallow(PAGE * 50)
    assert not quick.is_shallow("<div>" * 100_000 + "x" + "</div>" * 100_000)


WORDS = st.lists(st.sampled_from(["one", "two", "three", "four", "five", "six", "&amp;", "seven,", "eight"]), max_size=30).map(
    " ".join
)


@given(st.lists(WORDS, max_size=6), st.data())
@settings(max_examples=100, deadline=None)
def test_any_text_is_aligned_exactly(lines: list[str], data: st.DataObject) -> None:
    source = "".join(f"<p>{line}</p>\n" for line in lines)
    text = data.draw(st.permutations([line.replace("&amp;", "&") for line in lines]).map("\n- ".join) | st.text(max_size=40))
    page = parse(source)
    for pieces in (align(page, text), align_lines(source, text)):
        assert text_of(source, pieces) == text
        assert apply(source, edits_of(source, pieces, [])) == text


def test_pages_without_text_are_read_from_their_data() -> None:
    body = "The post that a script would have shown, if there had been one to run it; it is long enough to be a text. " * 12
    data = f'{{"@type": "Article", "articleBody": "{body}\\nEnd."}}'
    page = f'<html><body><script type="application/ld+json">{data}</script></body></html>'
    result = cleaner.clean(page, input_format="html")
    assert result.text.startswith("The post that a script would have shown")
    assert result.undo() == page
    assert any("without JavaScript" in note for note in result.notes)


@pytest.mark.parametrize(
    ("page", "word"),
    [
        ("%PDF-1.7 stream endstream", "PDF"),
        ("<html><frameset><frame src=a.html></frameset></html>", "frames"),
        ('<?xml version="1.0"?><rss><item><title>A boat</title></item></rss>', "XML"),
        ("<div>" * 600 + "core", "open tags"),
    ],
)
def test_odd_pages_are_remarked_upon(page: str, word: str) -> None:
    assert any(word in note for note in cleaner.clean(page, input_format="html").notes)
