"""The kernel decodes lines and chooses suspect ones: it says what the Python says that it stands for, or leaves it to that."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.core.document import Document
from cleaner.core.kernel import kernel
from cleaner.filters.encoding import _suspects, accents, codec_pairs, mojibake
from cleaner.filters.encoding._codec_pair import CodecPair, encode
from cleaner.filters.encoding._mojibake.classes import judgement, sequences_of
from cleaner.filters.encoding._mojibake.expressions import badness, prefilter
from cleaner.filters.encoding._mojibake.pieces import shown
from cleaner.filters.encoding._neighbours import suspects_in_c
from cleaner.rulebook.packs import RuleSet

needs_kernel = pytest.mark.skipif(kernel() is None, reason="there is no kernel: no compiler, or CLEANER_PURE is set")
RULES, PAIRS = RuleSet("encoding.mojibake"), RuleSet("encoding.codec-pairs")
WORDS = [
    "It’s", "“Do", "been there.”", "été", "schön", "Ümit", "ÉCOLE", "MANHÃ", "naïve", "—", " – ", "…", "café!", "100 €",
    "Kevlar® ", "Usage¶", "§§ 5", "“Être", "Привет", "мoст", "人人", "😀", "ííííì", "a”b", "Ã is a letter", "é becomes Ã©",
    "«oui»", "\xa0", "'", '"', "\x1a", "\ufffd", "\x85", "\x93yes\x94", "â€", "Â ", "à ", "policÃa", "donÕt", "r›", "ß", "the",
    "and so on", ",", "1", "", "Â®", "Â\xa0", "”Är det", "(„Ú", "إعتقلت", "τε",
]  # fmt: skip
ENCODINGS = ("windows-1252", "windows-1252", "latin-1", "windows-1251", "macroman", "cp437", "windows-1250")


def damaged(text: str, encodings: list[str]) -> str:
    """The text as it looks when its UTF-8 is read in one encoding after the other."""
    for encoding in encodings:
        chars = shown(encoding)
        text = "".join(chars[byte] for byte in text.encode("utf-8", "replace"))
    return text


lines = st.builds(
    lambda words, encodings, separator: damaged(separator.join(words), encodings),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=8),
    st.lists(st.sampled_from(ENCODINGS), max_size=3),
    st.sampled_from([" ", "", " "]),
)
texts = st.lists(st.one_of(lines, lines, st.text(max_size=12)), min_size=1, max_size=5).map("\n".join)


@needs_kernel
@settings(max_examples=400, deadline=None)
@given(text=texts)
def test_edits_are_those_of_the_decoder_in_python(text: str) -> None:
    document = Document(text)
    found = judgement().repairs(text)
    if found is not None:
        assert mojibake.by_kernel(document, RULES, found) == mojibake.by_segment(document, RULES)


@needs_kernel
def test_usual_lines_are_decoded_in_the_kernel() -> None:
    text = "plain\n" + damaged("It’s “right”, été\n", ["windows-1252"]) + damaged("schön – ça\n", ["latin-1", "windows-1252"])
    (start, end, _, layers, is_told, edits), second = judgement().repairs(text)
    assert (start, end, layers, is_told) == (6, 6 + len("Itâ€™s â€œrightâ€\x9d, Ã©tÃ©\n"), 0b11, 1)
    assert edits[0] == (8, 11, "’")
    assert second[3] == 0b110  # Windows-1252 comes off first
    assert second[5] is not None


@needs_kernel
@settings(max_examples=400, deadline=None)
@given(text=texts)
def test_no_suspect_line_is_missed_but_those_of_windows_1252(text: str) -> None:
    document, scan = Document(text), PAIRS.cached(_suspects.prefilter_of)
    found = suspects_in_c().lines(text)
    if found is None or document.is_plain:
        return
    every = set(_suspects.suspect_lines(document, scan, document.beyond_ascii))
    for start, end in every - set(found):
        written = CodecPair("", "utf-8", "cp1252").repair(text[start:end])
        assert written is not None
        assert encode(written, "cp1252") is not None
    assert set(_suspects.suspect_lines(document, scan, found)) == every & set(found)


@needs_kernel
def test_surrogates_are_left_to_python() -> None:
    assert judgement().repairs("schÃ¶n \ud800") is None
    assert suspects_in_c().lines("schÃ¶n \ud800") is None


def test_sequences_match_what_the_expression_matches() -> None:
    for is_at_start, places in sequences_of(badness().pattern):
        chars = [next(char for char in map(chr, range(0x2700)) if badness().letter(char) in held) for held in places]
        text = "".join(chars)
        assert badness().search(text) is not None, (is_at_start, text)


def test_every_stop_of_the_prefilter_is_beyond_ascii() -> None:
    assert min(prefilter().before) >= "\x80"


@settings(max_examples=200, deadline=None)
@given(text=st.text("‘’“”–—… aB\n", max_size=12))
def test_plain_text_has_nothing_of_another_encoding(text: str) -> None:
    document = Document(text)
    if document.is_plain:
        assert mojibake.propose(document, RULES) == []
        assert list(codec_pairs.propose(document, PAIRS)) == []


ACCENTED = [
    "Iraqí", "Iraqi", "iraqi's", "the", "éxample", "example", "exámples", "IRAQÍ", "café", "Éxample.", "xté", "ab", "\n", "naïve",
    "éé", "Motörhead", "møøse", "example’s", "sofía@example.org", "`vísible`", "42nd", "¿que",
]  # fmt: skip


@needs_kernel
@settings(max_examples=400, deadline=None)
@given(text=st.lists(st.sampled_from(ACCENTED), min_size=1, max_size=14).map(" ".join))
def test_accents_that_are_only_suggested_wait_for_somebody_to_ask(text: str) -> None:
    document, rules = Document(text), RuleSet("encoding.accents")
    found = accents.propose(document, rules)
    places = kernel().lone_accents(text)
    most = int(1 + accents.MOST_ACCENTED * len(text) / accents.LETTERS_A_WORD)
    every = list(accents.proposed(Document(text), rules, most))
    assert list(found) in (every, [])
    if places is not None:
        assert {edit.safety for edit in every} <= {"suggest"}
        assert {edit.start for edit in every} <= set(places)
