"""One row: the kernel under every engine."""

from __future__ import annotations

import pickle
import subprocess
import sys
from pathlib import Path

import pytest

import cleaner
from cleaner.core.errors import ConfigError, InputError
from cleaner.integrations.rows import Row, RowCleaner

DIRTY = "The army to collapsed.\n\nHe wrote the the house [sic] again.\n\nThe market opened again.\n\n%d bloggers like this:"


def test_a_row_is_what_the_library_makes_of_it() -> None:
    result = cleaner.clean(DIRTY)
    assert result.suggestions
    for asked in (False, True):
        row = RowCleaner(suggestions=asked)(DIRTY)
        assert (row.text, row.changes, row.suggestions) == (result.text, result.changes, result.suggestions if asked else ())
        assert row.error is None


def test_a_pickled_row_cleaner_is_compiled_once_a_process() -> None:
    pickled = pickle.dumps(RowCleaner(cleaner.Cleaner(select=["typos"]), suggestions=True))
    first, second = pickle.loads(pickled), pickle.loads(pickled)
    assert first is second
    assert first.suggestions
    assert first(DIRTY).text == cleaner.clean(DIRTY, select=["typos"]).text != cleaner.clean(DIRTY).text


@pytest.mark.parametrize("what", ["raises", "surrogate", "outside"])
def test_a_failing_row_keeps_its_text_and_says_why(what: str) -> None:
    def propose(document: cleaner.Document):
        if "poison" in document.text:
            if what == "raises":
                raise KeyError("lost")
            yield cleaner.Edit(0, 1 if what == "surrogate" else 99, "\ud800", "venom.drop")

    clean_row = RowCleaner(cleaner.Cleaner(filters=[cleaner.filter("venom.drop")(propose)]))
    row = clean_row("poison")
    assert row.text == "poison"
    assert not row.changes
    assert row.error
    assert {"raises": "KeyError", "surrogate": "Unicode", "outside": "FilterError"}[what] in row.error
    assert clean_row("the the cat").error is None


def test_a_worker_that_lacks_a_filter_does_not_clean_without_it(monkeypatch: pytest.MonkeyPatch) -> None:
    quiet = cleaner.filter("venom.quiet")(lambda document: ())
    monkeypatch.setattr("cleaner.pipeline.cleaner.installed", lambda: (quiet,))
    pickled = pickle.dumps(RowCleaner(cleaner.Cleaner()))
    code = "import pickle, sys; pickle.loads(bytes.fromhex(sys.argv[1]))"
    done = subprocess.run([sys.executable, "-c", code, pickled.hex()], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "lacks the filter venom.quiet" in done.stderr


def test_an_unknown_input_format_is_said_before_the_first_row() -> None:
    with pytest.raises(ConfigError, match="djvu"):
        RowCleaner(input_format="djvu")


SAMPLES = Path(__file__).resolve().parents[2] / "samples"


@pytest.mark.parametrize(("kind", "sample"), [("pdf", "pdf/input.pdf"), ("docx", "docx/input.docx"), ("eml", "mail/input.eml")])
def test_a_row_may_be_a_document(kind: str, sample: str) -> None:
    try:
        clean_row = RowCleaner(input_format=kind)
    except InputError:
        pytest.skip("the extra documents is not installed")
    data = (SAMPLES / sample).read_bytes()
    row, alone = clean_row(data), cleaner.clean(data, input_format=kind)
    assert (row.text, row.changes, row.error) == (alone.text, alone.changes, None)
    broken = clean_row(data[:40] if kind != "eml" else b"\xff")
    assert broken.error
    assert broken.text is None
    with pytest.raises(ConfigError, match="bytes"):
        clean_row("a str")


def test_a_null_stays_a_null() -> None:
    assert RowCleaner()(None) == Row(None)
