"""Presets that are kept parsed are what their files say."""

from __future__ import annotations

import tomllib

from cleaner.rulebook.parsed_presets import PARSED


def test_parsed_presets_are_what_their_bytes_say() -> None:
    assert PARSED
    for raw, table in PARSED.items():
        assert tomllib.loads(raw.decode()) == table
