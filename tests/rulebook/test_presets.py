"""Presets that are kept parsed are what their files say."""

from __future__ import annotations

import tomllib

from cleaner.core.resources import rules_folder
from cleaner.rulebook.parsed_presets import PARSED

PRESETS = ("web", "encoding")


def test_parsed_presets_are_what_their_bytes_say() -> None:
    assert PARSED
    for raw, table in PARSED.items():
        assert tomllib.loads(raw.decode()) == table


def test_the_presets_that_a_pipe_starts_with_are_parsed_as_they_are() -> None:
    for name in PRESETS:
        raw = (rules_folder() / "presets" / f"{name}.toml").read_bytes()
        assert raw in PARSED, f"run python -m training.presets: {name}.toml was changed"
