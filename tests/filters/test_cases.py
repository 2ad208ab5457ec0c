"""Every filter on its case file, `tests/cases/FAMILY/FILTER.toml`.

    [[case]]
    name = "what it shows"
    kind = "wild"          # wild (seen on pages and in mails), synthetic, negative (nothing may change), failure (known)
    before = "text"
    after = "text"         # not for negative cases
    options = { unsafe = true }   # optional: options of cleaner.clean; by default the filter alone is selected
    suggested = true       # `after` is the text with all suggestions taken; nothing may be changed without them

A known failure says what should come out; the day it does, the test fails, so that the case is moved to its kind.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

import cleaner
from cleaner.core.edits import Edit, apply
from cleaner.filters import BUILT_IN

FOLDER = Path(__file__).parent.parent / "cases"
KINDS = ("wild", "synthetic", "negative", "failure")
KEYS = {"name", "kind", "before", "after", "options", "suggested"}


def file_of(name: str) -> Path:
    return FOLDER.joinpath(*name.split(".")).with_suffix(".toml")


def cases_of(name: str) -> list[dict[str, Any]]:
    path = file_of(name)
    cases: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8")).get("case", []) if path.is_file() else []
    return [{"filter": name, **case} for case in cases if "before" in case]


# The cases of most of boilerplate and those of other kinds of encoding have keys of their own and are run by their own tests.
CASES = [
    case for name in BUILT_IN if not name.startswith("boilerplate.") or name == "boilerplate.subtitles" for case in cases_of(name)
]


def outcome(case: dict[str, Any]) -> str:
    options = {"select": [case["filter"]], "input_format": "text", **case.get("options", {})}
    result = cleaner.clean(case["before"], **options)
    assert result.undo() == case["before"]
    if not case.get("suggested"):
        return result.text
    assert result.text == case["before"]
    return apply(case["before"], [Edit(s.start, s.end, s.after) for s in result.suggestions])


@pytest.mark.parametrize("case", CASES, ids=[f"{case['filter']}: {case['name']}" for case in CASES])
def test_case(case: dict[str, Any], request: pytest.FixtureRequest) -> None:
    if case["kind"] == "failure":
        request.applymarker(pytest.mark.xfail(strict=True, reason="a known failure"))
    assert outcome(case) == (case["before"] if case["kind"] == "negative" else case["after"])


def test_a_case_says_what_kind_it_is() -> None:
    for case in CASES:
        assert case["kind"] in KINDS, case
        assert set(case) <= KEYS | {"filter"}, case
        assert ("after" in case) == (case["kind"] != "negative"), case
        assert case["kind"] == "negative" or case["after"] != case["before"], case


@pytest.mark.parametrize("name", sorted({case["filter"] for case in CASES}))
def test_a_filter_has_cases_of_what_it_repairs_and_of_what_it_leaves(name: str) -> None:
    kinds = {case["kind"] for case in cases_of(name)}
    assert kinds & {"wild", "synthetic"}
    assert "negative" in kinds
