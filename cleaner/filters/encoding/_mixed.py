"""Words of two scripts: where they are, and which letters may stand for which."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from cleaner.filters.encoding._codec_pair import table
from cleaner.rulebook.packs import RuleSet

LATIN, OTHER = "A-Za-z\xb5À-ÖØ-öø-\u024f", "\u0370-\u03ff\u0400-\u052f\u0531-\u0587"  # Greek, Cyrillic, Armenian
# The same places, found from the rarer letters: a branch or a look-behind at every letter would be five times slower.
OTHER_BESIDE_LATIN = re.compile(f"[{OTHER}](?:(?<=[{LATIN}].)|(?=[{LATIN}]))")
LATIN_BESIDE_OTHER = re.compile(f"[{LATIN}](?:(?<=[{OTHER}].)|(?=[{OTHER}]))")
LATIN_LETTER = re.compile(f"[{LATIN}]")
LATIN_WORD, OTHER_WORD = re.compile(f"[{LATIN}]+"), re.compile(f"[{OTHER}]+")
LETTERS, LETTERS_BEFORE = re.compile(r"[^\W\d_]+"), re.compile(r"[^\W\d_]*\Z")
MARKS = frozenset("%\\$&~")  # before a placeholder or a command: "%aФлаг"
SAMPLE = 2_000  # code points that tell which letters are rarer
LONGEST, REACH = 40, 60  # code points of a word, and around it for its neighbours
SCRIPTS = {"cyrillic": re.compile("[\u0400-\u052f]+"), "greek": re.compile("[\u0370-\u03ff]+")}


class Word(NamedTuple):
    """A word of two scripts, and the scripts of the words of one script beside it: "latin", "other"."""

    start: int
    text: str
    beside: frozenset[str]


class Letters(NamedTuple):
    """What may stand for what.

    `latin`: Latin letters by other letter; `alike`: those others that cannot be told apart from theirs; `other`: by script,
    the letters by Latin letter; `codepages`: Latin letters by the letter that a code page shows in their place.
    """

    latin: dict[str, str]
    alike: frozenset[str]
    other: dict[str, dict[str, str]]
    codepages: tuple[dict[str, str], ...]


def letters_of(rules: RuleSet) -> Letters:
    """The table of look-alikes, and the code pages of the rule `encoding.homoglyphs.codepage`."""
    rows = [row.split("\t") for row in rules.file("letters.tsv").read_text("utf-8").splitlines()]
    page = rules["encoding.homoglyphs.codepage"].data
    written = table(page["written"]) or ""
    return Letters(
        {other: latin for other, latin, kind in rows if kind in "=>"},
        frozenset(other for other, _, kind in rows if kind == "="),
        {
            script: {latin: other for other, latin, kind in rows if kind in "=<" and letter.match(other)}
            for script, letter in SCRIPTS.items()
        },
        tuple(
            {shown: meant for shown, meant in zip(table(read) or "", written, strict=False) if shown > "\x7f" and meant.isalpha()}
            for read in page["read"]
        ),
    )


def mixed_words(text: str) -> Iterator[Word]:
    """Words in which a Latin letter stands beside one of another script.

    >>> [word.text for word in mixed_words("a lοt of μm and pаypal, мoст")]
    ['lοt', 'μm', 'pаypal', 'мoст']
    """
    if not LATIN_LETTER.search(text):
        return
    head = text[:SAMPLE]
    latin, other = (sum(map(len, word.findall(head))) for word in (LATIN_WORD, OTHER_WORD))
    latin_is_rarer = latin < other
    done = -1
    for match in (LATIN_BESIDE_OTHER if latin_is_rarer else OTHER_BESIDE_LATIN).finditer(text):
        spot = match.start()
        if spot < done:
            continue
        before = LETTERS_BEFORE.search(text, max(0, spot - LONGEST), spot)
        start = before.start() if before else spot
        found = LETTERS.match(text, start)
        if found:
            word, done = found.group(), found.end()
            both = LATIN_WORD.search(word) and OTHER_WORD.search(word)  # the blocks hold signs as well, such as "҂"
            if both and len(word) <= LONGEST and text[start - 1 : start] not in MARKS:
                yield Word(start, word, _beside(text, start, done))


def _beside(text: str, start: int, end: int) -> frozenset[str]:
    """The scripts of the nearest words of one script before and after, on the same line."""
    before = LETTERS.findall(text[max(0, start - REACH) : start].rpartition("\n")[2])
    after = LETTERS.findall(text[end : end + REACH].partition("\n")[0])
    return frozenset(filter(None, (_nearest(reversed(before)), _nearest(after))))


def _nearest(words: Iterable[str]) -> str:
    """The script of the first word of one script, "" if there is none."""
    for word in words:
        if LATIN_WORD.fullmatch(word):
            return "latin"
        if OTHER_WORD.fullmatch(word):
            return "other"
    return ""
