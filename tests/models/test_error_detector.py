"""The error detector and the counts of sequences: what they answer, and that they answer the same everywhere."""

from __future__ import annotations

from array import array

import pytest

from cleaner.core.errors import RuleError
from cleaner.core.kernel import kernel
from cleaner.models import error_detector, sequences
from cleaner.models.ngrams import ngram_model

MODEL, COUNTS = error_detector.error_detector(), sequences.sequence_counts()


def to_past(before: str, form: str, behind: str) -> error_detector.Reading:
    text = f"{before} to {form}{behind}"
    start = len(before) + 1
    return MODEL.to_past(MODEL.place(text, start, start + 3 + len(form)), form)


def doubled(text: str, word: str) -> float:
    start = text.index(f"{word} {word}")
    return MODEL.doubled(MODEL.place(text, start, start + 2 * len(word) + 1), word)


@pytest.mark.parametrize(
    ("before", "form", "behind", "meant"),
    [
        ("Last night the old bridge", "collapsed", " under the snow.", "dropped"),
        ("They said that they want", "went", " home.", "base"),
        ("Prices rose due", "increased", " demand for it.", "right"),
        ("He left, came back and then", "told", " us all about it.", "dropped"),
    ],
)
def test_the_likeliest_reading_is_what_was_meant(before: str, form: str, behind: str, meant: str) -> None:
    reading = to_past(before, form, behind)
    assert max(reading._fields, key=lambda name: getattr(reading, name)) == meant


def test_words_that_stand_twice() -> None:
    assert doubled("You can can park behind the church.", "can") > 5
    assert doubled("He had had enough of it by then.", "had") < 2


def test_another_word_instead() -> None:
    text = "They went back to there house."
    start = text.index("there")
    (their,) = MODEL.instead(MODEL.place(text, start, start + 5), "there", ["their"])
    assert their > 3


def test_a_place_is_its_paragraph_and_marks_are_tokens() -> None:
    text = "One.\n\nTwo (three) “four” five"
    start = text.index("five")
    words = [number for number in MODEL.place(text, start, len(text)).left if number != error_detector.START]
    three = [MODEL.number("two"), error_detector.MARK, MODEL.number("three"), error_detector.QUOTE, MODEL.number("four")]
    assert words == three
    assert set(MODEL.place("alone", 0, 5).left) == {error_detector.START}


def test_sums_are_exact() -> None:
    """Every number that is summed up is a byte, and no sum is too large for a float."""
    assert MODEL._first.near.width * 128 * 256 < 2**53


def test_counts_one_by_one_and_at_once_are_the_same() -> None:
    rows = ["of the", "in a", "zebra quill", "it was", "the of"]
    keys = [COUNTS.number(one) << 16 | COUNTS.number(two) for one, two in map(str.split, rows)]
    table = COUNTS.tables["2"]
    assert [*table.steps(array("Q", keys))] == [table.step(key) for key in keys]
    assert [*table._steps(array("Q", keys))] == [table.step(key) for key in keys]
    assert COUNTS.count("of", "the") > 100_000 > COUNTS.count("one", "of", "the", "most") > 100


def test_what_is_said_is_likelier_than_what_is_not() -> None:
    left, right = ["ate"], ["apple", "."]
    assert COUNTS.score(left, ["an"], right) > COUNTS.score(left, ["a"], right) + 2


@pytest.mark.parametrize("module", [error_detector, sequences])
def test_a_broken_file_is_named(module, tmp_path) -> None:
    path = tmp_path / "broken"
    path.write_bytes(b"no model at all")
    with pytest.raises(RuleError, match="model"):
        module.read(path)


@pytest.mark.skipif(kernel() is None, reason="there is no kernel to compare with")
def test_the_kernel_judges_rows_of_words_to_the_last_bit() -> None:
    words = [
        "<s>",
        "<s>",
        "<s>",
        "in",
        "the",
        "middle",
        "of",
        "the",
        "night",
        "it",
        "'s",
        "zyzzyvas",
        "all",
        "over",
        "again",
        ",",
        "said",
        "Zoë",
        ".",
        "</s>",
        "</s>",
    ]
    numbers = tuple(map(COUNTS.number, words))
    by_counts = [COUNTS._judged(numbers[i - 3 : i + 1]) for i in range(3, len(numbers))]
    assert COUNTS.log_probabilities(numbers) == by_counts
    model = ngram_model()
    row = tuple(map(model.known, words))
    by_triples = [model.log_probability(row[i], row[i - 1], row[i - 2]) for i in range(2, len(row))]
    assert model.log_probabilities(row) == by_triples
    assert model.log_probabilities(("a", "x" * 1000, "b"))[0] == model.log_probability("b", "x" * 1000, "a")
