"""How many words a match of an expression spans, at most: a text whose words stand further apart is not searched for it.

A word is a run of letters. What an expression is made of is read as far as the patterns of
:mod:`cleaner.filters._languages.grammar` go; of anything else nothing is said.
"""

from __future__ import annotations

import re

PART = re.compile(r"\(\?(?:P<\w+>|P=|[:!=]|<[!=])|\[\^?\]?(?:\\.|[^\]\\])*\]|\\.|.", re.DOTALL)  # of an expression
REPEAT = re.compile(r"[?*+]|\{\d*,?(\d*)\}")
LETTERS = re.compile(r"\[(?:\^\\W\\d_|(?:[^\W\d_](?:-[^\W\d_])?)+)\]")  # a set of letters alone
NOTHING = ("\\b", "\\B", "\\Z", "\\A", "^", "$")  # what holds no character
ASSERTING = ("(?=", "(?!", "(?<=", "(?<!")
MOST = 8  # words: a match that may span more may span any number


def most_words(expression: str) -> int:
    """The words that a match spans at most; 0 if that cannot be told, or they are more than :data:`MOST`.

    >>> most_words(r"\\b(?:on|ona)(?: nie)? (?P<w>[a-z]+)\\b"), most_words("(?:l'un|la otra) a"), most_words(r"a(?: \\w+)* b")
    (3, 3, 0)
    """
    gaps, end = _gaps(expression, 0)
    assert end == len(expression)
    return gaps + 1 if gaps < MOST else 0


def _gaps(expression: str, at: int) -> tuple[int, int]:
    """How often words are parted in what stands from an offset on, up to the end of its group; where that is."""
    most = here = 0
    while at < len(expression) and expression[at] != ")":
        part = PART.match(expression, at)
        assert part is not None
        text, at = part.group(), part.end()
        if text == "|":
            most, here = max(most, here), 0
            continue
        if text[0] == "(":
            inside, close = _gaps(expression, at)
            found, at = (0 if text in ASSERTING else MOST if text == "(?P=" else inside), close + 1
            once = False
        else:
            found = int(text not in NOTHING and not text.isalpha() and LETTERS.fullmatch(text) is None)
            once = text in (" ", "\\s", "\\d", "'")  # a row of them parts words once
        repeat = REPEAT.match(expression, at)
        if repeat:
            at = repeat.end() + (expression[repeat.end() : repeat.end() + 1] == "?")
            if not once and repeat.group() != "?":
                found *= int(repeat.group(1) or MOST) if repeat.group()[0] == "{" else MOST
        here = min(MOST, here + found)
    return max(most, here), at
