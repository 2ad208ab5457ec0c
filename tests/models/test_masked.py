"""The masked language model: what it finds likely, and that a broken file is told."""

from __future__ import annotations

from math import exp
from pathlib import Path

import pytest

from cleaner.core.errors import RuleError
from cleaner.core.kernel import kernel
from cleaner.core.resources import data_file
from cleaner.models import error_detector, masked

MODEL = masked.masked_model()


def gain(text: str, written: str, meant: str) -> float:
    start = text.index(written)
    return MODEL.instead(MODEL.place(text, start, start + len(written)), written, [meant])[0]


@pytest.mark.parametrize(
    ("text", "written", "meant"),
    [
        ("It was the best day of my live.", "live", "life"),
        ("We crossed the dessert with a camel.", "dessert", "desert"),
        ("He threw it through the hole family.", "hole", "whole"),
        ("She could not here the music.", "here", "hear"),
    ],
)
def test_the_word_that_is_meant_is_likelier(text: str, written: str, meant: str) -> None:
    assert gain(text, written, meant) > 2 > gain(text.replace(written, meant), meant, written)


def test_probabilities_of_fillers_add_up_to_at_most_one() -> None:
    text = "They went home by bus."
    place = text.index("home"), text.index(" by")
    shares = [exp(MODEL.log_probability_at(text, *place, word)) for word in ("home", "up", "although")]
    assert shares[1] > 0.01 > shares[2] > 0
    assert sum(shares) < 1


@pytest.mark.skipif(kernel() is None, reason="there is no kernel to compare with")
@pytest.mark.parametrize(
    "text", ["He said: “We can't see there house” — in 1,200 days.\n\nNOTHING else", "the café", "x", "one " * 200, "a \ud800 d"]
)
def test_probabilities_are_those_of_the_kernel_to_the_last_bit(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    places = [(start, min(len(text), start + 5)) for start in range(0, min(len(text), 60), 7)]
    with_kernel = [MODEL.log_probability_at(text, *place, "up") for place in places]
    monkeypatch.setitem(MODEL.__dict__, "net", None)
    assert [MODEL.log_probability_at(text, *place, "up") for place in places] == with_kernel


@pytest.mark.skipif(kernel() is None, reason="only the kernel tells it")
@pytest.mark.parametrize("least", [-12.0, -8.0, -4.0, -1.0])
def test_what_is_below_a_number_is_told_of_no_other_filler(least: float) -> None:
    text, told = "They went home by bus, and it rained.", 0
    for word in ("home", "up", "although", "away", "there", "house", "and"):
        for place in ((10, 14), (18, 21), (30, 36)):
            found = MODEL.log_probability_at(text, *place, word)
            is_below = MODEL.are_below(text, *place, (MODEL.fillers[word],), (least,))
            told += is_below
            assert not is_below or found < least
            assert MODEL.log_probability_from(text, *place, word, least) == (float("-inf") if is_below else found)
            assert not MODEL.are_below(text, *place, (MODEL.fillers["while"], MODEL.fillers[word]), (least, found))
    assert told


@pytest.mark.skipif(kernel() is None, reason="there is no kernel to compare with")
@pytest.mark.parametrize(("share", "bias", "above"), [(1.0, 0.0, 1.0), (1.0, 300.0, 0.01), (0.0, 511.0, 0.01)])
def test_units_are_those_of_the_kernel_however_high_they_are(share: float, bias: float, above: float) -> None:
    _, fillers, weights, shipped = error_detector.parts_of(data_file("english.masked"), masked.MAGIC)
    scales = {name: [share * scale for scale in shipped[name]] for name in ("first.scale", "far.scale")}
    scales["second.scale"] = [above * scale for scale in shipped["second.scale"]]
    floats = {**shipped, **scales, "first.bias": [share * number + bias for number in shipped["first.bias"]]}
    model = masked.MaskedModel(fillers, weights, floats, error_detector.error_detector())
    text = "They WENT home, \"by bus\", in 1998. The other bus — and he can't say why — was Mary's, " * 3
    for start in range(0, len(text), 9):
        place = model.place(text, start, start + 3)
        rows = tuple(fillers[word] for word in ("up", "home", "although"))
        assert model.net.gains(text, start, start + 3, rows) == model.instead(place, "up", ["home", "although"])


def test_a_cut_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "cut"
    path.write_bytes(data_file("english.masked").read_bytes()[:-100])
    with pytest.raises(RuleError):
        error_detector.parts_of(path, masked.MAGIC)
