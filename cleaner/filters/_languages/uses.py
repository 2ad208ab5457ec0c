"""How often a document uses a word, as it is written: a few are searched for, before all are counted."""

from __future__ import annotations

from collections import Counter

from cleaner.core.document import Document, places_of
from cleaner.core.lazy import lazy
from cleaner.filters._languages.words import WORD

FEW = 100  # words that are searched for: each takes a four-hundredth of the time that counting all words takes


class Uses:
    """How often each word stands in a text.

    >>> uses = Uses("Haus, Hausboot und haus_1; Haus")
    >>> uses.of("Haus"), uses.of("haus"), uses.of("Boot")
    (2, 1, 0)
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._searched: dict[str, int] = {}

    def of(self, word: str) -> int:
        """The number of places where a word stands."""
        if word not in self._searched:
            if len(self._searched) >= FEW:
                return self._all[word]
            self._searched[word] = sum(self._is_whole(start, len(word)) for start in places_of(word, self._text))
        return self._searched[word]

    def _is_whole(self, start: int, size: int) -> bool:
        """Whether what stands at a place is a word of so many letters."""
        found = WORD.match(self._text, start)
        before = self._text[start - 1 : start]
        return found is not None and found.end() == start + size and not (before and WORD.match(before))

    @lazy
    def _all(self) -> Counter[str]:
        return Counter(WORD.findall(self._text))


def uses_of(document: Document) -> Uses:
    """A view of the document: the uses of its words."""
    return Uses(document.text)
