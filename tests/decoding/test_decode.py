"""Bytes to text: legacy encodings, cut and broken bytes, a wrong `encoding`, files of two encodings; always undone."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cleaner
from cleaner.core.errors import ConfigError
from cleaner.decoding.decode import decode
from cleaner.decoding.detection import detect

SENTENCES = Path(__file__).parent.parent / "cases" / "encoding" / "sentences.toml"
LANGUAGES: dict[str, list[str]] = tomllib.loads(SENTENCES.read_text("utf-8"))
STORED_IN = {  # encodings that texts of a language were stored in
    **dict.fromkeys(("de", "es", "fr", "sv"), ("cp1252", "mac_roman", "cp850")),
    **dict.fromkeys(("cs", "hu", "pl"), ("cp1250", "iso8859-2", "cp852", "mac_latin2")),
    "ru": ("cp1251", "koi8-r", "cp866", "iso8859-5", "mac_cyrillic"),
    "uk": ("cp1251", "koi8-u", "cp1125"),
    "el": ("cp1253", "iso8859-7", "cp737", "cp869", "mac_greek"),
    "tr": ("cp1254", "iso8859-9", "cp857", "mac_turkish", "iso8859-3"),
    "he": ("cp1255",),
    "ar": ("cp1256", "iso8859-6", "cp720", "mac_arabic"),
    "lt": ("cp1257", "iso8859-4", "iso8859-13", "cp775"),
    "th": ("cp874",),
    "zh": ("gb18030", "hz"),
    "zh-Hant": ("big5",),
    "ja": ("cp932", "euc_jp", "iso2022_jp"),
    "ko": ("cp949", "johab", "iso2022_kr"),
}
CASES = [(code, encoding, line) for code, encodings in STORED_IN.items() for encoding in encodings for line in LANGUAGES[code]]
RIGHT = 0.98  # of the sentences one by one; measured: all but one or two


def read(data: bytes, **options: str) -> str:
    """The text of bytes, after a look whether they come back."""
    result = cleaner.clean(data, preset="encoding", input_format="text", **options)  # type: ignore[arg-type]
    assert result.undo() == data
    return result.text


def test_single_lines_in_legacy_encodings() -> None:
    usable = [(encoding, line) for _, encoding, line in CASES if _survives(line, encoding)]
    wrong = [(encoding, line) for encoding, line in usable if read(line.encode(encoding)) != line]
    assert len(usable) > 90
    assert len(wrong) <= (1 - RIGHT) * len(usable), wrong


@pytest.mark.parametrize(("code", "encoding"), [(code, encoding) for code, found in STORED_IN.items() for encoding in found])
def test_texts_in_legacy_encodings(code: str, encoding: str) -> None:
    text = "\n".join(line for line in LANGUAGES[code] * 3 if _survives(line, encoding))
    assert read(text.encode(encoding)) == text


def _survives(text: str, encoding: str) -> bool:
    try:
        return text.encode(encoding).decode(encoding) == text
    except UnicodeError:
        return False


@pytest.mark.parametrize(
    ("code", "encoding"),
    [
        ("ja", "cp932"),
        ("ja", "euc_jp"),
        ("zh", "gb18030"),
        ("zh-Hant", "big5"),
        ("ko", "cp949"),
        ("ru", "utf-8"),
        ("ja", "utf-8"),
    ],
)
def test_a_tail_cut_inside_a_character(code: str, encoding: str) -> None:
    clean = LANGUAGES[code][0].rstrip(".")
    for cut in range(1, len(clean[-1].encode(encoding))):
        assert read(clean.encode(encoding)[:-cut]).rstrip("\ufffd") == clean[:-1]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32", "iso2022_jp"])
def test_a_tail_cut_inside_a_unit(encoding: str) -> None:
    clean = LANGUAGES["ja"][0] if encoding != "utf-16-le" else "A plain line without a mark."
    data = clean.encode(encoding)
    assert read(data[:-1])[:10] == clean[:10]


def test_one_letter_beyond_ascii_at_the_end_is_no_cut_character() -> None:
    assert read("Dove il sì suona. È".encode("cp1252")) == "Dove il sì suona. È"
    assert read("Non so dove è".encode("cp1252")) == "Non so dove è"


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp932", "utf-16", "utf-32", "utf-8-sig", "utf-7", "big5hkscs"])
def test_a_wrong_encoding_gives_a_result_that_is_undone(encoding: str) -> None:
    for line in (LANGUAGES["ru"][0], LANGUAGES["en"][0], "plain"):
        for data in (line.encode(), line.encode("utf-16"), line.encode("utf-8")[:-1], b"\xff\xfe" + line.encode()):
            read(data, encoding=encoding)


@pytest.mark.parametrize("encoding", ["nope", "rot13", "idna", "punycode", "undefined", "hex"])
def test_what_is_no_encoding_is_refused(encoding: str) -> None:
    with pytest.raises(ConfigError, match=encoding):
        cleaner.clean(b"abc", encoding=encoding)


@given(
    st.binary(max_size=40), st.sampled_from(["utf-16", "utf-8", "utf-8-sig", "iso2022_jp", "utf-7", "cp1252", "gb18030", "hz"])
)
def test_any_bytes_come_back_from_any_encoding(data: bytes, encoding: str) -> None:
    document = decode(data, encoding)
    assert document.decoding is not None
    assert document.decoding.encode(document.text) == data


def test_a_given_encoding_does_not_make_the_mark_text() -> None:
    document = decode(b"\xef\xbb\xbfabc", "utf-8")
    assert (document.text, document.decoding.bom if document.decoding else b"") == ("abc", b"\xef\xbb\xbf")


@pytest.mark.parametrize("pair", [("utf-8", "cp1251"), ("utf-8", "koi8-r"), ("cp866", "utf-8"), ("utf-8", "cp1252")])
def test_lines_in_two_encodings_are_read_line_by_line_and_the_notes_say_so(pair: tuple[str, str]) -> None:
    lines = LANGUAGES["de" if "cp1252" in pair else "ru"] * 2
    data = b"\n".join(line.encode(pair[i % 2]) for i, line in enumerate(lines))
    result = cleaner.clean(data, preset="encoding", input_format="text")
    assert result.text.split("\n") == lines
    assert result.undo() == data
    foreign = next(name for name in pair if name != "utf-8")
    assert any(note.startswith(f"decoding: utf-8 mixed with {foreign} (") for note in result.notes)


def test_bytes_that_are_not_in_the_given_encoding_are_counted() -> None:
    result = cleaner.clean("Grüße aus Köln".encode("cp1252"), encoding="utf-8")
    assert result.notes == ("decoding: bytes that are not in utf-8 in 2 places",)


@pytest.mark.parametrize(
    "data",
    [
        "\xc3\xa9\xc3\u0192",
        "ÐÑ",
        "├┤a┼┐",
        "╨Ц╤Г ",
        "ﾃｩ窶",
        "â€™Ã",
        "\x81é",
        b"\xff\xfe\x80",
        b"\xe9",
        b"\xc3\x28",
        b"\x81\x30\x81\xe9",
    ],
)
def test_art_in_one_line_takes_linear_time(data: str | bytes) -> None:
    """Four times the text: four times the time, sixteen if it were quadratic; the best of some runs on a busy machine."""

    def seconds(size: int) -> float:
        text = data * (size // len(data))
        start = time.process_time()
        assert cleaner.clean(text, preset="encoding", input_format="text").undo() == text
        return time.process_time() - start

    seconds(1_000)  # loads what is loaded once
    assert any(seconds(80_000) <= 9 * max(seconds(20_000), 0.02) for _ in range(4))


def test_an_ideograph_of_the_rare_half_speaks_against_an_encoding() -> None:
    """EUC-JP read as GB 18030 keeps its kana and makes rare ideographs of the others."""
    assert detect("古い橋は夏の終わり".encode("euc_jp"))[0] == "euc_jp"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Le nommé Reporter était là.", "cp850"),
        ("M. Françoise écrit.", "cp437"),
        ("Een oud procedé.", "cp850"),
        ("Le « facteur » à la porte.", "cp850"),
        ("Въпросът беше решен. Всеки има право.", "mac_cyrillic"),
        ("The PowerTool® set is sold out.", "cp1252"),
    ],
)
def test_a_sign_where_another_encoding_has_a_letter(text: str, encoding: str) -> None:
    assert read(text.encode(encoding)) == text


@pytest.mark.parametrize(
    "text", ["HZ writes ~{ before and ~} after Chinese.", "~{!~}", "operator~{ return ~{a}; }", "~{ABCD~} ~{xy"]
)
def test_braces_of_hz_in_other_text(text: str) -> None:
    assert decode(text.encode()).text == text
