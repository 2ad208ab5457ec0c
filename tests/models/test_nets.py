"""The kernel adds up what numpy adds up, and a text needs no numpy where there is a kernel."""

from __future__ import annotations

import subprocess
import sys
from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.core.kernel import kernel
from cleaner.models import nets

pytestmark = pytest.mark.skipif(kernel() is None, reason="there is no kernel")

WIDTH = 11
TEXT = "Last night the old bridge to collapsed under teh snow. They went back to there house, and it it was cold."
cells = st.binary(min_size=3 * WIDTH, max_size=3 * WIDTH).map(memoryview)
whole = st.lists(st.integers(-70_000, 70_000), min_size=WIDTH, max_size=WIDTH).map(nets.vector)
numbers = st.tuples(st.integers(0, 2), st.integers(0, 2))


def in_numpy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nets, "kernel", lambda: None)


@given(cells, whole, numbers, numbers, st.booleans())
def test_sums_of_whole_numbers_are_the_same(cells, vector, some, others, summed) -> None:
    weights = nets.Weights(WIDTH, cells)

    def answers() -> tuple:
        return (
            nets.products(cells, vector),
            nets.weighed(cells, array("f", [0.5, 1, 2]), vector),
            nets.cut_sum((vector, vector, vector)),
            nets.rows(weights, some, weights, others[:1], summed=summed),
        )

    told = answers()
    with pytest.MonkeyPatch.context() as patch:
        in_numpy(patch)
        assert answers() == told


def test_a_row_too_many_is_an_error() -> None:
    weights = nets.Weights(WIDTH, memoryview(bytes(WIDTH)))
    with pytest.raises(IndexError):
        nets.rows(weights, (1,), weights, ())
    with pytest.raises(ValueError, match="rows"):
        nets.weighed(weights.cells, array("f", [1, 1]), nets.vector([0] * WIDTH))
    with pytest.raises(ValueError, match="lengths"):
        nets.cut_sum((nets.vector([1]), nets.vector([1, 2])))


def test_a_text_with_errors_needs_no_numpy() -> None:
    code = (
        "import sys; from cleaner import Cleaner; r = Cleaner().clean(sys.argv[1]); "
        "assert r.changes; print('numpy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code, TEXT], capture_output=True, check=True).stdout.strip() == b"False"
