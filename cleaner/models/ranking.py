"""Which of two wordings is likelier: the evidence behind corrections of words that exist.

A :class:`TokenSequence` holds the tokens of a text with the edges of its sentences. :meth:`TokenSequence.swap`,
:meth:`TokenSequence.drop` and :meth:`TokenSequence.put` say how much likelier (in nats) the text would be with
another word in place of a token, without the token, or with a word more before it. Two models are asked, and their answers
added up: what triples of words say, which counts what stood side by side, and what the cloze model says, which knows which
words are of a kind. Where one errs, the other seldom does: so the sum finds half of the errors that triples alone miss, at the
same number of false ones.

Look-ups of neighbours come first, triples next, the cloze model last and only where the triples are not against it: so nearly
all of a clean text is passed over.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import islice, pairwise
from math import log
from typing import Any

from cleaner.core.kernel import kernel
from cleaner.core.lazy import lazy
from cleaner.core.mapped import FILES, LONG
from cleaner.models.cloze import NOTHING, REACH, ClozeModel
from cleaner.models.ngrams import KNOWN, STEPS, NgramModel
from cleaner.models.sequences import sequence_counts
from cleaner.models.tokens import END, START, TOKEN, name_of
from cleaner.models.wordlists.wordindex import look_up

BITS = 16  # of a token's number in the key of a sequence
CHARACTERS = 3  # of a text for each look-up among pairs, about
PIECE = 4_096  # tokens matched at a time: a match takes ten times the memory of what is kept of it
MOST_STEPS = 255  # of a count
OFTENER = 3 * STEPS  # steps of a count: eight times
NEVER = float("-inf")
RARER = 30.0  # a written word so many times rarer than the other needs no neighbours that were seen with the other: "wont"
AGAINST = 1.0  # nats; what triples of words find less likely than that is not asked further
BY_COUNTS = 2.0  # the same for sequences of up to four words, from a text seven times as long
DOUBT = 2.5  # taken off for a word that was seen beside one neighbour alone
STOPS = frozenset(".!?")
OPENING = re.compile(r"\s*[\"“‘'(\[]*[^\W\d_a-zß-öø-ÿ]")  # what follows a stop at the start of a sentence
BREAK = re.compile(r"\n\s*(?:[^\W\d_a-zß-öø-ÿ]|\W)")  # a line that does not go on in lower case


class TokenSequence:
    """The tokens of a text: `names` as the model counts them, `starts` and `ends` in code points.

    `screens`: the tokens in the kernel (`kernel/row.c`), which tells of nearly all of them that there is nothing to weigh;
    None if there is no kernel, or the text has other characters than those of Latin-1 and the usual marks and signs.
    """

    def __init__(self, model: NgramModel, cloze: ClozeModel, text: str) -> None:
        if len(text) > LONG:  # so many look-ups touch most of the models: not on top of all that was touched before
            FILES.give_back()
        self.model, self.cloze = model, cloze
        self.text = text
        self.counts = sequence_counts()
        self.screens: Any = tokens_in_kernel(model, text)
        if self.screens is None:
            self._read_tokens()
        self._sentences: list[tuple[int, int]] | None = None

    def _read_tokens(self) -> None:
        """Fill what the kernel gives where it reads the text; a text has few different names."""
        self.names = []
        self.starts, self.ends = array("I"), array("I")
        names: dict[str, str] = {}
        matches = TOKEN.finditer(self.text)
        while piece := list(islice(matches, PIECE)):
            written = [match.group() for match in piece]
            names.update((token, name_of(token)) for token in {*written} - names.keys())
            self.names += map(names.__getitem__, written)
            self.starts.extend([match.start() for match in piece])
            self.ends.extend([match.end() for match in piece])
        self._edges = bytes(self._edges_of())
        numbers = {name: self.counts.number(name) for name in set(names.values())}
        self._row = array("H", [0])
        self._row.extend(map(numbers.__getitem__, self.names))
        self._row.append(0)

    @lazy
    def names(self) -> list[str]:
        """What the models count for each token."""
        return self.screens.names()  # type: ignore[no-any-return]

    @lazy
    def starts(self) -> array[int]:
        """Where each begins."""
        return array("I", self.screens.starts())

    @lazy
    def ends(self) -> array[int]:
        """Where each ends."""
        return array("I", self.screens.ends())

    @lazy
    def _edges(self) -> bytes:
        """For each token, and what is behind the last, whether a sentence ends before it: one or zero."""
        return self.screens.edges()  # type: ignore[no-any-return]

    @lazy
    def _row(self) -> array[int]:
        """The numbers of the words, between two zeros."""
        return array("H", self.screens.numbers())

    @lazy
    def _pairs(self) -> bytes:
        """The steps of the counts of each word and the one before, and of the last one alone."""
        if self.screens is not None:
            return self.screens.pairs()  # type: ignore[no-any-return]
        return self.counts.steps_of((one << BITS | two for one, two in pairwise(self._row)), 2)

    @lazy
    def _triples(self) -> bytes:
        """The steps of the counts of each word between its neighbours."""
        row = self._row
        triples = zip(row, row[1:], row[2:], strict=False)
        return self.counts.steps_of(((one << BITS | two) << BITS | last for one, two, last in triples), 3)

    @lazy
    def unusual(self) -> array[int]:
        """Tokens that were not seen between their neighbours."""
        return array("I", [i for i, step in enumerate(self._triples) if not step])

    @lazy
    def unseen(self) -> array[int]:
        """Tokens that were not seen behind the one before."""
        return array("I", [i for i, step in enumerate(self._pairs[:-1]) if not step])

    def promising(self, places: Sequence[int], words: Sequence[str], least: float, *, unusual: bool = True) -> list[bool]:
        """Of each of many places, whether another word makes it so many nats likelier by the pairs with its neighbours, and was
        seen between them far oftener if the written word was seen there at all: errors are in every text that is counted.

        All are looked up at once, which spares most places a closer look. Not `unusual`: by the pairs alone.
        """
        if self.screens is not None:
            found: list[bool] = self.screens.promising([*places], [*words], least, unusual)
            return found
        return self._promising(places, [*map(self.counts.number, words)], least, unusual)

    def _promising(self, places: Sequence[int], other: Sequence[int], least: float, unusual: bool) -> list[bool]:
        """The same, by the numbers of the words."""
        row, counts, pairs, triples = self._row, self.counts, self._pairs, self._triples
        alone = counts.counts_of_words
        before = [row[i] << BITS | word for i, word in zip(places, other, strict=True)]
        gains = [
            step - alone[word] - (pairs[i] + pairs[i + 1] - alone[row[i + 1]])
            for i, word, step in zip(places, other, counts.steps_of(before, 2), strict=True)
        ]
        # the pair behind is looked up only where it may still be enough, and the triple where the pairs are
        found = [k for k, gain in enumerate(gains) if (gain + MOST_STEPS) * log(2) / STEPS >= least]
        behind = counts.steps_of([other[k] << BITS | row[places[k] + 2] for k in found], 2)
        found = [k for k, step in zip(found, behind, strict=True) if (gains[k] + step) * log(2) / STEPS >= least]
        if unusual:
            between = counts.steps_of([before[k] << BITS | row[places[k] + 2] for k in found], 3)
            seen = [(k, triples[places[k]], step) for k, step in zip(found, between, strict=True)]
            found = [k for k, step, instead in seen if not step or step - instead <= -OFTENER]
        fits = set(found)
        return [k in fits for k in range(len(places))]

    def may_stand_before(self, places: Sequence[int], word: str) -> list[bool]:
        """Of each of many places, whether a word was seen behind the token before and before the token there."""
        if not places:
            return []
        row, number = self._row, self.counts.number(word)
        behind = self.counts.steps_of([row[i] << BITS | number for i in places], 2)
        before = self.counts.steps_of([number << BITS | row[i + 1] for i in places], 2)
        return [bool(one and other) for one, other in zip(behind, before, strict=True)]

    def side_by_side(self, places: Sequence[int]) -> list[bool]:
        """Of each of many places, whether its neighbours were seen side by side, and that often."""
        if not places:
            return []
        row = self._row
        return [step > OFTENER for step in self.counts.steps_of([row[i] << BITS | row[i + 2] for i in places], 2)]

    def _edges_of(self) -> bytearray:
        """For each token, and what is behind the last, whether a sentence ends before it: one or zero."""
        text, edges = self.text, bytearray([True])
        for name, end, start in zip(self.names, self.ends, self.starts[1:], strict=False):
            if name in STOPS:
                edges.append(OPENING.match(text, end, start + 1) is not None)
            else:
                edges.append(start - end > 1 and BREAK.match(text, end, start + 1) is not None)
        if self.names:
            edges.append(True)
        return edges

    def _is_edge(self, i: int) -> bool:
        """Whether a sentence ends between the tokens i - 1 and i."""
        return i <= 0 or i >= len(self.names) or self._edges[i] > 0

    def sentence(self, i: int) -> tuple[int, int]:
        """The first and the last token of the sentence of token i."""
        if self._sentences is None:
            first = [i for i in range(len(self.names)) if self._edges[i]]
            self._sentences = [
                (low, high - 1) for low, high in zip(first, [*first[1:], len(self.names)], strict=True) for _ in range(low, high)
            ]
        return self._sentences[i]

    def is_start(self, i: int) -> bool:
        """Whether token i is the first of a sentence."""
        return self._is_edge(i)

    def left(self, i: int) -> list[str]:
        """Two tokens before token i, START where its sentence begins."""
        if self._is_edge(i):
            return [START, START]
        return [START if self._is_edge(i - 1) else self.names[i - 2], self.names[i - 1]]

    def right(self, i: int) -> list[str]:
        """Two tokens from token i on, END where its sentence ends."""
        if self._is_edge(i):
            return [END, END]
        return [self.names[i], END if self._is_edge(i + 1) else self.names[i + 1]]

    def swap(self, i: int, word: str) -> float:
        """How much likelier the sentence is with `word` in place of token i; NEVER if it was not seen there."""
        seen = 2 if self.model.count(word) > RARER * self.model.count(self.names[i]) else self._neighbours_seen(i, i + 1, word)
        if not seen:
            return NEVER
        return self.reword(i, word) - (DOUBT if seen == 1 else 0.0)

    def reword(self, i: int, word: str, by_counts: float = BY_COUNTS) -> float:
        """As :meth:`swap`, whether or not the word was seen beside a neighbour: for rare words."""
        return self._weigh(i, i + 1, [word], by_counts)

    def swap_by_triples(self, i: int, word: str) -> float:
        """As :meth:`swap`, by triples alone: what is cheap enough to be asked of many words."""
        return self._by_triples(i, i + 1, [word])

    def drop(self, i: int, by_counts: float = BY_COUNTS) -> float:
        """How much likelier the sentence is without token i; NEVER if its neighbours were not seen side by side, or if counts of
        sequences do not find it so many nats likelier."""
        inner = not (self._is_edge(i) or self._is_edge(i + 1))
        if not inner or not self.model.count(self.names[i - 1], self.names[i + 1]):
            return NEVER
        return self._weigh(i, i + 1, [], by_counts)

    def put(self, i: int, word: str, by_counts: float = BY_COUNTS) -> float:
        """How much likelier the sentence is with `word` before token i, not its first; NEVER as for :meth:`drop`."""
        if self._is_edge(i) or self._neighbours_seen(i, i, word) < 2:
            return NEVER
        return self._weigh(i, i, [word], by_counts)

    def join(self, i: int, known: float = KNOWN, share: float = 0.0) -> float:
        """How much likelier the sentence is with the tokens i and i + 1 as one word, by triples and a share of what sequences of
        up to four say; NEVER if the word was counted less than `known` times.
        """
        word = self.names[i] + self.names[i + 1]
        if self.model.count(word) < known:
            return NEVER
        counted = self.by_counts_alone(i, i + 2, [word])
        return self._by_triples(i, i + 2, [word]) + share * counted if counted > BY_COUNTS else NEVER

    def _weigh(self, i: int, j: int, words: list[str], by_counts: float = BY_COUNTS) -> float:
        """How much likelier the sentence is with `words` for the tokens from i up to j: by triples and by the cloze model."""
        if by_counts > NEVER and self.by_counts_alone(i, j, words) < by_counts:
            return NEVER
        gain = self._by_triples(i, j, words)
        if gain < AGAINST:
            return NEVER
        gap = self.cloze.gap(self.before(i), self.behind(j))
        meant, written = (words or [NOTHING])[0], (self.names[i:j] or [NOTHING])[0]
        return gain + gap.log_odds(meant, written) + self._rarity(meant)

    def by_counts_alone(self, i: int, j: int, words: list[str]) -> float:
        """How much likelier the sentence is with other words by sequences of up to four."""
        if self.screens is not None and len(words) < 2:
            found: float = self.screens.by_counts(i, j, "".join(words))
            return found
        left, right = self.before(i)[-3:], self.behind(j)[:3]
        return self.counts.score(left, words, right) - self.counts.score(left, self.names[i:j], right)

    def _by_triples(self, i: int, j: int, words: list[str]) -> float:
        left, right = self.left(i), self.right(j)
        return self.model.score(left, words, right) - self.model.score(left, self.names[i:j], right)

    def _rarity(self, word: str) -> float:
        """What is to be added for a word that the cloze model knows by its class alone. A written word is given the credit of
        its whole class instead: that it is rare says nothing against it, and the triples have counted it already.
        """
        return 0.0 if word in self.cloze.numbers else self.model.log_share(word)

    def before(self, i: int) -> list[str]:
        """The tokens of the sentence before token i, as many as the cloze model looks at."""
        low = i
        while low > max(0, i - REACH) and not self._is_edge(low):
            low -= 1
        return self.names[low:i]

    def behind(self, j: int) -> list[str]:
        """The tokens of the sentence from token j on, as many as the cloze model looks at."""
        high = j
        while high < j + REACH and not self._is_edge(high):
            high += 1
        return self.names[j:high]

    def _neighbours_seen(self, i: int, j: int, word: str) -> int:
        """Beside how many of the tokens i - 1 and j a word was seen; the edge of a sentence counts as seen."""
        before = self._is_edge(i) or self.model.count(self.names[i - 1], word) > 0
        after = self._is_edge(j) or self.model.count(word, self.names[j]) > 0
        return before + after

    def were_seen(self, i: int) -> bool:
        """Whether the tokens i - 1 and i were seen side by side: no word is missing between them."""
        return self._pairs[i] > 0

    def is_usual(self, i: int) -> bool:
        """Whether token i was seen between its neighbours: nothing to look for there."""
        return self._triples[i] > 0

    def is_usual_by_triples(self, i: int) -> bool:
        """As :meth:`is_usual`, by the text of the triples: in the larger one some books have lost their apostrophes."""
        return 0 < i < len(self.names) - 1 and self.model.count(*self.names[i - 1 : i + 2]) > 0

    def was_seen_beside(self, i: int) -> bool:
        """Whether token i was seen beside both of its neighbours, edges of sentences not counted."""
        return self._pairs[i] > 0 and self._pairs[i + 1] > 0

    def is_known_there(self, i: int) -> bool:
        """Whether token i was seen beside both of its neighbours, if not between them."""
        return (self._is_edge(i) or self._pairs[i] > 0) and (self._is_edge(i + 1) or self._pairs[i + 1] > 0)


def tokens_in_kernel(model: NgramModel, text: str) -> Any:
    """The tokens of a text in the kernel, read once for the scan and the filters behind it; None if it does not read them."""
    return _read_short(model, text) if len(text) <= LONG else _read(model, text)


def _read(model: NgramModel, text: str) -> Any:
    models = wordings(model)
    FILES.after(len(text) // CHARACTERS if models is not None else 0)
    return models.read(text) if models is not None else None


_read_short = lru_cache(1)(_read)


@cache
def wordings(model: NgramModel) -> Any:
    """What the kernel cuts texts with, and weighs wordings by; None if there is no kernel."""
    counts = sequence_counts()
    if kernel() is None:
        return None
    return kernel().Wordings(counts.in_kernel, model.in_kernel, look_up(), counts.numbers.parts, counts.tables["2"].parts)
