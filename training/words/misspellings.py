"""Make `cleaner/data/typos/misspellings/en.tsv`: `python -m training.words.misspellings words.csv.gz`.

The input is the word list of typos (crate-ci; MIT or Apache-2.0), made for source code: `misspelling,correction[,correction]`.
What may be repaired in prose without asking is a part of it: one correction only, a misspelling that no English word list
knows in any spelling or as a name, a correction that a desk dictionary holds, and a small error between the two. Words
that read as an abbreviation, a dialect or another language are left out by `rules/typos/misspellings/en-not.txt`;
`en-more.tsv` adds what the list lacks, `en-names.tsv` names of places, peoples, days and months: those of the list that no text
in another language holds, read one by one, without names of persons, which have more than one spelling. `en-inflected.tsv` has
irregular words inflected by the rule, with the past tense, participle and base form of a verb or the plural of a noun; what its
place decides (:mod:`cleaner.filters._english.grammar.inflection`) is written to the file of that name beside the list, and other
words one error away that a misspelling may stand for where the sentence asks for them, to `en-rivals.tsv`.
"""

from __future__ import annotations

import gzip
import re
import sys
from collections.abc import Iterable, Iterator, Set
from itertools import pairwise
from pathlib import Path
from string import ascii_lowercase

from cleaner.core.resources import data_file, rules_folder
from cleaner.filters._english.rivals import LISTED
from cleaner.models.masked import masked_model
from cleaner.models.ngrams import ngram_model
from cleaner.models.spelling import spelling_model
from cleaner.models.wordlists.bloom import seen_elsewhere
from cleaner.models.wordlists.lexicon import Lexicon, english_lexicon
from cleaner.models.wordlists.sounding import edits_between, sound_alikes

LARGEST_CLASS = 6  # of the correction: a word of a desk dictionary
SHORTEST = 4  # letters of a misspelling; "hte" and such are in en-more.tsv
COMMON = 2  # size class of a correction of so short a word
HEARD_COMMONER = 10.0  # times that a word of the sound, as near by its letters, must be counted as often
FAR_COMMONER = 2  # size classes between the correction and a word that may have been meant as well
ADVERB = 2  # errors between a misspelled adverb and the right one: "mechanicly"
DOUBLED = re.compile(r"(.)\1")
SHORTEST_AMBIGUOUS, LONG = 5, 8  # letters of a misspelling that the sentence decides; from LONG on it may have three errors
SHORT = 5  # up to this length the two differ by one error, longer words by two
RIVAL_GAIN = 6.0  # nats by which the words around may make another word likelier than the correction, at most


def is_certain(wrong: str, right: str, lexicon: Lexicon) -> bool:
    """Whether one cannot have meant anything but the other.

    >>> is_certain("recieve", "receive", english_lexicon()), is_certain("somme", "some", english_lexicon())
    (True, False)
    """
    if not (wrong.isascii() and wrong.isalpha() and right.isalpha()) or len(wrong) < SHORTEST or wrong in lexicon:
        return False
    if not 0 < lexicon.size(right).lower <= LARGEST_CLASS or _is_variant(wrong, right):
        return False
    if right == wrong + "g" or (len(wrong) < SHORT and lexicon.size(right).lower > COMMON):
        return False  # "goin" is how people speak; four letters are an abbreviation or a name
    if has_rival(wrong, right, lexicon) or is_heard_otherwise(wrong, right):
        return False
    distance = edits_between(wrong, right)
    if distance > (1 if len(wrong) <= SHORT else 2):
        return False
    return wrong[0] == right[0] or sorted(wrong[:2]) == sorted(right[:2]) or (distance == 1 and len(wrong) > SHORT)


def has_rival(wrong: str, right: str, lexicon: Lexicon) -> bool:
    """Whether a far commoner word is one edit away as well.

    A letter that should be double, or should not, is the commonest error of all, and has none.

    >>> has_rival("cursosr", "cursors", english_lexicon()), has_rival("alloted", "allotted", english_lexicon())
    (True, False)
    """
    if DOUBLED.sub(r"\1", wrong) == DOUBLED.sub(r"\1", right):
        return False
    far_commoner = lexicon.size(right).lower - FAR_COMMONER
    return far_commoner > 0 and any(
        0 < lexicon.size(other).lower <= far_commoner for other in one_edit_away(wrong) if other != right
    )


