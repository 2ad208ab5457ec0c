"""Slots of declarative shadow trees: what they show, in the order in which it is shown."""

from __future__ import annotations

import pytest

import cleaner
from cleaner.html.dom.slots import composed

ROOT = "<template shadowrootmode=open>"


def text_of(body: str, to: str = "text") -> str:
    page = f"<html><head><title>Ferries</title></head><body>{body}</body></html>"
    result = cleaner.Cleaner(select=["html"], settings={"html": {"to": to}}).clean(page, input_format="html")
    assert result.undo() == page
    rebuilt, position = [], 0
    for change in result.changes:
        rebuilt += [page[position : change.start], change.after]
        position = change.end
    assert "".join([*rebuilt, page[position:]]) == result.text
    return result.text.rstrip("\n")


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (f"<x-a>{ROOT}<p>Fare: <slot>none</slot></p></template>12 &euro;</x-a><p>End.</p>", "Fare: 12 €\n\nEnd."),
        (f"<x-a>{ROOT}<p>Fare: <slot>none</slot></p></template> </x-a>", "Fare: none"),
        (f"<x-a>{ROOT}<p>A <slot name=b>c</slot></p></template><i slot=b>B</i><i>no slot</i></x-a>", "A B"),
        (
            f"<x-a>{ROOT}<slot name=b></slot><p>mid</p><slot></slot></template>x<p>y</p><h2 slot=b>B</h2></x-a>",
            "B\n\nmid\n\nx\n\ny",
        ),
        (f"<x-a><h2 slot=b>B</h2>{ROOT}<slot name=b></slot><p>A</p></template></x-a>", "B\n\nA"),
        (f"<x-a>{ROOT}<slot></slot><slot>second</slot></template><p>once</p></x-a>", "once\n\nsecond"),
        (f"<x-a>{ROOT}<x-b>{ROOT}<b>in: </b><slot></slot></template><slot></slot></x-b></template>deep</x-a>", "in: deep"),
        (f"<x-a>{ROOT}<slot></slot></template><ul><li>one<li>two</ul></x-a>", "- one\n- two"),
        (f"<x-a>{ROOT}<p>Only this.</p></template><p>Not this.</p></x-a>", "Only this."),
        ("<x-a><template shadowrootmode=ajar><p>No.</p></template><p>Yes.</p></x-a>", "Yes."),
    ],
)
def test_what_slots_show(body: str, shown: str) -> None:
    assert text_of(body) == shown


def test_marks_of_markdown_around_what_was_moved() -> None:
    body = f"<x-a>{ROOT}<h2><slot name=t></slot></h2><slot></slot></template><em slot=t>Ada</em><p>a <b>b</b></p></x-a>"
    assert text_of(body, "markdown") == "## *Ada*\n\na **b**"


@pytest.mark.parametrize("hosts", [30, 300])
def test_hosts_in_hosts(hosts: int) -> None:
    page = f"<x-a>{ROOT}<slot></slot></template>" * hosts + "deep" + "</x-a>" * hosts
    assert "deep" in text_of(page)


def test_a_page_without_shadow_trees_is_read_as_it_is() -> None:
    assert composed("<p>shadowrootmode</p>") is None
