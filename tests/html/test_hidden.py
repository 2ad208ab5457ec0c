"""What a page's own styles hide: the cascade, widths of the screen, slides, answers, pages that a script is to show."""

from __future__ import annotations

import pytest

from cleaner.html.containers import mark
from cleaner.html.dom.sheets import SCREEN, holds
from cleaner.html.dom.tree import parse
from cleaner.html.extract import shipped_index
from cleaner.html.selection.blocks import page_blocks

LONG = "The ferry leaves the old harbour at seven in the morning and is back before the lamps are lit on the quay."


def rows_of(source: str) -> list[str]:
    page = parse(source)
    mark(page, shipped_index())
    return [row.text for row in page_blocks(page).rows]


@pytest.mark.parametrize(
    ("css", "shown"),
    [
        (".a{display:none;color:red;display:block}", True),  # the last declaration of a rule counts
        (".a{display:none!important;display:block}", False),
        (".a{display:block}.a{display:none}", False),  # the last rule counts
        (".a{display:none}.a{display:block}", True),
        (".a{display:none}@media (min-width:768px){.a{display:block}}", True),  # small screens first
        (".a{display:block}@media only screen and (min-width: 64em){.a{display:none}}", False),
        (".a{display:block}@media (max-width:600px){.a{display:none}}", True),
        (".a{display:block}@media print{.a{display:none}}", True),
        (".a{display:block}@media (width>=1024px){.a{display:none}}", False),
        (".a{display:block}@media (prefers-contrast:more){.a{display:none}}", True),
        ("@font-face{font-family:x;src:url(x)}.a{display:none}@media print{.b{color:red}}", False),
        ("@supports (display:grid){.a{display:none}}", False),
        ("@supports not (display:grid){.a{display:none}}", True),
        (".b, :is(.c, :where(.a, .d)){display:none}", False),
        (".a{color:red;.b{display:none}}", True),  # a rule inside of another
        (".a{display:none;.b{color:red}}", False),
        ("p + div{display:none}", False),
        ("h1 + div{display:none}", True),
        ("h1 ~ div.a{display:none}", False),
        ("div ~ .a, b + .a{display:none}", True),
        (".a:nth-child(3){display:none}", True),  # the style sheet is a child as well
        (".a:nth-child(4){display:none}", False),
        (".a:nth-of-type(2n+1){display:none}", False),
        (".a:not(:first-of-type){display:none}", True),
        (".a:first-child{display:none}", True),
        (".a:last-child{display:none}", False),
        (".a:nth-last-child(2){display:none}", True),
        (".a:only-of-type:not(.b){display:none}", False),
        (".a:empty, .a:hover, .a:checked, .a:nth-child(x){display:none}", True),
        (".a:last-child{display:none}.a:last-child{display:block}", True),
        (".b .a, #c .a, [data-x]{display:none}", True),
        ("[class='a']{display:none}", False),
        (".a{clip-path:inset(50%)}", False),
        (".A{DISPLAY : NONE}.a{DISPLAY : NONE}", False),
        ("div{display:none}div.a{display:block}", True),
    ],
)
def test_the_cascade_on_a_screen(css: str, shown: bool) -> None:
    page = f"<style>{css}</style><h1>Ferries</h1><p>{LONG}</p><div class=a>Only on Sundays.</div>"
    assert ("Only on Sundays." in rows_of(page)) is shown


def test_places_among_siblings() -> None:
    items = "".join(f"<li>Number {k}</li>" for k in range(1, 7))
    page = f"<h1>Ferries</h1><p>{LONG}</p><style>li:nth-child(n+4), li:nth-child(2){{display:none}}</style><ul>{items}</ul>"
    assert rows_of(page)[2:] == ["Number 1", "Number 3"]
    rule = "<style>.x b:last-child{display:none}</style><h1>Ferries</h1>"
    late = f"{rule}<p class=x>{LONG} <b>At one.</b> <b>At <i>two</i>.</b></p>"
    assert rows_of(late)[1:] == [f"{LONG} At one."]
    open_ = (
        f"<style>.q p{{display:none}}.q.open p{{display:block}}</style><h1>Ferries</h1><div class='q open'><p>{LONG}</p></div>"
    )
    assert rows_of(open_)[1:] == [LONG]


