"""What pages write above lists of other stories, before a link to one and above comments: `rules/headings.toml`, compiled."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from typing import NamedTuple

from cleaner.core.resources import rules_folder


class Headings(NamedTuple):
    """`others` and `perhaps` match a whole heading in lower case, `comments` too; `labels` the beginning of a line."""

    others: re.Pattern[str]
    perhaps: re.Pattern[str]
    comments: re.Pattern[str]
    labels: re.Pattern[str]


@cache
def headings() -> Headings:
    """The patterns; compiled once a process.

    >>> known = headings()
    >>> bool(known.others.fullmatch("related stories")), bool(known.comments.fullmatch("kommentare (2)"))
    (True, True)
    >>> known.labels.match("Lire aussi : Une vanne").group()
    'Lire aussi : '
    """
    table = tomllib.loads((rules_folder() / "headings.toml").read_text(encoding="utf-8"))
    others, perhaps, comments, labels = (
        "|".join(table[key]).replace("STORIES", table["stories"]) for key in ("others", "perhaps", "comments", "labels")
    )
    counted = r"(?:[\d.,]{1,7} |one |(?:all|reader|user|latest|recent|top) )*"
    counts = (
        r"(?: ?[(\[（]? ?[\d.,]{1,7} ?(?:件|条|條|개)?[)\]）]?(?:件|条|條|개)?)?(?: (?:to|on|zu|sur|en|a|su|op|о|к) .{1,80})?"
    )
    return Headings(
        re.compile(others),
        re.compile(perhaps),
        re.compile(f"{counted}(?:{comments}){counts}"),
        re.compile(rf"[\W_]*(?:{labels})\s*(?:[:：|»›>–—-]+)\s*(?=\S)", re.IGNORECASE),
    )
