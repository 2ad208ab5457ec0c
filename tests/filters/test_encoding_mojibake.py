"""encoding.mojibake against ftfy itself: ftfy's own cases, generated codec pairs, random pairs of its character classes."""

from __future__ import annotations

import json
import random
import re
import tomllib
import unicodedata
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from ftfy import TextFixerConfig, bad_codecs, fix_text  # noqa: F401  (bad_codecs registers the sloppy codecs)
from ftfy.badness import BADNESS_RE, MOJIBAKE_CATEGORIES, badness, is_bad

from cleaner import Cleaner
from cleaner.core.document import Document
from cleaner.filters.encoding._mojibake.expressions import CAPITAL_INSIDE
from cleaner.filters.encoding._mojibake.expressions import badness as by_classes
from cleaner.filters.encoding._mojibake.expressions import prefilter as mojibake_prefilter
from cleaner.filters.encoding._mojibake.layers import repaired as repaired_line
from cleaner.filters.encoding._mojibake.lost import Context
from cleaner.filters.encoding._suspects import prefilter_of as misread_prefilter
from cleaner.rulebook.packs import RuleSet
from training.encoding.prefilter import derive_prefilter

CASES = Path(__file__).parent.parent / "cases" / "encoding"
ENCODING_ONLY = TextFixerConfig(
    unescape_html=False,
    remove_terminal_escapes=False,
    fix_latin_ligatures=False,
    fix_character_width=False,
    uncurl_quotes=False,
    fix_line_breaks=False,
    fix_surrogates=False,
    remove_control_chars=False,
    normalization=None,
    explain=False,
)
MISREAD_AS = ("latin-1", "sloppy-windows-1252", "sloppy-windows-1251", "macroman")
FAMILY = Cleaner(select=["encoding"])
ALONE = Cleaner(select=["encoding.mojibake"])
STRAIGHT = str.maketrans("“”„‘’‚", "\"\"\"'''")


def ftfy_cases(name: str) -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = json.loads((CASES / "ftfy" / f"{name}.json").read_text("utf-8"))
    assert cases
    return cases


# ftfy puts U+FFFD for a closing quotation mark whose last byte was lost; the quotation that is open says what it was.
QUOTATION_CLOSED = {
    "Lossy decoding can have plain ASCII question marks, as well",
    "Synthetic: lossy decoding in sloppy-windows-1252",
}


def repaired(case: dict[str, Any]) -> bool:
    return FAMILY.clean(case["original"]).text in (case.get("fixed-encoding", case["fixed"]), case["fixed"])


@pytest.mark.parametrize("name", ["in-the-wild", "language-names", "synthetic"])
def test_every_case_that_ftfy_passes(name: str) -> None:
    assert [c["label"] for c in ftfy_cases(name) if not repaired(c) and c["label"] not in QUOTATION_CLOSED] == []


def test_where_ftfy_loses_the_closing_quotation_mark() -> None:
    cases = [c for name in ("in-the-wild", "synthetic") for c in ftfy_cases(name) if c["label"] in QUOTATION_CLOSED]
    assert len(cases) == len(QUOTATION_CLOSED)
    for case in cases:
        text = FAMILY.clean(case["original"]).text
        assert "\ufffd" not in text
        assert text.count("“") == text.count("”")


def harmless(text: str) -> str:
    text = unicodedata.normalize("NFC", text).translate(STRAIGHT)
    return "".join(char for char in text if char == "\n" or unicodedata.category(char) != "Cc")


ENDINGS = (
    "?”", "”?", "!”", " – ja", "…", "’s", "»", "?»", "»?", " “x”", " «x»", "™", " •", "\u00a0?", "”, ja", " © 2020", " €5",
)  # fmt: skip
HALF_BROKEN = {  # the beginning of a line that is mojibake, and what it was; words that end in small accented letters
    "Hon frÃ¥gade en gÃ¥ng om ": ("Hon frågade en gång om ", "Umeå kafé ö sjö"),
    "Ele nÃ£o disse a ninguÃ©m que ": ("Ele não disse a ninguém que ", "amanhã você pá é"),
    "El seÃ±or preguntÃ³ si ": ("El señor preguntó si ", "está así Perú"),
}


@pytest.mark.parametrize("broken", HALF_BROKEN)
def test_clean_words_before_marks_stay_in_a_line_that_is_half_broken(broken: str) -> None:
    whole, words = HALF_BROKEN[broken]
    for word in words.split():
        for opening in ("", "“", "«"):
            for ending in ENDINGS:
                end = opening + word + ending
                assert repaired_line(broken + end, Context()).text == whole + end


def test_negative_cases_stay() -> None:
    wrong = [case for case in ftfy_cases("negative") if not repaired(case)]
    assert [c["label"] for c in wrong if harmless(FAMILY.clean(c["original"]).text) != harmless(c["original"])] == []


@pytest.mark.parametrize("case", ftfy_cases("known-failures"), ids=lambda case: case["label"][:40])
def test_known_failures(case: dict[str, Any], request: pytest.FixtureRequest) -> None:
    if not repaired(case):
        pytest.xfail("ftfy leaves it as well")


