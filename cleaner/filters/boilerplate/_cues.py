"""Words and labels that web pages print around a text: evidence that a line is one of them, never a reason by itself.

`rules/boilerplate/structure/cues.tsv` holds, by kind and language, what menus, forms, footers and teasers say: `log in`,
`privacy policy`, `lire la suite`. A line may be such a label as a whole, or be made of them in part.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from cleaner.core.resources import rules_folder

KINDS = (
    "account", "legal", "share", "nav", "newsletter", "cookie", "related", "comments", "ad", "section", "shop", "action", "meta",
    "lang",
)  # fmt: skip
NUMBER_OF = {kind: number for number, kind in enumerate(KINDS)}
SPECIFIC = frozenset(map(KINDS.index, ("account", "legal", "share", "newsletter", "cookie", "comments")))
LONGEST = 120  # code points of a line that is looked at
MOST_WORDS = 14  # of a line that may be made of labels
LONGEST_LABEL = 5  # words
SHORTEST_WORD = 4  # letters of a label of one word inside of a line: `by`, `ad` and `more` say nothing there
EDGES = " \t\u00a0*•·-–—|:：›»«‹<>→←▸►▾▼▲↑↓×✕✖+#[](){}.,…!\"'“”©®™/\\0123456789_=~"


CUES = rules_folder() / "boilerplate" / "structure" / "cues.tsv"  # labels as `folded` makes them


class Cue(NamedTuple):
    """What a line says of a page: the kind of the label that it is (-1 for none), its share of words in labels, their kinds."""

    kind: int
    share: float
    kinds: int


NO_CUE = Cue(-1, 0.0, 0)


def folded(text: str) -> str:
    """A line or a label as they are compared: no case, no digits, arrows or punctuation at the edges.

    >>> folded("» Log In (3)")
    'log in'
    """
    return " ".join(text.lower().replace("’", "'").strip(EDGES).split())


@cache
def labels() -> Mapping[str, int]:
    """Kind of every label; of several, the one that tells most."""
    found: dict[str, int] = {}
    rows = [row.split("\t") for row in CUES.read_text(encoding="utf-8").splitlines()]
    for kind, _, texts in sorted(rows, key=lambda row: -NUMBER_OF[row[0]]):
        found.update(dict.fromkeys(texts.split("|"), NUMBER_OF[kind]))
    return found


def cue_of(line: str) -> Cue:
    """What a line says.

    >>> cue_of("Log in"), cue_of("Privacy Policy | Terms of Use"), cue_of("A long winter")
    (Cue(kind=0, share=1.0, kinds=1), Cue(kind=-1, share=1.0, kinds=1), Cue(kind=-1, share=0.0, kinds=0))
    """
    if len(line) > LONGEST:
        return NO_CUE
    known, text = labels(), folded(line)
    kind = known.get(text)
    if kind is not None:
        return Cue(kind, 1.0, 1)
    words = text.split(" ")
    size = len(words)
    if not 1 < size <= MOST_WORDS:
        return NO_CUE
    covered, kinds, place = 0, set(), 0
    while place < size:
        for end in range(min(size, place + LONGEST_LABEL), place, -1):
            kind = known.get(" ".join(words[place:end]).strip(EDGES))
            if kind is not None and (end - place > 1 or len(words[place]) >= SHORTEST_WORD):
                covered += end - place
                kinds.add(kind)
                place = end
                break
        else:
            place += 1
    return Cue(-1, covered / size, len(kinds))


def is_specific(line: str) -> bool:
    """Whether a line is a label that hardly any text but a page has as a line: accounts, rights, sharing, letters, consent."""
    kind = labels().get(folded(line), -1) if len(line) <= LONGEST else -1
    return kind in SPECIFIC


RIGHTS = re.compile(r"©|\(c\) |copyright|all rights reserved", re.IGNORECASE)
