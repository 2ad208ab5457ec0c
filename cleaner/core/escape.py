"""Text as a terminal may show it: on one line, and without characters that would steer it."""

from __future__ import annotations

SHOWN = 60  # code points of a text that are shown; of a longer one the middle is left out


def escaped(text: str) -> str:
    """A text on one line, without characters that would steer a terminal or that it cannot show.

    >>> escaped("a\\x1b[31mb\\n")
    'a\\\\x1b[31mb\\\\n'
    """
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode("ascii") for char in text)


def shown(text: str, most: int = SHOWN) -> str:
    """The same in quotes, and not too long.

    >>> shown("a b"), shown("x" * 200, 9)
    ('"a b"', '"xxxx … xxxx"')
    """
    if len(text) > most:
        half = most // 2
        text = f"{text[:half]} … {text[-half:]}"
    return f'"{escaped(text)}"'
