"""Lines that say nothing by themselves and belong to a phrase beside them: services below "Share this:", fields of a form, the
sentence above the buttons of a consent dialog.

"Facebook" is a line of many texts; directly below a line that goes as the head of a share bar it is one of its buttons. Below a
phrase of a comment form, a label with an asterisk is a field that must be filled, in any language. "We use cookies to ..." goes
with the button below it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from cleaner.filters.boilerplate._evidence.removal import Reason

SHARE, FORM, CONSENT = ".share", ".comment-form", ".cookie"  # how the ids of their rules end
NAMES = (  # of services, and buttons of share bars, as they print them
    "facebook|twitter|x|x (twitter)|twitter / x|linkedin|pinterest|reddit|tumblr|telegram|whatsapp|mastodon|bluesky|threads"
    "|pocket|instapaper|flipboard|skype|messenger|xing|vk|vkontakte|weibo|line|hacker news|digg|stumbleupon|evernote|buffer"
    "|nextdoor|email|e-mail|e-mail this|email this|mail|print|sms|tweet|pin it|pin|copy link|copy url|link|more"
)
SERVICES = frozenset(NAMES.split("|"))
NETWORK_NAMES = (  # services that are nothing else; the other names are words as well
    "facebook|twitter|x (twitter)|twitter / x|linkedin|pinterest|reddit|tumblr|telegram|whatsapp|mastodon|bluesky|xing|vkontakte"
)
ACTION_NAMES = (  # buttons of sharing
    "share|share this|copy link|copy url|tweet|pin it|teilen|partager|compartir|condividi|compartilhar|partilhar|delen|deel"
    "|udostępnij|dela|del|jaa|sdílet|paylaş|поделиться|поширити|シェア|分享|공유"
)
NETWORKS, ACTIONS = frozenset(NETWORK_NAMES.split("|")), frozenset(ACTION_NAMES.split("|"))
WORDS = "boilerplate.words."  # how the ids of rules begin whose phrases are words of a text as well
HEADED = (".share", ".likes", ".like-this")  # how the ids of rules end whose lines are the bar below "Share:"
MOST_BUTTONS = 20  # on either side of one
FEWEST_BUTTONS, FEWEST_NETWORKS = 4, 2  # of a share bar that no phrase heads
BAR = "boilerplate.pages.share"
FIELD = re.compile(r"[^\W\d_][\w’' -]{1,28}\*:?")
UNMARKED = frozenset(("website", "site web", "webseite", "sitio web", "sito web", "url", "site", "strona internetowa"))
FARTHEST = 2  # lines from one label to the next, one of them blank
LONGEST_NOTICE = 400  # code points of a line of a consent dialog
WHO = (  # speaks in a consent dialog
    "we|our partners|this site|this website|our site|our website|wir|wir und unsere partner|diese seite|diese website"
    "|unsere website|nous|nous et nos partenaires|ce site|ce site web|notre site|este sitio|este sitio web|nuestro sitio"
    "|esta web|questo sito|questo sito web|este site|o nosso site|wij|deze website|onze website|vi|webbplatsen|hjemmesiden"
    "|ta strona|мы|этот сайт|сайт"
)
USES = (  # cookies
    "use|uses|may use|verwenden|verwendet|nutzen|nutzt|setzen|setzt|utilisons|utilise|utiliza|usa|utilizza|gebruiken|gebruikt"
    "|maakt gebruik van|maken gebruik van|använder|bruker|bruger|korzysta z|używa|используем|использует"
)
WE_USE = "utilizamos|usamos|utilizziamo|usiamo|używamy|korzystamy z|bu site|bu web sitesi|sitemiz|sitemizde"
COOKIES = r"(?:\w+ ){0,2}?(?:cookies?|kakor|informasjonskapsler|ciasteczek|куки|çerez\w*)\b"
NOTICE = re.compile(rf"(?:(?:{WHO}) (?:{USES})|{WE_USE}) {COOKIES}", re.IGNORECASE)


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
        above = _above(lines, number, reason.rule)
        if above is not None and above not in found:
            more[above] = reason
    return more


def share_bars(lines: Sequence[str], labels: Iterable[int]) -> dict[int, Reason]:
    """The lines of share bars that no phrase heads: a button of sharing, one of `labels`, in a run of services. A list that a
    text announces is none.

    >>> sorted(share_bars(["The boat left.", "Share", "Facebook", "Twitter", "Email"], [1]))
    [1, 2, 3, 4]
    >>> share_bars(["You can use:", "Share", "Facebook", "Twitter", "Email"], [1])
    {}
    """
    found: dict[int, Reason] = {}
    for number in labels:
        if number not in found and lines[number].strip().casefold() in ACTIONS:
            sides = [list(islice(_buttons(lines, number, step), MOST_BUTTONS)) for step in (-1, 1)]
            run = [*reversed(sides[0]), number, *sides[1]]
            networks = sum(lines[k].strip().casefold() in NETWORKS for k in run)
            if len(run) >= FEWEST_BUTTONS and networks >= FEWEST_NETWORKS and not _is_announced(lines, run[0]):
                found.update(dict.fromkeys(run, Reason(BAR)))
    return found


def _is_announced(lines: Sequence[str], number: int) -> bool:
    """Whether the text above a line ends with a colon."""
    above = _line_above(lines, number)
    return above is not None and lines[above].rstrip().endswith((":", "："))


def _line_above(lines: Sequence[str], number: int) -> int | None:
    """The nearest line above one that is not blank, if it is near."""
    return next((k for k in range(number - 1, max(-1, number - 1 - FARTHEST), -1) if lines[k].strip()), None)


def _buttons(lines: Sequence[str], number: int, step: int) -> Iterator[int]:
    """The buttons that stand on one side of a line, without anything between them."""
    last, k = number, number + step
    while 0 <= k < len(lines) and abs(k - last) <= FARTHEST:
        line = lines[k].strip().casefold()
        if line and line not in SERVICES and line not in ACTIONS:
            return
        if line:
            last = k
            yield k
        k += step


def _above(lines: Sequence[str], number: int, rule: str) -> int | None:
    """The line directly above one that goes, if it is the sentence of a consent dialog above its button, or the head of a bar.

    >>> _above(["We use cookies to make the site better.", "", "Accept all"], 2, "boilerplate.consent.cookie")
    0
    """
    above = _line_above(lines, number)
    if above is None:
        return None
    line = lines[above].strip()
    if rule.endswith(CONSENT):
        return above if len(line) <= LONGEST_NOTICE and NOTICE.match(line) else None
    heads = rule.endswith(HEADED) and line.endswith((":", "：")) and line.rstrip(" \u00a0:：").casefold() in ACTIONS
    return above if heads else None


def _labels(lines: Sequence[str], number: int, found: Mapping[int, Reason], rule: str) -> Iterator[int]:
    """The labels of one kind that stand below a line without anything between them."""
    if not rule.endswith((SHARE, FORM)) or (rule.startswith(WORDS) and _is_announced(lines, number)):
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
