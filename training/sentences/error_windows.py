"""What the error detector is shown: places of natural text, and the same text with errors put in.

A set is named after its question and its label:

    T0   `to` and a past form as they stand ("due to increased demand"), nothing is an error
    T0s  `to` that is left behind, its verb made a past form ("the person you send to" said)
    T0p  a participle behind another preposition, which `to` takes the place of ("a list to renamed streets")
    T1   a `to` put before a past form                             T2   a base form behind `to` made a past form
    T3   `be` or `have` taken from between `to` and a participle
    D0   words that stand twice, less those that never do by right     D1   words made to stand twice
    D0a  a particle or a verb made to stand twice where another followed it ("came in on Monday" -> "in in")
    H    words that are taken for others, as they stand
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from cleaner.filters._english.grammar.verbs import HOMOGRAPHS, IRREGULAR, base_of_ed
from cleaner.filters.typos.doubled import ALWAYS
from cleaner.models.error_detector import END, LEFT, MARK, QUOTE, RIGHT, START
from cleaner.models.ngrams import ENDINGS, rare_class
from cleaner.models.tokens import NUMBER
from training.sentences.natural import HELD_OUT, OTHER_MARK, QUOTE_MARK, Tokens, weight

WORDS, LEAST = 30_000, 8.0  # words that count as themselves, and how often they must stand in the text
SPECIAL = ["<s>", "</s>", "<q>", "<m>", "<>", *(f"<{ending}>" for ending in ENDINGS)]
SPOKEN = ("space-transcripts", "chat-ubuntu", "verse-drama")  # where words stand twice on purpose
MOST = {"T1": 480_000, "T2": 200_000, "T3": 85_000, "T0s": 60_000, "T0p": 60_000, "D0a": 60_000, "content": 120_000}
MOST_OF_WORD = {"D1": 9_000, "H": 12_000}
NOT_BEFORE = "is are was were be been being am has have had having get gets got to not of the a an his her its their my your our"
PREPOSITIONS = "of with for from by in on into about between"
NO_NOUN = (
    "the a an this that these those his her their its our your my him them us me it in on at by with for from into to and but or"
    " when as not than"
)
FINITE = "is are has will would can could may might shall should must does isn't wasn't doesn't didn't"
PARTICLES, AFTER_PARTICLE = "in on by over off through about", "in on at by for with over under through"
TENSED = "is was are were has had does did do can could will would may might must should"
MODALS = "could would should might must may can will couldn't wouldn't shouldn't mightn't mustn't"
FUNCTION_WORDS = (
    "the a an of and or but nor if as his their our your its my this these those they we he she i which from into onto than"
    " because although while since until upon against without among between during toward towards through be been any such"
    " some each every another whose whether via per someone anyone everyone something anything everything what was are were"
    " has have will would could should may might must can being became does did is am had do that it you there not in on at"
    " by with for to about after before under over up out off down so her him them me us no who when where how all very then"
    " just more only also"
)


class Windows(NamedTuple):
    """The places of a set: tokens on both sides and how they are written, the filler, the label, where they stand."""

    left: Any
    left_written: Any
    right: Any
    right_written: Any
    filler: Any
    label: Any
    genre: Any


class Text:
    """The tokens with marks among them, in the numbers of the net's own words."""

    def __init__(self, tokens: Tokens, seed: int = 7) -> None:
        self.words = _vocabulary(tokens)
        self.numbers = {word: number for number, word in enumerate(self.words)}
        self.chance = np.random.default_rng(seed)
        renamed = np.array([self.numbers.get(w, self.numbers.get(rare_class(w), 0)) for w in tokens.words], np.uint16)
        marked = np.isin(tokens.before, (QUOTE_MARK, OTHER_MARK))
        places = np.arange(len(tokens.word)) + np.cumsum(marked)
        size = len(tokens.word) + int(marked.sum())
        self.token, self.written = np.empty(size, np.uint16), np.zeros(size, np.uint8)
        self.raw, self.single = np.full(size, -1, np.int64), np.zeros(size, bool)
        self.paragraph, self.genre, self.train = np.empty(size, np.int32), np.empty(size, np.uint8), np.empty(size, bool)
        self.token[places], self.token[places[marked] - 1] = (
            renamed[tokens.word],
            np.where(tokens.before[marked] == QUOTE_MARK, QUOTE, MARK),
        )
        self.written[places], self.raw[places], self.single[places] = tokens.written, tokens.word, tokens.before == 0
        for at in (places, places[marked] - 1):
            of = slice(None) if len(at) == len(places) else marked
            self.paragraph[at], self.genre[at] = tokens.paragraph[of], tokens.genre[of]
            self.train[at] = tokens.part[of] != HELD_OUT
        self.genres = tokens.genres
        self.stops = np.isin(np.arange(len(self.words)), self.ids(". ! ?"))

    def ids(self, words: str | Sequence[str]) -> list[int]:
        """Numbers of words, of those that the net knows."""
        return [self.numbers[word] for word in (words.split() if isinstance(words, str) else words) if word in self.numbers]

    def among(self, words: str | Sequence[str]) -> Any:
        """For each number, whether it is of one of some words."""
        found = np.zeros(len(self.words), bool)
        found[self.ids(words)] = True
        return found

    def sample(self, places: Any, most: int) -> Any:
        """At most so many places, genres evened out (by the root of their size)."""
        if len(places) <= most:
            return places
        genres = self.genre[places]
        shares = 1 / np.sqrt(np.maximum(np.bincount(genres, minlength=len(self.genres)), 1))
        shares[self.genres.index("chat-ubuntu")] *= 0.3
        odds = shares[genres]
        return np.sort(self.chance.choice(places, most, replace=False, p=odds / odds.sum()))

    def sample_words(self, places: Any, most: int) -> Any:
        """About so many places of each word."""
        often = np.bincount(self.token[places], minlength=len(self.words))
        return places[self.chance.random(len(places)) < most / np.maximum(often[self.token[places]], 1)]

    def windows(self, last: Any, first: Any, filler: Any, label: int) -> Windows:
        """What stands up to tokens `last` and from tokens `first` on; half of them cut at the sentence."""
        own = self.paragraph[np.clip(first - 1, 0, len(self.token) - 1)]
        sides: list[Any] = []
        cut = self.chance.random(len(last)) < 0.5
        for offsets, anchor, edge in ((np.arange(-LEFT + 1, 1), last, START), (np.arange(RIGHT), first, END)):
            places = anchor[:, None] + offsets
            inside = np.clip(places, 0, len(self.token) - 1)
            tokens, written = self.token[inside].copy(), self.written[inside].copy()
            out = (self.paragraph[inside] != own[:, None]) | (places != inside)
            stops = self.stops[tokens] & cut[:, None] & ~out
            beyond = np.maximum.accumulate(stops[:, ::-1], 1)[:, ::-1] if edge == START else np.cumsum(stops, 1) - stops > 0
            tokens[out | beyond], written[out | beyond] = edge, 0
            sides += [tokens, written]
        at = np.clip(first - 1, 0, len(self.token) - 1)
        labels = np.full(len(last), label, np.int16)
        return Windows(sides[0], sides[1], sides[2], sides[3], np.asarray(filler, np.uint16), labels, self.genre[at])


