"""Make `cleaner/data/typos/listed.tsv`: `python -m training.words.foreign_functions ENGLISH`.

What :mod:`training.words.foreign` counts is for most languages the Universal Declaration of Human Rights, which has few of the
words that every other sentence has: of Latin neither `quod` nor `enim`. `function_words.tsv` lists them for languages that were
taken for English, or for a relative (Galician for Portuguese, Afrikaans for Dutch): a line a language, its code and its words.
How often they stand there is not known, so each counts as one word in :data:`ONE_IN`; how often in English is counted in ENGLISH,
a folder of running text. Those that were counted in their language are left out.
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


def listed(counted: Iterable[str], functions: Mapping[str, Sequence[str]], own: Counter[str]) -> list[str]:
    """A row for each language with the function words that its row of counted words lacks.

    `own` is how often words stand in English.

    >>> listed(["lat\\tet 69"], {"lat": ["et", "quod", "in"]}, Counter({"in": 99, "the": 9901}))
    ['lat\\tquod 24']
    """
    rows, total = [], own.total()
    known = {code: {entry.rpartition(" ")[0] for entry in entries} for code, *entries in (row.split("\t") for row in counted)}
    for code, words in functions.items():
        nats = {word: log(total / ONE_IN / (own[word] + 3)) for word in words if word not in known.get(code, ())}
        entries = [f"{word} {round(10 * min(value, MOST))}" for word, value in nats.items() if value >= LEAST]
        rows.append("\t".join([code, *entries]))
    return rows


def main() -> None:
    """Count, compare, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("english", type=Path)
    options = parser.parse_args()
    own: Counter[str] = Counter()
    for path in sorted(options.english.glob("*.txt.*z")):
        own += count(lines(path))
    functions = dict(row.split("\t") for row in FUNCTION_WORDS.read_text(encoding="utf-8").splitlines())
    counted = data_file("typos", "foreign.tsv").read_text(encoding="utf-8").splitlines()
    rows = listed(counted, {code: words.split() for code, words in functions.items()}, own)
    data_file("typos", "listed.tsv").write_text("".join(row + "\n" for row in rows), encoding="utf-8")
    print(len(rows), "languages")


if __name__ == "__main__":
    main()
