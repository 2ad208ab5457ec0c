"""Words and labels that web pages print around a text: evidence that a line is one of them, never a reason by itself.

`rules/boilerplate/structure/cues.tsv` holds, by kind and language, what menus, forms, footers and teasers say: `log in`,
`privacy policy`, `lire la suite`. A line may be such a label as a whole, or be made of them in part.

Two kinds are told without a model, for an extractor leaves few lines that are no text: a label of a control (`Reply`) that stands
as a line again and again (:func:`repeated_labels`), and the path of pages above this one (:func:`path_lines`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from itertools import chain, compress, islice
from typing import NamedTuple

from cleaner.core.precomputed import Precomputed
from cleaner.core.resources import rules_folder
from cleaner.filters.boilerplate._evidence.sketches import Sketched, sketch

KINDS = (
    "account", "legal", "share", "nav", "newsletter", "cookie", "related", "comments", "ad", "section", "shop", "action", "meta",
    "lang",
)  # fmt: skip
NUMBER_OF = {kind: number for number, kind in enumerate(KINDS)}
LEGAL = NUMBER_OF["legal"]
SPECIFIC = frozenset(map(KINDS.index, ("account", "legal", "share", "newsletter", "cookie", "comments")))
CONTROLS = frozenset(map(KINDS.index, ("account", "comments", "shop", "action")))
NAMED_KINDS, ALL = frozenset(("newsletter",)), "*"  # of labels that are names elsewhere; the language of names
LONGEST = 120  # code points of a line that is looked at
MOST_WORDS = 14  # of a line that may be made of labels
LONGEST_LABEL = 5  # words
SHORTEST_WORD = 4  # letters of a label of one word inside of a line: `by`, `ad` and `more` say nothing there, but `agb` does
EDGES = " \t\u00a0*•·-–—|:：›»«‹<>→←▸►▾▼▲↑↓×✕✖+#[](){}.,…!\"'“”©®™/\\0123456789_=~"
BEFORE = EDGES + "’"  # what a line may have before its first letter, as `folded` strips it
RIGHTS = re.compile(r"©|\(c\) |copyright|all rights reserved", re.IGNORECASE)
CLAIMING = "©(cCaA"  # what it begins with
CREDIT = re.compile(  # of a picture, behind the mark
    r"[\s:]*(?:foto|photo|bild|image|picture|illustration|grafik|video|afp|reuters|getty|dpa|imago|shutterstock|istock)",
    re.IGNORECASE,
)
FEWEST_COPIES = 3
LONGEST_CONTROL = 60  # code points of a label of a control
LONGEST_CLAIM = 240  # code points of a line of copyright
HEAD_LINES = 6  # lines that are not blank, among which a path begins
MOST_STEPS, LONGEST_STEP, LONGEST_PATH = 6, 60, 240  # pages on a path; code points of one, and of all
SEPARATED = re.compile(r"\s*(?:[>»›/|→•·‹«←:]|-|–|—|::|&gt;)+\s+|\s+(?:[>»›/|→•·])\s*")
YOU_ARE_HERE = (  # what stands before a path, with a colon
    "you are here|sie sind hier|du bist hier|vous êtes ici|estás aquí|usted está aquí|sei qui|tu sei qui|você está aqui|está aqui"
    "|u bevindt zich hier|je bent hier|u bent hier|jesteś tutaj|tu jesteś|du är här|du er her|olet tässä|nacházíte se zde"
    "|jste zde|вы здесь|ви тут|buradasınız|ön itt van|sunteți aici"
)
HERE = re.compile(rf"(?:{YOU_ARE_HERE})\s?:\s*", re.IGNORECASE)
BULLETED = re.compile(r"[-*•·–▪►›»]\s+")
HEADING = re.compile(r"[=#]{1,6} ")  # of AsciiDoc and Markdown
SENTENCE = re.compile(r"[.!?…。！？][\"”»')]?$")


MEMO_LINES = 4_000  # lines whose cue is remembered
CUES = rules_folder() / "boilerplate" / "structure" / "cues.tsv"  # labels as `folded` makes them


class Cue(NamedTuple):
    """What a line says of a page: the kind of the label that it is (-1 for none), its share of words in labels, their kinds."""

    kind: int
    share: float
    kinds: int


NO_CUE = Cue(-1, 0.0, 0)


def folded(text: str) -> str:
    """A line or a label as they are compared: no case, no digits, arrows or punctuation at the edges.

    >>> folded("» Log In (3)")
    'log in'
    """
    return " ".join(text.lower().replace("’", "'").strip(EDGES).split())


@cache
def labels() -> Mapping[str, int]:
    """Kind of every label; of several, the one that tells most."""
    return TABLE.read()


def _labels() -> dict[str, int]:
    found: dict[str, int] = {}
    rows = [row.split("\t") for row in CUES.read_text(encoding="utf-8").splitlines()]
    for kind, _, texts in sorted(rows, key=lambda row: -NUMBER_OF[row[0]]):
        found.update(dict.fromkeys(texts.split("|"), NUMBER_OF[kind]))
    return found


TABLE = Precomputed("labels", lambda: [CUES], _labels)


def cue_of(line: str) -> Cue:
    """What a line says; several filters ask, and again after edits elsewhere.

    >>> cue_of("Log in"), cue_of("Privacy Policy | Terms of Use"), cue_of("A long winter")
    (Cue(kind=0, share=1.0, kinds=1), Cue(kind=-1, share=1.0, kinds=1), Cue(kind=-1, share=0.0, kinds=0))
    """
    return _cue_of(line) if len(line) <= LONGEST else NO_CUE


@lru_cache(MEMO_LINES)
def _cue_of(line: str) -> Cue:
    known, text = labels(), folded(line)
    kind = known.get(text)
    if kind is not None:
        return Cue(kind, 1.0, 1)
    words = text.split(" ")
    size = len(words)
    if not 1 < size <= MOST_WORDS:
        return NO_CUE
    covered, kinds, place = 0, set(), 0
    while place < size:
        for end in range(min(size, place + LONGEST_LABEL), place, -1):
            kind = known.get(" ".join(words[place:end]).strip(EDGES))
            if kind is not None and (end - place > 1 or len(words[place]) >= SHORTEST_WORD or kind == LEGAL):
                covered += end - place
                kinds.add(kind)
                place = end
                break
        else:
            place += 1
    return Cue(-1, covered / size, len(kinds))


def are_labels(lines: Sequence[str], places: Iterable[int], fewest: int) -> bool:
    """Whether so many of the lines at some places are labels.

    >>> are_labels(["Home", "The boat", "Log in"], range(3), 2), are_labels(["Home", "The boat", "Log in"], range(3), 3)
    (True, False)
    """
    known = labels()
    found = (k for k in places if folded(lines[k]) in known)
    return sum(1 for _ in islice(found, fewest)) == fewest


def is_control(line: str) -> bool:
    """Whether a line is the label of something to click that heads no text: an account, a comment, a shop, an action."""
    return len(line) <= LONGEST and labels().get(folded(line), -1) in CONTROLS


def is_specific(line: str) -> bool:
    """Whether a line is a label that hardly any text but a page has as a line: accounts, rights, sharing, letters, consent."""
    kind = labels().get(folded(line), -1) if len(line) <= LONGEST else -1
    return kind in SPECIFIC


def is_sure(line: str) -> bool:
    """Whether a line is a label that is specific to pages, and no name of what somebody knows or offers (`Facebook`)."""
    return is_specific(line) and folded(line) not in _names()


def is_name(line: str) -> bool:
    """Whether a line is the name of a service or a network, in all languages, or of a letter.

    >>> is_name("* Facebook"), is_name("Share on Facebook")
    (True, False)
    """
    return len(line) <= LONGEST and folded(line) in _names()


@cache
def _names() -> frozenset[str]:
    """Labels that lists of skills, services and platforms hold as well: names in all languages, and letters."""
    rows = [row.split("\t") for row in CUES.read_text(encoding="utf-8").splitlines()]
    names = (texts.split("|") for kind, language, texts in rows if kind in NAMED_KINDS or language == ALL)
    return frozenset(chain.from_iterable(names))


def claims_rights(line: str) -> bool:
    """Whether a line says whose the page is, and not who took a picture.

    >>> claims_rights("© 2024 Harbour Post"), claims_rights("© Foto: Ada Tide")
    (True, False)
    """
    if len(line) > LONGEST_CLAIM:
        return False
    line = line.lstrip()
    if line[:1] not in CLAIMING:
        return False  # as nearly all lines
    found = RIGHTS.match(line)
    return found is not None and CREDIT.match(line, found.end()) is None


class Labels(NamedTuple):
    """What rules list: names of home pages and labels of controls, as `folded` makes them, and the sketches of the labels."""

    homes: frozenset[str]
    controls: frozenset[str]
    sketches: frozenset[bytes]

    @classmethod
    def of(cls, homes: Iterable[str], controls: Iterable[str]) -> Labels:
        """Compiled."""
        known = frozenset(map(folded, controls))
        written = (case(label) for label in known for case in (str, str.capitalize, str.title, str.upper))
        return cls(frozenset(map(folded, homes)), known, frozenset(sketch("\n".join(written))))


def repeated_labels(lines: Sequence[str], sketched: Sketched, known: Labels) -> list[int]:
    """The lines that are a label of a control which stands three times or more.

    >>> from cleaner.filters.boilerplate._evidence.sketches import sketched_lines
    >>> page = ["Lamp", "In stock", "Rope", "In stock", "Anchor", "In stock"]
    >>> repeated_labels(page, sketched_lines(page), Labels.of(["home"], ["in stock"]))
    [1, 3, 5]
    """
    keys = known.sketches & sketched.distinct
    places = compress(sketched.numbers, map(keys.__contains__, sketched.keys)) if keys else ()
    found = {k: folded(lines[k]) for k in places if len(lines[k]) <= LONGEST_CONTROL}
    copies = Counter(label for label in found.values() if label in known.controls)
    return [k for k, label in found.items() if copies[label] >= FEWEST_COPIES]


def path_lines(lines: Sequence[str], homes: frozenset[str]) -> list[int]:
    """The lines at the head of a text that are the path to its page.

    >>> path_lines(["Home » Guides » Tides", "Tides", "High water is at six."], frozenset({"home"}))
    [0]
    >>> path_lines(["- Home", "- Guides", "- Tides", "Tides", "High water is at six."], frozenset({"home"}))
    [0, 1, 2]
    >>> path_lines(["You are here: Home / Guides / Tides", "High water is at six."], frozenset({"home"}))
    [0]
    >>> path_lines(["Home", "The boat", "came in at six."], frozenset({"home"}))
    []
    """
    filled = list(islice((k for k, line in enumerate(lines) if line and not line.isspace()), HEAD_LINES + MOST_STEPS + 1))
    for place, k in enumerate(filled[:HEAD_LINES]):
        if len(lines[k]) > LONGEST_PATH or HEADING.match(lines[k]):
            continue
        line = lines[k].strip()
        initial = line.lstrip(BEFORE)[:1].lower()[:1]
        if ":" not in line and not initial.isspace() and initial not in _initials(homes):
            continue  # as nearly all lines
        here = HERE.match(line)
        line = line[here.end() :] if here else line
        first = SEPARATED.search(line, 0, LONGEST_STEP)
        if first is None and folded(line) in homes:
            return _steps(lines, filled[place:])
        if first and folded(line[: first.start()]) in homes and not SENTENCE.search(line):
            steps = [step for step in SEPARATED.split(line) if step]
            return [k] if 1 < len(steps) <= MOST_STEPS and all(len(step) <= LONGEST_STEP for step in steps) else []
        if BULLETED.match(line) and folded(line) in homes:
            return _steps(lines, filled[place:])
    return []


@lru_cache(2)
def _initials(names: frozenset[str]) -> frozenset[str]:
    """The first letters of some names."""
    return frozenset(name[:1] for name in names)


def _steps(lines: Sequence[str], places: Sequence[int]) -> list[int]:
    """The first of some lines and those that lead to the title; none if nothing says that they are a path.

    What says so: the next line is the last step again, or the steps are items of a list and the next line is none.
    """
    first = BULLETED.match(lines[places[0]].strip())
    for count in range(1, min(len(places), MOST_STEPS)):
        line = lines[places[count]].strip()
        last = lines[places[count - 1]].strip()
        if count > 1 and folded(line) == folded(last):
            return list(places[:count])
        if first and not BULLETED.match(line):
            return list(places[: count - 1])  # the last step may be the only title that the text has
        if len(line) > LONGEST_STEP or SENTENCE.search(line):
            return []
    return []
