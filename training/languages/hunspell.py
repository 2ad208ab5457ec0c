"""Word forms of a Hunspell dictionary: `python -m training.languages.hunspell INDEX.aff INDEX.dic FORMS.txt.gz`.

For dictionaries whose affixes do not follow one another and whose flags are single characters, such as the Portuguese one.
Words that are marked as forbidden or never suggested (`FORBIDDENWORD`, `NOSUGGEST`) and forms with anything but letters are
left out.
"""

from __future__ import annotations

import gzip
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple


class Affix(NamedTuple):
    """What an affix takes off a word and puts on, and which words have it."""

    prefix: bool
    crosses: bool
    off: str
    on: str
    fits: re.Pattern[str]


def affixes(lines: Iterable[str]) -> tuple[dict[str, list[Affix]], set[str]]:
    """The affixes by flag, and the flags of words that are not to be proposed."""
    found: defaultdict[str, list[Affix]] = defaultdict(list)
    crosses: dict[str, bool] = {}
    hidden = set()
    for line in lines:
        parts = line.split("#")[0].split()
        if parts[:1] in (["FORBIDDENWORD"], ["NOSUGGEST"]):
            hidden.add(parts[1])
        if parts[:1] not in (["PFX"], ["SFX"]) or len(parts) < 4:
            continue
        prefix, flag = parts[0] == "PFX", parts[1]
        if flag not in crosses:
            crosses[flag] = parts[2] == "Y"
            continue
        off, on = (("" if part == "0" else part) for part in (parts[2], parts[3].partition("/")[0]))
        where = parts[4] if len(parts) > 4 else "."
        fits = re.compile(f"{where}" if prefix else f"(?:{where})$")
        found[flag].append(Affix(prefix, crosses[flag], off, on, fits))
    return found, hidden


def put(affix: Affix, word: str) -> str | None:
    """A word with an affix, None if it does not take it."""
    if affix.prefix:
        return affix.on + word[len(affix.off) :] if affix.fits.match(word) and word.startswith(affix.off) else None
    if not affix.fits.search(word) or not word.endswith(affix.off):
        return None
    return word[: len(word) - len(affix.off)] + affix.on


def forms(word: str, flags: str, table: dict[str, list[Affix]]) -> Iterator[str]:
    """A word with every affix, and with a prefix and a suffix that go together.

    >>> table, _ = affixes(["SFX S Y 1", "SFX S 0 s .", "PFX R Y 1", "PFX R 0 re ."])
    >>> sorted(forms("ver", "SR", table))
    ['rever', 'revers', 'ver', 'vers']
    """
    yield word
    own = [affix for flag in flags for affix in table.get(flag, ())]
    prefixed = [made for affix in own if affix.prefix and affix.crosses and (made := put(affix, word))]
    for affix in own:
        if made := put(affix, word):
            yield made
        if not affix.prefix and affix.crosses:
            yield from (made for stem in prefixed if (made := put(affix, stem)))


def main(aff: Path, dic: Path, target: Path) -> None:
    """Read a dictionary and write its forms."""
    table, hidden = affixes(aff.read_text(encoding="utf-8").splitlines())
    found = set[str]()
    for line in dic.read_text(encoding="utf-8").splitlines()[1:]:
        word, _, flags = line.split("\t")[0].partition("/")
        if not hidden.intersection(flags):
            found.update(form for form in forms(word, flags, table) if form.isalpha())
    with gzip.open(target, "wt", encoding="utf-8") as file:
        file.writelines(f"{form}\n" for form in sorted(found))
    print(len(found), "forms")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
