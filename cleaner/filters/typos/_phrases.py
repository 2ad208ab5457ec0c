"""Words that are wrong between certain words: how the tables `phrases.tsv` are read, scanned for and judged.

A line of a table holds five columns, parted by tabs:

    rule     last part of the rule's id                    its
    wrong    the words that are wrong, in lower case       its
    right    what they should be; a capital is carried     it's
    after    what must follow, parted by blanks            not been going_to @ing !.
    before   what must stand before                        ^ that !of ~would

An item is a word, two words tied by `_`, a class (`@base` a verb as after "to", `@participle`, `@ing`, `@ly`, `@number`), or
a mark: `.` the end of the clause behind, `^` its beginning in front. `!` before an item forbids it, `~` asks for the word
anywhere among the four words before. One of the plain items of a column must hold, all of the others must; `*` is anything.

The scan finds the wrong words in the folded text and asks the words next to them first, so most places cost one look-up;
in a long text one regular expression does both.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from cleaner.document import Document
from cleaner.filters.typos._english import BREAK, CONTEXT, Context, context, may_be_english, reads_english, wordset
from cleaner.filters.typos._verbs import is_base, is_common, is_participle
from cleaner.fold import fold, places, stands_alone, trie, walk

ENDS = frozenset((".", ",", ";", ":", "!", "?", ")", "—", "–", "…", BREAK, ""))
STARTS = frozenset((".", ",", ";", ":", "!", "?", "(", "—", "–", "…", "“", '"', "-", "*", "•", BREAK, ""))
PATIENCE = 50_000  # code points searched for one phrase after the other before a pattern is compiled: 10 ms, half its price
NEAR = 4  # words before in which an item with `~` is looked for
CONTRACTED = wordset("t s re ve m ll d")  # what folding leaves of "isn't", "you're" as the last piece
CLASSES: dict[str, Callable[[str], bool]] = {
    "@base": is_base,
    "@participle": is_participle,
    "@ing": lambda word: word.endswith("ing") and is_common(word) and len(word) > 4,
    "@ly": lambda word: word.endswith("ly") and is_common(word),
    "@number": lambda word: word[:1].isdigit(),
}


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


class Hit(NamedTuple):
    """A phrase at a place of the text: `text[start:end]` should be `right`."""

    phrase: Phrase
    start: int
    end: int
    right: str


class Table:
    """The phrases by their wrong words, as these stand in folded text, and these by their first word."""

    def __init__(self, phrases: dict[bytes, tuple[Phrase, ...]]) -> None:
        self.phrases = phrases
        self.by_head: dict[bytes, list[bytes]] = {}
        for key in phrases:
            self.by_head.setdefault(key.split()[0], []).append(key)
        self._looked_through = 0  # how soon the pattern is made; no answer depends on it

    def find(self, document: Document) -> Iterator[tuple[int, bytes]]:
        """Where wrong words may stand in the folded text: (offset, words); some with a next word that makes them right."""
        vocabulary, folded = document.vocabulary, document.folded
        heads = self.by_head.keys() & vocabulary
        if not heads:
            return iter(())
        self._looked_through += len(folded)
        if self._looked_through < PATIENCE:
            keys = [key for head in sorted(heads) for key in self.by_head[head] if vocabulary >= set(key.split())]
            return places(folded, keys)
        return self._walk(folded)

    def _walk(self, folded: bytes) -> Iterator[tuple[int, bytes]]:
        """As :meth:`find`, in one go for all phrases."""
        for start, cue in walk(folded, self._cues.pattern):
            for key in self._cues.keys[cue]:
                yield start, key

    @cached_property
    def _cues(self) -> Cues:
        return _cues([(key, phrase.after) for key, phrases in self.phrases.items() for phrase in phrases])


def read_phrases(path: Path) -> Table:
    """The lines of a table."""
    table: dict[bytes, tuple[Phrase, ...]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            rule, wrong, right, after, before = [*line.split("\t"), "", ""][:5]
            key = fold(wrong)
            phrase = Phrase(rule, wrong, right, _items(after), _items(before), _same_words(wrong, right))
            table[key] = (*table.get(key, ()), phrase)
    return Table(table)


class Cues(NamedTuple):
    """One pattern for all phrases of a table, with the word behind where the table names it, and what its matches may be."""

    pattern: re.Pattern[bytes]
    keys: dict[bytes, list[bytes]]


def _cues(phrases: list[tuple[bytes, Items]]) -> Cues:
    keys: dict[bytes, list[bytes]] = {}
    for key, after in phrases:
        for cue in _cues_of(key, after):
            keys.setdefault(cue, []).append(key)
    for cue in sorted(keys):  # of cues that begin alike the pattern finds the longest
        words = cue.split(b" ")
        keys[cue] += [key for n in range(1, len(words)) for key in keys.get(b" ".join(words[:n]), ())]
    return Cues(trie(tuple(sorted(keys))), {cue: list(dict.fromkeys(found)) for cue, found in keys.items()})


def _cues_of(key: bytes, after: Items) -> Iterator[bytes]:
    if after.anything or after.classes:
        yield key
        return
    yield from {key + b" " + fold(word).split()[0] for word in after.words | after.heads if word[0].isalnum()}
    if "." in after.words:
        yield key + b" "  # no word follows


def _items(column: str) -> Items:
    plain = [item for item in column.split() if item[0] not in "!~" and item != "*"]
    words = frozenset(item for item in plain if item[0] != "@" and "_" not in item)
    pairs = frozenset(item.replace("_", " ") for item in plain if "_" in item)
    forbidden = wordset(" ".join(item[1:] for item in column.split() if item[0] == "!"))
    near = wordset(" ".join(item[1:] for item in column.split() if item[0] == "~"))
    heads = frozenset(pair.split(" ")[0] for pair in pairs) | {word.split("'")[0] for word in words if "'" in word}
    tails = frozenset(pair.split(" ")[1] for pair in pairs)
    return Items(words, pairs, heads, tails, tuple(item for item in plain if item[0] == "@"), forbidden, near)


def hits(document: Document, table: Table) -> Iterator[Hit]:
    """Where a phrase of the table stands wrong, in a text that may be English.

    The language is asked last, for to tell it takes longer than to find out that there is nothing to repair.
    """
    text, folded = document.text, document.folded
    for start, key in table.find(document):
        end = start + len(key)
        following = _next_word(folded, end)
        chosen = [phrase for phrase in table.phrases[key] if _may_follow(phrase.after, following)]
        if chosen:
            preceding = _word_before(folded, start)
            chosen = [phrase for phrase in chosen if _may_precede(phrase.before, preceding)]
        if not chosen or not _is_written(text, start, end, chosen[0].wrong) or not stands_alone(text, start, end):
            continue
        if not may_be_english(document):
            return
        around = context(text, start, end)
        for phrase in chosen:
            if holds_after(phrase.after, around) and holds_before(phrase.before, around) and reads_english(document, start, end):
                yield _hit(phrase, text, start, end)
                break


def _hit(phrase: Phrase, text: str, start: int, end: int) -> Hit:
    """The hit without the words that stay: of "might of" only "of"."""
    head, tail = phrase.same
    right = phrase.right[head : len(phrase.right) - tail]
    if text[start + head].isupper():
        right = right[0].upper() + right[1:]
    return Hit(phrase, start + head, end - tail, right)


def _same_words(wrong: str, right: str) -> tuple[int, int]:
    """Letters, blanks included, of the words that two phrases share at their heads and at their tails.

    >>> _same_words("might of", "might have"), _same_words("one in the same", "one and the same")
    ((6, 0), (4, 9))
    """
    old, new = wrong.split(" "), right.split(" ")
    most = min(len(old), len(new)) - 1
    head = next((k for k in range(most) if old[k] != new[k]), most)
    tail = next((k for k in range(most - head) if old[-1 - k] != new[-1 - k]), most - head)
    return sum(len(word) + 1 for word in old[:head]), sum(len(word) + 1 for word in old[len(old) - tail :])


def _next_word(folded: bytes, end: int) -> str:
    """The word one blank behind, in folded letters; "" if a mark stands between."""
    stop = folded.find(b" ", end + 1)
    return folded[end + 1 : stop if stop >= 0 else len(folded)].decode("latin-1")


def _may_follow(after: Items, following: str) -> bool:
    """A first look by the next word alone, cut at its apostrophe; classes and pairs are judged later."""
    if after.anything or after.classes or following in after.words:
        return True
    return following in after.heads or (not following and "." in after.words)


def _word_before(folded: bytes, start: int) -> str:
    """The word one blank before, in folded letters; "" if a mark stands between."""
    return folded[folded.rfind(b" ", 0, max(0, start - 1)) + 1 : max(0, start - 1)].decode("latin-1")


def _may_precede(before: Items, preceding: str) -> bool:
    """As :func:`_may_follow`, for the word before; an apostrophe in that word leaves its last piece only."""
    if before.anything or before.classes or before.tails or "^" in before.words:
        return preceding not in before.forbidden
    return preceding in before.words or preceding in CONTRACTED


def _is_written(text: str, start: int, end: int, wrong: str) -> bool:
    """Whether the words stand there in lower case, or with one capital that is no name's, and no name follows."""
    plain = text[start:end].replace("’", "'")
    if text[end + 1 : end + 2].isupper() and text[end + 1 : end + 3] != "I ":
        return False
    if plain == wrong:
        return True
    if plain[0] != wrong[0].upper() or plain[1:] != wrong[1:]:
        return False
    before = text[max(0, start - CONTEXT) : start].split(" ")
    return len(before) < 2 or not before[-2][:1].isupper() or len(before[-2]) == 1 or before[-2][-1] in STARTS


def holds_after(after: Items, around: Context) -> bool:
    """Whether what follows is as the phrase asks."""
    first, pair = around.right(), f"{around.right()} {around.right(2)}"
    if first in after.forbidden or pair.replace(" ", "_") in after.forbidden:
        return False
    if any(name in after.forbidden and test(first) for name, test in CLASSES.items()):
        return False
    if after.anything:
        return True
    if first in after.words or pair in after.pairs or ("." in after.words and first in ENDS):
        return True
    return any(CLASSES[name](first) for name in after.classes)


def holds_before(before: Items, around: Context) -> bool:
    """Whether what stands before is as the phrase asks."""
    first, pair = around.left(), f"{around.left(2)} {around.left()}"
    if first in before.forbidden or pair.replace(" ", "_") in before.forbidden or ("^" in before.forbidden and first in STARTS):
        return False
    if before.near and not before.near.intersection(around.before[-NEAR:]):
        return False
    if before.anything:
        return True
    if first in before.words or pair in before.pairs or ("^" in before.words and first in STARTS):
        return True
    return any(CLASSES[name](first) for name in before.classes)
