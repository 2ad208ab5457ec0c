"""Take out of `cleaner/data/typos/misspellings/LANG.tsv` what natural text holds as a word.

`python -m training.words.checked_misspellings TEXT DICTIONARIES`. A form that a dictionary lists, or that enough documents write
often enough beside its correction, is no misspelling but a word, another spelling or an old one: Italian novels write `perchè`.
Documents that are held out are not read. English has a script of its own (`training.words.misspellings`).
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from cleaner.core.resources import data_file
from training.languages.text import HELD_OUT, WORD, dictionary, texts

LANGUAGES = ("de", "fr", "es", "it", "pt")
FEWEST = 2  # documents that write a form
SHARE = 0.02  # of the documents that write the correction: what fewer write is an error
STEM = 6  # letters that forms of one word have in common
OFTEN = 3  # times that one document has to write a form for it to be its spelling


def holds(form: str, right: str, documents: Counter[str], most: Counter[str]) -> bool:
    """Whether natural text writes a form on purpose; `most` is how often a document writes it at most.

    >>> holds("perchè", "perché", Counter({"perchè": 30, "perché": 90}), Counter({"perchè": 50}))
    True
    >>> holds("nciht", "nicht", Counter({"nciht": 2, "nicht": 500}), Counter({"nciht": 1}))
    False
    """
    return most[form] >= OFTEN or (documents[form] >= FEWEST and documents[form] >= SHARE * documents[right])


def is_alike(row: list[str], other: list[str]) -> bool:
    """Whether two pairs are about one word, or about the same accent at the end.

    >>> is_alike(["gesammten", "gesamten"], ["gesammte", "gesamte"]), is_alike(["sicchè", "sicché"], ["perchè", "perché"])
    (True, True)
    """
    ends = [(wrong[-1], right[-1]) for wrong, right in (row, other)]
    same_stem = all(a[:STEM] == b[:STEM] for a, b in zip(row, other, strict=True))
    return same_stem or (ends[0] == ends[1] and ends[0][0] != ends[0][1] and not ends[0][0].isascii())


def main() -> None:
    """Read the text, and write the lists anew."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("text", type=Path)
    parser.add_argument("dictionaries", type=Path)
    options = parser.parse_args()
    for language in LANGUAGES:
        path = data_file("typos", "misspellings", f"{language}.tsv")
        rows = [line.split("\t") for line in path.read_bytes().decode("latin-1").splitlines()]
        forms = {form for row in rows for form in row}
        documents, most = Counter[str](), Counter[str]()
        for text in texts(options.text, language):
            if text.part != HELD_OUT:
                uses = Counter(word for line in text.paragraphs for word in WORD.findall(line.lower()) if word in forms)
                documents.update(uses.keys())
                most |= uses
        listed = dictionary(options.dictionaries, language)
        taken = [row for row in rows if row[0] in listed or holds(row[0], row[1], documents, most)]
        kept = [row for row in rows if not any(is_alike(row, other) for other in taken)]
        for wrong, right in rows:
            if [wrong, right] not in kept:
                print(language, wrong, right, f"documents {documents[wrong]} and {documents[right]}, most {most[wrong]}")
        path.write_bytes("".join(f"{wrong}\t{right}\n" for wrong, right in kept).encode("latin-1"))


if __name__ == "__main__":
    main()