def is_heard_otherwise(wrong: str, right: str) -> bool:
    """Whether a commoner word sounds like the written one, nearer by its letters or far commoner, and its correction does not.

    >>> is_heard_otherwise("interasted", "interacted"), is_heard_otherwise("recieve", "receive")
    (True, False)
    """
    if not wrong.isascii() or not wrong.isalpha():
        return False
    heard, counts, distance = sound_alikes(wrong), ngram_model(), edits_between(wrong, right)
    if right in heard:
        return False
    for other in heard:
        apart, times = edits_between(wrong, other), counts.count(other) / max(counts.count(right), 1.0)
        if (apart < distance and times > 1.0) or (apart == distance and times > HEARD_COMMONER):
            return True
    return False


def rivals(wrong: str, right: str) -> list[str]:
    """Other words that are one error away and may be meant at some place, the likeliest first: the sentence decides.

    >>> rivals("governmetn", "governments"), rivals("recieve", "receive")
    (['government'], [])
    """
    if not (wrong.isascii() and right.isascii() and right.isalpha() and right.islower()):
        return []
    model, fillers = spelling_model(), masked_model().fillers
    own = model.ngrams.log_share(right) + max(model.likely_error(wrong, right), LISTED)
    found = [word for word in one_edit_away(wrong) if word != right and word in fillers and word in english_lexicon()]
    likely = {word: model.ngrams.log_share(word) + model.likely_error(wrong, word) - own for word in found}
    return sorted((word for word in likely if likely[word] > -RIVAL_GAIN), key=lambda word: (-likely[word], word))


def one_edit_away(word: str) -> set[str]:
    """What a word becomes by one letter put in, left out, replaced, or swapped with its neighbour."""
    halves = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    left_out = {head + tail[1:] for head, tail in halves if tail}
    swapped = {head + tail[1] + tail[0] + tail[2:] for head, tail in halves if len(tail) > 1}
    put_in = {head + letter + tail for head, tail in halves for letter in ascii_lowercase}
    replaced = {head + letter + tail[1:] for head, tail in halves if tail for letter in ascii_lowercase}
    return left_out | swapped | put_in | replaced


def _is_variant(wrong: str, right: str) -> bool:
    """`measureable` for `measurable`: spellings that some dictionaries allow, or words formed at need."""
    pairs = (("eable", "able"), ("ise", "ize"), ("isation", "ization"), ("our", "or"))
    for a, b in pairs:
        if wrong.replace(a, b) == right or right.replace(a, b) == wrong:
            return True
    return wrong == right + "s" or (wrong.endswith("s") and edits_between(wrong[:-1], right) == 0)


def inflected(wrong: str, right: str, lexicon: Lexicon) -> str:
    """The adverb that a misspelling in -ly is meant for, where the list names the adjective.

    >>> inflected("mechanicly", "mechanical", english_lexicon()), inflected("arbitraly", "arbitrary", english_lexicon())
    ('mechanically', 'arbitrary')
    """
    if not wrong.endswith("ly") or right.endswith("ly"):
        return right
    known = (form for form in (right + "ly", right + "ally") if 0 < lexicon.size(form).lower <= LARGEST_CLASS)
    return next((form for form in known if edits_between(wrong, form) <= ADVERB), right)


