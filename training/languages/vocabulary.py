"""Make `cleaner/data/languages/LANG/`: `python -m training.languages.vocabulary TEXT DICTIONARIES [LANG...] [--draft]`.

TEXT holds running text (training.languages.text), DICTIONARIES lists of word forms. Common words are those that the text uses
often enough and a dictionary knows; where there is no dictionary, more often. What only novels write is left out: they spell as
their time did. Known are all words of the dictionary and of the text that are one edit from a common word, but for those of the
text alone that look like its misspelling. The weights are made by `training.languages.weights`. With `--draft`, the documents
that set thresholds are left unread too; those that are held out always are.
"""

from __future__ import annotations

import argparse
from bisect import bisect
from collections import Counter
from collections.abc import Iterable, Iterator
from math import log
from pathlib import Path
from typing import NamedTuple

from cleaner.core.resources import data_file
from cleaner.filters._languages.old_spelling import old_spellings
from cleaner.models.languages.near_words import one_edit_away, plain
from cleaner.models.languages.vocabulary import (
    AGREEMENT_ZERO,
    BILLION,
    BOTH,
    CAPITAL,
    LANGUAGES,
    LOWER,
    PAIR,
    RARE_BITS,
    RARE_LOOKS,
    STEP,
    WordSet,
    ending,
)
from cleaner.models.wordlists.lexicon import lexicon_file
from cleaner.models.wordlists.packed import pack
from cleaner.models.wordlists.wordfile import open_wordfile
from training.languages.italian_forms import forms_of
from training.languages.text import HELD_OUT, TUNING, WORD, dictionary, texts

ALPHABETS = {
    "de": "abcdefghijklmnopqrstuvwxyzäöüß",
    "fr": "abcdefghijklmnopqrstuvwxyzàâæçéèêëîïôœùûüÿ",
    "es": "abcdefghijklmnopqrstuvwxyzáéíñóúü",
    "it": "abcdefghijklmnopqrstuvwxyzàèéìòù",
    "pt": "abcdefghijklmnopqrstuvwxyzáâãàçéêíóôõúü",
    "nl": "abcdefghijklmnopqrstuvwxyzäëïöüéèê",
    "pl": "abcdefghijklmnopqrstuvwxyząćęłńóśźż",
    "ru": "абвгдежзийклмнопрстуфхцчшщъыьэюяё",
}
FEWEST, FEWEST_UNLISTED = 1, 2  # times that a common word stands in the text, if a dictionary knows it and if there is none
FEWEST_UNLISTED_THERE = 6  # if there is a dictionary and it does not know the word
SMALL_DICTIONARIES = ("de",)  # that lack common words: "mancher", "zurückkam"
FEWEST_OLD = 3  # if only novels and laws have the word, such a dictionary lacks it, and today's spelling would be the same
LONG_ONCE, NEIGHBOURS = 6, 30  # letters of a word that the text has once, without a dictionary; uses of a word one edit away
CERTAIN = 10  # uses of a word without accents that is not taken for one that lacks them
RARE = ("de", "nl")  # languages whose whole dictionary fits as candidates
SHORTEST_RARE, LONGEST_RARE = 4, 24  # letters
FEWEST_OTHER = 6  # times that another language has to use a word for it to be one of that language
PAIRED = 30_000  # the commonest words, of which pairs are counted
BITS = 8.0  # bits a word of the Bloom filter
RARER = 300  # times commoner than a form of the text alone: then that may be its misspelling
SEEN, LEAST_AGREEMENT = 4.0, 0.4  # pairs of endings added to both counts; nats that are stored
LEAST_AGREEMENT_OF = {"de": 1.2}  # a language whose files would take more than 3 MB
LEAST_EXPECTED = 3.0  # pairs of endings that chance makes or the text has, where fewer are not counted
LAWS = "bundestag/gesetze"  # German of any age: not read for what today's spelling is
DESK = ord("6")  # size class of the English words that a text in another language may hold


class Counts(NamedTuple):
    """What a text holds: words by how they are written within a sentence, in today's spelling, side by side."""

    lower: Counter[str]
    capital: Counter[str]
    modern: Counter[str]
    pairs: Counter[str]
    tokens: int


def counted(folder: Path, language: str, unread: frozenset[int]) -> Counts:
    """The counts of a language's text."""
    lower, capital, modern, pairs = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for text in texts(folder, language):
        if text.part in unread:
            continue
        for paragraph in text.paragraphs:
            found = list(WORD.finditer(paragraph))
            row = [match.group() for match in found]
            small = [word.lower() for word in row]
            for match, word, letters in zip(found, row, small, strict=True):
                if word.islower():
                    lower[letters] += 1
                elif _within_sentence(paragraph, match.start()):
                    capital[letters] += 1
            if not text.is_old and LAWS not in text.source:
                modern.update(small)
            pairs.update(
                small[i] + PAIR + small[i + 1]
                for i in range(len(small) - 1)
                if found[i + 1].start() - found[i].end() == 1  # a blank, an apostrophe
            )
    return Counts(lower, capital, modern, pairs, lower.total() + capital.total())


