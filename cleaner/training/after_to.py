"""Make `rules/typos/grammar/seldom-after-to.txt`: `python -m cleaner.training.after_to TEXT.gz...`.

Past tenses that stand after `to` in sound text never or hardly ever, though they are common enough to be expected there: of
4,700 forms with 371,000 uses in 6 million words, 143 make up all of "to increased", "to related", "spoke to was". Input:
sentences, gzipped.
"""

from __future__ import annotations

import gzip
import re
import sys
from collections import Counter
from collections.abc import Iterable

from cleaner.filters.typos._verbs import IRREGULAR, base_of_ed
from cleaner.rulebook import rules_folder

FEWEST = 15  # occurrences of a form, for its absence after `to` to mean something
LARGEST_SHARE = 0.002  # of its occurrences may stand after `to`; for "increased" it is 0.027
FORM = re.compile(r"\b(to )?([a-z]+)(?![\w-])")


def make(lines: Iterable[str], fewest: int = FEWEST) -> list[str]:
    """Past tenses with so many occurrences and next to none after `to`.

    >>> make(["it led to increased demand", "we increased it", "they collapsed"], fewest=1)
    ['collapsed', 'led']
    """
    seen: Counter[str] = Counter()
    after: Counter[str] = Counter()
    for line in lines:
        for to, word in FORM.findall(line):
            if word.endswith("ed") or word in IRREGULAR:
                seen[word] += 1
                after[word] += bool(to)
    after["said"] = seen["said"]  # "linked to said person" is how laws are written
    forms = (word for word, times in seen.items() if times >= fewest and after[word] <= LARGEST_SHARE * times)
    return sorted(word for word in forms if word in IRREGULAR or base_of_ed(word))


def _lines(paths: Iterable[str]) -> Iterable[str]:
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            yield from file


if __name__ == "__main__":
    target = rules_folder() / "typos" / "grammar" / "seldom-after-to.txt"
    target.write_text("\n".join(make(_lines(sys.argv[1:]))) + "\n", encoding="utf-8")
