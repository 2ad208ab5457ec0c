"""Tokens: what the language models count.

Words in lower case with straight apostrophes, numbers as "0", the marks `, . ; : ! ?` and dashes as themselves; quotes,
brackets and everything else are passed over. A sentence stands between START and END.
"""

from __future__ import annotations

import re
from typing import NamedTuple

START, END = "<s>", "</s>"
NUMBER = "0"
TOKEN = re.compile(r"([^\W\d_]+(?:['’][^\W\d_]+)*)|(\d+(?:[.,]\d+)*)|[.,;:!?–—-]")


class Token(NamedTuple):
    """A token and where it stands; `text` is what the models count."""

    text: str
    start: int
    end: int


def tokens_of(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The tokens of `text[start:end]`.

    >>> [token.text for token in tokens_of("“Don’t pay 1,200 (now)!”")]
    ["don't", 'pay', '0', 'now', '!']
    """
    return [
        Token(token_name(match), match.start(), match.end())
        for match in TOKEN.finditer(text, start, len(text) if end is None else end)
    ]


def names_of(text: str, start: int, end: int) -> list[str]:
    """What the models count for the tokens of `text[start:end]`.

    >>> names_of("Don’t pay 1,200", 0, 9)
    ["don't", 'pay']
    """
    return [token_name(match) for match in TOKEN.finditer(text, start, end)]


def name_of(token: str) -> str:
    """What the models count for a token as it is written.

    >>> name_of("Don’t"), name_of("1,200"), name_of("–")
    ("don't", '0', '–')
    """
    match = TOKEN.match(token)
    return token_name(match) if match else token


def token_name(match: re.Match[str]) -> str:
    """What the models count for a match of TOKEN."""
    word, number = match.groups()
    if word:
        return str(word).lower().replace("’", "'")
    return NUMBER if number else match.group()
