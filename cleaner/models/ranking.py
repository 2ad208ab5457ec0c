"""Which of two wordings is likelier: the evidence behind corrections of words that exist.

A :class:`Row` holds the tokens of a text with the edges of its sentences. :meth:`Row.swap`, :meth:`Row.drop` and
:meth:`Row.put` say how much likelier (in natural-log units) the text would be with another word in place of a token,
without the token, or with a word more before it. Two models are asked, and their answers added up: what triples of words
say, which counts what stood side by side, and what the cloze model says, which knows which words are of a kind. Where one
errs, the other seldom does: so the sum finds half of the slips that triples alone miss, at the same number of false ones.

Look-ups of neighbours come first, triples next, the cloze model last and only where the triples are not against it: so nearly
all of a clean text is passed over.
"""

from __future__ import annotations

import re

from cleaner.models.cloze import NOTHING, REACH, ClozeModel
from cleaner.models.ngrams import KNOWN, NgramModel
from cleaner.models.tokens import END, START, TOKEN, token_name

NEVER = float("-inf")
RARER = 30.0  # a written word so many times rarer than the other needs no neighbours that were seen with the other: "wont"
AGAINST = -2.0  # natural-log units; what triples of words find less likely than that is not asked further
DOUBT = 2.5  # taken off for a word that was seen beside one neighbour alone
STOPS = frozenset(".!?")
OPENING = re.compile(r"\s*[\"“‘'(\[]*[^\W\d_a-zß-öø-ÿ]")  # what follows a stop at the start of a sentence
BREAK = re.compile(r"\n\s*(?:[^\W\d_a-zß-öø-ÿ]|\W)")  # a line that does not go on in lower case


class Row:
    """The tokens of a text: `names` as the model counts them, `starts` and `ends` in code points."""

    def __init__(self, model: NgramModel, cloze: ClozeModel, text: str) -> None:
        self.model, self.cloze = model, cloze
        self.text = text
        matches = list(TOKEN.finditer(text))
        self.names = [token_name(match) for match in matches]
        self.starts = [match.start() for match in matches]
        self.ends = [match.end() for match in matches]

    def _is_edge(self, i: int) -> bool:
        """Whether a sentence ends between the tokens i - 1 and i."""
        if i <= 0 or i >= len(self.names):
            return True
        end, start = self.ends[i - 1], self.starts[i]
        if self.names[i - 1] in STOPS:
            return bool(OPENING.match(self.text, end, start + 1))
        return start - end > 1 and bool(BREAK.match(self.text, end, start + 1))

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

    def reword(self, i: int, word: str) -> float:
        """As :meth:`swap`, whether or not the word was seen beside a neighbour: for rare words."""
        return self._weigh(i, i + 1, [word])

    def swap_by_triples(self, i: int, word: str) -> float:
        """As :meth:`swap`, by triples alone: what is cheap enough to be asked of many words."""
        return self._by_triples(i, i + 1, [word])

    def drop(self, i: int) -> float:
        """How much likelier the sentence is without token i; NEVER if its neighbours were not seen side by side."""
        inner = not (self._is_edge(i) or self._is_edge(i + 1))
        if not inner or not self.model.count(self.names[i - 1], self.names[i + 1]):
            return NEVER
        return self._weigh(i, i + 1, [])

    def put(self, i: int, word: str) -> float:
        """How much likelier the sentence is with `word` before token i, not its first; NEVER if it was not seen beside both."""
        if self._is_edge(i) or self._neighbours_seen(i, i, word) < 2:
            return NEVER
        return self._weigh(i, i, [word])

    def join(self, i: int) -> float:
        """How much likelier the sentence is with the tokens i and i + 1 as one word, by triples alone; NEVER if it is unknown."""
        word = self.names[i] + self.names[i + 1]
        if self.model.count(word) < KNOWN:
            return NEVER
        return self._by_triples(i, i + 2, [word])

    def _weigh(self, i: int, j: int, words: list[str]) -> float:
        """How much likelier the sentence is with `words` for the tokens from i up to j: by triples and by the cloze model."""
        gain = self._by_triples(i, j, words)
        if gain < AGAINST:
            return NEVER
        gap = self.cloze.gap(self._before(i), self._behind(j))
        meant, written = (words or [NOTHING])[0], (self.names[i:j] or [NOTHING])[0]
        return gain + gap.log_odds(meant, written) + self._rarity(meant)

    def _by_triples(self, i: int, j: int, words: list[str]) -> float:
        left, right = self.left(i), self.right(j)
        return self.model.score(left, words, right) - self.model.score(left, self.names[i:j], right)

    def _rarity(self, word: str) -> float:
        """What is to be added for a word that the cloze model knows by its class alone. A written word is given the credit of
        its whole class instead: that it is rare says nothing against it, and the triples have counted it already.
        """
        return 0.0 if word in self.cloze.numbers else self.model.log_share(word)

    def _before(self, i: int) -> list[str]:
        """The tokens of the sentence before token i, as many as the cloze model looks at."""
        low = i
        while low > max(0, i - REACH) and not self._is_edge(low):
            low -= 1
        return self.names[low:i]

    def _behind(self, j: int) -> list[str]:
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
        return self.model.count(self.names[i - 1], self.names[i]) > 0

    def is_usual(self, i: int) -> bool:
        """Whether token i was seen between its neighbours: nothing to look for there."""
        return 0 < i < len(self.names) - 1 and self.model.count(*self.names[i - 1 : i + 2]) > 0

    def is_known_there(self, i: int) -> bool:
        """Whether token i was seen beside both of its neighbours, if not between them."""
        return self._neighbours_seen(i, i + 1, self.names[i]) == 2
