"""Elongated words: "it was sooooo good, pleasseee call" -> "it was so good, please call".

The scan takes words with a letter three times in a row. Each run of equal letters is put to one letter or two; of the known words
that come out, the commonest is meant. It is how people write a shout, not an error, so the edit is unsafe. Left alone: what
gives no common word (`hmmm`, `grrr`), sighs and laughs, which are as long as they sound (`ahhh`, `ohhh`), words of one letter
alone (`aaa`, `www`), Roman numerals, part of a longer string, words that the user wants kept, verse, dialect, texts about
spelling, and every language but English.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from itertools import product
from typing import Any

from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.core.views.folding import stands_alone
from cleaner.filters._english.context.gate import reads_english, wordset
from cleaner.filters._english.context.varieties import SPELLING, Variety, only_suggests
from cleaner.models.ngrams import ngram_model
from cleaner.models.wordlists.lexicon import english_lexicon
from cleaner.rulebook.packs import RuleSet

RULE = "typos.elongations.letters"
KINDS = SPELLING | {Variety.VERSE}
FOUR = re.compile(r"([A-Za-z])\1\1\1")  # a word with capitals and fewer is an abbreviation
THREE = re.compile(r"([A-Za-z])\1\1")
LETTERS = re.compile(r"[A-Za-z]+")
RUN = re.compile(r"([a-z])\1*")
ROMAN = re.compile(r"[ivxlcdm]+|[a-z]i{3}")
SIGHS = wordset("ah oh eh uh um hm mm sh aw ow aah ooh oooh ugh ha hah heh ho hey ay aye boo shoo coo moo woo yah nah ma baa bah")
# A word that seldom stands by itself is not drawn out either: these are sounds, "ooof", "hisss".
NEVER_DRAWN = wordset("of his a an as at is it its if us or her him them then than that this thus in on by be")
MOST_RUNS = 6  # runs of two letters and more in a word; each doubles the readings
LONGEST = 40  # letters
LARGEST_CLASS = 4  # size class of the word that is meant


def propose(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """Write the plain word."""
    if document.language != "en":
        return
    for start, written in _drawn(document.text):
        end, letters = start + len(written), written.lower()
        if not written[1:].islower() and FOUR.search(written) is None:
            continue  # "AAAS", "IIIS", "AAAs"
        meant = "" if letters in rules.words or not stands_alone(document.text, start, end) else plain(letters)
        if meant and reads_english(document, start, end, own=1) and not only_suggests(document, start, end, KINDS):
            yield rules.edit(start, end, _in_case(meant, written), RULE, f"{meant!r} without its elongation")


def screened(screens: Any) -> bool:
    """Whether a token of a text that the kernel has read may be drawn out."""
    found: bool = screens.is_drawn_out()
    return found


def _drawn(text: str) -> Iterator[tuple[int, str]]:
    """Words of at most LONGEST letters with one of them three times in a row.

    >>> list(_drawn("so gooood, reeeeallllly"))
    [(3, 'gooood'), (11, 'reeeeallllly')]
    """
    done = 0
    for match in THREE.finditer(text):
        if match.start() >= done:
            before = text[max(done, match.start() - LONGEST) : match.start()]
            start = match.start() - (len(before) - len(before.rstrip(string.ascii_letters)))
            word = LETTERS.match(text, match.start(), start + LONGEST + 1)
            done = word.end() if word else match.end()
            if done - start <= LONGEST:
                yield start, text[start:done]


def plain(written: str) -> str:
    """The commonest word that a written one is with shorter runs of letters, "" if there is none.

    >>> [plain(word) for word in ("sooooo", "pleasseee", "goooood", "hmmm", "ohhh", "ooof", "www", "xiii")]
    ['so', 'please', 'good', '', '', '', '', '']
    """
    runs = [match.group() for match in RUN.finditer(written)]
    if len(set(written)) == 1 or ROMAN.fullmatch(written):
        return ""
    if sum(len(run) > 1 for run in runs) > MOST_RUNS:
        return ""
    readings = map("".join, product(*((run[0], run[0] * 2) if len(run) > 1 else (run,) for run in runs)))
    known = [word for word in readings if 0 < english_lexicon().size(word).lower <= LARGEST_CLASS]
    meant = max(known, key=ngram_model().count, default="")
    return "" if meant in SIGHS or meant in NEVER_DRAWN else meant


def _in_case(meant: str, written: str) -> str:
    """The word with the capitals of the written one: all, the first, or none."""
    if written.isupper():
        return meant.upper()
    return meant.capitalize() if written[0].isupper() else meant
