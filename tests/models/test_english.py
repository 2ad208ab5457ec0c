"""The shipped models: their size on disk, and what they know."""

from __future__ import annotations

import subprocess
import sys

from cleaner.models import ngrams, spelling
from cleaner.models.correction import correct
from cleaner.models.tokens import tokens_of
from cleaner.models.wordlists.lexicon import english_lexicon as lexicon

LARGEST = 12_000_000  # bytes of all shipped models; they travel in every wheel


def test_the_shipped_models_stay_small() -> None:
    assert ngrams.model_path().stat().st_size + spelling.spelling_path().stat().st_size < LARGEST


def test_what_people_write_is_likelier_than_what_they_do_not() -> None:
    model = ngrams.ngram_model()
    for right, wrong in [("in the house", "in house the"), ("one of them", "one off them"), ("going to be", "going too be")]:
        assert model.score([], right.split(), []) > model.score([], wrong.split(), [])


def test_probabilities_are_finite_for_anything() -> None:
    model = ngrams.ngram_model()
    assert -60 < model.score(["\ud800", "zzxxyy"], ["qqq", "\0"], ["\ud800"]) < 0


def test_a_slip_is_undone_in_context() -> None:
    for text, word, meant in [
        ("She wants to resond to you", "resond", ("respond",)),
        ("all the pwople in town", "pwople", ("people",)),
        ("by inthe morning", "inthe", ("in", "the")),
    ]:
        left, _, right = text.partition(word)
        sides = [[token.text for token in tokens_of(side)] for side in (left, right)]
        found = correct(spelling.spelling_model(), lexicon(), word, *sides)
        assert found is not None
        assert found.words == meant


def test_text_without_candidates_does_not_open_a_model() -> None:
    code = (
        "import sys, cleaner; from cleaner.models.ngrams import ngram_model;"
        "cleaner.clean('Ministers met Monday.', select=['typos'], unsafe=True); sys.exit(ngram_model.cache_info().currsize)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