def _within_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 2) : start]
    return len(before) == 2 and before[1] == " " and (before[0].isalnum() or before[0] in ",;")


def common_words(counts: Counts, listed: frozenset[str], language: str) -> dict[str, str]:
    """The common words with what the file says about each."""
    found = {}
    modern = {plain(word) for word in counts.modern if plain(word) != word}
    for word in counts.lower.keys() | counts.capital.keys():
        small, large = counts.lower[word], counts.capital[word]
        total = small + large
        known = word.replace("ß", "ss") in listed
        if not (_is_used(word, counts, modern, listed, language) if not known else "ß" not in word or counts.modern[word]):
            continue  # as novels of their time spell, or too seldom
        if "ß" in word and counts.modern[word.replace("ß", "ss")] > counts.modern[word]:
            continue
        case = CAPITAL if large > 4 * small else LOWER if small > 4 * large else BOTH
        if (case == CAPITAL and language != "de") or not set(word) <= set(ALPHABETS[language]):
            continue  # names
        found[word] = f"{case}{round((log(total / counts.tokens) + BILLION) / STEP)}"
    return found


def _is_used(word: str, counts: Counts, accented: set[str], listed: frozenset[str], language: str) -> bool:
    """Whether the text alone proves a word of today that no dictionary has; `accented`: today's words, without their accents."""
    total = counts.lower[word] + counts.capital[word]
    if listed:
        if counts.modern[word]:
            return total >= FEWEST_UNLISTED_THERE
        return language in SMALL_DICTIONARIES and total >= FEWEST_OLD and not _is_old(word, counts, listed, language)
    if not counts.modern[word] and plain(word) in accented and (plain(word) != word or total < CERTAIN):
        return False
    if total >= FEWEST_UNLISTED:
        return True
    if len(word) < LONG_ONCE or not counts.lower[word] or _is_old(word, counts, listed, language):
        return False
    return max(counts.lower[other] for other in one_edit_away(word, ALPHABETS[language]) if other != word) < NEIGHBOURS


def _is_old(word: str, counts: Counts, listed: frozenset[str], language: str) -> bool:
    """Whether a word is one in old spelling: what it would be today is in a dictionary, or commoner."""
    total = counts.lower[word] + counts.capital[word]
    made = (spelling.pattern.sub(spelling.today, word) for spelling in old_spellings(language))
    return any(other != word and (other in listed or counts.lower[other] + counts.capital[other] > total) for other in made)


def rare_words(listed: frozenset[str], common: dict[str, str]) -> list[str]:
    """The words of a dictionary that are candidates although the text does not have them."""
    return sorted(word for word in listed if word not in common and SHORTEST_RARE <= len(word) <= LONGEST_RARE)


def deletions(word: str) -> Iterator[str]:
    """A word, and what it becomes without each of its letters."""
    yield word
    yield from (word[:i] + word[i + 1 :] for i in range(len(word)))


class Near:
    """Which words are one edit from a word of a list, or differ by accents alone; a few more are taken for such."""

    def __init__(self, words: Iterable[str]) -> None:
        self._near = {form for word in words for form in deletions(word)}
        self._plain = {plain(word) for word in words}

    def __contains__(self, word: str) -> bool:
        return any(form in self._near for form in deletions(word)) or plain(word) in self._plain


def known_words(counts: Counts, listed: frozenset[str], common: dict[str, str], near: Near) -> set[str]:
    """The words of the Bloom filter."""
    known = {word for word in listed if word in near}
    share = {word: int(value[1:]) for word, value in common.items()}
    far = round(log(RARER) / STEP)
    for word in counts.lower.keys() | counts.capital.keys():
        if word not in near or word in listed:
            continue
        times = counts.lower[word] + counts.capital[word]
        if times > 1 or not listed or not _may_be_error(word, share, far, (log(times / counts.tokens) + BILLION) / STEP):
            known.add(word)
    return {word.replace("ß", "ss") for word in known - common.keys()}


def _may_be_error(word: str, share: dict[str, int], far: int, own: float) -> bool:
    """Whether a word that the text has once and no dictionary knows is a letter more, or one exchanged, of one far commoner."""
    swapped = (word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1))
    return any(share.get(other, 0) > own + far for other in (*deletions(word), *swapped) if other != word)


