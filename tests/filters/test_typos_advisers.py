"""typos.harper and typos.quire: suggestions alone, and only where they are asked for by name."""

from __future__ import annotations

import importlib.util
import sys

import pytest

from cleaner import Cleaner, ConfigError

TEXT = "She could of gone to the office with them, and she have a car."
ADVISERS = {"typos.harper": "harper", "typos.quire": "quire_grammar_model"}


@pytest.mark.parametrize("name", ADVISERS)
def test_they_run_only_where_selected_by_name(name: str) -> None:
    for options in ({}, {"unsafe": True}, {"select": ["typos"], "unsafe": True}, {"select": ["all"], "unsafe": True}):
        assert name not in Cleaner(**options).describe()["filters"]
    assert name in Cleaner(select=["typos", name]).describe()["filters"]


@pytest.mark.parametrize(("name", "package"), ADVISERS.items())
def test_they_suggest_and_never_change(name: str, package: str) -> None:
    pytest.importorskip(package, reason="an optional extra")
    result = Cleaner(select=[name], unsafe=True).clean(TEXT)
    assert result.text == TEXT
    assert any(suggestion.after.endswith("have") for suggestion in result.suggestions)
    assert all(suggestion.safety == "suggest" for suggestion in result.suggestions)


@pytest.mark.parametrize(("name", "package"), ADVISERS.items())
def test_any_text_is_read_and_offsets_are_code_points(name: str, package: str) -> None:
    pytest.importorskip(package, reason="an optional extra")
    text = "\U0001f600\ud800 naïve \x00\r\n" + TEXT
    for suggestion in Cleaner(select=[name]).clean(text, input_format="text").suggestions:
        assert text[suggestion.start : suggestion.end] == suggestion.before


@pytest.mark.parametrize(("name", "package"), ADVISERS.items())
def test_a_missing_extra_is_named_with_the_remedy(name: str, package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    found = importlib.util.find_spec
    monkeypatch.setitem(sys.modules, package, None)
    monkeypatch.setattr(importlib.util, "find_spec", lambda one: None if one == package else found(one))
    with pytest.raises(ConfigError, match="pip install"):
        Cleaner(select=[name]).clean(TEXT)


def test_an_unknown_dialect_is_an_error_of_configuration() -> None:
    pytest.importorskip("harper", reason="an optional extra")
    with pytest.raises(ConfigError, match="british"):
        Cleaner(select=["typos.harper"], settings={"typos.harper": {"dialect": "martian"}}).clean(TEXT)
