"""Words that are wrong between certain words: how the tables `phrases.tsv` are written and read.

A line of a table holds five columns or six, parted by tabs:

    rule     last part of the rule's id                    its
    wrong    the words that are wrong, in lower case       its
    right    what they should be; a capital is carried     it's
    after    what must follow, parted by spaces            not been going_to @ing !.
    before   what must stand before                        ^ that !of ~would
    least    where the error detector decides, the nats    5.5

An item is a word, two words tied by `_`, a class (`@base` a verb as after "to", `@participle`, `@ing`, `@ly`, `@number`,
`@contracts` a word that stands behind "it's" as well as behind "its", `@noun` one that does not, `@am` one that stands behind
"i'm"), a name of :data:`SETS`, which stands for its items, or a mark: `.` the end of the clause behind, `^` its beginning in
front. `!` before an item forbids it, `~` asks for the word anywhere among the four words before. One of the plain items of a
column must hold, all of the others must; `*` is anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from math import exp
from pathlib import Path
from typing import Any, NamedTuple

from cleaner.core.precomputed import Precomputed
from cleaner.core.resources import rules_folder
from cleaner.core.views.folding import fold
from cleaner.filters._english.context.gate import wordset


class Items(NamedTuple):
    """One column: plain words, pairs, classes; what is forbidden; what must be near."""

    words: frozenset[str]
    pairs: frozenset[str]
    heads: frozenset[str]  # first words of the pairs, and what is before an apostrophe
    tails: frozenset[str]  # last words of the pairs
    classes: tuple[str, ...]
    forbidden: frozenset[str]
    near: frozenset[str]

    @property
    def anything(self) -> bool:
        """Whether no plain item is asked for."""
        return not (self.words or self.pairs or self.classes)


class Phrase(NamedTuple):
    """One line of a table."""

    rule: str
    wrong: str
    right: str
    after: Items
    before: Items
    same: tuple[int, int]
    least: float = 0.0  # nats by which the error detector must find the right words likelier, where it decides


PRONOUNS = ("i", "you", "he", "she", "it", "we", "they")


def _behind_pronouns(auxiliaries: str) -> str:
    """Pairs of a pronoun and an auxiliary: no noun as in "his will", "the can"."""
    return " ".join(f"{pronoun}_{word}" for word in auxiliaries.split() for pronoun in PRONOUNS)


# Columns that many lines share: what stands before a base form; before one alone, and not before "have" that was left out
# ("he would bought"); what stands before a participle.
_BASE = "didn't doesn't don't can't won't cannot did_not does_not do_not can_not will_not " + _behind_pronouns("did can will")
_OR_HAVE = "couldn't wouldn't shouldn't mustn't could_not would_not should_not must_not " + _behind_pronouns(
    "could would should must may might"
)
SETS = {
    "$base": _BASE,
    "$base-alone": f"{_BASE} {_OR_HAVE}",
    "$did": "didn't doesn't did_not does_not " + _behind_pronouns("did"),
    "$have": "have has had having haven't hasn't hadn't i've you've we've they've should've could've would've",
}
WEIGHED = "meant"  # the rule of phrases that the masked model weighs
LESS_SURE = 2.5  # nats less than the least that an edit of such a phrase asks for, if it is not safe
# Nats by which the words beside a place may find the written word likelier, and by which one of them must find the right one
# likelier, before the error detector is asked. Of 911 errors put into natural text that it repairs, these keep 857; of the
# 1,326 places of four million code points that it was asked about in vain, 268.
AGAINST, FOR = -1.0, 0.5
# The same of words that the masked model weighs: neither side finds the written one likelier, and one has the right one five
# times as often. It keeps all of 35 such edits of learners' sentences, and 270 of 328 places in a million code points of clean
# text.
AGAINST_WEIGHED, FOR_WEIGHED = 0.0, 1.6
# The same of words that stand beside nearly any other, of which pairs say little: only what is strongly against counts.
ANYWHERE, AGAINST_ANYWHERE = frozenset(("your", "its", "it's", "their", "there", "to", "too")), -2.5
# The same for contractions before which anything may stand, which lists decide: keeps 824 of 843 "it's", and 380 of 1,737 "its".
NAME = "name"  # the rule of phrases that are names, all words with a capital
CONTRACTION, AGAINST_CONTRACTION = "contraction", -2.0
Table = dict[bytes, tuple[Phrase, ...]]  # the phrases by their wrong words, as these stand in folded text


class Look(NamedTuple):
    """What the word on one side says of a phrase: whether it may be one, and whether that word speaks for it."""

    may_be: bool
    is_for: bool

    def agrees(self, other: Look) -> bool:
        """Whether both sides allow the phrase and one speaks for it."""
        return self.may_be and other.may_be and (self.is_for or other.is_for)


def ratios(phrase: Phrase) -> tuple[float, float]:
    """The ratios of counts, right to wrong, from which on a phrase may be one, and a word speaks for it."""
    if phrase.rule == WEIGHED:
        return (exp(AGAINST_ANYWHERE), 0.0) if phrase.wrong in ANYWHERE else (exp(AGAINST_WEIGHED), exp(FOR_WEIGHED))
    return (exp(AGAINST), exp(FOR)) if phrase.least else (exp(AGAINST_CONTRACTION), 0.0)


def read_phrases(path: Path) -> Table:
    """The lines of a table."""
    table: Table = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            rule, wrong, right, after, before, least = [*line.split("\t"), "", "", ""][:6]
            key = fold(wrong)
            phrase = Phrase(rule, wrong, right, _items(after), _items(before), _same_words(wrong, right), float(least or 0))
            table[key] = (*table.get(key, ()), phrase)
    return table


def read_tables(phrases: Path, meant: Path) -> Table:
    """Both tables, the words that are weighed last."""
    table = read_phrases(phrases)
    for key, weighed in read_meant(meant).items():
        table[key] = (*table.get(key, ()), *weighed)
    return table


def read_meant(path: Path) -> Table:
    """The lines of the table of words that the masked model weighs: what is written, what is meant, the nats."""
    table: Table = {}
    anything = _items("*")
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            wrong, right, least = line.split("\t")
            key = wrong.encode("ascii") if wrong.isalpha() else fold(wrong)
            table[key] = (*table.get(key, ()), Phrase(WEIGHED, wrong, right, anything, anything, (0, 0), float(least)))
    return table


def phrases_files() -> tuple[Path, Path]:
    """Where the shipped tables are: phrases, and words that the masked model weighs."""
    folder = rules_folder() / "typos" / "confusions"
    return folder / "phrases.tsv", folder / "meant.tsv"


@cache
def shipped_phrases() -> Table:
    """The phrases of both shipped tables."""
    columns, lines = PHRASES.read()
    items = [Items(*column) for column in columns]
    return {
        key: tuple(
            [Phrase(rule, wrong, right, items[k], items[n], same, least) for (rule, wrong, right), k, n, same, least in rows]
        )
        for key, rows in lines.items()
    }


def _shared() -> tuple[list[Items], dict[bytes, tuple[tuple[Any, ...], ...]]]:
    """The columns of both shipped tables, and their lines with the numbers of these: nine lines in ten share both columns."""
    numbers: dict[Items, int] = {}
    table = {
        key: tuple(
            (phrase[:3], *(numbers.setdefault(column, len(numbers)) for column in phrase[3:5]), phrase.same, phrase.least)
            for phrase in phrases
        )
        for key, phrases in read_tables(*phrases_files()).items()
    }
    return list(numbers), table


PHRASES = Precomputed("confusions", phrases_files, _shared)


def cues_of(table: Table) -> dict[bytes, list[bytes]]:
    """What a scan must find: the wrong words, with the word behind them where the table names it, and which words these are.

    A cue that ends in a space is one that no word follows.
    """
    cues: dict[bytes, list[bytes]] = {}
    for key, phrases in table.items():
        for cue in dict.fromkeys(cue for phrase in phrases for cue in _cues_of(key, phrase.after)):
            cues.setdefault(cue, []).append(key)
    return cues


def _cues_of(key: bytes, after: Items) -> Iterator[bytes]:
    if after.anything or after.classes:
        yield key
        return
    yield from {key + b" " + fold(word).split()[0] for word in after.words | after.heads if word[0].isalnum()}
    if "." in after.words:
        yield key + b" "  # no word follows


def _items(column: str) -> Items:
    column = " ".join(SETS.get(item, item) for item in column.split())
    plain = [item for item in column.split() if item[0] not in "!~" and item != "*"]
    words = frozenset(item for item in plain if item[0] != "@" and "_" not in item)
    pairs = frozenset(item.replace("_", " ") for item in plain if "_" in item)
    forbidden = wordset(" ".join(item[1:] for item in column.split() if item[0] == "!"))
    near = wordset(" ".join(item[1:] for item in column.split() if item[0] == "~"))
    heads = frozenset(pair.split(" ")[0] for pair in pairs) | {word.split("'")[0] for word in words if "'" in word}
    tails = frozenset(pair.split(" ")[1] for pair in pairs)
    return Items(words, pairs, heads, tails, tuple(item for item in plain if item[0] == "@"), forbidden, near)


def _same_words(wrong: str, right: str) -> tuple[int, int]:
    """Letters, spaces included, of the words that two phrases share at their heads and at their tails.

    >>> _same_words("might of", "might have"), _same_words("one in the same", "one and the same")
    ((6, 0), (4, 9))
    """
    old, new = wrong.split(" "), right.split(" ")
    most = min(len(old), len(new)) - 1
    head = next((k for k in range(most) if old[k] != new[k]), most)
    tail = next((k for k in range(most - head) if old[-1 - k] != new[-1 - k]), most - head)
    return sum(len(word) + 1 for word in old[:head]), sum(len(word) + 1 for word in old[len(old) - tail :])
