"""Deferred passes: the text does not wait for its edits, and they spell it wherever they are asked for."""

from __future__ import annotations

import pickle
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

import cleaner
from cleaner.core.deferred import DeferredPass
from cleaner.core.edits import Edit, Pass, apply

PAGE = "<html><body><nav>Menu</nav>" + "<p>The the tide came in at noon &amp; left at six.</p>" * 20 + "</body></html>"


def test_edits_are_made_when_first_asked_for_and_once() -> None:
    calls: list[int] = []

    def make() -> list[Edit]:
        calls.append(1)
        return [Edit(3, 7, "")]

    step = DeferredPass("demo", "the the cat", make)
    assert not calls
    assert step.edits == (Edit(3, 7, ""),)
    assert step.before == (" the",)
    assert calls == [1]


def test_it_is_pickled_as_a_plain_pass() -> None:
    step = pickle.loads(pickle.dumps(DeferredPass("demo", "the the cat", lambda: [Edit(3, 7, "")])))
    assert step == Pass("demo", (Edit(3, 7, ""),), (" the",))


@pytest.mark.parametrize("engine", ["auto", "fast"])
def test_a_result_sent_to_another_process_tells_the_same(engine: str) -> None:
    result = cleaner.clean(PAGE, input_format="html", settings={"html": {"engine": engine}})
    sent = pickle.loads(pickle.dumps(result))
    assert sent.text == result.text
    assert sent.changes == result.changes
    assert sent.undo() == result.undo() == PAGE


def test_threads_that_ask_at_once_see_the_same_edits() -> None:
    for _ in range(20):
        step = cleaner.clean(PAGE, input_format="html").passes[0]
        with ThreadPoolExecutor(4) as pool:
            seen = list(pool.map(lambda step: (step.edits, step.before), [step] * 8))
        assert seen == [(step.edits, step.before)] * 8
        assert len(step.edits) == len(step.before) > 1


@pytest.mark.parametrize("engine", ["auto", "fast"])
def test_edits_that_would_spell_another_text_give_way_to_one_that_does_not(engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        sys.modules["cleaner.html.extract"], "edits_of", lambda source, pieces, left: [Edit(0, 6, "x", "html.markup")]
    )
    result = cleaner.clean(PAGE, input_format="html", settings={"html": {"engine": engine}})
    [edit] = result.passes[0].edits
    assert (edit.start, edit.end) == (0, len(PAGE))
    assert apply(PAGE, [edit]) == edit.replacement
    assert result.undo() == PAGE
