"""Runs of link-like lines around the text of a crude page: menus, footers, teasers, share and cookie blocks. Unsafe.

A linear model (`rules/boilerplate/structure/model.tsv`, a table of weights) scores every line by its shape, its place and
its neighbours, never by its words; see :mod:`cleaner.filters.boilerplate._shapes`. A line goes if its score is high and all
lines between it and an end of the text look like boilerplate too, but for one or two: nothing is cut out of the midst of a
text. And it goes only on a page that shows that it is one: `FEWEST_CUES` lines among those to go say what pages say
("Log in", "©", "Privacy policy"), or are phrases of the catalogue. So verse, lists, tables, code and dialogue stay.

What is left is scored again until nothing more goes, so that a second run has nothing to do. Lines that are phrases of the
catalogue are left to `boilerplate.phrases`. The rule of a line says where it stood or what it asks for.

Trained by `training.structure` on pages of WCXB (CC-BY-4.0; rules/SOURCES.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import accumulate
from pathlib import Path

from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.core.resources import data_file
from cleaner.filters.boilerplate._removal import Reason, removals
from cleaner.filters.boilerplate._shapes import Page, Shape, smoothed, weight, zone_of
from cleaner.filters.boilerplate.phrases import known_lines
from cleaner.rulebook.packs import RuleSet

RICH = 300  # words of prose of a page that is about a text; others are lists of goods, people, links
SURE, SURER = 2.6, 3.0  # log-odds from which a line goes on a rich page, on another
CROSSED, NONE_CROSSED = 2, 0  # lines of a score below zero that may lie between it and the end of the text
ZONES = ("head", "early", "late", "tail")  # of lines that may go
FEWEST_CUES = 4  # lines to go that show that a text is a web page
MOST_ROUNDS = 5  # of scoring; what is left after them waits for the next run of the chain
LONGEST_CUE = 60  # code points of a line that is looked at for a cue; wrapped prose is longer
LONGEST = 300  # code points of a line that may go

CUE = re.compile(
    r"""©|\(c\)\ |copyright|all\ rights\ reserved|privacy|cookies?\b|terms\ (?:of|and|&)|\blog\ ?in\b|\bsign\ (?:in|up)\b
    |newsletter|subscribe|\bmenu\b|^\W*search\b|contact\ us|about\ us|follow\ us|^\W*skip\ to|my\ account|shopping\ cart
    |^\W*(?:facebook|twitter|instagram|linkedin|youtube|pinterest)\W*$
    |^\W*(?:contact|about|home|careers|advertise|help|faqs?|support|rss|sitemap|accessibility)\W*$
    |datenschutz|impressum|\bagb\b|anmelden|abonnieren|kontakt|mentions\ légales|connexion|nous\ contacter|aviso\ legal|contacto
    |contatti|iniciar\ sesión|privacidad|confidentialité|privacidade|accedi|inloggen|logga\ in|zaloguj|regulamin|войти|контакты
    |конфиденциальност|プライバシー|お問い合わせ|ログイン|会社概要|隐私|登录|联系我们|关于我们|개인정보|로그인|문의""",
    re.IGNORECASE | re.VERBOSE,
)
TOPICS = {
    "boilerplate.structure.cookies": re.compile(r"cookie|consent|gdpr|tracking technolog", re.IGNORECASE),
    "boilerplate.structure.newsletter": re.compile(r"newsletter|subscri|sign up|inbox|abonn|mailing list", re.IGNORECASE),
    "boilerplate.structure.share": re.compile(
        r"\bshare\b|\btweet\b|facebook|twitter|whatsapp|pinterest|linkedin|instagram|\bfollow us\b|teilen|partager|compartir",
        re.IGNORECASE,
    ),
    "boilerplate.structure.legal": re.compile(
        r"©|copyright|all rights reserved|privacy|terms of|imprint|impressum|datenschutz|mentions légales|aviso legal",
        re.IGNORECASE,
    ),
    "boilerplate.structure.account": re.compile(
        r"\blog ?in\b|\bsign in\b|register|my account|password|anmelden|connexion|subscribers? only|continue reading",
        re.IGNORECASE,
    ),
    "boilerplate.structure.related": re.compile(
        r"related|recommended|more (?:from|stories|articles)|read (?:more|also|next)|you may|popular|trending|latest|most read",
        re.IGNORECASE,
    ),
}


def propose(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """Drop the lines that the model is sure of."""
    if document.text.count("\n") < FEWEST_CUES:
        return
    found = lines_to_remove(document.lines)
    if found:
        kept = {
            k: reason for k, reason in found.items() if not document.in_code(document.line_starts[k], document.line_starts[k])
        }
        yield from removals(document, rules, kept)


def lines_to_remove(lines: Sequence[str], weights: Mapping[str, float] | None = None) -> dict[int, Reason]:
    """Numbers of the lines to remove, with the reason; by the shipped model if no weights are given."""
    if not _may_be_page(lines):
        return {}
    known, weights = known_lines(lines), weights or load_model()
    left = list(lines)
    found: dict[int, Reason] = {}
    for _ in range(MOST_ROUNDS):
        page = Page(left, known)
        gone = boilerplate_of(page, weights)
        if sum(_is_cue(shape) for shape in gone) < FEWEST_CUES:
            break
        middle = _middle(page)
        for shape in gone:
            left[shape.number] = ""
            if not shape.known:
                found[shape.number] = Reason(_rule_of(shape, middle))
        if not _may_be_page(left):
            break
    return found


def boilerplate_of(page: Page, weights: Mapping[str, float]) -> list[Shape]:
    """The lines of a page that the model is sure of, joined to an end of the page by lines like them."""
    scores = smoothed(page.scores(weights))
    content = list(accumulate((score < 0 for score in scores), initial=0))
    prose = list(accumulate(map(weight, page.shapes), initial=0))
    sure, crossed = (SURE, CROSSED) if prose[-1] >= RICH else (SURER, NONE_CROSSED)
    return [
        shape
        for k, (shape, score) in enumerate(zip(page.shapes, scores, strict=True))
        if score >= sure
        and not shape.prose
        and shape.length <= LONGEST
        and min(content[k], content[-1] - content[k + 1]) <= crossed
        and zone_of(prose[k], prose[-1] - prose[k + 1], prose[-1]) in ZONES
    ]


def model_file() -> Path:
    """Where the model lies."""
    return data_file("boilerplate", "structure", "model.tsv")


@cache
def load_model() -> Mapping[str, float]:
    """The shipped weights of the features."""
    rows = [row.split("\t") for row in model_file().read_text(encoding="utf-8").splitlines()]
    return {name: float(number) for name, number in rows}


def _may_be_page(lines: Sequence[str]) -> bool:
    """Whether enough lines show a web page, known phrases aside; stops at the first few."""
    cues = 0
    for line in lines:
        if 0 < len(line) <= LONGEST_CUE and CUE.search(line):
            cues += 1
            if cues >= FEWEST_CUES:
                return True
    return False


def _is_cue(shape: Shape) -> bool:
    return shape.known != "" or (shape.length <= LONGEST_CUE and CUE.search(shape.text) is not None)


def _middle(page: Page) -> float:
    """Number of the line halfway between the first and the last line of prose."""
    prose = [shape.number for shape in page.shapes if shape.prose]
    return (prose[0] + prose[-1]) / 2 if prose else 0


def _rule_of(shape: Shape, middle: float) -> str:
    """The rule of a line: what it is about, or where it stood."""
    for rule, pattern in TOPICS.items():
        if pattern.search(shape.text):
            return rule
    return "boilerplate.structure.head" if shape.number < middle else "boilerplate.structure.tail"
