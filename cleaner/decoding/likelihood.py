"""How likely a text is, in the language that suits it best: letter pairs of some eighty languages.

`rules/encoding/codec-pairs/models.txt` (made by `training.encoding.codec_pairs`) holds one line a language: its code, a tab, then
three characters for each pair: two letters (a space for the edge of a word), and the cost of the second after the first in
eighths of a nat, as a character from "!" on. Ideographs and syllables are scored one by one: their pair begins with U+3000.
The model `any` knows the pairs of all languages there were texts for; it keeps rare languages from looking broken.
"""

from __future__ import annotations

import itertools
import re
import sys
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from functools import cache, cached_property
from mmap import mmap
from operator import add
from pathlib import Path
from typing import NamedTuple

from cleaner.core.precomputed import Precomputed, PrecomputedBytes
from cleaner.core.resources import data_file

EIGHTHS = 8  # steps of a nat
FIRST = 33  # code of the character that stands for no cost
FROM_FIRST = bytes(max(0, code - FIRST) for code in range(256))
UNSEEN = 80  # eighths of a nat for a pair that the language does not have
SINGLE = "\u3000"  # first member of the "pair" of a character that is scored by itself
ABSENT = 255  # in a row of costs, of which the highest is 222
UNSEEN_SINGLE = 88  # the same for a character that is scored by itself
ANY = "any"
# Nats. Sound lines of 43 languages cost 2.2 to 3.5 a pair, ideographs and syllables 4.1 to 7.2; short ones scatter more.
SOUND_PAIR, SOUND_SINGLE, SLACK = 3.8, 7.6, 8.0
CASE = 24  # eighths of a nat for a capital after a small letter inside a word
GLANCE, FINALISTS = 40, 8  # the commonest pairs choose the languages that are scored in full
# A word may hold anything but spaces, digits and ASCII signs: a quotation mark amidst letters is a sign of damage.
TOKEN = re.compile("[^\\x00-\x40\\x5b-\x60\\x7b-\x7f\u2000-\u200a\u2028\u2029\u3000]+")
EDGES = "\xa0¡«·»¿\u2010\u2011\u2012\u2013\u2014\u2015‘’‚“”„•…‹›、。，！？：；「」『』（）《》"
INNER = re.compile("[\u2010-\u2015‘-„…]")
CAPITAL_INSIDE = re.compile("(?<=[a-zß-öø-ÿа-џά-ώ])[A-ZÀ-ÖØ-ÞŠŽŸЀ-ЯΆΈ-ΏΑ-Ϋ]")


def letter_runs(text: str) -> list[str]:
    """The words of a text, without punctuation at their edges.

    >>> letter_runs("“Déjà vu”, it’s 1 «mot».")
    ['Déjà', 'vu', 'it’s', 'mot']
    """
    return [word for word in (token.strip(EDGES) for token in TOKEN.findall(text)) if word]


def pairs_of(words: Iterable[str]) -> tuple[Counter[str], int]:
    """(letter pairs of words in lower case with their edges, number of capitals inside words).

    >>> sorted(pairs_of(["Ab"])[0])
    [' a', 'ab', 'b ']
    """
    pairs: Counter[str] = Counter()
    joined = " ".join(words)
    capitals = len(CAPITAL_INSIDE.findall(joined))
    text = f" {joined.lower()} "
    pairs.update([a + b if b < "\u2e80" or b > "\ud7af" else SINGLE + b for a, b in itertools.pairwise(text)])
    return pairs, capitals


class Score(NamedTuple):
    """What a text costs (nats), what clean text of its length costs at most, and its language."""

    cost: float
    allowed: float
    language: str


