"""Words that sound alike, for who spells by the ear: "naybors", "fisician", "skedule".

:func:`sound_key` reduces a word to what is heard: its consonants by their sound, and one sign for any vowels. The common English
words by their keys are shipped (`typos/sounds.tsv`, made by `python -m training.words.near`); the key of a word with letters that
may be silent or of another sound (`ch` in `schedule`, `t` in `listen`) stands there in each way.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

from cleaner.core.kernel import kernel
from cleaner.core.resources import data_file
from cleaner.models.wordlists.wordfile import WordFile, open_wordfile

FIRST = {"kn": "n", "gn": "n", "pn": "n", "wr": "r", "rh": "r", "ps": "s", "gh": "g"}  # what a word begins with
SOFT = (("dg", "j"), ("cc", "ks"), ("sc", "s"), ("xc", "ks"), ("c", "s"), ("g", "j"))  # before e, i, y
# Letters and their sound, in this order: capitals stand for sounds that take two letters (C "ch", S "sh", T "th").
SOUNDS = (
    *(("tch", "C"), ("sch", "sk"), ("chr", "kr"), ("ch", "C"), ("ph", "f"), ("wh", "w"), ("th", "T"), ("kh", "k")),
    *((f"{head}i{tail}", f"S{tail}") for head in ("sh", "ss", "sc", "t", "c", "s") for tail in ("on", "al", "an", "ou", "en")),
    *(("cean", "San"), ("ceou", "Sou"), ("xiou", "kSou"), ("sh", "S"), ("dj", "j"), ("ck", "k"), ("gh", "")),
    *((head + vowel, sound + vowel) for head, sound in SOFT for vowel in "eiy"),
    *(("x", "ks"), ("kss", "ks"), ("q", "k"), ("c", "k"), ("z", "s")),
)
SILENT_END = ("e", "es", "ed")  # behind a consonant
VOWELS = "aeiouy"
MERGED = str.maketrans(VOWELS, "A" * len(VOWELS))
# Letters of some words that are silent or sound otherwise: the word is listed under the key of that spelling as well.
ALTERNATIVES = (
    *(("ch", "k"), ("ch", "sh"), ("ough", "uf"), ("augh", "uf"), ("ften", "fen"), ("sten", "sen"), ("stl", "sl"), ("nsw", "ns")),
    *(("bt", "t"), ("ipt", "it"), ("gue", "g"), ("gui", "gi"), ("gue", "ge"), ("su", "shu"), ("que", "kwe"), ("qui", "kwi")),
    *(("mn", "m"), ("mb", "m")),
)
SHORTEST, SHORTEST_KEY, LONGEST = 5, 4, 20  # letters of a word, sounds of a key: shorter ones sound like too many others
MOST_APART, SHARE_APART = 4, 0.45  # letters by which two spellings may differ, and share of the longer one
MEMO_WORDS = 5_000  # words that are remembered


def sound_key(word: str) -> str:
    """What is heard of a word in small letters.

    >>> [sound_key(word) for word in ("naybors", "neighbors", "fisician", "physician", "cinama", "cinema")]
    ['nAbArs', 'nAbArs', 'fAsASAn', 'fAsASAn', 'sAnAmA', 'sAnAmA']
    """
    word = FIRST.get(word[:2], word[:2]) + word[2:]
    for ending in SILENT_END:
        if word.endswith(ending) and len(word) > len(ending) and word[-len(ending) - 1] not in VOWELS:
            word = word[: len(word) - len(ending)] + ending[1:]
            break
    for letters, sound in SOUNDS:
        if letters in word:
            word = word.replace(letters, sound)
    word = word.translate(MERGED).replace("Aw", "A").replace("Ah", "A")
    return "".join([sound for sound, before in zip(word, " " + word, strict=False) if sound != before])


def sound_keys(word: str) -> set[str]:
    """The keys under which a word is listed."""
    return {sound_key(word), *(sound_key(word.replace(*pair)) for pair in ALTERNATIVES if pair[0] in word)}


@cache
def _listed() -> WordFile:
    return open_wordfile(data_file("typos", "sounds.tsv"))


def parts_for_kernel() -> tuple[Any, ...]:
    """List, what words begin with, and sounds, from which the kernel finds the same (`kernel/sounds.c`)."""
    return _listed().data, tuple(FIRST.items()), SOUNDS


@lru_cache(MEMO_WORDS)
def sound_alikes(word: str) -> tuple[str, ...]:
    """The common words of the sound of a string that is no word, and not too far from its letters.

    >>> sound_alikes("skedule"), sound_alikes("keypresses")
    (('schedule',), ())
    """
    if not may_be_heard(word):
        return ()
    found: tuple[str, ...] | None = None
    if _in_kernel() is not None and word.isascii() and word.isalpha():
        found = _in_kernel().alike(word.encode("ascii"))
    return _alikes(word) if found is None else found


def _alikes(word: str) -> tuple[str, ...]:
    """The same without the kernel."""
    key = sound_key(word)
    found = _listed().find(key.encode("ascii")) if len(key) >= SHORTEST_KEY else None
    if not found:
        return ()
    words = [other for other in found.decode("ascii").split() if (other[0] in VOWELS) == (word[0] in VOWELS)]
    apart = [(edits_between(word, other), other) for other in words]
    return tuple(other for letters, other in apart if letters <= min(MOST_APART, SHARE_APART * max(len(word), len(other))))


@cache
def _in_kernel() -> Any:
    """What the kernel finds them with; None if there is no kernel."""
    return None if kernel() is None else kernel().SoundList(*parts_for_kernel())


def edits_between(one: str, other: str) -> int:
    """The fewest edits that make one string of another: a letter put in, left out or changed, or two neighbours exchanged, none
    of them in an edit before (optimal string alignment). `rapidfuzz` does the same, for 5 MB of memory that few texts need.

    >>> edits_between("skedule", "schedule"), edits_between("teh", "the"), edits_between("", "ab")
    (2, 1, 2)
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, above, row = row, before, [i]
        for j, wanted in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, above[j - 2] + 1)
            row.append(cost)
    return row[-1]


def may_be_heard(word: str) -> bool:
    """Whether a word is long enough for its sound to tell what is meant."""
    return SHORTEST <= len(word) <= LONGEST
