"""Protected spans: what word-level repairs must leave alone, as a test of the token around an edit.

URLs, e-mail addresses, paths, handles, hashtags, file names, numbers, identifiers; code between backticks and in fenced blocks.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache

# A test of one token: a run of characters other than white space. Compiled when a token is first asked about: 1 ms.
PROTECTED = r"""
      [a-zA-Z][a-zA-Z0-9+.-]*://                # http://example.org
    | \bwww\.\w
    | \w@\w | (?:^|[(\["'“‘,;])[@\#]\w          # e-mail address, handle, hashtag
    | (?:^|[(\["'“‘=])[~.]{0,2}/\w+[/.]         # /usr/bin, ./run.sh
    | \w[/\\]\w+[/\\]\w                         # a/b/c
    | [a-zA-Z]:\\                               # a path of Windows
    | \w_\w | \w\(\) | \w::\w | [{}<>$=|]       # identifiers, code, markup
    | [a-z][A-Z]                                # camelCase
    | \w\.(?:com|org|net|gov|edu|info|io|co|uk|de|fr|py|js|ts|html?|php|txt|pdf|jpe?g|png|gif|zip|exe|md|csv|json|xml)\b
"""
NOT_SPACE = re.compile(r"\S*")
LONGEST_TOKEN = 500  # code points looked at on either side of an edit; longer runs without white space are not words
FENCE = re.compile(r"^ {0,3}(```+|~~~+)[^\n]*$", re.MULTILINE)


def token_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The run without white space that holds `text[start:end]` (at most `LONGEST_TOKEN` beyond it), in code points."""
    before = text[max(0, start - LONGEST_TOKEN) : start]
    last = 0 if not before or before[-1].isspace() else len(before.rsplit(maxsplit=1)[-1])
    after = NOT_SPACE.match(text, end, end + LONGEST_TOKEN)
    return start - last, after.end() if after else end


def is_protected_token(token: str) -> bool:
    """Whether a token is, or holds, an address, a path, a number, code.

    >>> [is_protected_token(token) for token in ("https://example.org", "@mary", "word,", "aName", "42nd")]
    [True, True, False, True, True]
    """
    if token.isalpha() and (token[1:].islower() or token.isupper()):
        return False  # nearly all tokens: a word, without the inner capital of an identifier
    return any(map(str.isdigit, token)) or _protected_token().search(token) is not None


@cache
def _protected_token() -> re.Pattern[str]:
    return re.compile(PROTECTED, re.VERBOSE)


def fences_of(text: str) -> list[int]:
    """Where the fences of Markdown's code blocks stand: opening and closing in turn."""
    if "```" not in text and "~~~" not in text:
        return []
    return [match.start() for match in FENCE.finditer(text)]


def in_backticks(text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]` stands between backticks of one line.

    >>> in_backticks("`x` y", 1, 2), in_backticks("`x` y", 4, 5)
    (True, False)
    """
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    before, after = text[line_start:start], text[end : line_end if line_end >= 0 else len(text)]
    return before.count("`") % 2 == 1 and "`" in after


def in_fence(fences: list[int], offset: int) -> bool:
    """Whether an offset lies in a fenced block that is closed."""
    k = bisect_right(fences, offset)
    return k % 2 == 1 and k < len(fences)
