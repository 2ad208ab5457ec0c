"""Labels that say nothing by themselves and belong to the phrase above: services below "Share this:", fields of a form.

"Facebook" is a line of many texts; directly below a line that goes as the head of a share bar it is one of its buttons. Below a
phrase of a comment form, a label with an asterisk is a field that must be filled, in any language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from cleaner.filters.boilerplate._removal import Reason

SHARE, FORM = ".share", ".comment-form"  # how the ids of their rules end
NAMES = (  # of services, and buttons of share bars, as they print them
    "facebook|twitter|x|x (twitter)|twitter / x|linkedin|pinterest|reddit|tumblr|telegram|whatsapp|mastodon|bluesky|threads"
    "|pocket|instapaper|flipboard|skype|messenger|xing|vk|vkontakte|weibo|line|hacker news|digg|stumbleupon|evernote|buffer"
    "|nextdoor|email|e-mail|e-mail this|email this|mail|print|sms|tweet|pin it|pin|copy link|copy url|link|more"
)
SERVICES = frozenset(NAMES.split("|"))
FIELD = re.compile(r"[^\W\d_][\w’' -]{1,28}\*:?")
UNMARKED = frozenset(("website", "site web", "webseite", "sitio web", "sito web", "url", "site", "strona internetowa"))
FARTHEST = 2  # lines from one label to the next, one of them blank


def followers(lines: Sequence[str], found: Mapping[int, Reason]) -> dict[int, Reason]:
    """The labels below found lines, each with the reason of the line that it follows.

    >>> lines = ["Share this:", "Twitter", "", "Pinterest", "The boat left."]
    >>> sorted(followers(lines, {0: Reason("boilerplate.wordpress.share")}))
    [1, 3]
    """
    more: dict[int, Reason] = {}
    for number, reason in found.items():
        for label in _labels(lines, number, found, reason.rule):
            more[label] = reason
    return more


def _labels(lines: Sequence[str], number: int, found: Mapping[int, Reason], rule: str) -> Iterator[int]:
    """The labels of one kind that stand below a line without anything between them."""
    if not rule.endswith((SHARE, FORM)):
        return
    last = number
    for k in range(number + 1, len(lines)):
        line = lines[k].strip()
        if k in found or k - last > FARTHEST or (line and not _belongs(line, rule)):
            return
        if line:
            last = k
            yield k


def _belongs(line: str, rule: str) -> bool:
    if rule.endswith(SHARE):
        return line.casefold() in SERVICES
    return FIELD.fullmatch(line) is not None or line.casefold() in UNMARKED
