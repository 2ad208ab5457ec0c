"""Writes the trees of a LightGBM model as the JSON that :func:`cleaner.models.trees.load` reads."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

DIGITS, THRESHOLD_DIGITS = 4, 9  # significant ones of leaves, and of thresholds


def rounded(number: str, digits: int = DIGITS) -> float:
    """A number of a model, short."""
    return float(f"{float(number):.{digits}g}")


def read_trees(text: str) -> Iterator[tuple[list[list[float]], list[float]]]:
    """Nodes (feature, threshold, left, right; a negative child is leaf ~child) and leaves of every tree in a model's text."""
    for block in text.split("\nTree=")[1:]:
        fields = dict(line.split("=", 1) for line in block.split("\n\n")[0].splitlines() if "=" in line)
        nodes = [
            [int(feature), rounded(threshold, THRESHOLD_DIGITS), int(left), int(right)]
            for feature, threshold, left, right in zip(
                fields["split_feature"].split(),
                fields["threshold"].split(),
                fields["left_child"].split(),
                fields["right_child"].split(),
                strict=True,
            )
        ]
        yield nodes, [rounded(leaf) for leaf in fields["leaf_value"].split()]


def write_trees(model_text: str, names: Sequence[str], path: Path) -> None:
    """One line a tree."""
    trees = list(read_trees(model_text))
    nodes = ",\n".join(json.dumps(nodes, separators=(",", ":")) for nodes, _ in trees)
    leaves = ",\n".join(json.dumps(leaves, separators=(",", ":")) for _, leaves in trees)
    path.write_text(f'{{"features": {json.dumps(list(names))},\n"nodes": [\n{nodes}\n],\n"leaves": [\n{leaves}\n]}}\n', "utf-8")