def _vocabulary(tokens: Tokens) -> list[str]:
    weights = np.array([weight(genre) for genre in tokens.genres])[tokens.genre] * (tokens.part != HELD_OUT)
    often = np.bincount(tokens.word, weights=weights, minlength=len(tokens.words))
    order = np.argsort(-often, kind="stable")[:WORDS]
    return [*SPECIAL, *(tokens.words[i] for i in order if often[i] >= LEAST)]


def to_past(text: Text) -> Iterator[tuple[str, Windows]]:
    """The sets of the first question."""
    ids, token, size = text.numbers, text.token, len(text.words)
    pasts = {w: IRREGULAR.get(w) or HOMOGRAPHS.get(w) or (base_of_ed(w) if w.endswith("ed") else "") for w in text.words}
    pasts = {past: base for past, base in pasts.items() if base and base in ids}
    past = text.among([*pasts, "<ed>"])
    past_of = np.zeros(size, np.int64)
    for form, base in reversed(pasts.items()):  # the commonest past form of a base
        past_of[ids[base]] = ids[form]
    small = (text.written == 0) & text.train
    forms = np.flatnonzero(past[token] & small & text.single)
    forms = forms[(forms > LEFT) & (forms < len(token) - RIGHT)]
    before = token[forms - 1]
    natural = forms[(before == ids["to"]) & (text.written[forms - 1] == 0) & text.single[forms - 1]]
    yield "T0", text.windows(natural - 2, natural + 1, token[natural], 0)
    marks = np.arange(size) < START + 4
    barred = text.among(NOT_BEFORE) | marks | text.among(". , ; : ! ? – — -") | text.among("to")
    put = text.sample(forms[~barred[before] & (text.paragraph[forms - 1] == text.paragraph[forms])], MOST["T1"])
    yield "T1", text.windows(put - 1, put + 1, token[put], 1)
    tos = np.flatnonzero((token == ids["to"]) & small)
    tos = tos[(tos > LEFT) & (tos < len(token) - RIGHT)]
    plain = text.single[tos + 1] & (text.written[tos + 1] == 0)
    based = text.sample(tos[plain & (past_of[token[tos + 1]] > 0)], MOST["T2"])
    yield "T2", text.windows(based - 1, based + 2, past_of[token[based + 1]], 2)
    lacking = text.sample(tos[np.isin(token[tos + 1], text.ids("be have")) & past[token[tos + 2]]], MOST["T3"])
    yield "T3", text.windows(lacking - 1, lacking + 3, token[lacking + 2], 3)
    left = text.sample(tos[plain & np.isin(token[tos + 1], text.ids(FINITE))], MOST["T0s"])
    shares = np.sqrt(np.bincount(token[forms], minlength=size) * past)
    yield "T0s", text.windows(left - 1, left + 2, text.chance.choice(size, len(left), p=shares / shares.sum()), 0)
    noun = ~(text.among(NO_NOUN) | marks | text.among(". , ; : ! ? – — -"))
    behind = forms[np.isin(before, text.ids(PREPOSITIONS)) & noun[token[forms + 1]]]
    behind = text.sample(behind, MOST["T0p"])
    yield "T0p", text.windows(behind - 2, behind + 1, token[behind], 0)


