"""The shipped edges of phrases are those of the shipped phrases.

`python -m training.boilerplate.phrase_edges` makes them again.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cleaner.core.errors import RuleError
from cleaner.core.kernel import kernel
from cleaner.core.resources import data_file
from cleaner.filters import phrase_edges
from cleaner.filters.boilerplate._evidence.rows import rows
from cleaner.filters.boilerplate._evidence.shipped_books import ascii_book, book_of_all
from cleaner.filters.boilerplate._evidence.sketches import sketched_lines
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


@pytest.mark.parametrize("part", range(10))
def test_the_book_of_all_phrases_finds_the_same_in_ascii(part: int) -> None:
    lines = [phrase.replace("{count}", "12").replace("{name}", "Ada Byron") for phrase in ascii_book().phrases.texts[part::100]]
    lines += ["SONRAKI YAZI: Bahar", "Yayinlanma: 12", "yazarI Ada", "A line of a text.", *(line + " x" for line in lines)]
    assert [*book_of_all().find(lines)] == [*ascii_book().find(lines)]
