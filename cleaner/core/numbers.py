"""Numbers that an input states.

`str.isdigit` says yes to "²", which is no number to `int`, and `int` refuses more than 4,300 digits: both would be errors
where nobody expects one.
"""

from __future__ import annotations

MOST_DIGITS = 18  # what fits into 64 bits; no size, place or count has more


def whole_number(text: str) -> int | None:
    """The number that ASCII digits stand for; None for anything else, and for more digits than a size or a place has.

    >>> whole_number("14"), whole_number("\u00b2"), whole_number("-1"), whole_number("9" * 5000), whole_number("")
    (14, None, None, None, None)
    """
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None
