"""Misspelled words in languages other than English: what is repaired, and what natural text loses.

    python -m benchmarks.languages.score TEXT [LANG...] [--sentences N] [--words N] [--part 7] [--marked FILE] [--edits FILE]
        [--kinds word doubled close accents] [--hunspell]

TEXT holds running text, `LANG.txt.xz` (training.languages.text). Read are the documents whose number ends in PART: 7 was held
out from everything. Two measures, for safe edits and with unsafe ones, `select=["typos"]`:

    injected    one error put into a sentence of 6 to 30 words: the whole sentence right again, or the word made something else
                (`--kinds word`); or a common word twice (`doubled`), a word for another (`close`), accents left out (`accents`)
    natural     edits in 10,000 words of unchanged text. Errors of the text itself are among them: `--edits` writes them down

`--marked` is a folder of JSON files of [sentence, [[written, correct or null], ...]], as treebanks annotate them (`Typo=Yes`,
`CorrectForm`): then natural sentences are those without marks, and the marked ones are counted as `marked`.
The errors are made here, by other rules than those of the training: keys beside each other, letters left out, doubled, exchanged,
vowels and consonants that sound alike, accents left out; never one that makes a known word.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from random import Random

from benchmarks.languages.hunspell import corrected
from cleaner import Cleaner
from cleaner.models.languages.close_words import close_words
from cleaner.models.languages.near_words import KEYBOARDS, plain
from cleaner.models.languages.vocabulary import LANGUAGES, vocabulary
from training.languages.text import WORD, texts
from training.languages.weights import sentences

SHORTEST = 4
FUNCTION_WORDS = 60  # the commonest words of a language, which are doubled
ALIKE = {
    "": "ei ie ck kc sz zs dt td bp pb vf fv mn nm ao oa ou uo iy yi gj jg",
    "ru": "ао оа еи ие дт тд бп пб гк кг жш шж зс сз вф фв",
    "pl": "óu uó żr sz zs dt td bp pb ei ie ąo ęe łl śs ćc źz",
}


def error(word: str, language: str, random: Random) -> str:
    """A word with one error."""
    rows = KEYBOARDS.get(language, KEYBOARDS[""])
    at = random.randrange(1, len(word)) if random.random() < 0.9 else 0
    kind = random.choice(("out", "twice", "exchange", "key", "sound", "accent"))
    if kind == "out":
        return word[:at] + word[at + 1 :]
    if kind == "twice":
        return word[:at] + word[at] + word[at:]
    if kind == "exchange" and at:
        return word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :]
    if kind == "sound":
        pairs = ALIKE.get(language, ALIKE[""]).split()
        able = [(i, pair[1]) for i, letter in enumerate(word) for pair in pairs if pair[0] == letter]
        if able:
            i, letter = random.choice(able)
            return word[:i] + letter + word[i + 1 :]
    if kind == "accent" and len(plain(word)) == len(word) and plain(word) != word:
        able = [i for i, letter in enumerate(word) if plain(letter) != letter]
        i = random.choice(able)
        return word[:i] + plain(word[i]) + word[i + 1 :]
    near = [
        row[k] for row in rows if word[at] in row for k in (row.index(word[at]) - 1, row.index(word[at]) + 1) if 0 <= k < len(row)
    ]
    return word[:at] + random.choice(near) + word[at + 1 :] if near else word[:at] + word[at + 1 :]


def injected(found: list[str], language: str, random: Random) -> Iterator[tuple[str, str]]:
    """Sentences with one error, and as they were."""
    words = vocabulary(language)
    for sentence in found:
        able = [
            m for m in WORD.finditer(sentence)
            if len(m.group()) >= SHORTEST and (m.group().islower() or (language == "de" and m.start() and m.group().istitle()))
        ]  # fmt: skip
        if able:
            match = random.choice(able)
            wrong = error(match.group().lower(), language, random)
            if wrong != match.group().lower() and not words.is_known(wrong):
                wrong = wrong.capitalize() if match.group()[0].isupper() else wrong
                yield sentence[: match.start()] + wrong + sentence[match.end() :], sentence


def doubled(found: list[str], language: str, random: Random) -> Iterator[tuple[str, str]]:
    """Sentences with one of the commonest words twice, and as they were."""
    common = vocabulary(language).common
    often = set(sorted(common, key=lambda word: -common[word][0])[:FUNCTION_WORDS])
    for sentence in found:
        able = [m for m in WORD.finditer(sentence) if m.group() in often and len(m.group()) > 1 and m.end() < len(sentence) - 2]
        if able:
            match = random.choice(able)
            yield sentence[: match.end()] + " " + sentence[match.start() :], sentence


def close(found: list[str], language: str, random: Random) -> Iterator[tuple[str, str]]:
    """Sentences with one word of a pair for the other (rules/typos/words/pairs.tsv), and as they were."""
    model = close_words(language)
    for sentence in found:
        able = [(m, c.other) for m in WORD.finditer(sentence) for c in model.choices(m.group(), endings=True)]
        if able:
            match, other = random.choice(able)
            yield sentence[: match.start()] + other + sentence[match.end() :], sentence


def accents(found: list[str], language: str, random: Random) -> Iterator[tuple[str, str]]:
    """Sentences in which one word lacks its accents, and as they were."""
    for sentence in found:
        able = [
            m for m in WORD.finditer(sentence) if m.group().islower() and plain(m.group()) != m.group() and "ß" not in m.group()
        ]
        if able:
            match = random.choice(able)
            yield sentence[: match.start()] + plain(match.group()) + sentence[match.end() :], sentence


KINDS = {"word": injected, "doubled": doubled, "close": close, "accents": accents}


def rates(cases: list[tuple[str, str]], clean: Callable[[str], str]) -> tuple[float, float]:
    """Shares of broken sentences that are whole again, and that were made something else."""
    made = [(clean(broken), broken, sound) for broken, sound in cases]
    right = sum(text == sound for text, _, sound in made)
    wrong = sum(text not in (sound, broken) for text, broken, sound in made)
    return right / max(1, len(cases)), wrong / max(1, len(cases))


def score(
    language: str, found: list[str], natural: list[str], cleaners: dict[str, Cleaner], count: int, kinds: Sequence[str]
) -> Iterator[dict[str, object]]:
    """A row for safe and for unsafe edits, and for each kind of error."""
    size = sum(len(WORD.findall(text)) for text in natural)
    for tier, cleaner in cleaners.items():
        edits = []
        for text in natural:
            edits += [(c.rule, c.before, c.after) for c in cleaner.clean(text, input_format="text").changes]
        ours = Counter(rule.startswith("typos.words") for rule, _, _ in edits)
        for kind in kinds:
            cases = list(KINDS[kind](found, language, Random(7)))[:count]
            repaired, wrong = rates(cases, lambda text, cleaner=cleaner: cleaner.clean(text, input_format="text").text)
            yield {
                "language": language, "kind": kind, "tier": tier, "cases": len(cases), "repaired": repaired, "wrong": wrong,
                "words": size, "edits": ours[True], "other edits": ours[False], "list": edits if kind == kinds[0] else [],
            }  # fmt: skip


def peer(language: str, found: list[str], natural: list[str], count: int, kinds: Sequence[str]) -> Iterator[dict[str, object]]:
    """The same of hunspell, of words in small letters only."""
    size = sum(len(WORD.findall(text)) for text in natural)
    edits = sum(number for _, number in corrected(natural, language))
    for kind in kinds:
        cases = list(KINDS[kind](found, language, Random(7)))[:count]
        texts = [text for text, _ in corrected([broken for broken, _ in cases], language)]
        answers = dict(zip((broken for broken, _ in cases), texts, strict=True))
        repaired, wrong = rates(cases, answers.__getitem__)
        yield {
            "language": language, "kind": kind, "tier": "hunspell", "cases": len(cases), "repaired": repaired, "wrong": wrong,
            "words": size, "edits": edits, "other edits": 0, "list": [],
        }  # fmt: skip


def marked(path: Path) -> tuple[list[str], list[tuple[str, list[list[str]]]]]:
    """Sentences without a mark, and those with one and only one."""
    rows = json.loads(path.read_text(encoding="utf-8"))
    return [text for text, marks in rows if not marks], [(text, marks) for text, marks in rows if marks]


def main() -> None:
    """Print a row a language and tier."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("text", type=Path)
    parser.add_argument("languages", nargs="*", default=LANGUAGES)
    parser.add_argument("--sentences", type=int, default=500)
    parser.add_argument("--words", type=int, default=100_000)
    parser.add_argument("--part", type=int, default=7)
    parser.add_argument("--marked", type=Path, help="a folder of LANG.json")
    parser.add_argument("--edits", type=Path)
    parser.add_argument("--kinds", nargs="*", default=["word"], choices=KINDS)
    parser.add_argument("--hunspell", action="store_true")
    options = parser.parse_args()
    cleaners = {"safe": Cleaner(select=["typos"]), "unsafe": Cleaner(select=["typos"], unsafe=True)}
    print("| language | kind | tier | repaired | wrong | cases | edits in natural words | of other filters |\n|---|" + "---|" * 7)
    for language in options.languages:
        if options.marked:
            natural, spoiled = marked(options.marked / f"{language}.json")
            found = list(natural)
        else:
            read = [text for text in texts(options.text, language) if text.part == options.part]
            found, natural, spoiled = [line for text in read for line in sentences(text)], [], []
            size = 0
            for text in read:
                if size < options.words:
                    natural.append("\n\n".join(text.paragraphs))
                    size += len(WORD.findall(natural[-1]))
        Random(3).shuffle(found)
        rows = score(language, found[: 6 * options.sentences], natural, cleaners, options.sentences, options.kinds)
        if options.hunspell:
            rows = chain(rows, peer(language, found[: 6 * options.sentences], natural, options.sentences, options.kinds))
        for row in rows:
            print(
                f"| {language} | {row['kind']} | {row['tier']} | {row['repaired']:.3f} | {row['wrong']:.3f} | {row['cases']} "
                f"| {row['edits']} in {row['words']:,} | {row['other edits']} |",
                flush=True,
            )
            if options.edits:
                with options.edits.open("a", encoding="utf-8") as file:
                    file.writelines(f"{language}\t{row['tier']}\t" + "\t".join(edit) + "\n" for edit in row["list"])
        for tier, cleaner in cleaners.items():
            changed = [(text, cleaner.clean(text).changes, marks) for text, marks in spoiled]
            made = [(c.before, c.after, dict(map(tuple, marks))) for _, changes, marks in changed for c in changes]
            if made:
                right = sum(marks.get(before) == after for before, after, marks in made)
                print(f"  marked, {tier}: {right} of {len(made)} edits are the correction; {len(spoiled)} sentences: {made}")


if __name__ == "__main__":
    main()