def elsewhere(language: str, commons: dict[str, Counts], near: Near, known: set[str], common: dict[str, str]) -> set[str]:
    """Words of other languages that are near a common word and unknown here."""
    found = set[str]()
    for other, counts in commons.items():
        if other != language:
            found.update(word for word, times in counts.lower.items() if times >= FEWEST_OTHER)
    for line in open_wordfile(lexicon_file()).data[:].splitlines():
        word, _, sizes = line.partition(b"\t")
        if ord("0") < sizes[0] <= DESK:
            found.add(word.decode("utf-8", "replace"))
    for row in data_file("typos", "foreign.tsv").read_text(encoding="utf-8").splitlines():
        found.update(entry.rpartition(" ")[0] for entry in row.split("\t")[1:])
    return {word for word in found if word not in common and word.replace("ß", "ss") not in known and word in near}


def ending_pairs(pairs: Counter[str], least: float = LEAST_AGREEMENT) -> dict[str, int]:
    """How much likelier two endings stand side by side than by chance, in steps."""
    both, left, right = Counter[tuple[str, str]](), Counter[str](), Counter[str]()
    for pair, times in pairs.items():
        one, _, two = pair.partition(PAIR)
        one, two = ending(one), ending(two)
        both[one, two] += times
        left[one] += times
        right[two] += times
    total, found = sum(left.values()), dict[str, int]()
    able = {pair for pair, times in both.items() if times >= LEAST_EXPECTED}
    often = right.most_common()
    for one, times in left.items():
        fewest = LEAST_EXPECTED * total / times
        able.update((one, two) for two, _ in often[: bisect(often, -fewest, key=lambda entry: -entry[1])])
    for one, two in able:
        nats = log((both[one, two] + SEEN) / (left[one] * right[two] / total + SEEN))
        if abs(nats) >= least:
            found[one + PAIR + two] = max(1, min(255, AGREEMENT_ZERO + round(nats / STEP)))
    return found


def letter_table(words: Iterable[str]) -> dict[str, int]:
    """How unlikely a letter is after two others, in steps."""
    three, two = Counter[str](), Counter[str]()
    for word in words:
        row = f"^^{word}^"
        for i in range(2, len(row)):
            three[row[i - 2 : i + 1]] += 1
            two[row[i - 2 : i]] += 1
    return {key: max(1, min(255, round(-log(n / (two[key[:2]] + 5.0)) / STEP))) for key, n in three.items()}


def make(language: str, counts: dict[str, Counts], dictionaries: Path, target: Path) -> None:
    """Write the files of a language, its weights aside."""
    own, listed = counts[language], dictionary(dictionaries, language)
    common = common_words(own, listed, language)
    near = Near([word for word in common if len(word) > 2])
    made = set(forms_of(own.lower.keys() | own.capital.keys())) if language == "it" else set[str]()
    known = known_words(own, listed, common, near) | {word for word in made - common.keys() if word in near}
    foreign = elsewhere(language, counts, near, known, common)
    target.mkdir(parents=True, exist_ok=True)
    (target / "words").write_text("".join(f"{w}\t{v}\n" for w, v in sorted(common.items())), encoding="utf-8")
    (target / "known.bits").write_bytes(WordSet.made(sorted(known), BITS))
    if language in RARE:
        (target / "rare.bits").write_bytes(WordSet.made(rare_words(listed, common), RARE_BITS, RARE_LOOKS))
    paired = set(sorted(common, key=lambda word: -int(common[word][1:]))[:PAIRED])
    pairs = {
        pair: 1 + min(254, round(log(times) / STEP))
        for pair, times in own.pairs.items()
        if times > 1 and paired.issuperset(pair.split(PAIR))
    }
    notes = {"letters": ALPHABETS[language], "tokens": own.tokens}
    tables = {"pairs": pairs, "elsewhere": dict.fromkeys(foreign, 1), "letters": letter_table(common)}
    (target / "model").write_bytes(pack(tables, notes))
    endings = ending_pairs(own.pairs, LEAST_AGREEMENT_OF.get(language, LEAST_AGREEMENT))
    (target / "endings").write_bytes(pack({"endings": endings}, {}))
    sizes = {path.name: path.stat().st_size for path in sorted(target.iterdir())}
    counted = {"common": common, "known": known, "foreign": foreign, "pairs": pairs, "endings": endings}
    print(language, {name: len(found) for name, found in counted.items()}, sizes, flush=True)


def main() -> None:
    """Count all languages, and make those asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("text", type=Path)
    parser.add_argument("dictionaries", type=Path)
    parser.add_argument("languages", nargs="*", default=LANGUAGES)
    parser.add_argument("--draft", action="store_true")
    parser.add_argument("--target", type=Path, default=data_file("languages"))
    options = parser.parse_args()
    unread = frozenset([HELD_OUT, *(TUNING if options.draft else ())])
    counts = {language: counted(options.text, language, unread) for language in LANGUAGES}
    for language in options.languages:
        make(language, counts, options.dictionaries, options.target / language)


if __name__ == "__main__":
    main()
