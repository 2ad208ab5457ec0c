"""encoding.codec-pairs: every codec pair on clean sentences of ours, alone and as documents; clean text stays as it is."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path

import pytest

from cleaner import Cleaner
from cleaner.filters.encoding._codec_lines import LATIN
from cleaner.filters.encoding._codec_pair import CodecPair, codec_pairs_of
from cleaner.rulebook.packs import RuleSet

SENTENCES = Path(__file__).parent.parent / "cases" / "encoding" / "sentences.toml"
DIGEST = "c8214f7def4ff0a1"
LANGUAGES: dict[str, list[str]] = tomllib.loads(SENTENCES.read_text("utf-8"))
CLEAN: dict[str, str] = tomllib.loads(SENTENCES.with_name("clean.toml").read_text("utf-8"))
CHANNELS = codec_pairs_of(RuleSet("encoding.codec-pairs"))
CLEANER = Cleaner(preset="encoding")
# Share of broken documents that come back exactly; of the rest, those that come back wrong
# (measured: 2.3 of a hundred, pairs of one-byte encodings).
FLOOR_UTF8, FLOOR_BYTES, MOST_WRONG = 0.97, 0.65, 0.02  # measured: .996, .694; wrong .002, .014


def broken_documents(codec_pair: CodecPair) -> list[tuple[str, str]]:
    """(clean, broken) for the languages that the codec pair can break and that it does not lose."""
    found = []
    for lines in LANGUAGES.values():
        clean = "\n".join(lines)
        broken = codec_pair.damage(clean)
        if broken is not None and broken != clean and codec_pair.repair(broken) == clean and "�" not in broken:
            found.append((clean, broken))
    return found


def outcome(codec_pairs: list[CodecPair]) -> tuple[float, float]:
    """(share of exact repairs, share of wrong ones)."""
    verdicts = []
    for codec_pair in codec_pairs:
        for clean, broken in broken_documents(codec_pair):
            got = CLEANER.clean(broken, input_format="text").text
            verdicts.append("exact" if got == clean else "untouched" if got == broken else "wrong")
    assert len(verdicts) > 50
    return verdicts.count("exact") / len(verdicts), verdicts.count("wrong") / len(verdicts)


def test_the_data_of_the_floors_is_known() -> None:
    assert hashlib.sha256(SENTENCES.read_bytes()).hexdigest()[:16] == DIGEST


@pytest.mark.slow
def test_utf8_read_as_something_else() -> None:
    exact, wrong = outcome([codec_pair for codec_pair in CHANNELS if codec_pair.unicode])
    assert exact >= FLOOR_UTF8
    assert wrong <= MOST_WRONG


@pytest.mark.slow
def test_one_encoding_read_as_another() -> None:
    """Of scripts other than Latin; of Latin text the rules are unsafe."""
    exact, wrong = outcome([codec_pair for codec_pair in CHANNELS if not codec_pair.unicode and codec_pair.written not in LATIN])
    assert exact >= FLOOR_BYTES
    assert wrong <= MOST_WRONG


@pytest.mark.parametrize("read", ["koi8-r", "cp866", "cp1251"])
def test_utf8_read_as_a_cyrillic_encoding(read: str) -> None:
    codec_pair = CodecPair("", "utf-8", read)
    for clean, broken in broken_documents(codec_pair):
        assert CLEANER.clean(broken, input_format="text").text == clean


@pytest.mark.parametrize("code", LANGUAGES)
def test_sound_text_stays(code: str) -> None:
    text = "\n".join(LANGUAGES[code])
    result = Cleaner(select=["encoding", "characters"]).clean(text, input_format="text")
    assert result.text == text


def test_all_languages_in_one_text_stay() -> None:
    text = "\n".join(line for lines in LANGUAGES.values() for line in lines)
    assert CLEANER.clean(text, input_format="text").text == text


@pytest.mark.parametrize("read", ["cp1257", "iso8859-2", "cp866", "gbk", "koi8-r"])
@pytest.mark.parametrize(
    "line",
    [
        "Wasiykuna hatun, ñanninku karu, kay ñankuna mana allinchu, nispa huñunakunku.",
        "Moun yo ap chèche yon lòt chemen, men pòt la fèmen depi lontan.",
    ],
)
def test_a_language_without_a_model_of_its_own(read: str, line: str) -> None:
    """Quechua and Haitian: what other languages write tells "ñ" from the "ʊ" and "ù" of codec pairs that fit as well."""
    assert CLEANER.clean(CodecPair("", "utf-8", read).damage(line) or "", input_format="text").text == line


@pytest.mark.parametrize("name", CLEAN)
def test_what_looks_odd_and_is_sound_stays(name: str) -> None:
    """As in word lists and sources of programs; some codec pair explains each of them somehow."""
    assert CLEANER.clean(CLEAN[name], input_format="text").text == CLEAN[name]


def test_a_line_with_one_broken_letter_is_repaired_in_company() -> None:
    """Pooled evidence: "sarц═" alone says little, in a text that was read as KOI8-R it is plain."""
    codec_pair = CodecPair("", "utf-8", "koi8-r")
    lines = [*LANGUAGES["es"], "Así"]
    broken = [codec_pair.damage(line) or "" for line in lines]
    assert CLEANER.clean(broken[-1]).text == broken[-1]
    assert CLEANER.clean("\n".join(broken)).text == "\n".join(lines)


def test_lines_alternately_encoded_are_repaired_line_by_line() -> None:
    koi8, dos = CodecPair("", "utf-8", "koi8-r"), CodecPair("", "utf-8", "cp866")
    lines = LANGUAGES["ru"] * 2
    broken = [(koi8, dos)[i % 2].damage(line) or "" for i, line in enumerate(lines)]
    result = CLEANER.clean("\n".join(broken), input_format="text")
    assert result.text == "\n".join(lines)
    rules = {change.rule.removeprefix("encoding.codec-pairs.") for change in result.changes}
    assert rules == {"utf-8-as-koi8-r", "utf-8-as-cp866"}


def test_the_reason_names_the_codecs() -> None:
    broken = CodecPair("", "utf-8", "koi8-r").damage(LANGUAGES["ru"][0]) or ""
    change = CLEANER.clean(broken).changes[0]
    assert change.reason.startswith("UTF-8 that was read as KOI8-R: ")


@pytest.mark.parametrize("art", ["├┤a┼┐", "╨Ц╤Г ", "Ã©Ð±", "Áèê", "ﾃｩ窶"])
def test_art_in_one_long_line_takes_linear_time(art: str) -> None:
    text = art * (200_000 // len(art))
    result = CLEANER.clean(text, input_format="text")
    assert result.undo() == text


@pytest.mark.parametrize("line", ["Made with Kevlar®", "Intel® Core™ Ultra, the AVID® way.", "Basic usage¶"])
def test_signs_behind_words_are_no_damage(line: str) -> None:
    text = "\n".join([line] * 30 + ["Plain text stands around it."])
    assert Cleaner(preset="encoding").clean(text).text == text
