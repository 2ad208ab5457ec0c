"""The kernel asks `boilerplate.structure` about every text with a path, a row of links of the law or a claim of rights."""

from __future__ import annotations

from collections.abc import Iterator
from unicodedata import normalize

import pytest

from cleaner.core.kernel import kernel
from cleaner.filters.boilerplate._evidence.cues import YOU_ARE_HERE, labels, path_lines
from cleaner.filters.boilerplate._page.footers import TELLING, claims, legal_rows
from cleaner.filters.boilerplate.structure import labels_of
from cleaner.filters.phrase_edges import letters_alone
from cleaner.filters.scan import PAGE, Scan
from cleaner.rulebook.packs import RuleSet

pytestmark = pytest.mark.skipif(kernel() is None, reason="there is no kernel: no compiler, or CLEANER_PURE is set")
TEXT = ["The boat left the quay at noon, and nobody on board could say when she would be back."] * 7
HOMES = labels_of(RuleSet("boilerplate.structure")).homes
CASES = (str, str.capitalize, str.title, str.upper, str.swapcase)


@pytest.fixture(scope="module")
def scan() -> Scan:
    return Scan(())


def is_asked(scan: Scan, lines: list[str]) -> bool:
    bits = scan.bits("\n".join(lines))
    assert bits is not None
    return bool(bits & PAGE)


def paths() -> Iterator[list[str]]:
    for name in sorted(HOMES):
        for case in CASES:
            yield [f"{case(name)} » Tides » News"]
            yield [f"« {case(name)} / Tides"]
            yield [f"- {case(name)}", "- Guides", "- Tides", "Tides"]
    for here in YOU_ARE_HERE.split("|"):
        yield [f"{here.upper()}: home > Tides"]
        yield [f"{here} : Startseite > Tides"]


def test_every_path_is_asked_about(scan: Scan) -> None:
    found = 0
    for lines in paths():
        if path_lines(lines, HOMES):
            found += 1
            assert is_asked(scan, lines + TEXT), lines
    assert found > 300


def test_every_row_of_links_is_asked_about(scan: Scan) -> None:
    found = 0
    for number, label in enumerate(sorted(label for label, kind in labels().items() if kind in TELLING)):
        mark = ("|", "•", " · ", "›", " / ", " - ", " — ", "\u3000–\u2003")[number % 8]
        line = mark.join((CASES[number % len(CASES)](label), "Impressum", f"[{label}]"))
        if legal_rows([*TEXT, line]):
            found += 1
            assert is_asked(scan, [*TEXT, line]), line
    assert found > 700


@pytest.mark.parametrize(
    "line",
    [
        "© 2024 Harbour Post", "  © Harbour Post 2019", "(C) 2024 Ada Tide", "Copyright 2020 Ada", "COPYRIGHT © 1999 Ada",
        "All rights reserved 2012", "copyr\u0131ght 2001", "\u3000Copyright 2001", "All right\u017f reserved",
    ],
)  # fmt: skip
def test_every_claim_of_rights_is_asked_about(scan: Scan, line: str) -> None:
    assert claims([*TEXT, line])
    assert is_asked(scan, [*TEXT, line])


@pytest.mark.parametrize(
    "line", ["Die Fahrt – wie immer – war kurz.", "Москва — столица", "Homage » to Tides", "Biscuits - baked"]
)
def test_other_lines_are_not(scan: Scan, line: str) -> None:
    assert not is_asked(scan, ["Наш дом — здесь.", *TEXT, line])


def test_letters_do_not_depend_on_case() -> None:
    for char in map(chr, range(0x80, 0x3000)):
        if char.isalpha() and letters_alone(char.lower()):
            assert letters_alone(char) == letters_alone(normalize("NFC", char.lower())), hex(ord(char))
