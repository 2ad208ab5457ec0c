"""Make `cleaner/data/typos/sounds.tsv`, `near.bits` and `elsewhere.bits`: `python -m training.words.near ENGLISH OTHERS`.

`sounds.tsv` holds common English words by what is heard of them (:mod:`cleaner.models.wordlists.sounding`).

`near.bits` holds the deletion neighbourhoods of common English words: what is one error from one of them may be a misspelling.
`elsewhere.bits` holds the words that look so and are none: those that at least FEWEST documents of ENGLISH use although no word
list has them (terms, new words, dialect), and those of running text in other languages, OTHERS. Chat proves nothing; of ENGLISH,
one document in ten is left unread for measuring. Both are Bloom filters (:mod:`cleaner.models.wordlists.bloom`): no word can be
read out.
"""

from __future__ import annotations

import argparse
import gzip
import lzma
from collections import Counter
from collections.abc import Iterable, Iterator, Set
from pathlib import Path

from cleaner.core.resources import data_file
from cleaner.models.wordlists.bloom import BloomFilter, Neighbours, deletions, made
from cleaner.models.wordlists.lexicon import lexicon_file
from cleaner.models.wordlists.sounding import SHORTEST as SHORTEST_HEARD
from cleaner.models.wordlists.sounding import SHORTEST_KEY, sound_alikes, sound_keys
from cleaner.models.wordlists.wordfile import open_wordfile
from training.words.foreign import WORD, lines

CLASS = ord("5")  # size class up to which a word is common: what people misspell
HEARD_CLASS = ord("4")  # the same of words that people spell by the ear
SHORTEST = 4  # letters
FEWEST = 2  # documents
UNREAD, PARTS, BLOCK = 7, 10, 200  # documents are numbered; a file of single sentences has one for every 200
NO_PROOF = ("chat-",)
NEAR_POWER, ELSEWHERE_POWER = 23, 22


def common(largest: int = CLASS) -> Iterator[bytes]:
    """The common English words."""
    for line in open_wordfile(lexicon_file()).data[:].splitlines():
        word, _, sizes = line.partition(b"\t")
        if ord("0") < sizes[0] <= largest and word.isalpha() and word.isascii() and len(word) >= SHORTEST:
            yield word


def documents(path: Path) -> Iterator[set[str]]:
    """The words in lower case of each document of a file that may be read."""
    words: set[str] = set()
    number = -1 if path.suffix == ".xz" else 0
    with (lzma.open if path.suffix == ".xz" else gzip.open)(path, "rt", encoding="utf-8") as file:
        for at, line in enumerate(file):
            if line.startswith("## ") or (path.suffix == ".gz" and at and at % BLOCK == 0):
                if number % PARTS != UNREAD:
                    yield words
                words, number = set(), number + 1
            words.update(word for word in WORD.findall(line) if word.islower())
    yield words


def used(folder: Path) -> set[str]:
    """The words that enough documents use."""
    times: Counter[str] = Counter()
    for path in sorted(folder.glob("*.txt.*z")):
        for words in documents(path) if not path.name.startswith(NO_PROOF) else ():
            times.update(words)
    return {word for word, n in times.items() if n >= FEWEST}


def foreign(folder: Path) -> set[str]:
    """The words of other languages, in lower case."""
    return {word.lower() for path in sorted(folder.glob("*.txt.xz")) for text in lines(path) for word in WORD.findall(text)}


def heard() -> bytes:
    """Common words by their sound, as the text of a WordFile."""
    words: dict[str, list[str]] = {}
    for word in common(HEARD_CLASS):
        for key in sound_keys(word.decode("ascii")) if len(word) >= SHORTEST_HEARD else ():
            if len(key) >= SHORTEST_KEY:
                words.setdefault(key, []).append(word.decode("ascii"))
    return b"".join(sorted(f"{key}\t{' '.join(found)}\n".encode("ascii") for key, found in words.items()))


def strange(words: Iterable[str], near: Neighbours, misspelled: Set[bytes]) -> Iterator[bytes]:
    """Those of some words that no list has and that look like an error."""
    known = open_wordfile(lexicon_file()).words | misspelled
    for word in words:
        letters = word.encode("ascii", "replace")
        if not (word.isascii() and word.isalpha() and len(word) >= SHORTEST) or letters in known:
            continue
        if letters in near or sound_alikes(word):
            yield letters


def main() -> None:
    """Read, and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("english", type=Path)
    parser.add_argument("others", type=Path)
    options = parser.parse_args()
    data_file("typos", "sounds.tsv").write_bytes(heard())
    data = made((letters for word in common() for letters in deletions(word)), NEAR_POWER)
    data_file("typos", "near.bits").write_bytes(data)
    near = Neighbours(BloomFilter(data))
    misspelled = open_wordfile(data_file("typos", "misspellings", "en.tsv")).words
    found = set(strange(used(options.english) | foreign(options.others), near, misspelled))
    data_file("typos", "elsewhere.bits").write_bytes(made(found, ELSEWHERE_POWER))
    print(len(found), "words")


if __name__ == "__main__":
    main()
