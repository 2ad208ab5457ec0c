"""Add function words to `cleaner/data/typos/foreign.tsv`: `python -m training.words.foreign_functions ENGLISH`, after
:mod:`training.words.foreign`.

Of most languages there is only the Universal Declaration of Human Rights, which has few of the words that every other sentence
has: of Latin neither `quod` nor `enim`. `function_words.tsv` lists them for languages that were taken for English, or for a
relative (Galician for Portuguese, Afrikaans for Dutch): a line a language, its code and its words. How often they stand there is
not known, so each counts as one word in :data:`ONE_IN`; how often in English is counted in ENGLISH, a folder of running text.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import log
from pathlib import Path

from cleaner.core.resources import data_file
from training.words.foreign import count, lines

FUNCTION_WORDS = Path(__file__).with_name("function_words.tsv")
ONE_IN = 300  # words of running text; the 200 commonest words are half of it
LEAST, MOST = 1.0, 5.5  # nats from which on a word tells a language from English; at most, for words that were not counted there


def extended(rows: Iterable[str], functions: Mapping[str, Sequence[str]], own: Counter[str]) -> list[str]:
    """The rows of the table with the function words that they lack; languages without a row come last.

    `own` is how often words stand in English.

    >>> extended(["lat\\tet 69"], {"lat": ["et", "quod", "in"]}, Counter({"in": 99, "the": 9901}))
    ['lat\\tet 69\\tquod 24']
    """
    table = {row.split("\t")[0]: row.split("\t")[1:] for row in rows}
    total = own.total()
    for code, words in functions.items():
        entries = table.setdefault(code, [])
        known = {entry.rpartition(" ")[0] for entry in entries}
        for word in words:
            nats = log(total / ONE_IN / (own[word] + 3))
            if word not in known and nats >= LEAST:
                entries.append(f"{word} {round(10 * min(nats, MOST))}")
    return ["\t".join([code, *entries]) for code, entries in table.items()]


def main() -> None:
    """Count, add, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("english", type=Path)
    options = parser.parse_args()
    own: Counter[str] = Counter()
    for path in sorted(options.english.glob("*.txt.*z")):
        own += count(lines(path))
    listed = [row.split("\t") for row in FUNCTION_WORDS.read_text(encoding="utf-8").splitlines()]
    path = data_file("typos", "foreign.tsv")
    rows = extended(path.read_text(encoding="utf-8").splitlines(), {code: words.split() for code, words in listed}, own)
    path.write_text("".join(row + "\n" for row in rows), encoding="utf-8")
    print(len(rows), "languages")


if __name__ == "__main__":
    main()
