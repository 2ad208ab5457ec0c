"""What stands beside `to` in clean text: `python -m training.sentences.after_to TEXT.gz...`.

Makes three lists in `rules/typos/grammar`. `seldom-after-to.txt` holds past tenses that stand after `to` never or hardly ever,
though they are common enough to be expected there: of 4,700 forms with 371,000 uses in 6 million words, 143 make up all of
"to increased", "to related", "spoke to was". `takes-to.txt` holds words that go with `to` and a noun ("access to the",
"reaction to a"), `takes-infinitive.txt` words that go with `to` and a verb ("easy to see", "failure to act"). Input: sentences,
gzipped.
"""

from __future__ import annotations

import gzip
import re
import sys
from collections import Counter
from collections.abc import Iterable

from cleaner.core.resources import data_file
from cleaner.filters._english.grammar.verbs import IRREGULAR, base_of_ed, is_base

FEWEST = 8  # occurrences of a form, for its absence after `to` to mean something
LARGEST_SHARE = 0.002  # of its occurrences may stand after `to`; for "increased" it is 0.027
FORM = re.compile(r"\b(to )?([a-z]+)(?![\w-])")
FEWEST_TAKEN = 3  # times that a word stands before `to` and a noun, or a verb
LEAST_SHARE = 0.01  # of its occurrences must stand before `to` and a noun; for "reaction" it is 0.12, for "army" 0.001
LEAST_SHARE_VERB = 0.08  # the same for a verb; for "failure" it is 0.11, for "people" 0.02
INFINITIVE = re.compile(
    r"([a-z]+) to (?:be\b|([a-z]+) "
    r"(?:the|an?|it|them|their|his|her|our|your|in|on|with|and|that|for|this|from|by|any|all|what|how|be) )"
)
WORD = re.compile(r"[a-z]+")
TAKING = re.compile(
    r"([a-z]+) to (?:the|an?|its|our|their|his|her|my|your|this|that|these|those|all|any|each|every|some|no|other|such|one|both) "
)


def seldom_after_to(lines: Iterable[str], fewest: int = FEWEST) -> list[str]:
    """Past tenses with so many occurrences and next to none after `to`.

    >>> seldom_after_to(["it led to increased demand", "we increased it", "they collapsed"], fewest=1)
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


def takes_to(lines: Iterable[str], fewest: int = FEWEST_TAKEN) -> list[str]:
    """Words that so often stand before `to` and a noun.

    >>> takes_to(["the reaction to the light", "the army went to war"], fewest=1)
    ['reaction']
    """
    seen: Counter[str] = Counter()
    taking: Counter[str] = Counter()
    for line in map(str.lower, lines):
        seen.update(WORD.findall(line))
        taking.update(TAKING.findall(line))
    return sorted(word for word, times in taking.items() if times >= max(fewest, LEAST_SHARE * seen[word]))


def takes_infinitive(lines: Iterable[str], fewest: int = FEWEST_TAKEN) -> list[str]:
    """Words that so often stand before an infinitive.

    >>> takes_infinitive(["the failure to take a stand", "what they gave to love the world"], fewest=1)
    ['failure', 'gave']
    """
    seen: Counter[str] = Counter()
    taking: Counter[str] = Counter()
    for line in map(str.lower, lines):
        seen.update(WORD.findall(line))
        taking.update(word for word, verb in INFINITIVE.findall(line) if not verb or is_base(verb))
    return sorted(word for word, times in taking.items() if times >= max(fewest, LEAST_SHARE_VERB * seen[word]))


def _lines(paths: Iterable[str]) -> list[str]:
    out: list[str] = []
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            out += file
    return out


if __name__ == "__main__":
    texts = _lines(sys.argv[1:])
    folder = data_file("typos", "grammar")
    lists = {"seldom-after-to": seldom_after_to, "takes-to": takes_to, "takes-infinitive": takes_infinitive}
    for name, words in ((name, make(texts)) for name, make in lists.items()):
        (folder / f"{name}.txt").write_text("\n".join(words) + "\n", encoding="utf-8")
