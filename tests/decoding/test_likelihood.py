"""Likelihood: the packed sums are the plain ones."""

from __future__ import annotations

import pytest

from cleaner.decoding.likelihood import (
    ANY,
    CASE,
    EIGHTHS,
    FINALISTS,
    SINGLE,
    UNSEEN,
    UNSEEN_SINGLE,
    Likelihood,
    letter_runs,
    pairs_of,
    rows_of,
    shipped,
)

LINES = ["Съвет на града", "Le cœur déçu", "北京 2008", "dц╘jц═ vu", "iPhone", "\u0e44\u0e17\u0e22", "ÃÃÃÃ"]


def plain_cost(models: Likelihood, text: str, code: str, *, with_any: bool) -> float:
    pairs, capitals = pairs_of(letter_runs(text))
    cost = CASE * capitals
    for pair, n in pairs.items():
        elsewhere = models.models[ANY].get(pair, UNSEEN) if with_any else UNSEEN
        unseen = UNSEEN_SINGLE if pair[0] == SINGLE else (UNSEEN + elsewhere) // 2
        cost += n * models.models[code].get(pair, unseen)
    return cost / EIGHTHS


@pytest.mark.parametrize("line", LINES)
def test_scores_are_sums_over_pairs(line: str) -> None:
    models = shipped()
    for codes in (models.languages, tuple(models.models), ("de", "ru", "zh"), ("de", ANY)):
        plain = {code: plain_cost(models, line, code, with_any=ANY in codes) for code in codes}
        score = models.score(line, codes)
        assert score.cost == plain[score.language] == min(plain.values())


@pytest.mark.parametrize("line", LINES)
def test_costs_by_language_are_the_scores(line: str) -> None:
    models = shipped()
    costs = models.costs(line, models.languages).by_language
    assert {code: cost / EIGHTHS for code, cost in costs.items()} == {
        code: models.score(line, (code,)).cost for code in models.languages
    }


def test_pairs_of_no_language_are_not_kept() -> None:
    models = Likelihood(rows_of("en\t a!ab)b !"))
    for code_point in range(0x400, 0x500):
        models.score(chr(code_point) * 3, ["en"])
    assert len(models._packed) <= 3


def test_few_languages_are_likely() -> None:
    assert len(shipped().likely("Alle Menschen sind frei und gleich an Würde und Rechten geboren")) == FINALISTS