class Costs(NamedTuple):
    """What words cost by language, in eighths of a nat, and what clean words of their length cost at most, in nats."""

    by_language: dict[str, int]
    allowed: float

    def with_other_words(self, gone: Costs, come: Costs) -> Score:
        """The score of these words with some of them exchanged for others, in the language that suits them best."""
        total = {code: cost - gone.by_language[code] + come.by_language[code] for code, cost in self.by_language.items()}
        language = min(total, key=total.__getitem__)
        return Score(total[language] / EIGHTHS, self.allowed - gone.allowed + come.allowed + SLACK, language)


class Rows(NamedTuple):
    """What each pair of letters costs in every language: a byte a language, ABSENT where it has no such pair.

    >>> rows = rows_of("en\\t a!ab)\\nde\\tab+")
    >>> rows.codes, rows.pairs, rows.of("ab") == bytes([8, 10]), rows.of("xx")
    (('en', 'de'), ' aab', True, None)
    """

    codes: tuple[str, ...]
    pairs: str  # sorted, two characters each
    costs: bytes | mmap

    def of(self, pair: str) -> bytes | None:
        """The costs of a pair; None if no language has it."""
        at = bisect_left(range(len(self.pairs) // 2), pair, key=lambda place: self.pairs[2 * place : 2 * place + 2])
        width = len(self.codes)
        return self.costs[width * at : width * (at + 1)] if self.pairs[2 * at : 2 * at + 2] == pair else None


class Model:
    """What the pairs of letters cost in one language."""

    def __init__(self, rows: Rows, place: int) -> None:
        self._rows, self._place = rows, place

    def get(self, pair: str, default: int) -> int:
        """What a pair costs, in eighths of a nat; `default` if the language does not have it."""
        row = self._rows.of(pair)
        return default if row is None or row[self._place] == ABSENT else row[self._place]


class Packed(dict[str, int]):
    """What each pair costs in every language, as one number of 32 bits a language: a line is scored in all by a few additions.

    A pair is packed when first asked for; those of no language share a number, so there are never more than the models hold.
    With `elsewhere`, a pair that a language does not have but `elsewhere` has is half as bad as one of none.
    """

    def __init__(self, rows: Rows, elsewhere: Model | None) -> None:
        self.rows, self.elsewhere = rows, elsewhere
        none = bytes([ABSENT]) * len(rows.codes)
        self.of_none, self.single_of_none = _numbers(none, UNSEEN), _numbers(none, UNSEEN_SINGLE)

    def __missing__(self, pair: str) -> int:
        single, row = pair[0] == SINGLE, self.rows.of(pair)
        if row is None:
            return self.single_of_none if single else self.of_none
        elsewhere = UNSEEN if self.elsewhere is None else self.elsewhere.get(pair, UNSEEN)
        packed = self[pair] = _numbers(row, UNSEEN_SINGLE if single else (UNSEEN + elsewhere) // 2)
        return packed

    def costs(self, counted: Iterable[tuple[str, int]]) -> array[int]:
        """What counted pairs cost in each language, in eighths of a nat."""
        total = 0
        for pair, n in counted:
            total += self[pair] if n == 1 else n * self[pair]
        return array("I", total.to_bytes(array("I").itemsize * len(self.rows.codes), sys.byteorder))


def _numbers(row: bytes, unseen: int) -> int:
    """The costs of a row as one number, 32 bits a language."""
    size = array("I").itemsize
    costs = bytearray(size * len(row))
    costs[0 if sys.byteorder == "little" else size - 1 :: size] = row.replace(bytes([ABSENT]), bytes([unseen]))
    return int.from_bytes(costs, sys.byteorder)


class Likelihood:
    """The models of all languages; costs are in nats, and the lower the likelier."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self.models = {code: Model(rows, place) for place, code in enumerate(rows.codes)}
        self.any = ANY
        self.languages = tuple(code for code in rows.codes if code != ANY)
        self._place = {code: place for place, code in enumerate(rows.codes)}

    @cached_property
    def _packed(self) -> Packed:
        return Packed(self._rows, None)

    @cached_property
    def _packed_with_any(self) -> Packed:
        return Packed(self._rows, self.models[ANY])

    def score(self, text: str, codes: Iterable[str], *, inner: bool = False) -> Score:
        """The cost of a text in the one of some languages that suits it best.

        With ANY among them, pairs that the language does not have but another has are half as bad as those of none.
        `inner`: dashes and quotation marks inside words are certain, and no sign of damage.
        """
        if inner:
            text = INNER.sub(" ", text)
        pairs, capitals = pairs_of(letter_runs(text))
        if not pairs:
            return Score(0.0, 0.0, "")
        codes = tuple(codes)
        packed = self._packed_with_any if ANY in codes else self._packed
        if len(pairs) > 2 * GLANCE:
            codes = self._finalists(packed, pairs.most_common(GLANCE), codes)
        costs = packed.costs(pairs.items())
        language = min(codes, key=lambda code: costs[self._place[code]])
        return Score((costs[self._place[language]] + CASE * capitals) / EIGHTHS, _allowed(pairs) + SLACK, language)

    def costs(self, text: str, codes: Iterable[str]) -> Costs:
        """What the words of a text cost in each of some languages; costs of texts add up word by word.

        >>> models = Likelihood(rows_of("en\\t a!ab)b !"))
        >>> models.costs("ab ab b", ["en"]).by_language, models.score("ab ab b", ["en"]).cost * EIGHTHS
        ({'en': 96}, 96.0)
        """
        pairs, capitals = pairs_of(letter_runs(text)) if text else (Counter[str](), 0)
        costs = self._packed.costs(pairs.items())
        return Costs({code: costs[self._place[code]] + CASE * capitals for code in codes}, _allowed(pairs))

    def likely(self, text: str) -> tuple[str, ...]:
        """The few languages that the commonest pairs of a text point to."""
        pairs = pairs_of(letter_runs(INNER.sub(" ", text)))[0].most_common(GLANCE)
        return self._finalists(self._packed, [(pair, n) for pair, n in pairs if pair.isascii()], self.languages)

    def _finalists(self, packed: Packed, counted: list[tuple[str, int]], codes: tuple[str, ...]) -> tuple[str, ...]:
        """The languages that counted pairs are cheapest in."""
        costs = packed.costs(counted)
        return tuple(sorted(codes, key=lambda code: (costs[self._place[code]], code))[:FINALISTS])


def _allowed(pairs: Counter[str]) -> float:
    """What clean text of these pairs costs at most, in nats."""
    singles = sum([n for pair, n in pairs.items() if pair[0] == SINGLE])
    return SOUND_SINGLE * singles + SOUND_PAIR * (pairs.total() - singles)


@cache
def shipped() -> Likelihood:
    """The shipped models."""
    codes, pairs = TABLE.read()
    return Likelihood(Rows(codes, pairs, COSTS.read()))


def rows_of(data: str) -> Rows:
    """The models of a file."""
    models: dict[str, dict[str, int]] = {}
    for line in data.splitlines():
        code, _, packed = line.partition("\t")
        costs = packed[2::3].encode("latin-1").translate(FROM_FIRST)  # bytes are numbers
        models[code] = dict(zip(map(add, packed[::3], packed[1::3]), costs, strict=True))
    pairs = sorted({pair for model in models.values() for pair in model})
    costs = bytes([model.get(pair, ABSENT) for pair in pairs for model in models.values()])
    return Rows(tuple(models), "".join(pairs), costs)


def _path() -> Path:
    return data_file("encoding", "codec-pairs", "models.txt")


def _shipped_rows() -> Rows:
    return rows_of(_path().read_text("utf-8"))


TABLE = Precomputed("letter-pairs", lambda: [_path()], lambda: (_shipped_rows().codes, _shipped_rows().pairs))
COSTS = PrecomputedBytes("letter-pairs.costs", lambda: [_path()], lambda: _shipped_rows().costs)
