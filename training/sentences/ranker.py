"""How much likelier another wording must be: `python -m training.sentences.ranker CORPUS`.

For every change that the filters of whole wordings know (a word for another, a function word too many or missing, a possessive,
two words in one, one letter), the dev part of the CORPUS, once repaired, is asked two things: how much likelier the models find
the change where nothing is wrong (each time they do is a false edit), and how often they find the right wording back where
the error was put in. The margin of a change is the least with false edits within the rule's budget, at least FLOOR,
and the rule's `spare` more. Changes that then find less than the `useful` share of the errors are left out. What comes out is
ranker/margins.tsv and function-words/margins.tsv in rules/typos/, and a report on the rules that have one margin, in their pack.
"""

from __future__ import annotations

import argparse
import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, partial
from math import log
from pathlib import Path
from typing import NamedTuple

from cleaner import Cleaner
from cleaner.core.resources import rules_folder
from cleaner.filters.typos.compounds import may_be_parted
from cleaner.filters.typos.function_words import EXTRA, MISSING, may_be_extra, may_lack
from cleaner.filters.typos.possessives import may_possess, possessive
from cleaner.filters.typos.real_words import best_meant, may_be_error, one_edit_away
from cleaner.models.cloze import cloze_model
from cleaner.models.ngrams import ngram_model
from cleaner.models.ranking import NEVER, TokenSequence
from cleaner.rulebook.packs import Rule, read_pack
from training.sentences.corpus import BLOCK, sentences

FLOOR = 2.0  # nats
TAIL = 1.5  # nats in which false gains become rarer by a factor of e, about, in their tail
SLIPS = 500  # errors of a word that are put in, at the most
SEED = 3
COMMON = 20.0  # times the training text holds each half of a word that is parted
Place = tuple[TokenSequence, int]


