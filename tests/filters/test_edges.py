"""The shipped edges of phrases are those of the shipped phrases.

`python -m training.boilerplate.phrase_edges` makes them again.
"""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

import pytest

from cleaner.core.errors import RuleError
from cleaner.core.kernel import kernel
from cleaner.core.resources import data_file
from cleaner.filters import phrase_edges
from cleaner.filters.boilerplate._evidence.cues import labels
from cleaner.filters.boilerplate._evidence.rows import rows
from cleaner.filters.boilerplate._evidence.shipped_books import ascii_book, book_of_all
from cleaner.filters.boilerplate._evidence.sketches import sketched_lines, sketched_some
from cleaner.filters.scan import PHRASE_LINE, Scan
from training.boilerplate.phrase_edges import make

STALE = "stale: python -m training.boilerplate.phrase_edges"


def test_the_file_is_what_its_script_makes() -> None:
    assert data_file("boilerplate", phrase_edges.FILE).read_bytes() == make(), STALE


def test_edges_of_ascii_texts_are_the_first_of_all() -> None:
    few, every = bytes(phrase_edges.edges(beyond_ascii=False)), bytes(phrase_edges.edges(beyond_ascii=True))
    assert every.startswith(few)
    assert 0 < len(few) < len(every)
    assert (few, every[len(few) :]) == phrase_edges.made_edges()


def test_a_file_of_other_phrases_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phrase_edges, "inputs", lambda: {"ascii.tsv": "of another day"})
    monkeypatch.setattr(phrase_edges, "made_edges", lambda: (b"few", b" more"))
    assert phrase_edges.edges(beyond_ascii=False) == b"few"
    assert phrase_edges.edges(beyond_ascii=True) == b"few more"


def test_a_file_of_another_kind_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "phrases.edges"
    broken.write_bytes(b"something else altogether")
    monkeypatch.setattr(phrase_edges, "data_file", lambda *_: broken)
    with pytest.raises(RuleError, match="no model file"):
        phrase_edges.edges(beyond_ascii=False)


@pytest.mark.skipif(kernel() is None, reason="there is no kernel: no compiler, or CLEANER_PURE is set")
@pytest.mark.parametrize("part", [pytest.param(k, marks=pytest.mark.slow if k else ()) for k in range(3)])
def test_the_kernel_asks_about_every_phrase_beyond_ascii(part: int) -> None:
    book = book_of_all()
    scan = Scan(())
    for phrase in [phrase for phrase in book.phrases.texts if not phrase.isascii()][part::150]:
        for written in (
            phrase,
            phrase.upper(),
            phrase.capitalize(),
            f"» {phrase} ×",
            f"Facebook\t{phrase}",
            f"{phrase} | {phrase}",
        ):
            for count, name in (("12", "Ада"), ("%d", "%s"), ("{{ n }}", "阿达 Ada")):
                line = re.sub(r"(?i)\{(?!count)\w+\}", name, re.sub(r"(?i)\{count\}", count, written))
                found = [*book.find([line]), *rows([line], book, sketched_lines([line]))]
                assert line.isascii() or not found or (scan.bits(f"{line}\n") or 0) & PHRASE_LINE, line


def _written(draw: Random, phrase: str) -> str:
    """A phrase as a page may have it: with something for its slots, in some case, between marks."""
    for slot, fillings in (
        (r"\{count\}", ("12", "%d", "1,234", "{{ n }}", "")),
        (r"\{\w+\}", ("Ada Byron", "%s", "Facebook", "x")),
    ):
        phrase = re.sub(slot, draw.choice(fillings), phrase)
    return (
        draw.choice(["", "» ", "“", "1. "])
        + draw.choice([str, str.upper, str.title])(phrase)
        + draw.choice(["", " ×", "…", ":", " (3)"])
    )


@pytest.mark.skipif(kernel() is None, reason="there is no kernel: no compiler, or CLEANER_PURE is set")
@pytest.mark.parametrize("seed", [pytest.param(k, marks=pytest.mark.slow if k else ()) for k in range(8)])
def test_the_kernel_asks_about_every_line_that_is_a_phrase_or_a_row(seed: int) -> None:
    draw, scan, seen = Random(seed), Scan(()), 0
    books = (ascii_book(), book_of_all())
    pieces = [*books[0].phrases.texts, *labels()]
    for _ in range(3000):
        chosen = [_written(draw, text) for text in draw.choices(pieces, k=draw.choice((1, 1, 2, 3)))]
        line = draw.choice([" ", " | ", ", ", " · ", " 5 ", " %d ", "_", ""]).join(chosen)
        sketched = sketched_lines([line])
        book = books[not line.isascii()]
        likely = book.likely(sketched)
        if [*book.find([line], likely), *rows([line], book, likely)]:
            seen += 1
            assert (scan.bits(f"{line}\n") or 0) & PHRASE_LINE, line
    assert seen > 1000


@pytest.mark.skipif(kernel() is None, reason="there is no kernel: no compiler, or CLEANER_PURE is set")
def test_the_lines_that_may_be_phrases_are_told_by_number() -> None:
    lines = ["Der Zug fährt ab.", "Leave a Reply", "", "Уже далеко", "人気記事", "共有: 印刷", "long " * 100, "Share on Facebook"]
    scan = Scan(())
    assert scan.phrase_lines("\n".join(lines)) is None  # the edges beyond ASCII are not read yet
    assert (scan.bits("\n".join(lines)) or 0) & PHRASE_LINE
    assert scan.phrase_lines("\n".join(lines)) == [1, 4, 5, 7]
    assert [hit.line for hit in book_of_all().find(lines, sketched_some(lines, [1, 7]))] == [1, 7]
    assert scan.phrase_lines("\ud800") is None


@pytest.mark.skipif(kernel() is None, reason="there is no kernel: no compiler, or CLEANER_PURE is set")
def test_the_kernel_does_not_ask_about_lines_that_go_on_behind_a_phrase() -> None:
    scan = Scan(())
    for line in (
        "Support for the payment has to be shown before the page is shared.",  # begins with a label and ends as labels do
        "The melon de Bourgogne makes fresh whites.",  # "theme: {name}"
        "Thoughtful angles and a pivoting lid.",  # "{count} thoughts on {title}"
    ):
        assert not (scan.bits(f"{line}\n") or 0) & PHRASE_LINE, line


@pytest.mark.parametrize("part", range(10))
def test_the_book_of_all_phrases_finds_the_same_in_ascii(part: int) -> None:
    lines = [phrase.replace("{count}", "12").replace("{name}", "Ada Byron") for phrase in ascii_book().phrases.texts[part::100]]
    lines += ["SONRAKI YAZI: Bahar", "Yayinlanma: 12", "yazarI Ada", "A line of a text.", *(line + " x" for line in lines)]
    assert [*book_of_all().find(lines)] == [*ascii_book().find(lines)]
