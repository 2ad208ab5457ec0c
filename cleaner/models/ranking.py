"""Which of two wordings is likelier: the evidence behind corrections of words that exist.

A :class:`Row` holds the tokens of a text with the edges of its sentences. :meth:`Row.swap`, :meth:`Row.drop` and
:meth:`Row.put` say how much likelier (in natural-log units) the text around a token would be with another word, without
the word, or with a word more. Each first asks whether the new neighbours were ever seen together, which two look-ups
tell, and weighs the sentence only then: so nearly all of a clean text is passed over.
"""

from __future__ import annotations

import re

from cleaner.models.ngrams import NgramModel
from cleaner.models.tokens import END, START, TOKEN, token_name

NEVER = float("-inf")
RARER = 30.0  # a written word so many times rarer than the other needs no neighbours that were seen with the other: "wont"
DOUBT = 2.5  # taken off for a word that was seen beside one neighbour alone
STOPS = frozenset(".!?")
OPENING = re.compile(r"\s*[\"“‘'(\[]*[^\W\d_a-zß-öø-ÿ]")  # what follows a stop at the start of a sentence
BREAK = re.compile(r"\n\s*(?:[^\W\d_a-zß-öø-ÿ]|\W)")  # a line that does not go on in lower case


class Row:
    """The tokens of a text: `names` as the model counts them, `starts` and `ends` in code points."""

    def __init__(self, model: NgramModel, text: str) -> None:
        self.model = model
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
        seen = 2 if self.model.count(word) > RARER * self.model.count(self.names[i]) else self._neighbours_seen(i, word)
        if not seen:
            return NEVER
        doubt = DOUBT if seen == 1 else 0.0
        left, right = self.left(i), self.right(i + 1)
        return self.model.score(left, [word], right) - self.model.score(left, [self.names[i]], right) - doubt

    def _neighbours_seen(self, i: int, word: str) -> int:
        """How many of the two neighbours of token i a word was seen beside; the edge of a sentence counts as seen."""
        before = self._is_edge(i) or self.model.count(self.names[i - 1], word) > 0
        after = self._is_edge(i + 1) or self.model.count(word, self.names[i + 1]) > 0
        return before + after

    def is_usual(self, i: int) -> bool:
        """Whether token i was seen between its neighbours: nothing to look for there."""
        return 0 < i < len(self.names) - 1 and self.model.count(*self.names[i - 1 : i + 2]) > 0
