"""Set the nats of `rules/typos/confusions/meant.tsv`: `python -m training.sentences.taken FOLDER --genres A,B`.

FOLDER is what :mod:`training.sentences.natural` wrote. The pairs of the table stay; for each, the masked model is asked at all
natural places of the written word, in genres that the model was not trained on, where the rule would ask it: a frequent word
stands beside that suits the word that may be meant. The nats lie above all but the two largest gains, for those are mostly errors
of writers, and between two bounds; MORE is added, because texts of other kinds were read afterwards. Pairs are printed with the
share of places of the right word that would be repaired, were the other written there. Needs NumPy.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from cleaner.core.resources import rules_folder
from cleaner.filters._english.phrase_table import Phrase, Table, read_meant
from cleaner.filters._english.phrases import look_before, look_behind
from cleaner.models.error_detector import LEFT, RIGHT, Place, error_detector
from cleaner.models.masked import masked_model
from cleaner.models.ngrams import rare_class
from training.sentences.error_windows import SPECIAL, Text
from training.sentences.natural import read

LEAST, MOST, MORE, ABOVE = 5.0, 8.5, 0.8, 0.3  # nats
SPARED = 2  # largest gains of a pair that do not count
MOST_PLACES, MOST_RIGHT = 4_000, 150  # that are asked about
SAMPLED = 100_000  # places of a word that are looked at


class Harvest:
    """The natural places of words in some genres."""

    def __init__(self, text: Text, genres: set[str]) -> None:
        self.text, numbers = text, error_detector().numbers
        own = [numbers.get(w, numbers[rare_class(w)]) if i >= len(SPECIAL) else i for i, w in enumerate(text.words)]
        self.numbers = np.array(own, np.int64)
        wanted = np.array([name in genres for name in text.genres])
        self.may = wanted[text.genre] & text.train & (text.written == 0)
        self.may[: LEFT + 1] = self.may[-RIGHT - 1 :] = False

    def places(self, word: str, phrase: Phrase, most: int) -> Any:
        """Places of a word where counts of pairs with the words beside speak for what is meant, at most so many."""
        text = self.text
        found = np.flatnonzero(self.may & (text.token == text.numbers[word]))
        found = found if len(found) <= SAMPLED else text.chance.choice(found, SAMPLED, replace=False)
        sides = ((text.words[text.token[at - 1]], text.words[text.token[at + 1]], at) for at in sorted(found.tolist()))
        suited = [at for one, two, at in sides if look_behind(phrase, two).agrees(look_before(phrase, one))]
        return np.array(suited[:most], np.int64)

    def gains(self, places: Any, pair: tuple[str, str]) -> list[float]:
        """How much likelier the meant word is at places, the largest first."""
        windows = self.text.windows(places - 1, places + 1, self.text.token[places], 0)
        columns = (self.numbers[windows.left], windows.left_written, self.numbers[windows.right], windows.right_written)
        rows = zip(*(column.tolist() for column in columns), strict=True)
        found = (masked_model().instead(Place(*map(tuple, row)), pair[0], [pair[1]])[0] for row in rows)
        return sorted(found, reverse=True)


def measured(harvest: Harvest, table: Table) -> Iterator[str]:
    """The lines of the table."""
    for phrase in (phrase for phrases in table.values() for phrase in phrases):
        pair = phrase.wrong, phrase.right
        natural = harvest.gains(harvest.places(pair[0], phrase, MOST_PLACES), pair)
        highest = (natural[: SPARED + 1] or [0.0])[-1]
        nats = round(max(LEAST, min(MOST, highest + ABOVE)) + MORE, 1)
        right = harvest.gains(harvest.places(pair[1], phrase, MOST_RIGHT), pair)
        share = sum(gain > nats for gain in right) / max(1, len(right))
        print(*pair, nats, f"{share:.2f}", flush=True)
        yield f"{pair[0]}\t{pair[1]}\t{nats}\n"


def main() -> None:
    """Measure, and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--genres", required=True, help="genres that the masked model has not seen, parted by commas")
    options = parser.parse_args()
    path = rules_folder() / "typos" / "confusions" / "meant.tsv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    harvest = Harvest(Text(read(options.folder)), set(options.genres.split(",")))
    head = [line for line in lines if line.startswith("#")]
    path.write_text("".join([*head, *measured(harvest, read_meant(path))]), encoding="utf-8")


if __name__ == "__main__":
    main()
