"""Third-party filters: the decorator, and a package that is really installed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import cleaner
from cleaner import filters

PLUGIN = Path(__file__).parent / "plugin"


@pytest.fixture(autouse=True)
def _forget_filters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filters, "_registered", {})


def test_a_filter_that_yields_edits() -> None:
    @cleaner.filter("test.stars", safety="safe")
    def stars(document: cleaner.Document) -> Iterator[cleaner.Edit]:
        """Stars are noise."""
        for k, char in enumerate(document.text):
            if char == "*":
                yield cleaner.Edit(k, k + 1, "")

    result = cleaner.clean("a * b", select=["test.stars"])
    assert result.text == "a  b"
    assert (result.changes[0].rule, result.changes[0].reason, result.changes[0].safety) == (
        "test.stars",
        "Stars are noise.",
        "safe",
    )
    assert cleaner.clean("a * b").text == "a  b", "a registered filter is on unless select says otherwise"
    assert cleaner.clean("a * b", select=["typos"]).text == "a * b"
    assert cleaner.clean("a * b", ignore=["test"]).text == "a * b"


def test_a_filter_that_returns_text_has_its_edits_derived() -> None:
    @cleaner.filter("shout.lower", safety="unsafe")
    def lower(document: cleaner.Document) -> str:
        return document.text.lower()

    text = "Quiet words\nand LOUD ones"
    assert cleaner.clean(text, select=["shout"]).text == text
    assert [s.after for s in cleaner.clean(text, select=["shout"]).suggestions] == ["q", "loud"]
    result = cleaner.clean(text, select=["shout"], unsafe=True)
    assert result.text == text.lower()
    assert [(c.before, c.after) for c in result.changes] == [("Q", "q"), ("LOUD", "loud")]
    assert result.undo() == text


def test_a_filter_that_never_settles_is_named_and_left_out() -> None:
    @cleaner.filter("test.grow")
    def grow(document: cleaner.Document) -> str:
        return document.text + "!"

    result = cleaner.clean("the the end", select=["test.grow", "typos"])
    assert result.text == "the end"
    assert any("test.grow" in note for note in result.notes)
    assert cleaner.clean(result.text, select=["test.grow", "typos"]).text == result.text


def test_what_a_filter_gets_wrong_is_said_with_its_name() -> None:
    @cleaner.filter("test.far")
    def far(document: cleaner.Document) -> list[cleaner.Edit]:
        return [cleaner.Edit(0, 99, "")]

    with pytest.raises(cleaner.FilterError, match=r"test\.far: proposed an edit outside of the text"):
        cleaner.clean("short", select=["test.far"])
    with pytest.raises(cleaner.ConfigError, match="no filter name"):
        cleaner.filter("two words")
    with pytest.raises(cleaner.ConfigError, match="safety"):
        cleaner.filter("a.b", safety="certain")  # type: ignore[arg-type]


def test_an_installed_package_is_found(tmp_path: Path) -> None:
    install = ["install", "-q", "--no-deps", "--no-build-isolation", "--no-index", "--target", str(tmp_path), str(PLUGIN)]
    subprocess.run([sys.executable, "-m", "pip", *install], check=True, capture_output=True)
    source = str(Path(cleaner.__file__).parent.parent)
    code = """if True:
        import cleaner, json
        result = cleaner.clean("THIS IS A LINE THAT SHOUTS\\nand one that does not")
        print(json.dumps([result.text, [c.rule for c in result.changes], result.undo() == result.original]))
    """
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), source])}
    out = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, env=env).stdout
    assert json.loads(out) == ["This is a line that shouts\nand one that does not", ["shout.lower"], True]
