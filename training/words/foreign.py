"""Make `cleaner/data/typos/foreign.tsv`: `python -m training.words.foreign DECLARATIONS ENGLISH OTHERS`.

DECLARATIONS is a gzip file of lines `code <TAB> text`: the Universal Declaration of Human Rights in some 380 languages. ENGLISH
and OTHERS are folders of running text (`*.txt.xz`, `*.txt.gz`; those of OTHERS are named by their language). Of each language the
words are kept that tell it from English best: how likely a word is there, times how much likelier than in English. Rare words are
left out, and of the Declarations, which all say the same, the loans of English that they are full of. Only words and numbers are
kept, no text.
"""

from __future__ import annotations

import argparse
import gzip
import lzma
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from math import log
from pathlib import Path

from cleaner.core.resources import data_file
from cleaner.models.wordlists.lexicon import english_lexicon

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
LATIN = 0x250  # code point after the Latin letters
LONGEST = 16  # letters
FEWEST, FEWEST_TEXT = 4, 30  # times a word must stand in a Declaration, in running text
KEPT, KEPT_TEXT = 50, 200  # words of a language
SMOOTHED, PRIOR = 2, 100  # a word of a short text is likelier rarer than it looks there
LEAST = -2.0  # nats
LOAN_CLASS, LOAN_LETTERS = 4, 5  # common English words of so many letters are loans in a Declaration
FEWEST_WORDS = 8  # of a language that is kept


def lines(path: Path) -> Iterator[str]:
    """The paragraphs of a file of running text."""
    with (lzma.open if path.suffix == ".xz" else gzip.open)(path, "rt", encoding="utf-8") as file:
        yield from (line for line in file if not line.startswith("## "))


def count(texts: Iterator[str]) -> Counter[str]:
    """How often each word stands in texts, in lower case."""
    counted: Counter[str] = Counter()
    for text in texts:
        counted.update(word.lower().replace("’", "'") for word in WORD.findall(text))
    return counted


def declarations(path: Path) -> dict[str, Counter[str]]:
    """The words of each language that is not English."""
    by_language: defaultdict[str, Counter[str]] = defaultdict(Counter)
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            code, text = line.split("\t", 1)
            if not code.startswith("eng"):
                by_language[code].update(count(iter([text])))
    return by_language


def telling(words: Mapping[str, int], own: Mapping[str, int], total: int, *, text: bool) -> list[str]:
    """The entries of a language: its words with tenths of a nat, the most telling first."""
    size, found = sum(words.values()), []
    for word, times in words.items():
        if len(word) > LONGEST or times < (FEWEST_TEXT if text else FEWEST) or any(ord(char) >= LATIN for char in word):
            continue
        if not text and len(word) >= LOAN_LETTERS and 0 < english_lexicon().size(word).lower <= LOAN_CLASS:
            continue
        likely = (times - (1 if text else SMOOTHED)) / (size + PRIOR)
        nats = log(likely * total / (own.get(word, 0) + 3))
        if nats >= LEAST:
            found.append((-likely * abs(nats), word, nats))
    return [f"{word} {round(10 * nats)}" for _, word, nats in sorted(found)[: KEPT_TEXT if text else KEPT]]


def main() -> None:
    """Count, compare, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("declarations", type=Path)
    parser.add_argument("english", type=Path)
    parser.add_argument("others", type=Path)
    options = parser.parse_args()
    own: Counter[str] = Counter()
    for path in sorted(options.english.glob("*.txt.*z")):
        own += count(lines(path))
    languages = {code: (words, False) for code, words in declarations(options.declarations).items()}
    languages |= {path.name.split(".")[0]: (count(lines(path)), True) for path in sorted(options.others.glob("*.txt.*z"))}
    entries = {code: telling(words, own, own.total(), text=text) for code, (words, text) in sorted(languages.items())}
    rows = ["\t".join([code, *kept]) + "\n" for code, kept in entries.items() if len(kept) >= FEWEST_WORDS]
    data_file("typos", "foreign.tsv").write_text("".join(rows), encoding="utf-8")
    print(len(rows), "languages")


if __name__ == "__main__":
    main()
