"""Make `cleaner/data/typos/misspellings/en-guarded.tsv`.

`python -m training.words.guards DICTIONARIES OTHERS DECLARATIONS ENGLISH`.

Which misspellings of `en.tsv` are something else as well, and what: a word of another language (its code; from word lists
`DICTIONARIES/<language>.txt.xz`, running text `OTHERS/<language>.txt.xz`, and the Universal Declaration of Human Rights, a gzip
file of lines `code <TAB> text`), or `speech`: a word that people say in the novels of ENGLISH (`fiction-*` and the like),
spelled as it sounds, or an irregular verb inflected by the rule, as children say it. `name`, by itself, is one that texts of
ENGLISH write with a capital within a sentence. Run it after `training.words.misspellings`.
"""

from __future__ import annotations

import argparse
import gzip
import lzma
import re
from collections import defaultdict
from pathlib import Path

from cleaner.core.resources import data_file
from cleaner.filters._english.context.gate import in_quotation
from training.words.foreign import WORD, lines

CAPITAL = re.compile(r"(?<=[\w,] )[A-Z][a-z]+(?![\w'’])")
NOVELS = ("fiction-*.txt.xz", "standard-*.txt.gz", "verse-*.txt.xz")


def elsewhere(listed: frozenset[str], dictionaries: Path, others: Path, declarations: Path) -> dict[str, set[str]]:
    """The languages that have each misspelling."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for path in sorted(dictionaries.glob("*.txt.xz")):
        with lzma.open(path, "rt", encoding="utf-8") as file:
            for line in file:
                if (word := line.strip().lower()) in listed:
                    found[word].add(path.name.split(".")[0])
    for path in sorted(others.glob("*.txt.xz")):
        for text in lines(path):
            for word in listed.intersection(WORD.findall(text.lower())):
                found[word].add(path.name.split(".")[0])
    with gzip.open(declarations, "rt", encoding="utf-8") as file:
        for line in file:
            code, text = line.split("\t", 1)
            for word in listed.intersection(WORD.findall(text.lower())) if not code.startswith("eng") else ():
                found[word].add(code)
    return found


def spoken(listed: frozenset[str], folder: Path) -> set[str]:
    """The misspellings that stand in speech in novels."""
    return {
        match.group()
        for pattern in NOVELS
        for path in sorted(folder.glob(pattern))
        for text in lines(path)
        if not listed.isdisjoint(WORD.findall(text))
        for match in WORD.finditer(text)
        if match.group() in listed and in_quotation(text, match.start())
    }


def names(listed: frozenset[str], folder: Path) -> set[str]:
    """The misspellings that stand with a capital behind a word or a comma."""
    return {
        match.group().lower()
        for path in sorted(folder.glob("*.txt.*z"))
        for text in lines(path)
        for match in CAPITAL.finditer(text)
        if match.group().lower() in listed
    }


def main() -> None:
    """Look, and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("dictionaries", "others", "declarations", "english"):
        parser.add_argument(name, type=Path)
    options = parser.parse_args()
    folder = data_file("typos", "misspellings")
    listed = frozenset(line.partition("\t")[0] for line in (folder / "en.tsv").read_text(encoding="latin-1").splitlines())
    found = elsewhere(listed, options.dictionaries, options.others, options.declarations)
    inflected = {line.split("\t")[0] for line in (folder / "en-inflected.tsv").read_text(encoding="ascii").splitlines()}
    for word in spoken(listed, options.english) | inflected:
        found.setdefault(word, set()).add("speech")
    for word in names(listed, options.english) - found.keys():
        found[word] = {"name"}
    rows = [f"{word}\t{' '.join(sorted(codes))}\n".encode("latin-1") for word, codes in found.items()]
    (folder / "en-guarded.tsv").write_bytes(b"".join(sorted(rows)))
    print(len(rows), "misspellings are guarded")


if __name__ == "__main__":
    main()
