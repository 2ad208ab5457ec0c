"""The kernel may only keep a filter from being asked that would propose nothing: with and without it all comes out the same."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cleaner import Cleaner
from cleaner.core.document import Document
from cleaner.core.kernel import kernel
from cleaner.filters import BUILT_IN, triggers
from cleaner.filters._english.phrase_scan import phrase_scan
from cleaner.filters._english.phrases import _allowed_by_kernel, _allowed_by_words
from cleaner.filters._languages.stretches import stretches
from cleaner.filters.scan import ALL, AN, DOUBLED, EXACT, JUDGED, OF_WORDS, OTHER_LANGUAGE, PHRASE, TO_PAST, A, Scan, facts_of
from cleaner.filters.typos.confusions import propose
from cleaner.filters.word_facts import LISTED, NEAR, PIECE, PLACED
from cleaner.filters.wording_scan import OF_WORDINGS
from cleaner.models.error_detector import error_detector, gains_at, to_past_detector
from cleaner.models.languages.vocabulary import LANGUAGES
from cleaner.models.masked import masked_model
from cleaner.models.sequences import sequence_counts
from cleaner.rulebook.packs import RuleSet
from tests.test_laws import BENCH, PIECES, bench_texts, long_texts, texts

needs_kernel = pytest.mark.skipif(kernel() is None, reason="there is no kernel: no compiler, or CLEANER_PURE is set")
SIGNS = tuple({f.trigger: f.trigger for f in BUILT_IN.values() if isinstance(f.trigger, triggers.Signs)})
MORE = [
    *PIECES,
    "an dis ", "accordin gto ", "inthe ", "a hour ", "An book, ", "a house ", "lose lose ", "its not ", "its  not ", "your the ",
    "could  of been ", "they re ", "Departmant ", "departmant ", "speci cation ", "di ff erent ", "(cid:12)", "mtime ", "00 00 ",
    "their ", "new ", "than ", "we were ", "no ", "everyday), ", "the army to collapsed ", "due to increased ", "he to\nwent ",
    "aren’t ", "weren't ", "calender’s ", "departmants’ ", "“departmant” ", "departmant.com ", "\tdepartmant!", "departmant’t",
    "Skip to content Share on Facebook\n", "Unsubscribe | Preferences\n", "人気記事\n", "共有: 印刷\n", "Older posts\n",
    "Sent from my iPhone", "\n> quoted\n", "Le chat est dans la maison. ", "El perro de la casa ", "to to ", "I I ",
    "Erkl\u0434rung ", "ann\u0449es ", "immф", "Каждый ", "Права «человека» ", "САНКТ", "мoст ", "ÐŸÑ€Ð¸Ð²ÐµÑ‚ ", "Рџ", "СЂР°Р·",
    "人人生而自由。", "يولد جميع الناس ", "آ", "ﻼ", "cafe\u0301 ", "ﾃｽﾄ", "don\u00b4t ",
    "na\u00a8ive ", "thieá", "a”b", "\U0001d15e",
    "caf\u00e9 caf\u00e9 ", "dEfi nition ", "signi FI cation ", "AWS ", "We're ", "departmant's ", "non-departmant ", "inthe/",
    "\u201d\u2018", "\u201cYes,\u201d ", "\u2013", "\u0161", "the ", "The ", "x" * 70 + " ", "-\n", "= ", "\\n ",
]  # fmt: skip
generated = st.one_of(
    texts,
    long_texts,
    st.lists(st.sampled_from(MORE), max_size=25).map("".join),
    st.lists(st.sampled_from(MORE), min_size=12, max_size=40).map(" and the other ".join),
)


def without_kernel(**options: object) -> Cleaner:
    cleaner = Cleaner(**options)  # type: ignore[arg-type]
    vars(cleaner._fixpoint.asked)["_scan"] = None
    return cleaner


@pytest.fixture(scope="module")
def scan() -> Scan:
    return Scan(SIGNS)


@needs_kernel
@settings(max_examples=150)
@example("the the cat")
@example("You are here: home / blog / post\n\nThe boat came in at six.\n\nIt was late.\n\nNobody knew why.\n")
@given(text=generated)
def test_a_filter_that_is_not_asked_has_nothing_to_propose(scan: Scan, text: str) -> None:
    bits = scan.bits(text)
    if bits is None:
        return
    for filter_ in BUILT_IN.values():
        masks = scan.exact.get(filter_.trigger), scan.maybe.get(filter_.trigger)
        if any(mask is not None and not bits & mask for mask in masks):
            assert list(filter_.propose(Document(text), RuleSet(filter_.name))) == [], filter_.name


OF_UNSAFE = [filter_ for filter_ in BUILT_IN.values() if isinstance(filter_.trigger_unsafe, triggers.Wordings)]
WORDINGS = [
    "The price has is risen. ", "It must done by May. ", "one of the moat important days ", "in his sisters house ",
    "It would increase the work load of the office. ",
    "back to there house ", "He didn't likes it. ", "sooooo good ", "She have two sons. ", "the inviroment of teh house ",
    "They were able find the house in the end. ",
    "Informashun for the departmant. ", "Nobody beleives it. ", "Mr. Kowalski said so. ",
]  # fmt: skip


@needs_kernel
@settings(max_examples=100)
@example("They were able find the house in the end.")
@given(text=st.lists(st.sampled_from([*WORDINGS, *MORE[:30]]), min_size=1, max_size=8).map("".join))
def test_an_unsafe_filter_that_is_not_asked_has_nothing_to_propose(scan: Scan, text: str) -> None:
    bits = scan.bits(text)
    for filter_ in OF_UNSAFE:
        mask = scan.maybe[filter_.trigger_unsafe]
        if bits is not None and not bits & mask:
            rules = RuleSet(filter_.name, applies=lambda rule, safety: True)
            assert list(filter_.propose(Document(text), rules)) == [], filter_.name


@needs_kernel
def test_some_texts_have_nothing_for_unsafe_filters_and_some_have(scan: Scan) -> None:
    plain, wrong = (scan.bits(text) for text in ("The boat came in at six, and it was late. " * 25, "".join(WORDINGS)))
    assert plain is not None
    assert not plain & OF_WORDINGS
    assert wrong is not None
    for name in (
        "typos.possessives",
        "typos.compounds",
        "typos.function-words",
        "typos.elongations",
        "typos.grammar",
        "typos.speller",
    ):
        assert wrong & scan.maybe[BUILT_IN[name].trigger_unsafe], name


@needs_kernel
@settings(max_examples=150)
@given(text=generated)
def test_what_the_kernel_says_for_certain_is_what_the_triggers_say(scan: Scan, text: str) -> None:
    bits = scan.bits(text)
    if bits is not None:
        document = Document(text)
        for trigger in (*EXACT, *SIGNS):
            assert bool(bits & scan.exact[trigger]) == bool(trigger(document)), trigger


@needs_kernel
@pytest.mark.parametrize(
    "options",
    [
        {},
        {"unsafe": True},
        {"preset": "mail"},
        {"ignore": ["typos"]},
        {"ignore": ["typos", "characters"]},
        {"select": ["typos.misspellings", "typos.doubled"]},
    ],
    ids=str,
)
@settings(max_examples=60)
@given(text=generated)
def test_results_are_the_same_without_the_kernel(options: dict[str, object], text: str) -> None:
    same(Cleaner(**options), without_kernel(**options), text)  # type: ignore[arg-type]


def same(one: Cleaner, other: Cleaner, text: str) -> None:
    first, second = one.clean(text), other.clean(text)
    assert first.text == second.text
    assert first.changes == second.changes
    assert first.suggestions == second.suggestions


@needs_kernel
@pytest.mark.slow
@pytest.mark.skipif(not BENCH.is_dir(), reason="the shared benchmarks are not here")
def test_results_are_the_same_on_texts_of_the_benchmarks() -> None:
    one, other = Cleaner(), without_kernel()
    for number, (_, text) in enumerate(bench_texts()):
        if number % 29 == 0:
            for size in (60, 200, 2_000):
                same(one, other, text[:size])


@needs_kernel
def test_long_texts_and_surrogates_are_left_to_python(scan: Scan) -> None:
    assert scan.bits("word " * 5_000) is None
    assert scan.bits("a \ud800 b") is None
    assert scan.bits("x" * 100) is None
    assert scan.bits("word " * 10) is not None


@needs_kernel
@settings(max_examples=150)
@given(text=generated)
def test_what_is_not_asked_of_words_does_not_depend_on_them(scan: Scan, text: str) -> None:
    every, without = scan.bits(text), scan.bits(text, ALL & ~OF_WORDS)
    if every is not None:
        assert without is not None
        assert every & ~OF_WORDS == without & ~OF_WORDS


@needs_kernel
def test_a_text_of_any_length_is_searched_for_what_is_no_word(scan: Scan) -> None:
    for text in ("word " * 50_000, "word " * 50_000 + "schön\f", "a & b\n" * 50_000):
        bits = scan.bits(text, ALL & ~OF_WORDS)
        assert bits is not None
        for trigger in (*EXACT, *SIGNS):
            assert bool(bits & scan.exact[trigger]) == bool(trigger(Document(text))), trigger


@needs_kernel
@pytest.mark.parametrize("wanted", [LISTED, PIECE, DOUBLED, LISTED | PIECE | DOUBLED])
@settings(max_examples=80)
@given(text=generated)
def test_few_facts_are_as_good_as_all(scan: Scan, wanted: int, text: str) -> None:
    few = scan.bits(text, wanted)
    for filter_ in BUILT_IN.values():
        mask = scan.maybe.get(filter_.trigger)
        if few is not None and mask and not mask & ~wanted and not few & mask:
            assert list(filter_.propose(Document(text), RuleSet(filter_.name))) == [], filter_.name


@needs_kernel
@pytest.mark.parametrize(
    ("bit", "alone", "beside"),
    [
        (PIECE, "The speci of the valve is given", "The speci cation of the valve is given"),
        (PIECE, "We ndly met the erent others", "We met the di fferent others"),
        (PIECE, "It grows in the shade,ft", "It is six ft high"),
        (PIECE, "A Wi-Fi network, 32 ft-lb of it", "The o ffi ce of the network"),
        (PIECE, "It has 12 ft, sci-fi of it", "It was a con fi dent man"),
        (PLACED, "We saw the gto of the house", "We went accordin gto the plan"),
        (PLACED, "It is good for ecommerce sites", "They went downt he road"),
        (PLACED, "Then an dog, an yes and an dxyzzy", "The man an dis brother"),
        (PLACED, "A portant thing was there", "An im portant thing was there"),
        (PLACED, "They saw teh end of the day", "They went into thehouse again"),
        (DOUBLED, "He said that, that was the end", "He said that that was the end"),
        (DOUBLED, "No, no, the end END", "It was the\nthe end"),
        (DOUBLED, "in  in, and\n\nand so", "I I do"),
    ],
)  # fmt: skip
def test_a_word_that_is_something_beside_another_alone(scan: Scan, bit: int, alone: str, beside: str) -> None:
    bits = scan.bits(alone), scan.bits(beside)
    assert [found is not None and bool(found & bit) for found in bits] == [False, True]


@needs_kernel
@pytest.mark.parametrize("odd", ["é", "œ", "я", "ß", "\u0301", "ﬁ"])
def test_words_beside_other_letters_are_left_to_python(scan: Scan, odd: str) -> None:
    for text in (f"The speci ca{odd}tion of it", f"The {odd} speci of it", f"The speci {odd} of it"):
        bits = scan.bits(text)
        assert bits is not None
        assert bits & PIECE


@needs_kernel
def test_an_answer_does_not_depend_on_the_texts_before(scan: Scan) -> None:
    text = "Its not the departmant that was asked to collapsed, said an man."
    assert Scan(SIGNS).bits(text) == scan.bits(text)
    for number in range(3_000):
        scan.bits(f"w{'abcdefghij'[number % 10]}{'klmnopqrst'[number // 10 % 10]} " * 3)
    assert Scan(SIGNS).bits(text) == scan.bits(text)


@needs_kernel
def test_the_words_of_the_text_that_was_scanned_last_are_handed_out(scan: Scan) -> None:
    text = "teh departmant, a Departmant and the cat; teh end"
    assert scan.words_of(text, triggers.listed) is None
    scan.bits(text)
    assert scan.words_of(text, triggers.listed) == [(0, b"teh"), (42, b"teh")]
    assert scan.words_of(text, triggers.near) == [(4, b"departmant")]
    assert scan.words_of(text, triggers.phrases) is None  # more than words by themselves
    scan.bits("another one")
    assert scan.words_of(text, triggers.listed) is None
    few = Scan(SIGNS)
    few.bits(text, LISTED)
    assert few.words_of(text, triggers.near) is None  # these were not wanted


@needs_kernel
@pytest.mark.parametrize("is_looked_at", [True, False])
def test_a_document_that_is_asked_about_knows_these_words(*, is_looked_at: bool) -> None:
    asked, text = Cleaner()._fixpoint.asked, "There were teh cat and a departmant that stood alone in the hall."
    for _ in range(2):
        if is_looked_at:
            asked.nobody_about(text)
        document = Document(text)
        asked.about(document)
        assert triggers.words_of(document, triggers.listed) == [(11, b"teh")]
        assert triggers.words_of(document, triggers.near) == [(25, b"departmant")]


def test_facts_fit_in_what_the_kernel_holds() -> None:
    assert all(0 <= facts_of(word) < 2**64 for word in (b"the", b"teh", b"its", b"0", b"_", b"caf\xe9", b"to", b"collapsed"))


def test_the_environment_switches_the_kernel_off() -> None:
    code = "import os; os.environ['CLEANER_PURE'] = '1'; from cleaner.core.kernel import kernel; assert kernel() is None"
    subprocess.run([sys.executable, "-c", code], check=True)


ENGLISH = [
    "The café on the corner of the street was open, and the people who sat in it were glad of that.", "Zoë was in the house.",
    "He paid 20 € for it, and that was not what they had said to him.", "Plain words of the text, and nothing else in it.",
]  # fmt: skip
FOREIGN = [
    "Il était une fois un roi qui avait trois fils.", "Die Häuser der Stadt sind alt und nicht groß.", "à la carte",
    "in was, a on é",
    "El niño está en la casa de su abuela.", "één van de huizen is niet van hem", "ale nie był to jego brat", "Каждый человек",
]  # fmt: skip


@needs_kernel
@settings(max_examples=300)
@given(text=st.lists(st.one_of(st.sampled_from(ENGLISH), st.sampled_from(FOREIGN)), max_size=9).map("\n".join))
def test_a_line_in_another_language_is_found_in_an_english_text(scan: Scan, text: str) -> None:
    bits = scan.bits(text, ALL & ~JUDGED)
    assert bits is not None
    if not bits & OTHER_LANGUAGE:
        assert list(stretches(Document(text), LANGUAGES)) == []


@needs_kernel
def test_accents_alone_make_no_other_language(scan: Scan) -> None:
    bits = scan.bits("\n".join(ENGLISH))
    assert bits is not None
    assert not bits & OTHER_LANGUAGE
    assert scan.bits("\n".join([*ENGLISH, FOREIGN[0]])) & OTHER_LANGUAGE  # type: ignore[operator]


GERMAN = (
    "Der Rat hat in der Sitzung über den Haushalt beraten, und die Mitglieder haben sich mit der Frage nicht lange aufgehalten. "
)
DUTCH = "De raad heeft in de vergadering over het plan gesproken, en de leden hebben niet lang met elkaar over de vraag gepraat. "


@needs_kernel
@pytest.mark.parametrize("language", [GERMAN, DUTCH])
@pytest.mark.parametrize("times", [5, 90])
def test_a_text_in_another_language_is_not_asked_about_english_errors(scan: Scan, language: str, times: int) -> None:
    text = language * times + "They recieve an book inthe departmant to collapsed, teh army might of. " + language
    bits = scan.bits(text)
    assert bits is not None
    assert bits & LISTED
    assert not bits & ((PLACED | NEAR) | TO_PAST | A | AN | PHRASE)
    same(Cleaner(), without_kernel(), text)
    same(Cleaner(unsafe=True), without_kernel(unsafe=True), text)


@needs_kernel
@settings(max_examples=150)
@example("We drink coffee everyday), said any one, to there house.")
@example("The past me by, two peaces of it. My loose change; I loose my keys. They loose it all.")
@example("It was quiet good and quiet. The whether was bad, and we new it. A brake in the plains")
@example("We've built it, you're being asked, and you'll then tell them. Its weight and its simply great use. Whose there?")
@example("We went to There house, and I Could Of gone to there-house, to there House, to there I.")
@given(text=generated)
def test_nothing_is_proposed_of_the_phrases_that_the_kernel_leaves_out(text: str) -> None:
    scan = phrase_scan()
    assert scan is not None
    document = Document(text)
    found = scan.places(document.folded, document.text)
    left_out = Document(text)
    left_out._views[_allowed_by_kernel] = [place for place in _allowed_by_words(document) if place not in found]
    assert list(propose(left_out, RuleSet("typos.confusions"))) == []
    assert not [place for place in found if place not in list(_allowed_by_words(document))]


@needs_kernel
@pytest.mark.parametrize("word", ["the", "Glebov's", "unfollowing", "zug", "", "ed", "caf\u00e9", "\ud800"])
def test_the_kernel_finds_the_numbers_of_words(word: str) -> None:
    numbers = sequence_counts().numbers
    assert numbers._find(word) == numbers._search(word)


PLACES = [
    "the house",
    "The rain, that fell",
    " (12.5)",
    "\n\n",
    "\n \t\n",
    " \u2014 ",
    "\u201cI\u2019M no-one\u201d, ",
    "cats' 1,000 ",
    "o'clock; ",
    "e.g. ",
    "_x_ ",
    "USA! ",
    "Caf\u00e9 \u00c9TAT \u00c0 la na\u00efve ",
    "5 m\u00b2 \u00bdx \u00aa\u00b5 ",
    "\u00a0",
    "\n\u00a0\u2009\n",
    "\u20ac5\u2122 ",
    "\u2022 \u00a9 \u00c3\u00a9\u0085",
]


@needs_kernel
@settings(max_examples=150)
@given(pieces=st.lists(st.sampled_from(PLACES), max_size=40), at=st.floats(0, 1), size=st.integers(0, 9))
def test_the_kernel_reads_a_plain_place_as_the_models_do(pieces: list[str], at: float, size: int) -> None:
    text = " ".join(pieces)
    start = int(at * len(text))
    end = min(len(text), start + size)
    for model in (masked_model(), error_detector()):
        others = ["their", "they're"]
        rows = tuple(model.fillers[word] for word in ("there", *others))
        many = gains_at(model.net, text, start, end, rows[:1] + rows[1:] * 40)
        assert many == model.instead(model.place(text, start, end), "there", others) * 40
        assert gains_at(model.net, text, start, end, rows) == model.instead(model.place(text, start, end), "there", others)
        assert gains_at(model.net, f"{text[:end]}\u0436", start, end, rows) is None
        beyond = f"\u0436 {text} \u0436"  # too far away to count, or left to the models
        said = gains_at(model.net, beyond, start + 2, end + 2, rows)
        assert said is None or said == model.instead(model.place(beyond, start + 2, end + 2), "there", others)
    for form in ("went", "zugged"):
        detector = to_past_detector()
        assert detector.to_past_at(text, start, end, form) == detector.to_past(detector.place(text, start, end), form)
