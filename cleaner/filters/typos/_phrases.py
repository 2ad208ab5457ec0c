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

The scan finds the wrong words in the folded text and asks the next word of it first, so most places cost one look-up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from cleaner.document import Document
from cleaner.filters.typos._english import BREAK, CONTEXT, Context, context, reads_english, wordset
from cleaner.filters.typos._verbs import is_base, is_common, is_participle
from cleaner.fold import fold, places, stands_alone, trie, walk

ENDS = frozenset((".", ",", ";", ":", "!", "?", ")", "—", "–", "…", BREAK, ""))
STARTS = frozenset((".", ",", ";", ":", "!", "?", "(", "—", "–", "…", "“", '"', "-", "*", "•", BREAK, ""))
FEW = 8  # phrases searched for one by one; from more on, one regular expression for all of them is cheaper
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
    heads: frozenset[str]  # first words of the pairs
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


class Table(NamedTuple):
    """The phrases by their wrong words, as these stand in folded text, and the single words of each."""

    phrases: dict[bytes, tuple[Phrase, ...]]
    words: dict[bytes, frozenset[bytes]]


def read_phrases(path: Path) -> Table:
    """The lines of a table."""
    table: dict[bytes, tuple[Phrase, ...]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            rule, wrong, right, after, before = [*line.split("\t"), "", ""][:5]
            key = fold(wrong)
            phrase = Phrase(rule, wrong, right, _items(after), _items(before), _same_words(wrong, right))
            table[key] = (*table.get(key, ()), phrase)
    return Table(table, {key: frozenset(key.split()) for key in table})


def _items(column: str) -> Items:
    plain = [item for item in column.split() if item[0] not in "!~" and item != "*"]
    words = frozenset(item for item in plain if item[0] != "@" and "_" not in item)
    pairs = frozenset(item.replace("_", " ") for item in plain if "_" in item)
    forbidden = wordset(" ".join(item[1:] for item in column.split() if item[0] == "!"))
    near = wordset(" ".join(item[1:] for item in column.split() if item[0] == "~"))
    heads = frozenset(pair.split(" ")[0] for pair in pairs)
    tails = frozenset(pair.split(" ")[1] for pair in pairs)
    return Items(words, pairs, heads, tails, tuple(item for item in plain if item[0] == "@"), forbidden, near)


def hits(document: Document, table: Table) -> Iterator[Hit]:
    """Where a phrase of the table stands wrong."""
    vocabulary, folded, text = document.vocabulary, document.folded, document.text
    wanted = [key for key, words in table.words.items() if words <= vocabulary]
    found = places(folded, wanted) if len(wanted) <= FEW else walk(folded, trie(tuple(table.phrases)))
    for start, key in found:
        end = start + len(key)
        following = _next_word(folded, end)
        chosen = [phrase for phrase in table.phrases[key] if _may_follow(phrase.after, following)]
        if chosen:
            preceding = _word_before(folded, start)
            chosen = [phrase for phrase in chosen if _may_precede(phrase.before, preceding)]
        if not chosen or not _is_written(text, start, end, chosen[0].wrong) or not stands_alone(text, start, end):
            continue
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
