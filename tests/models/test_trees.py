"""Boosted trees: the kernel, the compiled function and the walk from node to node come to the same sums."""

from random import Random

import pytest

from cleaner.core.kernel import kernel
from cleaner.core.resources import data_file
from cleaner.models.trees import Trees, load


def test_every_way_comes_to_the_same_sums() -> None:
    trees = load(data_file("html", "trees.json"))
    rng = Random(7)
    vectors = [[rng.choice((0.0, 1.0, rng.gauss(0, 4), rng.random() * 12)) for _ in trees.features] for _ in range(60)]
    walked = [trees._walked(vector) for vector in vectors]
    assert list(trees.compiled(vectors)) == walked == trees.totals(vectors)
    assert len(set(walked)) > 50


def test_whole_numbers_and_tuples_are_vectors_too() -> None:
    trees = Trees(("a", "b"), (((1, 2.5, 1, ~2), (0, 0.0, ~0, ~1)), ((0, 1.0, ~0, ~1),)), ((1.0, 2.0, 4.0), (8.0, 16.0)))
    assert trees.totals([(0, 2), (1, 2), (2, 3)]) == [9.0, 10.0, 20.0]
    assert trees.totals([]) == []


@pytest.mark.skipif(kernel() is None, reason="without the kernel nothing is read by numbers of bytes")
@pytest.mark.parametrize("node", [(2, 0.0, ~0, ~1), (0, 0.0, 0, ~1), (0, 0.0, ~0, ~2), (-1, 0.0, ~0, ~1)])
def test_trees_that_lead_nowhere(node: tuple[int, float, int, int]) -> None:
    with pytest.raises(ValueError, match="nowhere"):
        Trees(("a", "b"), ((node,),), ((1.0, 2.0),)).totals([[1.0, 1.0]])


@pytest.mark.skipif(kernel() is None, reason="without the kernel nothing is read by numbers of bytes")
def test_vectors_of_another_length() -> None:
    with pytest.raises(ValueError, match="as many numbers"):
        Trees(("a", "b"), (((0, 0.0, ~0, ~1),),), ((1.0, 2.0),)).totals([[1.0]])
