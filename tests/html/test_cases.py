"""Small pages and what a browser shows of them; see tests/cases/html."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

import cleaner

FOLDER = Path(__file__).parents[1] / "cases" / "html"
CASES = [
    pytest.param(case, id=f"{path.stem}: {case['name']}")
    for path in sorted(FOLDER.glob("*.toml"))
    for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
]


@pytest.mark.parametrize("case", CASES)
def test_case(case: dict[str, Any]) -> None:
    page = case["page"]
    for form in ("text", "markdown"):
        if form == "markdown" and form not in case:
            continue
        settings = {"html": {**case.get("settings", {}), "to": form}}
        result = cleaner.clean(page, input_format="html", select=["html"], settings=settings)
        assert result.undo() == page
        if form in case:
            assert result.text == case[form] + "\n"
        for part in case.get("has", ()):
            assert part in result.text
        for part in case.get("lacks", ()):
            assert part not in result.text
