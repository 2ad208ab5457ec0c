"""Dumps of MediaWiki: which pages and revisions are read, places in the log, undo, hostile input."""

from __future__ import annotations

import json
import time

import pytest

import cleaner
from cleaner.changelog.read import read_log
from cleaner.changelog.undo import undo_from_log
from cleaner.documents import sniff

pytest.importorskip("mwparserfromhell", reason="the extra documents")

HEAD = '<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11" xml:lang="en">\n'
PAGES = """  <siteinfo><sitename>Reeds</sitename></siteinfo>
  <page><title>Marsh &amp; reeds</title><ns>0</ns><id>1</id>
    <revision><text bytes="8" xml:space="preserve">It was old.</text></revision>
    <revision>
      <text bytes="9" xml:space="preserve">The '''marsh''' is [[wetland|wet]].&lt;ref&gt;S&lt;/ref&gt;
It recieved a dyke&amp;nbsp;in 1890.

== Work ==
* The first cut.</text></revision></page>
  <page><title>Talk:Marsh</title><ns>1</ns><revision><text>Who dug it?</text></revision></page>
  <page><title>Bog</title><ns>0</ns><redirect title="Marsh" /><revision><text>#REDIRECT [[Marsh]]</text></revision></page>
  <page><title>Fen</title><ns>0</ns><revision><text xml:space="preserve">A fen is wet.</text></revision></page>
"""
DUMP = (HEAD + PAGES + "</mediawiki>\n").encode()
TEXT = """Marsh & reeds

The marsh is wet.
It received a dyke in 1890.

Work
- The first cut.

Fen

A fen is wet.
"""


def test_articles_are_read_and_everything_comes_back() -> None:
    assert sniff(DUMP) == "mediawiki"
    result = cleaner.clean(DUMP)
    assert result.text.replace("\xa0", " ") == TEXT
    assert result.undo() == DUMP
    lines = result.log("dump.xml").splitlines()
    [logged] = read_log(lines)
    assert undo_from_log(result.text.encode(), logged) == DUMP
    changes = [json.loads(line) for line in lines if '"kind":"change"' in line]
    [page] = [change for change in changes if change["part"] == "page 'Marsh & reeds'" and change["rule"].endswith(".page")]
    assert [cause["rule"] for cause in page["causes"] if cause["before"] == "recieved"] == ["typos.misspellings.en"]


def test_titles_are_headings_in_markdown() -> None:
    text = cleaner.clean(DUMP, settings={"documents": {"to": "markdown"}}).text
    assert text.startswith("# Marsh & reeds\n\n")
    assert "\n# Fen\n" in text


def test_a_page_that_cannot_be_read_is_left_out_and_named() -> None:
    broken = "<page><title>Tables</title><ns>0</ns><revision><text>" + "{|\n" * 5_000 + "</text></revision></page>"
    result = cleaner.clean((HEAD + broken + PAGES + "</mediawiki>").encode())
    assert "Tables" not in result.text
    assert result.text.endswith("A fen is wet.\n")
    assert any("Tables" in note for note in result.notes)


@pytest.mark.parametrize("pages", ["<page>" * 50_000, "<page><title>" * 50_000, "<page><title>x</title>" + "<text>" * 100_000])
def test_what_is_not_closed_costs_linear_time(pages: str) -> None:
    started = time.process_time()
    cleaner.clean((HEAD + pages).encode())
    assert time.process_time() - started < 60  # seconds; 1 is usual, a square cost takes minutes
