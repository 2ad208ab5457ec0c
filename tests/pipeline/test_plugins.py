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
from cleaner.rulebook.packs import RuleSet, make_pack

PLUGIN = Path(__file__).parent / "plugin"


def test_a_filter_that_yields_edits() -> None:
    @cleaner.filter("test.stars", safety="safe")
    def stars(document: cleaner.Document) -> Iterator[cleaner.Edit]:
        """Stars are noise."""
        for k, char in enumerate(document.text):
            if char == "*":
                yield cleaner.Edit(k, k + 1, "")

    result = cleaner.clean("a * b", select=["test.stars"], filters=[stars])
    assert result.text == "a  b"
    assert (result.changes[0].rule, result.changes[0].reason, result.changes[0].safety) == (
        "test.stars",
        "Stars are noise.",
        "safe",
    )
    assert cleaner.clean("a * b", filters=[stars]).text == "a  b", "a plug-in is on unless select says otherwise"
    assert cleaner.clean("a * b", select=["typos"], filters=[stars]).text == "a * b"
    assert cleaner.clean("a * b", ignore=["test"], filters=[stars]).text == "a * b"


def test_a_filter_that_returns_text_has_its_edits_derived() -> None:
    @cleaner.filter("shout.lower", safety="unsafe")
    def lower(document: cleaner.Document) -> str:
        return document.text.lower()

    text = "Quiet words\nand LOUD ones"
    assert cleaner.clean(text, select=["shout"], filters=[lower]).text == text
    assert [s.after for s in cleaner.clean(text, select=["shout"], filters=[lower]).suggestions] == ["q", "loud"]
    result = cleaner.clean(text, select=["shout"], filters=[lower], unsafe=True)
    assert result.text == text.lower()
    assert [(c.before, c.after) for c in result.changes] == [("Q", "q"), ("LOUD", "loud")]
    assert result.undo() == text


def test_what_a_rule_that_is_off_proposes_is_not_even_suggested_and_what_changes_nothing_is_not_made() -> None:
    @cleaner.filter("test.pair", safety="safe")
    def pair(document: cleaner.Document) -> Iterator[cleaner.Edit]:
        for k, char in enumerate(document.text):
            if char in "*+-":
                yield cleaner.Edit(k, k + 1, "-", {"*": "test.pair.star", "+": "test.pair.plus"}.get(char, "test.pair.dash"))

    result = cleaner.clean("a * b + c - d", select=["test"], ignore=["test.pair.plus"], filters=[pair])
    assert result.text == "a - b + c - d"
    assert [edit.rule for step in result.passes for edit in step.edits] == ["test.pair.star"]
    assert (result.suggestions, result.notes) == ([], ())


def test_a_suggestion_goes_with_what_its_filter_waits_for() -> None:
    @cleaner.filter("test.early", safety="suggest", trigger=lambda document: "@" in document.text)
    def early(document: cleaner.Document) -> Iterator[cleaner.Edit]:
        yield cleaner.Edit(0, 1, "W")

    @cleaner.filter("test.late", safety="safe", after="test.early")
    def late(document: cleaner.Document) -> str:
        return document.text.replace(" @", "")

    chain = [early, late]
    assert len(cleaner.clean("word @ word", select=["test.early"], filters=chain).suggestions) == 1
    assert cleaner.clean("word @ word", select=["test"], filters=chain).suggestions == []


@pytest.mark.parametrize("text", ["rose or", "pose or", "rose pose"])
def test_rules_that_undo_one_another_are_all_left_out(text: str) -> None:
    """Not only the one whose turn it was last: the cleaned text would be changed by the other."""

    @cleaner.filter("test.swap", safety="safe")
    def swap(document: cleaner.Document) -> Iterator[cleaner.Edit]:
        at = document.text.find("rose")
        if at >= 0:
            yield cleaner.Edit(at, at + 4, "pose", "test.swap.there")
        elif (at := document.text.find("pose")) >= 0:
            yield cleaner.Edit(at, at + 4, "rose", "test.swap.back")

    made = cleaner.Cleaner(select=["test"], filters=[swap])
    once = made.clean(text)
    assert made.clean(once.text).text == once.text
    assert once.notes == ("left out, for they never settle: test.swap.back, test.swap.there",)


