"""Words that grammar does not allow where they stand: "ik wordt" -> "ik word", "il a manger" -> "il a mangé", "voy haber si".

`rules/typos/words/grammar.tsv`: language, safety (safe: never in running text but where it is wrong), a regular expression whose
group `w` is the place, what belongs there, and which words the language must have (all of them; `|` parts words of which one is
enough) or, behind `!`, not have. A pattern names so much of the words around that
nothing else can be meant, so that it holds at the start of a sentence and beside names too, where the classifiers of `.close` are
seldom sure. Left alone: words in quotation marks or beside a hyphen.

A text is searched for a pattern if one of its words has what the place of the pattern has: `a` as a whole, `-er` at its end
(:func:`signs`). The kernel finds that out once a word, and that they stand as near as they do in a match (:mod:`.spans`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import takewhile
from typing import NamedTuple

from cleaner.core.resources import rules_folder
from cleaner.filters._languages.close import STARTS
from cleaner.filters._languages.spans import most_words
from cleaner.filters._languages.words import Words
from cleaner.models.languages.vocabulary import vocabulary

BESIDE = frozenset('"“”„«»‹›‘`*_-‐‑/@#')
LETTER = r"[^\W\d_]"
PART = re.compile(r"\(\?(?:P<\w+>|[:!=]|<[!=])|\[\^?\]?(?:\\.|[^\]\\])*\]|\\.|.", re.DOTALL)  # of an expression
CHOICE = re.compile(r"\(\?(?:P<\w+>|:)([\w|]+)\)")  # a group of some strings
BEHIND = re.compile(r"(?:\\b)?[ ]\(\?:([\w |']+)\)((?:\\b)?)(?![?*{])")  # the words that may stand behind a place, or before it
BEFORE = re.compile(r"((?:\\b)?)\(\?:([\w |]+)\)[ ]\Z")
LEADING = re.compile(r"\\b\(\?:([\w |']+)\)(?![?*{])((?:[ ]|\(\?:[ ]|\\b)?)")
OPTIONAL = ("?", "*", "{")
PLACE, ASSERTING = "(?P<w>", ("(?=", "(?!", "(?<=", "(?<!")  # the group of what is wrong; groups that hold no characters
DOT_ABOVE = "\u0307"  # "I" is "i" for an expression, with a dot above or without one


class Agreeing(NamedTuple):
    """A word, and the one that grammar wants in its place."""

    start: int
    end: int
    word: str
    safe: bool


class Sign(NamedTuple):
    """Letters, folded for comparison, that a word of a place has; whether it begins and ends with them; its least code points."""

    letters: str
    starts: bool
    ends: bool
    least: int


class Pattern(NamedTuple):
    """Where a word is wrong, what belongs there, and the words that the language must have.

    Every match has, for each of the `signs`, a word with one of its strings: a text without them is not searched, which takes
    longer than most of what is asked about a sentence.
    """

    safe: bool
    signs: tuple[tuple[Sign, ...], ...]
    expression: str
    meant: str
    needed: tuple[str, ...]
    reach: int  # words among which the signs stand, 0 for any number

    @property
    def place(self) -> re.Pattern[str]:
        """The expression, compiled when a text first has its sign."""
        return _compiled(self.expression)


@cache
def _compiled(expression: str) -> re.Pattern[str]:
    return re.compile(expression, re.IGNORECASE)


@cache
def patterns(language: str) -> list[Pattern]:
    """The patterns of a language."""
    rows = (rules_folder() / "typos" / "words" / "grammar.tsv").read_text(encoding="utf-8").splitlines()
    found = (row.split("\t") for row in rows)
    return [_pattern(*row[1:]) for row in found if row[0] == language]


def _pattern(safety: str, place: str, meant: str, needed: str) -> Pattern:
    signs = tuple(filter(None, dict.fromkeys((signs_of(place), _beside(place), _leading(place)))))
    expression = _whole(place).replace("'", "['’]")
    return Pattern(safety == "safe", signs, expression, meant, tuple(needed.split()), _reach(place))


def _reach(expression: str) -> int:
    """The words among which the signs of an expression are, at most; 0 for any number.

    >>> _reach(r"\\b(?P<w>sa) (?:fait|n'est pas)\\b"), _reach(r"\\b(?:on|il) (?:le |la )?(?P<w>a) dit")
    (2, 4)
    """
    if _leading(expression):
        return most_words(expression)
    start, end = _place_of(expression)
    words = most_words(expression[start:end])
    return words + (1 if words and _beside(expression) else 0)


@cache
def asked_signs(language: str) -> list[int]:
    """The bits that each pattern of a language asks for, one for each of its signs."""
    found, bit = [], 1
    for pattern in patterns(language):
        found.append(((1 << len(pattern.signs)) - 1) * bit)
        bit <<= len(pattern.signs)
    return found


def reaches(language: str) -> list[int]:
    """The words among which the signs of each pattern of a language stand, at most; 0 for any number."""
    return [pattern.reach for pattern in patterns(language)]


def _all_signs(language: str) -> list[tuple[Sign, ...]]:
    return [signs for pattern in patterns(language) for signs in pattern.signs]


def signs(language: str) -> list[tuple[bytes, bool, bool, int, int]]:
    """The signs of the patterns of a language with their numbers, as the kernel reads them."""
    numbered = enumerate(_all_signs(language))
    return [(sign.letters.encode(), sign.starts, sign.ends, sign.least, number) for number, row in numbered for sign in row]


def signs_in(text: str, language: str) -> int:
    """Which signs a text may have, a bit each, by their letters alone."""
    searched = folded(text)
    return sum(1 << number for number, row in enumerate(_all_signs(language)) if any(sign.letters in searched for sign in row))


def _place_of(expression: str) -> tuple[int, int]:
    """Where what is in the group `w` of an expression begins and ends."""
    start = expression.index(PLACE) + len(PLACE)
    return start, _close_of(expression, start)


def _close_of(expression: str, at: int) -> int:
    """Where the bracket stands that closes a group from whose inside on an expression is read."""
    depth = 1
    for part in PART.finditer(expression, at):
        depth += (part.group()[0] == "(") - (part.group() == ")")
        if not depth:
            return part.start()
    raise ValueError(expression)


def _whole(expression: str) -> str:
    """An expression whose place begins and ends where words do, unless a sign does it."""
    start, end = _place_of(expression)
    before = "" if _is_mark(expression[start]) else f"(?<!{LETTER})"
    behind = "" if _is_mark(expression[end - 1]) else f"(?!{LETTER})"
    group = expression[start - len(PLACE) : end + 1]
    return f"{expression[: start - len(PLACE)]}{before}{group}{behind}{expression[end + 1 :]}"


def _is_mark(part: str) -> bool:
    """Whether a part of an expression is a character that no word has."""
    return part in "' "


def signs_of(expression: str) -> tuple[Sign, ...]:
    """What a word of the group `w` of an expression has; one of several strings. A sign of no letters says nothing.

    >>> signs_of(r"\\bik (?P<w>(?P<s>[a-z]+d)t)\\b"), [sign.letters for sign in signs_of("(?P<w>an|a) b")]
    ((Sign(letters='dt', starts=False, ends=True, least=3),), ['an', 'a'])
    >>> signs_of(r"(?P<w>colou?r)"), signs_of("(?P<w>c'est)")
    ((Sign(letters='colo', starts=True, ends=False, least=5),), (Sign(letters='est', starts=True, ends=True, least=3),))
    """
    start, end = _place_of(expression)
    found: list[tuple[Sign, ...]] = [(Sign("", False, False, 0),)]
    for word in _words_in(f"(?:{expression[start:end]})"):
        found += _signs_in_word(word)
    return max(found, key=lambda one: (min(sign.starts and sign.ends for sign in one), min(len(sign.letters) for sign in one)))


def _words_in(inside: str) -> list[list[tuple[str, bool]]]:
    """The parts of which each word of a place consists, with whether they may be missing; what is in groups is read as well."""
    words: list[list[tuple[str, bool]]] = [[]]
    at = 0
    while at < len(inside):
        choice = CHOICE.match(inside, at)
        part = choice or PART.match(inside, at)
        assert part is not None
        at, text = part.end(), part.group()
        if choice is None and text[0] == "(":
            close = _close_of(inside, at)
            if _has_choice(inside, at, close) or inside[close + 1 : close + 2] in OPTIONAL or text in ASSERTING:
                words[-1].append((text, True))
                at = close + 1
            continue
        if text == ")":
            continue
        if _is_mark(text):
            words.append([])
            continue
        words[-1].append((text, inside[at : at + 1] in OPTIONAL))
        while inside[at : at + 1] and inside[at] in "?*+{":
            at = inside.index("}", at) + 1 if inside[at] == "{" else at + 1
    return words


def _has_choice(expression: str, at: int, close: int) -> bool:
    """Whether what is in a group is a choice of several."""
    depth = 0
    for part in PART.finditer(expression, at, close):
        depth += (part.group()[0] == "(") - (part.group() == ")")
        if not depth and part.group() == "|":
            return True
    return False


def _beside(expression: str) -> tuple[Sign, ...]:
    """What the word behind the place of an expression has, or else the one before it, where that is one of some words; () if not.

    >>> [sign.letters for sign in _beside(r"\\b(?P<w>ahi) (?:un|la otra)\\b")], _beside("(?P<w>a) [a-z]+")
    (['un', 'la'], ())
    """
    start, end = _place_of(expression)
    behind, before = BEHIND.match(expression, end + 1), BEFORE.search(expression, 0, start - len(PLACE))
    if behind:
        return _first_words(behind.group(1), are_whole=behind.group(2) == "\\b")
    if before:
        words = [(choice.split(" ")[-1], choice) for choice in before.group(2).split("|")]
        starts = before.group(1) == "\\b"
        return tuple(Sign(folded(word), starts or word != choice, True, len(word)) for word, choice in words)
    return ()


def _leading(expression: str) -> tuple[Sign, ...]:
    """What the first word of a match has, where that is one of some words; () if not.

    >>> [sign.letters for sign in _leading(r"\\b(?:he|she has)(?: not)? (?P<w>a)")], _leading(r"\\b(?P<w>a) b")
    (['he', 'she'], ())
    """
    first = LEADING.match(expression)
    if first is None or _has_choice(expression, 0, len(expression)):
        return ()
    return _first_words(first.group(1), are_whole=first.group(2) != "")


def _first_words(choices: str, *, are_whole: bool) -> tuple[Sign, ...]:
    """The signs of the first words of some strings. Where a choice is one word, it stands whole only if `are_whole`."""
    words = [(choice.split(" ")[0].split("'")[0], choice) for choice in choices.split("|")]
    return tuple(Sign(folded(word), True, are_whole or word != choice, len(word)) for word, choice in words)


def _signs_in_word(word: list[tuple[str, bool]]) -> list[tuple[Sign, ...]]:
    """The runs of letters of a word, and the choices in it."""
    least = sum(not optional for _, optional in word)
    runs: list[tuple[int, int]] = []
    found: list[tuple[Sign, ...]] = []
    for k, (text, optional) in enumerate(word):
        choice = CHOICE.fullmatch(text)
        if choice and not optional:
            behind = "".join(takewhile(str.isalpha, [part if not rest else "" for part, rest in word[k + 1 :]]))
            edges = k == 0, k + 1 + len(behind) == len(word)
            found.append(tuple(Sign(folded(one + behind), *edges, least - 1 + len(one)) for one in choice.group(1).split("|")))
        elif len(text) == 1 and text.isalpha() and not optional:
            if runs and runs[-1][1] == k:
                runs[-1] = runs[-1][0], k + 1
            else:
                runs.append((k, k + 1))
    for first, last in runs:
        letters = "".join(text for text, _ in word[first:last])
        found.append((Sign(folded(letters), first == 0, last == len(word), least),))
    return found


def folded(text: str) -> str:
    """A text as it is compared without case: what an expression takes for the same letter is the same.

    >>> folded("Straße"), folded("ſıK")
    ('strasse', 'sik')
    """
    found = text.casefold()
    return found.replace("ı", "i").replace(DOT_ABOVE, "")


def wrong_by_grammar(words: Words, language: str) -> Iterator[Agreeing]:
    """The words of a part of a text that cannot stand where they are, none of them twice."""
    done = set[int]()
    text = words.text
    for asked, pattern in zip(asked_signs(language), patterns(language), strict=True):
        if asked & words.signs != asked:
            continue
        for match in pattern.place.finditer(text, words.start, words.end):
            first, last = match.span("w")
            written = text[first:last]
            if first in done or BESIDE & {text[first - 1 : first], text[last : last + 1]}:
                continue
            begins = STARTS.search(text, max(0, first - 3), first)
            if not (written.islower() or (begins and written[1:] == written[1:].lower())):
                continue  # a name: "het Word document"
            if all(_is_there(match, needed, language) for needed in pattern.needed):
                done.add(first)
                yield Agreeing(first, last, _like(written, match.expand(pattern.meant)), pattern.safe)


def _is_there(match: re.Match[str], needed: str, language: str) -> bool:
    """Whether the language has one of some words, or has none where a `!` stands before them."""
    words = match.expand(needed.removeprefix("!")).lower().split("|")
    if needed.startswith("!"):
        return not any(map(vocabulary(language).is_known, words))
    return any(word in vocabulary(language).common for word in words)


def _like(written: str, meant: str) -> str:
    """What is meant with the capital and the apostrophe of what is written."""
    if "’" in written:
        meant = meant.replace("'", "’")
    return meant[0].upper() + meant[1:] if written[0].isupper() else meant
