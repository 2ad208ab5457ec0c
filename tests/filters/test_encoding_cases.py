"""What each filter of the family `encoding` repairs, suggests and keeps, by kind: `tests/cases/encoding/FILTER.toml`."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from cleaner import Cleaner
from cleaner.core.edits import Edit, apply

FOLDER = Path(__file__).parent.parent / "cases" / "encoding"
FILES = ("mojibake", "codec-pairs", "apostrophes", "spacing-accents", "presentation-forms", "quoted-printable", "escapes")
CASES: dict[str, dict[str, Any]] = {name: tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8")) for name in FILES}
CLEANER = Cleaner(select=["encoding", "characters"])


def cases_of(kind: str) -> list[Any]:
    return [pytest.param(case, id=f"{name}-{n}") for name in FILES for n, case in enumerate(CASES[name].get(kind, ()))]


@pytest.mark.parametrize("case", cases_of("repaired"))
def test_repaired(case: list[str]) -> None:
    result = CLEANER.clean(case[0], input_format="text")
    assert result.text == case[1]
    assert result.undo() == case[0]


@pytest.mark.parametrize("case", cases_of("suggested"))
def test_suggested(case: list[str]) -> None:
    result = CLEANER.clean(case[0], input_format="text")
    assert result.text == case[0]
    assert apply(case[0], [Edit(s.start, s.end, s.after) for s in result.suggestions]) == case[1]


@pytest.mark.parametrize("case", cases_of("either"))
def test_right_or_untouched(case: list[str]) -> None:
    assert CLEANER.clean(case[0], input_format="text").text in case


@pytest.mark.parametrize("text", cases_of("kept"))
def test_kept(text: str) -> None:
    assert CLEANER.clean(text, input_format="text").text == text
