"""The sentences that the shipped models are trained on, their weights, and the part kept aside.

The folder holds one gzip file a source, one sentence a line; docs/models.md names the sources and their licences. Blocks
of 200 neighbouring sentences stay together: one block in ten is the dev part, which no model sees and on which
thresholds are set.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

# Fiction before 1930 is worth less than modern prose for the texts of today.
WEIGHTS = {"openstax": 1.0, "speeches": 1.0, "us-government": 1.0, "wikinews-2020": 2.0, "standard-ebooks": 0.5}
BLOCK = 200  # sentences
PARTS = 10


def sentences(folder: Path, *, dev: bool) -> Iterator[tuple[str, float]]:
    """Sentences of the dev part, or of the rest, each with the weight of its source."""
    for name, weight in WEIGHTS.items():
        with gzip.open(folder / f"{name}.txt.gz", "rt", encoding="utf-8") as file:
            for number, line in enumerate(file):
                if (number // BLOCK % PARTS == PARTS - 1) is dev:
                    yield line.rstrip("\n"), weight