class Measured(NamedTuple):
    """How much likelier a change was found: where nothing was wrong, and where the error had been put in."""

    false: list[float]
    found: list[float]

    def margin(self, words: int, budget: float, enough: int) -> float:
        """The least margin that keeps to `budget` false edits in 10,000 of so many words, and to one in `enough` uses.

        One is always allowed, for the text may hold errors of its own. Few uses say little of the worst: where there are less
        than `enough`, TAIL is added for each e-fold that they lack.
        """
        ordered, uses = sorted(self.false, reverse=True), len(self.false)
        allowed = min(int(budget * words / 10_000), max(1, uses // enough))
        worst = ordered[allowed] if allowed < uses else NEVER
        return max(FLOOR, worst) + (TAIL * max(0.0, log(enough / uses)) if uses else 0.0)

    def share(self, margin: float) -> float:
        """The share of the errors that is found."""
        return sum(gain > margin for gain in self.found) / len(self.found) if self.found else 0.0


class Bench:
    """The sentences of the dev part, and what the models say of changes in them."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.rows = [self.row(text) for text in texts]
        self.words = sum(len(text.split()) for text in texts)
        self.places: dict[str, list[Place]] = defaultdict(list)
        for row in self.rows:
            for i, name in enumerate(row.names):
                self.places[name].append((row, i))

    def row(self, text: str) -> TokenSequence:
        """The tokens of a text."""
        return TokenSequence(ngram_model(), cloze_model(), text)

    def some(self, places: list[Place]) -> list[Place]:
        """At most SLIPS of the places."""
        return random.Random(SEED).sample(places, SLIPS) if len(places) > SLIPS else places

    @cached_property
    def all_places(self) -> list[Place]:
        """Every token."""
        return [(row, i) for row in self.rows for i in range(len(row.names))]

    @cached_property
    def joints(self) -> list[Place]:
        """Where a word may be missing."""
        return [(row, i) for row, i in self.all_places if i and not row.were_seen(i) and may_lack(row, i)]

    def swapped(self, written: str, meant: str) -> Measured:
        """A word for another."""
        false = [_swap(row, i, meant) for row, i in self.places[written]]
        places = self.some(self.places[meant])
        return Measured(false, [_with(row, i, written, partial(_swap, meant=meant)) for row, i in places])

    def extra(self, word: str) -> Measured:
        """A function word too many, at any joint."""
        false = [row.drop(i) for row, i in self.places[word] if not row.is_usual(i) and may_be_extra(row, i)]
        found, chance = [], random.Random(SEED)
        for row in chance.choices([row for row in self.rows if len(row.names) > 2], k=SLIPS):
            i = chance.randrange(1, len(row.names) - 1)
            broken = self.row(f"{row.text[: row.starts[i]]}{word} {row.text[row.starts[i] :]}")
            fits = len(broken.names) > i and broken.names[i] == word and not broken.is_usual(i) and may_be_extra(broken, i)
            found.append(broken.drop(i) if fits else NEVER)
        return Measured(false, found)

    def missing(self, word: str) -> Measured:
        """A function word that is missing."""
        false = [row.put(i, word) for row, i in self.joints]
        found = []
        for row, i in self.some([(row, i) for row, i in self.places[word] if 0 < i < len(row.names) - 1]):
            broken = self.row(row.text[: row.starts[i]] + row.text[row.starts[i + 1] :])
            fits = len(broken.names) > i and not broken.were_seen(i) and may_lack(broken, i)
            found.append(broken.put(i, word) if fits else NEVER)
        return Measured(false, found)

    def possessives(self) -> Measured:
        """A possessive without its apostrophe."""
        false = [_possess(row, i) for row, i in self.all_places if row.names[i].endswith("s")]
        found = []
        for row, i in self.all_places:
            noun = row.names[i].removesuffix("'s")
            if noun != row.names[i] and row.text[row.starts[i]].islower() and not ngram_model().count(noun, "is"):
                found.append(_with(row, i, f"{noun}s", _possess))
        return Measured(false, found)

    def parted(self) -> Measured:
        """One word as two."""
        false = [row.join(i) for row, i in self.all_places if i + 1 < len(row.names) and may_be_parted(row, i)]
        found, count, chance = [], ngram_model().count, random.Random(SEED)
        for row, i in self.some([(row, i) for row, i in self.all_places if len(row.names[i]) > 4 and row.names[i].isalpha()]):
            word = row.names[i]
            cuts = [cut for cut in range(2, len(word) - 1) if min(count(word[:cut]), count(word[cut:])) >= COMMON]
            if cuts:
                at = row.starts[i] + chance.choice(cuts)
                broken = self.row(f"{row.text[:at]} {row.text[at:]}")
                found.append(broken.join(i) if may_be_parted(broken, i) else NEVER)
        return Measured(false, found)

    def letters(self) -> Measured:
        """An error of one letter that makes another word."""
        false = [best_meant(row, i, one_edit_away(row.names[i]))[0] for row, i in self.all_places if may_be_error(row, i)]
        found, chance = [], random.Random(SEED)
        for row, i in chance.sample(self.all_places, 40 * SLIPS):
            meant = row.names[i]
            if may_be_error_of(row, i) and (errors := one_edit_away(meant)):
                found.append(_with(row, i, chance.choice(errors), partial(_repaired, meant=meant)))
        return Measured(false, found[: 6 * SLIPS])


def _with(row: TokenSequence, i: int, written: str, measure: Callable[[TokenSequence, int], float]) -> float:
    """What a measure says while another word stands at a token."""
    name, row.names[i] = row.names[i], written
    gain = measure(row, i)
    row.names[i] = name
    return gain


def _swap(row: TokenSequence, i: int, meant: str) -> float:
    return NEVER if row.is_usual(i) else row.swap(i, meant)


def _possess(row: TokenSequence, i: int) -> float:
    return row.reword(i, possessive(row.names[i])) if may_possess(row, i) else NEVER


def may_be_error_of(row: TokenSequence, i: int) -> bool:
    """Whether token i is a word in small letters into which an error can be put."""
    return row.text[row.starts[i] : row.ends[i]].islower() and row.names[i].isalpha()


def _repaired(row: TokenSequence, i: int, meant: str) -> float:
    gain, best = best_meant(row, i, one_edit_away(row.names[i])) if may_be_error(row, i) else (NEVER, "")
    return gain if best == meant else NEVER


def rule_of(filter_name: str, rule: str) -> Rule:
    """A rule of a shipped pack."""
    pack = read_pack(rules_folder() / "typos" / f"{filter_name}.toml", f"typos.{filter_name}")
    return next(found for found in pack.rules if found.id == rule)


def pairs() -> dict[tuple[str, str], Rule]:
    """Words taken for each other, both ways, with their rule."""
    pack = read_pack(rules_folder() / "typos" / "ranker.toml", "typos.ranker")
    found: dict[tuple[str, str], Rule] = {}
    for rule in pack.rules:
        for words in rule.data["sets"]:
            first, second = words.split()
            found.setdefault((first, second), rule)
            found.setdefault((second, first), rule)
    return found


def useful(measured: Measured, words: int, rule: Rule, *, untried: bool) -> tuple[float, float] | None:
    """The margin of a change and the share that it finds, None if that is too little; `untried`: keep what no error tells of."""
    margin = measured.margin(words, rule.data["budget"], rule.data["uses"]) + rule.data["spare"]
    share = measured.share(margin)
    return (margin, share) if (share >= rule.data["useful"] if measured.found else untried) else None


def swap_lines(bench: Bench) -> Iterator[str]:
    """The lines of ranker/margins.tsv."""
    for (written, meant), rule in sorted(pairs().items(), key=lambda pair: pair[0]):
        rarer = ngram_model().count(meant) > ngram_model().count(written)
        found = useful(bench.swapped(written, meant), bench.words, rule, untried=rarer)
        if found:
            yield f"{written}\t{meant}\t{found[0]:.1f}\t{found[1]:.2f}\t{rule.id}"


def function_word_lines(bench: Bench) -> Iterator[str]:
    """The lines of function-words/margins.tsv."""
    for name, measure in ((EXTRA, bench.extra), (MISSING, bench.missing)):
        rule = rule_of("function-words", name)
        for word in sorted(rule.data["words"].split()):
            found = useful(measure(word), bench.words, rule, untried=False)
            if found:
                yield f"{name}\t{word}\t{found[0]:.1f}\t{found[1]:.2f}"


def report(bench: Bench) -> Iterator[str]:
    """What the rules with one margin do at it, and which margin their budget gives."""
    for filter_name, rule_name, measure in (
        ("possessives", "noun", bench.possessives),
        ("compounds", "parted", bench.parted),
        ("real-words", "letter", bench.letters),
    ):
        rule, measured = rule_of(filter_name, f"typos.{filter_name}.{rule_name}"), measure()
        margin, least = rule.data["margin"], measured.margin(bench.words, rule.data["budget"], rule.data["uses"])
        false = 10_000 * sum(gain > margin for gain in measured.false) / bench.words
        yield (
            f"{rule.id}: margin {margin} finds {measured.share(margin):.2f} and changes {false:.2f} in 10,000 words;"
            f" its budget of {rule.data['budget']} gives {least:.1f}, which finds {measured.share(least):.2f}"
        )


def clean(texts: list[str]) -> list[str]:
    """The sentences with the safe repairs of the family made: an error that stands in them is no false edit."""
    cleaner = Cleaner(select=["typos"])
    blocks = ["\n".join(texts[start : start + BLOCK]) for start in range(0, len(texts), BLOCK)]
    return [line for result in cleaner.clean_many(blocks, input_format="text") for line in result.text.split("\n")]


def main() -> None:
    """Measure, write, report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--output", type=Path, default=rules_folder() / "typos", help="folder with ranker/ and function-words/")
    options = parser.parse_args()
    bench = Bench(clean([text for text, _ in sentences(options.corpus, dev=True)]))
    for line in report(bench):
        print(line, flush=True)
    for folder, head, lines in (
        ("function-words", "# rule\tword\tmargin\tfound", function_word_lines(bench)),
        ("ranker", "# written\tmeant\tmargin\tfound\trule", swap_lines(bench)),
    ):
        (options.output / folder / "margins.tsv").write_text("\n".join([head, *lines, ""]), encoding="utf-8")


if __name__ == "__main__":
    main()
