"""Menus: labels and phrases one below the other, before or after the text of a page.

Every line of a menu is a label (`_evidence.cues`) or a phrase of the catalogue, and several are specific to pages. It needs no
model, so it holds in every language of the labels. A menu within the text counts only on a page that has another at an edge, and
none does that the text announces or asks for, or whose lines are numbered or end as sentences do.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence

from cleaner.filters.boilerplate._evidence.company import SHORT, STRONG, Company
from cleaner.filters.boilerplate._evidence.cues import (
    are_labels,
    claims_rights,
    cue_of,
    folded,
    is_control,
    is_specific,
    is_sure,
)

FEWEST_LABELS = 3  # different ones of a menu
FEWEST_BUTTONS = 2  # different ones of a bar whose labels are all specific, on a page that has a menu
FEWEST_SPECIFIC = {"before": 1, "after": 2, "within": 2}  # phrases, and labels that no text has as a line, of a menu by its place
LONGEST_GAP = 40  # code points of a line that is no label between two that are: what only this site has in its menu
ENDS = (".", "!", "?", ":", "…", "。", "！", "？", "：")
STOPS = (".", "!", "。", "！")
NUMBERED = re.compile(r"\s*\(?\d+[.)]|.*\(\d+\),")  # an item of an agenda; pages of a manual
BULLET = re.compile(r"\s*[-*•·–▪►›»+]\s")
MARK = re.compile(r"\[[^][]{3,40}\]")  # below a heading of a wiki
FEWEST_WORDS = 3  # of a line that says what the items of the list below it are


def may_have_menu(lines: Sequence[str], places: Sequence[int]) -> bool:
    """Whether enough lines are labels; `places` are those that may be any."""
    return are_labels(lines, places, FEWEST_LABELS)


def menus(lines: Sequence[str], strengths: Mapping[int, int], homes: Container[str] = ()) -> list[int]:
    """Numbers of the lines that are labels in menus; `strengths` are those of the lines that are phrases, `homes` names of home
    pages.

    >>> text = "The boat left the quay at noon, and nobody on board could say when she would be back."
    >>> menus(["Log in", "Home", "About us", "The boat", *[text] * 3], {})
    [0, 1, 2]
    >>> menus(["Log in", "Home", "About us", "The boat", text], {})
    []
    >>> menus([*[text] * 3, "Home", "About us", "The boat"], {})
    []
    """
    company = Company(lines, strengths)
    if not company.is_page:
        return []
    paragraphs = [k for k in range(len(lines)) if company.is_paragraph(k)]
    found: list[int] = []
    inner: list[int] = []
    for labels in _label_runs(lines, strengths):
        place = "before" if labels[-1] < paragraphs[0] else "after" if labels[0] > paragraphs[-1] else "within"
        run = _without_headings(company, labels)
        if not run or company.is_announced(run[0]) or (place == "after" and _is_list(company, run)):
            continue
        if company.is_asked(run[0]) and sum(is_control(lines[k]) for k in run) < len(run) / 2:
            continue  # answers to choose from
        said = [k for k in run if strengths.get(k, 0) >= SHORT or claims_rights(lines[k])]
        specific = sum(is_specific(lines[k]) for k in run if k not in said) + len(said)
        names = {folded(lines[k]) for k in run}
        different = len(names)
        if place == "before" and specific == 0 and different >= FEWEST_LABELS and any(name in homes for name in names):
            inner.extend(run)  # all of it is words of other texts, but a page that has another menu names its home first
        if place != "before" and not said and not any(is_sure(lines[k]) for k in run):
            continue  # a list of names
        if different >= FEWEST_LABELS and specific >= FEWEST_SPECIFIC[place]:
            (inner if place == "within" else found).extend(run)
        elif different >= FEWEST_BUTTONS and specific == len(run):
            inner.extend(run)
    gone = sorted(k for k in found + (inner if found else []) if strengths.get(k, 0) < STRONG)
    return [] if gone and company.explains_labels else gone  # all lines are asked about that


def _label_runs(lines: Sequence[str], strengths: Mapping[int, int]) -> Iterator[list[int]]:
    """Labels and phrases that nothing but a short line parts."""
    run: list[int] = []
    gap = False
    for k, line in enumerate(lines):
        if not line.strip():
            continue
        if k in strengths or _is_label(line) or claims_rights(line):
            run.append(k)
            gap = False
        elif run and not gap and len(line) <= LONGEST_GAP and not line.rstrip().endswith(ENDS):
            gap = True
        else:
            if run:
                yield run
            run, gap = [], False
    if run:
        yield run


def _is_label(line: str) -> bool:
    return cue_of(line).share == 1.0 and not line.rstrip().endswith(STOPS) and not NUMBERED.match(line)


def _without_headings(company: Company, run: Sequence[int]) -> list[int]:
    """The lines of a run but for the heading of the text below it, and for headings that a wiki lets one edit ("[edit]")."""
    lines = company.lines
    left = run[:-1] if company.heads_text(run[-1]) and not is_control(lines[run[-1]]) else run
    return [k for k in left if (below := company.after(k)) is None or not MARK.fullmatch(lines[below].strip())]


def _is_list(company: Company, run: Sequence[int]) -> bool:
    """Whether a run is a list of items below a line that says what they are."""
    above = company.before(run[0])
    if above is None or above in company.strengths or not all(map(BULLET.match, (company.lines[k] for k in run))):
        return False
    line = company.lines[above]
    return not BULLET.match(line) and len(line.split()) >= FEWEST_WORDS and cue_of(line).share < 1.0