def ambiguous(rows: Iterable[list[str]], exceptions: frozenset[str], certain: Set[bytes]) -> bytes:
    """The lines of `en-several.tsv`: misspellings that may stand for more than one word, or are not certain, with all that may
    have been meant; the sentence decides (:mod:`cleaner.models.correction`)."""
    lexicon, elsewhere = english_lexicon(), seen_elsewhere()
    lines = []
    for wrong, *fixes in rows:
        letters = wrong.encode("latin-1", "replace")
        if not (wrong.isascii() and wrong.isalpha()) or len(wrong) < SHORTEST_AMBIGUOUS or wrong in lexicon:
            continue
        if letters in certain or wrong in exceptions or letters in elsewhere or _is_agent(wrong, lexicon):
            continue
        meant = [fix for fix in fixes if fix.isalpha() and fix.isascii() and 0 < lexicon.size(fix).lower <= LARGEST_CLASS]
        meant = [fix for fix in meant if edits_between(wrong, fix) <= (2 if len(wrong) < LONG else 3)]
        if meant:
            lines.append(f"{wrong}\t{' '.join(meant)}\n".encode("ascii"))
    return b"".join(sorted(lines))


def _is_agent(wrong: str, lexicon: Lexicon) -> bool:
    """Whether a word is somebody who does something, formed at need: `despatcher`."""
    noun = wrong.removesuffix("s")
    return noun.endswith("er") and (noun[:-2] in lexicon or noun[:-1] in lexicon)


def make(rows: Iterable[list[str]], exceptions: frozenset[str], more: Iterable[tuple[str, str]]) -> bytes:
    """The lines of the shipped list."""
    lexicon = english_lexicon()
    chosen = {w: fixes[0] for w, *fixes in rows if len(fixes) == 1 and is_certain(w, fixes[0], lexicon)}
    chosen = {wrong: inflected(wrong, right, lexicon) for wrong, right in chosen.items()}
    for wrong, right in more:
        chosen[wrong] = right
    for word in exceptions:
        chosen.pop(word, None)
    lines = sorted(f"{wrong}\t{chosen.get(right, right)}\n".encode("latin-1") for wrong, right in chosen.items())
    return b"".join(lines)


def with_rivals(data: bytes, by_hand: frozenset[str]) -> bytes:
    """The lines of `en-rivals.tsv`: misspellings of the list, without those added by hand, and the words of :func:`rivals`."""
    lines = []
    for line in data.decode("latin-1").splitlines():
        wrong, right = line.split("\t")
        others = [] if wrong in by_hand else rivals(wrong, right)
        if others:
            lines.append(f"{wrong}\t{' '.join(others)}\n".encode("ascii"))
    return b"".join(lines)


def words_of(path: Path) -> Iterator[str]:
    """Words of a text file, without comments (`#` to the end of the line)."""
    for line in path.read_text(encoding="utf-8").splitlines():
        yield from line.partition("#")[0].split()


def check_sorted(data: bytes) -> None:
    """Raise ValueError if two lines are out of order for the look-up."""
    for first, second in pairwise(data.splitlines()):
        if first.partition(b"\t")[0] + b"\t" >= second.partition(b"\t")[0] + b"\t":
            raise ValueError(f"{first!r} stands before {second!r}")


def main(source: str) -> None:
    """Read the gzipped list and write the shipped one."""
    tables = rules_folder() / "typos" / "misspellings"
    with gzip.open(Path(source), "rt", encoding="utf-8") as file:
        rows = [line.rstrip("\n").split(",") for line in file]
    files = [tables / "en-more.tsv", tables / "en-names.tsv"]
    more = [tuple(line.split("\t")) for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    inflected_forms = (tables / "en-inflected.tsv").read_text(encoding="utf-8")
    more += [tuple(line.split()[:2]) for line in inflected_forms.splitlines()]
    exceptions = frozenset(words_of(tables / "en-not.txt"))
    data = make(rows, exceptions, [(pair[0], pair[1]) for pair in more])
    several = ambiguous(rows, exceptions, {line.partition(b"\t")[0] for line in data.splitlines()})
    forms = inflected_forms.encode("ascii")
    others = with_rivals(data, frozenset(pair[0] for pair in more))
    files_made = (("en.tsv", data), ("en-several.tsv", several), ("en-inflected.tsv", forms), ("en-rivals.tsv", others))
    for name, lines in files_made:
        check_sorted(lines)
        data_file("typos", "misspellings", name).write_bytes(lines)


if __name__ == "__main__":
    main(sys.argv[1])
