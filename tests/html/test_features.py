"""What is measured of blocks: one list of numbers each, in order; repeated forms, shared words; what a kept block brings."""

from __future__ import annotations

from cleaner.html.containers import mark
from cleaner.html.dom.tree import parse
from cleaner.html.extract import shipped_index
from cleaner.html.selection import repetition, wording
from cleaner.html.selection.blocks import PageBlocks, page_blocks
from cleaner.html.selection.declared import declared
from cleaner.html.selection.features import measure, names
from cleaner.html.selection.judge import Judgement
from cleaner.html.selection.keep import keep_best
from cleaner.html.selection.wording import WORD

CARDS = (
    "<title>Boats of the harbour</title><main><h1>Boats</h1><p>All boats that lie in the harbour.</p><section>"
    + "<div class=card><h2><a href=/boat>A boat</a></h2><p>It has a mast and a name.</p></div>" * 5
    + "</section></main>"
)


def surveyed(source: str) -> PageBlocks:
    page = parse(source)
    mark(page, shipped_index())
    return page_blocks(page)


def test_as_many_numbers_as_names() -> None:
    field = surveyed(CARDS)
    vectors = measure(field, declared(field.page))
    assert len(vectors) == len(field.rows) == 12
    assert {len(vector) for vector in vectors} == {len(names())}
    assert len(set(names())) == len(names())


def test_blocks_in_cards_know_of_the_row() -> None:
    field = surveyed(CARDS)
    forms = repetition.forms(field)
    measures = repetition.measure(field, forms)
    title, text = (dict(zip(repetition.NAMES, measures[field.rows[k].element], strict=True)) for k in (0, 3))
    assert title["count"] == 0.0
    assert (round(2 ** text["count"]), text["linked"], text["up"], text["own"]) == (5, 1.0, 1.0, 0.0)
    assert repetition.cards(field, forms) > 0.5


def test_words_of_the_title_are_found() -> None:
    facts = declared(parse("<title>Boats of the harbour</title>"))
    blocks = [WORD.findall(text) for text in ("the boats of our harbour", "read more", "more boats")]
    measures = [dict(zip(wording.NAMES, numbers, strict=True)) for numbers in wording.measure(blocks, facts, "")]
    assert [numbers["of_title"] for numbers in measures] == [2.0, 0.0, 1.0]
    assert measures[0]["small"] == 0.6
    assert measures[2]["repeated"] == 1.0


def test_a_kept_block_brings_its_heading_and_the_list_it_announces() -> None:
    article = "<article><p>Words.<h2>Parts</h2><p>Three:<ul><li>One<li>Two</ul><p>More.<ul><li><a href=/>Home</a></ul><p>End."
    field = surveyed(article)
    rows = field.rows
    assert [row.text for row in rows] == ["Words.", "Parts", "Three:", "One", "Two", "More.", "Home", "End."]
    chances = [0.9 if row.text in ("Three:", "More.", "End.") else 0.1 for row in rows]
    kept = keep_best(field, Judgement(chances, 0.5, 0.9), declared(field.page), {})
    assert [row.text for row in kept] == ["Parts", "Three:", "One", "Two", "More.", "End."]