def doubled(text: Text) -> Iterator[tuple[str, Windows]]:
    """The sets of the second question."""
    token = text.token
    small = (text.written == 0) & text.single & text.train
    word = np.arange(len(text.words)) >= len(SPECIAL)
    word[text.ids(f". , ; : ! ? – — - {NUMBER}")] = False
    same = np.zeros(len(token), bool)
    same[1:] = (text.raw[1:] == text.raw[:-1]) & small[1:] & word[token[1:]] & (text.written[:-1] < 2)
    thrice = same.copy()
    thrice[1:-1] &= same[2:] | same[:-2]
    twice = np.flatnonzero(same & ~thrice)
    spoken = np.isin(text.genre[twice], [text.genres.index(name) for name in SPOKEN])
    twice = twice[~text.among(sorted(ALWAYS))[token[twice]] | spoken]
    yield "D0", text.windows(twice - 2, twice + 1, token[twice], 0)
    function = text.among(FUNCTION_WORDS)
    made = text.sample_words(np.flatnonzero(function[token] & small), MOST_OF_WORD["D1"])
    yield "D1", text.windows(made - 1, made + 1, token[made], 1)
    content = text.sample(np.flatnonzero(word[token] & ~function[token] & small), MOST["content"])
    yield "D1", text.windows(content - 1, content + 1, token[content], 1)
    for first, second in ((PARTICLES, AFTER_PARTICLE), (TENSED, TENSED)):
        pairs = np.isin(token[:-1], text.ids(first)) & np.isin(token[1:], text.ids(second)) & small[1:]
        pairs = text.sample(np.flatnonzero(pairs & (token[1:] != token[:-1]))[LEFT:] + 1, MOST["D0a"])
        yield "D0a", text.windows(pairs - 2, pairs + 1, token[pairs - 1], 0)


def confused(text: Text, groups: dict[str, list[str]]) -> Iterator[tuple[str, Windows]]:
    """The set of the third question: words with others that they are taken for, and `of` and `have` behind a modal verb."""
    token = text.token
    plain = (text.written < 2) & text.train
    found = text.sample_words(np.flatnonzero(np.isin(token, text.ids(sorted(groups))) & plain), MOST_OF_WORD["H"])
    near = np.zeros(len(token), bool)
    for distance in (1, 2, 3):
        near[distance:] |= np.isin(token[:-distance], text.ids(MODALS))
    modal = [np.flatnonzero((token == text.numbers[word]) & near & plain) for word in ("of", "have")]
    for places in (found, *(text.sample(places, 40_000) for places in modal)):
        yield "H", text.windows(places - 1, places + 1, token[places], 0)
