"""Dependencies have a floor: a version that the tests have run on. An older one would be taken where nobody has tried it."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1] / "pyproject.toml"
TABLE = tomllib.loads(PROJECT.read_text(encoding="utf-8"))
OWN = TABLE["project"]["name"]
EXTRAS = TABLE["project"]["optional-dependencies"]
BUILDING = TABLE["build-system"]["requires"]  # installed where a wheel is built, and nowhere else
LISTS = (TABLE["project"]["dependencies"], BUILDING, *EXTRAS.values())
DECLARED = [line for lines in LISTS for line in lines if not line.startswith(f"{OWN}[")]
REQUIREMENT = re.compile(r"(?P<name>[\w.-]+)(?:\[[\w,]+\])?>=(?P<floor>[\d.]+)(?:,<\d+)?")


@pytest.mark.parametrize("line", sorted(set(DECLARED)))
def test_every_dependency_has_a_floor_that_is_installed_here(line: str) -> None:
    match = REQUIREMENT.fullmatch(line)
    assert match, f"{line}: no floor (NAME>=VERSION)"
    try:
        installed = version(match["name"])
    except PackageNotFoundError:
        return  # of an extra that is not installed
    if line in BUILDING:
        return  # whatever stands here is not what builds
    assert numbers(installed) >= numbers(match["floor"])


def numbers(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", text.split("+", maxsplit=1)[0])]
