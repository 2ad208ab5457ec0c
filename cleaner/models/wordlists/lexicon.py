"""The English words that are known: a shipped list, SCOWL with all its spellings, looked up without loading it.

The file holds one line a word, sorted by bytes: the word in lower case, a tab, and two digits. The first is the size class
of the word as it is written in lower case, the second that of its capitalised form (`Polish`, `Somme`); a class is 1 to 8
(1: the commonest words, 6: a desk dictionary, 8: an unabridged one), 0 is "no such form". A look-up reads the
file where the word would stand, so a process that asks for three words does not pay for 260,000.

Possessives are not in the file: `cat's` is known because `cat` is. `python -m training.words.lexicon` makes the file.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

from cleaner.core.mapped import mapped
from cleaner.core.resources import data_file, rules_folder
from cleaner.models.wordlists.wordfile import MEMO_WORDS, WordFile


class Size(NamedTuple):
    """Size classes (1 to 8, 0 for none) of a word in lower case and with a capital."""

    lower: int
    capital: int

    @property
    def best(self) -> int:
        """The smaller class of the two forms; 0 if there is neither."""
        return min(self.lower or 9, self.capital or 9) % 9


UNKNOWN = Size(0, 0)
COMMON = 4  # size class of words that are in any small dictionary


class Lexicon:
    """Words and their size classes; `data` is what the shipped file holds.

    >>> words = Lexicon(b"mint\\t30\\npolish\\t32\\nsomme\\t06\\n")
    >>> words.size("Polish"), "mint's" in words, "mnit" in words
    (Size(lower=3, capital=2), True, False)
    """

    def __init__(self, data: bytes | WordFile) -> None:
        self._words = data if isinstance(data, WordFile) else WordFile(data)
        self._memo: dict[str, Size] = {}

    def __contains__(self, word: str) -> bool:
        return self.size(word) != UNKNOWN

    def folded_size(self, letters: bytes) -> Size:
        """:meth:`size` of a word of a folded text (cleaner.core.views.folding), for callers that cache the answer: half its time.

        >>> words = Lexicon("café\\t40\\nmint\\t30\\n".encode())
        >>> words.folded_size("café".encode("latin-1")).lower, words.folded_size(b"mnit") == UNKNOWN
        (4, True)
        """
        value = self._words.find(letters if letters.isascii() else letters.decode("latin-1").encode())
        return Size(value[0] - 48, value[1] - 48) if value else UNKNOWN

    def size(self, word: str) -> Size:
        """Size classes of a word in any case; of `cat` for `cat's`."""
        known = self._memo.get(word)
        if known is None:
            if len(self._memo) >= MEMO_WORDS:
                self._memo.clear()
            known = self._memo[word] = self._look_up(word)
        return known

    def has_beginning(self, piece: str) -> bool:
        """Whether a common word begins with a piece and is longer.

        >>> words = Lexicon(b"information\\t10\\ninfos\\t80\\n")
        >>> words.has_beginning("informatio"), words.has_beginning("infos"), words.has_beginning("info")
        (True, False, True)
        """
        key = piece.lower().encode("utf-8", "surrogatepass")
        return any(len(word) > len(key) and _is_common(value) for word, value in self._words.beginning_with(key))

    def has_ending(self, piece: str) -> bool:
        """Whether a common word ends with a piece and is longer.

        >>> words = Lexicon(b"choose\\t10\\nmongoose\\t80\\n")
        >>> words.has_ending("hoose"), words.has_ending("ongoose"), words.has_ending("choose")
        (True, False, False)
        """
        key = piece.lower().encode("utf-8", "surrogatepass")
        return any(len(word) > len(key) and _is_common(value) for word, value in self._words.ending_with(key))

    def _look_up(self, word: str) -> Size:
        word = word.lower().replace("’", "'")
        found = self._find(word)
        if found == UNKNOWN and word.endswith(("'s", "s'")):
            return self._find(word[:-2] if word.endswith("'s") else word[:-1])
        return found

    def _find(self, word: str) -> Size:
        value = self._words.find(word.encode("utf-8", "surrogatepass"))
        return Size(value[0] - 48, value[1] - 48) if value else UNKNOWN


def _is_common(value: bytes) -> bool:
    """Whether the size classes on a line of the list are those of a common word."""
    return any(1 <= digit - 48 <= COMMON for digit in value)


@cache
def english_lexicon() -> Lexicon:
    """The shipped list of English words.

    >>> english_lexicon().size("colour").lower > 0, english_lexicon().size("color").lower > 0, "collapsd" in english_lexicon()
    (True, True, False)
    """
    return Lexicon(english_words())


@cache
def english_words() -> WordFile:
    """The list itself; in the kernel's index where there is a kernel."""
    from cleaner.models.wordlists.wordindex import look_up

    return WordFile(mapped(lexicon_file()), look_up())


def lexicon_file() -> Path:
    """Where the shipped list is."""
    return data_file("english.words")


@cache
def english_loanwords() -> frozenset[str]:
    """English words that keep an accent (`café`, `naïve`), in lower case.

    >>> "café" in english_loanwords()
    True
    """
    path = rules_folder() / "encoding" / "accents" / "loanwords.txt"
    return frozenset(path.read_text(encoding="utf-8").split("\n", maxsplit=1)[1].split())


@cache
def accented_words() -> frozenset[str]:
    """Accented words of many languages whose form without the accent English has as well, in small letters.

    >>> "abusé" in accented_words(), "abuse" in accented_words()
    (True, False)
    """
    return frozenset(data_file("encoding", "accents", "words.txt").read_text("utf-8").split())