def test_a_filter_that_never_settles_is_named_and_left_out() -> None:
    @cleaner.filter("test.grow")
    def grow(document: cleaner.Document) -> str:
        return document.text + "!"

    result = cleaner.clean("the the end", select=["test.grow", "typos"], filters=[grow])
    assert result.text == "the end"
    assert any("test.grow" in note for note in result.notes)
    assert cleaner.clean(result.text, select=["test.grow", "typos"], filters=[grow]).text == result.text


def test_what_a_filter_gets_wrong_is_said_with_its_name() -> None:
    @cleaner.filter("test.far")
    def far(document: cleaner.Document) -> list[cleaner.Edit]:
        return [cleaner.Edit(0, 99, "")]

    with pytest.raises(cleaner.FilterError, match=r"test\.far: proposed an edit outside of the text"):
        cleaner.clean("short", select=["test.far"], filters=[far])
    with pytest.raises(cleaner.ConfigError, match="no filter name"):
        cleaner.filter("two words")
    with pytest.raises(cleaner.ConfigError, match="safety"):
        cleaner.filter("a.b", safety="certain")  # type: ignore[arg-type]


def test_defining_a_filter_changes_no_other_cleaner() -> None:
    @cleaner.filter("test.upper")
    def upper(document: cleaner.Document) -> str:
        return document.text.upper()

    assert cleaner.clean("quiet").text == "quiet"
    assert cleaner.clean("quiet", filters=[upper]).text == "QUIET"
    assert cleaner.clean("quiet").text == "quiet"


def test_a_plugin_has_the_rights_of_a_built_in_filter() -> None:
    """Rules, words and settings, protection of URLs, a place in the chain, asked only where its unsafe edits are made."""
    seen: list[str] = []

    @cleaner.filter("test.colour", word_level=True, settings={"to": "the spelling"}, rules=("spellings",), before="typos")
    def colour(document: cleaner.Document, rules: RuleSet) -> Iterator[cleaner.Edit]:
        seen.append(document.text)
        for rule in rules:
            for word in rule.data["spellings"]:
                at = document.text.find(word)
                if at >= 0 and word not in rules.words:
                    yield rules.edit(at, at + len(word), rules.settings["to"], rule.id)

    rule = {"id": "test.colour.own", "safety": "safe", "why": "House style.", "keeps": ["hue"], "spellings": ["color"]}
    pack = make_pack({"rule": [{**rule, "examples": [{"before": "color", "after": "colour"}]}]}, "own", "test.colour", "here")
    own = cleaner.Cleaner(filters=[colour], rules=[pack], settings={"test.colour": {"to": "colour"}})
    assert own.clean("a color of the the sea").text == "a colour of the sea"
    assert seen[0] == "a color of the the sea", "it runs before the typo filters"
    assert own.clean("see https://example.org/color now").text == "see https://example.org/color now"
    assert own.with_options(words=["color"]).clean("a color").text == "a color"
    assert own.with_options(unsafe=True).clean("a color").text == "a colour"
    with pytest.raises(cleaner.ConfigError, match="did you mean to"):
        own.with_options(settings={"test.colour": {"too": "x"}})
    bad = make_pack(
        {"rule": [{**rule, "spelling": ["x"], "examples": [{"before": "a", "after": "b"}]}]}, "own", "test.colour", "h"
    )
    with pytest.raises(cleaner.RuleError, match="did you mean spellings"):
        own.with_options(rules=[bad])


def test_unsafe_plugins_are_asked_only_where_their_edits_are_made() -> None:
    seen: list[str] = []

    @cleaner.filter("test.slow", safety="unsafe", runs="unsafe")
    def slow(document: cleaner.Document) -> list[cleaner.Edit]:
        seen.append(document.text)
        return []

    cleaner.clean("a line", filters=[slow])
    assert not seen
    cleaner.clean("a line", filters=[slow], unsafe=True)
    assert seen


def test_a_misplaced_or_doubled_plugin_is_an_error() -> None:
    def propose(document: cleaner.Document, rules: RuleSet) -> list[cleaner.Edit]:
        return []

    with pytest.raises(cleaner.ConfigError, match="two filters of the name"):
        cleaner.Cleaner(filters=[cleaner.Filter("typos.doubled", propose)])
    with pytest.raises(cleaner.ConfigError, match="did you mean typos"):
        cleaner.Cleaner(filters=[cleaner.Filter("test.x", propose, before="typo")])
    with pytest.raises(cleaner.ConfigError, match="is no filter"):
        cleaner.Cleaner(filters=[propose])  # type: ignore[list-item]


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
