"""The cloze model: a file gives back its numbers, is named when broken, and knows English."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from pathlib import Path

import pytest

from cleaner.core.errors import RuleError
from cleaner.core.kernel import kernel
from cleaner.models.cloze import NOTHING, REACH, cloze_model, packed, read
from cleaner.models.ngrams import ENDINGS
from cleaner.models.tokens import END, START

WORDS = [NOTHING, START, END, "the", "cat", "<>", *(f"<{ending}>" for ending in ENDINGS)]


def part(rows: list[list[int]], scale: float = 0.5) -> tuple[bytes, bytes, int]:
    """Rows of a matrix in the form that goes into a file."""
    cells = array("b", [cell for row in rows for cell in row]).tobytes()
    return array("f", [scale] * len(rows)).tobytes(), cells, len(rows[0])


def bias(numbers: list[float]) -> tuple[bytes, bytes, int]:
    return array("f", numbers).tobytes(), b"", 0


def small_model() -> bytes:
    """One number a token, one unit a layer: a gap says how many neighbours are `cat`; only `the` listens."""
    cat = [[2] if word == "cat" else [0] for word in WORDS]
    the = [[2] if word == "the" else [0] for word in WORDS]
    parts = {"embed": part(cat), "first": part([[2]] * 2 * REACH), "second": part([[2]]), "rows": part(the)}
    biases = {"first.bias": bias([0.0]), "second.bias": bias([0.0]), "rows.bias": bias([1.0] + [0.0] * (len(WORDS) - 1))}
    return packed(WORDS, parts | biases)


def test_a_gap_is_what_its_neighbours_say(tmp_path: Path) -> None:
    path = tmp_path / "net"
    path.write_bytes(small_model())
    model = read(path)
    assert model.gap(["cat"], ["cat", "cat"]).log_odds("the", "cat") == 3.0
    assert model.gap([], []).log_odds(NOTHING, "the") == 1.0
    assert (
        model.gap(["cat"] * 9, ["zebras"]).log_odds("the", "zebras") == REACH
    )  # farther ones are not heard, rare ones are a class


@pytest.mark.parametrize("damage", [lambda data: b"", lambda data: b"x" + data, lambda data: data[:40], lambda data: data[:-3]])
def test_a_broken_file_is_named(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    path = tmp_path / "net"
    path.write_bytes(damage(small_model()))
    with pytest.raises(RuleError, match="net"):
        read(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="nowhere"):
        read(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("left", "right", "likelier", "than"),
    [
        ("they went back to", "house .", "their", "there"),
        ("the army", "in the face of the enemy .", "collapsed", "collapse"),
        ("the army", "collapsed in the face", NOTHING, "to"),
        ("one", "the most common", "of", NOTHING),
        ("I do not", "what it is .", "know", "no"),
    ],
)
def test_it_knows_english(left: str, right: str, likelier: str, than: str) -> None:
    assert cloze_model().gap(left.lower().split(), right.split()).log_odds(likelier, than) > 1.0


@pytest.mark.skipif(kernel() is None, reason="nothing to compare with")
@pytest.mark.parametrize(
    "words",
    [
        "they went back to house . it was",
        "the the the the the the the the",
        "xqzv of 1900 , don't a i zyzzyva",
        "“ ” ( ) — … ! ?",
    ],
)
def test_the_kernel_hears_the_neighbours_as_python_does(words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    model = cloze_model()
    around = tuple(map(model.number, words.split()))
    edges = tuple(map(model.number, [START] * REACH + [END] * REACH))
    heard = [model._heard(rows) for rows in (around, around[:REACH] + edges[REACH:], edges)]
    monkeypatch.setattr(model, "in_kernel", None)
    assert heard == [model._heard(rows) for rows in (around, around[:REACH] + edges[REACH:], edges)]