def test_one_of_several_widths() -> None:
    assert holds(f"(max-width:100px), screen and (min-width:{SCREEN}px)and (max-width:{SCREEN}px)")
    assert not holds(f"(min-width:{SCREEN + 1}px)")
    assert not holds("not screen")


def test_an_inline_style_says_it_last() -> None:
    page = f"<h1>Ferries</h1><p>{LONG}</p><p style='display:none;display:block'>Shown.</p><p style='display:none'>Gone.</p>"
    assert rows_of(page)[2:] == ["Shown."]


def test_slides_take_turns_and_copies_do_not_count() -> None:
    slides = (
        "<div class='slide slide-cloned' aria-hidden=true><p>Third.</p></div>"
        "<div class=slide aria-hidden=false><p>First.</p></div><div class=slide aria-hidden=true><p>Second.</p></div>"
    )
    assert rows_of(f"<h1>Ferries</h1><p>{LONG}</p><section>{slides}</section>")[2:] == ["First.", "Second."]
    lone = f"<h1>Ferries</h1><p>{LONG}</p><div class=box aria-hidden=true><p>Away.</p></div><div class=other><p>Here.</p></div>"
    assert rows_of(lone)[2:] == ["Here."]


def test_answers_open_below_their_questions() -> None:
    questions = "".join(
        f"<div class=q><div><b>{text}?</b></div><div style='visibility:hidden'><p>{text}, as a rule.</p></div></div>"
        for text in ("At seven", "On Sundays")
    )
    assert rows_of(f"<h1>Ferries</h1><p>{LONG}</p>{questions}")[2:] == [
        "At seven?", "At seven, as a rule.", "On Sundays?", "On Sundays, as a rule.",
    ]  # fmt: skip


def test_a_page_that_a_script_shows() -> None:
    menu = "<nav>" + "<a href=/x>Ferries to the islands in the north</a> " * 40 + "</nav>"
    page = f"{menu}<p>Skip to content</p><div style='display:none'><p>Access denied. {LONG}</p></div>"
    text = f"<div class=content style='display:none'><h1>Ferries</h1>{f'<p>{LONG}</p>' * 3}</div>"
    assert LONG in rows_of(page + text)
    assert LONG not in rows_of(page + text.replace("class=content", "class=modal"))
    assert LONG not in rows_of(f"{page}<p>{LONG[:-1]}, or so.</p>{text}")


def test_signs_that_lead_to_a_heading_are_none_of_it() -> None:
    for link in ("<a class=anchor href=#when>#</a>", "<a href='#when'>&para;</a>", "<a href=#when><span>🔗</span></a>"):
        assert rows_of(f"<h1>Ferries</h1><p>{LONG}</p><h2>When {link}</h2><p>At seven.</p>")[2:] == ["When", "At seven."]
    for kept in ("When <a href=/sharp>#</a>", "<a href=#when># When</a>", "<a href=#when>#</a>"):
        assert len(rows_of(f"<h1>Ferries</h1><p>{LONG}</p><h2>{kept}</h2><p>At seven.</p>")[2]) == len(kept.split("<")[0]) + len(
            kept.split(">")[1].split("<")[0]
        )


def test_what_hides_all_of_a_page_hides_nothing() -> None:
    page = f"<style>.a, .b, .c {{display: none}}</style><p class=a>{LONG}</p><p class=b>{LONG}</p><p class=c>{LONG}</p>"
    assert rows_of(page) == [LONG] * 3
    assert rows_of(f"<style>main {{visibility: hidden}}</style><main><p>{LONG}</p></main>") == [LONG]


def test_a_shadow_tree_of_a_hidden_host() -> None:
    page = f"<p>{LONG}</p><x-a hidden><template shadowrootmode=open><p>Away.</p></template></x-a>"
    assert rows_of(page) == [LONG]
