"""The words of a folded text, looked at again only where edits touched it."""

from __future__ import annotations

import random

from cleaner.core import folding
from cleaner.core.edits import Edit, apply
from cleaner.core.folding import fold, words_of


def test_words_after_edits_are_those_of_the_new_text(monkeypatch) -> None:
    """Also at the edges: text put before the first block, after the last one, between two blocks."""
    monkeypatch.setattr(folding, "BLOCK", 64)
    chance = random.Random(3)
    for _ in range(300):
        text = "".join(chance.choices(["the ", "cat ", "and ", "dog\n", "42 "], k=chance.randint(1, 80)))
        spots = sorted(chance.sample(range(len(text) + 1), min(len(text), chance.randint(0, 3))))
        spots = chance.choice([spots, [0], [len(text)], [0, len(text)]])
        edits = [Edit(at, at, chance.choice(["new words here ", "x", "cat cat "])) for at in spots]
        after = apply(text, edits)
        moved, afresh = words_of(fold(text)).after(edits, fold(after)), words_of(fold(after))
        assert moved.vocabulary == afresh.vocabulary
        assert sorted(moved.places({b"cat", b"new", b"x"})) == sorted(afresh.places({b"cat", b"new", b"x"}))
        assert sorted(moved.doubles) == sorted(afresh.doubles)
