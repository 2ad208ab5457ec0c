"""Lines that pages print around a text: menus, footers, teasers, share and consent blocks, judged by the whole document.

Boosted trees (`cleaner/data/boilerplate/structure/trees.json`) over the numbers of
:mod:`cleaner.filters.boilerplate._page.features` give every line log-odds; a quarter of a line's score is the mean around
it, for what a menu holds is seldom one line. Long lines need more, and sentences. What is nearly certain is safe; what is likely
belongs to one rule that is unsafe. On a page that shows itself by such lines or by menus, other labels and phrases go as well
(:mod:`cleaner.filters.boilerplate._page.labels`).

What must never happen is not left to the model. No line goes

- from a text that was wrapped by its width, from subtitles, from code, from a text that holds no paragraphs;
- that is a paragraph, or touches one: a line that another goes on with, a heading with a rule under it;
- unless enough lines that are likely to go are labels of pages ("Home", "Log in"), one of them at least of pages only ("©",
  "Privacy policy");
- where more than a share of the text's words would go.

What is left is scored again until nothing more goes, so that a second run has nothing to do. Long phrases of the catalogue are
left to `boilerplate.phrases`. Every edit says how long its run is and what it holds.

Trained by `training.boilerplate.structure` (rules/SOURCES.md).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import accumulate
from math import log1p
from typing import TYPE_CHECKING, NamedTuple

from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.core.resources import data_file
from cleaner.filters.boilerplate._evidence.company import CUE_TIMES, UNDERLINE, Company
from cleaner.filters.boilerplate._evidence.cues import KINDS, RIGHTS, Labels, are_labels, path_lines, repeated_labels
from cleaner.filters.boilerplate._evidence.removal import Reason, removals
from cleaner.filters.boilerplate._evidence.rows import label_lines
from cleaner.filters.boilerplate._evidence.signs import FEWEST_LINES
from cleaner.filters.boilerplate._evidence.sketches import Sketched, sketched_document, sketched_lines
from cleaner.filters.boilerplate._evidence.wrapping import goes_on, is_paragraph, is_wrapped
from cleaner.filters.boilerplate._page.footers import claims, legal_rows, stands_at_edge
from cleaner.filters.boilerplate._page.labels import page_labels
from cleaner.filters.boilerplate._page.listings import listed
from cleaner.filters.boilerplate._page.menus import may_have_menu, menus
from cleaner.filters.boilerplate.phrases import found_phrases, strength_of, strengths_of, strong_lines
from cleaner.rulebook.packs import RuleSet

if TYPE_CHECKING:
    from cleaner.filters.boilerplate._page.features import Line, Page
    from cleaner.models.wording import Wording

FAMILY = "boilerplate.structure."
LIKELY, PATH, REPEATED, MENU = FAMILY + "likely", FAMILY + "path", FAMILY + "repeated", FAMILY + "menu"
LABEL, ROW, RIGHTS_OF = FAMILY + "label", FAMILY + "row", FAMILY + "rights"
# Log-odds from which a line goes, chosen on 94 pages of other sites: by their labels 0.989 and 0.977 of the lines that go are
# boilerplate, and most of the others by a reader.
SAFE, UNSAFE = 2.7, 1.6
LIMIT, REACH = 6.0, 4  # of a score, in either direction; lines on either side of which the mean is taken
OWN = 0.75  # what a line's own score counts; more of the mean takes titles between a menu and a bar of buttons
LENGTH_COST, FREE_WORDS = 0.6, 1.5  # log-odds for each e-fold of a line's words, beyond about four
SENTENCE_COST = 1.0  # log-odds, for a sentence that speaks of nothing on pages: short posts are such
FEWEST_PROSE, SHORT_PROSE = 120, 60  # words of prose of a page of which anything goes; of one with many labels
FEWEST_LABELS = 4  # labels among what is likely to go, one of them at least specific to pages
MANY_LABELS = 10  # with so many, one that is specific may be among the lines that stay
MANY_SPECIFIC = 3  # of the many labels of a page of little prose
LONGEST_LABEL = 60  # code points
EDGE = 80  # lines from the head and from the tail that are looked at for labels before anything else
LONGEST = 300  # code points of a line that may go
MOST_SHARE = 0.75  # of the words of a text that may go
MOST_ROUNDS = 4  # of scoring; what is left after them waits for the next run of the chain
MEASURED = re.compile(  # what is weighed and measured is the text of a product or of a recipe
    r"\d\s?(?:[\"″”]|(?:mm|cm|km|kg|g|mg|ml|l|lbs?\.?|oz\.?|ft|inch(?:es)?|MP|GB|MB|TB|GHz|MHz|Hz|kHz|fps|mAh|Wh|W|V|dpi|px|rpm|°[CF]?)(?!\w))"
)
TOPICS = {
    "cookie": "cookies",
    "newsletter": "newsletter",
    "share": "share",
    "legal": "legal",
    "account": "account",
}  # kind of a label -> rule
Scores = Callable[["Page"], Sequence[float]]
TAGS = re.compile(r"\s*(?:</?[A-Za-z][^<>]*>\s*)+")
HEADING = re.compile(r"#{1,6} ")


class Gone(NamedTuple):
    """A line to remove: its place on the page, its score."""

    place: int
    score: float


def propose(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """Drop the lines that the model is sure of."""
    if "\n" not in document.text:
        return
    sketched = sketched_document(document)
    found = lines_to_remove(document.lines, sketched=sketched)
    single = dict(_single(document.lines, sketched, rules))
    rows, rights = legal_rows(document.lines), claims(document.lines)
    if not (found or single or rows or rights):
        return
    hits = found_phrases(document.lines, sketched)
    company = Company(document.lines, {number: strength_of(hit) for number, hit in hits.items()})
    if company.explains_labels:
        return
    for numbers, rule in ((rows, ROW), (rights, RIGHTS_OF)):
        single |= {k: Reason(rule) for k in numbers if stands_at_edge(company, k)}
    found |= {k: reason for k, reason in single.items() if k not in found or found[k].rule == LIKELY}
    if any(reason.rule not in (LIKELY, PATH, REPEATED, RIGHTS_OF) for reason in found.values()):
        certain = {number for number, reason in found.items() if reason.rule != LIKELY}
        ids = {number: hit.rule for number, hit in hits.items()}
        found |= dict.fromkeys(page_labels(company, ids, certain), Reason(LABEL))
    starts = document.line_starts
    kept = {k: reason for k, reason in found.items() if not document.in_code(starts[k], starts[k])}
    kept = {k: reason for k, reason in kept.items() if reason.rule != LIKELY or not _holds_together(document.lines, k, kept)}
    if kept:
        yield from removals(document, rules, kept)


def _holds_together(lines: Sequence[str], number: int, gone: Collection[int]) -> bool:
    """Whether a line is markup of the text around it: a tag by itself, or a heading of Markdown before a line that stays.

    >>> lines = ["# No", "", "- a list", "</div>", "## Share"]
    >>> [_holds_together(lines, number, {0, 3, 4}) for number in (0, 3, 4)]
    [True, True, False]
    """
    if TAGS.fullmatch(lines[number]):
        return True
    if HEADING.match(lines[number]) is None:
        return False
    following = next((k for k in range(number + 1, len(lines)) if lines[k].strip()), None)
    return following is not None and following not in gone


def lines_to_remove(
    lines: Sequence[str], scores: Scores | None = None, sketched: Sketched | None = None, wording: Wording | None = None
) -> dict[int, Reason]:
    """Numbers of the lines to remove, with the reason; by the shipped models if no others are given."""
    sketched = sketched or sketched_lines(lines)
    if (
        len(lines) <= FEWEST_LINES
        or not _may_be_page(lines, label_lines(sketched))
        or is_wrapped(lines)
        or any(map(CUE_TIMES.match, lines))
    ):
        return {}
    from cleaner.filters.boilerplate._page.features import Page  # costly to import, and few texts are pages

    strong = strong_lines(lines, sketched)
    left = list(lines)
    found: dict[int, Reason] = {}
    for _ in range(MOST_ROUNDS):
        page = Page(left, strong, wording)
        likely = boilerplate_of(page, left, scores or shipped_scores)
        certain = [one for one in likely if one.score >= SAFE]
        for number, reason in (_reasons(page, likely, LIKELY) | _reasons(page, certain)).items():
            if number not in strong:
                found[number] = reason
        if not certain:
            break
        for one in certain:
            left[page.numbers[one.place]] = ""
    return found


def _single(lines: Sequence[str], sketched: Sketched, rules: RuleSet) -> Iterator[tuple[int, Reason]]:
    """Lines that tell by themselves, in a text that has a paragraph and was not wrapped; why they go."""
    known = rules.cached(labels_of)
    repeated = repeated_labels(lines, sketched, known)
    path = path_lines(lines, known.homes)
    if (repeated or path) and any(map(is_paragraph, lines)) and not is_wrapped(lines):
        yield from ((number, Reason(PATH)) for number in path)
        yield from ((number, Reason(REPEATED)) for number in repeated)
    if len(lines) > FEWEST_LINES and may_have_menu(lines, label_lines(sketched)):
        yield from ((number, Reason(MENU)) for number in menus(lines, strengths_of(lines, sketched), known.homes))


def labels_of(rules: RuleSet) -> Labels:
    """The names of home pages and the labels of controls."""
    return Labels.of(rules[PATH].data["homes"], rules[REPEATED].data["labels"])


def shipped_scores(page: Page) -> Sequence[float]:
    """Log-odds of the shipped model; only texts that may be pages pay for the import."""
    from cleaner.models.trees import load

    return load(data_file("boilerplate", "structure", "trees.json")).totals(list(page.vectors()))


def boilerplate_of(page: Page, lines: Sequence[str], scores: Scores) -> list[Gone]:
    """The lines of a page that are likely to go; none if they do not show that it is a page."""
    if page.prose < SHORT_PROSE:
        return []
    gone = []
    for k, (line, score) in enumerate(zip(page.lines, smoothed(scores(page)), strict=True)):
        total = score - LENGTH_COST * max(0.0, log1p(_size(line)) - FREE_WORDS) - SENTENCE_COST * line.is_plain
        if total >= UNSAFE and _may_go(line, page.numbers[k], lines):
            gone.append(Gone(k, total))
    if gone:
        kept = listed(page)
        gone = [one for one in gone if one.place not in kept]
    return gone if _shows_page(page, gone) and (page.prose >= FEWEST_PROSE or _is_framed(page, gone)) else []


def _shows_page(page: Page, gone: Sequence[Gone]) -> bool:
    """Whether lines to go hold enough labels, and are not most of the text."""
    lines = [page.lines[one.place] for one in gone]
    labels = sum(line.strong for line in lines)
    specific = any(line.hard for line in lines) or (labels >= MANY_LABELS and any(line.hard for line in page.lines))
    return labels >= FEWEST_LABELS and specific and sum(map(_size, lines)) <= MOST_SHARE * sum(map(_size, page.lines))


def _is_framed(page: Page, gone: Sequence[Gone]) -> bool:
    """Whether lines to go hold so many labels that a text with little prose is a page all the same: a list, a short notice."""
    lines = [page.lines[one.place] for one in gone]
    return sum(line.strong for line in lines) >= MANY_LABELS and sum(line.hard for line in lines) >= MANY_SPECIFIC


def smoothed(scores: Sequence[float]) -> list[float]:
    """Scores three quarters their own, a quarter the mean around them.

    >>> [round(score, 2) for score in smoothed([4.0, 4.0, 4.0, -5.0, 4.0, 4.0, 4.0])]
    [3.55, 3.62, 3.68, -3.07, 3.68, 3.62, 3.55]
    """
    scores = [max(-LIMIT, min(LIMIT, score)) for score in scores]
    sums = list(accumulate(scores, initial=0.0))
    found = []
    for k, score in enumerate(scores):
        low, high = max(0, k - REACH), min(len(scores), k + REACH + 1)
        found.append(OWN * score + (1 - OWN) * (sums[high] - sums[low]) / (high - low))
    return found


def _size(line: Line) -> int:
    return max(len(line.words), line.cjk)


def _may_go(line: Line, number: int, lines: Sequence[str]) -> bool:
    """Whether a line is no paragraph and no part of one, and no heading with a rule under it."""
    if line.prose or len(line.text) > LONGEST or MEASURED.search(line.text):
        return False
    above = lines[number - 1] if number else ""
    below = lines[number + 1] if number + 1 < len(lines) else ""
    if (above and goes_on(above, lines[number])) or (below and goes_on(lines[number], below)):
        return False
    return not UNDERLINE.fullmatch(below.strip()) and not UNDERLINE.fullmatch(line.text)


def _may_be_page(lines: Sequence[str], places: Sequence[int]) -> bool:
    """Whether enough lines near the head and the tail are labels of pages; `places` are those that may be any."""
    near = (k for k in places if (k < EDGE or k >= len(lines) - EDGE) and len(lines[k]) <= LONGEST_LABEL)
    return are_labels(lines, near, FEWEST_LABELS)


def _reasons(page: Page, gone: Sequence[Gone], rule: str = "") -> dict[int, Reason]:
    """Why each line goes: the rule of what it speaks of or where it stands, and what its run holds."""
    prose = [k for k, line in enumerate(page.lines) if line.prose]
    found: dict[int, Reason] = {}
    for run in _runs(gone):
        first, last = run[0].place, run[-1].place
        where = "before" if last < prose[0] else "after" if first > prose[-1] else "within"
        known = sum(page.lines[one.place].strong for one in run)
        size = f"one of {len(run)} lines" if len(run) > 1 else "a line"
        text = f"{size} {where} the text that look like parts of a page; {known} of them are labels that pages print"
        for one in run:
            found[page.numbers[one.place]] = Reason(rule or _rule_of(page.lines[one.place], where), text)
    return found


def _runs(gone: Sequence[Gone]) -> Iterator[list[Gone]]:
    run: list[Gone] = []
    for one in gone:
        if run and one.place != run[-1].place + 1:
            yield run
            run = []
        run.append(one)
    if run:
        yield run


def _rule_of(line: Line, where: str) -> str:
    topic = TOPICS.get(KINDS[line.cue.kind]) if line.cue.kind >= 0 else None
    if topic is None and RIGHTS.search(line.text):
        topic = "legal"
    return FAMILY + (topic or {"before": "head", "after": "tail", "within": "within"}[where])
