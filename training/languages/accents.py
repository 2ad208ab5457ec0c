"""Make `cleaner/data/languages/LANG/accents`: `python -m training.languages.accents TEXT DICTIONARIES [LANG...]`.

Strings that running text has and that no word of today's language is, though one with accents is far commoner: `tambien`, `meme`,
`przyjaciol`. They stand in old or careless text, so that cleaner.models.languages.vocabulary takes them for known. A string is
listed where the dictionary lacks it and today's text (that of all times where there is no dictionary) has the word with accents
COMMONER times as often. Documents whose number ends in 7, 8 or 9 are not read.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from pathlib import Path

from cleaner.core.resources import data_file
from cleaner.models.languages.near_words import plain
from cleaner.models.languages.vocabulary import Vocabulary
from training.languages.text import HELD_OUT, TUNING, dictionary
from training.languages.vocabulary import counted

LANGUAGES = ("de", "fr", "es", "it", "pt", "pl")
COMMONER, COMMONER_UNLISTED = 20, 60  # if a dictionary lacks the string; if there is none
NEXT = 20  # times that the word is commoner than the next one with other accents
SHORTEST = 3
_TODAY = {  # words of today, and parts of names
    "it": "ando carita esclamo eta felicita necessita pero sara",
    "pt": "pos",
    "es": "util",
    "pl": "nia mie",
}
WORDS = {language: frozenset(words.split()) for language, words in _TODAY.items()}
REFORMED = str.maketrans("îû", "iu")  # French since 1990 writes `plait` and `cout`


def table(folder: Path, dictionaries: Path, language: str) -> dict[str, str]:
    """The strings of a language and what they mean."""
    counts, listed = counted(folder, language, frozenset((HELD_OUT, *TUNING))), dictionary(dictionaries, language)
    words = Vocabulary(data_file("languages", language))
    times = counts.modern if listed else counts.lower + counts.capital
    every = counts.lower + counts.capital
    accented = defaultdict[str, list[str]](list)
    for word in words.common:
        if plain(word) != word and "ß" not in word:
            accented[plain(word)].append(word)
    found = {}
    for string, meant in accented.items():
        best, *others = sorted(meant, key=lambda word: (-times[word], word))
        unlisted = string not in listed if listed else True
        if len(string) < SHORTEST or string in WORDS.get(language, ()) or not unlisted or not words.is_known(string):
            continue
        least = COMMONER if listed else COMMONER_UNLISTED
        if times[best] < least * max(1, times[string]) or every[string] > every[best]:
            continue
        if language == "fr" and best.translate(REFORMED) == string:
            continue
        if not others or times[best] >= NEXT * max(1, times[others[0]]):
            found[string] = best
    return found


def main() -> None:
    """Write the tables of the languages asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("text", type=Path)
    parser.add_argument("dictionaries", type=Path)
    parser.add_argument("languages", nargs="*", default=LANGUAGES)
    options = parser.parse_args()
    for language in options.languages:
        found = table(options.text, options.dictionaries, language)
        path = data_file("languages", language) / "accents"
        path.write_text("".join(f"{string}\t{word}\n" for string, word in sorted(found.items())), encoding="utf-8")
        print(language, len(found), path.stat().st_size, list(found)[:60], flush=True)


if __name__ == "__main__":
    main()
