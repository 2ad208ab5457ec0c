"""How evidence weighs when `to` stands before a past form: `python -m training.tense CORPUS`.

Two slips are put into sound sentences of the dev part of the CORPUS, which the n-gram model has not counted: a `to` before a
past tense ("the army to collapsed"), and a past form behind `to` ("a way to collapsed it"). Logistic regression over the
evidence of :mod:`cleaner.filters._english.tense` tells them apart; what comes out is rules/typos/grammar/tense.tsv.
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Iterator
from pathlib import Path

from cleaner.core.resources import data_file
from cleaner.filters._english.gate import context, wordset
from cleaner.filters._english.tense import EVIDENCE, evidence
from cleaner.filters._english.verbs import IRREGULAR, PURE_PAST, base_of_ed, is_base
from cleaner.filters.typos.grammar import clause_of, is_named, signs_of
from cleaner.rulebook.packs import RuleSet
from training.corpus import sentences
from training.logistic import fit

SEED = 11
PAST = re.compile(r"(?<=[a-z] )[a-z]+(?=[ ,.;])")
INFINITIVE = re.compile(r"(?<=[a-z] )to ([a-z]+)(?=[ ,.;])")
OBJECTS = re.compile(r" (?:the|a|an|his|her|their|its|our|my|it|them|him|us|that|this|these)\b")
NOT_BEFORE = wordset(
    "is are was were be been being am has have had having get gets got and or to not never also by with of the a an his her its"
    " their"
)
Case = tuple[str, int, int, str, bool]  # text, where `to` begins and the form ends, the base, whether `to` is the slip


def cases(text: str, pasts: dict[str, str]) -> Iterator[Case]:
    """The slips that can be put into a sentence.

    >>> [text for text, *_ in cases("The wall fell on the man and he went to take a rest.", {"take": "took"})]
    ['The wall fell on the man and he to went to take a rest.', 'The wall fell on the man and he went to took a rest.']
    """
    for match in PAST.finditer(text):
        word, start = match.group(), match.start()
        base = IRREGULAR.get(word) or (base_of_ed(word) if word.endswith("ed") else "")
        before = text[:start].rsplit(maxsplit=1)[-1]
        if not base or before in NOT_BEFORE or before.endswith("ly") or not before.isalpha():
            continue
        if word in PURE_PAST or OBJECTS.match(text, match.end()):
            yield f"{text[:start]}to {text[start:]}", start, match.end() + 3, base, True
    for match in INFINITIVE.finditer(text):
        past = pasts.get(match.group(1))
        if past:
            end = match.start() + 3 + len(past)
            yield text[: match.start(1)] + past + text[match.end() :], match.start(), end, match.group(1), False


def past_forms(words: set[str]) -> dict[str, str]:
    """The past tenses of base forms, of those that stand among some words."""
    regular = {base_of_ed(word): word for word in sorted(words) if word.endswith("ed")}
    irregular = {base: past for past, base in IRREGULAR.items() if past in PURE_PAST or base not in regular}
    return {base: past for base, past in (regular | irregular).items() if base and is_base(base)}


def main() -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    folder = data_file("typos", "grammar")
    parser.add_argument("--output", type=Path, default=folder / "tense.tsv")
    options = parser.parse_args()
    rules = RuleSet("typos.grammar")
    texts = [text for text, _ in sentences(options.corpus, dev=True)]
    pasts = past_forms({word for text in texts for word in re.findall(r"[a-z]+", text)})
    chance = random.Random(SEED)
    rows, right = [], []
    for text in texts:
        found = list(cases(text, pasts))
        if found:
            broken, start, end, base, is_slip = chance.choice(found)
            around = context(broken, start, end)
            signs = signs_of(broken[start + 3 : end], around, rules, named=is_named(broken, start))
            rows.append(evidence(broken, start, end, base, around, clause_of(around), signs))
            right.append(is_slip)
    weights = fit(rows, right)
    lines = [f"{name}\t{weight:.2f}" for name, weight in zip(EVIDENCE, weights, strict=True)]
    options.output.write_text("\n".join(["# evidence\tweight", *lines, ""]), encoding="utf-8")
    print(f"{len(rows)} slips, {sum(right)} of them a to")


if __name__ == "__main__":
    main()