def sentences() -> list[str]:
    return [lines[0] for lines in tomllib.loads((CASES / "sentences.toml").read_text("utf-8")).values()]


def case_texts() -> list[str]:
    return [case["original"] for name in ("in-the-wild", "language-names", "synthetic", "negative") for case in ftfy_cases(name)]


def generated_texts() -> list[str]:
    texts = []
    for codec in MISREAD_AS:
        for line in sentences():
            try:
                once = line.encode().decode(codec)
                texts += [once, f"{line} {once}", once.replace("\xa0", " "), once.encode().decode(codec)]
            except UnicodeDecodeError:
                continue
    return texts


def assert_equal_to_ftfy(texts: list[str], *, further: bool = False) -> None:
    text = "\n".join(t.replace("\n", " ") for t in texts)
    result = ALONE.clean(text, input_format="text")
    assert result.passes, "nothing was repaired"
    # ftfy runs its encoding step once; the chain runs until nothing changes, and so must the peer
    expected, before = fix_text(text, ENCODING_ONLY), ""
    while expected != before:
        expected, before = fix_text(expected, ENCODING_ONLY), expected
    pairs = zip(result.text.split("\n"), expected.split("\n"), strict=True)
    differing = [pair for pair in pairs if pair[0] != pair[1] and not _is_our_choice(*pair)]
    assert [pair for pair in differing if not (further and _goes_further(*pair))] == []


def _goes_further(ours: str, theirs: str) -> bool:
    """Whether less of a line looks like mojibake, or clean text was not taken for it."""
    return badness(ours) <= badness(theirs) or len(ours) > len(theirs)


def _is_our_choice(ours: str, theirs: str) -> bool:
    """Whether a line differs only in a closing quotation mark that ftfy took for U+FFFD."""
    return "“" in ours and ours.replace("”?", "”").replace("”", "\ufffd") == theirs.replace("”", "\ufffd")


def test_equal_to_ftfy_on_its_cases() -> None:
    assert_equal_to_ftfy(case_texts())


@pytest.mark.slow
def test_equal_to_ftfy_on_generated_channels() -> None:
    """Where ftfy leaves the broken half of a line, or reads bytes of clean text, ours may go further, never less far."""
    assert_equal_to_ftfy(generated_texts(), further=True)


# ---- prefilter ----------------------------------------------------------------------------------------------------


def shipped_prefilter() -> str:
    return RuleSet("encoding.mojibake").data("prefilter.txt").read_text("ascii").strip()


def test_the_prefilter_is_that_of_the_installed_ftfy() -> None:
    assert derive_prefilter(BADNESS_RE.pattern, re.VERBOSE) == shipped_prefilter()


def characters() -> str:
    ranges = re.sub(
        "(.)-(.)", lambda m: "".join(map(chr, range(ord(m[1]), ord(m[2]) + 1))), "".join(MOJIBAKE_CATEGORIES.values())
    )
    return "".join(sorted(set(ranges))) + " azAZ.,!?1²³×—"


def test_the_prefilter_stops_at_all_that_is_bad() -> None:
    prefilter, chosen, alphabet = re.compile(shipped_prefilter()), random.Random(7), characters()
    texts = ["".join(chosen.choices(alphabet, k=chosen.randint(1, 5))) for _ in range(60_000)]
    bad = [text for text in texts if is_bad(text)]
    assert len(bad) > 10_000
    assert [text for text in bad if not prefilter.search(text)] == []


def test_classes_of_characters_are_searched_as_the_expressions_are() -> None:
    prefilter, chosen = re.compile(f"{shipped_prefilter()}|{CAPITAL_INSIDE.pattern}"), random.Random(8)
    alphabet = characters() + "\n\t\x1c\x85_\u2003\u2028\u3042²٣жЖвЂГўВ\ud800😀"
    for _ in range(20_000):
        text = "".join(chosen.choices(alphabet, k=chosen.randint(1, 6)))
        start = chosen.randrange(len(text))
        end = chosen.randint(start, len(text))
        bad, stop = BADNESS_RE.search(text, start, end), prefilter.search(text, start, end)
        assert by_classes().search(text, start, end) == (bad.span() if bad else None), (text, start, end)
        assert mojibake_prefilter().find(text, start, end) == (stop.start() if stop else -1), (text, start, end)


@pytest.mark.slow
def test_the_prefilter_stops_at_every_bad_pair() -> None:
    prefilter, alphabet = re.compile(shipped_prefilter()), characters()
    missed = [a + b for a in alphabet for b in alphabet if is_bad(a + b) and not prefilter.search(a + b)]
    assert missed == []


def test_plain_text_holds_no_match_of_the_prefilters() -> None:
    """The prefilters look at three characters at most, so all texts of three stand for all."""
    mojibake = mojibake_prefilter()
    misread = RuleSet("encoding.codec-pairs").cached(misread_prefilter)
    for chars in product('‘’“”–—…aZ0 .\n"', repeat=3):
        text = "".join(chars)
        if Document(text).is_plain:
            assert mojibake.find(text, 0, len(text)) < 0, text
            assert not misread.scan.search(text), text
